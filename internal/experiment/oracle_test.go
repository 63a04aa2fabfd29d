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

// R 4.2.2: with(sleep, t.test(extra[group == 2], extra[group == 1]))
func TestCompare_IsWelchsTest(t *testing.T) {
	e, err := Compare(
		Sample{Values: []float64{0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0}},
		Sample{Values: []float64{1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4}}, Settings{})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "effect", e.Effect, 1.58, 1e-12)
	near(t, "standard error", e.StandardError, 0.849091017238762, 1e-12)
	near(t, "lo", e.Lo, -0.2054832, 1e-7)
	near(t, "hi", e.Hi, 3.3654832, 1e-7)
	near(t, "p", e.P, 0.07939414, 1e-8)
}
