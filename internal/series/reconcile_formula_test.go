package series

import (
	"math"
	"math/rand/v2"
	"testing"
)

// groupedErrors are 14 errors of a total, three regions and two groups of customers,
// made in R: sums of six normal series, each observed with noise of its own.
func groupedErrors() [][]float64 {
	return [][]float64{
		{2.7, -6.7, -10.2, -9.8, -2, 5.2, 11.7, 8, 10.9, 7.1, 15.3, 22.3, 25.7, 5.2},
		{15.5, -1.6, -5.6, -1.5, -3.1, -0.2, 7, -0.1, 9, 1.7, 9.2, 9.3, 9.7, 4.9},
		{-1.8, -4.6, -5.1, 2.9, 3.1, 4.4, 1.6, 3.2, -2.2, 0.9, 2.6, 7, 6.8, 3.6},
		{-8, 1.1, -2.5, -4.3, -2.3, 1.3, 4.1, 4.3, 4.1, 7.6, 5.8, 8.7, 8.1, 5.8},
		{-7.4, -4, -2.5, -4.8, -1.2, -2.1, 2.9, 3.7, 5.1, 8.9, 4.7, 17.9, 15, 3.4},
		{10.2, -5.4, -9.9, -1.6, 6.2, 6, 4.4, 6.8, 5.3, -3, 10.3, 7.1, 7.3, 5.9},
	}
}

func groupedSums() []Sum { return []Sum{{0, []int{1, 2, 3}}, {0, []int{4, 5}}} }

func groupedBase() []Forecast {
	means, widths := []float64{100, 42, 30, 25, 55, 49.5}, []float64{20, 12, 9, 8, 14, 13}
	base := make([]Forecast, len(means))
	for i, errors := range groupedErrors() {
		base[i] = oneStep(means[i], widths[i])
		base[i].Residuals = errors
	}
	return base
}

// oneStep is a forecast of one month, with its 80 % band half as wide as that of 95 %.
func oneStep(mean, width float64) Forecast {
	return Forecast{Mean: []float64{mean}, Lo80: []float64{mean - width/2}, Hi80: []float64{mean + width/2}, Lo95: []float64{mean - width}, Hi95: []float64{mean + width}}
}

func closeTo(t *testing.T, what string, got, want []float64, tolerance float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d values, not %d", what, len(got), len(want))
	}
	for i := range want {
		if !(math.Abs(got[i]-want[i]) <= tolerance*math.Max(1, math.Abs(want[i]))) {
			t.Errorf("%s %d: %.15g, want %.15g", what, i, got[i], want[i])
		}
	}
}

func meansOf(forecasts []Forecast) []float64 {
	means := make([]float64, len(forecasts))
	for i, f := range forecasts {
		means[i] = f.Mean[0]
	}
	return means
}

// The values are of the formulas written down in R 4.2.2: shrink.estim of hts 6.0, and
// ŷ − W Cᵀ (C W Cᵀ)⁻¹ C ŷ by solve().
func TestReconcile_HasTheValuesOfR(t *testing.T) {
	got, err := Hierarchy{Sums: groupedSums()}.Reconcile(groupedBase())
	if err != nil {
		t.Fatal(err)
	}
	closeTo(t, "shrinkage", []float64{got.Shrinkage}, []float64{0.194211621051717}, 1e-12)
	closeTo(t, "mean", meansOf(got.Forecasts), []float64{102.0006533864866, 44.8931191948414, 30.4994551363700, 26.6080790552753, 53.7156185304962, 48.2850348559904}, 1e-12)
	share := make([]float64, 6)
	for i, width := range []float64{20, 12, 9, 8, 14, 13} {
		share[i] = (got.Forecasts[i].Hi95[0] - got.Forecasts[i].Mean[0]) / width
		closeTo(t, "narrow band", []float64{got.Forecasts[i].Mean[0] - got.Forecasts[i].Lo80[0]}, []float64{share[i] * width / 2}, 1e-12)
	}
	closeTo(t, "width", share, []float64{1.004261359155279, 0.926572353454824, 0.942659598435642, 0.987231221358576, 0.953285609891141, 0.924721384211557}, 1e-12)

	got, err = Hierarchy{Sums: groupedSums(), Held: []int{0}}.Reconcile(groupedBase())
	if err != nil {
		t.Fatal(err)
	}
	closeTo(t, "mean beside the held total", meansOf(got.Forecasts), []float64{100, 44.0434136036888, 30.0441936020276, 25.9123927942836, 52.5894787866328, 47.4105212133672}, 1e-12)

	short := groupedBase()
	for i := range short {
		// So few say nothing of correlations; the bands say the sizes.
		width := 1.959964 * rootMeanSquare(short[i].Residuals)
		short[i].Residuals = short[i].Residuals[:fewestErrors-1]
		short[i].Hi95[0] = short[i].Mean[0] + width
	}
	got, err = Hierarchy{Sums: groupedSums()}.Reconcile(short)
	if err != nil || got.Weights != WeighSizes || got.Shrinkage != 0 {
		t.Fatalf("%s, shrinkage %v: %v", got.Weights, got.Shrinkage, err)
	}
	closeTo(t, "mean by sizes", meansOf(got.Forecasts), []float64{100.4377564268577, 43.8104218545046, 30.5654692378091, 26.0618653345441, 52.7519252138658, 47.6858312129919}, 1e-12)
}

