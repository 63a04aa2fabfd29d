package survival_test

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"clientele/internal/survival"
)

// someSpans are up to a hundred spans with ties, censoring and counts; where
// late, some are watched from a later age on.
func someSpans(random *rand.Rand, late bool) []survival.Span {
	spans := make([]survival.Span, 1+random.IntN(100))
	for i := range spans {
		stop := random.IntN(30)
		spans[i] = survival.Span{Stop: float64(stop), Ended: random.IntN(3) > 0, Count: 1 + random.Int64N(3)}
		if late && stop > 1 && random.IntN(2) == 0 {
			spans[i].Start = float64(random.IntN(stop))
		}
	}
	return spans
}

const seeds = 300

func TestEstimate_IsTheProductOfNaiveCounts(t *testing.T) {
	for seed := range uint64(seeds) {
		spans := someSpans(rand.New(rand.NewPCG(seed, 1)), seed%2 == 1)
		for _, p := range estimate(t, spans).Points {
			want, greenwood := 1.0, 0.0
			for time := 0.0; time <= p.Time; time++ {
				risk, ended := 0.0, 0.0
				for _, s := range spans {
					if s.Stop >= time && (s.Start < time || s.Start == 0) {
						risk += float64(s.Count)
					}
					if s.Stop == time && s.Ended {
						ended += float64(s.Count)
					}
				}
				if ended > 0 {
					want *= 1 - ended/risk
					greenwood += ended / risk / (risk - ended)
				}
			}
			if math.Abs(p.Survival-want) > 1e-12 || !same(p.Greenwood, greenwood) && !math.IsInf(greenwood, 1) {
				t.Fatalf("seed %d at %v: S is %v and G %v, counted %v and %v", seed, p.Time, p.Survival, p.Greenwood, want, greenwood)
			}
		}
	}
}

func TestEstimate_WithoutCensoringIsTheEmpiricalDistribution(t *testing.T) {
	for seed := range uint64(seeds) {
		spans := someSpans(rand.New(rand.NewPCG(seed, 2)), false)
		for i := range spans {
			spans[i].Ended = true
		}
		curve := estimate(t, spans)
		n, left := float64(curve.Subjects), float64(curve.Subjects)
		for _, p := range curve.Points {
			left -= float64(p.Ended)
			share := left / n
			if math.Abs(p.Survival-share) > 1e-12 || share > 0 && !same(p.StandardError(), math.Sqrt(share*(1-share)/n)) {
				t.Fatalf("seed %d at %v: %v ± %v of %v that are left", seed, p.Time, p.Survival, p.StandardError(), share)
			}
		}
		if mean, err := curve.RestrictedMean(100); err != nil || !same(mean.Value, meanOf(spans)) {
			t.Fatalf("seed %d: the mean is %v (%v), of the times %v", seed, mean, err, meanOf(spans))
		}
	}
}

func meanOf(spans []survival.Span) float64 {
	total, count := 0.0, 0.0
	for _, s := range spans {
		total += s.Stop * float64(s.Count)
		count += float64(s.Count)
	}
	return total / count
}

func TestSpans_OrderAndCountsDoNotMatter(t *testing.T) {
	for seed := range uint64(seeds) {
		random := rand.New(rand.NewPCG(seed, 3))
		spans, others := someSpans(random, true), someSpans(random, true)
		var single []survival.Span
		for _, s := range spans {
			for range s.Count {
				single = append(single, survival.Span{Start: s.Start, Stop: s.Stop, Ended: s.Ended, Count: 1})
			}
		}
		random.Shuffle(len(single), func(i, j int) { single[i], single[j] = single[j], single[i] })
		if !reflect.DeepEqual(estimate(t, spans).Points, estimate(t, single).Points) {
			t.Fatalf("seed %d: the curve depends on order or counts", seed)
		}
		one, err := survival.LogRank([][]survival.Span{spans, others})
		two, errTwo := survival.LogRank([][]survival.Span{single, others})
		if !reflect.DeepEqual(one, two) || (err == nil) != (errTwo == nil) {
			t.Fatalf("seed %d: the test depends on order or counts: %v, %v", seed, one, two)
		}
	}
}

