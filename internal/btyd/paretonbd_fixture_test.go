package btyd

import (
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"testing"
)

// oracle is a row of testdata/pareto-mpmath.csv: a model, a customer, and what
// mpmath gives for them with 60 digits and more. Likelihood and P(alive) are the
// ₂F₁ forms of [NOTE], computed twice, with 40 digits more the second time, and
// kept where 20 agree; the expectation is the closed form; the residual is
// Tricomi's Ψ, held against the generalised exponential integral; the
// probability is a quadrature. Among them are purchases by the thousand,
// α = β, s = 1, and parameters from 0.001 to 10,000.
type oracle struct {
	model                                                        ParetoNBD
	customer                                                     Customer
	window, rate                                                 float64
	n                                                            int
	logLikelihood, alive, expected, probability, discountedWorth float64
}

func readOracle(t testing.TB) []oracle {
	t.Helper()
	file, err := os.Open("testdata/pareto-mpmath.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []oracle
	for _, row := range rows[1:] {
		v := make([]float64, len(row))
		for i, field := range row {
			if v[i], err = strconv.ParseFloat(field, 64); err != nil {
				t.Fatal(err)
			}
		}
		all = append(all, oracle{
			model:    ParetoNBD{R: v[0], Alpha: v[1], S: v[2], Beta: v[3]},
			customer: Customer{X: v[4], Recency: v[5], Age: v[6]},
			window:   v[7], n: int(v[8]), rate: v[9],
			logLikelihood: v[10], alive: v[11], expected: v[12], probability: v[13], discountedWorth: v[14],
		})
	}
	return all
}

func TestParetoNBD_AgreesWithMpmath(t *testing.T) {
	all := readOracle(t)
	if len(all) < 300 {
		t.Fatalf("%d rows", len(all))
	}
	for _, o := range all {
		got := o.model.LogLikelihood(compress(t, []Customer{o.customer}))
		near(t, "log-likelihood", got, o.logLikelihood, 1e-12*(1+o.customer.X*20))
		near(t, "alive", o.model.PAlive(o.customer), o.alive, 5e-13*o.alive)
		near(t, "expected", o.model.ExpectedFor(o.customer, o.window), o.expected, 5e-13*o.expected)
		near(t, "probability", o.model.Probability(o.n, o.window), o.probability, 1e-8*o.probability+1e-300)
		near(t, "probability", o.model.Probability(o.n, o.window), o.probability, 1e-13)
		worth, err := o.model.DiscountedResidual(o.customer, o.rate)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "discounted", worth, o.discountedWorth, 5e-13*o.discountedWorth)
		if t.Failed() {
			t.Fatalf("%+v", o)
		}
	}
}

// Fewer nodes than nodesFor gives would show in a rule with twice as many.
func TestParetoNBD_TwiceTheNodesGiveTheSame(t *testing.T) {
	for _, o := range readOracle(t) {
		m, c := o.model, o.customer
		var rules legendre
		// A rule of another size at each number of nodes.
		var finer legendre
		for n := range mostNodes + 1 {
			finer[n] = rules.rule(min(2*n, mostNodes))
		}
		got, want := m.farewell(c, &rules), m.farewell(c, &finer)
		near(t, "log", got.logWeight, want.logWeight, 2e-13)
		for i, value := range []float64{got.gone, got.logRates, got.logLeaving, got.agedRates, got.agedLeaving, got.agedWhenGone} {
			other := []float64{want.gone, want.logRates, want.logLeaving, want.agedRates, want.agedLeaving, want.agedWhenGone}[i]
			near(t, "mean", value, other, 2e-13*(other+1e-3))
		}
		if t.Failed() {
			t.Fatalf("%+v", o)
		}
	}
}

func TestParetoNBD_DiscountingIsASumOfDiscountedPurchases(t *testing.T) {
	for _, o := range readOracle(t) {
		m, c := o.model, o.customer
		// All of the future is what comes within t and what comes after it.
		all, err := m.DiscountedResidual(c, o.rate)
		if err != nil {
			t.Fatal(err)
		}
		long, err := m.DiscountedWithin(c, 800/o.rate, o.rate)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "within a very long time", long, all, 1e-12*all)
		plain, err := m.DiscountedWithin(c, o.window, 0)
		if err != nil {
			t.Fatal(err)
		}
		want := m.ExpectedFor(c, o.window)
		near(t, "at no rate", plain, want, 1e-12*want)
		if t.Failed() {
			t.Fatalf("%+v", o)
		}
	}
	// Short periods weighed in their middle come near the integral, with an error
	// that falls as their square.
	m, c := publishedParetoNBD(), Customer{X: 4, Recency: 30, Age: 39}
	want, err := m.DiscountedWithin(c, 52, 0.003)
	if err != nil {
		t.Fatal(err)
	}
	sum, before := 0.0, 0.0
	const periods = 5200
	for i := range periods {
		upTo := m.ExpectedFor(c, float64(i+1)*52/periods)
		sum += (upTo - before) * math.Exp(-0.003*(float64(i)+0.5)*52/periods)
		before = upTo
	}
	near(t, "sum", sum, want, 1e-9*want)

	for _, rate := range []float64{0, -0.1, math.NaN(), math.Inf(1)} {
		if _, err := m.DiscountedResidual(c, rate); err == nil {
			t.Errorf("rate %v is taken", rate)
		}
	}
}
