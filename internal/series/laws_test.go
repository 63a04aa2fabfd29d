package series_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"clientele/internal/series"
)

// monthly makes a positive series with trend, season and noise.
func monthly(seed uint64, n int) []float64 {
	r := rand.New(rand.NewPCG(seed, 1))
	y := make([]float64, n)
	for t := range y {
		season := 1 + 0.3*math.Sin(2*math.Pi*float64(t)/12)
		y[t] = (100 + float64(t)) * season * math.Exp(0.1*r.NormFloat64())
	}
	return y
}

func scaled(y []float64, factor, shift float64) []float64 {
	out := make([]float64, len(y))
	for i, v := range y {
		out[i] = factor*v + shift
	}
	return out
}

func options(horizon int) series.Options { return series.Options{Season: 12, Horizon: horizon} }

func mustChoose(t testing.TB, y []float64, o series.Options) series.Forecast {
	t.Helper()
	f, err := series.Choose(y, nil, o)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestChoose_ScalesWithTheSeries(t *testing.T) {
	for seed := range usually(4, 20) {
		y := monthly(seed, 30+int(seed)*3)
		base := mustChoose(t, y, options(18))
		// A power of two changes no digit; other factors round.
		for factor, tolerance := range map[float64]float64{1 << 20: 0, 0.25: 0, 1000: 1e-6, 1e-7: 1e-6} {
			f := mustChoose(t, scaled(y, factor, 0), options(18))
			if f.Model != base.Model || f.Verdict != base.Verdict {
				t.Errorf("seed %d × %v: %s (%s), want %s (%s)", seed, factor, f.Model, f.Verdict, base.Model, base.Verdict)
			}
			near(t, f.Mean, scaled(base.Mean, factor, 0), tolerance)
			near(t, f.Lo95, scaled(base.Lo95, factor, 0), tolerance)
			near(t, f.Hi80, scaled(base.Hi80, factor, 0), tolerance)
		}
	}
}

func TestModels_ShiftWithASeriesWithoutSeason(t *testing.T) {
	for _, model := range []series.Model{series.Theta{}, series.SeasonalTheta{}, series.SeasonalNaive{}} {
		for seed := range uint64(20) {
			y := monthly(seed, 40)
			base := mustFit(t, model, y, 1).Forecast(12)
			near(t, mustFit(t, model, scaled(y, 1, -5000), 1).Forecast(12), scaled(base, 1, -5000), 1e-6)
		}
	}
}

func TestSeasonalNaive_RepeatsTheLastCycle(t *testing.T) {
	y := monthly(3, 50)
	f := mustFit(t, series.SeasonalNaive{}, y, 12).Forecast(30)
	for i, v := range f {
		if v != y[38+i%12] {
			t.Fatalf("step %d: %v, want %v", i+1, v, y[38+i%12])
		}
	}
}

func TestSeasonalNaive_WithSeasonOneOrTooFewValuesRepeatsTheLast(t *testing.T) {
	for _, season := range []int{1, 12} {
		f := mustFit(t, series.SeasonalNaive{}, []float64{4, 9, 7}, season).Forecast(3)
		if want := []float64{7, 7, 7}; !reflect.DeepEqual(f, want) {
			t.Errorf("season %d: %v, want %v", season, f, want)
		}
	}
}

// rootWidth is the width of the 95 % band i steps behind the first, in square roots, as
// it is measured where the history carries it; where it does not, in plain numbers.
func rootWidth(f series.Forecast, i int) float64 {
	if f.Bands != series.BandsRolling {
		return f.Hi95[i] - f.Lo95[i]
	}
	root := func(v float64) float64 { return math.Copysign(math.Sqrt(math.Abs(v)), v) }
	return root(f.Hi95[i]) - root(f.Lo95[i])
}

func TestBands_AreNestedAndWidenWithTheHorizon(t *testing.T) {
	for seed := range uint64(40) {
		n := 1 + int(seed)*2
		f := mustChoose(t, monthly(seed, n), options(24))
		for i, m := range f.Mean {
			if !(f.Lo95[i] < f.Lo80[i] && f.Lo80[i] < m && m < f.Hi80[i] && f.Hi80[i] < f.Hi95[i]) {
				t.Fatalf("n %d step %d: %v %v %v %v %v", n, i+1, f.Lo95[i], f.Lo80[i], m, f.Hi80[i], f.Hi95[i])
			}
			if i > 0 && rootWidth(f, i) < rootWidth(f, i-1)*(1-1e-9) {
				t.Fatalf("n %d: bands narrow from step %d to %d", n, i, i+1)
			}
		}
	}
}

// 30 values are judged up to 17 steps ahead; beyond, the bands grow as those of a random
// walk.
func TestBands_GrowBeyondTheStepsThatWereJudged(t *testing.T) {
	f := mustChoose(t, monthly(4, 30), options(68))
	width := func(h int) float64 { return rootWidth(f, h-1) }
	near(t, []float64{width(34), width(68)}, []float64{math.Sqrt2 * width(17), 2 * width(17)}, 1e-9)
}

// Normal noise about a constant: the errors are those of a known distribution, and the
// 95 % bands cover 95 % of it or a little more, since the history is short.
func TestBands_CoverNoiseOfAKnownSize(t *testing.T) {
	in80, in95, all := 0.0, 0.0, 0.0
	for seed := range usually(60, 300) {
		r := rand.New(rand.NewPCG(seed, 2))
		y := make([]float64, 60)
		for i := range y {
			y[i] = 1000 + 50*r.NormFloat64()
		}
		f := mustChoose(t, y[:48], options(12))
		for h, a := range y[48:] {
			all++
			if f.Lo80[h] <= a && a <= f.Hi80[h] {
				in80++
			}
			if f.Lo95[h] <= a && a <= f.Hi95[h] {
				in95++
			}
		}
	}
	t.Logf("80 %% bands cover %.1f, 95 %% bands %.1f", 100*in80/all, 100*in95/all)
	if in80/all < 0.78 || in80/all > 0.90 || in95/all < 0.94 || in95/all > 0.995 {
		t.Errorf("80 %% bands cover %.3f, 95 %% bands %.3f", in80/all, in95/all)
	}
}

func TestChoose_NonNegativeCutsAtZeroUnlessTheHistoryIsNegative(t *testing.T) {
	falling := []float64{90, 80, 85, 60, 55, 40, 30, 28, 15, 4, 3, 0}
	o := series.Options{Season: 1, Horizon: 12, NonNegative: true}
	f := mustChoose(t, falling, o)
	for i := range f.Mean {
		if f.Mean[i] < 0 || f.Lo80[i] < 0 || f.Lo95[i] != 0 {
			t.Fatalf("step %d below zero: %v %v %v", i+1, f.Mean[i], f.Lo80[i], f.Lo95[i])
		}
	}
	f = mustChoose(t, append([]float64{-1}, falling...), o)
	if f.Lo95[11] >= 0 {
		t.Errorf("lo95 is %v, a history with a negative value is not cut", f.Lo95[11])
	}
}

func TestChoose_LeansOnTheSeasonalNaiveWhereThetaFails(t *testing.T) {
	// A period of 12 whose shape Theta cannot find: the season is tested and refused,
	// as the two cycles that the test needs are not there at any origin.
	pattern := []float64{5, 80, 5, 5, 60, 5, 5, 5, 90, 5, 40, 5}
	r := rand.New(rand.NewPCG(3, 3))
	var y []float64
	for i := range 24 {
		y = append(y, pattern[i%12]+5*r.Float64())
	}
	f := mustChoose(t, y, options(12))
	if f.Verdict != series.NoBetter || f.Contest[len(f.Contest)-2].Weight < 0.95 {
		t.Fatalf("%s: %+v", f.Verdict, f.Contest)
	}
	near(t, f.Mean, y[12:], 0.02)
	for _, e := range f.Contest {
		if e.Chosen != (e.Model == f.Model) {
			t.Errorf("contest %+v marks another than %s", f.Contest, f.Model)
		}
	}
}

func TestChoose_SaysBetterOnlyWhereItIs(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	trending, walk := make([]float64, 60), make([]float64, 60)
	for i := range trending {
		trending[i] = 100 + 10*float64(i) + r.NormFloat64()
		walk[i] = 1000 + r.NormFloat64()
		if i > 0 {
			walk[i] += walk[i-1] - 1000
		}
	}
	if f := mustChoose(t, trending, series.Options{Season: 1, Horizon: 6}); f.Model != series.Combination || f.Verdict != series.Better {
		t.Errorf("a clear trend: %s, %s", f.Model, f.Verdict)
	}
	// Nothing beats the last value of a random walk.
	if f := mustChoose(t, walk, series.Options{Season: 1, Horizon: 6}); f.Verdict != series.NoBetter {
		t.Errorf("a random walk: %s %+v", f.Verdict, f.Contest)
	}
	if f := mustChoose(t, walk[:5], series.Options{Season: 1, Horizon: 6}); f.Verdict != series.Unjudged || f.Contest != nil {
		t.Errorf("five values: %s %+v", f.Verdict, f.Contest)
	}
}

func manyInputs() []series.Input {
	var inputs []series.Input
	for seed := range usually(24, 60) {
		inputs = append(inputs, series.Input{Name: fmt.Sprint("s", seed), Values: monthly(seed, int(seed))})
	}
	return inputs
}

func forecastMany(t testing.TB, inputs []series.Input, workers int) []series.Outcome {
	t.Helper()
	last := 0
	out, err := series.ForecastMany(context.Background(), inputs, nil, options(18), workers, func(done int) {
		if done != last+1 {
			t.Errorf("progress went from %d to %d", last, done)
		}
		last = done
	})
	if err != nil {
		t.Fatal(err)
	}
	if last != len(inputs) {
		t.Errorf("progress ended at %d of %d", last, len(inputs))
	}
	return out
}

func TestForecastMany_IsTheSameWithAnyNumberOfWorkers(t *testing.T) {
	one := forecastMany(t, manyInputs(), 1)
	for _, workers := range []int{0, 2, 1000} {
		if got := forecastMany(t, manyInputs(), workers); !reflect.DeepEqual(got, one) {
			t.Errorf("%d workers give another answer than one", workers)
		}
	}
}

func TestForecastMany_DoesNotDependOnTheOtherSeries(t *testing.T) {
	inputs := manyInputs()
	want := forecastMany(t, inputs, 2)
	order := rand.New(rand.NewPCG(1, 1)).Perm(len(inputs))
	shuffled := make([]series.Input, len(inputs))
	for i, from := range order {
		shuffled[i] = inputs[from]
	}
	for i, got := range forecastMany(t, shuffled, 2) {
		if !reflect.DeepEqual(got, want[order[i]]) {
			t.Fatalf("%s differs when the series stand in another order", got.Name)
		}
	}
}

func TestForecastMany_StopsWhenAskedTo(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	calls := 0
	_, err := series.ForecastMany(ctx, manyInputs(), nil, options(6), 1, func(int) { calls++; cancel() })
	if !errors.Is(err, context.Canceled) || calls != 1 {
		t.Errorf("error %v after %d series, want %v after 1", err, calls, context.Canceled)
	}
}
