package experiment

import "math"

// worthAdjusting is by what share covariates must make the variance less to be
// used: one in a hundred is an experiment shorter by one day in a hundred.
const worthAdjusting = 0.01

// adjust takes out of the difference what customers differed by before (CUPED:
// Deng, Xu, Kohavi and Walker 2013). The coefficients are those of a regression
// of both arms together, each apart from its own mean, so that the effect does
// not enter them; whether they are used depends on the variance alone. Neither
// makes the estimate biased.
func (e *Effect) adjust(c, t arm, level float64) {
	if len(c.before) == 0 {
		return
	}
	weights, used := regress(c, t)
	e.Covariates = used
	if used == 0 || c.n+t.n-2-used < 10*used {
		return
	}
	a := *e
	shift := 0.0
	all := float64(c.n + t.n)
	for k, w := range weights {
		together := (c.means[k]*float64(c.n) + t.means[k]*float64(t.n)) / all
		a.mean -= w * (c.means[k] - together)
		shift += w * (t.means[k] - c.means[k])
	}
	left, explained := c.residuals(weights), t.residuals(weights)
	a.estimate(a.mean, a.mean+(t.mean-c.mean)-shift, left, explained, used, level)
	a.covariance = e.shared(c, t, weights)
	if !(e.StandardError > 0) || !(a.StandardError > 0) {
		return
	}
	e.VarianceReduction = 1 - a.StandardError*a.StandardError/(e.StandardError*e.StandardError)
	if e.VarianceReduction < worthAdjusting || e.Method == Score {
		return
	}
	a.VarianceReduction, a.Adjusted = e.VarianceReduction, true
	a.Enough = a.Enough && math.Abs(a.Skewness) <= greatSkewness
	*e = a
}

// residuals are what covariates leave of an arm's values.
func (a arm) residuals(weights []float64) []float64 {
	left := append([]float64(nil), a.apart...)
	for k, w := range weights {
		if w == 0 {
			continue
		}
		for i, x := range a.before[k] {
			left[i] -= w * x
		}
	}
	return left
}

// shared is the variance of what the covariates' common mean adds to the means
// of both arms.
func (e *Effect) shared(c, t arm, weights []float64) float64 {
	all, squares := float64(c.n+t.n), 0.0
	for _, a := range []arm{c, t} {
		for i := range a.apart {
			fitted := 0.0
			for k, w := range weights {
				fitted += w * a.before[k][i]
			}
			squares += fitted * fitted
		}
	}
	return squares / (all - 2) / all
}

// regress fits the values apart from the arms' means by the covariates apart
// from theirs, one covariate after the other, each cleared of those before
// (Gram and Schmidt). One of which the others leave nothing has weight 0.
func regress(c, t arm) (weights []float64, used int) {
	count := len(c.before)
	weights = make([]float64, count)
	clear := make([][]float64, count) // both arms
	mixed := make([][]float64, count) // coefficients of the covariates before
	squares := make([]float64, count)
	loads := make([]float64, count)
	values := append(append([]float64(nil), c.apart...), t.apart...)
	for k := range count {
		column := append(append([]float64(nil), c.before[k]...), t.before[k]...)
		whole := dot(column, column)
		mixed[k] = make([]float64, k)
		for range 2 { // once more for the digits that the first lost
			for j := range k {
				if squares[j] == 0 {
					continue
				}
				w := dot(column, clear[j]) / squares[j]
				mixed[k][j] += w
				for i, x := range clear[j] {
					column[i] -= w * x
				}
			}
		}
		clear[k] = column
		// A millionth of the deviation is what rounding leaves of a copy.
		if left := dot(column, column); left > 1e-12*whole && whole > 0 {
			squares[k] = left
			loads[k] = dot(column, values) / left
			used++
		}
	}
	for k := count - 1; k >= 0; k-- {
		if squares[k] == 0 {
			continue
		}
		weights[k] = loads[k]
		for later := k + 1; later < count; later++ {
			if squares[later] != 0 {
				weights[k] -= mixed[later][k] * weights[later]
			}
		}
	}
	return weights, used
}

func dot(a, b []float64) float64 {
	total := 0.0
	for i, x := range a {
		total += x * b[i]
	}
	return total
}
