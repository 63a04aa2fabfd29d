package experiment

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// numbers are all that an effect tells.
func (e Effect) numbers() []float64 {
	return []float64{e.ControlMean, e.TreatedMean, e.Effect, e.StandardError, e.Lo, e.Hi, e.P, e.VarianceReduction,
		e.RelativeEffect, e.RelativeLo, e.RelativeHi, e.CappedAt, e.Skewness, e.Plain.Effect, e.Plain.StandardError, e.Plain.Lo, e.Plain.Hi, e.Plain.P}
}

// oddities draws samples that are hard: empty, constant, tiny, huge, all the
// same but one.
func oddities(r *rand.Rand) Sample {
	n := []int{0, 1, 2, 3, 19, 20, 40, 300}[r.IntN(8)]
	values := func() []float64 {
		scale := []float64{0, 1e-30, 1, 1e15, 1e40}[r.IntN(5)]
		kind := r.IntN(5)
		out := make([]float64, n)
		for i := range out {
			switch kind {
			case 0:
				out[i] = scale
			case 1:
				out[i] = scale * r.NormFloat64()
			case 2:
				out[i] = float64(r.IntN(2))
			case 3:
				out[i] = scale * math.Exp(4*r.NormFloat64())
			}
		}
		if n > 0 && kind == 4 {
			out[r.IntN(n)] = scale
		}
		return out
	}
	s := Sample{Values: values()}
	for range 2 {
		s.Before = append(s.Before, values())
	}
	return s
}

func TestCompare_NeverGivesWhatIsNoNumber(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	unsure := 0
	for round := range sized(t, "rounds", 5_000, 100_000) {
		control, treated := oddities(r), oddities(r)
		if r.IntN(3) == 0 {
			control.Of, treated.Of = oddities(r).Values, oddities(r).Values
		}
		e, err := Compare(control, treated, Settings{Cap: []float64{0, 0.01, 0.5}[r.IntN(3)]})
		lo, hi := Anytime(e, 0.95, r.IntN(2)*1000)
		if math.IsNaN(lo) != math.IsNaN(hi) || (!e.Enough && !math.IsNaN(lo)) {
			t.Fatalf("round %d: %g to %g at every look: %+v", round, lo, hi, e)
		}
		if math.IsNaN(lo) {
			lo, hi = 0, 0
		}
		if !e.Known() {
			if e.Enough || e.Relative || e.Adjusted || !math.IsNaN(e.Lo) || !math.IsNaN(e.Hi) || !math.IsNaN(e.P) {
				t.Fatalf("round %d: %+v", round, e)
			}
			unsure++
			e.Estimate, e.Plain = Estimate{Effect: e.Effect, Lo: e.Effect, Hi: e.Effect}, Estimate{}
		}
		for i, v := range append(e.numbers(), lo, hi) {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Fatalf("round %d: number %d is %g (%v): %+v", round, i, v, err, e)
			}
		}
		if err == nil && (e.P < 0 || e.P > 1 || e.Lo > e.Effect+1e-9*math.Abs(e.Effect) || e.Hi < e.Effect-1e-9*math.Abs(e.Effect)) {
			t.Fatalf("round %d: %+v", round, e)
		}
	}
	if unsure < 500 {
		t.Errorf("nothing is known of %d only", unsure)
	}
}

