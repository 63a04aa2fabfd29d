package experiment

import (
	"math"
	"math/rand/v2"
	"testing"
)

// fullRuns is how many experiments a full simulation has: by chance, a share of
// 5 % is then 0.15 points off.
const fullRuns = 20_000

// nothingWorlds are those in which being treated changes nothing.
func nothingWorlds() []world {
	plain := func(draw func(*rand.Rand) float64) func(*rand.Rand, bool) customer {
		return func(r *rand.Rand, _ bool) customer { return customer{value: draw(r)} }
	}
	share := func(p float64) func(*rand.Rand, bool) customer {
		return plain(func(r *rand.Rand) float64 { return bernoulli(r, p) })
	}
	tail := plain(func(r *rand.Rand) float64 { return spend(r, 0.2, 1) })
	ratio := func(r *rand.Rand, _ bool) customer {
		c := customer{of: 1 + math.Floor(2*r.ExpFloat64())}
		taste := math.Exp(0.5 * r.NormFloat64())
		for range int(c.of) {
			c.value += taste * r.ExpFloat64()
		}
		return c
	}
	return []world{
		{name: "means", controls: 200, treated: 200, customer: plain((*rand.Rand).ExpFloat64)},
		{name: "means, a tenth controls", controls: 100, treated: 900, customer: plain((*rand.Rand).ExpFloat64)},
		{name: "shares of 20 %", controls: 1000, treated: 1000, customer: share(0.2)},
		{name: "shares of 3 %", controls: 700, treated: 700, customer: share(0.03)},
		{name: "shares of 4 %, a fifth controls", controls: 600, treated: 2400, customer: share(0.04)},
		{name: "ratios", controls: 400, treated: 400, ratio: true, customer: ratio},
		{name: "spend", controls: 1000, treated: 1000, customer: tail},
		{name: "spend, capped", controls: 1000, treated: 1000, cap: 0.01, customer: tail},
		{name: "spend, capped, a tenth controls", controls: 400, treated: 3600, cap: 0.02, customer: tail},
		spendWorld(500, 500, 0),
		spendWorld(500, 500, 0.01),
		spendWorld(200, 800, 0.01),
	}
}

// A/A: of experiments in which nothing happens, one in twenty seems to show
// something, within half a point.
func TestCompare_SeesSomethingWhereNothingIsOnceInTwenty(t *testing.T) {
	runs := sized(t, "experiments", 250, fullRuns)
	for _, w := range nothingWorlds() {
		o := w.run(t, runs, 0)
		got := percent(o.significant, o.runs)
		t.Logf("%s (%d and %d, cap %g): %.2f %% false positives, intervals hold in %.2f %%, adjusted in %.0f %%", w.name, w.controls, w.treated, w.cap, got, percent(o.covered, o.runs), percent(o.adjusted, o.runs))
		if math.Abs(got-5) > 0.5+chanceOf(0.05, runs, fullRuns) {
			t.Errorf("%s: %.2f %% false positives", w.name, got)
		}
		if o.enough < runs*9/10 {
			t.Errorf("%s: enough in %d of %d", w.name, o.enough, runs)
		}
	}
}

// effectWorlds are those in which the treated do otherwise; the relative effect
// is known, too.
func effectWorlds() []struct {
	world
	relative float64
} {
	type known = struct {
		world
		relative float64
	}
	mean := math.Exp(3 + 0.5) // of what a buyer spends
	buyers := func(treated bool) float64 {
		if treated {
			return 0.25
		}
		return 0.2
	}
	spent := func(r *rand.Rand, treated bool) customer { return customer{value: spend(r, buyers(treated), 1)} }
	share := func(r *rand.Rand, treated bool) customer { return customer{value: bernoulli(r, buyers(treated)-0.15)} }
	// Everybody buys for as much as before and some chance, the treated for a
	// tenth more and 2.
	before := func(r *rand.Rand, treated bool) customer {
		past := 20 + 5*r.ExpFloat64()
		c := customer{value: past + 3*r.NormFloat64(), before: []float64{past}}
		if treated {
			c.value *= 1.1
			c.value += 2
		}
		return c
	}
	ratio := func(r *rand.Rand, treated bool) customer {
		c := customer{of: 1 + math.Floor(2*r.ExpFloat64())}
		c.value = c.of * 10 * r.ExpFloat64()
		if treated {
			c.value *= 1.2
		}
		return c
	}
	return []known{
		{world{name: "spend", controls: 1000, treated: 1000, customer: spent, truth: 0.05 * mean}, 0.25},
		{world{name: "spend, a tenth controls", controls: 500, treated: 4500, customer: spent, truth: 0.05 * mean}, 0.25},
		{world{name: "shares", controls: 600, treated: 600, customer: share, truth: 0.05}, 1},
		{world{name: "shares, a fifth controls", controls: 500, treated: 2000, customer: share, truth: 0.05}, 1},
		{world{name: "adjusted", controls: 300, treated: 300, customer: before, truth: 4.5}, 0.18},
		{world{name: "adjusted, a tenth controls", controls: 200, treated: 1800, customer: before, truth: 4.5}, 0.18},
		{world{name: "ratios", controls: 500, treated: 500, ratio: true, customer: ratio, truth: 2}, 0.2},
	}
}

