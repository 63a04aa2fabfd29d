package btyd

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mathext"
)

func TestExpected_PublishedValues(t *testing.T) {
	// Fader, Hardie, Lee: Implementing the BG/NBD Model in Excel (2005).
	for window, want := range map[float64]float64{
		0.1429: 0.0078, 1: 0.0532, 3: 0.1506, 31.8571: 1.0405, 32: 1.0437,
	} {
		near(t, "E[X(t)]", published().Expected(window), want, 0.00005)
	}
	near(t, "conditional", published().ExpectedFor(Customer{X: 2, Recency: 30.43, Age: 38.86}, 39), 1.226, 0.0005)
}

// The same source prints 1.8576 for 78 weeks. That is a ₂F₁ cut after 150
// terms, too few at t/(α+t) = 0.946; the whole series gives 1.8580, and so do
// the integral and the closed form.
func TestExpected_ThePublishedValueAt78WeeksIsASeriesCutShort(t *testing.T) {
	m := published()
	z := 78 / (m.Alpha + 78)
	series := func(terms int) float64 {
		h, term := 0.0, 1.0
		for k := range terms {
			h += term
			j := float64(k)
			term *= (m.R + j) * (m.B + j) / ((m.A + m.B - 1 + j) * (j + 1)) * z
		}
		return (m.A + m.B - 1) / (m.A - 1) * (1 - math.Pow(1-z, m.R)*h)
	}
	near(t, "150 terms", series(150), 1.8576, 0.00005)
	whole := series(3000)
	near(t, "E[X(78)]", m.Expected(78), whole, 1e-11)
	near(t, "integral", m.expectedByIntegral(78/m.Alpha), whole, 1e-11)
	near(t, "closed form", equation9(m, 78), whole, 1e-11)
	near(t, "all terms", whole, 1.8580, 0.00005)
}

// equation9 is the paper's closed form, good where a + b is well above 1, a is
// not near 1, and the ₂F₁ converges.
func equation9(m BGNBD, t float64) float64 {
	h := mathext.Hypergeo(m.R, m.B, m.A+m.B-1, t/(m.Alpha+t))
	return (m.A + m.B - 1) / (m.A - 1) * (1 - math.Pow(m.Alpha/(m.Alpha+t), m.R)*h)
}

func TestExpected_IsTheClosedForm(t *testing.T) {
	checked := 0
	for _, m := range randomModels(41, 400) {
		if m.A+m.B < 1.2 || math.Abs(m.A-1) < 0.05 {
			continue
		}
		for _, window := range []float64{0.1, 5, 60} {
			want := equation9(m, window)
			near(t, "E[X(t)]", m.Expected(window), want, 1e-8*want+1e-11)
			checked++
		}
	}
	if checked < 600 {
		t.Errorf("only %d values", checked)
	}
}

func TestExpected_SumAndIntegralAgree(t *testing.T) {
	models := append(randomModels(42, 200),
		BGNBD{R: 0.24, Alpha: 4.4, A: 1, B: 2},         // a pole of the closed form
		BGNBD{R: 0.24, Alpha: 4.4, A: 0.5, B: 0.5},     // another
		BGNBD{R: 0.24, Alpha: 4.4, A: 0.01, B: 0.3},    // hardly anybody leaves
		BGNBD{R: 2000.2, Alpha: 1000, A: 0.8, B: 2002}, // a customer with 2000 purchases
		BGNBD{R: 2000.2, Alpha: 40, A: 0.8, B: 2002},
	)
	for _, m := range models {
		for _, window := range []float64{0.001, 1, 39, 1000} {
			odds := window / m.Alpha
			sum := m.expectedBySum(odds)
			near(t, "E[X(t)]", m.expectedByIntegral(odds), sum, 1e-9*sum)
		}
	}
}

func TestExpected_MeanOfTheMassFunction(t *testing.T) {
	for _, m := range randomModels(43, 100) {
		const window = 8
		total, mean := 0.0, 0.0
		for n := 0; n < 20_000 && total < 1-1e-13; n++ {
			p := m.Probability(n, window)
			if p < 0 || p > 1 {
				t.Fatalf("%+v: P(X = %d) = %v", m, n, p)
			}
			total += p
			mean += float64(n) * p
		}
		near(t, "sum of probabilities", total, 1, 1e-9)
		near(t, "mean", m.Expected(window), mean, 1e-8*mean)
	}
}

// equation8 is the paper's own form of the mass function.
func equation8(m BGNBD, n int, t float64) float64 {
	lgamma := func(x float64) float64 { v, _ := math.Lgamma(x); return v }
	z := t / (m.Alpha + t)
	term := func(j float64) float64 {
		return math.Exp(lgamma(m.R+j)-lgamma(m.R)-lgamma(j+1)) * math.Pow(1-z, m.R) * math.Pow(z, j)
	}
	k := float64(n)
	p := mathext.Beta(m.A, m.B+k) / mathext.Beta(m.A, m.B) * term(k)
	if n > 0 {
		rest := 1.0
		for j := range n {
			rest -= term(float64(j))
		}
		p += mathext.Beta(m.A+1, m.B+k-1) / mathext.Beta(m.A, m.B) * rest
	}
	return p
}

func TestProbability_IsThePublishedForm(t *testing.T) {
	for _, m := range randomModels(44, 100) {
		for n := range 12 {
			near(t, "P(X(t) = n)", m.Probability(n, 7), equation8(m, n, 7), 1e-11)
		}
	}
}

func TestAtLeast_HoldsForShapesNearZero(t *testing.T) {
	// Incomplete beta functions of mpmath, at 40 digits.
	for _, test := range []struct{ count, shape, logOdds, want float64 }{
		{423.452, 0.00281543, 11.577936, 0.013866713230647757},
		{3, 0.0001, 0.5, 1.5790253186480985e-5},
		{10, 0.05, 2.0, 0.0082468367855187765},
		{40, 1e-06, 5.0, 9.9847084681282031e-7},
		{1, 0.01, 8.0, 0.076886749799226835},
		{2000, 0.02, 7.0, 0.0012911272395318962},
		{5, 0.099, -2.0, 6.3953387355121718e-7},
		{12, 0.03, 10.0, 0.18950501806405556},
	} {
		got := BGNBD{R: test.shape}.wants(test.count, math.Exp(test.logOdds))
		near(t, "P(K ≥ k)", got, test.want, 1e-13+1e-9*test.want)
	}
}
