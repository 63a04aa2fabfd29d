package btyd

import (
	"fmt"
	"math"
)

// DiscountedPurchases is the present worth of the purchases to come, counted
// in purchases: those of each whole unit of time, weighed as if made at its
// end. expected(t) is the mean number of purchases within t, rate the discount
// for one unit, horizon the number of units; a horizon that is not whole ends
// with a shorter period, weighed at the horizon. The unit need not be that of
// the model: months are expected(month · the model's units in a month).
//
//	Σ_i (expected(t_i) − expected(t_{i−1})) / (1 + rate)^{t_i}
func DiscountedPurchases(expected func(t float64) float64, horizon, rate float64) (float64, error) {
	if !finite(horizon, rate) || horizon < 0 || horizon > maxPeriods || rate <= -1 {
		return 0, fmt.Errorf("%w: %v units at %v a unit", ErrBadRate, horizon, rate)
	}
	total, before := 0.0, 0.0
	for from := 0.0; from < horizon; from++ {
		to := min(from+1, horizon)
		upTo := expected(to)
		total += (upTo - before) * math.Exp(-to*math.Log1p(rate))
		before = upTo
	}
	return total, nil
}

// maxPeriods bounds the work for one customer: a century of days.
const maxPeriods = 36_525

// LifetimeValue is the discounted worth, in money, of what a customer is
// expected to buy within the horizon: discounted purchases at a constant spend.
// It takes frequency and spend as independent, as the Gamma-Gamma model does.
func LifetimeValue(m Model, c Customer, spend, horizon, rate float64) (float64, error) {
	purchases, err := DiscountedPurchases(func(t float64) float64 { return m.ExpectedFor(c, t) }, horizon, rate)
	if err != nil {
		return 0, fmt.Errorf("valuing a customer: %w", err)
	}
	return purchases * spend, nil
}
