package customerbase

import "math"

// Totals are the purchases and the money of all customers within the horizon.
func (v Valuation) Totals() (purchases, money Total) {
	for _, o := range v.Outlooks {
		purchases.Mean += o.Purchases
		money.Mean += o.Money
	}
	purchases.Range, money.Range = unknownRange(), unknownRange()
	return purchases, money
}

func unknownRange() Range { return Range{math.NaN(), math.NaN(), math.NaN(), math.NaN()} }
