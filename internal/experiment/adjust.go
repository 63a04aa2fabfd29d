package experiment

import "math"

// worthAdjusting is by what share covariates must make the variance less to be
// used: one in a hundred is an experiment shorter by one day in a hundred.
const worthAdjusting = 0.01

// theMetricItself is by how much covariates make the variance less that are the
// metric in other words, or that few customers are told apart by: what is left
// is rounding, and would be sure of anything.
const theMetricItself = 1 - 1e-12

// customersACovariate is how many there must be at least for each.
const customersACovariate = 10

// adjust takes out of the difference what customers differed by before (CUPED:
// Deng, Xu, Kohavi and Walker 2013). The coefficients are those of a regression
// of both arms together, each apart from its own mean, so that the effect does
// not enter them.
//
// A customer is adjusted by the coefficients that all others have (Wu and
// Gagnon-Bartsch 2018, "The LOOP estimator"): with one's own in them, the
// estimate would be biased by some hundredths of its error in small experiments
// where the effect depends on the covariate. Whether the adjusted estimate is
// used depends on the variance alone, which makes no bias either.
func (e *Effect) adjust(c, t arm, level float64) {
	if len(c.before) == 0 {
		return
	}
	f := regress(c, t)
	e.Covariates = f.used
	if f.used == 0 || c.n+t.n-2 < (customersACovariate+1)*f.used || !e.Known() || e.constant || e.Method == Score {
		return
	}
	leftC, shiftC := f.adjusted(c, 0)
	leftT, shiftT := f.adjusted(t, c.n)
	a := *e
	a.mean = c.mean - shiftC
	a.estimate(a.mean, t.mean-shiftT, leftC, leftT, level)
	if !a.Known() {
		return
	}
	e.VarianceReduction = 1 - a.StandardError*a.StandardError/(e.StandardError*e.StandardError)
	if e.VarianceReduction < worthAdjusting || e.VarianceReduction > theMetricItself {
		return
	}
	a.VarianceReduction, a.Adjusted = e.VarianceReduction, true
	a.covariance = f.shared()
	a.Enough = a.Enough && math.Abs(a.Skewness) <= greatSkewness
	*e = a
}