func TestLogRank_IdenticalGroupsDoNotDiffer(t *testing.T) {
	for seed := range uint64(seeds) {
		spans := someSpans(rand.New(rand.NewPCG(seed, 4)), true)
		test, err := survival.LogRank([][]survival.Span{spans, spans, spans})
		if err != nil {
			continue
		}
		if math.Abs(test.ChiSquared) > 1e-18 || math.Abs(test.P-1) > 1e-9 {
			t.Fatalf("seed %d: three times the same differ by %v, p = %v", seed, test.ChiSquared, test.P)
		}
	}
}

func TestLogRank_ExpectsAsManyAsEnded(t *testing.T) {
	tested := 0
	for seed := range uint64(seeds) {
		random := rand.New(rand.NewPCG(seed, 5))
		groups := [][]survival.Span{someSpans(random, true), someSpans(random, true), someSpans(random, true)}
		test, err := survival.LogRank(groups)
		if err != nil {
			continue
		}
		tested++
		ended, expected := 0.0, 0.0
		for _, g := range test.Groups {
			ended += float64(g.Ended)
			expected += g.Expected
		}
		turned, err := survival.LogRank([][]survival.Span{groups[2], groups[0], groups[1]})
		if math.Abs(ended-expected) > 1e-9 || err != nil || math.Abs(turned.ChiSquared-test.ChiSquared) > 1e-9 || test.P < 0 || test.P > 1 {
			t.Fatalf("seed %d: %v ended of %v expected; chi-squared %v, with the groups turned %v", seed, ended, expected, test.ChiSquared, turned.ChiSquared)
		}
	}
	if tested < seeds*9/10 {
		t.Errorf("only %d were tested", tested)
	}
}

// What chance alone does has to look like chance: of groups that end alike, one
// test in twenty says p < 0.05. 400 tests give 20 ± 4.4.
func TestLogRank_HoldsItsLevel(t *testing.T) {
	below := 0
	for seed := range uint64(400) {
		random := rand.New(rand.NewPCG(seed, 6))
		groups := make([][]survival.Span, 3)
		for g := range groups {
			for range 80 {
				end, seen := random.ExpFloat64(), 2*random.Float64()
				groups[g] = append(groups[g], survival.Span{Stop: math.Min(end, seen), Ended: end <= seen, Count: 1})
			}
		}
		test, err := survival.LogRank(groups)
		if err != nil {
			t.Fatal(err)
		}
		if test.P < 0.05 {
			below++
		}
	}
	if below < 8 || below > 33 {
		t.Errorf("%d of 400 tests of groups that end alike say that they differ", below)
	}
}

// Of 2,000 curves of known S, the log-log bands at one time hold it in 95 %.
func TestInterval_HoldsItsLevel(t *testing.T) {
	held := 0
	const runs = 2000
	for seed := range uint64(runs) {
		random := rand.New(rand.NewPCG(seed, 7))
		var spans []survival.Span
		for range 60 {
			end, seen := random.ExpFloat64(), 0.2+2*random.Float64()
			spans = append(spans, survival.Span{Stop: math.Min(end, seen), Ended: end <= seen, Count: 1})
		}
		p, err := estimate(t, spans).At(0.7)
		if err != nil {
			t.Fatal(err)
		}
		if low, high := p.Interval(0.95, survival.LogLog); low <= math.Exp(-0.7) && math.Exp(-0.7) <= high {
			held++
		}
	}
	if share := float64(held) / runs; share < 0.935 || share > 0.965 {
		t.Errorf("bands of 95 %% hold %.1f %%", 100*share)
	}
}
