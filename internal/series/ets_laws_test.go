package series_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"clientele/internal/series"
)

func etsForm(t testing.TB, fit series.Fitted) string {
	t.Helper()
	return fit.(interface{ Form() string }).Form()
}

// Factors that are no power of two change the last digits of every value.
func TestETS_ForecastScalesWithTheSeries(t *testing.T) {
	for seed := range uint64(8) {
		n := 20 + 11*int(seed)
		for _, y := range [][]float64{monthly(seed, n), scaled(monthly(seed, n), 1, -120)} {
			base := mustFit(t, series.ETS{}, y, 12)
			for _, factor := range []float64{1 << 20, 0.25, 1000, 1e-7, 3.7} {
				fit := mustFit(t, series.ETS{}, scaled(y, factor, 0), 12)
				if etsForm(t, fit) != etsForm(t, base) {
					t.Errorf("seed %d × %v: %s, want %s", seed, factor, etsForm(t, fit), etsForm(t, base))
				}
				near(t, fit.Forecast(18), scaled(base.Forecast(18), factor, 0), 1e-12)
				near(t, fit.Growth(18), base.Growth(18), 1e-9)
			}
		}
	}
}

// A series that is not positive has additive forms only, which move with it.
func TestETS_ForecastMovesWithASeriesThatIsNotPositive(t *testing.T) {
	for seed := range uint64(20) {
		y := scaled(monthly(seed, 24+4*int(seed)), 1, -500)
		base := mustFit(t, series.ETS{}, y, 12)
		for _, shift := range []float64{-1000, 37.3, -1e6} {
			fit := mustFit(t, series.ETS{}, scaled(y, 1, shift), 12)
			near(t, fit.Forecast(18), scaled(base.Forecast(18), 1, shift), 1e-9)
		}
	}
}

func TestETS_RepeatsAConstant(t *testing.T) {
	for _, n := range []int{1, 2, 6, 7, 40} {
		for _, v := range []float64{0, 42, -3, 1e12} {
			fit := mustFit(t, series.ETS{}, repeat(v, n), 12)
			near(t, fit.Forecast(6), repeat(v, 6), 0)
			near(t, fit.Residuals(), repeat(0, n), 0)
		}
	}
}

func TestETS_ContinuesALineAndACycle(t *testing.T) {
	var line, cycle []float64
	for i := range 48 {
		line = append(line, 100+3*float64(i))
		cycle = append(cycle, []float64{30, 10, 40, 10, 50, 90, 20, 60, 50, 30, 50, 80}[i%12])
	}
	near(t, mustFit(t, series.ETS{}, line, 1).Forecast(3), []float64{244, 247, 250}, 1e-3)
	near(t, mustFit(t, series.ETS{}, cycle, 12).Forecast(12), cycle[:12], 1e-3)
}

// Where a value is not positive a relative error has no meaning; seasons need a cycle, and
// more of one than 24 values is not estimated.
func TestETS_TakesOnlyFormsThatTheDataCarry(t *testing.T) {
	seasonal := slices.Repeat([]float64{30, 10, 40, 10, 50, 90, 20, 60, 50, 30, 50, 80}, 8)
	r := rand.New(rand.NewPCG(1, 9))
	for i := range seasonal {
		seasonal[i] += r.Float64()
	}
	for _, c := range []struct {
		name   string
		y      []float64
		season int
		error  byte // 0: any
		has    bool // a season
	}{
		{"positive", seasonal, 12, 0, true},
		{"a zero", append(slices.Clone(seasonal), 0), 12, 'A', true},
		{"negative", scaled(seasonal, -1, 0), 12, 'A', true},
		{"season 1", seasonal, 1, 0, false},
		{"season 48", seasonal, 48, 0, false},
		{"ten values", []float64{10, 50, 30, 20, 10.01, 50.1, 30, 20.1, 10, 49.9}, 4, 0, true},
		{"one cycle", seasonal[:12], 12, 0, false},
		{"six values", seasonal[:6], 4, 'A', false},
	} {
		form := etsForm(t, mustFit(t, series.ETS{}, c.y, c.season))
		if c.error != 0 && form[4] != c.error || (form[len(form)-2] != 'N') != c.has {
			t.Errorf("%s: %s", c.name, form)
		}
	}
}

