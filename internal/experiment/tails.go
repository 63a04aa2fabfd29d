package experiment

import (
	"math"
	"slices"
)

// mostSkewness is what the estimate's may be for Welch's interval: at 0.05 one
// end of it is missed by 0.4 points more often than it should, the other by as
// much less often.
const mostSkewness = 0.05

// The least that an interval can be relied on with.
const (
	fewestCustomers = 20  // in an arm
	fewestExpected  = 5   // other than zero in the smaller arm, were the arms alike (Cochran's rule)
	greatSkewness   = 0.4 // beyond which not even Hall's interval holds
	beyondHall      = 3   // beyond which it need not even have the estimate in it
)

// enough says whether the interval can be relied on.
func (e *Effect) enough(c, t arm) bool {
	smaller, all := min(c.n, t.n), c.n+t.n
	differ := c.differ + t.differ
	expected := float64(min(differ, all-differ)) * float64(smaller) / float64(all)
	if !c.isShare || !t.isShare {
		expected = float64(differ) * float64(smaller) / float64(all)
	}
	e.expected = expected
	return smaller >= fewestCustomers && expected >= fewestExpected && math.Abs(e.Skewness) <= greatSkewness && e.Known()
}

// hall is the interval of a statistic whose distribution is skewed: Hall's
// cubic transformation (1992, "On the removal of skewness by transformation"),
// for two samples by Zhou and Dinh (2005, "Nonparametric confidence intervals
// for the one- and two-sample problems", Biostatistics 6).
func (e *Effect) hall(free, level float64) {
	above, below := hallBounds(studentQuantile(level, free), e.Skewness)
	e.Lo, e.Hi = e.Effect-above*e.StandardError, e.Effect+below*e.StandardError
	g, t := withinHall(e.Skewness), e.Effect/e.StandardError
	e.P = studentP(t+g*t*t/3+g*g*t*t*t/27+g/6, free)
}

// hallBounds are how many standard errors an estimate is above and below the
// truth with the chance that a bound has without skewness.
func hallBounds(bound, skewness float64) (above, below float64) {
	g := withinHall(skewness)
	inverse := func(x float64) float64 { return 3 / g * (math.Cbrt(1+g*(x-g/6)) - 1) }
	return inverse(bound), -inverse(-bound)
}

func withinHall(skewness float64) float64 { return min(max(skewness, -beyondHall), beyondHall) }

// cap lowers the greatest values of both arms to the quantile of those other
// than zero, and says to what and how many. The samples keep their own slices.
func (s Settings) cap(control, treated *Sample) (at float64, capped int) {
	if s.Cap == 0 {
		return 0, 0
	}
	var values []float64
	for _, v := range append(slices.Clone(control.Values), treated.Values...) {
		if v != 0 {
			values = append(values, v)
		}
	}
	if len(values) == 0 {
		return 0, 0
	}
	slices.Sort(values)
	at = values[max(int(math.Ceil((1-s.Cap)*float64(len(values))))-1, 0)]
	for _, sample := range []*Sample{control, treated} {
		sample.Values = slices.Clone(sample.Values)
		for i, v := range sample.Values {
			if v > at {
				sample.Values[i] = at
				capped++
			}
		}
	}
	return at, capped
}
