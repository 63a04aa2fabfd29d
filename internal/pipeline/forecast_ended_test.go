package pipeline

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"clientele/internal/series"
	"clientele/internal/table"
)

func silentFor(months int, before ...float64) []float64 {
	return append(before, make([]float64, months)...)
}

func TestEnded_IsWhoIsSilentForLongerThanEver(t *testing.T) {
	nan := math.NaN()
	for name, c := range map[string]struct {
		values []float64
		want   bool
	}{
		"a year":                      {silentFor(12, 5, 5), true},
		"a year, with returns":        {append(silentFor(3, 5, 5), -1, -2, 0, 0, -1, 0, 0, 0, 0), true},
		"a year, after a longer gap":  {silentFor(12, append(silentFor(15, 5), 5)...), true},
		"half a year":                 {silentFor(6, 5, 0, 5), true},
		"five months":                 {silentFor(5, 5, 5, 5), false},
		"as long as ever":             {silentFor(8, append(silentFor(8, 5), 5)...), false},
		"longer than ever":            {silentFor(9, append(silentFor(8, 5), 5)...), true},
		"not begun is no gap":         {silentFor(6, append(silentFor(8), 5, 5)...), true},
		"a month of no data":          {append(silentFor(5, 5, 5), nan), false},
		"returns alone, still coming": {[]float64{-5, -5, -5, -5, -5, -5, -5}, false},
		"returns alone, long ago":     {silentFor(12, -5), true},
		"never anything":              {silentFor(20), false},
	} {
		if got := memberWith("", c.values...).hasEnded(); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestLargest_TheEndedAreNotShownAndOneOtherKeepsItsName(t *testing.T) {
	gone := func(name string, size float64) monthSeries {
		return memberWith(name, silentFor(7, size, size, size, size, size, size, size)...)
	}
	stays := func(name string) monthSeries { return memberWith(name, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1) }
	got := largest([]monthSeries{gone("a", 1e6), stays("b"), stays("c")})
	if got[2].member != "a" || !got[2].ended || got[2].rest || got[0].ended {
		t.Errorf("%+v", got)
	}
	got = largest([]monthSeries{gone("a", 1e6), stays("b"), gone("c", 1e5)})
	if len(got) != 2 || !got[1].rest || !got[1].ended || got[1].values[0] != 1.1e6 {
		t.Errorf("%+v", got)
	}
	many := []monthSeries{gone("a", 1e6)}
	for i := range mostParts + 1 {
		many = append(many, stays(fmt.Sprint(i)))
	}
	got = largest(many)
	rest := got[mostParts]
	if len(got) != mostParts+1 || !rest.rest || rest.ended || rest.values[0] != 1e6+1 || rest.continuing()[0] != 1 || rest.since(2).continuing()[0] != 1 || len(rest.since(2).continuing()) != 12 {
		t.Errorf("%+v", got)
	}
	if all := largest([]monthSeries{gone("a", 2), gone("b", 1)}); all[0].ended || all[1].ended {
		t.Errorf("all have ended: %+v", all)
	}
}

// Of owners one left fourteen months ago, with returns since, one seven months ago, and one has
// a month of returns larger than what she sells.
func withLeavers(months int) (whole, parts *table.Table) {
	whole, parts = shopMonths(months, false)
	parts.Rows = slices.DeleteFunc(parts.Rows, func(row []any) bool { return row[0] != "owner" || row[1] != "" })
	revenue := whole.Index("revenue")
	for _, owner := range []string{"Ann", "Left", "Long gone"} {
		for m := range months {
			value := 20_000.0
			switch {
			case owner == "Ann" && m%9 == 7:
				value = -25_000
			case owner == "Left" && m >= months-7:
				value = 0
			case owner == "Long gone" && m >= months-14:
				value = -3_000 * float64(m%2)
			case owner == "Long gone":
				value = 200_000 - 5_000*float64(m)
			}
			parts.Rows = append(parts.Rows, []any{"owner", owner, whole.Time(m, "month"), inCents(value)})
			whole.Rows[m][revenue] = inCents(whole.Float(m, "revenue") + value)
		}
	}
	return whole, parts
}

func TestForecast_WhoHasEndedIsToldAtNothing(t *testing.T) {
	whole, parts := withLeavers(40)
	engine, _ := forecastOf(t, whole, parts, "2026-04-30", 2)
	total, all := forecastAnswer(t, engine, "forecast"), forecastAnswer(t, engine, "forecast_series")
	sums, ended := map[string]float64{}, 0
	for r := range all.Len() {
		if all.Text(r, "dimension") != "owner" || all.Value(r, "mean") == nil {
			continue
		}
		sums[all.Time(r, "month").String()] += all.Float(r, "mean")
		for _, column := range []string{"mean", "lo80", "hi80", "lo95", "hi95"} {
			value := all.Float(r, column)
			if all.Value(r, "member") == nil && value != 0 {
				t.Errorf("who has ended has a %s of %v", column, value)
			}
			if value < 0 {
				t.Errorf("%v has a %s of %v", all.Value(r, "member"), column, value)
			}
		}
		if all.Value(r, "member") == nil {
			ended++
		} else if member := all.Text(r, "member"); member != "" && member != "Ann" {
			t.Errorf("%q is shown", member)
		}
	}
	if ended != 12 || len(sums) != 12 {
		t.Fatalf("%d months of the ended, %d in all", ended, len(sums))
	}
	for r := range total.Len() {
		if month := total.Time(r, "month").String(); total.Value(r, "mean") != nil && math.Abs(sums[month]-total.Float(r, "mean")) > 0.001 {
			t.Errorf("%s: the parts come to %v, the whole to %v", month, sums[month], total.Float(r, "mean"))
		}
	}
}

// The whole is more than its parts by far, so that they all have to move.
func TestAddUp_DoesNotReviveWhoHasEnded(t *testing.T) {
	for _, whole := range []float64{1000, 10, -50} {
		told := []continuedSeries{{monthSeries: monthSeries{figure: revenueFigure, values: []float64{100, 200, 300}}, made: flat(whole, 5)}}
		for _, part := range []struct {
			name string
			mean float64
		}{{"Ann", 70}, {"Bob", 20}} {
			told = append(told, continuedSeries{monthSeries: memberWith(part.name, 50, -20, 90), made: flat(part.mean, 9)})
		}
		gone := memberWith("gone", 90, 0, 0)
		gone.ended = true
		told = append(told, continuedSeries{monthSeries: gone, made: nothingAhead(1)})
		told, said := addUp(told)
		if len(told) != 4 {
			t.Fatalf("%v: %v", whole, said)
		}
		last := told[3].made
		if got := fmt.Sprint(last.Mean, last.Lo80, last.Hi80, last.Lo95, last.Hi95); got != "[0] [0] [0] [0] [0]" {
			t.Errorf("%v: %s", whole, got)
		}
		if sum := told[1].made.Mean[0] + told[2].made.Mean[0]; math.Abs(sum-whole) > 0.001 || whole > 0 && (told[1].made.Lo95[0] < 0 || told[2].made.Lo95[0] < 0 || told[2].made.Mean[0] < 0) {
			t.Errorf("%v: %v and %v", whole, told[1].made, told[2].made)
		}
	}
}

func flat(mean, width float64) series.Forecast {
	one := func(value float64) []float64 { return []float64{value} }
	return series.Forecast{Mean: one(mean), Lo80: one(mean - width), Hi80: one(mean + width), Lo95: one(mean - 2*width), Hi95: one(mean + 2*width)}
}

func TestRevenue_IsBelowZeroOnlyWhereItsLastYearIs(t *testing.T) {
	year := func(value float64) []float64 { return slices.Repeat([]float64{value}, 12) }
	for name, c := range map[string]struct {
		of   monthSeries
		want bool
	}{
		"a month of returns": {memberWith("", append(year(5)[:11], -40)...), true},
		"a year of returns":  {memberWith("", append(year(500), year(-5)...)...), false},
		"the year before":    {memberWith("", append(year(-500), year(5)...)...), true},
		"nothing":            {memberWith("", year(0)...), true},
		"no revenue":         {monthSeries{figure: marginFigure, values: year(5)}, false},
	} {
		if got := c.of.cannotBeNegative(); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestContinued_NothingForTheEndedAndNoRevenueBelowZero(t *testing.T) {
	falls, gone := make([]float64, 30), make([]float64, 30)
	for m := range falls {
		falls[m] = 1000 * float64(29-m)
		gone[m] = 500 + 10*float64(m%5)
		if m > 20 {
			gone[m] = 0
		}
	}
	falls[3] = -100
	ended, company := memberWith("gone", gone...), memberWith("", falls...)
	company.dimension, ended.ended = "", true
	w := &work{config: &Config{TimeZone: "UTC"}}
	made, err := w.continued(t.Context(), []monthSeries{company, memberWith("falls", falls...), ended}, 12)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range made {
		for _, values := range [][]float64{one.made.Mean, one.made.Lo80, one.made.Hi80, one.made.Lo95, one.made.Hi95} {
			if len(values) != 12 || slices.Min(values) < 0 || one.ended && slices.Max(values) > 0 {
				t.Errorf("%s: %v", one.called(), values)
			}
		}
	}
}
