package btyd

import (
	"encoding/csv"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"gonum.org/v1/gonum/mathext"
)

// simulate draws one customer from the story: phases that end at a gamma rate,
// every K-th of them with a purchase, and a coin after each purchase.
func (m BGCNBD) simulate(random *rand.Rand, age, future float64) simulated {
	return m.regular().simulate(random, age, future)
}

func (m MBGCNBD) simulate(random *rand.Rand, age, future float64) simulated {
	return m.regular().simulate(random, age, future)
}

func (m regular) simulate(random *rand.Rand, age, future float64) simulated {
	rate := gammaVariate(random, m.r) / m.alpha
	leave := betaVariate(random, m.a, m.b)
	s := simulated{customer: Customer{Age: age}, alive: true}
	if m.first == 1 && random.Float64() < leave {
		s.alive = false
		return s
	}
	for now := 0.0; ; {
		for range m.k {
			now += random.ExpFloat64() / rate
		}
		switch {
		case now > age+future:
			return s
		case now > age:
			s.future++
		default:
			s.customer.X++
			s.sumLog += math.Log(now - s.customer.Recency)
			s.customer.Recency = now
		}
		if random.Float64() < leave {
			s.alive = now > age
			return s
		}
	}
}

// regularModel is what the two models of this kind have besides the verbs.
func regularModel(first float64, k int, m BGNBD) Model {
	if first == 0 {
		return BGCNBD{K: k, R: m.R, Alpha: m.Alpha, A: m.A, B: m.B}
	}
	return MBGCNBD{K: k, R: m.R, Alpha: m.Alpha, A: m.A, B: m.B}
}

// The figures are quadratures over λ and p of what the story says of one
// customer: λ^kx e^(−λ t_x), times a Poisson number of phases below k in T − t_x
// and (1−p)^n, or p(1−p)^(n−1); the future from each phase by the Poisson
// distribution. Trapezoidal rules in log λ and in logit p, with SciPy 1.17.
func TestRegular_AgreesWithQuadratureOverRateAndChance(t *testing.T) {
	file, err := os.Open("testdata/cnbd-quadrature.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	reader := csv.NewReader(file)
	reader.Comment = '#'
	rows, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		v := make([]float64, len(row))
		for i, field := range row {
			if v[i], err = strconv.ParseFloat(field, 64); err != nil {
				t.Fatal(err)
			}
		}
		m := regularModel(v[0], int(v[1]), BGNBD{R: v[2], Alpha: v[3], A: v[4], B: v[5]})
		c := Customer{X: v[6], Recency: v[7], Age: v[8]}
		window := v[9]
		near(t, "log-likelihood", m.LogLikelihood(compress(t, []Customer{c})), v[10], 1e-10*(1+math.Abs(v[10])))
		near(t, "P(alive)", m.PAlive(c), v[11], 1e-10*v[11])
		near(t, "E[Y]", m.ExpectedFor(c, window), v[12], 1e-10*v[12])
		chances := m.Chances(c, window)
		near(t, "P(Y > 0)", 1-chances[0], v[13], 1e-12)
		near(t, "P(Y > 2)", 1-sum(chances[:min(3, len(chances))]), v[14], 1e-11)
	}
	if len(rows) != 60 {
		t.Errorf("%d customers", len(rows))
	}
}

// With one phase between two purchases nothing is left of the difference.
func TestRegular_WithOnePhaseIsTheModelWithoutRegularity(t *testing.T) {
	for i, m := range randomModels(71, 40) {
		customers := randomCustomers(uint64(i), 12)
		cohort := compress(t, customers)
		for first, plain := range []Model{m, MBGNBD(m)} {
			one := regularModel(float64(first), 1, m)
			want := plain.LogLikelihood(cohort)
			near(t, "log-likelihood", one.LogLikelihood(cohort), want, 1e-12*math.Abs(want))
			want = plain.Expected(20)
			near(t, "E[X(t)]", one.Expected(20), want, 1e-12*want)
			for n := range 12 {
				near(t, "P(X(t) = n)", one.Probability(n, 20), plain.Probability(n, 20), 1e-12)
			}
			for _, c := range customers {
				sameAnswers(t, c, one, plain)
			}
		}
	}
}

func sameAnswers(t *testing.T, c Customer, one, plain Model) {
	t.Helper()
	want := plain.PAlive(c)
	near(t, "P(alive)", one.PAlive(c), want, 1e-12*want)
	want = plain.ExpectedFor(c, 20)
	near(t, "E[Y]", one.ExpectedFor(c, 20), want, 1e-12*want)
	chances, wanted := one.Chances(c, 20), plain.Chances(c, 20)
	for n := range min(len(chances), len(wanted)) {
		near(t, "P(Y = n)", chances[n], wanted[n], 1e-12)
	}
	if d := len(chances) - len(wanted); d < -1 || d > 1 {
		t.Errorf("%d chances, want %d", len(chances), len(wanted))
	}
	for _, level := range []float64{0, 0.5, 0.8, 0.9} {
		lo, hi := one.Interval(c, 20, level)
		wantLo, wantHi := plain.Interval(c, 20, level)
		if lo != wantLo || hi != wantHi {
			t.Errorf("%+v %+v: %v to %v, want %v to %v", one, c, lo, hi, wantLo, wantHi)
		}
	}
	random, again := rand.New(rand.NewPCG(1, 1)), rand.New(rand.NewPCG(1, 1))
	for range 20 {
		if got, want := one.Draw(random, c, 20), plain.Draw(again, c, 20); got != want {
			t.Errorf("%+v %+v: drew %v, want %v", one, c, got, want)
		}
	}
}

