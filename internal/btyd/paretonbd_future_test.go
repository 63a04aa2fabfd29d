package btyd

import (
	"math"
	"math/rand/v2"
	"testing"
)

// wideParetoNBD spans more than companies have: shapes and scales over four or
// five powers of ten, customers with up to 2,000 purchases.
func wideParetoNBD(seed uint64, n int, each func(m ParetoNBD, c Customer, window float64)) {
	random := rand.New(rand.NewPCG(seed, 4))
	ten := func(low, high float64) float64 { return math.Pow(10, low+(high-low)*random.Float64()) }
	for range n {
		m := ParetoNBD{R: ten(-2, 2), Alpha: ten(-2, 3), S: ten(-2, 2), Beta: ten(-2, 3)}
		c := Customer{Age: ten(0, 3)}
		if random.Float64() < 0.7 {
			c.X, c.Recency = math.Ceil(ten(0, 3.3)), c.Age*random.Float64()
			if random.Float64() < 0.5 { // and is still there, as far as one can see
				c.Recency = c.Age * (1 - random.Float64()/(1+c.X))
			}
		}
		each(m, c, c.Age*ten(-2, 0.5))
	}
}

func TestParetoNBD_ChancesProbabilityAndMeanAgree(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 0))
	wideParetoNBD(1, 1000, func(m ParetoNBD, c Customer, window float64) {
		chances := m.Chances(c, window)
		sum, mean := 0.0, 0.0
		for n, p := range chances {
			sum += p
			mean += p * float64(n)
		}
		want := m.ExpectedFor(c, window)
		near(t, "sum", sum, 1, 3e-12)
		near(t, "mean", mean, want, 1e-8*(1+want))
		// The same by other ways: a quadrature of one number, and one of the time
		// of the purchase after it.
		alive, future := m.PAlive(c), m.given(c)
		n := random.IntN(len(chances))
		exactly := alive * future.Probability(n, window)
		if n == 0 {
			exactly += 1 - alive
		}
		near(t, "probability", exactly, chances[n], 1e-11)
		above := 0.0
		for _, p := range chances[n+1:] {
			above += p
		}
		near(t, "more", alive*future.exceeds(float64(n), window), above, 1e-11)
		if t.Failed() {
			t.Fatalf("%+v %+v in %v", m, c, window)
		}
	})
}

func TestParetoNBD_IntervalIsTheSameFromTheListAndWithoutIt(t *testing.T) {
	wideParetoNBD(2, 300, func(m ParetoNBD, c Customer, window float64) {
		alive, future := m.PAlive(c), m.given(c)
		for _, level := range []float64{0.5, 0.8, 0.9, 0.99} {
			tail := (1 - level) / 2
			lo, hi := m.Interval(c, window, level)
			above := func(n float64) float64 { return alive * future.exceeds(n, window) }
			if low, high := firstBelow(above, 1-tail), firstBelow(above, tail); low != lo || high != hi {
				t.Errorf("%+v %+v in %v: %v to %v, %v to %v", m, c, window, lo, hi, low, high)
			}
		}
	})
}

func TestParetoNBD_IntervalHoldsWhoeverBuysByTheMinute(t *testing.T) {
	// 100,000 purchases in 100 days, and nobody has reason to leave: in 1,000
	// days a million, give or take what the rate is uncertain by, 1/√100,000.
	m, c := ParetoNBD{R: 1, Alpha: 1, S: 1e-9, Beta: 1e6}, Customer{X: 100_000, Recency: 100, Age: 100}
	lo, hi := m.Interval(c, 1000, 0.9)
	want := m.ExpectedFor(c, 1000)
	spread := 1.645 * math.Sqrt(want*(1+1000.0/101))
	near(t, "lower end", lo, want-spread, 30)
	near(t, "upper end", hi, want+spread, 30)
	if got := len(m.Chances(c, 1000)); got > longestList {
		t.Errorf("a list of %d", got)
	}
}

func TestParetoNBD_ExpectationHasNoSeamAtOne(t *testing.T) {
	// Against the integral of the chance of being there, by the trapezoidal rule
	// in the log of 1 + t/β.
	for _, s := range []float64{1e-6, 0.5, 1 - 1e-5, 1 - 1e-10, 1, 1 + 1e-12, 1 + 1e-8, 1 + 1e-4, 3, 50} {
		m := ParetoNBD{R: 0.5, Alpha: 10, S: s, Beta: 7}
		const window, steps = 40.0, 20_000
		end := math.Log1p(window / m.Beta)
		sum := 0.0
		for i := range steps {
			v := end * (float64(i) + 0.5) / steps
			sum += math.Exp(v*(1-s)) * m.Beta * end / steps
		}
		near(t, "expected", m.Expected(window), m.R/m.Alpha*sum, 1e-6*sum)
	}
	at, beside := ParetoNBD{R: 1, Alpha: 1, S: 1, Beta: 7}, ParetoNBD{R: 1, Alpha: 1, S: 1 + 1e-9, Beta: 7}
	// The slope in s there is −β L²/2.
	growth := math.Log1p(40.0 / 7)
	near(t, "slope", (beside.Expected(40)-at.Expected(40))/1e-9, -7*growth*growth/2, 1e-4)
	near(t, "at one", at.Expected(40), 7*growth, 1e-14)
}

