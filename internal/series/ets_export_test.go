package series

// FitETSInItsUnits fits as R's forecast::ets does, which searches in the units of y.
func FitETSInItsUnits(y []float64, season int) Fitted {
	return fitETS(y, season, etsScale{unit: 1, exact: true})
}
