package series_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"clientele/internal/series"
)

// Croston by R 4.2.2, forecast 8.20, croston(y, alpha = 0.1); SBA and TSB by
// statsforecast 2.1.1, CrostonSBA() and TSB(0.1, 0.1).
func TestIntermittent_AgreesWithItsTwins(t *testing.T) {
	late := []float64{0, 0, 3, 0, 0, 0, 5, 1, 0, 0, 4, 0, 0, 2, 0, 0, 0, 0, 6, 0}
	early := []float64{2, 0, 0, 1, 0, 3, 0, 0, 0, 0, 0, 7, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0}
	one := []float64{0, 0, 0, 0, 4, 0, 0}
	for _, c := range []struct {
		y                 []float64
		croston, sba, tsb float64
	}{
		{late, 1.0501985698, 0.9976886412954638, 0.8263948462076046},
		{early, 1.3271611887, 1.2608031292210715, 0.5208411390438014},
		{one, 0.8, 0.76, 0.324},
	} {
		near(t, mustFit(t, series.Croston{}, c.y, 12).Forecast(2), repeat(c.croston, 2), 1e-9)
		near(t, mustFit(t, series.SBA{}, c.y, 12).Forecast(2), repeat(c.sba, 2), 1e-12)
		near(t, mustFit(t, series.TSB{}, c.y, 12).Forecast(2), repeat(c.tsb, 2), 1e-12)
	}
	// R's fitted values of the series "late", from the second on.
	fitted := []float64{0, 0, 1, 1, 1, 1, 1.032258, 1.031142, 1.031142, 1.031142, 1.062392, 1.062392, 1.062392,
		1.021608, 1.021608, 1.021608, 1.021608, 1.021608, 1.050199}
	for i, e := range mustFit(t, series.Croston{}, late, 1).Residuals() {
		near(t, []float64{late[i+1] - e}, fitted[i:i+1], 1e-6)
	}
}

// By hand: sizes 5 and −2, intervals 2 and 2: 5 − 0.1·7 = 4.3, over 2.
func TestIntermittent_NegativeValuesAreDemands(t *testing.T) {
	near(t, mustFit(t, series.Croston{}, []float64{0, 5, 0, -2}, 1).Forecast(1), []float64{4.3 / 2}, 1e-12)
}

func TestIntermittent_NoDemandIsForecastAsNone(t *testing.T) {
	for _, model := range []series.Model{series.Croston{}, series.SBA{}, series.TSB{}} {
		near(t, mustFit(t, model, repeat(0, 30), 12).Forecast(3), repeat(0, 3), 0)
	}
}

// A month without a demand changes nothing for Croston and SBA, and takes a tenth from TSB.
func TestTSB_FallsWhileNothingIsSold(t *testing.T) {
	y := []float64{4, 0, 0, 3, 0, 5, 0, 2}
	longer := append(append([]float64(nil), y...), 0, 0, 0)
	for model, share := range map[series.Model]float64{series.Croston{}: 1, series.SBA{}: 1, series.TSB{}: 0.9 * 0.9 * 0.9} {
		before := mustFit(t, model, y, 1).Forecast(1)
		near(t, mustFit(t, model, longer, 1).Forecast(1), scaled(before, share, 0), 1e-12)
	}
}

// A demand of size 10 in a fifth of the months is a rate of 2. Croston says more than that,
// by 1/(1 − alpha/2) at most; SBA and TSB do not.
func TestIntermittent_OnlyCrostonIsBiased(t *testing.T) {
	const runs = 400
	sums := map[string]float64{}
	for seed := range uint64(runs) {
		r := rand.New(rand.NewPCG(seed, 11))
		y := make([]float64, 300)
		for i := range y {
			if r.Float64() < 0.2 {
				y[i] = 10 + r.NormFloat64()
			}
		}
		for _, model := range []series.Model{series.Croston{}, series.SBA{}, series.TSB{}} {
			sums[model.Name()] += mustFit(t, model, y, 1).Forecast(1)[0] / runs
		}
	}
	t.Log(sums)
	if math.Abs(sums["sba"]-2) > 0.06 || math.Abs(sums["tsb"]-2) > 0.06 || sums["croston"] < 2.05 {
		t.Errorf("mean rates %v, want 2, and more of croston", sums)
	}
}

// R 4.2.2, forecast 8.20, rwf(Nile, drift = TRUE): means, and the widths of its bands over
// the first.
func TestDrift_AgreesWithR(t *testing.T) {
	for _, e := range readExamples(t) {
		if e.name != "Nile" {
			continue
		}
		fit := mustFit(t, series.Drift{}, e.given, 1)
		near(t, fit.Forecast(10), []float64{736.1616162, 732.3232323, 728.4848485, 724.6464646, 720.8080808,
			716.9696970, 713.1313131, 709.2929293, 705.4545455, 701.6161616}, 1e-9)
		near(t, fit.Growth(10), []float64{1, 1.421267040, 1.749285568, 2.029778313, 2.280350850,
			2.509980080, 2.723967694, 2.925747768, 3.117691454, 3.301514804}, 1e-9)
		residuals := fit.Residuals()
		near(t, residuals[len(residuals)-2:], []float64{-0.1616161616, 29.8383838384}, 1e-9)
		return
	}
	t.Error("no series Nile")
}

// statsforecast 2.1.1, RandomWalkWithDrift(), on the same series: sMAPE 22.457, MASE 1.555.
func TestDrift_IsItsTwinOnM1(t *testing.T) {
	reachOnM1(t, series.Drift{}, 22.457, 1.555)
}

func TestDrift_RecoversItsSlope(t *testing.T) {
	sum := 0.0
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 12))
		y := make([]float64, 100)
		for i := 1; i < len(y); i++ {
			y[i] = y[i-1] + 3 + r.NormFloat64()
		}
		f := mustFit(t, series.Drift{}, y, 1).Forecast(2)
		sum += (f[1] - f[0]) / 200
	}
	// The standard error of the mean is 1/sqrt(99·200).
	near(t, []float64{sum}, []float64{3}, 0.01)
}