func TestParetoNBD_DrawsHaveTheChances(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 0))
	m, c := publishedParetoNBD(), Customer{X: 6, Recency: 30, Age: 34}
	chances := m.Chances(c, 40)
	const draws = 200_000
	counts := make([]float64, len(chances))
	for range draws {
		if n := int(m.Draw(random, c, 40)); n < len(counts) {
			counts[n]++
		}
	}
	statistic, degrees := 0.0, -1.0
	for n, p := range chances {
		if p*draws > 20 {
			statistic += (counts[n] - p*draws) * (counts[n] - p*draws) / (p * draws)
			degrees++
		}
	}
	// Four standard deviations of chi-squared.
	if statistic > degrees+4*math.Sqrt(2*degrees) {
		t.Errorf("chi-squared %v of %v degrees", statistic, degrees)
	}
}

func TestFitParetoNBD_SaysWhenNobodySeemsToLeave(t *testing.T) {
	faithful := simulateCohort(ParetoNBD{R: 1, Alpha: 5, S: 1e-9, Beta: 5}, 6, 3000, 50, 0)
	fit, err := FitParetoNBD(cohortOf(t, faithful), Options{})
	if err != nil {
		t.Fatal(err)
	}
	r, alpha, s, beta := fit.Parameters[0], fit.Parameters[1], fit.Parameters[2], fit.Parameters[3]
	if !fit.Converged || r.Unknown || alpha.Unknown || !s.Unknown || !beta.Unknown || fit.Note == "" {
		t.Errorf("%+v", fit.Estimate)
	}
	// What is predicted is as without leaving.
	c := Customer{X: 8, Recency: 20, Age: 40}
	near(t, "alive", fit.Model.PAlive(c), 1, 1e-6)
	near(t, "expected", fit.Model.ExpectedFor(c, 10), (r.Value+8)/(alpha.Value+40)*10, 1e-5)
}

// Anything goes that a fit may try (e^±25 around 1) and a cohort may hold.
func FuzzParetoNBD(f *testing.F) {
	f.Add(0.5, 2.0, -0.5, 2.0, 3.0, 0.5, 3.0, 1.0)
	f.Add(20.0, 20.0, -20.0, -20.0, 2000.0, 1.0, 6.0, 20.0)
	f.Add(-20.0, -20.0, 20.0, 20.0, 0.0, 0.0, -20.0, -20.0)
	f.Add(10.0, 20.0, -20.0, -20.0, 30.0, 1e-9, 10.0, 10.0)
	f.Fuzz(func(t *testing.T, r, alpha, s, beta, x, recency, age, window float64) {
		for _, v := range []float64{r, alpha, s, beta, x, recency, age, window} {
			if !finite(v) {
				return
			}
		}
		m := paretoNBDAt([]float64{math.Mod(r, 25), math.Mod(alpha, 25), math.Mod(s, 25), math.Mod(beta, 25)})
		c := Customer{X: math.Trunc(math.Abs(math.Mod(x, 5000))), Age: math.Exp(math.Mod(age, 12))}
		if c.X > 0 {
			c.Recency = c.Age * max(1e-12, math.Abs(math.Mod(recency, 1)))
		}
		ahead := math.Exp(math.Mod(window, 30))
		gradient := make([]float64, 4)
		value := m.sum(compress(t, []Customer{c}), gradient)
		alive, mean := m.PAlive(c), m.ExpectedFor(c, ahead)
		lo, hi := m.Interval(c, ahead, 0.9)
		worth, err := m.DiscountedWithin(c, ahead, 0.01)
		if !finite(value) || !finite(gradient...) || !(alive >= 0 && alive <= 1) || !finite(mean, lo, hi, worth) ||
			mean < 0 || lo < 0 || lo > hi || worth < 0 || worth > mean*(1+1e-9) || err != nil {
			t.Errorf("%+v %+v in %v: %v %v, alive %v, %v purchases, %v to %v, worth %v", m, c, ahead, value, gradient, alive, mean, lo, hi, worth)
		}
		for _, n := range []int{0, 1, 50} {
			if p := m.Probability(n, ahead); !(p >= 0 && p <= 1) {
				t.Errorf("%+v: P(X(%v) = %d) = %v", m, ahead, n, p)
			}
		}
	})
}
