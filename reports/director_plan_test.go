package reports_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
	"clientele/reports"
	"clientele/reports/catalogue"
	"clientele/reports/internal/sample"
)

// laterKinds are the sentences with a number of targets of managers, of the month
// that runs and of a young company.
func laterKinds() []counted {
	return []counted{
		{"managers of whom one missed the target", "since", func(n int64) reports.Answers {
			return managers(september(), "revenue", slices.Concat(manyOf([3]any{8000.0, 9000.0, nil}, n-1), manyOf([3]any{8000.0, 7000.0, nil}, min(n, 1)))...)
		}, to("plan")},
		{"managers with targets of orders", "since", func(n int64) reports.Answers {
			return managers(september(), "orders", manyOf([3]any{8.0, 9.0, nil}, n)...)
		}, to("plan")},
		{"working days of a month of returns", "since", func(n int64) reports.Answers {
			return runs(map[string]any{"so_far": -36926.0, "working_days_done": n, "working_days": n})
		}, to("forecast")},
		{"days of a month that fell", "since", func(n int64) reports.Answers {
			return runs(map[string]any{"so_far": 1000.0, "mean": 1100.0, "working_days": int64(0), "days_done": n, "days": n})
		}, to("forecast")},
		{"few customers of a young company", "risks", func(n int64) reports.Answers {
			a := hanging(n)
			a.ValueHistory = with(a.ValueHistory, "first_on", func(int) any { return sample.Settings("en").AsOf.AddDate(0, -3, 0) })
			return a
		}, to("value")},
	}
}

func manyOf(one [3]any, n int64) [][3]any { return slices.Repeat([][3]any{one}, int(max(0, n))) }

func september() time.Time { return time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC) }

// managers have targets of a month, each what was asked, came and is expected, and
// the company has none.
func managers(month time.Time, metric string, each ...[3]any) reports.Answers {
	a, all := bare()
	a.Plan = &table.Table{Columns: all.Plan.Columns}
	for i, one := range each {
		a.Plan.Rows = append(a.Plan.Rows, slices.Clone(all.Plan.Rows[0]))
		a.Plan = set(a.Plan, i, map[string]any{
			"metric": metric, "month": month, "scope": "owner", "scope_value": "Manager " + string(rune('A'+i)), "target": one[0], "so_far": one[1], "expected": one[2],
			"complete": month.Before(sample.Settings("en").AsOf.AddDate(0, -1, 0)),
		})
	}
	return a
}

// runs has a month that runs, of which some is replaced.
func runs(values map[string]any) reports.Answers {
	a, all := bare()
	a.MonthProgress = set(all.MonthProgress, 0, values)
	return a
}

func pointOf(d *reports.Document, t *testing.T, id, wanted string) (reports.Point, int) {
	t.Helper()
	for at, p := range section(t, d, id).Points {
		if p.Section == wanted {
			p.Text = strings.ReplaceAll(p.Text, "\u00a0", " ")
			return p, at
		}
	}
	return reports.Point{}, -1
}

