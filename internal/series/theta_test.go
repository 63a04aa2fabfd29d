package series_test

import (
	"bytes"
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"testing"

	"clientele/internal/series"
)

type example struct {
	name        string
	season      int
	given, want []float64
}

// readExamples reads testdata/thetaf.csv, which testdata/thetaf.R made with the
// versions that stand in its first line.
func readExamples(t testing.TB) []example {
	t.Helper()
	text, err := os.ReadFile("testdata/thetaf.csv")
	if err != nil {
		t.Fatal(err)
	}
	reader := csv.NewReader(bytes.NewReader(text))
	reader.Comment = '#'
	rows, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []example
	for _, row := range rows[1:] {
		season, err := strconv.Atoi(row[1])
		if err != nil {
			t.Fatal(err)
		}
		value, err := strconv.ParseFloat(row[4], 64)
		if err != nil {
			t.Fatal(err)
		}
		if len(out) == 0 || out[len(out)-1].name != row[0] {
			out = append(out, example{name: row[0], season: season})
		}
		e := &out[len(out)-1]
		switch row[2] {
		case "given":
			e.given = append(e.given, value)
		case "want":
			e.want = append(e.want, value)
		}
	}
	return out
}

func TestTheta_AgreesWithRSeriesBySeries(t *testing.T) {
	for _, e := range readExamples(t) {
		t.Run(e.name, func(t *testing.T) {
			fit := mustFit(t, series.Theta{}, e.given, e.season)
			// R's Nelder-Mead stops at 1e-8 of the sum of squares, so its alpha is good
			// to about 1e-4.
			near(t, fit.Forecast(len(e.want)), e.want, 5e-5)
			// All of these are seasonal to R, or have no cycle.
			near(t, mustFit(t, series.SeasonalTheta{}, e.given, e.season).Forecast(len(e.want)), e.want, 5e-5)
		})
	}
}

// By hand: 2, 4, …, 20 is a line with slope 2, so the drift is 1. Smoothing follows a line
// best with the greatest alpha, 0.9999, so the level ends at nearly 20.
func TestTheta_ContinuesALineWithHalfItsSlope(t *testing.T) {
	y := []float64{2, 4, 6, 8, 10, 12, 14, 16, 18, 20}
	near(t, mustFit(t, series.Theta{}, y, 1).Forecast(4), []float64{21, 22, 23, 24}, 1e-4)
}

// Twenty quarters of a fixed pattern, negative in one: only an additive season can
// repeat it, and it does so without an error.
func TestTheta_SeasonIsAdditiveWhereAValueIsNotPositive(t *testing.T) {
	pattern := []float64{-3, 10, 0, 25}
	var y []float64
	for range 5 {
		y = append(y, pattern...)
	}
	near(t, mustFit(t, series.Theta{}, y, 4).Forecast(8), append(pattern, pattern...), 1e-9)
}

// The season's size grows with the level: the next cycle continues the ratio of peak to
// trough, 3, which an additive season would shrink.
func TestTheta_SeasonIsMultiplicativeWherePositive(t *testing.T) {
	var y []float64
	for i := range 24 {
		y = append(y, float64(10+i)*[]float64{1, 2, 3, 2}[i%4])
	}
	f := mustFit(t, series.Theta{}, y, 4).Forecast(4)
	if ratio := f[2] / f[0]; math.Abs(ratio-3) > 0.2 {
		t.Errorf("peak over trough is %.2f, want about 3", ratio)
	}
}

func mustFit(t testing.TB, model series.Model, y []float64, season int) series.Fitted {
	t.Helper()
	fit, err := model.Fit(y, season)
	if err != nil {
		t.Fatal(err)
	}
	return fit
}

// near compares with a tolerance relative to the size of what is wanted.
func near(t testing.TB, got, want []float64, tolerance float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d values, want %d", len(got), len(want))
	}
	size := 0.0
	for _, v := range want {
		size = math.Max(size, math.Abs(v))
	}
	for i := range want {
		if !(math.Abs(got[i]-want[i]) <= tolerance*size) {
			t.Errorf("step %d: %v, want %v", i+1, got[i], want[i])
		}
	}
}
