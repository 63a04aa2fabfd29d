package series_test

import (
	"bytes"
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"clientele/internal/series"
)

type arimaExample struct {
	name   string
	season int
	parts  map[string][]float64
}

// readARIMAExamples reads testdata/arima.csv, which testdata/arima.R made with the
// versions that stand in its first line.
func readARIMAExamples(t testing.TB) []arimaExample {
	t.Helper()
	text, err := os.ReadFile("testdata/arima.csv")
	if err != nil {
		t.Fatal(err)
	}
	reader := csv.NewReader(bytes.NewReader(text))
	reader.Comment = '#'
	rows, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []arimaExample
	for _, row := range rows[1:] {
		if len(out) == 0 || out[len(out)-1].name != row[0] {
			season, err := strconv.Atoi(row[1])
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, arimaExample{row[0], season, map[string][]float64{}})
		}
		for _, field := range strings.Fields(row[3]) {
			v, err := strconv.ParseFloat(field, 64)
			if err != nil {
				t.Fatal(err)
			}
			parts := out[len(out)-1].parts
			parts[row[2]] = append(parts[row[2]], v)
		}
	}
	return out
}

func (e arimaExample) order() series.ARIMAOrder {
	v := make([]int, len(e.parts["order"]))
	for i, f := range e.parts["order"] {
		v[i] = int(f)
	}
	return series.ARIMAOrder{
		AR: v[0], Differences: v[1], MA: v[2],
		SeasonalAR: v[3], SeasonalDifferences: v[4], SeasonalMA: v[5], Constant: v[6] == 1,
	}
}

// coefficients as R has them: its drift is that of one period.
func (e arimaExample) coefficients(fit *series.ARIMAFit) []float64 {
	out := append([]float64(nil), fit.Coefficients...)
	if fit.Order.Constant && fit.Order.SeasonalDifferences > 0 {
		out[len(out)-1] /= float64(e.season)
	}
	return out
}

func mustFitARIMA(t testing.TB, model series.ARIMA, y []float64, season int) *series.ARIMAFit {
	t.Helper()
	return mustFit(t, model, y, season).(*series.ARIMAFit)
}

func TestARIMA_AgreesWithRSeriesBySeries(t *testing.T) {
	for _, e := range readARIMAExamples(t) {
		t.Run(e.name, func(t *testing.T) {
			given, order := e.parts["given"], e.order()
			model := series.ARIMA{Order: &order}
			if strings.HasPrefix(e.name, "auto ") {
				model.Order = nil
			}
			fit := mustFitARIMA(t, model, given, e.season)
			if fit.Order != order {
				t.Fatalf("%s with %v, want %+v", fit.Form(), fit.Coefficients, order)
			}
			for i, v := range e.coefficients(fit) {
				if want := e.parts["coefficients"][i]; math.Abs(v-want) > 1e-3*(1+math.Abs(want)) {
					t.Errorf("coefficient %d of %s is %v, want %v", i+1, fit.Form(), v, want)
				}
			}
			if want := e.parts["loglik"][0]; math.Abs(fit.LogLikelihood-want) > 1e-4 {
				t.Errorf("log-likelihood %v, want %v", fit.LogLikelihood, want)
			}
			near(t, fit.Forecast(12), e.parts["want"], 1e-3)
			// R's first step carries what the filter does not know yet of the last errors.
			near(t, fit.Growth(12), e.parts["growth"], 5e-3)
			first := given[:len(given)*4/5]
			near(t, fit.Extend(first).Forecast(12), e.parts["earlier"], 1e-3)
		})
	}
}

// The airline model of Box & Jenkins on their series G as R 4.2.2 prints it: −0.4018 and
// −0.5569. Its log-likelihood of 244.70 is rounded from 244.6995, and exactly 244.6965.
func TestARIMA_AirlineModelOfSeriesG(t *testing.T) {
	for _, e := range readARIMAExamples(t) {
		if e.name != "airline of log AirPassengers" {
			continue
		}
		order := e.order()
		fit := mustFitARIMA(t, series.ARIMA{Order: &order}, e.parts["given"], 12)
		near(t, fit.Coefficients, []float64{-0.4018, -0.5569}, 2e-4)
		near(t, []float64{fit.LogLikelihood}, []float64{244.6965}, 1e-6)
		if fit.Form() != "ARIMA(0,1,1)(0,1,1)[12]" {
			t.Error(fit.Form())
		}
		return
	}
	t.Fatal("the example is not there")
}
