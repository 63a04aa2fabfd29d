package customerbase

import (
	"cmp"
	"math"
	"slices"
)

// Check is how well a choice foretold what its customers did behind the end of
// its history.
type Check struct {
	Days              int
	Purchases         Total // foretold
	Actual            int64
	Money             Total
	ActualMoney       float64
	Covered80         float64 // share of customers whose purchases lie within their interval
	Covered90         float64
	BaseRate          float64 // share of customers who bought
	Brier, BrierNaive float64 // mean squared error of the chance to buy; of the base rate for all
	AUC               float64 // NaN where all or none bought
	TopDecileShare    float64 // of the money, with the tenth of whom most was expected; NaN without money
	Bands             []ReliabilityBand
	Frequencies       []FrequencyBand
	Risks             []RiskBand
	Missed            Misses // by these totals themselves
}

// RiskBand is what became of the customers of a band of risk.
type RiskBand struct {
	Customers int64
	Bought    int64
}

// FrequencyBand is the customers with so many repeat purchases.
type FrequencyBand struct {
	Past      int64
	Open      bool // that many and more
	Customers int64
	Actual    float64 // purchases of a customer, the mean
	Predicted float64
}

// mostPast is the last band of past purchases, an open one.
const mostPast = 7

// Check lets the choice foretell later.Days and compares. The choice must be of
// the history behind whose end later lies. Its totals are as wide as what it had
// missed before asks for.
func (c Choice) Check(later Later, before Misses) Check {
	c = c.unknowing()
	c.Question = c.Question.ahead(float64(later.Days))
	value, totals := c.Value(), c.Totals()
	check := Check{Days: later.Days, Risks: make([]RiskBand, Gone+1), Missed: totals.missed(later)}
	check.Purchases, check.Money = totals.Widened(before)
	n := float64(len(value.Outlooks))
	for i, o := range value.Outlooks {
		came := float64(later.Purchases[i])
		check.Actual += later.Purchases[i]
		check.ActualMoney += later.Revenue[i]
		bought := min(1, came)
		check.BaseRate += bought / n
		check.Brier += (o.Buys - bought) * (o.Buys - bought) / n
		check.Covered80 += inside(came, o.Range.Low80, o.Range.High80) / n
		check.Covered90 += inside(came, o.Range.Low90, o.Range.High90) / n
		check.Risks[o.Risk].Customers++
		check.Risks[o.Risk].Bought += int64(bought)
	}
	check.BrierNaive = check.BaseRate * (1 - check.BaseRate)
	check.AUC = value.auc(later)
	check.TopDecileShare = value.topShare(later)
	check.Bands = value.bands(later)
	check.Frequencies = value.frequencies(later)
	return check
}

func inside(value, low, high float64) float64 {
	if low <= value && value <= high {
		return 1
	}
	return 0
}

func (v Valuation) frequencies(later Later) []FrequencyBand {
	bands := make([]FrequencyBand, mostPast+1)
	for i, o := range v.Outlooks {
		band := &bands[min(v.History.Customers[i].Repeats, mostPast)]
		band.Customers++
		band.Actual += float64(later.Purchases[i])
		band.Predicted += o.Purchases
	}
	var kept []FrequencyBand
	for past, band := range bands {
		if band.Customers == 0 {
			continue
		}
		band.Past, band.Open = int64(past), past == mostPast
		band.Actual /= float64(band.Customers)
		band.Predicted /= float64(band.Customers)
		kept = append(kept, band)
	}
	return kept
}

// auc is the chance that of two customers, one who bought and one who did not,
// the first was given the higher chance; equal chances count half.
func (v Valuation) auc(later Later) float64 {
	order := v.order(func(o Outlook) float64 { return o.Buys })
	var bought, ranks float64
	for from := 0; from < len(order); {
		to := from
		for to < len(order) && v.Outlooks[order[to]].Buys == v.Outlooks[order[from]].Buys {
			to++
		}
		rank := float64(from+to+1) / 2 // the mean of the ranks from+1 … to
		for _, i := range order[from:to] {
			if later.Purchases[i] > 0 {
				bought++
				ranks += rank
			}
		}
		from = to
	}
	others := float64(len(order)) - bought
	if bought == 0 || others == 0 {
		return math.NaN()
	}
	return (ranks - bought*(bought+1)/2) / (bought * others)
}

// topShare is how much of the money came from the tenth of customers (rounded
// up) of whom the most was expected.
func (v Valuation) topShare(later Later) float64 {
	order := v.order(func(o Outlook) float64 { return -o.Money })
	tenth := (len(order) + 9) / 10
	var top, all float64
	for position, i := range order {
		if position < tenth {
			top += later.Revenue[i]
		}
		all += later.Revenue[i]
	}
	if !(all > 0) {
		return math.NaN()
	}
	return top / all
}

// order lists the positions of customers by a figure, equal ones by position,
// which is by id.
func (v Valuation) order(of func(Outlook) float64) []int {
	order := make([]int, len(v.Outlooks))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(of(v.Outlooks[a]), of(v.Outlooks[b])), cmp.Compare(a, b))
	})
	return order
}
