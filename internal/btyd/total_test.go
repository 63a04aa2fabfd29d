package btyd

import (
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
)

// fittedBase is a base like that of CDNOW with its fits.
func fittedBase(t testing.TB, seed uint64, n int) ([]Member[Customer], Fit[BGNBD], Fit[GammaGamma]) {
	t.Helper()
	seen, all := acted(published(), cdnowSpend(), seed, n)
	fit, err := FitBGNBD(cohortOf(t, seen), Options{})
	if err != nil {
		t.Fatal(err)
	}
	spend, err := FitGammaGamma(spendsOf(t, all), Options{})
	if err != nil {
		t.Fatal(err)
	}
	return membersOf(all), fit, spend
}

// The same two doubts without any economy: a model drawn for each future, under
// it a draw for each customer. Models that expect infinite spends do not occur.
func TestForecastTotals_IsTheSimulationOfAllUnderDrawnModels(t *testing.T) {
	for _, n := range []int{800, 5000} { // all drawn, and a sample of them
		base, fit, spend := fittedBase(t, 3, n)
		totals := ForecastTotals(base, RuleOf(fit, 39), &spend, 1)
		random := rand.New(rand.NewPCG(81, 6))
		const futures = 400
		purchases, money := make([]float64, futures), make([]float64, futures)
		for k := range futures {
			m, gg := fit.Drawn(random), spend.Drawn(random)
			for _, member := range base {
				count := m.Draw(random, member.Customer, 39)
				purchases[k] += count
				money[k] += gg.Spending(nil, member.Spend.X, member.Spend.Mean).Draw(random, count)
			}
		}
		for _, test := range []struct {
			name  string
			got   Total
			drawn []float64
		}{{"purchases", totals.Purchases, purchases}, {"money", totals.Spend, money}} {
			slices.Sort(test.drawn)
			wide := test.drawn[futures*9/10] - test.drawn[futures/10]
			lo, hi := test.got.Interval(0.8)
			t.Logf("%d customers, %s: %.0f to %.0f, simulated %.0f to %.0f", n, test.name, lo, hi, test.drawn[futures/10], test.drawn[futures*9/10])
			// An end of 400 draws is known to some 4 % of the width, the width to 5.
			near(t, test.name+", lower end", lo, test.drawn[futures/10], 0.12*wide)
			near(t, test.name+", upper end", hi, test.drawn[futures*9/10], 0.12*wide)
			near(t, test.name+", width", hi-lo, wide, 0.15*wide)
		}
	}
}

