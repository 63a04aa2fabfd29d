package btyd

import (
	"errors"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
)

// graded lets customers of a model come in whose rates follow a covariate of
// the values given, in equal shares.
func graded(t testing.TB, m storied, gamma float64, values []float64, seed uint64, customers int) []Stratum {
	t.Helper()
	var strata []Stratum
	for i, z := range values {
		faster, ok := m.(rated).hastened(gamma * z).(storied)
		if !ok {
			t.Fatalf("%T has no story when hastened", m)
		}
		all := simulateCohort(faster, seed+uint64(i), customers/len(values), 52, 0)
		strata = append(strata, Stratum{Z: z, Cohort: cohortOf(t, all)})
	}
	return strata
}

func halves() []float64 { return []float64{-1, -0.5, 0, 0.5, 1} }

// whole is all customers of strata, with the rhythm of all their purchases.
func whole(t testing.TB, strata []Stratum) Cohort {
	t.Helper()
	var groups []Group
	var rhythm Rhythm
	for _, s := range strata {
		groups = append(groups, s.Groups()...)
		rhythm.Intervals += s.rhythm.Intervals
		rhythm.SumLog += s.rhythm.SumLog
	}
	cohort, err := Merge(groups)
	if err != nil {
		t.Fatal(err)
	}
	return cohort.WithRhythm(rhythm)
}

