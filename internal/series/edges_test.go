package series_test

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"testing"

	"clientele/internal/series"
)

func repeat(v float64, n int) []float64 {
	return slices.Repeat([]float64{v}, n)
}

func TestChoose_AnswersEveryHonestSeries(t *testing.T) {
	cycle := []float64{3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8}
	for name, y := range map[string][]float64{
		"one value":             {7},
		"two values":            {7, 9},
		"three values":          {7, 9, 8},
		"shorter than a season": {7, 9, 8, 4, 4},
		"constant":              repeat(42, 40),
		"short constant":        repeat(42, 3),
		"all zero":              repeat(0, 40),
		"one zero":              {0},
		"mostly zero":           append(repeat(0, 30), 5, 0, 0),
		"negative":              scaled(monthly(1, 50), -1, 0),
		"both signs":            scaled(monthly(1, 50), 1, -120),
		"1e12":                  scaled(monthly(1, 50), 1e12, 0),
		"largest":               scaled(monthly(1, 50), 1e97, 0),
		"smallest":              scaled(monthly(1, 50), math.SmallestNonzeroFloat64, 0),
		"from tiny to huge":     append(repeat(1e-300, 20), repeat(1e100, 20)...),
		"from small to one":     append(repeat(1e-200, 20), monthly(1, 20)...),
		"exact cycle":           slices.Repeat(cycle, 5),
		"a jump":                append(repeat(1, 30), repeat(1000, 2)...),
	} {
		t.Run(name, func(t *testing.T) {
			for _, season := range []int{1, 2, 7, 12, 1000} {
				f, err := series.Choose(y, nil, series.Options{Season: season, Horizon: 18})
				if err != nil {
					t.Fatal(err)
				}
				checkForecast(t, f, 18)
			}
		})
	}
}

func checkForecast(t testing.TB, f series.Forecast, horizon int) {
	t.Helper()
	for _, values := range [][]float64{f.Lo95, f.Lo80, f.Mean, f.Hi80, f.Hi95} {
		if len(values) != horizon {
			t.Fatalf("%d steps, want %d", len(values), horizon)
		}
		for i, v := range values {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Fatalf("step %d is %v: %+v", i+1, v, f)
			}
		}
	}
	for i, m := range f.Mean {
		if !(f.Lo95[i] <= f.Lo80[i] && f.Lo80[i] <= m && m <= f.Hi80[i] && f.Hi80[i] <= f.Hi95[i]) {
			t.Fatalf("step %d: bands are not nested: %+v", i+1, f)
		}
	}
	for _, e := range f.Contest {
		if math.IsNaN(e.SMAPE+e.MASE) || math.IsInf(e.SMAPE+e.MASE, 0) {
			t.Fatalf("contest %+v", f.Contest)
		}
	}
}

func TestChoose_ForecastsAConstantAsItIs(t *testing.T) {
	f := mustChoose(t, repeat(42, 40), options(6))
	near(t, f.Mean, repeat(42, 6), 0)
	near(t, f.Hi95, repeat(42, 6), 0)
	if f.Verdict != series.NoBetter {
		t.Errorf("%s, but the last value is right as well", f.Verdict)
	}
}

func TestChoose_OneValueHasBandsOfItsOwnSize(t *testing.T) {
	f := mustChoose(t, []float64{100}, options(1))
	near(t, []float64{f.Lo95[0], f.Lo80[0], f.Mean[0], f.Hi80[0], f.Hi95[0]}, []float64{-96, -28.2, 100, 228.2, 296}, 1e-3)
	if f.Bands != series.BandsAssumed || f.Verdict != series.Unjudged {
		t.Errorf("%s, %s", f.Bands, f.Verdict)
	}
}