// The interval holds the truth in 95 of a hundred experiments, within one, and
// so does that of the relative effect.
func TestCompare_IntervalsHoldTheTruth(t *testing.T) {
	runs := sized(t, "experiments", 250, fullRuns)
	for _, w := range effectWorlds() {
		o := w.run(t, runs, w.relative)
		absolute, relative := percent(o.covered, o.runs), percent(o.relative, o.related)
		t.Logf("%s (%d and %d): holds in %.2f %%, relative in %.2f %%, bias %.2f standard errors, variance %.1f %% less, related in %.1f %%", w.name, w.controls, w.treated, absolute, relative, o.bias(), 100*o.reduction, percent(o.related, o.runs))
		margin := 1 + chanceOf(0.95, runs, fullRuns)
		if math.Abs(absolute-95) > margin || math.Abs(relative-95) > margin {
			t.Errorf("%s: %.2f %%, relative %.2f %%", w.name, absolute, relative)
		}
		if math.Abs(o.bias()) > 3 {
			t.Errorf("%s: biased by %.2f standard errors", w.name, o.bias())
		}
	}
}

// covariateWorlds have covariates of all kinds, good and useless, and an effect
// that depends on them.
func covariateWorlds() []world {
	treat := func(c customer, past float64, treated bool) customer {
		if treated {
			c.value += 1 + 0.5*past // the mean of past is 0
		}
		return c
	}
	with := func(before func(r *rand.Rand, past float64) []float64) func(*rand.Rand, bool) customer {
		return func(r *rand.Rand, treated bool) customer {
			past := r.ExpFloat64() - 1
			return treat(customer{value: 2*past + r.NormFloat64(), before: before(r, past)}, past, treated)
		}
	}
	return []world{
		{name: "telling", customer: with(func(_ *rand.Rand, past float64) []float64 { return []float64{past} })},
		{name: "correlated with nothing", customer: with(func(r *rand.Rand, _ float64) []float64 { return []float64{r.NormFloat64()} })},
		{name: "constant", customer: with(func(*rand.Rand, float64) []float64 { return []float64{7} })},
		{name: "a copy, a sum, a constant", customer: with(func(r *rand.Rand, past float64) []float64 {
			other := r.NormFloat64()
			return []float64{past, 3*past + 1, other, past + other, 7}
		})},
		{name: "rare", customer: with(func(_ *rand.Rand, past float64) []float64 {
			if past > 3 {
				return []float64{1}
			}
			return []float64{0}
		})},
		{name: "heavy-tailed", customer: with(func(r *rand.Rand, past float64) []float64 { return []float64{math.Exp(past + 1.5*r.NormFloat64())} })},
	}
}

// Covariates make no bias, in arms of equal and of unequal size, whatever they
// are.
func TestCompare_CovariatesNeverBias(t *testing.T) {
	runs := sized(t, "experiments", 250, fullRuns)
	for _, w := range covariateWorlds() {
		w.truth = 1
		for _, controls := range []int{40, 150} {
			w.controls, w.treated = controls, 300-controls
			o := w.run(t, runs, 0)
			t.Logf("%s, %d controls: bias %.2f standard errors, holds in %.2f %%, adjusted in %.0f %%, variance %.1f %% less", w.name, controls, o.bias(), percent(o.covered, runs), percent(o.adjusted, runs), 100*o.reduction)
			if math.Abs(o.bias()) > 3 {
				t.Errorf("%s, %d controls: biased by %.2f standard errors", w.name, controls, o.bias())
			}
			if holds := percent(o.covered, runs); math.Abs(holds-95) > 1+chanceOf(0.95, runs, fullRuns) {
				t.Errorf("%s, %d controls: the interval holds in %.2f %%", w.name, controls, holds)
			}
		}
	}
}

