package btyd

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mathext"
)

// donations are the 11,104 first-time donors of [FHS], table 1: x, t_x, and
// how many of them in 6 years.
func donations(t testing.TB) Cohort {
	t.Helper()
	var groups []Group
	for _, row := range [][3]float64{
		{6, 6, 1203}, {5, 6, 728}, {4, 6, 512}, {3, 6, 357}, {2, 6, 234}, {1, 6, 129},
		{5, 5, 335}, {4, 5, 284}, {3, 5, 225}, {2, 5, 173}, {1, 5, 119},
		{4, 4, 240}, {3, 4, 181}, {2, 4, 155}, {1, 4, 78}, {3, 3, 322}, {2, 3, 255}, {1, 3, 129},
		{2, 2, 613}, {1, 2, 277}, {1, 1, 1091}, {0, 0, 3464},
	} {
		groups = append(groups, Group{Customer: Customer{X: row[0], Recency: row[1], Age: 6}, Count: row[2]})
	}
	cohort, err := Merge(groups)
	if err != nil {
		t.Fatal(err)
	}
	return cohort
}

func publishedBGBB() BGBB { return BGBB{Alpha: 1.204, Beta: 0.750, Gamma: 0.657, Delta: 2.783} }

func TestBGBB_DonationsEndAtThePublishedOptimumFromEveryStart(t *testing.T) {
	cohort := donations(t)
	r := bgbbRecipe()
	centre := bgbbStart(cohort)
	f := r.objective(cohort, centre)
	for _, start := range scatter(centre, Options{Seed: 5, Starts: 21}) {
		found, err := search(f, f, [][]float64{start})
		if err != nil {
			t.Fatal(err)
		}
		fit := r.found(found, cohort.Customers())
		if !fit.Converged || fit.Note != "" {
			t.Errorf("from %v: %+v", start, fit.Estimate)
		}
		// [FHS] print −33,225.6 and three decimals of the parameters; the digits
		// beyond are from a Nelder-Mead search in Python.
		near(t, "log-likelihood", fit.LogLikelihood, -33225.58127434698, 1e-6)
		for i, want := range []float64{1.2035222, 0.7497163, 0.6567182, 2.7834424} {
			near(t, fit.Parameters[i].Name, fit.Parameters[i].Value, want, 1e-5*want)
			near(t, "published "+fit.Parameters[i].Name, fit.Parameters[i].Value, []float64{1.204, .750, .657, 2.783}[i], 0.0006)
		}
	}
	near(t, "log-likelihood of the printed parameters", publishedBGBB().LogLikelihood(cohort), -33225.5817545, 1e-6)
}

