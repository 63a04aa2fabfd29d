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

func TestSearch_LeavesAPlateauThatOnlyAllTheDataShow(t *testing.T) {
	sample := func(x, slope []float64) float64 {
		slope[0] = 2 * (x[0] - 12)
		return (x[0] - 12) * (x[0] - 12)
	}
	found, err := searchLevels([]objective{sample, sample, well}, [][]float64{{0.5}, {13}})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "bottom", found.logs[0], 0, 1e-8)
}

func TestPolish_LeavesTheHessianOfTheBottom(t *testing.T) {
	bent := func(x, slope []float64) float64 {
		slope[0] = x[0] + 15*x[0]*x[0]
		return x[0]*x[0]/2 + 5*x[0]*x[0]*x[0]
	}
	at := optimum{point: point{logs: []float64{0.02}, gradient: make([]float64, 1)}}
	at.value = bent(at.logs, at.gradient)
	polish(bent, &at)
	near(t, "bottom", at.logs[0], 0, 1e-7)
	near(t, "curvature there", at.hessian.At(0, 0), 1, 1e-3)
}

func TestFollowRidge_ShortensAStrideThatPassesTheHollow(t *testing.T) {
	// Steep across, and along a hollow so shallow that Newton's step is too far:
	// a stride of 1 ends on the other side, higher up.
	ridge := func(x, slope []float64) float64 {
		away := math.Hypot(x[1]-0.4, 0.1)
		slope[0], slope[1] = 100*x[0], 2e-3*(x[1]-0.4)/away
		return 50*x[0]*x[0] + 2e-3*away
	}
	at := optimum{point: point{logs: []float64{0, 0}, gradient: make([]float64, 2)}}
	at.value = ridge(at.logs, at.gradient)
	at.hessian = hessian(ridge, at.logs)
	if arrived(at) {
		t.Fatalf("%+v is level already", at)
	}
	followRidge(ridge, &at)
	if !arrived(at) {
		t.Errorf("ended at %v, slope %v", at.logs, at.gradient)
	}
}