func TestForecastTotals_NeitherOrderNorProcessorsMatter(t *testing.T) {
	base, fit, spend := fittedBase(t, 4, 5000)
	want := ForecastTotals(base, RuleOf(fit, 39), &spend, 7)
	shuffled := slices.Clone(base)
	rand.New(rand.NewPCG(82, 6)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	before := runtime.GOMAXPROCS(1)
	got := ForecastTotals(shuffled, RuleOf(fit, 39), &spend, 7)
	runtime.GOMAXPROCS(before)
	if !slices.Equal(got.Purchases.possible, want.Purchases.possible) || !slices.Equal(got.Spend.possible, want.Spend.possible) ||
		got.Purchases.Expected != want.Purchases.Expected || got.Spend.Expected != want.Spend.Expected {
		t.Error("other totals from other rows or one processor")
	}
	other := ForecastTotals(base, RuleOf(fit, 39), &spend, 8)
	if slices.Equal(other.Purchases.possible, want.Purchases.possible) {
		t.Error("the seed does nothing")
	}
}

func TestForecastTotals_ExpectsWhatTheModelsExpectOfEach(t *testing.T) {
	base, fit, spend := fittedBase(t, 5, 1200)
	var purchases, money float64
	for _, m := range base {
		expected := fit.Model.ExpectedFor(m.Customer, 26)
		each, err := spend.Model.ExpectedSpend(m.Spend.X, m.Spend.Mean)
		if err != nil {
			t.Fatal(err)
		}
		purchases += expected
		money += expected * each
	}
	totals := ForecastTotals(base, RuleOf(fit, 26), &spend, 1)
	near(t, "purchases", totals.Purchases.Expected, purchases, 1e-9*purchases)
	near(t, "money", totals.Spend.Expected, money, 1e-9*money)
	for _, total := range []Total{totals.Purchases, totals.Spend} {
		lo80, hi80 := total.Interval(0.8)
		lo90, hi90 := total.Interval(0.9)
		if !(0 < lo90 && lo90 < lo80 && lo80 < total.Expected && total.Expected < hi80 && hi80 < hi90) {
			t.Errorf("%v: 80 %% %v to %v, 90 %% %v to %v", total.Expected, lo80, hi80, lo90, hi90)
		}
	}
	even := ForecastTotals(base, RuleOf(fit, 26), nil, 1)
	own := 0.0
	for _, m := range base {
		own += fit.Model.ExpectedFor(m.Customer, 26) * m.Spend.Mean
	}
	near(t, "money at the customers' own means", even.Spend.Expected, own, 1e-9*own)
}

// A rule without models: everybody comes a Poisson number of times, for tens.
func TestForecastTotals_OfARuleOfOnesOwn(t *testing.T) {
	for _, n := range []int{900, 24_000} {
		rule := Rule[int]{
			Compare:  func(a, b int) int { return a - b },
			Expected: func(c int) float64 { return float64(c) },
			Chances:  func(c int) []float64 { return poissonChances(float64(c)) },
		}
		var base []Member[int]
		for i := range n {
			base = append(base, Member[int]{Customer: 1 + i%3, Spend: Spend{X: 1, Mean: 10}})
		}
		totals := ForecastTotals(base, rule, nil, 1)
		lo, hi := totals.Purchases.Interval(0.9)
		sum := 2 * float64(n)
		near(t, "lower end", lo, sum-1.645*math.Sqrt(sum), 0.25*math.Sqrt(sum))
		near(t, "upper end", hi, sum+1.645*math.Sqrt(sum), 0.25*math.Sqrt(sum))
		from, to := totals.Spend.Interval(0.9)
		near(t, "lower end of money", from, 10*lo, 1e-5)
		near(t, "upper end of money", to, 10*hi, 1e-5)
	}
}

// Chances may have another mean than the rule: whoever needs no model takes them
// from others. How wide the totals are is theirs, the middle is the rule's.
func TestForecastTotals_LieAroundWhatTheRuleExpects(t *testing.T) {
	often, seldom := poissonChances(9), poissonChances(4)
	rule := Rule[int]{
		Compare:  func(a, b int) int { return a - b },
		Expected: func(c int) float64 { return float64(c) },
		Chances: func(c int) []float64 {
			if c > 5 {
				return seldom
			}
			return often
		},
	}
	var base []Member[int]
	for i := range 1000 { // who buys seldom pays much
		base = append(base, Member[int]{Customer: 2 + 5*(i%2), Spend: Spend{X: 1, Mean: []float64{100, 1}[i%2]}})
	}
	totals := ForecastTotals(base, rule, nil, 1)
	near(t, "expected purchases", totals.Purchases.Expected, 4500, 1e-6)
	near(t, "expected money", totals.Spend.Expected, 103_500, 1e-6)
	for _, c := range []struct {
		total          Total
		middle, spread float64
	}{{totals.Purchases, 4500, math.Sqrt(500*9 + 500*4)}, {totals.Spend, 103_500, math.Sqrt(500 * 9 * 100 * 100)}} {
		lo, hi := c.total.Interval(0.8)
		near(t, "lower end", lo, c.middle-1.2816*c.spread, 0.25*c.spread)
		near(t, "upper end", hi, c.middle+1.2816*c.spread, 0.25*c.spread)
	}
}

// Where nothing is known of the spends, and no mean of them exists, what is told
// as expected is spent at the mean rate, and the interval is of the same.
func TestForecastTotals_WithoutAMeanSpendLieAroundTheSpendAtTheMeanRate(t *testing.T) {
	_, fit, _ := fittedBase(t, 7, 500)
	var base []Member[Customer]
	for i := range 600 {
		base = append(base, Member[Customer]{Customer: Customer{Age: float64(20 + i%19)}})
	}
	for _, q := range []float64{0.3, 0.6, 1} {
		wild := Fit[GammaGamma]{Model: GammaGamma{P: 2, Q: q, Gamma: 10}}
		totals := ForecastTotals(base, RuleOf(fit, 39), &wild, 1)
		lo, hi := totals.Spend.Interval(0.8)
		near(t, "money of a purchase", totals.Spend.Expected/totals.Purchases.Expected, 2*10/q, 1e-9)
		if !(lo < totals.Spend.Expected && totals.Spend.Expected < hi && hi < 2*totals.Spend.Expected) {
			t.Errorf("q = %v: %.0f, and 80 %% from %.0f to %.0f", q, totals.Spend.Expected, lo, hi)
		}
	}
}

// One customer out of 8,000 makes nearly all of the money, and of its doubt.
func TestForecastTotals_TheLargestAreDrawnOneByOne(t *testing.T) {
	once := poissonChances(1)
	rule := Rule[int]{
		Compare:  func(a, b int) int { return a - b },
		Expected: func(int) float64 { return 1 },
		Chances:  func(int) []float64 { return once },
	}
	base := make([]Member[int], 8000)
	for i := range base {
		base[i] = Member[int]{Customer: i, Spend: Spend{X: 1, Mean: 1}}
	}
	base[len(base)-1].Spend.Mean = 1e6
	lo, hi := ForecastTotals(base, rule, nil, 1).Spend.Interval(0.9)
	// Poisson with mean 1: nothing, or up to three.
	near(t, "lower end", lo, 8000, 1000)
	near(t, "upper end", hi, 3e6, 1e5)
}

func TestForecastTotals_OfNobodyIsNothing(t *testing.T) {
	_, fit, spend := fittedBase(t, 6, 300)
	nobody := ForecastTotals(nil, RuleOf(fit, 39), &spend, 1)
	if lo, hi := nobody.Spend.Interval(0.9); lo != 0 || hi != 0 {
		t.Errorf("%v to %v", lo, hi)
	}
	one := ForecastTotals([]Member[Customer]{{Customer: Customer{Age: 39}}}, RuleOf(fit, 39), &spend, 1)
	if lo, hi := one.Purchases.Interval(0.9); lo != 0 || !(hi >= 1) || !finite(hi) {
		t.Errorf("%v to %v", lo, hi)
	}
	// So wide a spread of rates that no mean exists: the totals are finite all the same.
	wild := Fit[GammaGamma]{Model: GammaGamma{P: 1, Q: 0.6, Gamma: 10}}
	base, fit, _ := fittedBase(t, 7, 500)
	lo, hi := ForecastTotals(base, RuleOf(fit, 39), &wild, 1).Spend.Interval(0.9)
	if !(0 < lo && lo < hi) || !finite(hi) {
		t.Errorf("%v to %v", lo, hi)
	}
	if lo, hi := (Total{possible: []float64{1, 2}}).Interval(math.NaN()); lo != 1.5 || hi != 1.5 {
		t.Errorf("no level: %v to %v", lo, hi)
	}
}

func BenchmarkForecastTotals_4000(b *testing.B) { benchmarkTotals(b, 4000) }

func BenchmarkForecastTotals_1000000(b *testing.B) { benchmarkTotals(b, 1_000_000) }

func benchmarkTotals(b *testing.B, n int) {
	_, fit, spend := fittedBase(b, 8, 4000)
	_, all := acted(published(), cdnowSpend(), 9, n)
	base := membersOf(all)
	for b.Loop() {
		ForecastTotals(base, RuleOf(fit, 39), &spend, 1)
	}
}
