package series_test

import (
	"encoding/binary"
	"math"
	"slices"
	"testing"

	"clientele/internal/series"
)

func TestARIMA_AnswersEveryHonestSeries(t *testing.T) {
	cycle := []float64{3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8}
	line, square := make([]float64, 60), make([]float64, 60)
	for i := range line {
		line[i] = 1000 - 20*float64(i)
		square[i] = float64(i * i)
	}
	for name, y := range map[string][]float64{
		"one value":             {7},
		"two values":            {7, 9},
		"three values":          {7, 9, 8},
		"four values":           {7, 9, 8, -3},
		"shorter than a season": {7, 9, 8, 4, 4},
		"nine values":           {1, 2, 1, 2, 1, 2, 1, 2, 3},
		"constant":              repeat(42, 40),
		"short constant":        repeat(42, 3),
		"all zero":              repeat(0, 40),
		"one zero":              {0},
		"mostly zero":           append(repeat(0, 30), 5, 0, 0),
		"negative":              scaled(monthly(1, 50), -1, 0),
		"both signs":            scaled(monthly(1, 50), 1, -120),
		"1e12":                  scaled(monthly(1, 50), 1e12, 0),
		"far from 0":            scaled(monthly(1, 50), 1, 1e12),
		"largest":               scaled(monthly(1, 50), 1e97, 0),
		"smallest":              scaled(monthly(1, 50), math.SmallestNonzeroFloat64, 0),
		"from tiny to huge":     append(repeat(1e-300, 20), repeat(1e100, 20)...),
		"from small to one":     append(repeat(1e-200, 20), monthly(1, 20)...),
		"exact cycle":           slices.Repeat(cycle, 5),
		"exact short cycle":     slices.Repeat([]float64{1, -1}, 30),
		"exact line":            line,
		"exact parabola":        square,
		"a jump":                append(repeat(1, 30), repeat(1000, 2)...),
		"two jumps":             append(append(repeat(1, 30), repeat(1000, 2)...), repeat(1, 30)...),
		"long":                  monthly(3, 400),
	} {
		t.Run(name, func(t *testing.T) {
			for _, season := range []int{1, 2, 4, 7, 12, 52, 1000, 100_000} {
				fit := mustFit(t, series.ARIMA{}, y, season)
				checkFinite(t, fit, season)
				checkFinite(t, fit.(series.Extended).Extend(append(slices.Clone(y), y...)), season)
			}
		})
	}
}

func checkFinite(t testing.TB, fit series.Fitted, season int) {
	t.Helper()
	for _, horizon := range []int{0, 1, 40} {
		for part, values := range map[string][]float64{
			"forecast": fit.Forecast(horizon), "growth": fit.Growth(horizon), "residuals": fit.Residuals(),
		} {
			if part != "residuals" && len(values) != horizon {
				t.Fatalf("season %d: %d values of %s, want %d", season, len(values), part, horizon)
			}
			for i, v := range values {
				if math.IsNaN(v) || math.IsInf(v, 0) || part == "growth" && i > 0 && v < values[i-1] {
					t.Fatalf("season %d: %s %v", season, part, values)
				}
			}
		}
	}
}

// Series of a few arbitrary bit patterns, each repeated a few times to be long enough.
func FuzzARIMA(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8}, uint8(12), uint8(1))
	f.Add(binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(nil, 1), math.Float64bits(-1e99)), uint8(2), uint8(9))
	f.Fuzz(func(t *testing.T, bytes []byte, season, times uint8) {
		var y []float64
		for ; len(bytes) >= 8 && len(y) < 40; bytes = bytes[8:] {
			y = append(y, math.Float64frombits(binary.LittleEndian.Uint64(bytes)))
		}
		y = slices.Repeat(y, int(times%8))
		fit, err := series.ARIMA{}.Fit(y, int(season%24))
		if err != nil {
			checkRefusal(t, err)
			return
		}
		checkFinite(t, fit, int(season%24))
		checkFinite(t, fit.(series.Extended).Extend(append(slices.Clone(y), y...)), int(season%24))
	})
}