// 9,519 and 8,094 of 8,000 each are two of three; 9,519 + 6,931 + 8,094 = 24,544.
func TestDirector_TheEndedMonthOfManagersTargetsIsTold(t *testing.T) {
	three := func(last float64) reports.Answers {
		return managers(september(), "revenue", [3]any{8000.0, 9519.0, nil}, [3]any{8000.0, 6931.0, nil}, [3]any{8000.0, last, nil})
	}
	for language, want := range map[string]string{
		"en": "2 of 3 managers reached their targets for September 2026; £24,544 came of £24,000 together.",
		"ru": "Сентябрь 2026: план выполнен у 2 из 3 менеджеров; всего получено 24 544 ₽ при плане 24 000 ₽.",
		"es": "Septiembre de 2026: objetivo alcanzado por 2 de 3 responsables; en total entraron 24.544 € de 24.000 €.",
	} {
		if got, _ := pointOf(director(t, three(8094), sample.Settings(language)), t, "since", "plan"); got.Text != want || got.Tone != reports.Neutral {
			t.Errorf("it says, with tone %d: %s", got.Tone, got.Text)
		}
	}
	if got, at := pointOf(director(t, three(7000), sample.Settings("en")), t, "since", "plan"); got.Tone != reports.Worse || at != 1 {
		t.Errorf("23,450 of 24,000 is bad news: %v at %d", got, at)
	}
	orders := managers(september(), "orders", [3]any{8.0, 9.0, nil}, [3]any{8.0, 8.0, nil})
	if got, _ := pointOf(director(t, orders, sample.Settings("en")), t, "since", "plan"); got.Text != "2 of 2 managers reached their targets for September 2026." || got.Tone != reports.Better {
		t.Errorf("of orders it says: %v", got)
	}
	regions := three(8094)
	regions.Plan = with(regions.Plan, "scope", func(int) any { return "segment" })
	got, _ := pointOf(director(t, regions, sample.Settings("en")), t, "since", "plan")
	complete, err := reports.Complete(regions, sample.Settings("en"))
	if err != nil {
		t.Fatal(err)
	}
	if want := strings.ReplaceAll(strings.Join(section(t, complete, "plan").Lead, " "), "\u00a0", " "); got.Text != want || !strings.Contains(want, "2 of 3") {
		t.Errorf("of segments it says %q and the complete report %q", got.Text, want)
	}
	open := three(8094)
	open.Plan = with(open.Plan, "complete", func(int) any { return false })
	if got, at := pointOf(director(t, open, sample.Settings("en")), t, "since", "plan"); at >= 0 {
		t.Errorf("a month that is not over says: %v", got)
	}
}

// On the 19th of October 61 % of its days are over.
func TestDirector_AsksForTheManagerWhoIsFarthestBehind(t *testing.T) {
	october := september().AddDate(0, 1, 0)
	for name, c := range map[string]struct {
		month time.Time
		each  [][3]any
		want  string
	}{
		"by what came":       {october, [][3]any{{300.0, 240.0, 290.0}, {300.0, 89.1, nil}}, "Manager B: £89.10 came in October 2026 so far of a target of £300.00. What would help?"},
		"by what will come":  {october, [][3]any{{300.0, 10.0, 240.46}, {300.0, 190.0, nil}}, "Manager A: £240.46 is expected in October 2026 of a target of £300.00. What would help?"},
		"least share":        {october, [][3]any{{300.0, 10.0, 240.0}, {8000.0, 10.0, 6500.0}}, "Manager A: £240.00 is expected in October 2026 of a target of £300.00. What would help?"},
		"of two alike":       {october, [][3]any{{300.0, 10.0, 240.0}, {300.0, 10.0, 240.0}}, "Manager A: £240.00 is expected in October 2026 of a target of £300.00. What would help?"},
		"nobody is behind":   {october, [][3]any{{300.0, 190.0, nil}, {300.0, 10.0, 300.0}}, "—"},
		"not begun":          {october.AddDate(0, 1, 0), [][3]any{{300.0, 0.0, nil}}, "—"},
		"not begun, planned": {october.AddDate(0, 1, 0), [][3]any{{300.0, 0.0, nil}, {8000.0, 0.0, 6575.0}}, "Manager B: £6,575 is expected in November 2026 of a target of £8,000. What would help?"},
	} {
		if got := spoken(director(t, managers(c.month, "revenue", c.each...), sample.Settings("en")), "ask", to("plan")); got != c.want {
			t.Errorf("%s: it asks: %s", name, got)
		}
	}
}