func TestCompare_RefusesWhatCannotBeCompared(t *testing.T) {
	some := Sample{Values: []float64{1, 2, 3}}
	for what, c := range map[string]struct {
		control, treated Sample
		settings         Settings
		want             error
	}{
		"no control":          {Sample{}, some, Settings{}, ErrNoControl},
		"nobody treated":      {some, Sample{}, Settings{}, ErrNoTreated},
		"not a number":        {some, Sample{Values: []float64{1, math.NaN()}}, Settings{}, ErrValues},
		"infinite":            {some, Sample{Values: []float64{1, math.Inf(1)}}, Settings{}, ErrValues},
		"unequal lengths":     {some, Sample{Values: []float64{1, 2}, Of: []float64{1}}, Settings{}, ErrValues},
		"one ratio":           {some, Sample{Values: []float64{1, 2}, Of: []float64{1, 2}}, Settings{}, ErrValues},
		"other covariates":    {some, Sample{Values: []float64{1, 2}, Before: [][]float64{{1, 2}}}, Settings{}, ErrValues},
		"divided by nothing":  {Sample{Values: []float64{1, 2}, Of: []float64{0, 0}}, Sample{Values: []float64{1, 2}, Of: []float64{1, 2}}, Settings{}, ErrValues},
		"level":               {some, some, Settings{Level: 1}, ErrValues},
		"everybody is capped": {some, some, Settings{Cap: 1}, ErrValues},
	} {
		if _, err := Compare(c.control, c.treated, c.settings); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", what, err, c.want)
		}
	}
}

// A sample's customers in another order give the same but for last digits; the
// arms changed about, the opposite.
func TestCompare_DoesNotDependOnTheOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 1))
	w := spendWorld(300, 900, 0)
	control, treated := w.sample(r, false), w.sample(r, true)
	first := compared(t, control, treated, Settings{Cap: 0.05})
	for range 20 {
		order := r.Perm(len(treated.Values))
		again := compared(t, control, permuted(treated, order), Settings{Cap: 0.05})
		for i, v := range again.numbers() {
			near(t, "permuted", v, first.numbers()[i], 1e-9)
		}
	}
	back := compared(t, treated, control, Settings{Cap: 0.05})
	near(t, "effect", back.Effect, -first.Effect, 1e-9)
	near(t, "lo", back.Lo, -first.Hi, 1e-9)
	near(t, "p", back.P, first.P, 1e-9)
}

func permuted(s Sample, order []int) Sample {
	at := func(values []float64) []float64 {
		out := make([]float64, len(values))
		for i, from := range order {
			out[i] = values[from]
		}
		return out
	}
	out := Sample{Values: at(s.Values)}
	for _, b := range s.Before {
		out.Before = append(out.Before, at(b))
	}
	return out
}

// In another currency all is as much more; p and the relative lift stay.
func TestCompare_ScalesWithItsUnit(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 1))
	w := spendWorld(400, 1600, 0)
	control, treated := w.sample(r, false), w.sample(r, true)
	first := compared(t, control, treated, Settings{Cap: 0.02})
	for _, s := range []Sample{control, treated} {
		for i := range s.Values {
			s.Values[i] *= 90
		}
	}
	again := compared(t, control, treated, Settings{Cap: 0.02})
	for what, pair := range map[string][2]float64{
		"effect": {again.Effect, 90 * first.Effect}, "lo": {again.Lo, 90 * first.Lo}, "hi": {again.Hi, 90 * first.Hi}, "cap": {again.CappedAt, 90 * first.CappedAt},
		"p": {again.P, first.P}, "relative": {again.RelativeLo, first.RelativeLo}, "reduction": {again.VarianceReduction, first.VarianceReduction},
	} {
		near(t, what, pair[0], pair[1], 1e-9)
	}
}

// The cap is the quantile of the values other than zero of both arms together;
// what is above it is lowered, counted and told, and the input stays as it is.
func TestCompare_CapsOpenly(t *testing.T) {
	control := Sample{Values: []float64{0, 0, 0, 1, 2, 3, 4, 100}}
	treated := Sample{Values: []float64{0, 0, 5, 6, 7, 8, 900}}
	e := compared(t, control, treated, Settings{Cap: 0.2})
	if e.CappedAt != 8 || e.Capped != 2 {
		t.Errorf("%d capped at %g, want 2 at 8", e.Capped, e.CappedAt)
	}
	near(t, "control", e.ControlMean, 18.0/8, 1e-12)
	near(t, "treated", e.TreatedMean, 34.0/7, 1e-12)
	if control.Values[7] != 100 || treated.Values[6] != 900 {
		t.Error("the input was changed")
	}
	if e := compared(t, control, treated, Settings{}); e.Capped != 0 || e.CappedAt != 0 {
		t.Error("capped unasked")
	}
}

