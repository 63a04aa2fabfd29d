package experiment

import "math"

// relate gives the effect as a share of the control's mean, with the interval
// of a quotient (Fieller 1954): all quotients r for which treated − r·control
// may be 0. Where the control's mean is not surely above 0, by the same level,
// there is none.
func (e *Effect) relate(level float64) {
	bound := normalQuantile((1 + level) / 2)
	below := e.controls*e.controls + e.covariance
	above := e.StandardError*e.StandardError - e.controls*e.controls + e.covariance
	control, treated := e.mean, e.mean+e.Effect
	// (treated − r·control)² ≤ z²·(above − 2r·covariance + r²·below)
	a := control*control - bound*bound*below
	if !(control > 0) || !(a > 0) {
		return
	}
	half := control*treated - bound*bound*e.covariance
	root := half*half - a*(treated*treated-bound*bound*above)
	if root < 0 { // by rounding: at r = treated/control the condition holds
		root = 0
	}
	e.Relative = true
	e.RelativeEffect = e.Effect / control
	e.RelativeLo, e.RelativeHi = (half-math.Sqrt(root))/a-1, (half+math.Sqrt(root))/a-1
}
