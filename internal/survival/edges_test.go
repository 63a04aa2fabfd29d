package survival_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"clientele/internal/survival"
)

func TestEstimate_RefusesWithItsReason(t *testing.T) {
	for name, bad := range map[string]struct {
		spans []survival.Span
		want  error
		says  string
	}{
		"empty":             {nil, survival.ErrNothing, "0 rows"},
		"counts of 0":       {[]survival.Span{{Stop: 1}}, survival.ErrNothing, "1 rows"},
		"no time":           {[]survival.Span{{Stop: 1, Count: 1}, {Start: 2, Stop: 2, Count: 1}}, survival.ErrBadSpan, "row 2 of 2"},
		"backwards":         {[]survival.Span{{Start: 3, Stop: 2, Count: 1}}, survival.ErrBadSpan, "no time at all"},
		"before its birth":  {[]survival.Span{{Start: -1, Stop: 2, Count: 1}}, survival.ErrBadSpan, "before its beginning"},
		"not a number":      {[]survival.Span{{Stop: math.NaN(), Count: 1}}, survival.ErrBadSpan, "missing"},
		"for ever":          {[]survival.Span{{Stop: math.Inf(1), Count: 1}}, survival.ErrBadSpan, "infinite"},
		"fewer than nobody": {[]survival.Span{{Stop: 1, Count: -1}}, survival.ErrBadSpan, "below 0"},
		"too many":          {[]survival.Span{{Stop: 1, Count: 1 << 60}}, survival.ErrBadSpan, "too large"},
	} {
		if _, err := survival.Estimate(bad.spans); !errors.Is(err, bad.want) || !strings.Contains(err.Error(), bad.says) {
			t.Errorf("%s: the error is %v", name, err)
		}
	}
}

func TestEstimate_NobodyEnded(t *testing.T) {
	curve := estimate(t, []survival.Span{{Stop: 5, Count: 10}, {Stop: 7, Count: 2}})
	p := curve.Points[1]
	if curve.Ended != 0 || p.Survival != 1 || p.StandardError() != 0 || p.AtRisk != 2 {
		t.Errorf("the last point is %+v", p)
	}
	if low, high := p.Interval(0.95, survival.LogLog); !math.IsNaN(low) || !math.IsNaN(high) {
		t.Errorf("of a curve that never falls the band is [%v, %v]", low, high)
	}
	if m := curve.Median(0.95, survival.LogLog); !math.IsNaN(m.Value) || !math.IsNaN(m.Low) || !math.IsNaN(m.High) {
		t.Errorf("the median is %v", m)
	}
	if mean, err := curve.RestrictedMean(7); err != nil || mean.Value != 7 || mean.Error != 0 {
		t.Errorf("the mean is %v, %v", mean, err)
	}
	if _, err := curve.At(8); !errors.Is(err, survival.ErrBeyond) {
		t.Errorf("behind the last point: %v", err)
	}
	if _, err := curve.RestrictedMean(8); !errors.Is(err, survival.ErrBeyond) {
		t.Errorf("a mean behind the last point: %v", err)
	}
}

func TestEstimate_AllEndedAtOnce(t *testing.T) {
	curve := estimate(t, []survival.Span{{Stop: 3, Ended: true, Count: 8}})
	p, err := curve.At(1000)
	if err != nil || p.Survival != 0 || !math.IsNaN(p.StandardError()) {
		t.Errorf("behind a curve that has come down to 0: %+v, %v", p, err)
	}
	if m := curve.Median(0.95, survival.LogLog); m.Value != 3 || !math.IsNaN(m.Low) || !math.IsNaN(m.High) {
		t.Errorf("the median is %v", m)
	}
	if mean, err := curve.RestrictedMean(10); err != nil || mean.Value != 3 || mean.Error != 0 {
		t.Errorf("the mean is %v, %v", mean, err)
	}
}

func TestEstimate_OneSubject(t *testing.T) {
	for _, ended := range []bool{true, false} {
		curve := estimate(t, []survival.Span{{Stop: 3, Ended: ended, Count: 1}})
		if got := curve.Points[0].Survival; len(curve.Points) != 1 || (got == 0) != ended {
			t.Errorf("ended %v: S is %v", ended, got)
		}
		before, err := curve.At(2.9)
		if err != nil || before.Survival != 1 {
			t.Errorf("before the first point: %+v, %v", before, err)
		}
	}
}

