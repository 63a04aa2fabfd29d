package series_test

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"clientele/internal/series"
)

func TestARIMA_ScalesWithTheSeries(t *testing.T) {
	for seed := range uint64(20) {
		y := monthly(seed, 30+int(seed)*3)
		base := mustFitARIMA(t, series.ARIMA{}, y, 12)
		// A power of two changes no digit; other factors round.
		for factor, tolerance := range map[float64]float64{1 << 20: 0, 0.25: 0, -1: 1e-9, 1000: 1e-6, 1e-7: 1e-6} {
			fit := mustFitARIMA(t, series.ARIMA{}, scaled(y, factor, 0), 12)
			if fit.Form() != base.Form() {
				t.Errorf("seed %d × %v: %s, want %s", seed, factor, fit.Form(), base.Form())
			}
			near(t, fit.Forecast(18), scaled(base.Forecast(18), factor, 0), tolerance)
			near(t, fit.Growth(18), base.Growth(18), tolerance)
		}
	}
}

func TestARIMA_ShiftsWithTheSeries(t *testing.T) {
	for seed := range uint64(20) {
		y := monthly(seed, 30+int(seed)*3)
		base := mustFitARIMA(t, series.ARIMA{}, y, 12)
		fit := mustFitARIMA(t, series.ARIMA{}, scaled(y, 1, 5000), 12)
		if fit.Form() != base.Form() {
			t.Errorf("seed %d: %s, want %s", seed, fit.Form(), base.Form())
		}
		near(t, fit.Forecast(18), scaled(base.Forecast(18), 1, 5000), 1e-6)
	}
}

func TestARIMA_ExtendedOverItsOwnHistoryIsItself(t *testing.T) {
	for seed := range uint64(10) {
		y := monthly(seed, 40+int(seed)*5)
		fit := mustFitARIMA(t, series.ARIMA{}, y, 12)
		before := fit.Forecast(18)
		if !reflect.DeepEqual(fit.Extend(y), series.Extended(fit)) {
			t.Errorf("seed %d: another model", seed)
		}
		fit.Extend(append(slices.Clone(y), 1, 2, 3))
		if !slices.Equal(fit.Forecast(18), before) {
			t.Errorf("seed %d: extending changed the model", seed)
		}
	}
}

// A residual is the value less what the model, carried to the value before, forecast.
func TestARIMA_ResidualsAreErrorsOneStepAhead(t *testing.T) {
	for seed := range uint64(10) {
		y := monthly(seed, 60+int(seed)*5)
		fit := mustFitARIMA(t, series.ARIMA{}, y, 12)
		residuals := fit.Residuals()
		for back := 1; back <= 20; back++ {
			at := len(y) - back
			f := fit.Extend(y[:at]).Forecast(1)
			near(t, []float64{y[at] - f[0]}, []float64{residuals[len(residuals)-back]}, 1e-6)
		}
	}
}

// By hand: without ARMA parts the forms are random walks.
func TestARIMA_WithoutCoefficientsIsARandomWalk(t *testing.T) {
	y := []float64{1, 5, 2, 9, 4, 4, 7, 3, 8, 6, 12, 9, 11, 14, 10}
	for _, c := range []struct {
		order    series.ARIMAOrder
		form     string
		forecast []float64
		growth   []float64
	}{
		{series.ARIMAOrder{Differences: 1}, "ARIMA(0,1,0)", []float64{10, 10, 10}, []float64{1, 1.41421356, 1.73205081}},
		{series.ARIMAOrder{Differences: 2}, "ARIMA(0,2,0)", []float64{6, 2, -2}, []float64{1, 2.23606798, 3.74165739}},
		{series.ARIMAOrder{SeasonalDifferences: 1}, "ARIMA(0,0,0)(0,1,0)[3]", []float64{11, 14, 10}, []float64{1, 1, 1}},
		{series.ARIMAOrder{}, "ARIMA(0,0,0) with zero mean", []float64{0, 0, 0}, []float64{1, 1, 1}},
		{series.ARIMAOrder{Constant: true}, "ARIMA(0,0,0) with non-zero mean", []float64{7, 7, 7}, []float64{1, 1, 1}},
		{series.ARIMAOrder{Differences: 1, Constant: true}, "ARIMA(0,1,0) with drift", []float64{10 + 9.0/14, 10 + 18.0/14, 10 + 27.0/14}, []float64{1, 1.41421356, 1.73205081}},
		{series.ARIMAOrder{SeasonalDifferences: 1, Constant: true}, "ARIMA(0,0,0)(0,1,0)[3] with drift", []float64{13.25, 16.25, 12.25}, []float64{1, 1, 1}},
	} {
		t.Run(c.form, func(t *testing.T) {
			fit := mustFitARIMA(t, series.ARIMA{Order: &c.order}, y, 3)
			if fit.Form() != c.form {
				t.Error(fit.Form())
			}
			near(t, fit.Forecast(3), c.forecast, 1e-5)
			near(t, fit.Growth(3), c.growth, 1e-8)
		})
	}
}

func TestARIMA_ContinuesWhatIsExact(t *testing.T) {
	line := make([]float64, 50)
	for i := range line {
		line[i] = 7 + 3*float64(i)
	}
	cycle := slices.Repeat([]float64{3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8}, 5)
	near(t, mustFitARIMA(t, series.ARIMA{}, line, 12).Forecast(3), []float64{157, 160, 163}, 1e-12)
	near(t, mustFitARIMA(t, series.ARIMA{}, cycle, 12).Forecast(24), cycle[:24], 1e-12)
	near(t, mustFitARIMA(t, series.ARIMA{}, repeat(42, 40), 12).Forecast(3), repeat(42, 3), 1e-12)
	near(t, mustFitARIMA(t, series.ARIMA{}, []float64{7}, 12).Forecast(3), repeat(7, 3), 0)
}

func TestARIMA_AGivenOrderThatTheHistoryCannotCarryIsReplaced(t *testing.T) {
	order := series.ARIMAOrder{Differences: 1, SeasonalDifferences: 1, MA: 1, SeasonalMA: 1}
	y := []float64{4, 9, 7, 8, 5, 6}
	given, chosen := mustFitARIMA(t, series.ARIMA{Order: &order}, y, 12), mustFitARIMA(t, series.ARIMA{}, y, 12)
	if !reflect.DeepEqual(given, chosen) {
		t.Errorf("%s, want %s", given.Form(), chosen.Form())
	}
}

func TestARIMA_RefusesAnImpossibleOrder(t *testing.T) {
	for _, order := range []series.ARIMAOrder{{AR: -1}, {MA: 25}, {Differences: 3}, {SeasonalDifferences: 2}} {
		_, err := series.ARIMA{Order: &order}.Fit(monthly(1, 60), 12)
		var argument *series.ArgumentError
		if !errors.As(err, &argument) {
			t.Errorf("%+v: %v", order, err)
		}
	}
}
