package series_test

import (
	"errors"
	"math"
	"reflect"
	"slices"
	"testing"

	"clientele/internal/series"
)

// The naive forecast of 1, 2, 3, … is h too low h steps ahead, at every origin.
func TestBacktest_CountsTheErrorsOfEachStep(t *testing.T) {
	y := []float64{1, 2, 3, 4, 5, 6, 7, 8}
	got, err := series.Backtest(series.SeasonalNaive{}, y, 1, 3, 100)
	if err != nil {
		t.Fatal(err)
	}
	if want := []int{3, 4, 5, 6, 7}; !reflect.DeepEqual(got.Known, want) {
		t.Errorf("known %v, want %v", got.Known, want)
	}
	if want := [][]float64{{1, 2, 3}, {1, 2, 3}, {1, 2, 3}, {1, 2}, {1}}; !reflect.DeepEqual(got.Errors, want) {
		t.Errorf("errors %v, want %v", got.Errors, want)
	}
	if want := []int{5, 4, 3}; !reflect.DeepEqual(got.Counts, want) {
		t.Errorf("counts %v, want %v", got.Counts, want)
	}
	if want := []float64{1, 2, 3}; !reflect.DeepEqual(got.StepMASE, want) || got.MASE != 2 {
		t.Errorf("MASE %v, mean %v, want %v, mean 2", got.StepMASE, got.MASE, want)
	}
	// 3 steps ahead: 6 against 3, 7 against 4, 8 against 5.
	if want := 200 * (3./9 + 3./11 + 3./13) / 3; math.Abs(got.StepSMAPE[2]-want) > 1e-12 {
		t.Errorf("sMAPE 3 steps ahead %v, want %v", got.StepSMAPE[2], want)
	}
}

func TestBacktest_TakesTheLatestOrigins(t *testing.T) {
	got, err := series.Backtest(series.Theta{}, monthly(1, 50), 12, 3, 2)
	if err != nil {
		t.Fatal(err)
	}
	if want := []int{48, 49}; !reflect.DeepEqual(got.Known, want) {
		t.Errorf("known %v, want %v", got.Known, want)
	}
}

// Every forecast of a trial is what the model says when the rest of the series does not
// exist: estimated at 25 values, again at 34 and at 46, the first that are a third more than
// before, and carried along in between.
func TestBacktest_SeesNothingOfTheFuture(t *testing.T) {
	for _, model := range series.DefaultModels() {
		y := monthly(2, 60)
		got, err := series.Backtest(model, y, 12, 5, 100)
		if err != nil {
			t.Fatal(err)
		}
		for i, known := range got.Known {
			estimated := 25
			for _, again := range []int{34, 46} {
				if known >= again {
					estimated = again
				}
			}
			fit := mustFit(t, model, slices.Clone(y[:estimated]), 12)
			if known > estimated {
				fit = fit.(series.Extended).Extend(slices.Clone(y[:known]))
			}
			near(t, got.Means[i], fit.Forecast(len(got.Means[i])), 1e-12)
		}
	}
}

func TestBacktest_RefusesWithoutAnOrigin(t *testing.T) {
	_, err := series.Backtest(series.Theta{}, []float64{1, 2, 3}, 1, 1, 10)
	var short *series.TooShortError
	if !errors.As(err, &short) || short.Need != 4 {
		t.Errorf("%v, want a TooShortError that asks for 4", err)
	}
	_, err = series.Backtest(series.Theta{}, monthly(1, 50), 12, 1, 0)
	var argument *series.ArgumentError
	if !errors.As(err, &argument) || argument.Name != "origins" {
		t.Errorf("%v, want an ArgumentError about origins", err)
	}
}

func TestAccuracy_ByHand(t *testing.T) {
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"sMAPE", series.SMAPE([]float64{100, 0, 50}, []float64{50, 0, 50}), 200. / 3 * (50. / 150)},
		{"sMAPE of opposite signs", series.SMAPE([]float64{-5}, []float64{5}), 200},
		{"sMAPE of nothing", series.SMAPE(nil, nil), 0},
		{"scale", series.Scale([]float64{1, 5, 2, 8}, 2), 2},
		{"scale of an exact cycle", series.Scale([]float64{1, 5, 1, 5}, 2), 4},
		{"scale of less than a cycle", series.Scale([]float64{1, 5, 6}, 12), 2.5},
		{"scale of a constant", series.Scale([]float64{-3, -3, -3}, 1), 3},
		{"scale of zeros", series.Scale([]float64{0, 0}, 1), 1},
		{"MASE", series.MASE([]float64{10, 20}, []float64{12, 24}, []float64{1, 5, 2, 8}, 2), 1.5},
		{"MASE of a constant, right", series.MASE([]float64{3}, []float64{3}, []float64{3, 3}, 1), 0},
		{"MASE of nothing", series.MASE(nil, nil, nil, 1), 0},
	} {
		if math.Abs(c.got-c.want) > 1e-12 {
			t.Errorf("%s: %v, want %v", c.name, c.got, c.want)
		}
	}
}

func TestSeasonalNaive_ErrorsAndGrowthByHand(t *testing.T) {
	fit := mustFit(t, series.SeasonalNaive{}, []float64{1, 5, 2, 8}, 2)
	near(t, fit.Residuals(), []float64{1, 3}, 0)
	near(t, fit.Growth(5), []float64{1, 1, math.Sqrt2, math.Sqrt2, math.Sqrt(3)}, 1e-15)
}

// On a steep line alpha is 0.9999, so the error grows as that of a random walk; and the
// drift is half the slope, so each step leaves the other half.
func TestTheta_ErrorsAndGrowthOfALine(t *testing.T) {
	fit := mustFit(t, series.Theta{}, []float64{2, 4, 6, 8, 10, 12, 14, 16, 18, 20}, 1)
	near(t, fit.Growth(3), []float64{1, math.Sqrt2, math.Sqrt(3)}, 1e-3)
	near(t, fit.Residuals(), repeat(1, 9), 1e-3)
}
