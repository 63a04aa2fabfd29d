package series

import "math"

// etsStartWeights is where the search of the parameters begins, as in R's forecast:
// near the lower ends, phi near the upper one.
func etsStartWeights(form etsForm, m int) etsWeights {
	w := etsWeights{phi: 1}
	w.alpha = leastWeight + 0.2*(mostWeight-leastWeight)
	if form.season != seasonNone {
		w.alpha = leastWeight + 0.2*(mostWeight-leastWeight)/float64(m)
	}
	if form.trend {
		w.beta = leastWeight + 0.1*(math.Min(mostWeight, w.alpha)-leastWeight)
	}
	if form.season != seasonNone {
		w.gamma = leastWeight + 0.05*(math.Min(mostWeight, 1-w.alpha)-leastWeight)
	}
	if form.damped {
		w.phi = leastPhi + 0.99*(mostPhi-leastPhi)
	}
	return w
}

// etsStartState guesses the state before the first value: the figure of the season from
// a decomposition, level and slope from the first two cycles (at least ten values)
// without it. Hyndman, Koehler, Snyder & Grose, "A state space framework for automatic
// forecasting using exponential smoothing methods", International Journal of Forecasting
// 18 (2002) 439–454, section 3.1.
func etsStartState(y []float64, form etsForm, m int) etsState {
	var s etsState
	first := min(len(y), 10)
	x := y
	if form.season != seasonNone {
		first = min(len(y), max(10, 2*m))
		x, s.season = withoutSeason(y, form.season == seasonMultiplicative, m)
	}
	if !form.trend {
		s.level = mean(x[:first])
		return s
	}
	s.slope = slope(x[:first])
	s.level = mean(x[:first]) - s.slope*float64(first+1)/2
	// A first value of 0 would be divided by.
	if math.Abs(s.level+s.slope) < 1e-8 {
		s.level *= 1 + 0.001
		s.slope *= 1 - 0.001
	}
	return s
}

// leastFactor bounds the factors of a season, which are divided by.
const leastFactor = 0.01

// withoutSeason returns y without its season, and the first cycle of the season.
// Histories of less than three cycles are too short for a decomposition: there the
// season is what a straight line leaves, fitted together with one wave per cycle.
func withoutSeason(y []float64, multiplicative bool, m int) (x, season []float64) {
	var at func(t int) float64
	if len(y) < 3*m {
		constant, slope := lineAndWave(y, m)
		at = func(t int) float64 {
			line := constant + slope*float64(t+1)
			if multiplicative {
				return y[t] / line
			}
			return y[t] - line
		}
	} else {
		figure := classicalFigure(y, multiplicative, m)
		at = func(t int) float64 { return figure[t%m] }
	}
	x, season = make([]float64, len(y)), make([]float64, m)
	for t, v := range y {
		if multiplicative {
			x[t] = v / math.Max(at(t), leastFactor)
		} else {
			x[t] = v - at(t)
		}
	}
	// The first of the cycle follows from the others; see etsSearch.unpack.
	others := 0.0
	for i := range season {
		season[i] = at(i)
		if multiplicative {
			season[i] = math.Max(season[i], leastFactor)
		}
		if i > 0 {
			others += season[i]
		}
	}
	// Nothing would be left for it. R divides by the sum of the others, which leaves
	// nearly all for it.
	if multiplicative && others > float64(m) {
		middle := mean(season)
		for i := range season {
			season[i] /= middle
		}
	}
	return x, season
}

// classicalFigure is the figure of the classical decomposition, of mean 0 or 1.
func classicalFigure(y []float64, multiplicative bool, m int) []float64 {
	figure, counts := make([]float64, m), make([]float64, m)
	for t := m / 2; t+m/2 < len(y); t++ {
		trend := centred(y, t, m)
		if multiplicative {
			figure[t%m] += y[t] / trend
		} else {
			figure[t%m] += y[t] - trend
		}
		counts[t%m]++
	}
	for i := range figure {
		figure[i] /= counts[i]
	}
	middle := mean(figure)
	for i := range figure {
		if multiplicative {
			figure[i] /= middle
		} else {
			figure[i] -= middle
		}
	}
	return figure
}

// lineAndWave fits constant + slope·t + a·sin(2πt/m) + b·cos(2πt/m), t from 1, by least
// squares and returns the first two. With m = 2 there is no sine.
func lineAndWave(y []float64, m int) (constant, slope float64) {
	columns := 4
	if m == 2 {
		columns = 3
	}
	// Gram-Schmidt, column by column in the order wave, constant, slope: what is left of
	// the last columns gives their coefficients.
	basis := make([][]float64, columns)
	for c := range basis {
		basis[c] = make([]float64, len(y))
	}
	for t := range y {
		angle := 2 * math.Pi * float64(t+1) / float64(m)
		row := []float64{math.Cos(angle), math.Sin(angle), 1, float64(t + 1)}
		if m == 2 {
			row = []float64{math.Cos(angle), 1, float64(t + 1)}
		}
		for c, v := range row {
			basis[c][t] = v
		}
	}
	line := append([]float64(nil), basis[columns-1]...)
	ones := append([]float64(nil), basis[columns-2]...)
	for c := 1; c < columns; c++ {
		for before := range c {
			removePart(basis[c], basis[before])
		}
	}
	slope = innerProduct(basis[columns-1], y) / innerProduct(basis[columns-1], line)
	rest := make([]float64, len(y))
	for t := range y {
		rest[t] = y[t] - slope*line[t]
	}
	constant = innerProduct(basis[columns-2], rest) / innerProduct(basis[columns-2], ones)
	return constant, slope
}

// removePart takes out of x its part along unit.
func removePart(x, unit []float64) {
	share := innerProduct(x, unit) / innerProduct(unit, unit)
	for i, v := range unit {
		x[i] -= share * v
	}
}

func innerProduct(a, b []float64) float64 {
	sum := 0.0
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}
