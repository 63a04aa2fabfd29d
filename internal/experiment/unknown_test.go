package experiment

import (
	"math"
	"slices"
	"testing"
)

// One customer does not say how far customers are apart, and neither do arms in
// which all are the same.
func TestCompare_KnowsNothingOfAnArmOfOne(t *testing.T) {
	many := Sample{Values: make([]float64, 200)}
	for i := range many.Values {
		many.Values[i] = float64(i % 7)
	}
	with := func(s Sample) Sample {
		s.Before = [][]float64{slices.Clone(s.Values)}
		return s
	}
	for what, c := range map[string][2]Sample{
		"one treated":         {many, {Values: []float64{90}}},
		"one control":         {{Values: []float64{90}}, many},
		"one of each":         {{Values: []float64{1}}, {Values: []float64{2}}},
		"one buyer treated":   {ones(3, 100), ones(1, 1)},
		"one, of a ratio":     {{Values: many.Values, Of: slices.Repeat([]float64{2}, 200)}, {Values: []float64{9}, Of: []float64{2}}},
		"one, with covariate": {with(many), with(Sample{Values: []float64{90}})},
		"3 and 4":             {{Values: slices.Repeat([]float64{3}, 50)}, {Values: slices.Repeat([]float64{4}, 50)}},
		"0.1 and 0.7":         {{Values: slices.Repeat([]float64{0.1}, 49)}, {Values: slices.Repeat([]float64{0.7}, 51)}},
	} {
		e := compared(t, c[0], c[1], Settings{})
		for i, v := range []float64{e.StandardError, e.Lo, e.Hi, e.P, e.Plain.StandardError, e.Plain.Lo, e.Plain.Hi, e.Plain.P} {
			if !math.IsNaN(v) {
				t.Errorf("%s: number %d is %g", what, i, v)
			}
		}
		if e.Known() || e.Enough || e.Relative || math.IsNaN(e.Effect) || Judge(e, 0, 1, 0, 0.95) != NotEnough {
			t.Errorf("%s: %+v", what, e)
		}
	}
}

// Three who bought nothing may well have: their variance is that of all.
func TestCompare_TakesTheVarianceOfAllForAnArmWithoutOne(t *testing.T) {
	control := Sample{Values: make([]float64, 101), Before: [][]float64{make([]float64, 101)}}
	squares := 0.0
	for i := range control.Values {
		control.Values[i] = float64(i) // mean 50
		control.Before[0][i] = float64(i * i)
		squares += float64(i-50) * float64(i-50)
	}
	same := Sample{Values: make([]float64, 3), Before: [][]float64{{5, 6, 9}}}
	pooled := squares / (101 + 3 - 2)
	for _, value := range []float64{0, 0.1} {
		for i := range same.Values {
			same.Values[i] = value
		}
		e := compared(t, control, same, Settings{})
		near(t, "variance", e.StandardError*e.StandardError, squares/100/101+pooled/3, 1e-9)
		if e.Enough || e.Adjusted || !(e.Lo < e.Effect && e.Effect < e.Hi) {
			t.Errorf("%+v", e)
		}
		back := compared(t, same, control, Settings{})
		near(t, "variance, changed about", back.StandardError, e.StandardError, 1e-12)
	}
}
