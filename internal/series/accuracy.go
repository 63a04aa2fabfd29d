package series

import "math"

// SMAPE is the symmetric mean absolute percentage error, 0 to 200, of forecasts
// against what came: the mean of 200·|a−f|/(|a|+|f|). Where both are 0 the forecast was
// right and counts 0. It is the measure of the M3 and M4 competitions. Both slices have
// the same length; without values it is 0.
func SMAPE(actual, forecast []float64) float64 {
	if len(actual) == 0 {
		return 0
	}
	sum := 0.0
	for i, a := range actual {
		sum += symmetric(a, forecast[i])
	}
	return sum / float64(len(actual))
}

func symmetric(actual, forecast float64) float64 {
	size := math.Abs(actual) + math.Abs(forecast)
	if size == 0 {
		return 0
	}
	return 200 * (math.Abs(actual-forecast) / size)
}

// MASE is the mean absolute scaled error: the mean of |a−f| divided by Scale of the
// history. Below 1 it is better than the seasonal naive forecast was one step ahead
// inside the history. Hyndman & Koehler, "Another look at measures of forecast
// accuracy", International Journal of Forecasting 22 (2006) 679–688.
func MASE(actual, forecast, history []float64, season int) float64 {
	if len(actual) == 0 {
		return 0
	}
	sum := 0.0
	for i, a := range actual {
		sum += math.Abs(a - forecast[i])
	}
	return sum / float64(len(actual)) / Scale(history, season)
}

// Scale is the unit of MASE: the mean of |y[t] − y[t−m]|. Where the history has no m+1
// values or repeats itself exactly, it is the mean of |y[t] − y[t−1]|; for a constant
// history, where that is 0 too, the size of the constant; and 1 for a history of zeros
// or without values. So it is never 0, and a right forecast has a MASE of 0.
func Scale(history []float64, season int) float64 {
	for _, lag := range []int{season, 1} {
		sum := 0.0
		for t := lag; t < len(history); t++ {
			sum += math.Abs(history[t] - history[t-lag])
		}
		if sum > 0 {
			return sum / float64(len(history)-lag)
		}
	}
	if len(history) > 0 && history[0] != 0 {
		return math.Abs(history[0])
	}
	return 1
}
