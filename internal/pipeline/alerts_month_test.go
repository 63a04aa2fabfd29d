package pipeline

import (
	"strings"
	"testing"
	"time"

	"clientele/internal/alerts"
	"clientele/internal/table"
)

// monthDesk has three years of months that brought 3,100 in days of 100, with the
// answers of the models about the month that runs.
func monthDesk(t *testing.T, asOf string) *alertDesk {
	t.Helper()
	day := dayOf(t, asOf)
	w := &work{config: &Config{TimeZone: "UTC", Country: "ES"}, options: Options{Threads: 1}, asOf: day, out: newOut()}
	totals := &table.Table{Columns: columnsOf("day d, revenue f, orders i, month_buyers i, week_buyers i, new_buyers i, returns f, margin f, moved f, moved_costed f")}
	for on := dayOf(t, "2023-08-01"); !on.After(day); on = on.AddDate(0, 0, 1) {
		totals.Rows = append(totals.Rows, []any{on, 100.0, int64(2), int64(1), int64(1), int64(0), 5.0, 40.0, 110.0, 100.0})
	}
	told := &table.Table{Columns: columnsOf("figure t, dimension t, member t, month d, actual f, mean f, lo80 f, hi80 f, lo95 f, hi95 f")}
	for month := dayOf(t, "2023-08-01"); month.Before(monthOf(day.AddDate(0, 0, 1))); month = month.AddDate(0, 1, 0) {
		days := float64(month.AddDate(0, 1, -1).Day())
		told.Rows = append(told.Rows, []any{"revenue", nil, nil, month, 100 * days, nil, nil, nil, nil, nil}, []any{"orders", nil, nil, month, 2 * days, nil, nil, nil, nil, nil})
	}
	running := monthOf(day)
	told.Rows = append(told.Rows, []any{"revenue", "owner", "Ann", running, nil, 1.0, 1.0, 1.0, 1.0, 1.0}, []any{"revenue", nil, nil, running, nil, 4000.0, 3700.0, 4300.0, 3500.0, 4500.0})
	progress := &table.Table{Columns: columnsOf("figure t, month d, mean f, lo80 f, hi80 f"), Rows: [][]any{{"orders", running, 60.0, 55.0, 65.0}, {"revenue", running, 3100.0, 2900.0, 3300.0}}}
	plan := &table.Table{Columns: columnsOf("metric t, month d, scope t, scope_value t, target f, so_far f, expected f, lo80 f, hi80 f, complete b"), Rows: [][]any{
		{"revenue", running, nil, nil, 3500.0, 1500.0, 3100.0, 2900.0, 3300.0, false},
		{"revenue", running, "owner", "Ann", 500.0, 100.0, nil, nil, nil, false},
		{"revenue", monthOf(day).AddDate(0, -1, 0), nil, nil, 3500.0, 3000.0, nil, nil, nil, true},
		{"buyers", running, nil, nil, 100.0, 15.0, 31.0, 28.0, 90.0, false},
	}}
	leaving := &table.Table{Columns: columnsOf("customer_id t, at_stake m"), Rows: [][]any{{"a", inCents(60.1)}, {"b", inCents(40.2)}}}
	return &alertDesk{work: w, days: newAlertDays(totals, day), kept: map[string]*table.Table{"forecast_series": told, "month_progress": progress, "plan": plan, "leaving": leaving}}
}

// Of a month that runs, what it should come to is asked for where that is what decides.
func TestAlerts_AMonthThatRunsIsJudgedByWhatItShouldComeTo(t *testing.T) {
	for _, one := range []struct {
		rule  string
		holds bool
		value float64
		bound float64
		said  string
	}{
		{"revenue this month above 1400", true, 1500, 1400, "October 2026, 15 days of 31: €1,500"},
		{"revenue this month above 3000", false, 1500, 3000, ""},
		{"revenue this month below 3400", true, 3100, 3400, "€1,500 so far, €3,100 expected at its end (€2,900 to €3,300 in eight of ten cases) — less than €3,400"},
		{"revenue this month below 3200", false, 3100, 3200, ""},
		{"orders this month below 66", true, 60, 66, "60 expected at its end"},
		{"average order this month below 60", true, 50, 60, "€50.00"},
		{"revenue this month below plan", true, 3100, 3500, "11.4% below plan"},
		{"revenue this month below plan by 10 %", false, 3100, 3150, ""},
		{"revenue this month above plan", false, 3100, 3500, ""},
		{"buyers this month below plan by 5 %", true, 31, 95, "15 buyers so far, 31 expected at its end"},
		{"revenue this month below the forecast's lower band", true, 3100, 3500, "By the months before €4,000 were to be expected"},
		{"revenue this month above the forecast's upper band", false, 3100, 4500, ""},
		{"revenue last month below plan", true, 3000, 3500, "September 2026: €3,000 — 14.3% below plan"},
		{"returns this month at least 75", true, 75, 75, ""},
		{"margin this month fell by 1", false, 600, 599, "A month before: €600"},
		{"money at stake above 100", true, 100.3, 100, "Money at stake, 15 October 2026: €100"},
	} {
		desk := monthDesk(t, "2026-10-15")
		rule, mistakes := alerts.Parse(one.rule)
		if len(mistakes) > 0 {
			t.Fatal(one.rule, mistakes)
		}
		desk.work.config.Currency = "EUR"
		got, err := desk.judged(t.Context(), AlertRule{Name: "x", Language: "en"}, rule)
		if err != nil {
			t.Fatal(err)
		}
		if !got.Known || got.Holds != one.holds || got.Value != one.value || got.Bound != one.bound || !strings.Contains(strings.ReplaceAll(got.Sentence, "\u00a0", " "), one.said) {
			t.Errorf("%s: %v %v beside %v: %s %s", one.rule, got.Holds, got.Value, got.Bound, got.Sentence, got.Reason)
		}
		if wanted := map[bool]string{true: "2026-10"}[rule.Period == alerts.ThisMonth]; rule.Period != alerts.LastMonth && got.Period != wanted {
			t.Errorf("%s is of %q", one.rule, got.Period)
		}
	}
}