func stratified(t testing.TB, strata []Stratum) Strata {
	t.Helper()
	data, err := Stratify("size", strata)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func fittedCovariate(t testing.TB, plain Fit[Model], strata []Stratum) Fit[Covariate[Model]] {
	t.Helper()
	fit, err := FitCovariate(plain, stratified(t, strata))
	if err != nil {
		t.Fatal(err)
	}
	return fit
}

func gammaOf(fit Fit[Covariate[Model]]) Parameter { return fit.Parameters[len(fit.Parameters)-1] }

func TestCovariate_GammaComesBackFromTheStory(t *testing.T) {
	const gamma = 0.6
	eachFamily(t, func(t *testing.T, f Family) {
		m := someOf(t, f, 21, 1)[0]
		strata := graded(t, m.storied, gamma, halves(), 5, 8000)
		plain := fitted(t, f, whole(t, strata))
		fit := fittedCovariate(t, plain, strata)
		got := gammaOf(fit)
		t.Logf("%+v", fit.Estimate)
		near(t, "gamma", got.Value, gamma, 3*got.StandardError)
		if got.Name != "size" || got.Unknown || !(got.StandardError > 0.005 && got.StandardError < 0.06) || !fit.Converged {
			t.Errorf("gamma is %+v, converged %v", got, fit.Converged)
		}
		if statistic, p := LikelihoodRatio(plain.Estimate, fit.Estimate); !(statistic > 50) || !(p < 1e-10) {
			t.Errorf("the likelihood ratio is %v, p %v", statistic, p)
		}
		// Of slow buyers the model of all expects too much, and this one does not.
		var seen, expected float64
		for _, g := range strata[0].Groups() {
			seen += g.Count * g.X
			expected += g.Count * fit.Model.At(-1).Expected(g.Age)
		}
		near(t, "purchases of the slowest", expected/seen, 1, 0.08)
		if got, want := kOf(fit.Model.Model), kOf(plain.Model); got != want {
			t.Errorf("k is %d, of the plain fit %d", got, want)
		}
	})
}

func kOf(m Model) int {
	switch m := m.(type) {
	case BGCNBD:
		return m.K
	case MBGCNBD:
		return m.K
	}
	return 0
}

func TestCovariate_StandardErrorIsTheSpreadOfFits(t *testing.T) {
	const fits = 60
	var off, values []float64
	for seed := range uint64(fits) {
		strata := graded(t, published(), 0.4, halves(), 100*seed, 1500)
		got := gammaOf(fittedCovariate(t, fitted(t, Families()[0], whole(t, strata)), strata))
		off = append(off, (got.Value-0.4)/got.StandardError)
		values = append(values, got.Value)
	}
	mean, deviation := stat.MeanStdDev(off, nil)
	t.Logf("gamma %.4f on average, %.3f and %.3f standard errors", stat.Mean(values, nil), mean, deviation)
	near(t, "mean, in standard errors", mean, 0, 3/math.Sqrt(fits))
	near(t, "spread, in standard errors", deviation, 1, 3/math.Sqrt(2*fits))
}

func TestCovariate_WhatDoesNotMatterIsFoundAsOftenAsChanceHasIt(t *testing.T) {
	const fits = 60
	rare := 0.0
	for seed := range uint64(fits) {
		strata := graded(t, published(), 0, halves(), 1000+100*seed, 800)
		plain := fitted(t, Families()[0], whole(t, strata))
		fit := fittedCovariate(t, plain, strata)
		if _, p := LikelihoodRatio(plain.Estimate, fit.Estimate); p < 0.2 {
			rare++
		}
		if fit.LogLikelihood < plain.LogLikelihood-1e-7 {
			t.Errorf("seed %d: log-likelihood %v, without the covariate %v", seed, fit.LogLikelihood, plain.LogLikelihood)
		}
	}
	near(t, "share of p below 0.2", rare/fits, 0.2, 3*math.Sqrt(0.2*0.8/fits))
}

func TestCovariate_GradientIsTheSlopeOfTheLikelihood(t *testing.T) {
	eachFamily(t, func(t *testing.T, f Family) {
		random := rand.New(rand.NewPCG(17, 7))
		for i := range 10 {
			var strata []Stratum
			for _, z := range []float64{-1.7, 0.2, 3} {
				strata = append(strata, Stratum{Z: z, Cohort: compress(t, randomCustomers(uint64(3*i)+uint64(z+2), 25))})
			}
			data := stratified(t, strata)
			plain := Fit[Model]{Estimate: Estimate{Name: f.Name, Parameters: make([]Parameter, 4)}, logs: f.any.start(whole(t, strata)), at: f.any.at}
			r := covariateRecipe(plain, data)
			logs := r.start(data)
			for j := range logs {
				logs[j] += random.NormFloat64()
			}
			checkGradient(t, logs, func(at, gradient []float64) float64 { return r.sum(r.at(at), data, gradient) })
			near(t, "without a gradient", r.sum(r.at(logs), data, nil), r.sum(r.at(logs), data, make([]float64, 5)), 0)
		}
	})
}

func TestCovariate_LikelihoodIsTheModelsOwnOfEachStratum(t *testing.T) {
	eachFamily(t, func(t *testing.T, f Family) {
		strata := graded(t, someOf(t, f, 22, 1)[0].storied, 0.5, halves(), 9, 1000)
		// Without a rhythm nothing is added that the strata cannot have.
		fit := fittedCovariate(t, fitted(t, f, whole(t, strata).WithRhythm(Rhythm{})), strata)
		total := 0.0
		for _, s := range strata {
			total += fit.Model.At(s.Z).LogLikelihood(s.WithRhythm(Rhythm{}))
		}
		near(t, "log-likelihood", fit.LogLikelihood, total, 1e-8*math.Abs(total))
	})
}

func TestCovariate_ThatIsTheSameForAllLeavesThePlainModel(t *testing.T) {
	eachFamily(t, func(t *testing.T, f Family) {
		strata := graded(t, someOf(t, f, 23, 1)[0].storied, 0, []float64{1.5}, 3, 1000)
		plain := fitted(t, f, whole(t, strata))
		fit := fittedCovariate(t, plain, strata)
		if got := gammaOf(fit); !got.Unknown || got.Value != 0 || got.Name != "size" || fit.LogLikelihood != plain.LogLikelihood || fit.Note == "" {
			t.Errorf("%+v", fit.Estimate)
		}
		for _, z := range []float64{-3, 0, 1.5} {
			if fit.Model.At(z) != plain.Model {
				t.Errorf("at %v it is %+v, the plain one %+v", z, fit.Model.At(z), plain.Model)
			}
		}
		if drawn := fit.Drawn(rand.New(rand.NewPCG(1, 1))); drawn.Gamma != 0 || drawn.Model != plain.Drawn(rand.New(rand.NewPCG(1, 1))) {
			t.Errorf("drawn %+v", drawn)
		}
	})
}

// Another currency adds a number to the log of an amount, another base of the
// logarithm is another unit.
func TestCovariate_UnitAndOriginDoNotMatter(t *testing.T) {
	eachFamily(t, func(t *testing.T, f Family) {
		strata := graded(t, someOf(t, f, 24, 1)[0].storied, 0.5, halves(), 11, 2000)
		plain := fitted(t, f, whole(t, strata))
		one := fittedCovariate(t, plain, strata)
		other := slices.Clone(strata)
		for i := range other {
			other[i].Z = 7 * (other[i].Z + 60)
		}
		moved := fittedCovariate(t, plain, other)
		near(t, "log-likelihood", moved.LogLikelihood, one.LogLikelihood, 1e-6)
		near(t, "gamma", 7*gammaOf(moved).Value, gammaOf(one).Value, 1e-4)
		near(t, "its error", 7*gammaOf(moved).StandardError, gammaOf(one).StandardError, 1e-4)
		// The error of Alpha depends on where z = 0 is; those of the others do not.
		for _, p := range []int{0, 2, 3} {
			near(t, "error", moved.Parameters[p].StandardError, one.Parameters[p].StandardError, 1e-3*one.Parameters[p].Value)
		}
		for i := range strata {
			for _, c := range lawCustomers() {
				want := one.Model.At(strata[i].Z).ExpectedFor(c, 20)
				near(t, "prediction", moved.Model.At(other[i].Z).ExpectedFor(c, 20), want, 1e-4*want)
			}
		}
	})
}

func TestCovariate_OrderOfStrataAndThreadsDoNotMatter(t *testing.T) {
	eachFamily(t, func(t *testing.T, f Family) {
		strata := graded(t, someOf(t, f, 25, 1)[0].storied, 0.5, halves(), 13, 2000)
		plain := fitted(t, f, whole(t, strata))
		one := fittedCovariate(t, plain, strata)
		other := slices.Clone(strata)
		slices.Reverse(other)
		// A stratum in two parts, and one without anybody.
		groups := other[1].Groups()
		for i, part := range [][]Group{groups[100:], groups[:100]} {
			cohort, err := Merge(part)
			if err != nil {
				t.Fatal(err)
			}
			if i == 0 {
				other[1].Cohort = cohort
			} else {
				other = append(other, Stratum{Z: other[1].Z, Cohort: cohort}, Stratum{Z: 40})
			}
		}
		had := runtime.GOMAXPROCS(1)
		again := fittedCovariate(t, plain, other)
		runtime.GOMAXPROCS(had)
		if one.Model != again.Model || !slices.Equal(one.Parameters, again.Parameters) || one.LogLikelihood != again.LogLikelihood {
			t.Errorf("%+v, in another order %+v", one, again)
		}
		if data := stratified(t, other); data.Customers() != 2000 || len(data.Strata()) != 5 {
			t.Errorf("%v customers in %d strata", data.Customers(), len(data.Strata()))
		}
	})
}

// Nobody with z = 1 came back: their rate is 0 as far as the data tell, and
// gamma −∞.
func TestCovariate_ThatTheDataDoNotFixIsUnknown(t *testing.T) {
	strata := graded(t, published(), 0, []float64{0, 1}, 17, 1000)
	groups := strata[1].Groups()
	for i := range groups {
		groups[i].X, groups[i].Recency = 0, 0
	}
	cohort, err := Merge(groups)
	if err != nil {
		t.Fatal(err)
	}
	strata[1].Cohort = cohort
	fit := fittedCovariate(t, fitted(t, Families()[0], whole(t, strata)), strata)
	got := gammaOf(fit)
	if !got.Unknown || !(got.Value < -5) || got.StandardError != 0 || fit.Note == "" {
		t.Errorf("%+v, %q", got, fit.Note)
	}
	if expected := fit.Model.At(1).Expected(52); !(expected < 0.01) {
		t.Errorf("%v purchases are expected of them", expected)
	}
}

// Of each size half never came back, and the others all buy at the same rate:
// r and alpha run to infinity together, and the data know their ratio. Where one
// of them reaches the end of the search before the other, it is where it stopped
// that counts.
func TestCovariate_RatesThatHardlyDifferAreThoseOfTheData(t *testing.T) {
	const weeks = 70
	bought := map[float64]float64{-4: 123, 4: 18}
	var strata []Stratum
	for _, z := range []float64{-4, 4} {
		var customers []Customer
		for i := range 40 {
			c := Customer{Age: float64(weeks + i%7)}
			if i%2 == 0 {
				c.X, c.Recency = math.Round(bought[z]/weeks*c.Age), c.Age-float64(i%5)/7
			}
			customers = append(customers, c)
		}
		strata = append(strata, Stratum{Z: z, Cohort: compress(t, customers)})
	}
	eachFamily(t, func(t *testing.T, f Family) {
		plain := fitted(t, f, whole(t, strata))
		fit := fittedCovariate(t, plain, strata)
		total := 0.0
		for _, s := range strata {
			total += fit.Model.At(s.Z).LogLikelihood(s.Cohort)
			c := Customer{X: bought[s.Z], Recency: weeks, Age: weeks}
			near(t, f.Name+": purchases in as long again", fit.Model.At(s.Z).ExpectedFor(c, weeks), bought[s.Z], 0.06*bought[s.Z])
		}
		near(t, f.Name+": log-likelihood", fit.LogLikelihood, total, 1e-8*math.Abs(total))
		if f.Name != "Pareto/NBD" {
			return
		}
		// By hand: half leave at once, the others hardly ever; one rate a size.
		byHand := Covariate[ParetoNBD]{
			Model: ParetoNBD{R: 1e6, Alpha: 1e6 * weeks / math.Sqrt(bought[-4]*bought[4]), S: 0.03, Beta: 2e-9},
			Gamma: -math.Log(bought[-4]/bought[4]) / 8,
		}
		known := 0.0
		for _, s := range strata {
			known += byHand.At(s.Z).LogLikelihood(s.Cohort)
		}
		if fit.LogLikelihood < known-0.01 {
			t.Errorf("the greatest log-likelihood found is %.4f, and there is one of %.4f", fit.LogLikelihood, known)
		}
	})
}

func TestCovariate_DrawsAreAsWideAsTheStandardErrors(t *testing.T) {
	strata := graded(t, published(), 0.5, []float64{-2, 0, 4}, 19, 2000)
	fit := fittedCovariate(t, fitted(t, Families()[0], whole(t, strata)), strata)
	if fit.likely == nil {
		t.Error("where a parameter is vague, its ridge cannot be followed")
	}
	random := rand.New(rand.NewPCG(2, 2))
	var gammas, alphas []float64
	for range 4000 {
		drawn := fit.Drawn(random)
		gammas, alphas = append(gammas, drawn.Gamma), append(alphas, math.Log(drawn.Model.(BGNBD).Alpha))
	}
	mean, deviation := stat.MeanStdDev(gammas, nil)
	got := gammaOf(fit)
	near(t, "mean", mean, got.Value, 4*got.StandardError/math.Sqrt(4000))
	near(t, "spread", deviation, got.StandardError, 0.05*got.StandardError)
	// The mean of z is not 0, and Alpha is that at 0.
	alpha := fit.Parameters[1]
	mean, deviation = stat.MeanStdDev(alphas, nil)
	near(t, "log of alpha", mean, math.Log(alpha.Value), 4*deviation/math.Sqrt(4000))
	near(t, "its spread", deviation, alpha.StandardError/alpha.Value, 0.05*deviation)
	near(t, "alpha", fit.Model.Model.(BGNBD).Alpha, alpha.Value, 1e-9*alpha.Value)
	// The delta method by differences.
	slopes := make([]float64, len(fit.root))
	for i := range fit.logs {
		up, down := slices.Clone(fit.logs), slices.Clone(fit.logs)
		up[i], down[i] = up[i]+1e-4, down[i]-1e-4
		change := math.Log(fit.at(up).Model.(BGNBD).Alpha / fit.at(down).Model.(BGNBD).Alpha)
		for j := range slopes {
			slopes[j] += change / 2e-4 * fit.root[i][j]
		}
	}
	near(t, "error of alpha", alpha.StandardError, alpha.Value*floats.Norm(slopes, 2), 1e-6*alpha.Value)
}

// The sample is of the weight of the whole, in every stratum.
func TestStrata_ASampleHasTheWeightOfTheWhole(t *testing.T) {
	strata := graded(t, published(), 0.5, halves(), 23, 6000)
	strata = append(strata, Stratum{Z: 5, Cohort: compress(t, []Customer{{Age: 3}, {Age: 4}, {X: 1, Recency: 1, Age: 3}, {Age: 5}, {Age: 6}, {Age: 7}})})
	data := stratified(t, strata)
	small := data.thinned(100)
	if small.distinct() > 130 || small.Customers() != data.Customers() || len(small.strata) != len(data.strata) {
		t.Fatalf("%d groups of %v customers in %d strata", small.distinct(), small.Customers(), len(small.strata))
	}
	for i, s := range small.strata {
		weight := 0.0
		for _, g := range s.groups {
			weight += g.Count
		}
		near(t, "weight", weight, data.strata[i].customers, 1e-6*weight)
	}
}

func TestCovariate_RefusesWhatItCannotFit(t *testing.T) {
	strata := graded(t, published(), 0.5, halves(), 29, 500)
	plain := fitted(t, Families()[0], whole(t, strata))
	if _, err := Stratify("size", []Stratum{{Z: math.NaN()}}); !errors.Is(err, ErrBadStatistics) {
		t.Errorf("no number: %v", err)
	}
	if _, err := FitCovariate(plain, stratified(t, strata[1:])); !errors.Is(err, ErrBadStatistics) {
		t.Errorf("other customers: %v", err)
	}
	if _, err := FitCovariate(Fit[Model]{Model: plain.Model, Estimate: plain.Estimate}, stratified(t, strata)); !errors.Is(err, ErrNoRate) {
		t.Errorf("a fit that no fit has made: %v", err)
	}
	if _, err := FitCovariate(Fit[Model]{Model: stranger{}, Estimate: plain.Estimate, at: plain.at}, stratified(t, strata)); !errors.Is(err, ErrNoRate) {
		t.Errorf("a model without rates: %v", err)
	}
}

// stranger is a model that has no scale of rates.
type stranger struct{ Model }

// Wilks' theorem with the quantiles of any table of χ².
func TestLikelihoodRatio_IsThePublishedTable(t *testing.T) {
	for _, c := range []struct {
		more, statistic, p float64
	}{{1, 3.841459, 0.05}, {1, 6.634897, 0.01}, {2, 5.991465, 0.05}, {1, 0, 1}, {1, -4, 1}} {
		special := Estimate{LogLikelihood: -100, Parameters: make([]Parameter, 4)}
		general := Estimate{LogLikelihood: -100 + c.statistic/2, Parameters: make([]Parameter, 4+int(c.more))}
		statistic, p := LikelihoodRatio(special, general)
		near(t, "statistic", statistic, max(0, c.statistic), 1e-9)
		near(t, "p", p, c.p, 1e-6)
	}
}
