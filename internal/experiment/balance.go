package experiment

import "math"

// Balance says how far arms were apart before the experiment began: the
// difference of the means in standard deviations (the root of the mean of both
// variances; Austin 2009), and the p-value of Welch's test of it. It is 0 and 1
// where there is nothing to compare.
func Balance(control, treated []float64) (difference, p float64) {
	if len(control) < 2 || len(treated) < 2 {
		return 0, 1
	}
	nC, nT := float64(len(control)), float64(len(treated))
	apartC, apartT := make([]float64, len(control)), make([]float64, len(treated))
	apart := -centre(control, apartC) + centre(treated, apartT)
	squaresC, _ := moments(apartC)
	squaresT, _ := moments(apartT)
	varianceC, varianceT := meanVariance(squaresC, nC), meanVariance(squaresT, nT)
	deviation := math.Sqrt((varianceC*nC + varianceT*nT) / 2)
	if !(deviation > 0) || math.IsInf(deviation, 0) || math.IsNaN(apart) {
		return 0, 1
	}
	standardError := math.Sqrt(varianceC + varianceT)
	_, _, p = welch(apart, standardError, welchDegrees(varianceC, varianceT, nC, nT), 0.95)
	return apart / deviation, p
}
