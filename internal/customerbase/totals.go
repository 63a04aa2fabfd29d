package customerbase

import (
	"math/rand/v2"

	"clientele/internal/btyd"
)

// Total is a sum over all customers with its intervals.
type Total struct {
	Mean  float64
	Range Range
}

// Totals are the purchases and the money of all customers within the horizon.
type Totals struct{ Purchases, Money btyd.Total }

// Totals draws what the choice leaves open: by chance, and by what its models
// are uncertain of.
func (c Choice) Totals() Totals {
	members := make([]btyd.Member[Habit], len(c.History.Customers))
	for i, customer := range c.History.Customers {
		x, mean := known(customer)
		members[i] = btyd.Member[Habit]{Customer: customer.Habit, Spend: btyd.Spend{X: x, Mean: mean}}
	}
	totals := btyd.ForecastTotals(members, c.rule(), c.Spend.Fit, c.Question.Seed)
	return Totals{Purchases: totals.Purchases, Money: totals.Spend}
}

// rule is the choice as a total is drawn from it.
func (c Choice) rule() btyd.Rule[Habit] {
	horizon := c.Question.HorizonDays
	return btyd.Rule[Habit]{
		Compare:  c.compare,
		Expected: func(h Habit) float64 { return c.forecaster.expected(h, horizon) },
		Chances:  func(h Habit) []float64 { return c.forecaster.chances(h, horizon) },
		Drawn: func(random *rand.Rand) func(Habit) float64 {
			drawn := c.forecaster.drawn(random)
			return func(h Habit) float64 { return drawn.expected(h, horizon) }
		},
	}
}

// Misses are how totals of the same choice fared that were foretold earlier:
// they tell by how much the world does not keep to the model.
type Misses struct{ Purchases, Money []btyd.Miss }

// Missed is how the choice fared over what came later. The choice must be of
// the history behind whose end later lies.
func (c Choice) Missed(later Later) Misses {
	c = c.unknowing()
	c.Question = c.Question.ahead(float64(later.Days))
	return c.Totals().missed(later)
}

func (t Totals) missed(later Later) (m Misses) {
	var came, paid float64
	for i := range later.Purchases {
		came += float64(later.Purchases[i])
		paid += later.Revenue[i]
	}
	if miss, ok := t.Purchases.Missed(came); ok {
		m.Purchases = append(m.Purchases, miss)
	}
	if miss, ok := t.Money.Missed(paid); ok {
		m.Money = append(m.Money, miss)
	}
	return m
}

// And is both.
func (m Misses) And(more Misses) Misses {
	m.Purchases = append(m.Purchases[:len(m.Purchases):len(m.Purchases)], more.Purchases...)
	m.Money = append(m.Money[:len(m.Money):len(m.Money)], more.Money...)
	return m
}

// Widened is the totals with their intervals as wide as earlier misses ask for.
func (t Totals) Widened(misses Misses) (purchases, money Total) {
	return totalOf(t.Purchases.Widened(misses.Purchases)), totalOf(t.Money.Widened(misses.Money))
}

func totalOf(t btyd.Total) Total {
	total := Total{Mean: t.Expected}
	total.Range.Low80, total.Range.High80 = t.Interval(0.80)
	total.Range.Low90, total.Range.High90 = t.Interval(0.90)
	return total
}