// A model with three parameters runs through three points on a line without an error;
// certain it is not.
func TestChoose_ThreePointsOnALineAreNotCertain(t *testing.T) {
	f := mustChoose(t, []float64{10, 20, 30}, series.Options{Season: 1, Horizon: 1})
	if f.Bands != series.BandsModel || f.Hi80[0]-f.Mean[0] < 10 {
		t.Errorf("%s: %v to %v", f.Bands, f.Lo80, f.Hi80)
	}
}

func TestChoose_RefusesWithASentence(t *testing.T) {
	ok := series.Options{Season: 12, Horizon: 6}
	var (
		missing  *series.MissingError
		short    *series.TooShortError
		argument *series.ArgumentError
	)
	for _, c := range []struct {
		name     string
		y        []float64
		options  series.Options
		as       any
		sentence string
	}{
		{"nothing but gaps", repeat(math.NaN(), 3), ok, &short, "the series has 0 values, a forecast needs at least 1"},
		{"infinity behind a gap", []float64{1, math.NaN(), math.Inf(1)}, ok, &missing,
			"value 3 of the series is +Inf: a forecast needs a finite number in every period, at most 1e+100 in size"},
		{"infinity", []float64{1, math.Inf(-1)}, ok, &missing,
			"value 2 of the series is -Inf: a forecast needs a finite number in every period, at most 1e+100 in size"},
		{"too large", []float64{1e101}, ok, &missing,
			"value 1 of the series is 1e+101: a forecast needs a finite number in every period, at most 1e+100 in size"},
		{"nothing", nil, ok, &short, "the series has 0 values, a forecast needs at least 1"},
		{"no season", []float64{1}, series.Options{Horizon: 6}, &argument, "season is 0, it must be from 1 to 100000"},
		{"no horizon", []float64{1}, series.Options{Season: 1}, &argument, "horizon is 0, it must be from 1 to 100000"},
		{"huge horizon", []float64{1}, series.Options{Season: 1, Horizon: 20261231}, &argument, "horizon is 20261231, it must be from 1 to 100000"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := series.Choose(c.y, nil, c.options)
			if !errors.As(err, c.as) || err.Error() != c.sentence {
				t.Errorf("%T %v, want %q", err, err, c.sentence)
			}
		})
	}
}

func TestModels_DoNotTouchTheirInput(t *testing.T) {
	y := monthly(5, 60)
	before := slices.Clone(y)
	mustChoose(t, y, series.Options{Season: 12, Horizon: 12, NonNegative: true})
	if !slices.Equal(y, before) {
		t.Error("Choose changed the values it was given")
	}
}

// Series of a few arbitrary bit patterns, each repeated a few times to be long enough.
func FuzzChoose(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8}, uint8(12), uint8(6), uint8(1))
	f.Add(binary.LittleEndian.AppendUint64(nil, math.Float64bits(1e100)), uint8(4), uint8(18), uint8(40))
	f.Add(binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(nil, 1), math.Float64bits(-1e99)), uint8(2), uint8(3), uint8(9))
	f.Fuzz(func(t *testing.T, bytes []byte, season, horizon, times uint8) {
		var y []float64
		for ; len(bytes) >= 8 && len(y) < 100; bytes = bytes[8:] {
			y = append(y, math.Float64frombits(binary.LittleEndian.Uint64(bytes)))
		}
		y = slices.Repeat(y, int(times%8))
		for _, nonNegative := range []bool{false, true} {
			got, err := series.Choose(y, nil, series.Options{Season: int(season), Horizon: int(horizon), NonNegative: nonNegative})
			if err != nil {
				checkRefusal(t, err)
				continue
			}
			checkForecast(t, got, int(horizon))
		}
	})
}

func checkRefusal(t testing.TB, err error) {
	t.Helper()
	var (
		missing  *series.MissingError
		short    *series.TooShortError
		argument *series.ArgumentError
	)
	if !errors.As(err, &missing) && !errors.As(err, &short) && !errors.As(err, &argument) {
		t.Fatalf("refused without a type: %T %v", err, err)
	}
}
