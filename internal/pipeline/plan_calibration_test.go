package pipeline

import (
	"encoding/csv"
	"math"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"clientele/internal/calendar"
	"clientele/internal/series"
)

// readDailyFigure is a column of testdata/days, which has what the sample data and Online Retail
// (UCI 352) brought each day, as the table orders has it.
func readDailyFigure(t *testing.T, name, column, country string) (*planDays, planPart) {
	t.Helper()
	file, err := os.Open("testdata/days/" + name + ".csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	cal, err := calendar.New(country, nil)
	if err != nil {
		t.Fatal(err)
	}
	dayOf := func(row int) time.Time {
		day, err := time.Parse(time.DateOnly, rows[row][0])
		if err != nil {
			t.Fatal(err)
		}
		return day
	}
	asOf := monthOf(dayOf(len(rows)-1)).AddDate(0, 1, -1)
	days := &planDays{asOf: asOf, current: monthOf(asOf.AddDate(0, 0, 1)), firstMonth: monthOf(dayOf(1)), calendar: cal, values: map[planPart][]float64{}, kindsOf: map[time.Time][]int{}}
	of := planPart{metric: column}
	days.values[of] = make([]float64, daysBetween(days.firstMonth, asOf)+1)
	for row := range rows[1:] {
		value, err := strconv.ParseFloat(rows[row+1][slices.Index(rows[0], column)], 64)
		if err != nil {
			t.Fatal(err)
		}
		days.values[of][daysBetween(days.firstMonth, dayOf(row+1))] = value
	}
	return days, of
}

// Each month from the seventh on is told on its 5th, 10th, …, 25th from what lay before, forecast
// and shares alike, and targets of 80 to 120 % of its forecast get their chance.
func TestProgress_PastMonthsCameAsTheyWereTold(t *testing.T) {
	in80, in95, told := 0, 0, 0
	for _, c := range []struct{ name, country, column string }{
		{"samovar", "ES", "revenue"}, {"samovar", "ES", "orders"}, {"online_retail", "GB", "revenue"}, {"online_retail", "GB", "orders"},
	} {
		days, of := readDailyFigure(t, c.name, c.column, c.country)
		months := days.complete(of)
		var totals []float64
		for _, m := range months {
			totals = append(totals, sumOf(m.Values))
		}
		ahead := make([]series.Outlook, len(totals))
		for i := 6; i < len(totals); i++ {
			made, err := series.Choose(totals[:i], []series.Model{series.Theta{}, series.SeasonalNaive{}}, series.Options{Season: seasonOf(i), Horizon: 1, NonNegative: true})
			if err != nil {
				t.Fatal(err)
			}
			ahead[i] = series.NewOutlook(made.Mean[0], made.Lo80[0], made.Hi80[0])
		}
		for _, day := range []int{5, 10, 15, 20, 25} {
			var wrong, wrongForecast, brier, brierForecast float64
			for i := 6; i < len(totals); i++ {
				made, ok := series.Complete(months[:i], series.MonthDays{Values: months[i].Values[:day], Kinds: months[i].Kinds}, &ahead[i])
				if !ok {
					t.Fatal(i)
				}
				told++
				in80 += within(made, totals[i], 0.1)
				in95 += within(made, totals[i], 0.025)
				wrong += math.Abs(made.Mean/totals[i] - 1)
				wrongForecast += math.Abs(ahead[i].Mean/totals[i] - 1)
				for _, share := range []float64{0.8, 0.9, 0.95, 1, 1.05, 1.1, 1.2} {
					target, came := share*ahead[i].Mean, 0.0
					if totals[i] >= target {
						came = 1
					}
					brier += math.Pow(made.Chance(target)-came, 2)
					brierForecast += math.Pow(ahead[i].Chance(target)-came, 2)
				}
			}
			n := float64(len(totals) - 6)
			t.Logf("%s, %s, day %d: error %.1f %% (forecast %.1f), Brier score %.3f (forecast %.3f)", c.name, c.column, day, 100*wrong/n, 100*wrongForecast/n, brier/n/7, brierForecast/n/7)
			if wrong > wrongForecast || brier > brierForecast {
				t.Errorf("%s, %s, day %d: no better than the forecast alone", c.name, c.column, day)
			}
		}
	}
	share80, share95 := 100*float64(in80)/float64(told), 100*float64(in95)/float64(told)
	t.Logf("%d months told: %.1f and %.1f %% within their bands", told, share80, share95)
	if share80 < 76 || share80 > 92 || share95 < 94 {
		t.Errorf("%.1f and %.1f %% within their bands", share80, share95)
	}
}

func within(made series.Completion, came, tail float64) int {
	if came >= made.Quantile(tail) && came <= made.Quantile(1-tail) {
		return 1
	}
	return 0
}