// The figures of the vignette of the R package BTYD ("Buy 'Til You Die"), for
// the parameters as it fits them, which are near the optimum and not at it.
func TestBGBB_PublishedPredictions(t *testing.T) {
	fit, err := FitBGBB(donations(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	m := fit.Model
	near(t, "donor A", m.ExpectedFor(Customer{Age: 6}, 10), 0.1302169, 2e-5)
	near(t, "donor B", m.ExpectedFor(Customer{X: 4, Recency: 5, Age: 6}, 10), 3.627858, 2e-4)
	// P(alive in 2002), table 6 of [FHS].
	for _, row := range []struct{ x, recency, want float64 }{{0, 0, 0.11}, {2, 4, 0.59}, {6, 6, 0.93}} {
		near(t, "P(alive in 2002)", m.PAlive(Customer{X: row.x, Recency: row.recency, Age: 6}), row.want, 0.005)
	}
}

// The closed forms of [FHS], to 40 digits in Python's mpmath: P(alive), the
// donations in 5 years, and those of all time at 10 % (DERT).
func TestBGBB_ClosedForms(t *testing.T) {
	m := publishedBGBB()
	for _, row := range []struct{ x, recency, alive, five, forever float64 }{
		{6, 6, 0.93040254237288, 3.7521156075998, 5.9086783195554},
		{5, 5, 0.52190828628042, 1.8125817366916, 2.8543796433987},
		{1, 5, 0.82806733602324, 1.0216658158279, 1.6088775739175},
		{2, 4, 0.5895141164337, 1.0573489419097, 1.6650699025937},
		{3, 3, 0.09497278938125, 0.2235082300486, 0.35197162647533},
		{1, 1, 0.06940809320655, 0.08563539833787, 0.1348551256045},
		{0, 0, 0.10801658416867, 0.072802877475043, 0.11464699618176},
	} {
		c := Customer{X: row.x, Recency: row.recency, Age: 6}
		near(t, "P(alive)", m.PAlive(c), row.alive, 1e-12)
		near(t, "five years", m.ExpectedFor(c, 5), row.five, 1e-11)
		forever, err := DiscountedPurchases(func(t float64) float64 { return m.ExpectedFor(c, t) }, 400, 0.1)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "DERT", forever, row.forever, 1e-11)
	}
	near(t, "E[X(10)]", m.Expected(10), 3.1788543264923, 1e-12)
}

// publishedMass is the paper's own form of the mass function.
func publishedMass(m BGBB, n, t int) float64 {
	choose := func(i int) float64 {
		return math.Exp(-math.Log(float64(i+1)) - mathext.Lbeta(float64(n+1), float64(i-n+1)))
	}
	buys := func(i int) float64 {
		return choose(i) * math.Exp(mathext.Lbeta(m.Alpha+float64(n), m.Beta+float64(i-n))-mathext.Lbeta(m.Alpha, m.Beta))
	}
	sum := buys(t) * math.Exp(mathext.Lbeta(m.Gamma, m.Delta+float64(t))-mathext.Lbeta(m.Gamma, m.Delta))
	for i := n; i < t; i++ {
		sum += buys(i) * math.Exp(mathext.Lbeta(m.Gamma+1, m.Delta+float64(i))-mathext.Lbeta(m.Gamma, m.Delta))
	}
	return sum
}

func randomBGBBs(seed uint64, n int) []BGBB {
	random := rand.New(rand.NewPCG(seed, 4))
	between := func(low, high float64) float64 { return low * math.Pow(high/low, random.Float64()) }
	models := make([]BGBB, n)
	for i := range models {
		models[i] = BGBB{Alpha: between(0.1, 20), Beta: between(0.1, 40), Gamma: between(0.05, 5), Delta: between(0.2, 40)}
	}
	return models
}

func TestBGBB_MassFunctionIsThePublishedFormWithTheModelsMean(t *testing.T) {
	for _, m := range randomBGBBs(61, 100) {
		const window = 17
		total, mean := 0.0, 0.0
		for n := range window + 1 {
			p := m.Probability(n, window)
			near(t, "P(X(t) = n)", p, publishedMass(m, n, window), 1e-10)
			total += p
			mean += float64(n) * p
		}
		near(t, "sum of probabilities", total, 1, 1e-12)
		near(t, "mean", mean, m.Expected(window), 1e-11*mean)
		if m.Probability(window+1, window) != 0 || m.Probability(-1, window) != 0 {
			t.Errorf("%+v: chances beyond the number of occasions", m)
		}
	}
}

// occasions is a history of n occasions, bought at where the bits are set.
func occasions(bits, n int) Customer {
	c := Customer{Age: float64(n)}
	for i := range n {
		if bits>>i&1 == 1 {
			c.X++
			c.Recency = float64(i + 1)
		}
	}
	return c
}

// Every history of six occasions, one by one: their chances add up to 1, and
// Bayes' rule over the histories of three more gives the futures.
func TestBGBB_AgreesWithTheEnumerationOfAllHistories(t *testing.T) {
	const past, ahead = 6, 3
	chance := func(m BGBB, bits, n int) float64 {
		return math.Exp(m.LogLikelihood(compress(t, []Customer{occasions(bits, n)})))
	}
	for _, m := range append(randomBGBBs(62, 20), publishedBGBB()) {
		total := 0.0
		for bits := range 1 << past {
			seen := chance(m, bits, past)
			total += seen
			var want [ahead + 1]float64
			for more := range 1 << ahead {
				n := int(occasions(more, ahead).X)
				want[n] += chance(m, bits|more<<past, past+ahead) / seen
			}
			c, mean := occasions(bits, past), 0.0
			for n, got := range m.Chances(c, ahead) {
				near(t, "chance", got, want[n], 1e-11)
				mean += float64(n) * want[n]
			}
			near(t, "expected", m.ExpectedFor(c, ahead), mean, 1e-11)
		}
		near(t, "all histories", total, 1, 1e-12)
	}
}

func TestBGBB_GradientIsTheSlopeOfTheLikelihood(t *testing.T) {
	random := rand.New(rand.NewPCG(63, 4))
	var customers []Customer
	for range 300 {
		customers = append(customers, publishedBGBB().simulate(random, float64(1+random.IntN(20)), 0).customer)
	}
	r := bgbbRecipe()
	f := r.objective(compress(t, customers), make([]float64, 4))
	for _, m := range randomBGBBs(64, 40) {
		logs := []float64{math.Log(m.Alpha), math.Log(m.Beta), math.Log(m.Gamma), math.Log(m.Delta)}
		gradient, spare := make([]float64, 4), make([]float64, 4)
		f(logs, gradient)
		for i := range logs {
			const step = 1e-5
			logs[i] += step
			up := f(logs, spare)
			logs[i] -= 2 * step
			down := f(logs, spare)
			logs[i] += step
			near(t, "slope", gradient[i], (up-down)/(2*step), 1e-5*(1+math.Abs(gradient[i])))
		}
	}
}

// simulate draws one customer from the story of the model, occasion by occasion.
func (m BGBB) simulate(random *rand.Rand, age, future float64) simulated {
	buys, leaves := betaVariate(random, m.Alpha, m.Beta), betaVariate(random, m.Gamma, m.Delta)
	s := simulated{customer: Customer{Age: age}}
	for at := 1.0; at <= age+future; at++ {
		if random.Float64() < leaves {
			return s
		}
		s.alive = at >= age+1
		if random.Float64() >= buys {
			continue
		}
		if at > age {
			s.future++
			continue
		}
		s.customer.X++
		s.customer.Recency = at
	}
	return s
}

func TestBGBB_RecoversTheParametersOfASimulatedCohort(t *testing.T) {
	random := rand.New(rand.NewPCG(65, 4))
	m := BGBB{Alpha: 1.2, Beta: 2.5, Gamma: 0.8, Delta: 9}
	var customers []Customer
	var alive, future, wantAlive, wantFuture, square float64
	for range 50_000 {
		s := m.simulate(random, float64(20+random.IntN(20)), 12)
		customers = append(customers, s.customer)
		if s.alive {
			alive++
		}
		want := m.ExpectedFor(s.customer, 12)
		future += s.future
		wantFuture += want
		wantAlive += m.PAlive(s.customer)
		square += (s.future - want) * (s.future - want)
	}
	near(t, "alive", alive, wantAlive, 4*math.Sqrt(50_000*0.25))
	near(t, "future purchases", future, wantFuture, 4*math.Sqrt(square))
	fit, err := FitBGBB(compress(t, customers), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{m.Alpha, m.Beta, m.Gamma, m.Delta} {
		p := fit.Parameters[i]
		t.Logf("%s %.4f ± %.4f, true %v", p.Name, p.Value, p.StandardError, want)
		near(t, p.Name, p.Value, want, min(0.06*want, 4*p.StandardError))
	}
}

func TestBGBB_DrawsHaveTheModelsChances(t *testing.T) {
	m, c := publishedBGBB(), Customer{X: 3, Recency: 4, Age: 6}
	random := rand.New(rand.NewPCG(66, 4))
	const draws = 200_000
	var counts [9]float64
	for range draws {
		counts[int(m.Draw(random, c, 8))]++
	}
	for n, chance := range m.Chances(c, 8) {
		near(t, "share", counts[n]/draws, chance, 4*math.Sqrt(chance/draws))
	}
}

func TestBGBB_LongHorizonsNeitherEndNorLoseDigits(t *testing.T) {
	direct := func(m BGBB, t float64) float64 {
		sum, there := 0.0, 1.0
		for j := 0.0; j < t; j++ {
			there *= (m.Delta + j) / (m.Gamma + m.Delta + j)
			sum += there
		}
		return sum
	}
	for _, m := range append(randomBGBBs(67, 50), BGBB{1, 1, 1, 3}, BGBB{1, 1, 1 + 1e-12, 3}, BGBB{1, 1, 1 - 1e-7, 3}) {
		want := direct(m, 300_000)
		near(t, "presence", m.presence(300_000), want, 1e-9*want)
		if forever := m.Expected(math.Inf(1)); !finite(forever) {
			t.Errorf("%+v: %v for all time", m, forever)
		}
	}
	// Half a chance for certain, and no leaving: 2^−3000 for none at all.
	m := BGBB{Alpha: 1e9, Beta: 1e9, Gamma: 1e-9, Delta: 1}
	total := 0.0
	for _, chance := range m.Chances(Customer{}, 3000) {
		total += chance
	}
	near(t, "chances of 3,000 occasions", total, 1, 1e-9)
	near(t, "none", m.Probability(0, 10), math.Pow(2, -10), 1e-8)
}

func TestFitBGBB_RefusesTimesThatAreNoOccasions(t *testing.T) {
	base := donations(t).Groups()
	for _, bad := range []Customer{{X: 1, Recency: 1.5, Age: 6}, {X: 3, Recency: 2, Age: 6}, {Age: 6.5}, {Age: 20_000}} {
		cohort, err := Merge(append(base, Group{Customer: bad, Count: 1}))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := FitBGBB(cohort, Options{}); !errors.Is(err, ErrBadStatistics) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	if _, err := FitBGBB(Cohort{}, Options{}); !errors.Is(err, ErrTooFew) {
		t.Errorf("nobody: %v", err)
	}
}
