package btyd

import (
	"errors"
	"math"
	"testing"
)

func TestDiscountedPurchases_IsTheSumOfIncrements(t *testing.T) {
	m, c := published(), Customer{X: 2, Recency: 30.43, Age: 38.86}
	expected := func(window float64) float64 { return m.ExpectedFor(c, window) }
	undiscounted, err := DiscountedPurchases(expected, 39, 0)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "without discount", undiscounted, expected(39), 1e-12)

	// A purchase in each unit is a bond: the closed form of the annuity, with
	// a last half period.
	steady := func(window float64) float64 { return window }
	got, err := DiscountedPurchases(steady, 10.5, 0.02)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "annuity", got, (1-math.Pow(1.02, -10))/0.02+0.5*math.Pow(1.02, -10.5), 1e-12)

	worth, err := LifetimeValue(m, c, 35, 39, 0.01)
	if err != nil {
		t.Fatal(err)
	}
	if !(worth > 0 && worth < 35*undiscounted) {
		t.Errorf("worth %v, undiscounted %v", worth, 35*undiscounted)
	}
}

func TestDiscountedPurchases_RefusesImpossibleRates(t *testing.T) {
	for _, test := range [][2]float64{{-1, 0.1}, {math.NaN(), 0.1}, {10, -1}, {10, math.Inf(1)}, {1e9, 0.1}} {
		if _, err := DiscountedPurchases(published().Expected, test[0], test[1]); !errors.Is(err, ErrBadRate) {
			t.Errorf("horizon %v rate %v: %v", test[0], test[1], err)
		}
	}
}

// Where nobody leaves and all buy at the rate r/α it is an annuity, to the month.
func TestDiscountedPurchases_OfAPoissonProcessIsTheAnnuity(t *testing.T) {
	m := BGNBD{R: 1e9, Alpha: 2e9, A: 1e-12, B: 1} // half a purchase a week
	const weeksAMonth, months = 365.25 / 84, 18
	monthly := math.Pow(1.1, 1.0/12) - 1
	got, err := DiscountedPurchases(func(month float64) float64 { return m.ExpectedFor(Customer{}, month*weeksAMonth) }, months, monthly)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "eighteen months", got, weeksAMonth/2*(1-math.Pow(1+monthly, -months))/monthly, 1e-8)
}

// As the months shrink their sum is the integral, which has a closed form for
// Pareto/NBD: the discounted expected residual transactions. Weighed at the
// ends of periods of h the sum is short by a power series in h, which halving
// h takes away term by term (Romberg).
func TestDiscountedPurchases_TendsToTheClosedFormOfParetoNBD(t *testing.T) {
	m := ParetoNBD{R: 0.5533, Alpha: 10.578, S: 0.6061, Beta: 11.669}
	const rate, end = 0.15, 200 // weeks, after which 1e-13 is left
	for _, c := range []Customer{{X: 2, Recency: 30.43, Age: 38.86}, {X: 20, Recency: 33, Age: 38}, {Age: 20}} {
		want, err := m.DiscountedResidual(c, rate)
		if err != nil {
			t.Fatal(err)
		}
		var row []float64
		for level := range 7 {
			h := math.Pow(0.5, float64(level))
			sum, err := DiscountedPurchases(func(i float64) float64 { return m.ExpectedFor(c, i*h) }, end/h, math.Expm1(rate*h))
			if err != nil {
				t.Fatal(err)
			}
			next := []float64{sum}
			for k := range row {
				next = append(next, next[k]+(next[k]-row[k])/(math.Pow(2, float64(k+1))-1))
			}
			row = next
		}
		near(t, "DERT", row[len(row)-1], want, 1e-8*max(want, 1))
	}
}
