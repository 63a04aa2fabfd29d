package btyd

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// The same models by a random walk (Metropolis) over the likelihood times the
// prior, which knows of no ridge. BG/NBD with 300 customers is vague in a, b.
func TestDrawn_OfAVagueFitIsAMarkovChainsDraw(t *testing.T) {
	cohort := compress(t, customersOf(published().simulateCohort(12, 300, 39, 0)))
	fit, err := FitBGNBD(cohort, Options{})
	if err != nil {
		t.Fatal(err)
	}
	const draws = 2000
	got, places := make([]float64, draws), make([]float64, draws)
	random := rand.New(rand.NewPCG(91, 7))
	for i := range got {
		m := fit.Drawn(random)
		got[i], places[i] = m.Expected(78), math.Log(m.B)
	}
	if len(fit.likely.places) < 8 {
		t.Fatalf("%d places: nothing was vague", len(fit.likely.places))
	}
	const along = 3 // log b
	if fit.likely.places[0].root[along][along] != 0 {
		t.Fatal("not b is the vaguest")
	}
	weight := func(logs []float64) float64 {
		return -fit.likely.f(logs, make([]float64, 4)) - math.Log(math.Cosh((logs[along]-fit.likely.centre[along])/2))
	}
	at := slices.Clone(fit.logs)
	now := weight(at)
	var chain, chainPlaces []float64
	for step := range 40_000 {
		next := slices.Clone(at)
		// Along the covariance, and now and then far along the ridge.
		scale := 0.8
		if step%3 == 0 {
			scale = 1.8
		}
		shocks := make([]float64, 4)
		for i := range shocks {
			shocks[i] = scale * random.NormFloat64()
		}
		for i := range next {
			for j := range shocks {
				next[i] += fit.root[i][j] * shocks[j]
			}
		}
		if w := weight(next); math.Log(random.Float64()) < w-now {
			at, now = next, w
		}
		if step%10 == 9 {
			chain, chainPlaces = append(chain, bgnbdAt(at).Expected(78)), append(chainPlaces, at[along])
		}
	}
	slices.Sort(got)
	slices.Sort(chain)
	slices.Sort(places)
	slices.Sort(chainPlaces)
	for _, share := range []float64{0.05, 0.1, 0.5, 0.9, 0.95} {
		a, b := got[int(share*draws)], chain[int(share*float64(len(chain)))]
		t.Logf("%.2f: %.4f, chain %.4f", share, a, b)
		near(t, "purchases of a customer in 78 weeks", a, b, 0.06*b)
		a, b = places[int(share*draws)], chainPlaces[int(share*float64(len(chainPlaces)))]
		t.Logf("%.2f: log b %.4f, chain %.4f", share, a, b)
		near(t, "place on the ridge", a, b, 0.2)
	}
	if distinct := len(slices.Compact(places)); distinct < draws/2 {
		t.Errorf("%d values of b in %d draws", distinct, draws)
	}
}

// Pareto/NBD where the lives hardly tell how they differ: no drawn model is one
// that the data contradict, and the draws go as far as the data allow.
func TestDrawn_StaysOnTheRidgeOfParetoNBD(t *testing.T) {
	m := ParetoNBD{R: 0.4932, Alpha: 9.7958, S: 1.7456, Beta: 53.173}
	for _, seed := range []uint64{1003, 1019} {
		fit, err := FitParetoNBD(compress(t, customersOf(simulateCohort(m, seed, 1500, 39, 39))), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if off := seed == 1019; off != fit.Parameters[2].Unknown || off != (fit.Model.S > 1e6) {
			t.Errorf("seed %d: s %+v; one of the two was to run off to infinity", seed, fit.Parameters[2])
		}
		random := rand.New(rand.NewPCG(92, seed))
		const draws = 200
		sum, lowest, highest := 0.0, math.Inf(1), 0.0
		for range draws {
			drawn := fit.Drawn(random)
			logs := []float64{math.Log(drawn.R), math.Log(drawn.Alpha), math.Log(drawn.S), math.Log(drawn.Beta)}
			drop := fit.likely.f(logs, make([]float64, 4)) + fit.LogLikelihood
			sum += drop
			lowest, highest = min(lowest, drawn.S), max(highest, drawn.S)
			if drop > 14 {
				t.Errorf("seed %d: %+v is less likely by e^%.1f", seed, drawn, drop)
			}
		}
		// Half of a chi-square of four degrees: 2 in the mean.
		if mean := sum / draws; mean < 1 || mean > 3 {
			t.Errorf("seed %d: draws are less likely by e^%.2f in the mean", seed, mean)
		}
		if highest/lowest < 4 {
			t.Errorf("seed %d: s from %v to %v alone", seed, lowest, highest)
		}
	}
}
