package dealflow

import (
	"math"
	"slices"
)

// monthDays is a month as deals are counted by it here: the twelfth of a year.
const monthDays = 365.25 / 12

// opening is how many deals are opened a day, how far off such figures were, and
// what the last ones were like.
type opening struct {
	rate     float64 // a day
	variance float64 // of the ratio of what comes to what was expected, beyond chance
	like     []Deal
}

// likeDays is how far back deals are like those to come, which are picked from
// them; fewestLike there must be.
const (
	likeDays   = 183
	fewestLike = 30
)

// newOpening counts backwards in months from the day. Months before the first
// closing of an export are not whole: whatever was closed in them is missing.
func newOpening(deals []Deal, asOf int) opening {
	from := asOf + 1
	for _, d := range deals {
		if d.Outcome != Open {
			from = min(from, d.Closed)
		}
	}
	months := int(float64(asOf+1-from) / monthDays)
	counts := make([]float64, max(1, months))
	var o opening
	var inside []Deal
	for i := range deals {
		back := int(float64(asOf-deals[i].Opened) / monthDays)
		if back < len(counts) {
			counts[len(counts)-1-back]++
			inside = append(inside, deals[i])
		}
	}
	o.like = latest(inside, deals, asOf)
	mean, variance := openingRate(counts)
	o.rate, o.variance = mean/monthDays, variance
	return o
}

// latest are the deals that those to come are like.
func latest(inside, all []Deal, asOf int) []Deal {
	recent := slices.DeleteFunc(slices.Clone(inside), func(d Deal) bool { return d.Opened <= asOf-likeDays })
	if len(recent) >= fewestLike {
		return recent
	}
	if len(inside) >= fewestLike {
		return inside
	}
	return all
}

// openingRate is the mean of the last three, six or twelve months, whichever was
// nearest to the three months behind past ones, and the variance of the ratio of
// a month to it, beyond that of counts. Without a past to try it on, it is that
// of the months themselves.
func openingRate(counts []float64) (mean, variance float64) {
	n := len(counts)
	mean = average(counts[max(0, n-6):])
	best := math.Inf(1)
	for _, back := range []int{3, 6, 12} {
		missed, squares, tried := 0.0, 0.0, 0.0
		// All are tried on the same months, so that none has easier ones.
		for at := 12; at+3 <= n; at++ {
			told := average(counts[at-back : at])
			missed += math.Abs(average(counts[at:at+3]) - told)
			for _, came := range counts[at : at+3] {
				if told > 0 {
					squares += (came/told-1)*(came/told-1) - 1/told
					tried++
				}
			}
		}
		if tried >= 9 && missed < best {
			best, mean, variance = missed, average(counts[n-back:]), max(0, squares/tried)
		}
	}
	if math.IsInf(best, 1) && mean > 0 {
		for _, came := range counts {
			variance += ((came/mean-1)*(came/mean-1) - 1/mean) / float64(len(counts))
		}
		variance = max(0.02, variance) // nothing is known of how it changes: a tenth or two
	}
	return mean, variance
}

func average(of []float64) (mean float64) {
	for _, x := range of {
		mean += x / float64(len(of))
	}
	return mean
}
