package customerbase

import (
	"cmp"
	"math"
	"slices"

	"clientele/internal/btyd"
)

// Range is an interval of two levels.
type Range struct{ Low80, High80, Low90, High90 float64 }

// Outlook is what is expected of one customer within the horizon.
type Outlook struct {
	Alive float64 // chance not to have left; NaN where the model cannot tell
	Buys  float64 // chance of a purchase
	// Kept is the share of that chance which is left of what it was on the day
	// of the last purchase: what the silence since has cost.
	Kept float64

	Purchases float64
	Range     Range   // of the purchases
	Each      float64 // what a purchase brings
	Money     float64 // Purchases times Each
	MoneyIn   Range
	Lifetime  float64 // the money, discounted month by month

	// Days until the next purchase, given that there is one: the middle, and
	// the window of 80 %. NaN where a purchase is hardly to be expected.
	Next, NextFrom, NextTo float64

	Risk    Risk
	AtStake float64
}

// Valuation is what a choice says of every customer.
type Valuation struct {
	Choice
	Outlooks []Outlook // by the positions of the history's customers
}

// Value asks the choice about every customer.
func (c Choice) Value() Valuation { return c.value(c.valueAlike) }

// Expect is Value of what is expected alone: of how sure that is only the
// purchases' range, and nothing of leaving.
func (c Choice) Expect() Valuation { return c.value(c.expectAlike) }

// value asks about customers with the same habit once.
func (c Choice) value(ask func(group []int32, outlooks []Outlook)) Valuation {
	customers := c.History.Customers
	order := make([]int32, len(customers))
	for i := range order {
		order[i] = int32(i) //nolint:gosec // two thousand million customers are refused long before
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(c.compare(customers[a].Habit, customers[b].Habit), cmp.Compare(a, b))
	})
	var starts []int
	for i := range order {
		if i == 0 || c.compare(customers[order[i-1]].Habit, customers[order[i]].Habit) != 0 {
			starts = append(starts, i)
		}
	}
	value := Valuation{Choice: c, Outlooks: make([]Outlook, len(customers))}
	beside(len(starts), c.Question.Workers, func(from, to int) {
		for group := from; group < to; group++ {
			end := len(order)
			if group+1 < len(starts) {
				end = starts[group+1]
			}
			ask(order[starts[group]:end], value.Outlooks)
		}
	})
	return value
}

func (c Choice) expectAlike(group []int32, outlooks []Outlook) {
	habit := c.History.Customers[group[0]].Habit
	shared := c.expectation(habit, c.forecaster.chances(habit, c.Question.HorizonDays))
	discounted := c.discounted(habit)
	for _, i := range group {
		outlooks[i] = shared.paid(c.Spend.of(c.History.Customers[i]), discounted)
	}
}

func (c Choice) valueAlike(group []int32, outlooks []Outlook) {
	habit := c.History.Customers[group[0]].Habit
	chances := c.forecaster.chances(habit, c.Question.HorizonDays)
	shared := c.outlook(habit, chances)
	discounted := c.discounted(habit)
	// A naive rule cannot tell who has just bought from who has not.
	freshPurchases := c.Model.forecaster.expected(habit.justBought(), c.Question.HorizonDays)
	spend := spending{spend: c.Spend, chances: chances}
	for _, i := range group {
		customer := c.History.Customers[i]
		one := shared.paid(c.Spend.of(customer), discounted)
		one.MoneyIn = spend.of(customer)
		one.AtStake = freshPurchases * one.Each * (1 - one.Kept)
		outlooks[i] = one
	}
}

// paid is the outlook where a purchase brings so much.
func (o Outlook) paid(each, discounted float64) Outlook {
	o.Each, o.Money, o.Lifetime = each, o.Purchases*each, discounted*each
	return o
}

func (c Choice) expectation(habit Habit, chances []float64) Outlook {
	return Outlook{
		Alive:     c.Model.forecaster.alive(habit),
		Purchases: c.forecaster.expected(habit, c.Question.HorizonDays),
		Range:     rangeOf(chances),
	}
}

// outlook is what does not depend on money.
func (c Choice) outlook(habit Habit, chances []float64) Outlook {
	horizon, model := c.Question.HorizonDays, c.Model.forecaster
	one, silent := c.expectation(habit, chances), model.silence(habit)
	one.Buys = 1 - silent(horizon)
	if fresh := 1 - model.silence(habit.justBought())(horizon); fresh > 0 {
		one.Kept = min(1, one.Buys/fresh)
	}
	one.Risk = riskOf(one.Kept)
	one.Next, one.NextFrom, one.NextTo = next(silent, one.Buys)
	return one
}

// discounted is the purchases within the horizon, each weighed by what money
// is worth then: month by month, at its end.
func (c Choice) discounted(habit Habit) float64 {
	const monthDays = daysAYear / 12
	monthly := math.Pow(1+c.Question.DiscountRate, 1.0/12) - 1
	purchases, err := btyd.DiscountedPurchases(func(months float64) float64 {
		return c.forecaster.expected(habit, months*monthDays)
	}, c.Question.HorizonDays/monthDays, monthly)
	if err != nil {
		return math.NaN() // a horizon that the question's asker has refused
	}
	return purchases
}

const daysAYear = 365.25

func rangeOf(chances []float64) Range {
	return Range{
		Low80: quantile(chances, 0.10), High80: quantile(chances, 0.90),
		Low90: quantile(chances, 0.05), High90: quantile(chances, 0.95),
	}
}

// quantile is the smallest number that is not exceeded with at least this
// chance.
func quantile(chances []float64, share float64) float64 {
	below := 0.0
	for n, chance := range chances {
		if below += chance; below >= share-1e-12 {
			return float64(n)
		}
	}
	return float64(len(chances) - 1)
}

// ByLifetime lists the positions of the customers, the most valuable first.
func (v Valuation) ByLifetime() []int {
	return v.order(func(o Outlook) float64 { return -o.Lifetime })
}
