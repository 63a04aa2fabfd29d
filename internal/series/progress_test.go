package series_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"clientele/internal/series"
)

// kinds are those of a month's days, without holidays.
func kinds(year int, month time.Month) []int {
	var out []int
	first := time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)
	for d := first; d.Month() == first.Month(); d = d.AddDate(0, 0, 1) {
		out = append(out, (int(d.Weekday())+6)%7)
	}
	return out
}

// store sells by gamma amounts a day: little on Saturdays, nothing on Sundays, more to the end of a
// month; the month's level is given.
func store(random *rand.Rand, year int, month time.Month, level float64) series.MonthDays {
	m := series.MonthDays{Kinds: kinds(year, month)}
	for _, weight := range weights(m.Kinds) {
		value := 0.0
		for range 4 { // gamma of shape 4
			value -= math.Log(1 - random.Float64())
		}
		m.Values = append(m.Values, level*weight*value/4)
	}
	return m
}

func weights(kinds []int) []float64 {
	var out []float64
	for i, kind := range kinds {
		out = append(out, []float64{1, 1, 1, 1, 1.3, 0.4, 0}[kind]*(1+0.3*float64(i)/30))
	}
	return out
}

func sum(values []float64) float64 {
	total := 0.0
	for _, v := range values {
		total += v
	}
	return total
}

func cut(m series.MonthDays, day int) series.MonthDays {
	return series.MonthDays{Values: m.Values[:day], Kinds: m.Kinds}
}

// The month's level is a forecast's whose error is known, so bands and chances can be held against
// what they say.
func TestComplete_HoldsItsBandsAndItsChances(t *testing.T) {
	for _, months := range []int{6, 12, 36} {
		for _, day := range []int{1, 5, 10, 15, 20, 25} {
			in80, in95, n, brier, climate := 0, 0, 0, 0.0, 0.0
			var reliability [2][2]float64
			for seed := range uint64(250) {
				random := rand.New(rand.NewPCG(seed, uint64(months*100+day)))
				var past []series.MonthDays
				for i := range months {
					past = append(past, store(random, 2020, time.Month(1+i), 1000*math.Exp(0.2*random.NormFloat64())))
				}
				usual := 1000 * sum(weights(kinds(2020, time.Month(1+months))))
				actual := store(random, 2020, time.Month(1+months), 1000*(1+0.1*random.NormFloat64()))
				// The level errs by 10 %, the days' own chance by another 10 %.
				ahead := series.NewOutlook(usual, usual*(1-0.14*1.2816), usual*(1+0.14*1.2816))
				c, ok := series.Complete(past, cut(actual, day), &ahead)
				if !ok || c.Method != series.ByBoth && c.UsualShare > 0 {
					t.Fatalf("%+v", c)
				}
				total := sum(actual.Values)
				n++
				if total >= c.Quantile(0.1) && total <= c.Quantile(0.9) {
					in80++
				}
				if total >= c.Quantile(0.025) && total <= c.Quantile(0.975) {
					in95++
				}
				target := usual * (0.9 + 0.2*random.Float64())
				hit := 0.0
				if total >= target {
					hit = 1
				}
				chance := c.Chance(target)
				brier += (chance - hit) * (chance - hit)
				climate += 0.25
				half := 0
				if chance >= 0.5 {
					half = 1
				}
				reliability[half][0] += chance
				reliability[half][1] += hit
			}
			share80, share95 := 100*float64(in80)/float64(n), 100*float64(in95)/float64(n)
			t.Logf("%2d months, day %2d: %.1f and %.1f %% within, Brier %.3f, said %.0f and %.0f, came %.0f and %.0f", months, day, share80, share95, brier/float64(n),
				reliability[0][0], reliability[1][0], reliability[0][1], reliability[1][1])
			if share80 < 72 || share80 > 90 || share95 < 91 {
				t.Errorf("%d months, day %d: %.1f and %.1f %% within", months, day, share80, share95)
			}
			if brier > climate {
				t.Errorf("%d months, day %d: chances are worse than none: %.3f", months, day, brier/float64(n))
			}
		}
	}
}

func ofTen(n int) []series.MonthDays {
	var past []series.MonthDays
	for i := range n {
		m := series.MonthDays{Kinds: kinds(2021, time.Month(1+i))}
		for _, kind := range m.Kinds {
			value := 10.0
			if kind >= 5 {
				value = 0
			}
			m.Values = append(m.Values, value)
		}
		past = append(past, m)
	}
	return past
}

// Ten a day from Monday to Friday: a month is its working days.
func TestComplete_CountsByTheKindOfDays(t *testing.T) {
	past := ofTen(13)
	for _, month := range past[12:] {
		for day := 1; day < len(month.Kinds); day++ {
			done := 0.0
			for _, kind := range month.Kinds[:day] {
				if kind < 5 {
					done++
				}
			}
			c, ok := series.Complete(past[:12], cut(month, day), nil)
			if done == 0 {
				if ok {
					t.Errorf("day %d: %+v without anything to go by", day, c)
				}
				continue
			}
			if !ok || math.Abs(c.Mean/sum(month.Values)-1) > 1e-3 || c.Down > 1 || c.Method != series.ByShare {
				t.Errorf("day %d: %+v, %v", day, c, ok)
			}
		}
	}
}

