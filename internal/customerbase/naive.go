package customerbase

import (
	"math"
	"math/rand/v2"
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

// experience is what came to customers within some days, by how often they had
// come back before: counts of 0, 1, 2 … purchases, by repeat purchases up to
// mostPast and more.
type experience struct {
	days float64
	came [mostPast + 1][]float64
}

func experienceOf(history History, later Later) experience {
	e := experience{days: float64(later.Days)}
	for i, c := range history.Customers {
		counts := &e.came[min(c.Repeats, mostPast)]
		for int64(len(*counts)) <= later.Purchases[i] {
			*counts = append(*counts, 0)
		}
		(*counts)[later.Purchases[i]]++
	}
	return e
}

// fewestAlike customers tell how far a rule may be off for one like them.
const fewestAlike = 20

// chances are the shares of customers alike to whom 0, 1, 2 … purchases came;
// the model's where there were too few, or in a time of another length.
func (e experience) chances(h Habit, days float64, model forecaster) []float64 {
	counts, n := e.came[min(h.Repeats, mostPast)], 0.0
	for _, count := range counts {
		n += count
	}
	if n < fewestAlike || math.Abs(days-e.days) > 0.05*days {
		return model.chances(h, days)
	}
	chances := make([]float64, len(counts))
	for i, count := range counts {
		chances[i] = count / n
	}
	return chances
}
