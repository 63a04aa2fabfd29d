package series

import (
	"math"
	"testing"
)

// The least value of Rosenbrock's function is 0, at (1, 1).
func TestMinimiseOver_FollowsRosenbrocksValley(t *testing.T) {
	valley := func(x []float64) float64 {
		return 100*(x[1]-x[0]*x[0])*(x[1]-x[0]*x[0]) + (1-x[0])*(1-x[0])
	}
	at, value := minimiseOver(valley, []float64{-1.2, 1}, []float64{0.12, 0.12}, 1e-12, 2000)
	if math.Abs(at[0]-1) > 1e-5 || math.Abs(at[1]-1) > 1e-5 || value > 1e-10 {
		t.Errorf("found %v at %v", value, at)
	}
}

// R 4.2.2: optim(c(-1.2, 1), f, control = list(maxit = 60)) with R's own first step, a
// tenth of the greatest coordinate, stops after 61 evaluations at this point.
func TestMinimiseOver_TakesTheStepsOfROptim(t *testing.T) {
	valley := func(x []float64) float64 {
		return 100*(x[1]-x[0]*x[0])*(x[1]-x[0]*x[0]) + (1-x[0])*(1-x[0])
	}
	at, value := minimiseOver(valley, []float64{-1.2, 1}, []float64{0.12, 0.12}, 1e-8, 60)
	want := []float64{-0.515848031043995, 0.270236144065849, 2.29950669117767}
	for i, v := range []float64{at[0], at[1], value} {
		if math.Abs(v-want[i]) > 1e-12 {
			t.Errorf("%.15g, want %.15g", v, want[i])
		}
	}
}

func TestMinimiseOver_StaysInsideBounds(t *testing.T) {
	bounded := func(x []float64) float64 {
		if x[0] < 0 || x[1] < 0 {
			return math.Inf(1)
		}
		return (x[0]+1)*(x[0]+1) + (x[1]-2)*(x[1]-2)
	}
	at, _ := minimiseOver(bounded, []float64{3, 3}, []float64{1, 1}, 1e-12, 1000)
	if at[0] < 0 || at[0] > 1e-4 || math.Abs(at[1]-2) > 1e-4 {
		t.Errorf("found %v, the least value inside is at (0, 2)", at)
	}
}

func TestMinimiseOver_AnswersWhereNothingCanBeFound(t *testing.T) {
	start := []float64{1, 2}
	at, value := minimiseOver(func([]float64) float64 { return math.NaN() }, start, []float64{1, 1}, 1e-8, 100)
	if at[0] != 1 || at[1] != 2 || !math.IsInf(value, 1) {
		t.Errorf("%v at %v, want infinity at the start", value, at)
	}
	flat, value := minimiseOver(func([]float64) float64 { return 7 }, start, []float64{1, 1}, 1e-8, 100)
	if flat[0] != 1 || flat[1] != 2 || value != 7 {
		t.Errorf("%v at %v, want 7 at the start", value, flat)
	}
}
