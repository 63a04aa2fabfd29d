package customerbase

import (
	"math"

	"clientele/internal/btyd"
)

// forecaster foretells the purchases of a customer. Times are in days behind
// the end of the history.
type forecaster interface {
	// alive is the chance that the customer has not left; NaN where the model
	// cannot tell, as BG/NBD cannot for who never came back.
	alive(c Customer) float64
	// expected is the mean number of purchases.
	expected(c Customer, days float64) float64
	// chances of 0, 1, 2 … purchases.
	chances(c Customer, days float64) []float64
	// silence is the chance that there is no purchase.
	silence(c Customer, days float64) float64
	// newcomer is the mean number of purchases that anybody makes behind the
	// first one.
	newcomer(days float64) float64
}

// counted is a model of purchases at any time.
type counted struct {
	model btyd.Model
	unit  float64 // days
	blind bool    // takes everybody who never came back for active
}

func newCounted(model btyd.Model, unitDays float64) counted {
	return counted{model: model, unit: unitDays, blind: blind(model)}
}

// blind is true of a model in which nobody leaves before the first repeat
// purchase: even after a thousand years.
func blind(model btyd.Model) bool {
	return model.PAlive(btyd.Customer{Age: 50_000}) == 1
}

func (m counted) customer(c Customer) btyd.Customer {
	return btyd.Customer{X: float64(c.Repeats), Recency: float64(c.RecencyDays) / m.unit, Age: float64(c.AgeDays) / m.unit}
}

func (m counted) alive(c Customer) float64 {
	if m.blind && c.Repeats == 0 {
		return math.NaN()
	}
	return m.model.PAlive(m.customer(c))
}

func (m counted) expected(c Customer, days float64) float64 {
	return m.model.ExpectedFor(m.customer(c), days/m.unit)
}

func (m counted) chances(c Customer, days float64) []float64 {
	return m.model.Chances(m.customer(c), days/m.unit)
}

func (m counted) newcomer(days float64) float64 { return m.model.Expected(days / m.unit) }

func (m counted) silence(c Customer, days float64) float64 {
	return silence(m.model, m.customer(c), days/m.unit)
}

// silence is the chance of no purchase in t after c.Age, from two likelihoods:
// that of what was seen, and that of the same with t more of silence. It holds
// for every model of purchases and leaving, and asks for no list of chances.
func silence(model btyd.Model, c btyd.Customer, t float64) float64 {
	longer := c
	longer.Age += t
	return min(1, math.Exp(likelihood(model, longer)-likelihood(model, c)))
}

func likelihood(model btyd.Model, c btyd.Customer) float64 {
	one, err := btyd.Compress([]btyd.Customer{c})
	if err != nil {
		return math.NaN() // a cohort was made of this customer before
	}
	return model.LogLikelihood(one)
}
