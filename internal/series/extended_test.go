package series_test

import (
	"math"
	"reflect"
	"slices"
	"testing"

	"clientele/internal/series"
)

// contender is a model of its own and what may be asked of it.
type contender struct {
	model series.Model
	// shifts: a constant added to a series without a season is added to the forecast.
	shifts bool
	// low: the model says too little where every month has a demand.
	low bool
}

func contenders() []contender {
	return []contender{
		{model: series.Theta{}, shifts: true},
		{model: series.SeasonalTheta{}, shifts: true},
		{model: series.SeasonalNaive{}, shifts: true},
		{model: series.DynamicTheta{}, shifts: true},
		{model: series.CES{}},
		{model: series.Croston{}},
		{model: series.SBA{}, low: true},
		{model: series.TSB{}},
		{model: series.Drift{}, shifts: true},
	}
}

func eachContender(t *testing.T, check func(*testing.T, contender)) {
	for _, c := range contenders() {
		t.Run(c.model.Name(), func(t *testing.T) { check(t, c) })
	}
}

func mustExtend(t testing.TB, c contender, y, whole []float64, season int) series.Extended {
	t.Helper()
	fit, ok := mustFit(t, c.model, y, season).(series.Extended)
	if !ok {
		t.Fatalf("%s cannot be extended", c.model.Name())
	}
	return fit.Extend(whole)
}

func TestContenders_ExtendedByNothingAreTheFit(t *testing.T) {
	eachContender(t, func(t *testing.T, c contender) {
		for seed := range uint64(20) {
			for _, season := range []int{1, 12} {
				y := monthly(seed, 3+int(seed)*4)
				if fit := mustFit(t, c.model, y, season); !reflect.DeepEqual(mustExtend(t, c, y, y, season), fit) {
					t.Fatalf("seed %d, season %d: the extension of a fit by nothing is another", seed, season)
				}
			}
		}
	})
}

// Carried along month by month or in one go: the states are the same. And what came later
// does not reach back.
func TestContenders_ExtendStepByStepAsAtOnce(t *testing.T) {
	eachContender(t, func(t *testing.T, c contender) {
		y := monthly(3, 70)
		slow := mustFit(t, c.model, y[:50], 12).(series.Extended)
		before := slow.Forecast(12)
		for n := 51; n <= len(y); n++ {
			slow = slow.Extend(y[:n])
		}
		atOnce := mustExtend(t, c, y[:50], y, 12)
		near(t, slow.Forecast(12), atOnce.Forecast(12), 0)
		near(t, slow.Residuals(), atOnce.Residuals(), 0)
		near(t, mustFit(t, c.model, y[:50], 12).Forecast(12), before, 0)
	})
}

// The last residual is the value less what the model said a month before.
func TestContenders_LastResidualIsTheErrorOfTheForecastBefore(t *testing.T) {
	eachContender(t, func(t *testing.T, c contender) {
		for _, season := range []int{1, 12} {
			y := monthly(4, 61)
			said := mustFit(t, c.model, y[:60], season).Forecast(1)[0]
			residuals := mustExtend(t, c, y[:60], y, season).Residuals()
			near(t, residuals[len(residuals)-1:], []float64{y[60] - said}, 1e-9)
		}
	})
}

func TestContenders_ScaleWithTheSeries(t *testing.T) {
	eachContender(t, func(t *testing.T, c contender) {
		for seed := range uint64(12) {
			y := monthly(seed, 10+int(seed)*6)
			base := mustFit(t, c.model, y, 12).Forecast(18)
			for factor, tolerance := range map[float64]float64{1 << 20: 1e-12, 0.25: 1e-12, 1000: 1e-5, 1e-7: 1e-5} {
				near(t, mustFit(t, c.model, scaled(y, factor, 0), 12).Forecast(18), scaled(base, factor, 0), tolerance)
			}
		}
	})
}

func TestContenders_ShiftWithASeriesWithoutSeason(t *testing.T) {
	eachContender(t, func(t *testing.T, c contender) {
		if !c.shifts {
			t.Skip("zero has a meaning of its own to this model")
		}
		for seed := range uint64(12) {
			y := monthly(seed, 40)
			base := mustFit(t, c.model, y, 1).Forecast(12)
			near(t, mustFit(t, c.model, scaled(y, 1, -5000), 1).Forecast(12), scaled(base, 1, -5000), 1e-6)
		}
	})
}

func TestContenders_RepeatAConstant(t *testing.T) {
	eachContender(t, func(t *testing.T, c contender) {
		if c.low {
			t.Skip("the model takes a bias away that a constant has not")
		}
		for _, n := range []int{1, 2, 3, 5, 8, 40} {
			for _, size := range []float64{0, 42, -3, 1e12} {
				near(t, mustFit(t, c.model, repeat(size, n), 12).Forecast(6), repeat(size, 6), 1e-6)
			}
		}
	})
}

func TestContenders_AnswerEveryHonestSeries(t *testing.T) {
	eachContender(t, func(t *testing.T, c contender) {
		for name, y := range hardSeries() {
			for _, season := range []int{1, 2, 3, 7, 12, 1000} {
				before := slices.Clone(y)
				fit := mustFit(t, c.model, y, season)
				checkFitted(t, name, fit)
				longer := append(slices.Clone(y), y...)
				checkFitted(t, name+", extended", fit.(series.Extended).Extend(longer))
				if !slices.Equal(y, before) {
					t.Fatalf("%s: the values given were changed", name)
				}
			}
		}
	})
}

func hardSeries() map[string][]float64 {
	return map[string][]float64{
		"one value":        {7},
		"two values":       {7, 9},
		"three values":     {7, 9, 8},
		"five values":      {7, 9, 8, 4, 4},
		"constant":         repeat(42, 40),
		"all zero":         repeat(0, 40),
		"one zero":         {0},
		"zeros, then one":  append(repeat(0, 40), 5),
		"one, then zeros":  append([]float64{5}, repeat(0, 40)...),
		"mostly zero":      append(repeat(0, 30), 5, 0, 0, 0, 2, 0, 0, 0, 0, 7, 0, 0),
		"negative":         scaled(monthly(1, 50), -1, 0),
		"both signs":       scaled(monthly(1, 50), 1, -120),
		"mean of zero":     slices.Repeat([]float64{1, -1}, 20),
		"1e12":             scaled(monthly(1, 50), 1e12, 0),
		"1e97":             scaled(monthly(1, 50), 1e97, 0),
		"smallest":         scaled(monthly(1, 50), math.SmallestNonzeroFloat64, 0),
		"from tiny to big": append(repeat(1e-300, 20), repeat(1e100, 20)...),
		"exact cycle":      slices.Repeat([]float64{3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8}, 5),
		"straight line":    {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20},
		"doubling":         {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192},
		"a jump":           append(repeat(1, 30), repeat(1000, 2)...),
	}
}

func checkFitted(t *testing.T, name string, fit series.Fitted) {
	t.Helper()
	growth := fit.Growth(30)
	for i, v := range slices.Concat(fit.Forecast(30), fit.Residuals(), growth) {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			t.Fatalf("%s: value %d is %v", name, i, v)
		}
	}
	if growth[0] < 1-1e-12 || !slices.IsSorted(growth) || len(growth) != 30 || len(fit.Forecast(30)) != 30 {
		t.Fatalf("%s: growth %v", name, growth)
	}
}