// The form with a summing matrix, S (Sᵀ W⁻¹ S)⁻¹ Sᵀ W⁻¹ ŷ, in R 4.2.2: a total of two
// regions of two towns each. A sum that follows from the others changes nothing.
func TestProjection_IsTheOneOfTheSummingMatrix(t *testing.T) {
	sizes := []float64{12, 7, 8, 5, 4, 6, 3}
	correlations := [][]float64{
		{1, .5, .4, .2, .3, .1, .2}, {.5, 1, .1, .4, .3, .05, .1}, {.4, .1, 1, .1, .1, .5, .3}, {.2, .4, .1, 1, .2, .1, 0},
		{.3, .3, .1, .2, 1, .1, .1}, {.1, .05, .5, .1, .1, 1, .2}, {.2, .1, .3, 0, .1, .2, 1},
	}
	errors := jointErrors{deviations: sizes, correlations: correlations}
	nested := []Sum{{0, []int{1, 2}}, {1, []int{3, 4}}, {2, []int{5, 6}}}
	for _, sums := range [][]Sum{nested, append(nested, Sum{0, []int{3, 4, 5, 6}}, Sum{0, []int{1, 5, 6}})} {
		p := newProjection(sums, errors.covariance(sizes), make([]bool, 7))
		closeTo(t, "mean", p.apply([]float64{210, 90, 105, 50, 45, 61, 52}),
			[]float64{206.3545740066454, 93.5856366235480, 112.7689373830974, 49.7952488351300, 43.7903877884180, 61.1226701287612, 51.6462672543362}, 1e-12)
		closeTo(t, "width", p.spread(errors, sizes),
			[]float64{0.748424047960267, 0.846464493974732, 0.767872879980131, 0.895766300655677, 0.917363807710353, 0.857519724069151, 0.963554932082887}, 1e-11)
	}
}

// Whatever the lengths, the shrunk matrix is one of correlations: no combination of the
// series has a negative variance, and series that do not hang together are drawn apart.
func TestShrunkCorrelations_IsAMatrixOfCorrelations(t *testing.T) {
	for seed := range uint64(200) {
		chance := rand.New(rand.NewPCG(seed, 6))
		known := make([][]float64, 2+chance.IntN(20))
		common := make([]float64, 60)
		for i := range common {
			common[i] = chance.NormFloat64()
		}
		for i := range known {
			known[i] = make([]float64, chance.IntN(60))
			for back := range known[i] {
				known[i][len(known[i])-1-back] = 0.7*common[back] + chance.NormFloat64()
			}
		}
		r, lambda := shrunkCorrelations(known)
		if lambda < 0 || lambda > 1 {
			t.Fatalf("seed %d: shrinkage %v", seed, lambda)
		}
		for range 20 {
			weights := make([]float64, len(known))
			for i := range weights {
				weights[i] = chance.NormFloat64()
			}
			variance := 0.0
			for i := range r {
				for j := range r {
					variance += weights[i] * r[i][j] * weights[j]
					if r[i][j] != r[j][i] || math.Abs(r[i][j]) > 1 || i == j && r[i][j] != 1 {
						t.Fatalf("seed %d: correlation %v of %d and %d", seed, r[i][j], i, j)
					}
				}
			}
			if variance < -1e-9 {
				t.Fatalf("seed %d: variance %v", seed, variance)
			}
		}
	}
}

// Months are matched from the end: what a series lacks at its beginning is left out.
func TestShrunkCorrelations_MatchesErrorsFromTheEnd(t *testing.T) {
	long := []float64{9, -9, 9, 1, -2, 3, -1, 2, -3, 2, 1}
	short := long[3:]
	r, _ := shrunkCorrelations([][]float64{long, short, long})
	if want := rootMeanSquare(short) * math.Sqrt(8) / (rootMeanSquare(long) * math.Sqrt(11)); math.Abs(r[0][1]/r[0][2]-want) > 1e-12 {
		t.Errorf("correlation %v of %v, want %v of it", r[0][1], r[0][2], want)
	}
}
