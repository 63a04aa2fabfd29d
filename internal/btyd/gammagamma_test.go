package btyd

import (
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestFitGammaGamma_RecoversTheParametersOfASimulatedCohort(t *testing.T) {
	m := GammaGamma{P: 6, Q: 4, Gamma: 15}
	random := rand.New(rand.NewPCG(9, 9))
	var spends []Spend
	for range 50_000 {
		x := 1 + math.Floor(random.ExpFloat64()*3)
		nu := gammaVariate(random, m.Q) / m.Gamma
		spends = append(spends, Spend{X: x, Mean: gammaVariate(random, m.P*x) / nu / x})
	}
	fit, err := FitGammaGamma(compressSpends(t, spends), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{m.P, m.Q, m.Gamma} {
		p := fit.Parameters[i]
		t.Logf("%s %.4f ± %.4f, true %v", p.Name, p.Value, p.StandardError, want)
		near(t, p.Name, p.Value, want, 0.03*want)
	}
}

func TestFitGammaGamma_CurrencyDoesNotMatter(t *testing.T) {
	var dollars, cents []Spend
	for i, c := range randomCustomers(4, 500) {
		mean := c.Age + float64(i%7)
		dollars = append(dollars, Spend{X: c.X, Mean: mean})
		cents = append(cents, Spend{X: c.X, Mean: mean * 100})
	}
	one, err := FitGammaGamma(compressSpends(t, dollars), Options{})
	if err != nil {
		t.Fatal(err)
	}
	other, err := FitGammaGamma(compressSpends(t, cents), Options{})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "gamma", other.Model.Gamma, 100*one.Model.Gamma, 1e-6*other.Model.Gamma)
	near(t, "p", other.Model.P, one.Model.P, 1e-6*one.Model.P)
}

func TestExpectedSpend_LiesBetweenTheCustomerAndThePopulation(t *testing.T) {
	m := GammaGamma{P: 6.25, Q: 3.74, Gamma: 15.44}
	population, err := m.ExpectedSpend(0, 0)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "population", population, 6.25*15.44/2.74, 1e-12)
	last := population
	for x := 1.0; x < 1e6; x *= 10 {
		got, err := m.ExpectedSpend(x, 100)
		if err != nil {
			t.Fatal(err)
		}
		if !(last < got && got < 100) {
			t.Errorf("x %v: %v is not between %v and 100", x, got, last)
		}
		last = got
	}
	near(t, "with a million purchases", last, 100, 0.01)
}

func compressSpends(t testing.TB, spends []Spend) Spends {
	t.Helper()
	data, err := CompressSpends(spends)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestFitGammaGamma_RefusesWithTheReason(t *testing.T) {
	same := make([]Spend, 30)
	for i := range same {
		same[i] = Spend{X: 1 + float64(i%3), Mean: 25}
	}
	if _, err := FitGammaGamma(compressSpends(t, same), Options{}); !errors.Is(err, ErrAllSame) {
		t.Errorf("all the same: %v", err)
	}
	if _, err := FitGammaGamma(compressSpends(t, same[:3]), Options{}); !errors.Is(err, ErrTooFew) {
		t.Errorf("three customers: %v", err)
	}
	_, err := CompressSpends([]Spend{{X: 1, Mean: 5}, {X: 2, Mean: -3}, {}, {X: 1}})
	if !errors.Is(err, ErrBadSpend) || !strings.Contains(err.Error(), "2 of 4 customers; the first is row 2 with -3") {
		t.Errorf("spend below 0: %v", err)
	}
	if _, err := CompressSpends([]Spend{{X: 1, Mean: math.NaN()}}); !errors.Is(err, ErrBadStatistics) {
		t.Errorf("spend not a number: %v", err)
	}
}

func TestExpectedSpend_RefusesAnInfiniteMean(t *testing.T) {
	m := GammaGamma{P: 0.3, Q: 0.5, Gamma: 10}
	if _, err := m.ExpectedSpend(0, 0); !errors.Is(err, ErrNoMean) {
		t.Errorf("population: %v", err)
	}
	if got, err := m.ExpectedSpend(10, 20); err != nil || !finite(got) {
		t.Errorf("ten purchases: %v, %v", got, err)
	}
}
