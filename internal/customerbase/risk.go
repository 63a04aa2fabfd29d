package customerbase

// Risk is how far a customer has slipped away.
type Risk int

// The bands of risk.
const (
	Low Risk = iota
	Medium
	High
	Gone
)

// String is the word that stands in answers.
func (r Risk) String() string { return []string{"low", "medium", "high", "gone"}[r] }

// riskOf reads a band off the share of the chance to buy that silence has left
// of what it was on the day of the last purchase. Who buys once a year and was
// here in spring has lost little by autumn; who came every week and has not for
// a month has lost most. The share is taken instead of the chance itself, since
// the chance is low as well for who never came often; and not P(alive), which
// some models hold for certain where nobody came back.
func riskOf(kept float64) Risk {
	switch {
	case kept >= lowFrom:
		return Low
	case kept >= mediumFrom:
		return Medium
	case kept >= highFrom:
		return High
	}
	return Gone
}

const (
	lowFrom    = 0.75
	mediumFrom = 0.40
	highFrom   = 0.10
)

// RiskTotal is the customers of a band of risk.
type RiskTotal struct {
	Customers                  int64
	Revenue, Lifetime, AtStake float64
	Buys                       float64 // mean chance; NaN without customers
}

// ByRisk adds the customers up by their risk, the lowest first.
func (v Valuation) ByRisk() []RiskTotal {
	totals := make([]RiskTotal, Gone+1)
	for i, o := range v.Outlooks {
		total := &totals[o.Risk]
		total.Customers++
		total.Revenue += v.History.Customers[i].Revenue
		total.Lifetime += o.Lifetime
		total.AtStake += o.AtStake
		total.Buys += o.Buys
	}
	for i := range totals {
		totals[i].Buys /= float64(totals[i].Customers)
	}
	return totals
}