func TestRegular_GradientIsTheSlopeForEveryNumberOfPhases(t *testing.T) {
	for i, m := range randomModels(72, 36) {
		cohort := compress(t, append(randomCustomers(uint64(i), 30), Customer{Age: 5}, Customer{X: 3, Recency: 4, Age: 4}))
		logs := []float64{math.Log(m.R), math.Log(m.Alpha), math.Log(m.A), math.Log(m.B)}
		bg, mbg := bgcnbdRecipe(1+i%12), mbgcnbdRecipe(1+i%12)
		checkGradient(t, logs, func(at, gradient []float64) float64 { return bg.sum(bg.at(at), cohort, gradient) })
		checkGradient(t, logs, func(at, gradient []float64) float64 { return mbg.sum(mbg.at(at), cohort, gradient) })
	}
}

// More phases are less chance: who bought on the dot and then stopped has left,
// and who is in the middle of a usual pause has not.
func TestRegular_ASilenceTellsMoreOfWhoBuysRegularly(t *testing.T) {
	m := BGNBD{R: 2, Alpha: 8, A: 0.6, B: 3}
	last := Customer{X: 10, Recency: 40, Age: 60} // every 4 weeks, and five of these are over
	pause := Customer{X: 10, Recency: 40, Age: 42}
	before, beforePause := 1.0, 0.0
	for _, k := range []int{1, 2, 4, 8, 12} {
		m.Alpha = 8 / float64(k) // the same time between purchases
		regular := regularModel(1, k, m)
		alive, inPause := regular.PAlive(last), regular.PAlive(pause)
		if alive >= before || inPause <= beforePause {
			t.Errorf("k %d: alive %v after %v, in the pause %v after %v", k, alive, before, inPause, beforePause)
		}
		before, beforePause = alive, inPause
	}
}

// As for every family, and with more phases than a fit looks for.
func TestRegular_AnswersAreFiniteForManyPhases(t *testing.T) {
	customers := []Customer{
		{}, {Age: 1e-9}, {Age: 1000}, {X: 1, Recency: 1e-9, Age: 1000}, {X: 1, Recency: 1000, Age: 1000},
		{X: 2000, Recency: 1, Age: 1000}, {X: 2000, Recency: 1e-6, Age: 1e-6},
	}
	extremes := append(randomModels(75, 2),
		BGNBD{R: 1e-6, Alpha: 1e-6, A: 1e-6, B: 1e-6}, BGNBD{R: 0.3, Alpha: 1e-6, A: 1e-6, B: 2})
	for _, m := range extremes {
		for _, k := range []int{0, 12, 100} {
			for _, c := range customers {
				if k == 100 && (c.X > 1 || c.Age > 0) {
					continue // it takes its time
				}
				checkFinite(t, regularModel(1, k, m), c)
			}
		}
	}
}

func checkFinite(t *testing.T, m Model, c Customer) {
	t.Helper()
	for _, window := range []float64{1e-9, 1000, math.Inf(1)} {
		alive, mean := m.PAlive(c), m.ExpectedFor(c, window)
		lo, hi := m.Interval(c, window, 0.9)
		if !(alive >= 0 && alive <= 1) || !finite(mean) || mean < 0 || !finite(lo, hi) || lo < 0 || lo > hi {
			t.Errorf("%+v %+v t %v: alive %v, mean %v, %v to %v", m, c, window, alive, mean, lo, hi)
		}
		if p := m.Probability(3, window); !(p >= 0 && p <= 1) {
			t.Errorf("%+v: P(X(%v) = 3) = %v", m, window, p)
		}
	}
	if ll := m.LogLikelihood(compress(t, []Customer{c})); !finite(ll) {
		t.Errorf("%+v %+v: log-likelihood %v", m, c, ll)
	}
}

// Σ_{j<k} (R)_j/j! u^j is (1−u)^−R times the chance of fewer than k events, and
// beyond 1e308 for many phases and purchases.
func TestRegular_PhasesDoNotOverflow(t *testing.T) {
	for _, test := range []struct {
		k int
		u float64
	}{{3, 0.4}, {12, 0.001}, {100, 0.01}, {1000, 0.1}, {1500, 0.1}} {
		const r = 7
		rates := newRisingPhases(test.k, r)
		rates.upTo(math.Ceil(9000 / float64(test.k)))
		shape := r + float64(test.k)*rates.x
		want := math.Log(mathext.RegIncBeta(shape, float64(test.k), 1-test.u)) - shape*math.Log1p(-test.u)
		got, _, _ := rates.alive(test.u)
		near(t, "log V", got, want, 1e-11*math.Abs(want))
		chances, again := phasesOf(test.k, shape, test.u)
		near(t, "log V", again, want, 1e-11*math.Abs(want))
		near(t, "chances", sum(chances), 1, 1e-12)
		high, _ := math.Lgamma(shape)
		low, _ := math.Lgamma(r)
		near(t, "log (r)_kx", rates.logTerm, high-low, 1e-12*high)
	}
}
