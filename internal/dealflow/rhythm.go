package dealflow

import (
	"math"
	"slices"
	"time"

	"gonum.org/v1/gonum/stat/distuv"
)

// rhythm is how months differ, beyond what chance makes of single deals: by
// their place in the quarter, at whose end sellers close what they can, and each
// for reasons of its own. Deals that have just been opened and older ones may
// differ in this.
type rhythm struct {
	split float64 // the age that parts them
	rates [2]swing
	odds  [2]swing
}

// swing is what the three places in a quarter add to a figure, and the variance
// that months have of their own.
type swing struct {
	places   [3]float64
	variance float64
}

// A month tells of its own rhythm if so many closings were expected in it; a
// quarter's is believed where chance makes such one in so many cases.
const (
	closingsAMonth = 5
	rhythmLevel    = 0.05
)

// monthly is what was expected and came in one month, of deals of one age.
type monthly struct {
	month                        int // counted from the year 0
	expected, closed, won, share float64
}

// learnRhythm compares each month's closings with what was to be expected of the
// deals that were open in it.
func (m *Model) learnRhythm(spans []span) {
	var closings []float64
	for _, s := range spans {
		if s.outcome != Open {
			closings = append(closings, s.exit)
		}
	}
	slices.Sort(closings)
	m.rhythm.split = closings[len(closings)/2]
	months := [2]map[int]*monthly{{}, {}}
	for _, s := range spans {
		d, by := m.deals[s.deal], m.by(m.deals[s.deal])
		m.eachMonth(d, s, func(month, class int, from, to float64, ended bool) {
			at, known := months[class][month]
			if !known {
				at = &monthly{month: month}
				months[class][month] = at
			}
			at.expected += by.factor * (m.likely.cumulative(to) - m.likely.cumulative(from))
			if ended && s.outcome != Open {
				at.closed++
				at.share += logistic(m.likely.odds[m.likely.band(to)] + by.shift)
				if s.outcome == Won {
					at.won++
				}
			}
		})
	}
	for class := range months {
		m.rhythm.rates[class] = ratesSwing(wholeMonths(months[class], m.asOf))
		m.rhythm.odds[class] = oddsSwing(wholeMonths(months[class], m.asOf))
	}
}

// eachMonth parts a span at the borders of months and at the age that parts
// young deals from old ones.
func (m *Model) eachMonth(d Deal, s span, do func(month, class int, from, to float64, ended bool)) {
	for from := s.entry; from < s.exit; {
		day := d.Opened + int(from)
		month, next := monthAt(day)
		to := min(s.exit, float64(next-d.Opened))
		class := 0
		if from < m.rhythm.split {
			to = min(to, m.rhythm.split)
		} else {
			class = 1
		}
		do(month, class, from, to, to == s.exit)
		from = to
	}
}

// monthAt is the month of a day, and the first day behind it.
func monthAt(day int) (month, next int) {
	at := time.Unix(int64(day)*24*60*60, 0).UTC()
	behind := time.Date(at.Year(), at.Month()+1, 1, 0, 0, 0, 0, time.UTC)
	return at.Year()*12 + int(at.Month()) - 1, int(behind.Unix() / (24 * 60 * 60))
}

// wholeMonths are those that tell something, in their order: neither the first,
// in which closings may have begun to be written down, nor one that goes on.
func wholeMonths(months map[int]*monthly, asOf int) (whole []monthly) {
	running, next := monthAt(asOf)
	first := math.MaxInt
	for month := range months {
		first = min(first, month)
	}
	for _, m := range months {
		if m.expected >= closingsAMonth && m.month > first && (m.month < running || next == asOf+1) {
			whole = append(whole, *m)
		}
	}
	slices.SortFunc(whole, func(a, b monthly) int { return a.month - b.month })
	return whole
}

// ratesSwing is of the ratio of closings to expected ones, less one.
func ratesSwing(months []monthly) swing {
	values, noise := make([]float64, len(months)), 0.0
	for i, m := range months {
		values[i] = m.closed/m.expected - 1
		noise += 1 / m.expected / float64(len(months))
	}
	return swingOf(months, values, noise)
}

// oddsSwing is of the difference of the logits of the share won and of the one
// that was expected, of months with closings enough.
func oddsSwing(months []monthly) swing {
	var of []monthly
	var values []float64
	noise := 0.0
	for _, m := range months {
		if m.closed >= closingsAMonth {
			share := m.share / m.closed
			of = append(of, m)
			values = append(values, logit((m.won+share)/(m.closed+1))-logit(share))
			noise += 1 / (m.closed * share * (1 - share))
		}
	}
	return swingOf(of, values, noise/float64(max(1, len(of))))
}

// swingOf takes the means of the places for what they are beyond chance, where
// an analysis of variance finds them to be more (F-test), each nearer to nothing
// as F is nearer to one (James and Stein); and what variance is left to months
// beyond the noise of counting. A place of which fewer than two months are known
// has no mean of its own.
func swingOf(months []monthly, values []float64, noise float64) (s swing) {
	var sums, counts [3]float64
	for i, m := range months {
		sums[m.month%3] += values[i]
		counts[m.month%3]++
		s.variance += values[i] * values[i] / float64(len(months))
	}
	places, n, sum := 0.0, 0.0, 0.0
	for i, count := range counts {
		if count >= 2 {
			places, n, sum = places+1, n+count, sum+sums[i]
		}
	}
	if places >= 2 && n > places {
		between, within := 0.0, 0.0
		for i, m := range months {
			if count := counts[m.month%3]; count >= 2 {
				mean := sums[m.month%3] / count
				between += (mean - sum/n) * (mean - sum/n) / (places - 1)
				within += (values[i] - mean) * (values[i] - mean) / (n - places)
			}
		}
		if f := between / within; f > 1 && (distuv.F{D1: places - 1, D2: n - places}).Survival(f) < rhythmLevel {
			for i, count := range counts {
				if count >= 2 {
					s.places[i] = max((1-1/f)*sums[i]/count, -0.95) // a rate does not go below zero
				}
			}
			// What a month has of its own, and what is not known of its place's mean.
			s.variance = max(0, within-noise) + within*places/n
			return s
		}
	}
	s.variance = max(0, s.variance-noise)
	return s
}

// of is the influence of a month on young and on older deals, with the month's
// own part drawn: what hastens the ones hastens the others too, so that both
// have one draw, and both have one of what helps to win.
func (r rhythm) of(c chance, month int) (by [2]influence) {
	rate, odds := c.NormFloat64(), c.NormFloat64()
	for class := range by {
		place := 1 + r.rates[class].places[month%3]
		// Lognormal of mean one.
		variance := math.Log1p(r.rates[class].variance / (place * place))
		by[class] = influence{
			factor: place * math.Exp(math.Sqrt(variance)*rate-variance/2),
			shift:  r.odds[class].places[month%3] + math.Sqrt(r.odds[class].variance)*odds,
		}
	}
	return by
}
