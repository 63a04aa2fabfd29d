package btyd

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mathext"
)

// simulate tosses the coin after the first purchase too.
func (m MBGNBD) simulate(random *rand.Rand, age, future float64) simulated {
	rate := gammaVariate(random, m.R) / m.Alpha
	leave := betaVariate(random, m.A, m.B)
	s := simulated{customer: Customer{Age: age}}
	now := 0.0
	for random.Float64() >= leave {
		now += random.ExpFloat64() / rate
		if now > age {
			s.alive = true
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
	}
	return s
}

func TestMBGNBD_LogLikelihoodIsThePublishedForm(t *testing.T) {
	lgamma := func(x float64) float64 { v, _ := math.Lgamma(x); return v }
	for i, bg := range randomModels(45, 100) {
		m := MBGNBD(bg)
		want := 0.0
		customers := randomCustomers(uint64(i), 10)
		for _, c := range customers {
			// The form of Batislam, Denizel, Filiztekin (2007), as the sum of two ways.
			before := lgamma(m.R+c.X) - lgamma(m.R) + m.R*math.Log(m.Alpha) - mathext.Lbeta(m.A, m.B)
			alive := mathext.Lbeta(m.A, m.B+c.X+1) - (m.R+c.X)*math.Log(m.Alpha+c.Age)
			gone := mathext.Lbeta(m.A+1, m.B+c.X) - (m.R+c.X)*math.Log(m.Alpha+c.Recency)
			want += before + math.Log(math.Exp(alive-gone)+1) + gone
		}
		near(t, "log-likelihood", m.LogLikelihood(compress(t, customers)), want, 1e-9*math.Abs(want))
	}
}

// The conditional expectation in closed form (Batislam, Denizel, Filiztekin
// 2007), good where a is not near 1 and the ₂F₁ converges.
func TestMBGNBD_ExpectedForIsTheClosedForm(t *testing.T) {
	checked := 0
	for i, bg := range randomModels(41, 200) {
		m := MBGNBD(bg)
		if math.Abs(m.A-1) < 0.05 {
			continue
		}
		for _, c := range randomCustomers(uint64(i), 3) {
			const window = 5
			if c.X > 20 {
				continue
			}
			z := window / (m.Alpha + c.Age + window)
			h := mathext.Hypergeo(m.R+c.X, m.B+c.X+1, m.A+m.B+c.X, z)
			want := (m.A + m.B + c.X) / (m.A - 1) *
				(1 - math.Pow((m.Alpha+c.Age)/(m.Alpha+c.Age+window), m.R+c.X)*h) * m.PAlive(c)
			near(t, "conditional", m.ExpectedFor(c, window), want, 1e-8*want+1e-11)
			checked++
		}
	}
	if checked < 200 {
		t.Errorf("only %d values", checked)
	}
}

func TestMBGNBD_EveryRandomStartReachesThePublishedOptimum(t *testing.T) {
	cohort := cdnowCohort(t)
	r := mbgnbdRecipe()
	f := r.objective(cohort, r.start(cohort))
	for i, start := range scatter(r.start(cohort), Options{Seed: 7, Starts: 21})[1:] {
		found, err := search(f, f, [][]float64{start})
		if err != nil {
			t.Fatal(err)
		}
		got := r.found(found, cohort.Customers())
		if !got.Converged {
			t.Errorf("start %d did not converge: %s", i, got.Note)
		}
		near(t, "log-likelihood", got.LogLikelihood, -9582.135715554, 1e-6)
		for j, want := range []float64{0.5248, 6.1831, 0.8914, 1.6140} {
			near(t, got.Parameters[j].Name, got.Parameters[j].Value, want, 0.5e-4+1e-9)
		}
	}
}

func TestMBGNBD_HoldoutIsPredictedAsPublished(t *testing.T) {
	fit, err := FitMBGNBD(cdnowCohort(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var total, off float64
	all := readCDNOW(t)
	for _, h := range all {
		want := fit.Model.ExpectedFor(h.customer, 39)
		total += want
		off += math.Abs(want - h.holdout)
	}
	near(t, "predicted total", total, 1576.7, 0.05)
	near(t, "mean absolute error", off/float64(len(all)), 0.7648, 0.00005)
}
