package btyd

import (
	"errors"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestEdge_AnswersAreFiniteForEveryCustomer(t *testing.T) {
	customers := []Customer{
		{}, {Age: 1e-9}, {Age: 1000},
		{X: 1, Recency: 1e-9, Age: 1e-9}, {X: 1, Recency: 1e-9, Age: 1000}, {X: 1, Recency: 1000, Age: 1000},
		{X: 2000, Recency: 1, Age: 1000}, {X: 2000, Recency: 1000, Age: 1000}, {X: 2000, Recency: 1e-6, Age: 1e-6},
		{X: 500, Recency: 499, Age: 500},
	}
	eachFamily(t, func(t *testing.T, f Family) {
		windows := []float64{-1, 0, 1e-9, 1, 1000, math.Inf(1)}
		for _, m := range append(lawfulModels(t, f), extremes(t, f)...) {
			for _, window := range windows {
				checkProbabilities(t, m, window)
			}
			for _, c := range customers {
				for _, window := range windows {
					checkAnswers(t, m, c, window)
				}
				checkChances(t, m, c, 1e-6)
				if ll := m.LogLikelihood(compress(t, []Customer{c})); !finite(ll) {
					t.Errorf("%+v %+v: log-likelihood %v", m, c, ll)
				}
			}
		}
	})
}

func lawfulModels(t *testing.T, f Family) []Model {
	var models []Model
	for _, m := range someOf(t, f, 51, 5) {
		models = append(models, m.storied)
	}
	return models
}

// extremes have parameters as a search meets them on its way: each a factor of
// 160,000 above or below the ordinary.
func extremes(t *testing.T, f Family) []Model {
	centre := f.any.start(shop(t, 500))
	var models []Model
	// Every fifth corner has each parameter at both ends.
	step := sized(t, "one corner of so many", 5, 1)
	for corner := 0; corner < 1<<len(centre); corner += step {
		logs := slices.Clone(centre)
		for i := range logs {
			logs[i] += 12 * float64(2*(corner>>i&1)-1)
		}
		models = append(models, f.any.at(logs))
	}
	return models
}

func checkAnswers(t *testing.T, m Model, c Customer, window float64) {
	t.Helper()
	alive, mean := m.PAlive(c), m.ExpectedFor(c, window)
	lo, hi := m.Interval(c, window, 0.9)
	if !(alive >= 0 && alive <= 1) || !finite(mean) || mean < 0 || !finite(lo, hi) || lo < 0 || lo > hi {
		t.Errorf("%+v %+v t %v: alive %v, mean %v, %v to %v", m, c, window, alive, mean, lo, hi)
	}
	if window <= 0 && (mean != 0 || lo != 0 || hi != 0) {
		t.Errorf("%+v %+v: %v in no time, %v to %v", m, c, mean, lo, hi)
	}
	if lo, hi := m.Interval(c, window, 1); !finite(lo, hi) || lo > hi {
		t.Errorf("%+v %+v t %v: all lie in %v to %v", m, c, window, lo, hi)
	}
}

// checkProbabilities is of newcomers, of whom no customer's history tells.
func checkProbabilities(t *testing.T, m Model, window float64) {
	t.Helper()
	for _, n := range []int{-1, 0, 1, 2000} {
		if p := m.Probability(n, window); !(p >= 0 && p <= 1) {
			t.Errorf("%+v: P(X(%v) = %d) = %v", m, window, n, p)
		}
	}
}

func checkChances(t *testing.T, m Model, c Customer, window float64) {
	t.Helper()
	for n, chance := range m.Chances(c, window) {
		if !(chance >= 0 && chance <= 1) {
			t.Errorf("%+v %+v t %v: P(Y = %d) = %v", m, c, window, n, chance)
		}
	}
}

func TestExpected_TakesAnyTime(t *testing.T) {
	for _, window := range []float64{math.Inf(1), math.NaN(), math.Inf(-1), 1e300} {
		if got := published().Expected(window); !finite(got) {
			t.Errorf("E[X(%v)] = %v", window, got)
		}
	}
	// With a > 1 all leave in the end, after (a+b−1)/(a−1) purchases on average,
	// the last of them the one after which they go.
	m := BGNBD{R: 2, Alpha: 3, A: 3, B: 4}
	near(t, "in a very long time", m.Expected(1e9), 6.0/2, 1e-6)
}

// The reason for sums of our own in place of the papers' ₂F₁: for who bought
// often the closed form is 0 · ∞, and near a = 1 it loses half of its digits.
func TestClosedForm_IsNotUsableForManyPurchases(t *testing.T) {
	often := published().prospect(Customer{X: 2000, Recency: 40, Age: 40}).going
	if got := equation9(often, 39); finite(got) {
		t.Errorf("the closed form gives %v: the sum could be replaced", got)
	}
	exact := often.expectedByIntegral(39 / often.Alpha)
	near(t, "our sum", often.Expected(39), exact, 1e-10*exact)

	nearPole := BGNBD{R: 2002, Alpha: 1005, A: 1.0001, B: 2002}
	exact = nearPole.expectedByIntegral(1 / nearPole.Alpha)
	near(t, "our sum", nearPole.Expected(1), exact, 1e-11*exact)
	if off := math.Abs(equation9(nearPole, 1)/exact - 1); off < 1e-8 {
		t.Errorf("the closed form is off by %v only", off)
	}
}

func repeat(n int, c Customer) []Customer {
	all := make([]Customer, n)
	for i := range all {
		all[i] = c
	}
	return all
}

func TestEdge_FitRefusesWithTheReason(t *testing.T) {
	tests := map[string]struct {
		customers []Customer
		want      error
		sentence  string
	}{
		"nobody":             {nil, ErrTooFew, "0, at least 20"},
		"one":                {repeat(1, Customer{X: 2, Recency: 1, Age: 3}), ErrTooFew, "1, at least 20"},
		"one who buys a lot": {repeat(1, Customer{X: 2000, Recency: 499, Age: 500}), ErrTooFew, "1, at least 20"},
		"nobody came back":   {append(repeat(50, Customer{Age: 5}), repeat(50, Customer{Age: 9})...), ErrNobodyRepeats, "0 of 100"},
		"all came today":     {repeat(50, Customer{}), ErrNobodyRepeats, "0 of 50"},
		"three came back":    {append(repeat(50, Customer{Age: 5}), repeat(3, Customer{X: 1, Recency: 2, Age: 9})...), ErrNobodyRepeats, "3 of 53"},
		"all are identical":  {repeat(50, Customer{X: 2, Recency: 1, Age: 3}), ErrAllSame, "all 50 have x 2, recency 1, age 3"},
	}
	eachFamily(t, func(t *testing.T, f Family) {
		for name, test := range tests {
			_, err := f.Fit(compress(t, test.customers), Options{})
			if !errors.Is(err, test.want) || !strings.Contains(err.Error(), test.sentence) ||
				!strings.Contains(err.Error(), "fitting "+f.Name+": ") {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestCompress_RefusesWhatNoCustomerCanBe(t *testing.T) {
	for name, bad := range map[string]Customer{
		"not a number":          {X: math.NaN()},
		"infinite":              {Age: math.Inf(1)},
		"half a purchase":       {X: 0.5, Recency: 1, Age: 2},
		"fewer than none":       {X: -1},
		"more than anybody":     {X: 1e9, Recency: 1, Age: 2},
		"last after the end":    {X: 1, Recency: 3, Age: 2},
		"last without repeat":   {Recency: 1, Age: 2},
		"repeat at the first":   {X: 1, Age: 2},
		"last before the first": {X: 1, Recency: -1, Age: 2},
	} {
		_, err := Compress([]Customer{{Age: 1}, bad})
		if !errors.Is(err, ErrBadStatistics) || !strings.Contains(err.Error(), "1 of 2 rows; the first is row 2") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Merge([]Group{{Customer: Customer{Age: 1}, Count: -1}}); !errors.Is(err, ErrBadStatistics) {
		t.Errorf("count below 0: %v", err)
	}
}

func hardCohorts() map[string][]simulated {
	heavy := BGNBD{R: 3, Alpha: 3, A: 0.2, B: 60}.simulateCohort(3, 2000, 500, 0)
	oneDay := published().simulateCohort(4, 2000, 39, 0)
	for i := range oneDay {
		oneDay[i].customer.Age = 39
	}
	today := published().simulateCohort(4, 500, 39, 0)
	for _, c := range repeat(500, Customer{}) {
		today = append(today, simulated{customer: c})
	}
	return map[string][]simulated{
		"up to 2000 purchases":   append(heavy, steady(1, Customer{X: 2000, Recency: 499, Age: 500})...),
		"one day of acquisition": oneDay,
		"half of them today":     today,
		"ages of a thousand":     BGNBD{R: 0.3, Alpha: 900, A: 0.8, B: 2}.simulateCohort(5, 2000, 1000, 0),
		"nobody leaves":          BGNBD{R: 1, Alpha: 5, A: 1e-9, B: 5}.simulateCohort(6, 2000, 50, 0),
		"all leave at once":      BGNBD{R: 1, Alpha: 5, A: 1e9, B: 1}.simulateCohort(7, 2000, 50, 0),
		"half leave at first":    simulateCohort(MBGNBD{R: 1, Alpha: 5, A: 1e9, B: 1e9}, 7, 2000, 50, 0),
		"all alike":              BGNBD{R: 1e9, Alpha: 5e9, A: 1e9, B: 4e9}.simulateCohort(8, 2000, 50, 0),
		"two kinds":              append(steady(40, Customer{X: 1, Recency: 2, Age: 9}), steady(40, Customer{Age: 9})...),
		"the same dates":         append(steady(40, Customer{X: 1, Recency: 9, Age: 9}), steady(40, Customer{X: 3, Recency: 9, Age: 9})...),
		"regular as clockwork":   append(steady(40, Customer{X: 9, Recency: 9, Age: 9}), steady(40, Customer{X: 8, Recency: 8, Age: 8})...),
		"two hundred":            published().simulateCohort(9, 200, 39, 0),
	}
}

// steady are customers whose purchases are evenly apart.
func steady(n int, c Customer) []simulated {
	s := simulated{customer: c}
	if c.X > 0 {
		s.sumLog = c.X * math.Log(c.Recency/c.X)
	}
	return slices.Repeat([]simulated{s}, n)
}

func TestEdge_HardCohortsGiveFiniteNumbersAndASentence(t *testing.T) {
	cohorts := hardCohorts()
	names := slices.Sorted(maps.Keys(cohorts))
	// In the usual run each family has a third of the cohorts, and its neighbours
	// the others.
	step, first := sized(t, "one cohort of so many for each family", 3, 1), 0
	eachFamily(t, func(t *testing.T, f Family) {
		defer func() { first++ }()
		for i := first % step; i < len(names); i += step {
			name, all := names[i], cohorts[names[i]]
			cohort := cohortOf(t, all)
			fit, err := f.Fit(cohort, Options{})
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			checkFit(t, name, fit)
			// The parameters given are those that have the likelihood given, though
			// some ran off to 0 or infinity on the way.
			near(t, name+": log-likelihood", fit.LogLikelihood, fit.Model.LogLikelihood(cohort), 1e-9*(1+math.Abs(fit.LogLikelihood)))
			checkProbabilities(t, fit.Model, 39)
			checkProbabilities(t, fit.Model, 0)
			for _, s := range all[:8] {
				checkAnswers(t, fit.Model, s.customer, 39)
				checkAnswers(t, fit.Model, s.customer, 0)
				checkChances(t, fit.Model, s.customer, 1)
			}
			random := rand.New(rand.NewPCG(1, 1))
			for range 5 {
				drawn := fit.Drawn(random)
				checkAnswers(t, drawn, all[0].customer, 39)
				checkProbabilities(t, drawn, 39)
			}
		}
	})
}

// checkFit wants finite numbers, and a sentence where the data fix none.
func checkFit(t *testing.T, name string, fit Fit[Model]) {
	t.Helper()
	unknown := slices.ContainsFunc(fit.Parameters, func(p Parameter) bool { return p.Unknown })
	if !fit.Converged || (unknown && fit.Note == "") || !finite(fit.LogLikelihood) {
		t.Errorf("%s: %+v", name, fit.Estimate)
	}
	for _, p := range fit.Parameters {
		if !finite(p.Value, p.StandardError) || p.Value <= 0 || (p.StandardError > 0) == p.Unknown {
			t.Errorf("%s: %+v", name, p)
		}
	}
}

// The cohort on which the textbook programs end with NaN: up to 500 purchases
// in 500 days.
func TestEdge_ManyPurchasesOfManyCustomers(t *testing.T) {
	customers := sized(t, "customers", 15_000, 300_000)
	all := BGNBD{R: 0.6, Alpha: 6, A: 0.3, B: 6}.simulateCohort(12, customers, 500, 0)
	for i := range all {
		if all[i].customer.X > 500 {
			all[i] = steady(1, Customer{X: 500, Recency: 499, Age: 500})[0]
		}
	}
	all[0] = steady(1, Customer{X: 500, Recency: 499, Age: 500})[0]
	cohort := cohortOf(t, all)
	eachFamily(t, func(t *testing.T, f Family) {
		fit := fitted(t, f, cohort)
		checkFit(t, f.Name, fit)
		t.Logf("%d groups: %+v", len(cohort.groups), fit.Parameters)
		checkAnswers(t, fit.Model, all[0].customer, 500)
		checkProbabilities(t, fit.Model, 500)
	})
}