// What a covariate takes away is the square of its correlation with the metric,
// and one that tells nothing is not used.
func TestCompare_CovariatesReduceByTheirCorrelation(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 1))
	sample := func(correlation float64) Sample {
		s := Sample{Before: [][]float64{nil}}
		for range 40_000 {
			x := r.NormFloat64()
			s.Before[0] = append(s.Before[0], x)
			s.Values = append(s.Values, correlation*x+math.Sqrt(1-correlation*correlation)*r.NormFloat64())
		}
		return s
	}
	for _, correlation := range []float64{0.3, 0.7, 0.95} {
		e := compared(t, sample(correlation), sample(correlation), Settings{})
		near(t, "reduction", e.VarianceReduction, correlation*correlation, 0.01)
		near(t, "variance", e.StandardError*e.StandardError, (1-e.VarianceReduction)*e.Plain.StandardError*e.Plain.StandardError, 1e-9)
		if !e.Adjusted {
			t.Error("not used")
		}
	}
	e := compared(t, sample(0), sample(0), Settings{})
	if e.Adjusted || e.Estimate != e.Plain || math.Abs(e.VarianceReduction) > 0.001 {
		t.Errorf("a covariate that tells nothing is used: %+v", e)
	}
}

// Hundred looks at an experiment in which nothing happens: the interval of one
// look shows something in far more than one in twenty, the sequence does not.
func TestAnytime_HoldsAtEveryLook(t *testing.T) {
	const looks, each = 100, 100
	full := enough(300, 1_000) // of 1,000 it shows something in 1.8 %
	runs := sized(t, "experiments", 30, full)
	for _, w := range []world{
		{name: "means", customer: func(r *rand.Rand, _ bool) customer { return customer{value: r.ExpFloat64()} }},
		{name: "shares", customer: func(r *rand.Rand, _ bool) customer { return customer{value: bernoulli(r, 0.1)} }},
		{name: "spend", customer: func(r *rand.Rand, _ bool) customer { return customer{value: spend(r, 0.3, 0.8)} }},
	} {
		w.controls, w.treated = looks*each/2, looks*each/2
		r := rand.New(rand.NewPCG(11, 1))
		peeked, seen := 0, 0
		for range runs {
			control, treated := w.sample(r, false), w.sample(r, true)
			fooled, shown := false, false
			for look := 1; look <= looks; look++ {
				n := look * each / 2
				e := compared(t, Sample{Values: control.Values[:n]}, Sample{Values: treated.Values[:n]}, Settings{})
				lo, hi := Anytime(e, 0.95, looks*each)
				fooled = fooled || e.P < 0.05
				shown = shown || lo > 0 || hi < 0
			}
			count(&peeked, fooled)
			count(&seen, shown)
		}
		t.Logf("%s: over %d looks the sequence shows something in %.2f %%, the interval of one look in %.1f %%", w.name, looks, percent(seen, runs), percent(peeked, runs))
		if percent(seen, runs) > 5+chanceOf(0.05, runs, full) {
			t.Errorf("%s: %.2f %% false positives", w.name, percent(seen, runs))
		}
		if percent(peeked, runs) < 20 {
			t.Errorf("%s: looking often fools in %.1f %% only: the simulation shows nothing", w.name, percent(peeked, runs))
		}
	}
}

// The sequence is at its narrowest, by the share of the interval of one look,
// about where it was planned to be.
func TestAnytime_IsNarrowWhereItIsPlanned(t *testing.T) {
	wide := func(n, planned int) float64 {
		e := Effect{Controls: n / 2, Treated: n / 2, Estimate: Estimate{StandardError: 1}, Enough: true, widest: 1, expected: float64(n / 2)}
		lo, hi := Anytime(e, 0.95, planned)
		return hi - lo
	}
	planned := 10_000
	for _, n := range []int{100, 1000, 100_000, 1_000_000} {
		if own := wide(n, n); own > wide(n, planned)+1e-9 {
			t.Errorf("%d customers: %g planned for them, %g planned for %d", n, own, wide(n, planned), planned)
		}
	}
	if w := wide(planned, 0); w < 2*1.96 || w > 2*1.96*1.6 {
		t.Errorf("%g standard errors wide", w)
	}
}

