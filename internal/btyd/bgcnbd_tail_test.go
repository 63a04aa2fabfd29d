package btyd

import (
	"math"
	"slices"
	"testing"
)

// The sum over all counts and the integral over them share no step.
func TestRegular_IntegralAgreesWithTheSum(t *testing.T) {
	for i, m := range randomModels(73, 12) {
		k := 1 + i%12
		for _, c := range []Customer{{}, {X: 3, Recency: 2, Age: 3}, {X: 300, Recency: 40, Age: 41}} {
			p := regular{k: k, first: 1, r: m.R, alpha: m.Alpha, a: m.A, b: m.B}.course(c)
			for _, odds := range []float64{0.3, 20, 300} {
				if p.going.summands(odds) > 200*maxTerms {
					continue
				}
				var mean, purchases float64
				stays := 1.0
				for n, chance := range p.wanted(odds) {
					mean += chance * purchases
					purchases += stays
					stays *= (p.going.B + float64(n)) / (p.going.A + p.going.B + float64(n))
				}
				near(t, "mean", p.expectedByIntegral(odds), mean, 1e-9*mean)
			}
		}
	}
}

// For k = 1 there is an integral over the chance to leave, whatever the time.
func TestRegular_IntegralHoldsForAnyLengthOfTime(t *testing.T) {
	for _, m := range randomModels(74, 24) {
		p := regular{k: 1, r: m.R, alpha: m.Alpha, a: m.A, b: m.B}.course(Customer{})
		for _, odds := range []float64{3e3, 1e5, 1e8, 1e12} {
			want := m.expectedByIntegral(odds)
			near(t, "mean", p.expectedByIntegral(odds), want, 1e-8*want)
		}
	}
}

func TestChances_OfManyPurchasesAgreeWithTheirTails(t *testing.T) {
	m := regular{k: 3, first: 1, r: 2, alpha: 1, a: 0.5, b: 9}
	for _, c := range []Customer{{X: 50, Recency: 9, Age: 10}, {X: 2000, Recency: 99, Age: 100}} {
		p := m.course(c)
		walked, tails := p.chances(20), p.chancesFromTails(window(20)/p.going.Alpha)
		if math.Abs(float64(len(walked)-len(tails))) > 1 {
			t.Errorf("%d chances, from tails %d", len(walked), len(tails))
		}
		for n := range min(len(walked), len(tails)) {
			near(t, "P(Y = n)", walked[n], tails[n], 1e-10)
		}
	}
	if slices.Max(m.course(Customer{X: 2000, Recency: 99, Age: 100}).phases) > 1 {
		t.Error("a chance above 1")
	}
}
