package series

import "math"

// smoothing is simple exponential smoothing, the model ETS(A,N,N):
//
//	level[t] = level[t-1] + alpha·(y[t] − level[t-1]),  forecast of y[t] = level[t-1]
//
// with alpha and level[0] that minimise the sum of squared errors one step ahead, as
// R's forecast::ses(initial = "optimal") defines it.
//
// Every error is linear in level[0]: error[t] = u[t] − level[0]·(1−alpha)^(t−1), u the
// errors that start from level 0. So for a given alpha the best level[0] has a closed
// form, and the search has one dimension where R's Nelder-Mead has two.
type smoothing struct {
	alpha   float64
	initial float64
}

// Bounds of alpha as in R's forecast::ets.
const (
	leastAlpha = 1e-4
	mostAlpha  = 0.9999
)

func fitSmoothing(y []float64) smoothing {
	// About its mean the series has small numbers: less is lost in the sums, and a
	// shift of the series shifts the forecast and nothing else.
	centre := mean(y)
	x := make([]float64, len(y))
	for i, v := range y {
		x[i] = v - centre
	}
	alpha := minimise(func(alpha float64) float64 {
		sum, _ := profile(x, alpha)
		return sum
	}, leastAlpha, mostAlpha)
	_, initial := profile(x, alpha)
	return smoothing{alpha: alpha, initial: initial + centre}
}

// profile returns the sum of squared errors for alpha with the best initial level, and
// that level.
func profile(x []float64, alpha float64) (sum, initial float64) {
	var level, uu, uw, ww float64
	w := 1.0
	for _, v := range x {
		u := v - level
		uu += u * u
		uw += u * w
		ww += w * w
		level += alpha * u
		w *= 1 - alpha
		if w < 1e-150 { // its square is nearly gone, and denormals are slow
			w = 0
		}
	}
	return uu - uw*uw/ww, uw / ww
}

// minimise finds the least value of f on [low, high]: a grid, since the sum of squares
// may have several valleys, then golden sections around the best point of the grid.
func minimise(f func(float64) float64, low, high float64) float64 {
	const points = 24
	at := func(i int) float64 { return low + (high-low)*float64(i)/points }
	best, least := 0, math.Inf(1)
	for i := 0; i <= points; i++ {
		if v := f(at(i)); v < least {
			best, least = i, v
		}
	}
	a, b := at(max(best-1, 0)), at(min(best+1, points))
	ratio := (math.Sqrt(5) - 1) / 2
	c, d := b-ratio*(b-a), a+ratio*(b-a)
	fc, fd := f(c), f(d)
	for b-a > 1e-7 {
		if fc <= fd {
			b, d, fd = d, c, fc
			c = b - ratio*(b-a)
			fc = f(c)
		} else {
			a, c, fc = c, d, fd
			d = a + ratio*(b-a)
			fd = f(d)
		}
	}
	// Golden sections may end in the lesser of two valleys between neighbours of the grid.
	if middle := (a + b) / 2; f(middle) < least {
		return middle
	}
	return at(best)
}

func mean(y []float64) float64 {
	sum := 0.0
	for _, v := range y {
		sum += v
	}
	return sum / float64(len(y))
}
