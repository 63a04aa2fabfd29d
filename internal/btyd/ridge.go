package btyd

import (
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// slopes are what is left to do on a ridge: where two parameters run to
// infinity together while their ratio is known, the data know the direction
// across and leave the one along open.
type slopes struct {
	across []float64 // the step to the bottom across
	gain   float64   // how far below this point that bottom is
	along  []float64 // the slope in the directions left open
}

// slopesOf parts the gradient by the directions of the Hessian. It is not ok
// where these cannot be told.
func slopesOf(h *mat.SymDense, gradient []float64) (s slopes, ok bool) {
	var eigen mat.EigenSym
	if h == nil || !eigen.Factorize(h, true) {
		return slopes{}, false
	}
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	s = slopes{across: make([]float64, len(gradient)), along: make([]float64, len(gradient))}
	for k, curvature := range eigen.Values(nil) {
		direction := mat.Col(nil, k, &vectors)
		slope := floats.Dot(direction, gradient)
		if curvature < leastCurvature {
			floats.AddScaled(s.along, slope, direction)
			continue
		}
		s.gain += slope * slope / (2 * curvature)
		floats.AddScaled(s.across, -slope/curvature, direction)
	}
	return s, finite(s.across...) && finite(s.along...)
}

// done is true at the bottom across, on a plateau along.
func (s slopes) done() bool { return s.gain <= enough && floats.Norm(s.along, 2) <= level }

// followRidge goes along a ridge in strides until it is level, and to the
// bottom across after each. The descent ends too early there: the height across
// is lost in the rounding of the value, and so is what a step along it gains. A
// stride that ends on steeper ground went too far, or past a hollow.
func followRidge(f objective, best *optimum) {
	const shortest = 1.0 / 32
	left, ok := slopesOf(best.hessian, best.gradient)
	length := 1.0
	for range 2 * logLimit {
		steepness := floats.Norm(left.along, 2)
		if !ok || steepness <= level || length < shortest {
			return
		}
		stride := slices.Clone(left.along)
		floats.Scale(-length/steepness, stride)
		next, then, can := strideTo(f, *best, stride)
		if !can || then.gain > enough || floats.Norm(then.along, 2) >= steepness {
			length /= 2
			continue
		}
		*best, left = next, then
	}
}

// strideTo is the bottom across the ridge a stride away. It is not ok where
// the likelihood is not finite.
func strideTo(f objective, from optimum, stride []float64) (to optimum, left slopes, ok bool) {
	to = optimum{point: point{logs: slices.Clone(from.logs), gradient: make([]float64, len(stride))}, iterations: from.iterations + 1}
	floats.Add(to.logs, stride)
	to.value = f(to.logs, to.gradient)
	if !to.finite() {
		return optimum{}, slopes{}, false
	}
	polish(f, &to)
	left, ok = slopesOf(to.hessian, to.gradient)
	return to, left, ok
}
