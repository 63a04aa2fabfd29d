package reports_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"clientele/reports"
)

func TestDeals_SayWhereTheyAndPastMonthsDiffer(t *testing.T) {
	for _, c := range []struct {
		language string
		months   int
		mean     float64
		want     string
	}{
		{"en", 1, 10_000, "For the next month deals say £10,000, past months £10,000: they agree."},
		{"en", 2, 10_900, "For the next 2 months deals say £21,800 together, past months £20,000: they agree."},
		{"en", 2, 11_500, "15.0% more than past months (£20,000): look whether all of them are real."},
		{"en", 2, 8_000, "20.0% less than past months (£20,000): too little is in hand."},
		{"ru", 1, 8_000, "На следующий месяц сделки обещают 8\u00a0000\u00a0₽ — на 20,0\u00a0% меньше"}, {"ru", 2, 8_000, "На следующие 2 месяца сделки вместе обещают"},
		{"es", 1, 8_000, "Para el próximo mes las oportunidades indican 8.000\u00a0€, un 20,0\u00a0% menos"}, {"es", 4, 8_000, "Para los próximos 4 meses las oportunidades indican 32.000\u00a0€ en total"},
	} {
		d := monthly(t, c.language, func(a *reports.Answers) {
			a.DealForecast = with(with(first(a.DealForecast, c.months), "mean", func(int) any { return c.mean }), "series_mean", func(int) any { return 10_000.0 })
		})
		lead := strings.Join(section(t, d, "deals").Lead, " ")
		if !strings.Contains(lead, c.want) {
			t.Errorf("%q is not in %s", c.want, lead)
		}
		found := false
		for _, p := range section(t, d, "summary").Points {
			found = found || p.Section == "deals" && strings.Contains(p.Text, c.want)
		}
		if !found {
			t.Errorf("the first page does not say %q", c.want)
		}
	}
}

func TestDeals_CountTheOpenAndTheStuck(t *testing.T) {
	for _, c := range []struct {
		language      string
		deals, stuck  int64
		want, notWant string
	}{
		{"en", 1, 0, "1 deal is open, worth £5,000; by how such deals went before £1,200 should come of it.", "longer"},
		{"en", 3, 1, "3 deals are open", ""}, {"en", 3, 1, "1 of them has been open longer than nine of ten won ones were.", ""}, {"en", 3, 2, "2 of them have been open longer", ""},
		{"ru", 1, 0, "Открыта 1 сделка на 5\u00a0000\u00a0₽", "дольше"}, {"ru", 3, 1, "Открыты 3 сделки", ""}, {"ru", 5, 1, "Открыто 5 сделок", ""}, {"ru", 5, 2, "Из них 2 открыты дольше", ""},
		{"es", 1, 0, "Hay 1 oportunidad abierta por 5.000\u00a0€", "llevan"}, {"es", 3, 2, "2 de ellas llevan abiertas más", ""},
	} {
		d := monthly(t, c.language, func(a *reports.Answers) {
			s := first(a.DealStages, 1)
			for column, value := range map[string]any{"deals": c.deals, "stalled": c.stuck, "amount": decimal.NewFromInt(5000), "expected": decimal.NewFromInt(1200)} {
				s = with(s, column, func(int) any { return value })
			}
			a.DealStages = s
		})
		lead := strings.Join(section(t, d, "deals").Lead, " ")
		if !strings.Contains(lead, c.want) || c.notWant != "" && strings.Contains(lead, c.notWant) {
			t.Errorf("%q is not in %s", c.want, lead)
		}
	}
}

// 110 where 100 came is 10 % off; the mean of three months is 20 % off.
func TestDeals_TheCheckComparesWithTheRuleAndTheCRM(t *testing.T) {
	check := func(predicted, written any) func(*reports.Answers) {
		return func(a *reports.Answers) {
			s := first(a.DealCheck, 2)
			for column, value := range map[string]any{"predicted": predicted, "actual": 100.0, "naive": 120.0, "written_probability": written, "lo80": 90.0, "hi80": 110.0} {
				s = with(s, column, func(int) any { return value })
			}
			a.DealCheck = s
		}
	}
	checks := func(language string, change func(*reports.Answers)) string {
		return strings.Join(section(t, monthly(t, language, change), "deals").Checks, " ")
	}
	if got := checks("en", check(110.0, 150.0)); got != "2 such forecasts from earlier month ends were off by 10% of what came; the mean of the last three months was off by 20%. "+
		"The probabilities written in the CRM were off by 50%. 2 of 2 lay in their range of 80%." {
		t.Errorf("it says %s", got)
	}
	if got := checks("en", check(120.0, nil)); !strings.Contains(got, "no better than the mean of the last three months (20%): take them as a second opinion") || strings.Contains(got, "CRM") {
		t.Errorf("no better than the rule: %s", got)
	}
	for language, want := range map[string]string{"ru": "2 таких прогноза на концы прошлых месяцев ошибались на 10\u00a0%", "es": "2 previsiones así, hechas a fin de meses anteriores, erraron un 10\u00a0%"} {
		if got := checks(language, check(110.0, math.NaN())); !strings.Contains(got, want) {
			t.Errorf("%s: %s", language, got)
		}
	}
	if got := checks("en", func(a *reports.Answers) { a.DealCheck = zeroed(a.DealCheck) }); got != "" {
		t.Errorf("nothing ever came, and it says %s", got)
	}
}

func TestDeals_ColumnsThatNobodyFilledAreLeftOut(t *testing.T) {
	d := monthly(t, "en", func(a *reports.Answers) {
		a.DealStages = with(a.DealStages, "stated_probability", func(int) any { return nil })
		a.DealForecast = with(a.DealForecast, "so_far", func(int) any { return 0.0 })
	})
	for _, id := range []string{"deal-stages", "deals"} {
		for _, c := range d.Find(id).Columns {
			if c.Name == "stated_probability" || c.Name == "so_far" {
				t.Errorf("%s shows %s", id, c.Label)
			}
		}
	}
	if stages := d.Find("deal-stages"); len(stages.Total) != len(stages.Columns) || stages.Total[2].(decimal.Decimal).String() != "735200" {
		t.Errorf("the total is %v", stages.Total)
	}
}

// The next month is what a director asks for: cuts for it come first.
func TestDeals_TheCheckBeginsWithTheNextMonth(t *testing.T) {
	d := monthly(t, "en", func(a *reports.Answers) {
		c := a.DealCheck
		var later [][]any
		for _, row := range c.Rows {
			row = append([]any{}, row...)
			row[c.Index("cut_on")] = row[c.Index("cut_on")].(time.Time).AddDate(0, 0, 1).AddDate(0, -1, -1)
			later = append(later, row)
		}
		c.Rows = append(later, c.Rows...)
	})
	shown := d.Find("deal-check").Data
	for r := range shown.Len() {
		if want := int64(1 + r/10); shown.Integer(r, "ahead") != want {
			t.Errorf("row %d is %d months ahead: %v", r, shown.Integer(r, "ahead"), shown.Rows[r])
		}
	}
	if !shown.Time(0, "month").After(shown.Time(1, "month")) {
		t.Error("the last cut is not first")
	}
}
