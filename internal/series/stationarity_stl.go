package series

import "math"

// stl takes x apart into season, trend and what remains, as R's forecast::mstl does for
// a single season: two passes without robustness, spans of 11 cycles for the season, of
// about one and three quarters of a cycle for the trend, and a cycle for the low-pass
// filter. It needs more than two cycles.
//
// Cleveland, Cleveland, McRae & Terpenning, "STL: a seasonal-trend decomposition
// procedure based on loess", Journal of Official Statistics 6 (1990) 3–73.
func stl(x []float64, season int) (seasonal, trend []float64) {
	const seasonSpan, passes = 11, 2
	trendSpan := nextOdd(int(math.Ceil(1.5 * float64(season) / (1 - 1.5/seasonSpan))))
	n := len(x)
	seasonal, trend = make([]float64, n), make([]float64, n)
	rest := make([]float64, n)
	for range passes {
		for t, v := range x {
			rest[t] = v - trend[t]
		}
		cycles := smoothCycles(rest, season, loess{span: seasonSpan, degree: 0})
		low := movingAverage(movingAverage(movingAverage(cycles, season), season), 3)
		low = loess{span: nextOdd(season), degree: 1}.smooth(low)
		for t, v := range x {
			seasonal[t] = cycles[season+t] - low[t]
			rest[t] = v - seasonal[t]
		}
		trend = loess{span: trendSpan, degree: 1}.smooth(rest)
	}
	return seasonal, trend
}

func nextOdd(n int) int { return n + 1 - n%2 }

// smoothCycles smooths each period of the cycle over the cycles and carries it on by
// one cycle at both ends.
func smoothCycles(x []float64, season int, by loess) []float64 {
	n := len(x)
	out := make([]float64, n+2*season)
	for period := range season {
		var values []float64
		for t := period; t < n; t += season {
			values = append(values, x[t])
		}
		k := len(values)
		smooth := by.smooth(values)
		span := min(by.span, k)
		out[period] = by.at(0, values, 1, span, smooth[0])
		for i, v := range smooth {
			out[(i+1)*season+period] = v
		}
		out[(k+1)*season+period] = by.at(k+1, values, k-span+1, k, smooth[k-1])
	}
	return out
}

// movingAverage has length − 1 values less than x.
func movingAverage(x []float64, length int) []float64 {
	out := make([]float64, len(x)-length+1)
	sum := 0.0
	for t, v := range x {
		sum += v
		if t >= length {
			sum -= x[t-length]
		}
		if t >= length-1 {
			out[t-length+1] = sum / float64(length)
		}
	}
	return out
}

// loess is a local regression of degree 0 or 1 with tricube weights over span points;
// span is odd.
type loess struct{ span, degree int }

// smooth fits at every tenth of a span and joins the fits by straight lines.
func (l loess) smooth(y []float64) []float64 {
	n := len(y)
	out := make([]float64, n)
	jump := max(1, min((l.span+9)/10, n-1))
	before := -1
	for i := 0; i < n; i += jump {
		l.fitAt(i, y, out)
		l.join(out, before, i)
		before = i
		if i+jump >= n && i < n-1 {
			l.fitAt(n-1, y, out)
			l.join(out, i, n-1)
		}
	}
	return out
}

func (l loess) fitAt(i int, y, out []float64) {
	n := len(y)
	left, right := 1, n
	if l.span < n {
		left = min(max(i+2-(l.span+1)/2, 1), n-l.span+1)
		right = left + l.span - 1
	}
	out[i] = l.at(i+1, y, left, right, y[i])
}

func (loess) join(out []float64, from, to int) {
	if from < 0 {
		return
	}
	step := (out[to] - out[from]) / float64(to-from)
	for j := from + 1; j < to; j++ {
		out[j] = out[from] + step*float64(j-from)
	}
}

// at fits the points left to right, counted from 1, at the position x; without a point
// of any weight it is otherwise.
func (l loess) at(x int, y []float64, left, right int, otherwise float64) float64 {
	width := float64(max(x-left, right-x))
	if l.span > len(y) {
		width += float64((l.span - len(y)) / 2)
	}
	var weight, first, value, cross float64
	for j := left; j <= right; j++ {
		w := tricube(math.Abs(float64(j-x)), width)
		weight += w
		first += w * float64(j)
		value += w * y[j-1]
	}
	if weight <= 0 {
		return otherwise
	}
	if l.degree == 0 || width == 0 {
		return value / weight
	}
	centre, square := first/weight, 0.0
	for j := left; j <= right; j++ {
		w, apart := tricube(math.Abs(float64(j-x)), width), float64(j)-centre
		square += w * apart * apart
		cross += w * apart * y[j-1]
	}
	// Points that are too near each other tell no slope.
	if math.Sqrt(square/weight) <= 0.001*float64(len(y)-1) {
		return value / weight
	}
	return value/weight + cross/square*(float64(x)-centre)
}

// tricube is cut off where rounding decides, as the authors do.
func tricube(distance, width float64) float64 {
	switch {
	case distance <= 0.001*width:
		return 1
	case distance <= 0.999*width:
		r := distance / width
		r = 1 - r*r*r
		return r * r * r
	default:
		return 0
	}
}
