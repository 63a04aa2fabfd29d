package series_test

import (
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"clientele/internal/calendar"
	"clientele/internal/series"
)

// calendarOf are the regressors of so many months from a January on: what the pipeline
// makes of the package calendar, which is a leaf as this one is.
func calendarOf(t testing.TB, country string, year, months int) series.Regressors {
	t.Helper()
	c, err := calendar.New(country, nil)
	if err != nil {
		t.Fatal(err)
	}
	out := series.Regressors{Names: []string{"trading_days", "easter", "holidays", "leap_year"}}
	for i := range months {
		m := c.Month(time.Date(year, time.January+time.Month(i), 1, 0, 0, 0, 0, time.UTC))
		leap := 0.0
		if m.Days == 29 {
			leap = 1
		}
		out.Rows = append(out.Rows, []float64{float64(m.WorkingDays), float64(m.EasterDays) / calendar.EasterWeek, float64(m.Holidays), leap})
	}
	return out
}

// shop is a series with a season of up to 40 %, a level that wanders by wander a month,
// noise of so much, growth of 0.5 %, and what the effects do.
func shop(seed uint64, n int, wander, noise float64, r series.Regressors, effects []float64) []float64 {
	random := rand.New(rand.NewPCG(seed, 77))
	figure := make([]float64, 12)
	for i := range figure {
		figure[i] = 0.15 * random.NormFloat64()
	}
	y, level := make([]float64, n), math.Log(50_000)
	for i := range y {
		level += 0.005 + wander*random.NormFloat64()
		x := level + figure[i%12] + noise*random.NormFloat64()
		for k, effect := range effects {
			x += effect * r.Rows[i][k]
		}
		y[i] = math.Exp(x)
	}
	return y
}

func TestAdjust_RarelyTakesAnEffectThatIsNotThere(t *testing.T) {
	seeds := uint64(8)
	if os.Getenv("CLIENTELE_LONG") != "" {
		seeds = 100
	}
	histories, any := 0, 0
	counts := map[string]int{}
	for _, country := range []string{"GB", "RU", "US", "BR"} {
		r := calendarOf(t, country, 2010, 132)
		for _, n := range []int{36, 48, 72, 120} {
			for _, wander := range []float64{0, 0.02, 0.05} {
				for seed := range seeds {
					a := series.Adjust(shop(seed+1000*uint64(n), n, wander, 0.04, r, nil), r, 12)
					histories++
					took := false
					for _, e := range a.Effects {
						if e.Used {
							counts[e.Name]++
							took = true
						}
					}
					if took {
						any++
					}
				}
			}
		}
	}
	t.Logf("of %d histories without effects, %d got one: %v", histories, any, counts)
	if share := float64(any) / float64(histories); share > 0.05 {
		t.Errorf("%.1f %% of histories got an effect that is not there", 100*share)
	}
}

func TestAdjust_FindsPlantedEffectsWithinTheirRange(t *testing.T) {
	for _, c := range []struct {
		n             int
		noise, wander float64
		found         float64
	}{{48, 0.03, 0.01, 0.55}, {60, 0.04, 0.02, 0.7}, {120, 0.05, 0.02, 0.75}} {
		r := calendarOf(t, "GB", 2010, c.n+12)
		planted := []float64{0.03, 0.10, 0, 0}
		histories, found, easter, within, error0, error1 := 60, 0, 0, 0, 0.0, 0.0
		for seed := range uint64(histories) {
			a := series.Adjust(shop(seed, c.n, c.wander, c.noise, r, planted), r, 12)
			for _, e := range a.Effects {
				switch {
				case e.Name == "trading_days" && e.Used:
					found++
					if e.Low <= 100*math.Expm1(0.03) && e.High >= 100*math.Expm1(0.03) {
						within++
					}
				case e.Name == "easter" && e.Used:
					easter++
				}
			}
			// How far the factors to come are from the truth, against no factors.
			for i := c.n; i < c.n+12; i++ {
				truth := 0.0
				for k, effect := range planted {
					truth += effect * (r.Rows[i][k] - meanOf(r, k, i%12, c.n))
				}
				error0 += truth * truth
				error1 += math.Pow(math.Log(a.Factors[i])-truth, 2)
			}
		}
		t.Logf("%+v: trading days found in %d of %d, %d within the range, easter in %d; squared error of the factors to come %.2f of none", c, found, histories, within, easter, error1/error0)
		if float64(found) < c.found*float64(histories) || float64(within) < 0.8*float64(found) || error1 > 0.5*error0 {
			t.Errorf("%+v: %d found, %d within, %.2f of the error", c, found, within, error1/error0)
		}
	}
}

