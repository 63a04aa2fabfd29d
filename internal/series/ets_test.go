package series_test

import (
	"math"
	"slices"
	"testing"

	"clientele/internal/series"
)

func TestETS_AnswersEveryHonestSeries(t *testing.T) {
	cycle := []float64{3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8}
	for name, y := range map[string][]float64{
		"one value":             {7},
		"two values":            {7, 9},
		"three values":          {7, 9, 8},
		"shorter than a season": {7, 9, 8, 4, 4, 6, 5, 8},
		"constant":              repeat(42, 40),
		"all zero":              repeat(0, 40),
		"mostly zero":           append(repeat(0, 30), 5, 0, 0),
		"negative":              scaled(monthly(1, 50), -1, 0),
		"both signs":            scaled(monthly(1, 50), 1, -120),
		"1e12":                  scaled(monthly(1, 50), 1e12, 0),
		"largest":               scaled(monthly(1, 50), 1e97, 0),
		"smallest":              scaled(monthly(1, 50), math.SmallestNonzeroFloat64, 0),
		"from tiny to huge":     append(repeat(1e-300, 20), repeat(1e100, 20)...),
		"from small to one":     append(repeat(1e-200, 20), monthly(1, 20)...),
		"exact cycle":           slices.Repeat(cycle, 5),
		"exact line":            {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16},
		"a jump":                append(repeat(1, 30), repeat(1000, 2)...),
		"nearly constant":       append(repeat(1, 30), 1+1e-15),
		"a long fall":           {1e6, 1e5, 1e4, 1e3, 1e2, 10, 1, 0.1, 0.01, 1e-3, 1e-4, 1e-5},
	} {
		t.Run(name, func(t *testing.T) {
			for _, season := range []int{1, 2, 3, 4, 7, 12, 24, 1000} {
				fit := mustFit(t, series.ETS{}, y, season)
				checkETSFinite(t, fit)
				for _, more := range []float64{0, -1, 1e100, -1e100} {
					longer := append(slices.Clone(y), repeat(more, 13)...)
					checkETSFinite(t, fit.(series.Extended).Extend(longer))
				}
			}
		})
	}
}

func checkETSFinite(t testing.TB, fit series.Fitted) {
	t.Helper()
	growth := fit.Growth(18)
	for _, values := range [][]float64{fit.Forecast(18), fit.Residuals(), growth} {
		for i, v := range values {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Fatalf("value %d is %v", i+1, v)
			}
		}
	}
	if growth[0] != 1 || !slices.IsSorted(growth) {
		t.Fatalf("growth %v does not begin with 1 or falls", growth)
	}
}
