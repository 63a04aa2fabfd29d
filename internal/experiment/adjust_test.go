package experiment

import (
	"math"
	"math/rand/v2"
	"testing"
)

// The adjusted effect is that of values less what a regression without the
// customer says of them: here it is made anew for each.
func TestCompare_AdjustsEachByTheOthers(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 1))
	var arms [2]Sample
	for i := range 45 {
		arm := min(i%3, 1)
		x := r.NormFloat64()
		arms[arm].Values = append(arms[arm].Values, 3*x+float64(arm)*(1+x)+r.NormFloat64())
		if arms[arm].Before == nil {
			arms[arm].Before = [][]float64{nil}
		}
		arms[arm].Before[0] = append(arms[arm].Before[0], x)
	}
	e := compared(t, arms[0], arms[1], Settings{})
	if !e.Adjusted {
		t.Fatal("not adjusted")
	}
	together := (sum(arms[0].Before[0]) + sum(arms[1].Before[0])) / 45
	var means [2]float64
	for a := range arms {
		for i := range arms[a].Values {
			slope := slopeWithout(arms, a, i)
			means[a] += (arms[a].Values[i] - slope*(arms[a].Before[0][i]-together)) / float64(len(arms[a].Values))
		}
	}
	near(t, "effect", e.Effect, means[1]-means[0], 1e-12)
}

// slopeWithout is that of both arms, each with its own mean, without one
// customer.
func slopeWithout(arms [2]Sample, arm, customer int) float64 {
	var both, squares float64
	for a, s := range arms {
		var x, y []float64
		for i := range s.Values {
			if a != arm || i != customer {
				x, y = append(x, s.Before[0][i]), append(y, s.Values[i])
			}
		}
		mx, my := mean(x), mean(y)
		for i := range x {
			both += (x[i] - mx) * (y[i] - my)
			squares += (x[i] - mx) * (x[i] - mx)
		}
	}
	return both / squares
}

// normalWorld has no tails, and one covariate of two that tells much.
func normalWorld(controls, treated int) world {
	return world{controls: controls, treated: treated, customer: func(r *rand.Rand, _ bool) customer {
		past := 50 + 10*r.NormFloat64()
		return customer{value: past + 5*r.NormFloat64(), before: []float64{past, r.NormFloat64()}}
	}}
}

// A covariate in another unit, another order of covariates and copies of them
// change nothing.
func TestCompare_DoesNotDependOnHowCovariatesAreWritten(t *testing.T) {
	r := rand.New(rand.NewPCG(22, 1))
	w := normalWorld(200, 300)
	control, treated := w.sample(r, false), w.sample(r, true)
	first := compared(t, control, treated, Settings{})
	rewritten := func(s Sample) Sample {
		scaled, copied := make([]float64, len(s.Values)), make([]float64, len(s.Values))
		for i, x := range s.Before[0] {
			scaled[i], copied[i] = 1000*x-7, -2*x
		}
		return Sample{Values: s.Values, Before: [][]float64{s.Before[1], scaled, copied}}
	}
	again := compared(t, rewritten(control), rewritten(treated), Settings{})
	if again.Covariates != first.Covariates || !first.Adjusted {
		t.Errorf("%d covariates used, and %d", first.Covariates, again.Covariates)
	}
	near(t, "effect", again.Effect, first.Effect, 1e-9)
	near(t, "standard error", again.StandardError, first.StandardError, 1e-9)
	near(t, "relative", again.RelativeHi, first.RelativeHi, 1e-9)
}

// The metric itself as a covariate would leave rounding alone, and be sure of
// what that says.
func TestCompare_DoesNotAdjustByTheMetricItself(t *testing.T) {
	r := rand.New(rand.NewPCG(23, 1))
	w := normalWorld(200, 200)
	control, treated := w.sample(r, false), w.sample(r, true)
	control.Before, treated.Before = [][]float64{control.Values}, [][]float64{treated.Values}
	if e := compared(t, control, treated, Settings{}); e.Adjusted || e.Estimate != e.Plain {
		t.Errorf("%+v", e)
	}
}

// Nobody weighs more than one in twenty in a tamed covariate; one without far
// values, and the caller's own, stay as they are.
func TestTame_DrawsInWhatIsFarOut(t *testing.T) {
	r := rand.New(rand.NewPCG(24, 1))
	sample := func() Sample {
		s := Sample{Values: make([]float64, 400), Before: make([][]float64, 2)}
		for range 400 {
			s.Before[0] = append(s.Before[0], math.Exp(2*r.NormFloat64()))
			s.Before[1] = append(s.Before[1], r.NormFloat64())
		}
		return s
	}
	control, treated := sample(), sample()
	far := control.Before[0]
	greatest := far[0]
	for _, x := range far {
		greatest = max(greatest, x)
	}
	own := [2][]float64{append([]float64(nil), control.Before[1]...), append([]float64(nil), far...)}
	tame(&control, &treated)
	both := append(append([]float64(nil), control.Before[0]...), treated.Before[0]...)
	center, squares, most := mean(both), 0.0, 0.0
	for _, x := range both {
		squares += (x - center) * (x - center)
		most = max(most, (x-center)*(x-center))
	}
	if most > 0.06*squares || most < 0.03*squares { // the mean has moved a little, too
		t.Errorf("one weighs %.3f", most/squares)
	}
	for i := range own[0] {
		if control.Before[1][i] != own[0][i] || far[i] != own[1][i] {
			t.Fatal("what is not far out was changed, or the caller's own values")
		}
	}
}
