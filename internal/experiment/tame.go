package experiment

import (
	"math"
	"slices"
)

// What a single customer may weigh in a covariate, as a share of its sum of
// squares: five of a hundred, and in small experiments ten customers' part.
const (
	mostWeight  = 0.05
	ofCustomers = 10.0
)

// tame draws in what is far out in the covariates, as a single customer would
// decide on a coefficient by what happened afterwards. It looks at the
// covariates of both arms together and at nothing else, so it makes no bias.
func tame(control, treated *Sample) {
	control.Before, treated.Before = slices.Clone(control.Before), slices.Clone(treated.Before)
	for k := range control.Before {
		both := slices.Concat(control.Before[k], treated.Before[k])
		center := centre(both, both)
		limit := tamed(both)
		if math.IsInf(limit, 1) {
			continue
		}
		for _, s := range []*Sample{control, treated} {
			s.Before[k] = slices.Clone(s.Before[k])
			for i, x := range s.Before[k] {
				s.Before[k][i] = min(max(x, center-limit), center+limit)
			}
		}
	}
}

// tamed is how far from the mean a covariate may be; +Inf where nobody is too
// far. It reorders what it is given.
func tamed(apart []float64) float64 {
	for i, x := range apart {
		apart[i] = x * x
	}
	n := len(apart)
	most := max(mostWeight, ofCustomers/float64(n))
	within := sum(apart)
	if !(slices.Max(apart) > most*within) {
		return math.Inf(1)
	}
	slices.Sort(apart)
	// With the greatest k drawn in to c² each, c² is to be that share of all.
	for k := 1; k < n && float64(k)*most < 1; k++ {
		within -= apart[n-k]
		if square := most * within / (1 - float64(k)*most); square >= apart[n-k-1] {
			return math.Sqrt(square)
		}
	}
	return math.Inf(1) // so few differ from the rest that there is nothing to draw in
}
