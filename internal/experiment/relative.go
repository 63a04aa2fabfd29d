package experiment

import "math"

// relate gives the effect as a share of the control's mean, with the interval
// of a quotient (Fieller 1954): all quotients r for which treated − r·control
// may be 0. Where the control's mean is not surely above 0, by the same level,
// there is none. Of skewed estimates the bounds are Hall's, as of the effect:
// were the treated a multiple of the controls, the skewness would be the same.
func (e *Effect) relate(level float64) {
	if !e.Known() {
		return
	}
	above := studentQuantile(level, e.free)
	below := above
	if e.Method == Hall {
		above, below = hallBounds(above, e.Skewness)
	}
	lo, _, okLo := e.fieller(above)
	_, hi, okHi := e.fieller(below)
	if !okLo || !okHi {
		return
	}
	e.Relative = true
	e.RelativeEffect, e.RelativeLo, e.RelativeHi = e.Effect/e.mean, lo-1, hi-1
}

// fieller solves (treated − r·control)² = bound²·(variance of that) for r.
func (e *Effect) fieller(bound float64) (lo, hi float64, ok bool) {
	varianceC := e.controls*e.controls + e.covariance
	varianceT := e.StandardError*e.StandardError - e.controls*e.controls + e.covariance
	control, treated := e.mean, e.mean+e.Effect
	a := control*control - bound*bound*varianceC
	if !(control > 0) || !(a > 1e-9*control*control) {
		return 0, 0, false
	}
	half := control*treated - bound*bound*e.covariance
	// Not below 0 but by rounding: at r = treated/control the left side is 0.
	root := math.Sqrt(max(half*half-a*(treated*treated-bound*bound*varianceT), 0))
	return (half - root) / a, (half + root) / a, true
}