func TestETS_ExtendedOverItsOwnSeriesIsItself(t *testing.T) {
	for seed := range uint64(10) {
		y := monthly(seed, 15+9*int(seed))
		fit := mustFit(t, series.ETS{}, y, 12)
		same := fit.(series.Extended).Extend(y)
		near(t, same.Forecast(18), fit.Forecast(18), 0)
		near(t, same.Residuals(), fit.Residuals(), 0)
		near(t, same.Growth(18), fit.Growth(18), 0)
	}
}

// Value by value or all at once; and the fit that is extended stays as it was.
func TestETS_ExtensionsChain(t *testing.T) {
	y := monthly(11, 90)
	fit := mustFit(t, series.ETS{}, y[:60], 12)
	before := fit.Forecast(12)
	step := fit.(series.Extended)
	for n := 61; n <= 90; n++ {
		step = step.Extend(y[:n])
	}
	near(t, step.Forecast(12), fit.(series.Extended).Extend(y).Forecast(12), 0)
	near(t, fit.Forecast(12), before, 0)
	if len(step.Residuals()) != 90 {
		t.Errorf("%d residuals of 90 values", len(step.Residuals()))
	}
}

// An additive forecast is what its errors say: value minus error is the forecast of the
// model extended up to the value before.
func TestETS_ResidualsAreValueMinusForecast(t *testing.T) {
	for seed := range uint64(5) {
		y := monthly(seed, 70)
		fit := mustFit(t, series.ETS{}, y[:40], 12).(series.Extended)
		residuals := fit.Extend(y).Residuals()
		for n := 40; n < 70; n++ {
			if f := fit.Extend(y[:n]).Forecast(1)[0]; math.Abs(y[n]-f-residuals[n]) > 1e-9*y[n] {
				t.Fatalf("seed %d: forecast of value %d is %v, error %v", seed, n+1, f, residuals[n])
			}
		}
	}
}

// Simulated from ETS(A,N,N) with alpha 0.4 and from ETS(M,N,M): the form is found more
// often than not, the smoothing weight on the mean.
func TestETS_FindsWhatMadeTheSeries(t *testing.T) {
	const many = 40
	season := []float64{0.7, 1.3, 1.1, 0.9}
	alpha, factors, levels := 0.0, 0, 0
	for seed := range uint64(many) {
		r := rand.New(rand.NewPCG(seed, 8))
		level, made := 200.0, make([]float64, 200)
		wave, shaped := 200.0, make([]float64, 120)
		for i := range made {
			e := 10 * r.NormFloat64()
			made[i] = level + e
			level += 0.4 * e
		}
		for i := range shaped {
			e := 0.05 * r.NormFloat64()
			shaped[i] = wave * season[i%4] * (1 + e)
			wave *= 1 + 0.3*e
		}
		fit := mustFit(t, series.ETS{}, made, 1)
		growth := fit.Growth(2)[1]
		alpha += math.Sqrt(growth*growth-1) / many
		if form := etsForm(t, fit); form[6] == 'N' {
			levels++
		}
		if form := etsForm(t, mustFit(t, series.ETS{}, shaped, 4)); form[4] == 'M' && form[len(form)-2] == 'M' {
			factors++
		}
	}
	t.Logf("alpha %.3f, without trend %d, seasons of factors %d of %d", alpha, levels, factors, many)
	if math.Abs(alpha-0.4) > 0.05 || levels < many*2/3 || factors < many*3/4 {
		t.Errorf("alpha %.3f, want 0.4; without trend %d, seasons of factors %d of %d", alpha, levels, factors, many)
	}
}
