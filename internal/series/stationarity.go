package series

import "math"

const (
	// mostDifferences is the largest number of plain differences, as in R's auto.arima.
	mostDifferences = 2
	// kpssBound is the 5 % point of the statistic about a level: Kwiatkowski, Phillips,
	// Schmidt & Shin, "Testing the null hypothesis of stationarity against the
	// alternative of a unit root", Journal of Econometrics 54 (1992) 159–178, table 1.
	kpssBound = 0.463
	// strongSeason is the strength from which a seasonal difference is taken: the bound
	// that R's forecast::nsdiffs(test = "seas") found on the M3 competition.
	strongSeason = 0.64
	// sameness is the relative difference that R's all.equal passes over.
	sameness = 1.5e-8
)

// plainDifferences is how often x is to be differenced until the test of KPSS no longer
// rejects a level, as R's forecast::ndiffs.
func plainDifferences(x []float64) int {
	d := 0
	for d < mostDifferences && !isNearlyConstant(x) && kpss(x) > kpssBound {
		x = difference(x, 1)
		d++
	}
	return d
}

// seasonalDifferences is 1 where the season of x is strong, else 0, as R's
// forecast::nsdiffs(test = "seas", max.D = 1). It needs more than two cycles.
func seasonalDifferences(x []float64, season int) int {
	if !canBeSeasonal(len(x), season) || isNearlyConstant(x) || !(seasonalStrength(x, season) > strongSeason) {
		return 0
	}
	return 1
}

// kpss is the statistic of the test about a level: the sum of squared partial sums of x
// about its mean over n² times the long-run variance, whose Bartlett window has
// 3·sqrt(n)/13 lags, as R's ndiffs asks of urca::ur.kpss.
func kpss(x []float64) float64 {
	n, centre := len(x), mean(x)
	lags := int(3 * math.Sqrt(float64(n)) / 13)
	partial, squares, variance := 0.0, 0.0, 0.0
	for _, v := range x {
		partial += v - centre
		squares += partial * partial
		variance += (v - centre) * (v - centre)
	}
	for lag := 1; lag <= lags; lag++ {
		sum := 0.0
		for t := lag; t < n; t++ {
			sum += (x[t] - centre) * (x[t-lag] - centre)
		}
		variance += 2 * (1 - float64(lag)/float64(lags+1)) * sum
	}
	return squares / float64(n) / variance
}

// seasonalStrength is max(0, 1 − var(remainder)/var(remainder + season)) of an STL
// decomposition: Wang, Smith & Hyndman, "Characteristic-based clustering for time series
// data", Data Mining and Knowledge Discovery 13 (2006) 335–364. A series that is trend
// and nothing else has none.
func seasonalStrength(x []float64, season int) float64 {
	seasonal, trend := stl(x, season)
	remainder, both := make([]float64, len(x)), make([]float64, len(x))
	for t, v := range x {
		both[t] = v - trend[t]
		remainder[t] = both[t] - seasonal[t]
	}
	whole := variance(both)
	if whole == 0 {
		return 0
	}
	return math.Max(0, 1-variance(remainder)/whole)
}

func variance(x []float64) float64 {
	centre, sum := mean(x), 0.0
	for _, v := range x {
		sum += (v - centre) * (v - centre)
	}
	return sum / float64(len(x))
}

// difference is x[t] − x[t−lag].
func difference(x []float64, lag int) []float64 {
	out := make([]float64, max(0, len(x)-lag))
	for t := range out {
		out[t] = x[t+lag] - x[t]
	}
	return out
}

// isNearlyConstant says whether x differs from its first value by no more than rounding.
func isNearlyConstant(x []float64) bool {
	apart, size := 0.0, 0.0
	for _, v := range x {
		apart += math.Abs(v - x[0])
		size += math.Abs(v)
	}
	return apart <= sameness*size
}
