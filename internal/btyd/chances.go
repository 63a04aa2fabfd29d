package btyd

import "math"

const (
	// leftOver is the chance at which a list of chances ends: what lies beyond
	// is not worth a list that is twice as long.
	leftOver = 1e-12
	// longestList bounds a list of chances, for who buys by the minute.
	longestList = 1 << 17
)

// quantile is the smallest n with P(Y ≤ n) ≥ share; the last n of the list
// where the list ends before.
func quantile(chances []float64, share float64) float64 {
	below := 0.0
	for n, chance := range chances {
		below += chance
		if below >= share {
			return float64(n)
		}
	}
	return math.Max(0, float64(len(chances)-1))
}

// intervalOf holds at least the chance level and leaves at most half of the
// rest on either side.
func intervalOf(chances []float64, level float64) (lo, hi float64) {
	if !(level > 0) {
		level = 0
	}
	// A share within leftOver of 1 is that of the whole list.
	tail := max((1-min(level, 1))/2, 2*leftOver)
	return quantile(chances, tail), quantile(chances, 1-tail)
}
