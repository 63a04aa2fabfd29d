package btyd

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

func cdnowSpend() GammaGamma { return GammaGamma{P: 6.25, Q: 3.74, Gamma: 15.44} }

// The chance by the story: ν from the customer's posterior, gamma sums given ν.
func TestSpending_IsTheMixtureOverRateAndCount(t *testing.T) {
	m := cdnowSpend()
	for _, test := range []struct{ x, mean, expected float64 }{{0, 0, 1.2}, {3, 60, 2.5}, {40, 12, 9}} {
		chances := poissonChances(test.expected)
		s := m.Spending(chances, test.x, test.mean)
		shape, rate := m.P*test.x+m.Q, m.Gamma+test.x*test.mean
		for _, money := range []float64{1, 20, 75, 200, 1000} {
			given := func(nu float64) float64 {
				below := chances[0]
				for n := 1; n < len(chances); n++ {
					below += chances[n] * mathext.GammaIncReg(m.P*float64(n), nu*money)
				}
				return below * distuv.Gamma{Alpha: shape, Beta: rate}.Prob(nu)
			}
			// Twelve standard deviations and more; substitution keeps the end at 0 smooth.
			top := math.Sqrt((shape + 14*math.Sqrt(shape) + 40) / rate)
			want := quad.Fixed(func(r float64) float64 { return given(r*r) * 2 * r }, 0, top, 400, quad.Legendre{}, 0)
			near(t, "P(S ≤ s)", s.AtMost(money), want, 1e-9)
		}
	}
}

func poissonChances(mean float64) []float64 {
	var chances []float64
	for n := 0.0; n < 20*(1+mean); n++ {
		chances = append(chances, distuv.Poisson{Lambda: mean}.Prob(n))
	}
	return chances
}

func TestSpending_QuantilesInvertTheChances(t *testing.T) {
	random := rand.New(rand.NewPCG(71, 5))
	between := func(low, high float64) float64 { return low * math.Pow(high/low, random.Float64()) }
	for range 2000 {
		m := GammaGamma{P: between(0.05, 5000), Q: between(0.1, 5000), Gamma: between(1e-3, 1e9)}
		x := math.Floor(between(1, 200)) - 1
		s := m.Spending(poissonChances(between(0.01, 60)), x, between(0.01, 1e6))
		for _, share := range []float64{0.05, 0.1, 0.5, 0.9, 0.95, 0.999} {
			money := s.Quantile(share)
			switch {
			case share <= s.chances[0]:
				if money != 0 {
					t.Errorf("%+v: %v below the chance not to buy: %v", m, share, money)
				}
			case !(money > 0) || !finite(money):
				t.Errorf("%+v x %v: quantile %v is %v", m, x, share, money)
			default:
				if got := s.AtMost(money); math.Abs(got-share) > 1e-7 {
					t.Errorf("%+v shape %v: quantile %v is %v, at most which have %v", m, s.shape, share, money, got)
				}
			}
		}
	}
}

// I_u(a, b) against another program of it.
func TestIncompleteBeta_IsGonums(t *testing.T) {
	random := rand.New(rand.NewPCG(72, 5))
	for range 5000 {
		a, b := math.Exp(9*random.Float64()-3), math.Exp(9*random.Float64()-3)
		u := random.Float64()
		density := math.Exp(a*math.Log(u) + b*math.Log1p(-u) - mathext.Lbeta(a, b))
		near(t, "I_u(a, b)", incompleteBeta(a, b, u, 1-u, density), mathext.RegIncBeta(a, b, u), 1e-11)
	}
}

func TestSpending_DrawsStayWithinTheIntervals(t *testing.T) {
	m, c := published(), Customer{X: 2, Recency: 30.43, Age: 38.86}
	for _, spend := range []Spend{{}, {X: 2, Mean: 55}} {
		s := cdnowSpend().Spending(m.Chances(c, 39), spend.X, spend.Mean)
		random := rand.New(rand.NewPCG(73, 5))
		const draws = 100_000
		for _, level := range []float64{0.8, 0.9} {
			lo, hi := s.Interval(level)
			below, above := 0.0, 0.0
			for range draws {
				switch money := s.Draw(random, m.Draw(random, c, 39)); {
				case money < lo:
					below++
				case money > hi:
					above++
				}
			}
			error := 4 * math.Sqrt((1-level)/2/draws)
			near(t, "above", above/draws, (1-level)/2, error)
			if lo != 0 || below != 0 {
				t.Errorf("who does not buy with more than a chance of %v: lower end %v", (1-level)/2, lo)
			}
		}
	}
}

func TestEvenSpending_IsTheIntervalOfCountsInMoney(t *testing.T) {
	m, c := published(), Customer{X: 22, Recency: 38, Age: 38.86}
	lo, hi := m.Interval(c, 39, 0.9)
	even := EvenSpending(m.Chances(c, 39), 12.5)
	from, to := even.Interval(0.9)
	if from != 12.5*lo || to != 12.5*hi {
		t.Errorf("%v to %v, counts %v to %v at 12.50", from, to, lo, hi)
	}
	if even.AtMost(to) < 0.95 || even.AtMost(to-0.01) >= 0.95 || even.Draw(nil, 3) != 37.5 {
		t.Errorf("at most %v: %v", to, even.AtMost(to))
	}
}

func TestSpending_IsProportionalToTheScale(t *testing.T) {
	m, chances := cdnowSpend(), poissonChances(2)
	lo, hi := m.SpendInterval(chances, 4, 30, 0.8)
	from, to := m.SpendInterval(chances, 4, 95, 0.8)
	factor := m.Scale(4, 95) / m.Scale(4, 30)
	near(t, "lower end", from, lo*factor, 1e-9*from)
	near(t, "upper end", to, hi*factor, 1e-9*to)
	if _, other := m.SpendInterval(chances, 4, -1, 0.8); other != m.Spending(chances, 0, 0).Quantile(0.9) {
		t.Errorf("all returned: up to %v, as if something were known", other)
	}
}

// A customer of fixed habits is a limit of the model: equal purchases, so that
// the spend is the count times the price.
func TestSpending_WhereAllSpendTheSameIsTheCountInMoney(t *testing.T) {
	const price = 20
	m := GammaGamma{P: 1e7, Q: 1e7, Gamma: price}
	chances := poissonChances(3)
	even := EvenSpending(chances, price)
	for _, share := range []float64{0.1, 0.3, 0.9, 0.95} {
		near(t, "quantile", m.Spending(chances, 0, 0).Quantile(share), even.Quantile(share), 0.1)
	}
}

func BenchmarkSpending_TwoIntervals(b *testing.B) {
	m, gg := published(), cdnowSpend()
	for _, c := range []Customer{{Age: 38}, {X: 2, Recency: 30, Age: 38}, {X: 12, Recency: 37, Age: 38}} {
		chances := m.Chances(c, 26)
		b.Run("", func(b *testing.B) {
			for b.Loop() {
				s := gg.Spending(chances, c.X, 35)
				s.Interval(0.8)
				s.Interval(0.9)
			}
		})
	}
}