// Who is as good as lost is not the one to call first.
func TestDirector_AsksToCallOnlyWhoMayComeBack(t *testing.T) {
	called := func(chances ...any) string {
		a, all := bare()
		a.Leaving = first(all.Leaving, len(chances))
		for r, chance := range chances {
			a.Leaving = set(a.Leaving, r, map[string]any{"customer": "Customer " + string(rune('A'+r)), "owner": nil, "silent_days": int64(30), "at_stake": decimal.NewFromInt(int64(3000 - r)), "p_buys": chance})
		}
		return spoken(director(t, a, sample.Settings("en")), "ask", to("leaving"))
	}
	for want, chances := range map[string][]any{
		"Who calls Customer A? £3,000 is at stake; silent for 30 days.": {0.5, 0.9},
		"Who calls Customer C? £2,998 is at stake; silent for 30 days.": {0.0, 0.0999, 0.1, 0.9},
		"Who calls Customer B? £2,999 is at stake; silent for 30 days.": {0.0, nil, 0.9},
		"—": {0.0, 0.05},
	} {
		if got := called(chances...); got != want {
			t.Errorf("of %v it asks: %s", chances, got)
		}
	}
}

// September 2026 brought 586,031 and October 2025 brought 506,280, half of which
// is 253,140.
func TestDirector_AMonthThatIsNearlyOverAndFellIsBadNews(t *testing.T) {
	over := func(values map[string]any) map[string]any {
		out := map[string]any{"working_days_done": int64(21), "working_days": int64(21)}
		for name, value := range values {
			out[name] = value
		}
		return out
	}
	for name, c := range map[string]struct {
		values map[string]any
		want   string
	}{
		"returns":            {over(map[string]any{"so_far": -36925.9, "mean": -36925.9}), "October 2026 so far: −£36,926 in 21 of 21 working days: returns were larger than sales."},
		"returns, a start":   {map[string]any{"so_far": -36925.9}, ""},
		"less than half":     {over(map[string]any{"so_far": 250_000.0, "mean": 253_139.0}), "October 2026 so far: £250,000 in 21 of 21 working days; in the whole of October 2025 it was £506,280."},
		"half":               {over(map[string]any{"so_far": 250_000.0, "mean": 253_140.0}), ""},
		"less, not over yet": {map[string]any{"so_far": 1000.0, "mean": 1000.0, "working_days_done": int64(16), "working_days": int64(21)}, ""},
		"nothing":            {over(map[string]any{"so_far": 0.0, "mean": 0.0}), "October 2026 so far: £0.00 in 21 of 21 working days; in the whole of October 2025 it was £506,280."},
	} {
		got, at := pointOf(director(t, runs(c.values), sample.Settings("en")), t, "since", "forecast")
		if got.Text != c.want || c.want != "" && (got.Tone != reports.Worse || at != 1) {
			t.Errorf("%s: at %d it says: %s", name, at, got.Text)
		}
	}
	a, _ := bare()
	a.Months = set(a.Months, lastComplete+1, map[string]any{"revenue": decimal.NewFromInt(-500)})
	settings := sample.Settings("en")
	settings.AsOf = time.Date(2026, 10, 30, 0, 0, 0, 0, time.UTC)
	if got, _ := pointOf(director(t, a, settings), t, "since", "forecast"); got.Text != "October 2026 so far: −£500.00 in 30 of 31 days: returns were larger than sales." {
		t.Errorf("without a forecast it says: %s", got.Text)
	}
	if got, at := pointOf(director(t, whole(), sample.Settings("en")), t, "since", "forecast"); at >= 0 {
		t.Errorf("of a month that does well it says: %s", got.Text)
	}
}

// A year back from the 19th of October is the 20th of the October before.
func TestDirector_AYearsRevenueNeedsAYear(t *testing.T) {
	for _, language := range catalogue.Languages() {
		asOf := sample.Settings(language).AsOf
		said := func(begun time.Time) string {
			a := hanging(2)
			a.ValueHistory = with(a.ValueHistory, "first_on", func(int) any { return begun })
			return spoken(director(t, a, sample.Settings(language)), "risks", to("value"))
		}
		year, young := said(asOf.AddDate(-1, 0, 1)), said(asOf.AddDate(-1, 0, 2))
		if year == young || year != said(asOf.AddDate(-3, 0, 0)) || young != said(asOf) {
			t.Errorf("%s: %q and %q", language, year, young)
		}
	}
}
