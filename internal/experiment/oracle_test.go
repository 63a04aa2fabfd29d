package experiment

import (
	"math"
	"testing"
)

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance*max(1, math.Abs(want))) {
		t.Errorf("%s: %.15g, want %.15g", what, got, want)
	}
}

func compared(t *testing.T, control, treated Sample, s Settings) Effect {
	t.Helper()
	e, err := Compare(control, treated, s)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// R 4.2.2: with(sleep, t.test(extra[group == 2], extra[group == 1]))
func TestCompare_IsWelchsTest(t *testing.T) {
	e := compared(t,
		Sample{Values: []float64{0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0}},
		Sample{Values: []float64{1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4}}, Settings{})
	near(t, "effect", e.Effect, 1.58, 1e-12)
	near(t, "standard error", e.StandardError, 0.849091017238762, 1e-12)
	near(t, "lo", e.Lo, -0.20548323071171, 1e-9)
	near(t, "hi", e.Hi, 3.36548323071171, 1e-9)
	near(t, "p", e.P, 0.0793941401873582, 1e-9)
	if e.Enough {
		t.Error("ten customers an arm are said to be enough")
	}
}

func ones(of, all int) Sample {
	values := make([]float64, all)
	for i := range of {
		values[i] = 1
	}
	return Sample{Values: values}
}

// The interval of Mee as Newcombe prints it (1998, "Interval estimation for the
// difference between independent proportions", table II, method 5), and R's
// prop.test(c(9, 3), c(200, 210), correct = FALSE).
func TestCompare_HasTheScoreIntervalOfRareShares(t *testing.T) {
	for _, c := range []struct {
		name               string
		control, treated   Sample
		lo, hi, p, roundTo float64
	}{
		{"56/70 and 48/80", ones(48, 80), ones(56, 70), 0.0533, 0.3377, math.NaN(), 0.00005},
		{"9/10 and 3/10", ones(3, 10), ones(9, 10), 0.1821, 0.8370, math.NaN(), 0.00005},
		{"9/200 and 3/210", ones(3, 210), ones(9, 200), math.NaN(), math.NaN(), 0.0651435955617269, 1e-10},
	} {
		e := compared(t, c.control, c.treated, Settings{})
		if e.Method != Score {
			t.Errorf("%s: %s", c.name, e.Method)
		}
		for what, pair := range map[string][2]float64{"lo": {e.Lo, c.lo}, "hi": {e.Hi, c.hi}, "p": {e.P, c.p}} {
			if !math.IsNaN(pair[1]) && !(math.Abs(pair[0]-pair[1]) <= c.roundTo) {
				t.Errorf("%s: %s %.8g, want %g", c.name, what, pair[0], pair[1])
			}
		}
	}
}

// The bounds of the score interval are where its test has p = 0.05.
func TestCompare_ScoreIntervalEndsWhereItsTestDoes(t *testing.T) {
	e := compared(t, ones(4, 150), ones(11, 900), Settings{})
	s := shares{x1: 11, n1: 900, x0: 4, n0: 150}
	near(t, "lo", s.statistic(e.Lo), 1.959963984540054, 1e-8)
	near(t, "hi", s.statistic(e.Hi), -1.959963984540054, 1e-8)
}

// A ratio of sums by hand: R = Σv/Σo, and the delta method's variance
// (σv² + R²σo² − 2Rσvo)/(n·ō²).
func TestCompare_RatioHasTheVarianceOfTheDeltaMethod(t *testing.T) {
	variance := func(v, o []float64) (ratio, of float64) {
		n := float64(len(v))
		mv, mo := mean(v), mean(o)
		var vv, oo, vo float64
		for i := range v {
			vv += (v[i] - mv) * (v[i] - mv)
			oo += (o[i] - mo) * (o[i] - mo)
			vo += (v[i] - mv) * (o[i] - mo)
		}
		r := mv / mo
		return r, (vv + r*r*oo - 2*r*vo) / (n - 1) / (n * mo * mo)
	}
	v0, o0 := []float64{10, 24, 0, 31, 12, 9}, []float64{1, 2, 0, 3, 1, 1}
	v1, o1 := []float64{14, 50, 21, 0, 33}, []float64{1, 4, 2, 0, 2}
	r0, s0 := variance(v0, o0)
	r1, s1 := variance(v1, o1)
	e := compared(t, Sample{Values: v0, Of: o0}, Sample{Values: v1, Of: o1}, Settings{})
	near(t, "control", e.ControlMean, 86.0/8, 1e-12)
	near(t, "effect", e.Effect, r1-r0, 1e-12)
	near(t, "standard error", e.StandardError, math.Sqrt(s0+s1), 1e-12)
}

// A sample over ones is the sample.
func TestCompare_RatioOverOnesIsTheMean(t *testing.T) {
	values := [][]float64{{3, 5, 1, 8, 9, 2}, {4, 4, 7, 10, 12, 3, 1}}
	over := func(n int) []float64 {
		s := make([]float64, n)
		for i := range s {
			s[i] = 1
		}
		return s
	}
	plain := compared(t, Sample{Values: values[0]}, Sample{Values: values[1]}, Settings{})
	ratio := compared(t, Sample{Values: values[0], Of: over(6)}, Sample{Values: values[1], Of: over(7)}, Settings{})
	near(t, "effect", ratio.Effect, plain.Effect, 1e-12)
	near(t, "standard error", ratio.StandardError, plain.StandardError, 1e-12)
	near(t, "p", ratio.P, plain.P, 1e-9)
}

// R 4.2.2: p.adjust.
func TestMany_AgreesWithR(t *testing.T) {
	p := []float64{0.01, 0.04, 0.03, 0.005, 0.2, 0.03, 1}
	holm := []float64{0.06, 0.15, 0.15, 0.035, 0.4, 0.15, 1}
	rate := []float64{0.035, 0.056, 0.0525, 0.035, 0.233333333333333, 0.0525, 1}
	for i := range p {
		near(t, "Holm", Holm(p)[i], holm[i], 1e-12)
		near(t, "Benjamini-Hochberg", BenjaminiHochberg(p)[i], rate[i], 1e-12)
	}
	if len(Holm(nil)) != 0 || len(BenjaminiHochberg(nil)) != 0 {
		t.Error("no p-values make some")
	}
}

// R 4.2.2: chisq.test(c(32640, 31360)), chisq.test(c(480, 520, 1010), p = c(1, 1, 2)/4).
func TestSampleRatio_AgreesWithR(t *testing.T) {
	near(t, "51/49 at 64,000", SampleRatio([]int{32640, 31360}, nil)*1e7, 4.20039397602201, 1e-9)
	near(t, "three arms", SampleRatio([]int{480, 520, 1010}, []float64{1, 1, 2}), 0.440037414650635, 1e-12)
	for what, c := range map[string]struct {
		counts []int
		shares []float64
		p      float64
	}{
		"as drawn":                 {[]int{50, 50}, nil, 1},
		"one arm":                  {[]int{50}, nil, 1},
		"nobody":                   {[]int{0, 0}, nil, 1},
		"nobody should be there":   {[]int{50, 1}, []float64{1, 0}, 0},
		"nobody there, none meant": {[]int{50, 0}, []float64{1, 0}, 1},
	} {
		near(t, what, SampleRatio(c.counts, c.shares), c.p, 0)
	}
}

// R 4.2.2: (mean(y) - mean(x))/sqrt((var(x) + var(y))/2), t.test(y, x).
func TestBalance_AgreesWithR(t *testing.T) {
	difference, p := Balance([]float64{3, 5, 1, 8, 9, 2}, []float64{4, 4, 7, 10, 12, 3, 1})
	near(t, "difference", difference, 0.327195983125952, 1e-12)
	near(t, "p", p, 0.565469265444634, 1e-9)
	if difference, p := Balance([]float64{2, 2, 2}, []float64{2, 2}); difference != 0 || p != 1 {
		t.Error("constants are apart", difference, p)
	}
}

// R 4.2.2: power.t.test and power.prop.test. The latter takes the variance
// under no difference for the bound, which is nearly the same.
func TestDesign_AgreesWithR(t *testing.T) {
	for _, c := range []struct {
		n                       int
		effect, deviation, want float64
	}{{200, 0.5, 1, 0.940427182324771}, {40, 1, 1.5, 0.537757324214938}, {2000, 0.1, 1, 0.608353059692735}} {
		near(t, "power", Design{Deviation: c.deviation}.Power(c.n, c.effect), c.want, 0.001)
	}
	n, _ := Design{Deviation: 1}.Needed(0.1)
	near(t, "needed", float64(n), 2*1570.73688799846, 0.001)
	n, _ = Design{Deviation: 1, Level: 0.99, Target: 0.9}.Needed(0.5)
	near(t, "needed for 90 % at 1 %", float64(n), 2*120.705488150046, 0.005)
	effect, _ := Design{Deviation: 2}.Detectable(1000)
	near(t, "detectable", effect, 0.35472099995538, 0.001)

	near(t, "power of shares", Design{Mean: 0.05, Share: true}.Power(10000, 0.01), 0.592221964691476, 0.001)
	n, _ = Design{Mean: 0.1, Share: true}.Needed(0.02)
	near(t, "needed for shares", float64(n), 2*3840.84748243445, 0.001)
	effect, _ = Design{Mean: 0.02, Share: true}.Detectable(20000)
	near(t, "detectable share", effect, 0.0259449513141949-0.02, 0.001)
}
