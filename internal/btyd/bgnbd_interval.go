package btyd

import "math"

// Interval holds the customer's purchases in t after c.Age with at least the
// chance level, and leaves at most (1 − level)/2 on either side: the quantiles
// of the predictive distribution, which is exact for these parameters. Counts
// are whole, so the chance is above level as a rule. What the parameters
// themselves are uncertain by is not in it.
//
// The purchases are 0 with chance 1 − PAlive, and otherwise those of a BG/NBD
// with r + x, α + T, a, b + x. A level outside of [0, 1] is taken as the
// nearer end; at 1 the interval has no upper end but that of rounding.
func (m BGNBD) Interval(c Customer, t, level float64) (lo, hi float64) {
	return m.prospect(c).interval(t, level)
}

func (p prospect) interval(t, level float64) (lo, hi float64) {
	if !(level > 0) {
		level = 0
	}
	tail := (1 - min(level, 1)) / 2
	// An upper end beyond 1e-12 would ask for more digits than a sum keeps.
	return p.quantiles(window(t), max(tail, 1e-12))
}

// longWalk is the number of purchases, and the length of their exponential
// tail, from which the search is faster than going through all counts.
const longWalk = 1000

// quantiles are the smallest n with P(Y ≤ n) ≥ tail and ≥ 1 − tail, where
// P(Y > n) = PAlive · P(K > n) · P(D > n).
func (p prospect) quantiles(t, tail float64) (lo, hi float64) {
	alive, future := p.alive, p.going
	odds := t / future.Alpha
	if odds == 0 {
		return 0, 0
	}
	none := math.Exp(-future.R * math.Log1p(odds))
	if p.underflows(odds) || future.R*odds > longWalk || odds > longWalk {
		above := func(n float64) float64 { return p.above(n, odds) }
		return firstBelow(above, 1-tail), firstBelow(above, tail)
	}
	z := odds / (1 + odds)
	more, exactly, stays := 1-none, none, 1.0 // P(K > n), P(K = n), P(D > n) at n = 0
	lo = -1
	for n := 0.0; ; n++ {
		above := alive * more * stays
		if lo < 0 && above <= 1-tail {
			lo = n
		}
		// Nothing left to subtract: the rest of the chance is rounding.
		if above <= tail || exactly == 0 {
			return max(lo, 0), n
		}
		exactly *= z * (future.R + n) / (n + 1)
		more -= exactly
		stays *= (future.B + n) / (future.A + future.B + n)
	}
}

// uncountable is where whole numbers stop being exact in a float64: an upper
// end beyond it is this.
const uncountable = 1 << 53

// firstBelow is the smallest whole n with above(n) ≤ limit, for a function
// that falls: doubling, then halving.
func firstBelow(above func(float64) float64, limit float64) float64 {
	if above(0) <= limit {
		return 0
	}
	low, high := 0.0, 1.0
	for above(high) > limit {
		if high >= uncountable {
			return uncountable
		}
		low, high = high, 2*high
	}
	for high-low > 1 {
		middle := math.Floor((low + high) / 2)
		if above(middle) > limit {
			low = middle
		} else {
			high = middle
		}
	}
	return high
}