// On its last day a month has ended, and is this month and the last.
func TestAlerts_AMonthHasEndedOnItsLastDay(t *testing.T) {
	desk := monthDesk(t, "2026-10-31")
	desk.work.config.Currency = "EUR"
	for _, words := range []string{"revenue this month below the forecast's lower band", "revenue last month below the forecast's lower band", "orders last month above the forecast's upper band"} {
		rule, _ := alerts.Parse(words)
		got, err := desk.judged(t.Context(), AlertRule{Language: "en"}, rule)
		if err != nil {
			t.Fatal(err)
		}
		// Days of 100 without a deviation: the model knows how long a month is.
		if value := map[bool]float64{true: 3100, false: 62}[rule.Figure == alerts.Revenue]; !got.Known || got.Value != value || got.Bound < 0.8*value || got.Bound > 1.2*value || got.Period != "2026-10" {
			t.Errorf("%s: %v beside %v, %s", words, got.Value, got.Bound, got.Reason)
		}
	}
}

func TestAlerts_SaysWhyNothingIsKnown(t *testing.T) {
	for words, why := range map[string]string{
		"revenue of manager Ann this month below plan":            "what the month will come to is not known",
		"new customers this month below plan":                     "there is no target of it for 2026-10",
		"returns last month below the forecast's lower band":      "there is no monthly forecast of it",
		"margin last month below the forecast's lower band":       "a history of 0 months before it is too short",
		"revenue this week below the forecast's lower band":       "",
		"orders last week fell by 5 % than a year before":         "",
		"revenue this week grew by 5 % than a year before":        "",
		"new customers this week above the forecast's upper band": "",
	} {
		desk := monthDesk(t, "2026-10-15")
		desk.parts = map[alerts.Part]partDays{{Of: "manager", Name: "Ann"}: {days: desk.days}}
		rule, mistakes := alerts.Parse(words)
		if len(mistakes) > 0 {
			t.Fatal(words, mistakes)
		}
		got, err := desk.judged(t.Context(), AlertRule{Language: "en"}, rule)
		if err != nil || got.Known != (why == "") || !strings.Contains(got.Reason, why) || got.Holds {
			t.Errorf("%s: %v %q %v", words, got.Known, got.Reason, err)
		}
	}
	young := monthDesk(t, "2026-10-15")
	young.days = &alertDays{first: dayOf(t, "2026-10-12"), asOf: dayOf(t, "2026-10-15"), columns: map[string][]float64{}, some: make([]bool, 4)}
	for words, why := range map[string]string{
		"revenue this week below 5":  "the data begin on 2026-10-12, within the week",
		"revenue this month above 5": "the data begin on 2026-10-12, within the month",
	} {
		rule, _ := alerts.Parse(words)
		if got, err := young.judged(t.Context(), AlertRule{Language: "en"}, rule); err != nil || got.Known || got.Reason != why {
			t.Errorf("%s: %q %v", words, got.Reason, err)
		}
	}
	short := monthDesk(t, "2026-10-15")
	short.days = newAlertDays(&table.Table{Columns: columnsOf("day d, revenue f"), Rows: [][]any{{dayOf(t, "2026-01-01"), 5.0}}}, dayOf(t, "2026-10-15"))
	rule, _ := alerts.Parse("revenue this week below the forecast's lower band")
	if got, err := short.judged(t.Context(), AlertRule{Language: "en"}, rule); err != nil || got.Known || !strings.Contains(got.Reason, "a history of 40 weeks is too short for a band; 60 are needed") {
		t.Errorf("%q %v", got.Reason, err)
	}
}

func TestEarlier_StaysWithinTheMonth(t *testing.T) {
	for _, one := range [][3]string{
		{"2026-03-31", "month", "2026-02-28"}, {"2028-03-31", "month", "2028-02-29"}, {"2026-01-15", "month", "2025-12-15"},
		{"2028-02-29", "year", "2027-02-28"}, {"2026-03-03", "week", "2026-02-24"}, {"2026-10-31", "year", "2025-10-31"},
	} {
		if got := earlier(dayOf(t, one[0]), one[1]).Format(time.DateOnly); got != one[2] {
			t.Errorf("a %s before %s is %s", one[1], one[0], got)
		}
	}
}
