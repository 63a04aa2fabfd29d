package series

import "math"

// Bounds of the smoothing parameters, R's "usual" ones: they make each equation a mean
// of old and new. A phi near 1 could not be told from no damping, one below 0.8 damps
// so fast that the trend is gone within months.
const (
	leastWeight, mostWeight = 1e-4, 0.9999
	leastPhi, mostPhi       = 0.8, 0.98
)

// within is whether the weights lie in both of R's regions: the usual one, and the
// admissible one, where the past is forgotten in the end (Hyndman, Akram & Archibald,
// "The admissible parameter space for exponential smoothing models", Annals of the
// Institute of Statistical Mathematics 60 (2008) 407–426).
//
// Without season or without trend the usual region lies inside the admissible one. With
// both it does not.
func (w etsWeights) within(form etsForm, m int) bool {
	if !(w.alpha >= leastWeight && w.alpha <= mostWeight) {
		return false
	}
	if form.trend && !(w.beta >= leastWeight && w.beta <= math.Min(w.alpha, mostWeight)) {
		return false
	}
	if form.damped && !(w.phi >= leastPhi && w.phi <= mostPhi) {
		return false
	}
	if form.season == seasonNone {
		return true
	}
	if !(w.gamma >= leastWeight && w.gamma <= math.Min(1-w.alpha, mostWeight)) {
		return false
	}
	return !form.trend || w.admissible(m)
}

// admissible is whether all roots of the characteristic polynomial
//
//	z^(m+1) + (α+β−φ)·z^m + (α+β−αφ)·(z^(m−1) + … + z²) + (α+β−αφ+γ−1)·z + φ·(1−α−γ)
//
// lie inside the unit circle (the same paper, equation 10), by the recursion of Schur and
// Cohn: they do if the constant is less than 1 in size, and those of the polynomial do
// that is one degree lower.
func (w etsWeights) admissible(m int) bool {
	var room [26]float64
	p := room[:0]
	if m > 24 {
		p = make([]float64, 0, m+2)
	}
	p = append(p, w.phi*(1-w.alpha-w.gamma), w.alpha+w.beta-w.alpha*w.phi+w.gamma-1)
	for range m - 2 {
		p = append(p, w.alpha+w.beta-w.alpha*w.phi)
	}
	p = append(p, w.alpha+w.beta-w.phi, 1)
	for degree := m + 1; degree > 0; degree-- {
		k := p[0]
		if !(math.Abs(k) < 1) {
			return false
		}
		// Pairs from both ends, so that it works in place.
		scale := 1 / (1 - k*k)
		for i, j := 1, degree-1; i <= j; i, j = i+1, j-1 {
			p[i], p[j] = (p[i]-k*p[j])*scale, (p[j]-k*p[i])*scale
		}
		p = p[1 : degree+1]
	}
	return true
}
