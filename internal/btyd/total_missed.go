package btyd

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Miss is how an earlier forecast of the same kind fared: the log of what came
// over what was expected, and the standard deviation that its own interval left
// for that log.
type Miss struct{ Log, Spread float64 }

// Missed is what became of a forecast. It is not ok where nothing was expected
// or nothing came, for then there is no factor.
func (t Total) Missed(came float64) (m Miss, ok bool) {
	if !(t.Expected > 0) || !(came > 0) || len(t.possible) == 0 {
		return Miss{}, false
	}
	var sum, squares, n float64
	for _, total := range t.possible {
		if total > 0 {
			v := math.Log(total / t.Expected)
			sum, squares, n = sum+v, squares+v*v, n+1
		}
	}
	if n == 0 {
		return Miss{}, false
	}
	return Miss{Log: math.Log(came / t.Expected), Spread: math.Sqrt(max(0, squares/n-sum*sum/n/n))}, true
}

// Widened is the total with a third doubt: that the world does not keep to the
// model. How much, only earlier forecasts can tell, made at cuts within the
// history and judged on what was known by its end. By as much as their misses
// exceed what their own intervals allowed for, the interval is made wider; its
// middle stays, for a factor learnt in this way made other forecasts worse
// (CDNOW, Online Retail and a shop's orders, cut at ten days each).
func (t Total) Widened(misses []Miss) Total {
	excess := 0.0
	for _, m := range misses {
		excess += (m.Log*m.Log - m.Spread*m.Spread) / float64(len(misses))
	}
	if !(excess > 0) || !finite(excess) {
		return t
	}
	wide := Total{Expected: t.Expected, possible: slices.Clone(t.possible)}
	// Which total meets which factor is drawn, the same way each time.
	random := rand.New(rand.NewPCG(uint64(len(t.possible)), 3))
	n := float64(len(wide.possible))
	for i, place := range random.Perm(len(wide.possible)) {
		wide.possible[i] *= math.Exp(math.Sqrt(2*excess) * math.Erfinv(2*(float64(place)+0.5)/n-1))
	}
	slices.Sort(wide.possible)
	return wide
}
