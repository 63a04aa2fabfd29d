package survival

import "math"

// Quantile is the time by which a share has ended, with the limits between
// which it lies. What is not reached is NaN: that of High then means "longer
// than was watched".
type Quantile struct {
	Value, Low, High float64
}

// Median is the time by which half have ended.
func (c Curve) Median(level float64, scale Scale) Quantile {
	return c.Quantile(0.5, level, scale)
}

// Quantile is the first time at which S is down to 1 − share, its limits those
// of the bands. Where S is 1 − share over a stretch it is the middle of that
// stretch, as in [T], provided that the curve falls again.
func (c Curve) Quantile(share, level float64, scale Scale) Quantile {
	at := 1 - share
	return Quantile{
		Value: c.crossing(at, func(p Point) float64 { return p.Survival }),
		Low: c.crossing(at, func(p Point) float64 {
			low, _ := p.Interval(level, scale)
			return low
		}),
		High: c.crossing(at, func(p Point) float64 {
			_, high := p.Interval(level, scale)
			return high
		}),
	}
}

// flatness is how far from a level a height still counts as on it: products of
// fractions miss it by some bits.
const flatness = 1.5e-8

// crossing is the time at which a height comes down to a level.
func (c Curve) crossing(level float64, height func(Point) float64) float64 {
	first, down := math.NaN(), 0.0
	for _, p := range c.Points {
		h := height(p)
		switch {
		case !(h < level+flatness): // above, or NaN
		case math.IsNaN(first) && math.Abs(h-level) >= flatness:
			return p.Time
		case math.IsNaN(first):
			first, down = p.Time, h
		case h < down:
			return (first + p.Time) / 2
		}
	}
	return first
}