// The stated power is that of simulated experiments, within a point.
func TestDesign_StatesThePowerThatExperimentsHave(t *testing.T) {
	full := 2 * fullRuns
	runs := sized(t, "experiments", 500, full)
	for _, c := range []struct {
		name   string
		d      Design
		n      int
		effect float64
		draw   func(r *rand.Rand, effect float64) float64
	}{
		{"means", Design{Deviation: 2}, 400, 0.5, func(r *rand.Rand, effect float64) float64 { return 5 + effect + 2*r.NormFloat64() }},
		{"skewed means", Design{Deviation: 1}, 1000, 0.16, func(r *rand.Rand, effect float64) float64 { return r.ExpFloat64() + effect }},
		{"means, a fifth controls", Design{Deviation: 1, ShareControl: 0.2}, 1000, 0.22, func(r *rand.Rand, effect float64) float64 { return r.NormFloat64() + effect }},
		{"few", Design{Deviation: 1}, 40, 0.9, func(r *rand.Rand, effect float64) float64 { return r.NormFloat64() + effect }},
		{"shares", Design{Mean: 0.1, Share: true}, 3000, 0.03, func(r *rand.Rand, effect float64) float64 { return bernoulli(r, 0.1+effect) }},
		{"shares, three tenths controls", Design{Mean: 0.2, Share: true, ShareControl: 0.3}, 2000, -0.05, func(r *rand.Rand, effect float64) float64 { return bernoulli(r, 0.2+effect) }},
	} {
		controls := c.n / 2
		if c.d.ShareControl > 0 {
			controls = int(math.Round(float64(c.n) * c.d.ShareControl))
		}
		r := rand.New(rand.NewPCG(13, 1))
		seen := 0
		for range runs {
			control, treated := Sample{Values: make([]float64, controls)}, Sample{Values: make([]float64, c.n-controls)}
			for i := range control.Values {
				control.Values[i] = c.draw(r, 0)
			}
			for i := range treated.Values {
				treated.Values[i] = c.draw(r, c.effect)
			}
			e := compared(t, control, treated, Settings{})
			count(&seen, e.P < 0.05 && e.Effect*c.effect > 0)
		}
		stated, simulated := 100*c.d.Power(c.n, c.effect), percent(seen, runs)
		t.Logf("%s: stated %.2f %%, simulated %.2f %%", c.name, stated, simulated)
		if math.Abs(stated-simulated) > 1+chanceOf(stated/100, runs, full) {
			t.Errorf("%s: stated %.2f %%, simulated %.2f %%", c.name, stated, simulated)
		}
	}
}

// 51 to 49 of 64,000 customers is seen; drawn with these chances, it is in most
// draws. Fair draws are silent but for one in a thousand.
func TestSampleRatio_SeesWhatWasNotDrawnFairly(t *testing.T) {
	if p := SampleRatio([]int{32_640, 31_360}, nil); p >= SampleRatioAlert {
		t.Errorf("51/49 at 64,000: p = %g", p)
	}
	const full = 200_000
	runs := sized(t, "draws", 20_000, full)
	r := rand.New(rand.NewPCG(17, 1))
	draw := func(chance float64) int { // normal: at 64,000 the binomial's own steps are finer than its tail needs
		return int(math.Round(64_000*chance + math.Sqrt(64_000*chance*(1-chance))*r.NormFloat64()))
	}
	alarms, seen := 0, 0
	for range runs {
		fair, unfair := draw(0.5), draw(0.51)
		count(&alarms, SampleRatio([]int{fair, 64_000 - fair}, nil) < SampleRatioAlert)
		count(&seen, SampleRatio([]int{unfair, 64_000 - unfair}, nil) < SampleRatioAlert)
	}
	t.Logf("silent in %.3f %% of fair draws, 51/49 seen in %.1f %% of draws", 100-percent(alarms, runs), percent(seen, runs))
	if quiet := 100 - percent(alarms, runs); math.Abs(quiet-99.9) > 0.02+chanceOf(0.001, runs, full) {
		t.Errorf("silent in %.3f %% of fair draws", quiet)
	}
	if percent(seen, runs) < 90 {
		t.Errorf("51/49 seen in %.1f %% of draws", percent(seen, runs))
	}
}
