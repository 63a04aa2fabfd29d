package customerbase

import "math"

// hardly is the chance of a purchase within the horizon below which a date for
// it would be a date for nothing.
const hardly = 0.10

// farthest is how far ahead the next purchase is looked for: what comes later
// than in five years is no purchase to wait for.
const farthest = 5 * daysAYear

// next are the days until the next purchase, given that there is one within
// five years: the middle, and the window that leaves a tenth on either side.
// silent is the chance that none comes within so many days.
func next(silent func(days float64) float64, buys float64) (middle, from, to float64) {
	if buys < hardly {
		return math.NaN(), math.NaN(), math.NaN()
	}
	start, end := point{0, 0}, point{farthest, 1 - silent(farthest)}
	quantile := func(share float64, from point) point {
		return comes(silent, share*end.chance, from, end)
	}
	first := quantile(0.1, start)
	second := quantile(0.5, first)
	return second.day, first.day, quantile(0.9, second).day
}

// point is a day with the chance that the purchase has come by then.
type point struct{ day, chance float64 }

// comes is the day by which the purchase has come with this chance, to half a
// day: between two points around it by the chord of the chance over the
// logarithm of days (it rises fast at first), and by halves where one end would
// stay (the Illinois rule).
func comes(silent func(days float64) float64, chance float64, low, high point) point {
	type end struct{ log, off float64 }
	a, b := end{math.Log1p(low.day), low.chance - chance}, end{math.Log1p(high.day), high.chance - chance}
	if a.off >= 0 {
		return low
	}
	const longest = 60
	at, kept := high, 0
	for range longest {
		log := (a.log*b.off - b.log*a.off) / (b.off - a.off)
		day := math.Expm1(log)
		at = point{day, 1 - silent(day)}
		if found := math.Abs(at.chance-chance) <= 1e-9; found || math.Expm1(b.log)-math.Expm1(a.log) <= 0.5 {
			break
		}
		if at.chance < chance {
			a = end{log, at.chance - chance}
			if kept > 0 {
				b.off /= 2
			}
			kept = 1
		} else {
			b = end{log, at.chance - chance}
			if kept < 0 {
				a.off /= 2
			}
			kept = -1
		}
	}
	return at
}
