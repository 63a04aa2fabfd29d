package series

import "slices"

// cesWeights are a0, a1 of the level and b0, b1 of the season.
type cesWeights [4]float64

// cesState is what the next values are forecast from. Value t belongs to position t
// modulo the length of each part.
type cesState struct {
	level, hidden        []float64 // one position, or in the simple form a cycle
	season, seasonHidden []float64 // a cycle, or nothing
}

func (s *cesState) clone() cesState {
	return cesState{slices.Clone(s.level), slices.Clone(s.hidden), slices.Clone(s.season), slices.Clone(s.seasonHidden)}
}

func (s *cesState) zero() cesState {
	return cesState{make([]float64, len(s.level)), make([]float64, len(s.hidden)),
		make([]float64, len(s.season)), make([]float64, len(s.seasonHidden))}
}

// set copies a state of the same form.
func (s *cesState) set(from cesState) {
	copy(s.level, from.level)
	copy(s.hidden, from.hidden)
	copy(s.season, from.season)
	copy(s.seasonHidden, from.seasonHidden)
}

// fitted is the forecast of value t.
func (s *cesState) fitted(t int) float64 {
	v := s.level[t%len(s.level)]
	if len(s.season) > 0 {
		v += s.season[t%len(s.season)]
	}
	return v
}

// update takes in value t, whose error was e.
func (s *cesState) update(t int, e float64, w *cesWeights) {
	i := t % len(s.level)
	s.level[i], s.hidden[i] = turned(s.level[i], s.hidden[i], e, w[0], w[1])
	if len(s.season) == 0 {
		return
	}
	i = t % len(s.season)
	if len(s.seasonHidden) == 0 {
		s.season[i] += w[2] * e
		return
	}
	s.season[i], s.seasonHidden[i] = turned(s.season[i], s.seasonHidden[i], e, w[2], w[3])
}

// turned is the equation of the two parts of a complex state.
func turned(first, second, e, w0, w1 float64) (float64, float64) {
	return first - (1-w1)*second + (w0-w1)*e, first + (1-w0)*second + (w0+w1)*e
}

// forward runs over y and returns the sum of squared errors.
func (s *cesState) forward(y []float64, w *cesWeights) float64 {
	sum := 0.0
	for t, v := range y {
		e := v - s.fitted(t)
		s.update(t, e, w)
		sum += e * e
	}
	return sum
}

// backward runs over y from its end.
func (s *cesState) backward(y []float64, w *cesWeights) {
	for t := len(y) - 1; t >= 0; t-- {
		s.update(t, y[t]-s.fitted(t), w)
	}
}

// turnAround carries each state on by one value of its own, without an error: from there
// the series is run the other way.
func (s *cesState) turnAround(w *cesWeights) {
	for i := range s.level {
		s.level[i], s.hidden[i] = turned(s.level[i], s.hidden[i], 0, w[0], w[1])
	}
	for i := range s.seasonHidden {
		s.season[i], s.seasonHidden[i] = turned(s.season[i], s.seasonHidden[i], 0, w[2], w[3])
	}
}

// bound keeps the states within most.
func (s *cesState) bound(most float64) {
	for _, part := range [][]float64{s.level, s.hidden, s.season, s.seasonHidden} {
		for i, v := range part {
			part[i] = min(max(v, -most), most)
		}
	}
}
