package btyd

import (
	"math"
	"strings"
	"testing"
)

func TestFitBGCNBD_FindsPhasesAndParametersOfASimulatedCohort(t *testing.T) {
	for _, truth := range []BGCNBD{
		{K: 2, R: 1, Alpha: 2, A: 1, B: 2.5},
		{K: 3, R: 1.2, Alpha: 1.6, A: 0.9, B: 3},
	} {
		cohort := cohortOf(t, simulateCohort(truth, 1, 50_000, 78, 0))
		fit, err := FitBGCNBD(cohort, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if fit.Model.K != truth.K || !fit.Converged || fit.Note != "" {
			t.Errorf("%+v, true %+v", fit.Estimate, truth)
		}
		checkRecovered(t, fit.Estimate, []float64{truth.R, truth.Alpha, truth.A, truth.B})
	}
}

func TestFitMBGCNBD_FindsPhasesAndParametersOfASimulatedCohort(t *testing.T) {
	for _, truth := range []MBGCNBD{
		{K: 2, R: 1, Alpha: 2, A: 1, B: 2.5},
		{K: 3, R: 1.2, Alpha: 1.6, A: 0.9, B: 2.4},
	} {
		cohort := cohortOf(t, simulateCohort(truth, 2, 50_000, 156, 0))
		fit, err := FitMBGCNBD(cohort, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if fit.Model.K != truth.K || !fit.Converged || fit.Note != "" {
			t.Errorf("%+v, true %+v", fit.Estimate, truth)
		}
		checkRecovered(t, fit.Estimate, []float64{truth.R, truth.Alpha, truth.A, truth.B})
	}
}

// checkRecovered holds 3 %, and as one seed may be lucky, three standard errors.
func checkRecovered(t *testing.T, e Estimate, truth []float64) {
	t.Helper()
	for i, want := range truth {
		p := e.Parameters[i]
		t.Logf("%s %s %.4f ± %.4f, true %v", e.Name, p.Name, p.Value, p.StandardError, want)
		near(t, p.Name, p.Value, want, 0.03*want)
		near(t, p.Name+" in standard errors", (p.Value-want)/p.StandardError, 0, 3)
	}
}

// Every k comes back from 2,000 customers who buy that regularly, to within one
// where the next one is hardly any different.
func TestFitMBGCNBD_FindsHowRegularPeopleBuy(t *testing.T) {
	for k := 1; k <= mostRegular; k++ {
		truth := MBGCNBD{K: k, R: 1.5, Alpha: 6 / float64(k), A: 0.5, B: 4}
		fit, err := FitMBGCNBD(cohortOf(t, simulateCohort(truth, uint64(k), 2000, 80, 0)), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if off := fit.Model.K - k; (k <= 4 && off != 0) || off < -1 || off > 1 || !fit.Converged {
			t.Errorf("k %d, found %+v", k, fit.Estimate)
		}
		if fit.Model.K >= 10 != strings.HasSuffix(fit.Name, "-1"+string(rune('0'+fit.Model.K-10))) {
			t.Errorf("name %q of k %d", fit.Name, fit.Model.K)
		}
	}
}

// The likelihood that compares k is that of the times of all purchases: it
// integrates to 1 over the time of one purchase and the chance of none.
func TestLogLikelihood_IsADensityOfTimes(t *testing.T) {
	const age = 12.0
	for _, k := range []int{1, 2, 3, 5, 12} {
		for first := range 2 {
			m := regularModel(float64(first), k, BGNBD{R: 1.4, Alpha: 6 / float64(k), A: 0.8, B: 2})
			density := func(x, recency float64) float64 {
				c := compress(t, []Customer{{X: x, Recency: recency, Age: age}})
				if x == 1 {
					c = c.WithRhythm(Rhythm{Intervals: 1, SumLog: math.Log(recency)})
				}
				return math.Exp(m.LogLikelihood(c))
			}
			none := density(0, 0)
			near(t, "chance of none", none, m.Probability(0, age), 1e-12)
			one := 0.0
			const steps = 4000 // the midpoint rule
			for i := range steps {
				one += density(1, (float64(i)+0.5)*age/steps) * age / steps
			}
			near(t, "chance of one", one, m.Probability(1, age), 1e-6)
		}
	}
}

func TestCDNOW_PeopleBuyAtRandom(t *testing.T) {
	cohort := cdnowCohort(t).WithRhythm(cdnowRhythm(t))
	bg, err := FitBGCNBD(cohort, Options{})
	if err != nil {
		t.Fatal(err)
	}
	// No regularity, as BTYDplus finds too (its demo "cdnow"); and for k = 1 the
	// published log-likelihood of the BG/NBD.
	if bg.Model.K != 1 || bg.Name != "BG/CNBD-1" || !bg.Converged {
		t.Errorf("%+v", bg.Estimate)
	}
	near(t, "log-likelihood", bg.LogLikelihood, publishedLogLikelihood, 1e-6)
	for i, want := range []float64{published().R, published().Alpha, published().A, published().B} {
		near(t, bg.Parameters[i].Name, bg.Parameters[i].Value, want, 1e-4*want)
	}
	mbg, err := FitMBGCNBD(cohort, Options{})
	if err != nil {
		t.Fatal(err)
	}
	plain, err := FitMBGNBD(cohort, Options{})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "log-likelihood", mbg.LogLikelihood, plain.LogLikelihood, 1e-6)
	if mbg.Model.K != 1 || !mbg.Converged {
		t.Errorf("%+v", mbg.Estimate)
	}
	pairs, err := WheatMorrison(cdnowLastTwo(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("Wheat and Morrison: %+v", pairs)
	twice := 0.0
	for _, g := range cohort.Groups() {
		if g.X >= 2 {
			twice += g.Count
		}
	}
	if math.Abs(pairs.K-1) > 2*pairs.StandardError || pairs.Customers != twice {
		t.Errorf("regularity %+v of %v customers", pairs, twice)
	}
}

func TestFitBGCNBD_WithoutARhythmIsBGNBDAndSaysSo(t *testing.T) {
	cohort := compress(t, customersOf(BGCNBD{K: 3, R: 1, Alpha: 2, A: 1, B: 3}.regularCohort(4, 1500)))
	fit, err := FitBGCNBD(cohort, Options{})
	if err != nil {
		t.Fatal(err)
	}
	plain, err := FitBGNBD(cohort, Options{})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "log-likelihood", fit.LogLikelihood, plain.LogLikelihood, 1e-8)
	if fit.Model.K != 1 || !strings.Contains(fit.Note, "times between purchases") {
		t.Errorf("%+v", fit.Estimate)
	}
}

func (m BGCNBD) regularCohort(seed uint64, n int) []simulated {
	return simulateCohort(m, seed, n, 78, 0)
}

// A sample decides which k can be the one, and what is found is as if all had
// been searched for it.
func TestFitMBGCNBD_OfManyCustomersIsThatOfAllOfThem(t *testing.T) {
	truth := MBGCNBD{K: 2, R: 0.8, Alpha: 3, A: 0.6, B: 2}
	cohort := cohortOf(t, simulateCohort(truth, 3, 100_000, 39, 0))
	if cohort.distinct() < 2*regularitySample {
		t.Fatalf("%d groups are not many", cohort.distinct())
	}
	small := cohort.regularSample(regularitySample)
	near(t, "purchases of the sample", small.rhythm.Intervals, cohort.rhythm.Intervals, 0.002*cohort.rhythm.Intervals)
	fit, err := FitMBGCNBD(cohort, Options{})
	if err != nil {
		t.Fatal(err)
	}
	direct, err := mbgcnbdRecipe(2).fit(cohort, Options{})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "log-likelihood", fit.LogLikelihood, direct.LogLikelihood, 1e-6)
	if fit.Model.K != 2 || fit.Customers != 100_000 || !fit.Converged {
		t.Errorf("%+v", fit.Estimate)
	}
}

// The sample stops the trials, so it must know by how much k are worse. (Which k
// is the best of those tried, all customers say.)
func TestRegularSample_TellsHowTheLikelihoodChangesWithK(t *testing.T) {
	truth := MBGCNBD{K: 3, R: 0.8, Alpha: 2, A: 0.6, B: 2}
	cohort := cohortOf(t, simulateCohort(truth, 4, 100_000, 39, 0))
	small := cohort.regularSample(regularitySample)
	gain := func(c Cohort, k int) float64 {
		m := MBGCNBD{K: k, R: 0.8, Alpha: 6 / float64(k), A: 0.6, B: 2}
		return m.LogLikelihood(c) - truth.LogLikelihood(c)
	}
	for _, k := range []int{1, 2, 4, 6} {
		got, want := gain(small, k), gain(cohort, k)
		t.Logf("k %d: %.1f of the sample, %.1f of all", k, got, want)
		if !(want < 0) {
			t.Errorf("k %d is better than the truth by %v", k, want)
		}
		near(t, "loss", got, want, 0.05*math.Abs(want))
	}
}

func TestFitBGCNBD_FindsTheFewWhoCameBackAmongMany(t *testing.T) {
	few := BGCNBD{K: 4, R: 1, Alpha: 4, A: 0.5, B: 3}.regularCohort(3, 60)
	rhythm := cohortOf(t, few).rhythm
	customers := customersOf(few)
	for i := range 100_000 {
		customers = append(customers, Customer{Age: 1 + float64(i)/2000})
	}
	cohort := compress(t, customers).WithRhythm(rhythm)
	fit, err := FitBGCNBD(cohort, Options{})
	if err != nil {
		t.Fatal(err)
	}
	direct, err := bgcnbdRecipe(fit.Model.K).fit(cohort, Options{Starts: 20})
	if err != nil {
		t.Fatal(err)
	}
	if !fit.Converged || fit.Model.K < 3 || fit.Model.K > 5 {
		t.Errorf("%+v", fit.Estimate)
	}
	near(t, "log-likelihood", fit.LogLikelihood, direct.LogLikelihood, 1e-6)
}
