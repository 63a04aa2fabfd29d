package customerbase

import (
	"math"
	"testing"
)

// chancesOf are customers with these chances to buy, and whether they did.
func chancesOf(buys []float64, came []int64) (Valuation, Later) {
	v, later := Valuation{}, Later{Purchases: came, Revenue: make([]float64, len(came))}
	for i, chance := range buys {
		v.Outlooks = append(v.Outlooks, Outlook{Buys: chance, Money: chance})
		later.Revenue[i] = float64(came[i]) * 10
	}
	v.History.Customers = make([]Customer, len(buys))
	return v, later
}

func TestAUC_IsTheShareOfPairsInOrderAndTiesCountHalf(t *testing.T) {
	for _, c := range []struct {
		buys []float64
		came []int64
	}{
		{[]float64{0.1, 0.4, 0.35, 0.8}, []int64{0, 0, 1, 3}}, // 0.75, the textbook's
		{[]float64{0.5, 0.5, 0.5}, []int64{1, 0, 2}},
		{[]float64{0.9, 0.1, 0.1, 0.5, 0.5, 0.5, 0.2}, []int64{1, 0, 1, 1, 0, 0, 0}},
		{[]float64{0.9, 0.1}, []int64{0, 1}},
	} {
		v, later := chancesOf(c.buys, c.came)
		pairs, right := 0.0, 0.0
		for i := range c.buys {
			for j := range c.buys {
				if c.came[i] > 0 && c.came[j] == 0 {
					pairs++
					switch {
					case c.buys[i] > c.buys[j]:
						right++
					case c.buys[i] == c.buys[j]:
						right += 0.5
					}
				}
			}
		}
		near(t, "AUC", v.auc(later), right/pairs, 1e-15)
	}
	v, later := chancesOf([]float64{0.2, 0.3}, []int64{1, 1})
	if !math.IsNaN(v.auc(later)) {
		t.Error("without anybody who stayed away there is no order")
	}
}

// Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
func TestWilson_IsThePublishedInterval(t *testing.T) {
	for _, c := range []struct{ seen, n, low, high float64 }{
		{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718},
	} {
		low, high := wilson(c.seen, c.n)
		near(t, "low", low, c.low, 5e-5)
		near(t, "high", high, c.high, 5e-5)
	}
}

func TestBands_HoldEverybodyOnce(t *testing.T) {
	v, later := chancesOf([]float64{0, 0.05, 0.1, 0.999, 1, 0.55}, []int64{0, 1, 0, 1, 2, 0})
	var customers int64
	for _, band := range v.bands(later) {
		customers += band.Customers
		if !(band.Lower <= band.Predicted && band.Predicted <= band.Upper) || !(band.Low95 <= band.Actual && band.Actual <= band.High95) {
			t.Errorf("%+v", band)
		}
	}
	if first := v.bands(later)[0]; customers != 6 || first.Customers != 2 || first.Actual != 0.5 || first.Predicted != 0.025 {
		t.Errorf("%d customers, the first band %+v", customers, first)
	}
}

func TestTopShare_IsOfTheTenthRoundedUp(t *testing.T) {
	buys, came := make([]float64, 11), make([]int64, 11)
	for i := range buys {
		buys[i], came[i] = float64(i)/11, 1
	}
	came[10], came[9] = 5, 6
	v, later := chancesOf(buys, came)
	near(t, "share of the best two of eleven", v.topShare(later), 11.0/20, 1e-15)
}

func TestCheck_AddsUpToTheCustomersAndTheirPurchases(t *testing.T) {
	data := simulated(11, 700, 500)
	field := fitted(t, data.history(300), weeks(400))
	later := data.later(300, 150)
	contest := field.Judge(later)
	choice := field.Pick(&contest)
	check := choice.Check(later, Misses{})
	var customers, risky, past int64
	var actual, predicted float64
	for _, band := range check.Frequencies {
		customers += band.Customers
		actual += band.Actual * float64(band.Customers)
		predicted += band.Predicted * float64(band.Customers)
		if band.Past < past {
			t.Error("bands are not in order")
		}
		past = band.Past
	}
	for _, band := range check.Risks {
		risky += band.Customers
	}
	var came, bought int64
	for _, n := range later.Purchases {
		came += n
		bought += min(1, n)
	}
	if customers != 700 || risky != 700 || check.Actual != came || check.Days != 150 {
		t.Errorf("%d and %d customers, %d purchases of %d in %d days", customers, risky, check.Actual, came, check.Days)
	}
	near(t, "actual purchases by past ones", actual, float64(came), 1e-9)
	near(t, "predicted purchases by past ones", predicted, check.Purchases.Mean, 1e-6)
	near(t, "base rate", check.BaseRate, float64(bought)/700, 1e-12)
	near(t, "naive Brier", check.BrierNaive, check.BaseRate*(1-check.BaseRate), 1e-12)
	for _, entry := range contest.Entries {
		if entry.Chosen {
			near(t, "the total of contest and check", check.Purchases.Mean, entry.Predicted, 1e-6)
		}
	}
	if r := check.Purchases.Range; !(r.Low90 < r.Low80 && r.Low80 < check.Purchases.Mean && check.Purchases.Mean < r.High80 && r.High80 < r.High90) {
		t.Errorf("total %+v", check.Purchases)
	}
}
