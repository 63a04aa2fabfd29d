package btyd

import (
	"math"

	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/mathext"
)

// negativeBinomial is the chance of m ≥ 1 events at a rate of Gamma(shape), in
// a time that is odds times its scale.
func negativeBinomial(m, shape, odds float64) float64 {
	// −log m − log B(r, m) is the log of Γ(r+m)/(Γ(r) m!).
	return math.Exp(-math.Log(m) - mathext.Lbeta(shape, m) - shape*math.Log1p(odds) - m*math.Log1p(1/odds))
}

// atLeast is the chance of m ≥ 1 events or more.
func atLeast(m, shape, odds float64) float64 {
	// Where the incomplete beta function would take the difference of log-gammas
	// of millions, that of gamma is as good: the first term of DiDonato and
	// Morris (1992, eq. 9), the next one being of the order (shape/m)².
	if m > 1e6 && m > 1e6*shape {
		return mathext.GammaIncRegComp(shape, (m+(shape-1)/2)*math.Log1p(1/odds))
	}
	if odds > 1000 { // 1 − z has lost digits in z
		return 1 - mathext.RegIncBeta(shape, m, 1/(1+odds))
	}
	return mathext.RegIncBeta(m, shape, odds/(1+odds))
}

// firstTerms of a sum are added up one by one before the rest of it counts as
// smooth.
const firstTerms = 256

// expectedByIntegral is E[min(K, D)] = Σ P(K > n) P(D > n) where there are too
// many terms for a sum. Beyond the first ones they are smooth in n, on a scale
// of hundreds, and the sum is an integral: the midpoint rule read backwards,
// with its first correction.
func (p course) expectedByIntegral(odds float64) float64 {
	stays := p.stayingOn()
	above := func(n float64) float64 { return p.more(n, odds) * stays(n) }
	sum := 0.0
	for n := range firstTerms {
		sum += above(float64(n))
	}
	sum += (above(firstTerms) - above(firstTerms-1)) / 24
	const from = firstTerms - 0.5
	end := p.going.summands(odds)/float64(p.k) + from
	// In the log of n, panels of a factor of e and smaller where it is steep.
	rest := func(y float64) float64 {
		n := from * math.Exp(y)
		return above(n) * n
	}
	reach := math.Log(end / from)
	panels := math.Ceil(reach)
	for i := 0.0; i < panels; i++ {
		lo, hi := reach*i/panels, reach*(i+1)/panels
		sum += panel(rest, lo, hi, quad.Fixed(rest, lo, hi, nodes, quad.Legendre{}, 0), 1e-10*sum, 8)
	}
	return sum
}

// nodes of a panel.
const nodes = 10

// panel halves itself until its halves agree with the whole.
func panel(f func(float64) float64, lo, hi, whole, within float64, depth int) float64 {
	middle := (lo + hi) / 2
	left := quad.Fixed(f, lo, middle, nodes, quad.Legendre{}, 0)
	right := quad.Fixed(f, middle, hi, nodes, quad.Legendre{}, 0)
	if depth == 0 || !(math.Abs(left+right-whole) > within) {
		return left + right
	}
	return panel(f, lo, middle, left, within, depth-1) + panel(f, middle, hi, right, within, depth-1)
}

// stayingOn is P(D > n) = Γ(b+n)/Γ(a+b+n) · Γ(a+b)/Γ(b) for any n, without the
// difference of large log-gammas.
func (p course) stayingOn() func(n float64) float64 {
	a, b := p.going.A, p.going.B
	start := logGammaRatio(b, a)
	return func(n float64) float64 { return math.Exp(logGammaRatio(b+n, a) - start) }
}

// logGammaRatio is log Γ(z) − log Γ(z + a).
func logGammaRatio(z, a float64) float64 {
	if z < 50 {
		low, _ := math.Lgamma(z)
		high, _ := math.Lgamma(z + a)
		return low - high
	}
	// Stirling's series of both, with the large terms taken together.
	series := func(z float64) float64 { return (1 - (1-2/(7*z*z))/(30*z*z)) / (12 * z) }
	return a - (z-0.5)*math.Log1p(a/z) - a*math.Log(z+a) + series(z) - series(z+a)
}
