package btyd

import (
	"errors"
	"math"
	"testing"
)

// well has its bottom, −1, at 0 and is level far away.
func well(x, slope []float64) float64 {
	depth := math.Exp(-x[0] * x[0] / 2)
	slope[0] = x[0] * depth
	return -depth
}

func TestSearch_LeavesAPlateauForAnotherStart(t *testing.T) {
	// The sample's optimum lies where all the data are level.
	sample := func(x, slope []float64) float64 {
		slope[0] = 2 * (x[0] - 12)
		return (x[0] - 12) * (x[0] - 12)
	}
	found, err := search(sample, well, [][]float64{{13}, {0.5}})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "bottom", found.logs[0], 0, 1e-8)
	near(t, "depth", found.value, -1, 1e-12)
	if !found.settled() || !arrived(found) {
		t.Errorf("%+v", found)
	}
}

func TestSearch_RefusesWhereNothingIsFinite(t *testing.T) {
	nowhere := func(_, slope []float64) float64 {
		slope[0] = math.NaN()
		return math.Inf(1)
	}
	if _, err := search(nowhere, nowhere, [][]float64{{0}, {1}}); !errors.Is(err, ErrNoOptimum) {
		t.Errorf("%v", err)
	}
	if _, err := search(well, nowhere, [][]float64{{0.5}}); !errors.Is(err, ErrNoOptimum) {
		t.Errorf("%v", err)
	}
}

func TestDescend_FindsTheBottomOfABentValley(t *testing.T) {
	// Rosenbrock's function, 1 at (1, 1).
	valley := func(x, slope []float64) float64 {
		bend := x[1] - x[0]*x[0]
		slope[0] = -400*bend*x[0] - 2*(1-x[0])
		slope[1] = 200 * bend
		return 1 + 100*bend*bend + (1-x[0])*(1-x[0])
	}
	found := refine(valley, []float64{-1.2, 1})
	near(t, "x", found.logs[0], 1, 1e-7)
	near(t, "y", found.logs[1], 1, 1e-7)
}
