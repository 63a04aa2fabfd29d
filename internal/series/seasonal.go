package series

import "math"

// isSeasonal is the test of Assimakopoulos and Nikolopoulos at 90 %: the
// autocorrelation at lag m against Bartlett's bound,
//
//	|r[m]| > 1.645·sqrt((1 + 2·Σ r[k]², k < m)/n)
//
// as R's forecast::thetaf does. A constant series, one of season 1 and one of no more
// than two cycles are not seasonal.
func isSeasonal(y []float64, m int) bool {
	n := len(y)
	if !canBeSeasonal(n, m) {
		return false
	}
	centre, total := mean(y), 0.0
	for _, v := range y {
		total += (v - centre) * (v - centre)
	}
	if total == 0 {
		return false
	}
	last, squares := 0.0, 0.0
	for k := 1; k <= m; k++ {
		sum := 0.0
		for t := k; t < n; t++ {
			sum += (y[t] - centre) * (y[t-k] - centre)
		}
		last = sum / total
		if k < m {
			squares += last * last
		}
	}
	const z90 = 1.6448536269514722 // the normal quantile of 0.95
	return math.Abs(last) > z90*math.Sqrt((1+2*squares)/float64(n))
}

// canBeSeasonal asks for more than two cycles, as decompose needs them.
func canBeSeasonal(n, m int) bool { return m >= 2 && n > 2*m }

// seasonality is the figure of one cycle, from the first value on: factors with mean 1,
// or terms with mean 0 where additive.
type seasonality struct {
	figure   []float64
	additive bool
}

// decompose is the classical decomposition (R's stats::decompose): a centred moving
// average of one cycle is the trend, the mean of the ratios to it (differences, where
// some value is not positive) by period is the figure. It needs more than two cycles;
// ok is false where a factor is so close to zero that dividing by it makes no sense.
func decompose(y []float64, m int) (s seasonality, ok bool) {
	s = seasonality{figure: make([]float64, m)}
	for _, v := range y {
		s.additive = s.additive || v <= 0
	}
	counts := make([]int, m)
	half := m / 2
	for t := half; t+half < len(y); t++ {
		trend := centred(y, t, m)
		if s.additive {
			s.figure[t%m] += y[t] - trend
		} else {
			s.figure[t%m] += y[t] / trend
		}
		counts[t%m]++
	}
	for i := range s.figure {
		s.figure[i] /= float64(counts[i])
	}
	middle := mean(s.figure)
	for i := range s.figure {
		if s.additive {
			s.figure[i] -= middle
			continue
		}
		s.figure[i] /= middle
		if s.figure[i] < 1e-4 { // the bound of R's thetaf
			return seasonality{}, false
		}
	}
	return s, true
}

// centred is the mean of one cycle about t; an even cycle has half of each end.
func centred(y []float64, t, m int) float64 {
	half, sum := m/2, 0.0
	for i := t - half; i <= t+half; i++ {
		sum += y[i]
	}
	if m%2 == 0 {
		sum -= (y[t-half] + y[t+half]) / 2
	}
	return sum / float64(m)
}

// remove takes the figure out of v, the value at position t from 0.
func (s seasonality) remove(v float64, t int) float64 {
	switch {
	case s.figure == nil:
		return v
	case s.additive:
		return v - s.figure[t%len(s.figure)]
	default:
		return v / s.figure[t%len(s.figure)]
	}
}

// restore puts it back.
func (s seasonality) restore(v float64, t int) float64 {
	switch {
	case s.figure == nil:
		return v
	case s.additive:
		return v + s.figure[t%len(s.figure)]
	default:
		return v * s.figure[t%len(s.figure)]
	}
}
