package customerbase

import (
	"math"
	"math/rand/v2"

	"clientele/internal/btyd"
)

// forecaster foretells the purchases of a customer. Times are in days behind
// the end of the history.
type forecaster interface {
	// alive is the chance that the customer has not left; NaN where the model
	// cannot tell, as BG/NBD cannot for who never came back.
	alive(h Habit) float64
	// expected is the mean number of purchases.
	expected(h Habit, days float64) float64
	// chances of 0, 1, 2 … purchases.
	chances(h Habit, days float64) []float64
	// silence is the chance that there is no purchase, for any number of days.
	silence(h Habit) func(days float64) float64
	// newcomer is the mean number of purchases that anybody makes behind the
	// first one.
	newcomer(days float64) float64
	// drawn is the same of another model that the data leave likely.
	drawn(random *rand.Rand) forecaster
}

// counted is a model of purchases at any time.
type counted struct {
	fit   btyd.Fit[btyd.Model]
	model btyd.Model
	unit  float64 // days
	blind bool    // takes everybody who never came back for active
}

func newCounted(fit btyd.Fit[btyd.Model], unitDays float64) counted {
	return counted{fit: fit, model: fit.Model, unit: unitDays, blind: blind(fit.Model)}
}

func (m counted) drawn(random *rand.Rand) forecaster {
	m.model = m.fit.Drawn(random)
	return m
}

// blind is true of a model in which nobody leaves before the first repeat
// purchase: even after a thousand years.
func blind(model btyd.Model) bool {
	return model.PAlive(btyd.Customer{Age: 50_000}) == 1
}

func (m counted) customer(h Habit) btyd.Customer {
	return btyd.Customer{X: float64(h.Repeats), Recency: float64(h.RecencyDays) / m.unit, Age: float64(h.AgeDays) / m.unit}
}

func (m counted) alive(h Habit) float64 {
	if m.blind && h.Repeats == 0 {
		return math.NaN()
	}
	return m.model.PAlive(m.customer(h))
}

func (m counted) expected(h Habit, days float64) float64 {
	return m.model.ExpectedFor(m.customer(h), days/m.unit)
}

func (m counted) chances(h Habit, days float64) []float64 {
	return m.model.Chances(m.customer(h), days/m.unit)
}

func (m counted) newcomer(days float64) float64 { return m.model.Expected(days / m.unit) }

func (m counted) silence(h Habit) func(days float64) float64 {
	silent := silence(m.model, m.customer(h))
	return func(days float64) float64 { return silent(days / m.unit) }
}

// silence is the chance of no purchase in t after c.Age, from two likelihoods:
// that of what was seen, and that of the same with t more of silence. It holds
// for every model of purchases and leaving, and asks for no list of chances.
func silence(model btyd.Model, c btyd.Customer) func(t float64) float64 {
	seen := likelihood(model, c)
	return func(t float64) float64 {
		longer := c
		longer.Age += t
		return min(1, math.Exp(likelihood(model, longer)-seen))
	}
}

func likelihood(model btyd.Model, c btyd.Customer) float64 {
	one, err := btyd.Compress([]btyd.Customer{c})
	if err != nil {
		return math.NaN() // a cohort was made of this customer before
	}
	return model.LogLikelihood(one)
}
