package customerbase

import (
	"math/rand/v2"

	"clientele/internal/btyd"
)

// Totals are the purchases and the money of all customers within the horizon,
// with what chance and the models leave open.
func (v Valuation) Totals() (purchases, money Total) {
	members := make([]btyd.Member[Habit], len(v.Outlooks))
	for i, c := range v.History.Customers {
		x, mean := known(c)
		members[i] = btyd.Member[Habit]{Customer: c.Habit, Spend: btyd.Spend{X: x, Mean: mean}}
	}
	totals := btyd.ForecastTotals(members, v.rule(), v.Spend.Fit, v.Question.Seed)
	purchases.Range, money.Range = rangeOfTotal(totals.Purchases), rangeOfTotal(totals.Spend)
	for _, o := range v.Outlooks {
		purchases.Mean += o.Purchases
		money.Mean += o.Money
	}
	return purchases, money
}

// rule is the choice as a total is drawn from it.
func (c Choice) rule() btyd.Rule[Habit] {
	horizon := c.Question.HorizonDays
	return btyd.Rule[Habit]{
		Compare:  Habit.compare,
		Expected: func(h Habit) float64 { return c.forecaster.expected(h, horizon) },
		Chances:  func(h Habit) []float64 { return c.forecaster.chances(h, horizon) },
		Drawn: func(random *rand.Rand) func(Habit) float64 {
			drawn := c.forecaster.drawn(random)
			return func(h Habit) float64 { return drawn.expected(h, horizon) }
		},
	}
}

func rangeOfTotal(t btyd.Total) (r Range) {
	r.Low80, r.High80 = t.Interval(0.80)
	r.Low90, r.High90 = t.Interval(0.90)
	return r
}
