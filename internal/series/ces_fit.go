package series

import "math"

// estimateCES finds weights of a low sum of squared errors for one form, and returns the
// fit and that sum.
func estimateCES(y []float64, m int, form cesForm) (cesFit, float64) {
	weights := firstWeights(form)
	run := newBackcast(y, m, form)
	// The search ends by differences to 1: the unit of y is nothing to it.
	unit := run.squares(&weights)
	if form.estimable(len(y)) && unit > 0 {
		n := form.parameters()
		step := []float64{-0.2, 0.05, 0.1, 0.05}
		found, _ := minimiseOver(func(x []float64) float64 {
			w := weights
			copy(w[:n], x)
			if !w.allowed(form, m) {
				return math.Inf(1)
			}
			return run.squares(&w) / unit
		}, weights[:n], step[:n], 1e-5, 200)
		copy(weights[:n], found)
	}
	squares := run.squares(&weights)
	return cesFit{form: form, weights: weights, start: run.start}, squares
}

// firstWeights are where statsforecast begins to search.
func firstWeights(form cesForm) cesWeights {
	if form == cesFull {
		return cesWeights{1.3, 1, 1.3, 1}
	}
	return cesWeights{1.3, 1, 0.1}
}

// backcast finds the states before the first value that belong to given weights: the
// model runs over the series and from its end back again, as in
// smooth::ces(initial = "backcasting").
type backcast struct {
	y            []float64
	guess, start cesState
	state        cesState // at work
}

func newBackcast(y []float64, m int, form cesForm) *backcast {
	guess := guessCES(y, m, form)
	return &backcast{y: y, guess: guess, start: guess.clone(), state: guess.clone()}
}

// squares sets the start and returns the sum of squared errors from there.
func (b *backcast) squares(w *cesWeights) float64 {
	b.state.set(b.guess)
	b.state.forward(b.y, w)
	b.state.turnAround(w)
	b.state.backward(b.y, w)
	b.state.turnAround(w)
	b.start.set(b.state)
	return b.state.forward(b.y, w)
}

// guessCES is where the first run starts, with the values of R's smooth::ces.
func guessCES(y []float64, m int, form cesForm) cesState {
	const overHidden = 1.1
	var s cesState
	switch form {
	case cesNone:
		s.level = []float64{mean(y[:min(10, len(y))])}
	case cesSimple:
		s.level = append(s.level, y[:m]...)
	default:
		s.level = []float64{mean(y[:m])}
		s.season = additiveFigure(y, m)
	}
	s.hidden = make([]float64, len(s.level))
	for i, v := range s.level {
		s.hidden[i] = v / overHidden
	}
	if form == cesFull {
		s.seasonHidden = make([]float64, m)
		for i, v := range s.season {
			s.seasonHidden[i] = v / overHidden
		}
	}
	return s
}

// additiveFigure is the season of the classical decomposition, in terms with mean 0.
func additiveFigure(y []float64, m int) []float64 {
	figure, counts := make([]float64, m), make([]float64, m)
	for t := m / 2; t+m/2 < len(y); t++ {
		figure[t%m] += y[t] - centred(y, t, m)
		counts[t%m]++
	}
	for i := range figure {
		figure[i] /= counts[i]
	}
	middle := mean(figure)
	for i := range figure {
		figure[i] -= middle
	}
	return figure
}