func TestEstimate_WhatEndsOnItsFirstDayCounts(t *testing.T) {
	curve := estimate(t, []survival.Span{{Ended: true, Count: 1}, {Stop: 9, Count: 3}})
	if p, err := curve.At(0); err != nil || p.Survival != 0.75 || p.AtRisk != 4 {
		t.Errorf("at 0: %+v, %v", p, err)
	}
}

func TestAt_RefusesWhatIsNoTime(t *testing.T) {
	curve := estimate(t, flat())
	for _, time := range []float64{-1, math.NaN()} {
		if _, err := curve.At(time); !errors.Is(err, survival.ErrBeyond) {
			t.Errorf("at %v: %v", time, err)
		}
	}
}

func TestQuantile_IsFlatAtOneHalfInTheMiddle(t *testing.T) {
	if m := estimate(t, flat()).Median(0.95, survival.LogLog); m.Value != 3 {
		t.Errorf("the median of a curve at one half from 2 to 4 is %v", m.Value)
	}
	// Where it does not fall again, the stretch has no middle.
	ends := []survival.Span{{Stop: 1, Ended: true, Count: 1}, {Stop: 6, Count: 1}}
	if m := estimate(t, ends).Median(0.95, survival.LogLog); m.Value != 1 {
		t.Errorf("the median of a curve that stays at one half from 1 on is %v", m.Value)
	}
}

// Delayed entry corrects what is seen only because it lasted: of contracts that
// ended at 1 and at 9 in equal numbers, those ended early were never exported.
func TestEstimate_DelayedEntryDoesNotCountTheUnseen(t *testing.T) {
	curve := estimate(t, []survival.Span{
		{Stop: 1, Ended: true, Count: 10}, {Stop: 9, Ended: true, Count: 10},
		{Start: 5, Stop: 9, Ended: true, Count: 80},
	})
	if p, _ := curve.At(1); p.Survival != 0.5 || p.AtRisk != 20 {
		t.Errorf("at 1: %+v", p)
	}
	if p, _ := curve.At(9); p.AtRisk != 90 {
		t.Errorf("at 9: %+v", p)
	}
}

func TestLogRank_RefusesWithItsReason(t *testing.T) {
	ended := []survival.Span{{Stop: 3, Ended: true, Count: 4}, {Stop: 5, Count: 2}}
	running := []survival.Span{{Stop: 3, Count: 4}}
	late := []survival.Span{{Start: 5, Stop: 8, Ended: true, Count: 4}}
	atOnce := []survival.Span{{Stop: 3, Ended: true, Count: 4}}
	for name, bad := range map[string]struct {
		strata [][][]survival.Span
		want   error
	}{
		"no stratum":           {nil, survival.ErrOneGroup},
		"one group":            {[][][]survival.Span{{ended}}, survival.ErrOneGroup},
		"one and an empty one": {[][][]survival.Span{{ended, nil}}, survival.ErrOneGroup},
		"nothing ended":        {[][][]survival.Span{{running, running}}, survival.ErrNothingEnded},
		"never together":       {[][][]survival.Span{{ended, late}}, survival.ErrNotComparable},
		"all ended at once":    {[][][]survival.Span{{atOnce, atOnce}}, survival.ErrNotComparable},
		"strata of two kinds":  {[][][]survival.Span{{ended, ended}, {ended}}, survival.ErrNotComparable},
		"impossible":           {[][][]survival.Span{{ended, {{Start: 9, Stop: 3, Count: 1}}}}, survival.ErrBadSpan},
	} {
		if _, err := survival.LogRank(bad.strata...); !errors.Is(err, bad.want) {
			t.Errorf("%s: the error is %v", name, err)
		}
	}
}

func TestLogRank_AnEmptyGroupTakesNoPart(t *testing.T) {
	a := []survival.Span{{Stop: 3, Ended: true, Count: 4}, {Stop: 5, Ended: true, Count: 2}}
	b := []survival.Span{{Stop: 2, Ended: true, Count: 4}, {Stop: 5, Count: 2}}
	two, err := survival.LogRank([][]survival.Span{a, b})
	if err != nil {
		t.Fatal(err)
	}
	three, err := survival.LogRank([][]survival.Span{a, nil, b})
	if err != nil {
		t.Fatal(err)
	}
	if !same(two.ChiSquared, three.ChiSquared) || three.Degrees != 1 || two.P != three.P {
		t.Errorf("with an empty group %+v, without %+v", three, two)
	}
}