// A month twice as large as it should be neither passes for an effect, though it is the only
// March with an Easter in it, nor hides one.
func TestAdjust_SetsOddMonthsAside(t *testing.T) {
	r := calendarOf(t, "GB", 2010, 84)
	const histories = 30
	taken, found := 0, 0
	for seed := range uint64(histories) {
		y := shop(seed, 72, 0.01, 0.03, r, []float64{0.03, 0, 0, 0})
		y[38] *= 2 // March 2013
		for _, e := range series.Adjust(y, r, 12).Effects {
			switch {
			case e.Used && e.Name == "trading_days":
				found++
			case e.Used:
				taken++
			}
		}
	}
	if taken > 3 || found < histories*6/10 {
		t.Errorf("of %d histories %d got an effect that is not there, %d the one that is", histories, taken, found)
	}
}

func meanOf(r series.Regressors, k, month, n int) float64 {
	sum, count := 0.0, 0.0
	for t := month; t < n; t += 12 {
		sum += r.Rows[t][k]
		count++
	}
	return sum / count
}

func TestAdjust_DividesByItsFactors(t *testing.T) {
	r := calendarOf(t, "DE", 2012, 84)
	y := shop(3, 72, 0.01, 0.02, r, []float64{0.03, 0.1, 0, 0})
	y[20] = math.NaN()
	a := series.Adjust(y, r, 12)
	if len(a.Values) != 72 || len(a.Factors) != 84 {
		t.Fatalf("%d values, %d factors", len(a.Values), len(a.Factors))
	}
	for i, v := range a.Values {
		if i == 20 != math.IsNaN(v) || i != 20 && math.Abs(v*a.Factors[i]/y[i]-1) > 1e-12 {
			t.Errorf("month %d: %v × %v is not %v", i, v, a.Factors[i], y[i])
		}
	}
	if a.Factors[75] == 1 {
		t.Error("no factor")
	}
}

// An effect in percent does not change with the unit, and leaves no trace of order.
func TestAdjust_IsTheSameInCents(t *testing.T) {
	r := calendarOf(t, "GB", 2012, 84)
	y := shop(4, 72, 0.01, 0.02, r, []float64{0.03, 0.1, 0, 0})
	cents := slices.Clone(y)
	for i := range cents {
		cents[i] *= 128
	}
	a, b := series.Adjust(y, r, 12), series.Adjust(cents, r, 12)
	for i, f := range a.Factors {
		if math.Abs(f-b.Factors[i]) > 1e-9 {
			t.Errorf("month %d: %v, %v", i, f, b.Factors[i])
		}
	}
}

func TestAdjust_LeavesAloneWhatItCannotTell(t *testing.T) {
	r := calendarOf(t, "GB", 2012, 84)
	y := shop(4, 72, 0.01, 0.02, r, []float64{0.03, 0.1, 0, 0})
	negative, zero := slices.Clone(y), slices.Clone(y)
	negative[5], zero[7] = -1, 0
	for name, c := range map[string]struct {
		y      []float64
		r      series.Regressors
		season int
	}{
		"none": {nil, r, 12}, "one month": {y[:1], r, 12}, "two years": {y[:24], r, 12}, "negative": {negative, r, 12}, "zero": {zero, r, 12},
		"no season": {y, r, 1}, "short regressors": {y, series.Regressors{Names: r.Names, Rows: r.Rows[:50]}, 12}, "no regressors": {y, series.Regressors{}, 12},
		"a ragged row": {y, series.Regressors{Names: r.Names[:3], Rows: r.Rows}, 12}, "no columns": {y, series.Regressors{Rows: make([][]float64, 84)}, 12},
	} {
		a := series.Adjust(c.y, c.r, c.season)
		for i, f := range a.Factors {
			if f != 1 {
				t.Errorf("%s: factor %v in month %d", name, f, i)
			}
		}
		if !slices.Equal(a.Values, c.y) || len(a.Effects) != 0 {
			t.Errorf("%s: %v", name, a)
		}
	}
}

func TestAdjust_IsFiniteForHardSeries(t *testing.T) {
	r := calendarOf(t, "BR", 2000, 140)
	for name, y := range map[string][]float64{
		"constant": repeat(7, 60), "huge": repeat(1e99, 60), "tiny": repeat(1e-99, 60),
		"one great month": append(repeat(3, 59), 1e12), "an exact cycle": slices.Repeat([]float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 5),
		"gaps": append(append(repeat(3, 40), slices.Repeat([]float64{math.NaN()}, 20)...), repeat(4, 40)...),
	} {
		a := series.Adjust(y, r, 12)
		for i, f := range a.Factors {
			if !(f > 0.5 && f < 2) {
				t.Errorf("%s: factor %v in month %d", name, f, i)
			}
		}
		for _, e := range a.Effects {
			if math.IsNaN(e.Percent + e.Low + e.High + e.P) {
				t.Errorf("%s: %+v", name, e)
			}
		}
	}
}
