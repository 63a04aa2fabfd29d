package experiment

import "math"

// score is the interval of a difference of shares that holds with few
// customers too: all differences that the score test does not refuse (Mee
// 1984). The test of no difference is the χ² of the two by two table.
func (e *Effect) score(c, t arm, level float64) {
	s := shares{x1: float64(t.ones), n1: float64(t.n), x0: float64(c.ones), n0: float64(c.n)}
	bound := normalQuantile((1 + level) / 2)
	difference := s.x1/s.n1 - s.x0/s.n0
	e.P = 1
	if z := s.statistic(0); z != 0 {
		e.P = math.Erfc(math.Abs(z) / math.Sqrt2)
	}
	e.Lo = s.solve(-1, difference, bound)
	e.Hi = s.solve(difference, 1, -bound)
}

// shares are counts of those who are, of all.
type shares struct{ x1, n1, x0, n0 float64 }

// statistic tests whether the shares differ by delta.
func (s shares) statistic(delta float64) float64 {
	difference := s.x1/s.n1 - s.x0/s.n0 - delta
	if difference == 0 {
		return 0
	}
	p0 := s.restricted(delta)
	p1 := min(max(p0+delta, 0), 1)
	return difference / math.Sqrt(p1*(1-p1)/s.n1+p0*(1-p0)/s.n0)
}

// restricted is the likeliest share of the controls where the treated have
// delta more: where the slope of the likelihood, which only falls, is 0.
func (s shares) restricted(delta float64) float64 {
	slope := func(p float64) float64 {
		return part(s.x0, p) - part(s.n0-s.x0, 1-p) + part(s.x1, p+delta) - part(s.n1-s.x1, 1-p-delta)
	}
	return bisect(max(0, -delta), min(1, 1-delta), func(p float64) bool { return slope(p) > 0 })
}

func part(count, share float64) float64 {
	if count == 0 {
		return 0
	}
	return count / share
}

// solve finds where the statistic, which falls with the difference, passes a
// bound.
func (s shares) solve(from, to, bound float64) float64 {
	return bisect(from, to, func(delta float64) bool { return s.statistic(delta) > bound })
}

// bisect is where a condition that holds at first ceases to.
func bisect(from, to float64, holds func(float64) bool) float64 {
	for range 60 {
		middle := from + (to-from)/2
		if holds(middle) {
			from = middle
		} else {
			to = middle
		}
	}
	return from + (to-from)/2
}
