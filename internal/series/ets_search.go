package series

import "math"

// etsSearch looks for the parameters of one form that make a series most likely.
type etsSearch struct {
	form    etsForm
	m       int
	y       []float64
	start   etsState // rewritten for each trial
	simplex *simplex
}

// race searches every form and returns the one with the least AICc, the first of equals;
// nil where none can be estimated.
//
// A form that is far behind others after part of its search is given up. On the 617
// monthly series of M1, and on them without their last 18 months, the winner and its
// forecast are what they are without that, to the last digit, in less than half the time.
func race(forms []etsForm, y []float64, m int) *etsSearch {
	var left []*etsSearch
	for _, form := range forms {
		if s := newETSSearch(form, y, m); s != nil {
			left = append(left, s)
		}
	}
	for _, stage := range []struct {
		evaluations int // of each form so far; 2000 is the most, as in R
		behind      float64
	}{{200, 40}, {500, 20}, {1000, 10}, {2000, 0}} {
		least := math.Inf(1)
		for _, s := range left {
			s.simplex.run(stage.evaluations)
			least = math.Min(least, s.aicc())
		}
		still := left[:0]
		for _, s := range left {
			if a := s.aicc(); a <= least+stage.behind && !math.IsInf(a, 1) {
				still = append(still, s)
			}
		}
		left = still
	}
	if len(left) == 0 {
		return nil
	}
	return left[0]
}

// newETSSearch begins with R's guesses. It is nil where the form has so many parameters
// that its AICc is not defined.
func newETSSearch(form etsForm, y []float64, m int) *etsSearch {
	if form.season == seasonNone {
		m = 1
	}
	if form.parameters(m)+2 > len(y) {
		return nil
	}
	s := &etsSearch{form: form, m: m, y: y, start: etsState{season: make([]float64, countIf(form.season != seasonNone)*m)}}
	start := s.pack(etsStartWeights(form, m), etsStartState(y, form, m))
	longest := 0.0
	for _, v := range start {
		longest = math.Max(longest, math.Abs(v))
	}
	step := make([]float64, len(start))
	for i := range step {
		step[i] = longest / 10
	}
	s.simplex = newSimplex(s.criterion, start, step, math.Sqrt(0x1p-52))
	return s
}

// pack lists what is searched: the weights, level, slope and the season but for the term
// of the first period, latest period first.
func (s *etsSearch) pack(w etsWeights, state etsState) []float64 {
	x := make([]float64, 0, s.form.parameters(s.m))
	x = append(x, w.alpha)
	if s.form.trend {
		x = append(x, w.beta)
	}
	if s.form.season != seasonNone {
		x = append(x, w.gamma)
	}
	if s.form.damped {
		x = append(x, w.phi)
	}
	x = append(x, state.level)
	if s.form.trend {
		x = append(x, state.slope)
	}
	for i := s.m - 1; i > 0; i-- {
		x = append(x, state.season[i])
	}
	return x
}

func (s *etsSearch) weights(x []float64) (w etsWeights, rest []float64) {
	w, x = etsWeights{alpha: x[0], phi: 1}, x[1:]
	if s.form.trend {
		w.beta, x = x[0], x[1:]
	}
	if s.form.season != seasonNone {
		w.gamma, x = x[0], x[1:]
	}
	if s.form.damped {
		w.phi, x = x[0], x[1:]
	}
	return w, x
}

// unpack sets the state; the first term of the season makes its sum 0, or m for factors.
// ok is false where a factor is negative.
func (s *etsSearch) unpack(x []float64, state *etsState) (ok bool) {
	state.level, state.slope, state.next, x = x[0], 0, 0, x[1:]
	if s.form.trend {
		state.slope, x = x[0], x[1:]
	}
	if s.form.season == seasonNone {
		return true
	}
	least, sum := math.Inf(1), 0.0
	for i, v := range x {
		state.season[s.m-1-i] = v
		sum += v
		least = math.Min(least, v)
	}
	if s.form.season == seasonAdditive {
		state.season[0] = -sum
		return true
	}
	state.season[0] = float64(s.m) - sum
	return math.Min(least, state.season[0]) >= 0
}

func (s *etsSearch) criterion(x []float64) float64 {
	w, rest := s.weights(x)
	if !w.within(s.form, s.m) || !s.unpack(rest, &s.start) {
		return math.Inf(1)
	}
	return s.start.run(s.form, w, s.y, nil)
}

// fit is what the search has found, run over y; scale is that of the searched values.
func (s *etsSearch) fit(y []float64, scale etsScale) *etsFit {
	w, rest := s.weights(s.simplex.corners[s.simplex.best])
	s.unpack(rest, &s.start)
	return newETSFit(etsFit{
		form: s.form, m: s.m, weights: w, initial: s.start.clone(), scale: scale,
		criterion: s.simplex.values[s.simplex.best] + 2*float64(len(y))*math.Log(scale.unit),
	}, y)
}

// aicc of what the search has found.
func (s *etsSearch) aicc() float64 {
	return s.form.aicc(s.simplex.values[s.simplex.best], len(s.y), s.m)
}