// There is no relative lift where the control's mean may be 0 or less.
func TestCompare_RelatesOnlyToWhatIsSurelyThere(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 1))
	normals := func(n int, mean float64) Sample {
		var s Sample
		for range n {
			s.Values = append(s.Values, mean+r.NormFloat64())
		}
		return s
	}
	for _, mean := range []float64{-3, 0} {
		if e := compared(t, normals(200, mean), normals(200, mean), Settings{}); e.Relative || e.RelativeEffect != 0 {
			t.Errorf("related to a mean of %g", mean)
		}
	}
	e := compared(t, normals(200, 5), normals(200, 6), Settings{})
	if !e.Relative || !(e.RelativeLo < e.RelativeEffect && e.RelativeEffect < e.RelativeHi) {
		t.Errorf("%+v", e)
	}
	near(t, "relative", e.RelativeEffect, e.Effect/e.ControlMean, 1e-12)
}

func TestCompare_SaysWhenThereIsNotEnough(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 1))
	whale := func(n int) Sample {
		s := Sample{Values: make([]float64, n)}
		for i := range s.Values {
			s.Values[i] = r.Float64()
		}
		return s
	}
	tail := whale(2000)
	tail.Values[7] = 1e6
	for what, c := range map[string]struct {
		control, treated Sample
		want             bool
	}{
		"few customers":                {whale(19), whale(2000), false},
		"customers":                    {whale(50), whale(50), true},
		"one buyer an arm":             {ones(1, 500), ones(1, 500), false},
		"few controls expected":        {ones(2, 100), ones(30, 900), false},
		"buyers":                       {ones(30, 500), ones(30, 500), true},
		"nearly all buy":               {ones(498, 500), ones(499, 500), false},
		"nobody buys":                  {ones(0, 500), ones(0, 500), false},
		"one customer decides":         {whale(100), tail, false},
		"the same for everybody":       {Sample{Values: slices.Repeat([]float64{3}, 50)}, Sample{Values: slices.Repeat([]float64{4}, 50)}, false},
		"a tail in arms of one size":   {tail, whale(2000), true},
		"hardly any of many customers": {ones(3, 100_000), ones(6, 100_000), false},
	} {
		if e := compared(t, c.control, c.treated, Settings{}); e.Enough != c.want {
			t.Errorf("%s: enough %v: %+v", what, e.Enough, e)
		}
	}
}

