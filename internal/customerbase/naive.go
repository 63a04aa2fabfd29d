package customerbase

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// The two rules that need no model. Whether somebody has left they cannot say;
// that is left to the forecaster inside, the best of the models.

// How far they may be off they cannot say either: that is what came the last
// time to customers alike, and where nothing is known of that, the model's.

// ownRate goes on as before, at the customer's own rate.
type ownRate struct {
	forecaster
	came experience
}

func (ownRate) expected(h Habit, days float64) float64 {
	if h.AgeDays == 0 {
		return 0
	}
	return float64(h.Repeats) / float64(h.AgeDays) * days
}

func (r ownRate) chances(h Habit, days float64) []float64 {
	return r.came.chances(h, days, r.forecaster)
}

func (r ownRate) drawn(*rand.Rand) forecaster { return r }

// zero expects nobody back.
type zero struct {
	forecaster
	came experience
}

func (zero) expected(Habit, float64) float64 { return 0 }
func (r zero) drawn(*rand.Rand) forecaster   { return r }

func (r zero) chances(h Habit, days float64) []float64 {
	return r.came.chances(h, days, r.forecaster)
}

// experience is what came to customers within some days, by how they had bought
// before. Who had come back less than mostPast times is like those who had come
// back as often: counts of 0, 1, 2 … purchases. Of the others two may have bought
// ten times and a hundred times; they are like those with about their own rate.
type experience struct {
	days  float64
	came  [mostPast][]float64
	often []paced // by expected
}

// paced is what came to a customer of whom the own rate expected so much.
type paced struct{ expected, came float64 }

func experienceOf(history History, later Later) experience {
	e := experience{days: float64(later.Days)}
	for i, c := range history.Customers {
		if c.Repeats >= mostPast {
			e.often = append(e.often, paced{expected: ownRate{}.expected(c.Habit, e.days), came: float64(later.Purchases[i])})
			continue
		}
		counts := &e.came[c.Repeats]
		for int64(len(*counts)) <= later.Purchases[i] {
			*counts = append(*counts, 0)
		}
		(*counts)[later.Purchases[i]]++
	}
	slices.SortFunc(e.often, func(a, b paced) int {
		return cmp.Or(cmp.Compare(a.expected, b.expected), cmp.Compare(a.came, b.came))
	})
	return e
}

// fewestAlike customers tell how far a rule may be off for one like them.
const fewestAlike = 20

// chances are the shares of customers alike to whom 0, 1, 2 … purchases came;
// the model's where there were too few, or in a time of another length.
func (e experience) chances(h Habit, days float64, model forecaster) []float64 {
	if math.Abs(days-e.days) > 0.05*days {
		return model.chances(h, days)
	}
	var counts []float64
	if h.Repeats < mostPast {
		counts = e.came[h.Repeats]
	} else {
		counts = e.ofRate(ownRate{}.expected(h, days))
	}
	n := 0.0
	for _, count := range counts {
		n += count
	}
	if n < fewestAlike {
		return model.chances(h, days)
	}
	chances := make([]float64, len(counts))
	for i, count := range counts {
		chances[i] = count / n
	}
	return chances
}

// mostAlike are as many as tell the ends of an interval of 90 %: five on either
// side lie beyond them.
const mostAlike = 100

// ofRate are the counts of those of whom about as much was expected, each in
// proportion: to whom a fifth more came than was expected, of theirs a fifth more
// comes here. What is no whole number is shared between those around it.
func (e experience) ofRate(expected float64) (counts []float64) {
	from, _ := slices.BinarySearchFunc(e.often, expected, func(p paced, expected float64) int { return cmp.Compare(p.expected, expected) })
	from = max(0, min(from-mostAlike/2, len(e.often)-mostAlike))
	to := min(from+mostAlike, len(e.often))
	// Of equals all or none: they are in the order of what came.
	for from > 0 && e.often[from-1].expected == e.often[from].expected {
		from--
	}
	for to < len(e.often) && e.often[to].expected == e.often[to-1].expected {
		to++
	}
	for _, other := range e.often[from:to] {
		came := expected * other.came / other.expected
		whole := math.Floor(came)
		for len(counts) < int(whole)+2 {
			counts = append(counts, 0)
		}
		counts[int(whole)] += 1 - (came - whole)
		counts[int(whole)+1] += came - whole
	}
	return counts
}
