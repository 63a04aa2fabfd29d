package series

import "math"

// allowed tells whether weights are within the bounds of statsforecast's AutoCES and give
// a stable model: one that forgets what it was told long ago.
//
// Without a season, and with the simple one, that is the region of the paper: both roots
// of the characteristic polynomial of errors inside the unit circle. Level and season
// share a root at or next to 1, as a constant may be moved from the one to the other, so
// in the other forms the circle has a radius of 1.01.
func (w *cesWeights) allowed(form cesForm, m int) bool {
	const least, radius = 0.01, 1.01
	most := cesWeights{1.8, 1.9, 1.5, 1.5}
	for i := range form.parameters() {
		if w[i] < least || w[i] > most[i] {
			return false
		}
	}
	if form == cesNone || form == cesSimple {
		return rootsWithin(errorPolynomial(w[0], w[1]), 1)
	}
	return rootsWithin(w.polynomial(form, m), radius)
}

// errorPolynomial is det(zI − F + g·w') of the states with one complex weight, from the
// highest power.
func errorPolynomial(a0, a1 float64) []float64 {
	return []float64{1, -(2 - 2*a0 + a1), 2 - 3*a0 - a1 + a0*a0 + a1*a1}
}

// statePolynomial is det(zI − F) of them.
func statePolynomial(a0, a1 float64) []float64 {
	return []float64{1, -(2 - a0), 2 - a0 - a1}
}

// polynomial is det(zI − F + g·w') of level and season together. With the polynomials
// E of errors and S of states, of the level in z and of the season in z^m, it is
// E·S' + S·(E' − S'), as both take in the same error.
func (w *cesWeights) polynomial(form cesForm, m int) []float64 {
	level, levelStates := errorPolynomial(w[0], w[1]), statePolynomial(w[0], w[1])
	season, seasonStates := []float64{1, w[2] - 1}, []float64{1, -1}
	if form == cesFull {
		season, seasonStates = errorPolynomial(w[2], w[3]), statePolynomial(w[2], w[3])
	}
	out := make([]float64, (len(season)-1)*m+len(level))
	for j := range season {
		for i := range level {
			out[j*m+i] += level[i]*seasonStates[j] + levelStates[i]*(season[j]-seasonStates[j])
		}
	}
	return out
}

// rootsWithin tells whether all roots of a polynomial, given from the highest power, lie
// inside a circle: the recursion of Schur and Cohn. It changes p.
func rootsWithin(p []float64, radius float64) bool {
	scale := 1.0
	for i := range p {
		p[i] /= scale
		scale *= radius
	}
	for n := len(p) - 1; n > 0; n-- {
		k := p[n] / p[0]
		if !(math.Abs(k) < 1) {
			return false
		}
		for i, j := 0, n; i < j; i, j = i+1, j-1 {
			p[i], p[j] = p[i]-k*p[j], p[j]-k*p[i]
		}
		if n%2 == 0 {
			p[n/2] -= k * p[n/2]
		}
	}
	return true
}