func TestJudge_SaysNoMoreThanIsKnown(t *testing.T) {
	e := Effect{Controls: 500, Treated: 500, Enough: true, Estimate: Estimate{Effect: 2, Lo: 1, Hi: 3}}
	for _, c := range []struct {
		name           string
		change         func(*Effect)
		p, sampleRatio float64
		want           Verdict
	}{
		{"surely more", func(*Effect) {}, 0.01, 0.5, Worked},
		{"surely less", func(e *Effect) { e.Effect, e.Lo, e.Hi = -2, -3, -1 }, 0.01, 0.5, Harmed},
		{"sure alone, not as one of many", func(*Effect) {}, 0.2, 0.5, NotEnough},
		{"surely little", func(e *Effect) { e.Effect, e.Lo, e.Hi = 0.1, -0.4, 0.4 }, 0.6, 0.5, NoEffect},
		{"may be much", func(e *Effect) { e.Effect, e.Lo, e.Hi = 0.1, -0.4, 0.6 }, 0.6, 0.5, NotEnough},
		{"no control", func(e *Effect) { e.Controls = 0 }, 0.01, 0.5, NoControl},
		{"arms not as drawn", func(*Effect) {}, 0.01, 0.0009, Unsound},
		{"not to be relied on", func(e *Effect) { e.Enough = false }, 0.01, 0.5, NotEnough},
	} {
		given := e
		c.change(&given)
		if got := Judge(given, c.p, c.sampleRatio, 0.5, 0.95); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// More customers, greater effects and arms nearer to one half have more power;
// what is needed is just enough.
func TestDesign_ObeysItsLaws(t *testing.T) {
	for _, d := range []Design{{Deviation: 3}, {Deviation: 3, ShareControl: 0.1}, {Mean: 0.04, Share: true}, {Mean: 0.04, Share: true, ShareControl: 0.2}} {
		last := 0.0
		for n := 500; n < 1_000_000; n = n*3/2 + 1 {
			power := d.Power(n, 0.01)
			if power < last-1e-9 {
				t.Errorf("%+v: power falls to %g with %d", d, power, n)
			}
			last = power
		}
		n, ok := d.Needed(0.02)
		if !ok || d.Power(n, 0.02) < 0.8 || d.Power(n-2, 0.02) >= 0.8 {
			t.Errorf("%+v: %d needed, power %g and %g", d, n, d.Power(n, 0.02), d.Power(n-2, 0.02))
		}
		effect, ok := d.Detectable(50_000)
		if !ok {
			t.Errorf("%+v: nothing detectable", d)
		}
		near(t, "power of what is detectable", d.Power(50_000, effect), 0.8, 1e-6)
	}
	d := Design{Deviation: 1}
	controls, ok := d.Controls(10_000, 0.1)
	half := Design{Deviation: 1, ShareControl: float64(controls) / 10_000}
	if !ok || controls >= 5000 || half.Power(10_000, 0.1) < 0.8 || d.power(float64(controls-1), float64(10_000-controls+1), 0.1) >= 0.8 {
		t.Errorf("%d controls", controls)
	}
	for what, ok := range map[string]bool{
		"controls of too few": second(d.Controls(100, 0.1)), "needed for no effect": second(d.Needed(0)),
		"a share beyond 1": second(Design{Mean: 0.99, Share: true}.Detectable(50)), "nobody": second(d.Detectable(0)),
	} {
		if ok {
			t.Errorf("%s is found", what)
		}
	}
	if d.Power(100, math.NaN()) != 0 || (Design{}).Power(100, 1) != 0 {
		t.Error("power of what is not there")
	}
}

func second[T any](_ T, ok bool) bool { return ok }

// The interval ends where the test of that effect has p = 0.05, and the relative
// one where that of treated against so many times the controls has: with
// Welch's interval and with Hall's.
func TestCompare_IntervalsEndWhereTheirTestsDo(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 1))
	for _, treated := range []int{2000, 18_000} {
		w := spendWorld(2000, treated, 0)
		control, treated := w.sample(r, false), w.sample(r, true)
		control.Before, treated.Before = nil, nil
		e := compared(t, control, treated, Settings{})
		if (e.Method == Hall) != (len(treated.Values) > 2000) || !e.Relative {
			t.Fatalf("%s, relative %v", e.Method, e.Relative)
		}
		for _, end := range []float64{e.Lo, e.Hi} {
			moved := Sample{Values: slices.Clone(treated.Values)}
			for i := range moved.Values {
				moved.Values[i] -= end
			}
			near(t, "p of an end", compared(t, control, moved, Settings{}).P, 0.05, 1e-6)
		}
		for _, end := range []float64{e.RelativeLo, e.RelativeHi} {
			times := Sample{Values: slices.Clone(control.Values)}
			for i := range times.Values {
				times.Values[i] *= 1 + end
			}
			// The skewness of both together is a little another one then.
			near(t, "p of a relative end", compared(t, times, treated, Settings{}).P, 0.05, 0.004)
		}
	}
}

// Through the covariates' common mean the adjusted means vary together: by the
// variance of what the covariates tell, a customer.
func TestCompare_AdjustedMeansVaryTogether(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 1))
	w := normalWorld(4000, 16_000)
	e := compared(t, w.sample(r, false), w.sample(r, true), Settings{})
	near(t, "covariance", 20_000*e.covariance, 100, 0.05)
	near(t, "variance of the control's mean", 4000*e.controls*e.controls, 25, 0.1)
	// Of a quotient near 1 of means near 50: (t + c − 2·shared)/50² by delta.
	near(t, "relative width", e.RelativeHi-e.RelativeLo, 2*1.96*e.StandardError/50, 0.0005)
}
