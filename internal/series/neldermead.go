package series

import "math"

// minimiseOver finds a low value of f near start by the simplex search of Nelder and
// Mead: the first corner is start, each of the others lies one step away along one
// coordinate. It ends when the corners' values agree to tolerance (relative to the value
// at start) or after the given number of evaluations, and returns the best corner and its
// value. Where f is NaN it counts as infinite, so bounds are set by returning +Inf; where
// it is so at start, start comes back.
//
// Nelder & Mead, "A simplex method for function minimization", The Computer Journal 7
// (1965) 308–313, in the variant of Nash, Compact Numerical Methods for Computers, 2nd
// ed. (1990), algorithm 19, which R's optim uses: after a reflection that improves on the
// worst corner alone it contracts as well.
func minimiseOver(f func([]float64) float64, start, step []float64, tolerance float64, evaluations int) ([]float64, float64) {
	s := newSimplex(f, start, step, tolerance)
	s.run(evaluations)
	return s.corners[s.best], s.values[s.best]
}

// simplex is a search under way: run may be called again to carry on with it.
type simplex struct {
	f         func([]float64) float64
	corners   [][]float64 // one more than there are coordinates
	values    []float64
	best      int
	tolerance float64 // absolute
	count     int     // evaluations so far
	size      float64 // after the last shrink
	done      bool
	centre    []float64 // of all corners but the worst
	trial     []float64
	second    []float64
}

func newSimplex(f func([]float64) float64, start, step []float64, tolerance float64) *simplex {
	n := len(start)
	s := &simplex{f: f, values: make([]float64, n+1), centre: make([]float64, n), trial: make([]float64, n), second: make([]float64, n)}
	for j := range n + 1 {
		corner := append([]float64(nil), start...)
		if j > 0 {
			corner[j-1] += step[j-1]
			s.size += math.Abs(step[j-1])
		}
		s.corners = append(s.corners, corner)
	}
	s.values[0] = s.at(start)
	for j := range s.values {
		s.values[j] = s.values[0]
	}
	s.done = math.IsInf(s.values[0], 1) || n == 0
	s.tolerance = tolerance * (math.Abs(s.values[0]) + tolerance)
	if !s.done {
		s.evaluateCorners()
	}
	return s
}

func (s *simplex) at(x []float64) float64 {
	s.count++
	if v := s.f(x); v == v {
		return v
	}
	return math.Inf(1)
}

func (s *simplex) evaluateCorners() {
	for j, corner := range s.corners {
		if j != s.best {
			s.values[j] = s.at(corner)
		}
	}
}

// run searches on until it is done or has made so many evaluations in all.
func (s *simplex) run(evaluations int) {
	for !s.done && s.count <= evaluations {
		worst := s.order()
		if s.values[worst] <= s.values[s.best]+s.tolerance {
			s.done = true
			return
		}
		s.move(worst)
	}
	s.order()
}

// order finds the best corner and returns the worst one.
func (s *simplex) order() int {
	worst := s.best
	low, high := s.values[s.best], s.values[s.best]
	for j, v := range s.values {
		if v < low {
			s.best, low = j, v
		}
		if v > high {
			worst, high = j, v
		}
	}
	return worst
}

// move replaces the worst corner by a reflection, an extension of it or a contraction,
// or where none of them is lower shrinks the simplex towards its best corner.
func (s *simplex) move(worst int) {
	s.setCentre(worst)
	bad := s.corners[worst]
	for i, c := range s.centre {
		s.trial[i] = 2*c - bad[i]
	}
	high, reflected := s.values[worst], s.at(s.trial)
	if reflected < s.values[s.best] {
		for i, c := range s.centre {
			s.second[i] = 2*s.trial[i] - c
		}
		if extended := s.at(s.second); extended < reflected {
			s.replace(worst, &s.second, extended)
		} else {
			s.replace(worst, &s.trial, reflected)
		}
		return
	}
	if reflected < high {
		s.replace(worst, &s.trial, reflected)
	}
	for i, c := range s.centre {
		s.second[i] = (c + s.corners[worst][i]) / 2
	}
	if contracted := s.at(s.second); contracted < s.values[worst] {
		s.replace(worst, &s.second, contracted)
	} else if reflected >= high {
		s.shrink()
	}
}

func (s *simplex) setCentre(worst int) {
	for i := range s.centre {
		s.centre[i] = 0
	}
	for j, corner := range s.corners {
		if j == worst {
			continue
		}
		for i, v := range corner {
			s.centre[i] += v
		}
	}
	for i := range s.centre {
		s.centre[i] /= float64(len(s.centre))
	}
}

// replace swaps the corner with the slice that holds the new one, so nothing is copied.
func (s *simplex) replace(j int, point *[]float64, value float64) {
	s.corners[j], *point = *point, s.corners[j]
	s.values[j] = value
}

// shrink halves the simplex; one that does not get smaller by it has reached the
// resolution of the numbers.
func (s *simplex) shrink() {
	size := 0.0
	best := s.corners[s.best]
	for j, corner := range s.corners {
		if j == s.best {
			continue
		}
		for i, v := range corner {
			corner[i] = best[i] + (v-best[i])/2
			size += math.Abs(corner[i] - best[i])
		}
	}
	if size >= s.size {
		s.done = true
		return
	}
	s.size = size
	s.evaluateCorners()
}