// A holiday of which no past month had one is like a Sunday, also where Sundays are the best days.
func TestComplete_TakesAnUnknownHolidayForASunday(t *testing.T) {
	var past []series.MonthDays
	for i := range 12 {
		m := series.MonthDays{Kinds: kinds(2021, time.Month(1+i))}
		for _, kind := range m.Kinds {
			m.Values = append(m.Values, []float64{1, 1, 1, 1, 1, 1, 20}[kind])
		}
		past = append(past, m)
	}
	month := series.MonthDays{Kinds: kinds(2022, time.January), Values: []float64{1, 20, 1, 1}}
	month.Kinds[5], month.Kinds[17], month.Kinds[18] = 7, 7, 7
	c, ok := series.Complete(past, month, nil)
	if want := 5*20 + 3*20 + 23.0; !ok || math.Abs(c.Mean/want-1) > 0.25 {
		t.Errorf("%+v, want about %v", c, want)
	}
}

func TestComplete_GoesByWhatIsSurer(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	var past []series.MonthDays
	for i := range 24 {
		past = append(past, store(random, 2020, time.Month(1+i), 1000))
	}
	month := store(random, 2022, time.January, 1150)
	ahead := series.NewOutlook(26_000, 23_000, 29_000)
	width := math.Inf(1)
	for _, day := range []int{3, 10, 20, 30} {
		c, _ := series.Complete(past, cut(month, day), &ahead)
		if c.Quantile(0.9)-c.Quantile(0.1) > width {
			t.Errorf("day %d: %+v, width before %v", day, c, width)
		}
		width = c.Quantile(0.9) - c.Quantile(0.1)
	}
	// A forecast of half the month is soon seen to be wrong.
	month = store(random, 2022, time.January, 2000)
	if c, _ := series.Complete(past, cut(month, 15), &ahead); math.Abs(c.Mean/sum(month.Values)-1) > 0.15 {
		t.Errorf("in the middle it is %v, not %v", c.Mean, sum(month.Values))
	}
	if c, _ := series.Complete(past, cut(month, 30), &ahead); math.Abs(c.Mean/c.SoFar-1) > 0.06 {
		t.Errorf("on its last day but one it is %v, so far %v", c.Mean, c.SoFar)
	}
}

func TestComplete_WithoutPastMonthsIsTheForecast(t *testing.T) {
	ahead := series.NewOutlook(100, 80, 130)
	for name, c := range map[string]struct {
		past  []series.MonthDays
		soFar series.MonthDays
	}{
		"no history": {nil, series.MonthDays{Values: []float64{3}, Kinds: kinds(2022, 1)}},
		"one month":  {ofTen(1), series.MonthDays{Values: []float64{3}, Kinds: kinds(2022, 1)}},
		"no day":     {ofTen(12), series.MonthDays{Kinds: kinds(2022, 1)}},
		// January 2022 begins on a Saturday: nothing was ever sold by then.
		"no working day passed": {ofTen(12), series.MonthDays{Values: []float64{0, 0}, Kinds: kinds(2022, 1)}},
	} {
		got, ok := series.Complete(c.past, c.soFar, &ahead)
		if !ok || got.Method != series.ByForecast || got.Mean != 100 || math.Abs(got.Quantile(0.1)-80) > 1e-9 || math.Abs(got.Quantile(0.9)-130) > 1e-9 {
			t.Errorf("%s: %+v, %v", name, got, ok)
		}
		if _, ok := series.Complete(c.past, c.soFar, nil); ok {
			t.Errorf("%s: without a forecast there is nothing to say", name)
		}
	}
}

func TestComplete_FallsBelowTheDayOnlyWhereMonthsDid(t *testing.T) {
	past := ofTen(12)
	month := series.MonthDays{Values: append([]float64{500}, make([]float64, 28)...), Kinds: kinds(2022, 3)}
	ahead := series.NewOutlook(200, 150, 250)
	c, ok := series.Complete(past, month, &ahead)
	if !ok || c.Quantile(0.01) < 500 || c.Mean < 500 || c.Chance(499) != 1 {
		t.Errorf("%+v", c)
	}
	for i := range past {
		past[i].Values[len(past[i].Values)-1] = -50 // returns on the last day
	}
	if c, _ = series.Complete(past, month, &ahead); !(c.Chance(499) < 1) || !math.IsInf(c.Least, -1) {
		t.Errorf("with returns: %+v", c)
	}
}

func TestComplete_OfReturnsAloneIsFinite(t *testing.T) {
	month := series.MonthDays{Values: []float64{-50, 0, -10}, Kinds: kinds(2022, 3)}
	ahead := series.NewOutlook(0, 0, 0)
	for _, outlook := range []*series.Outlook{nil, &ahead} {
		c, ok := series.Complete(ofTen(12), month, outlook)
		for _, v := range []float64{c.Mean, c.Quantile(0.025), c.Quantile(0.975), c.Chance(100)} {
			if !ok || math.IsNaN(v) || math.IsInf(v, 0) {
				t.Errorf("%+v, %v", c, ok)
			}
		}
	}
}

func TestOutlook_ChanceIsTheOtherSideOfItsQuantiles(t *testing.T) {
	o := series.NewOutlook(100, 80, 140)
	for _, p := range []float64{0.01, 0.1, 0.5, 0.9, 0.99} {
		if got := o.Chance(o.Quantile(p)); math.Abs(got-(1-p)) > 1e-9 {
			t.Errorf("%v: %v", p, got)
		}
	}
	sure := series.NewOutlook(100, 100, 100)
	if sure.Chance(100) != 1 || sure.Chance(100.01) != 0 {
		t.Error("a month without doubt")
	}
}
