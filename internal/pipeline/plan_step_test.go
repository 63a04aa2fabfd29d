package pipeline

import (
	"strings"
	"testing"
	"time"

	"clientele/internal/duck"
	"clientele/internal/job"
	"clientele/internal/table"
)

// planStepOf runs the step over the tables that it reads: ten on each day from Monday to Friday
// since January 2024, six of them Ann's, one nobody's.
func planStepOf(t *testing.T, asOf string, targets *table.Table, told [][]any) (*duck.Engine, job.Result) {
	t.Helper()
	engine, err := duck.Open(t.Context(), duck.Options{Threads: 2, MemoryLimit: "256MB", TempDirectory: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = engine.Close() })
	p := tenADay(t, asOf)
	days := &table.Table{Columns: columnsOf("day d, revenue m, orders i, buyers i, new_buyers i, margin m")}
	parts := &table.Table{Columns: columnsOf("scope t, scope_value t, day d, revenue f, orders i, buyers i")}
	for i, value := range p.days.values[planPart{metric: revenueFigure}] {
		if day := p.days.firstMonth.AddDate(0, 0, i); value > 0 {
			days.Rows = append(days.Rows, []any{day, inCents(value), int64(1), int64(1), int64(0), inCents(value / 2)})
			parts.Rows = append(parts.Rows, []any{"owner", "Ann", day, 0.6 * value, int64(1), int64(1)}, []any{"owner", "", day, 0.1 * value, int64(1), int64(1)})
		}
	}
	months := &table.Table{Columns: columnsOf("month d, margin m"), Rows: [][]any{{p.days.firstMonth, inCents(115)}}}
	for name, rows := range map[string]*table.Table{"month_days": days, "target_days": parts, "target_months": targets, "monthly_series": months} {
		if err := engine.CreateTable(t.Context(), name, rows); err != nil {
			t.Fatal(err)
		}
	}
	inputs := []string{"month_days", "target_days", "target_months", "monthly_series", "forecast_series"}
	if told != nil {
		series := &table.Table{Columns: columnsOf("figure t, dimension t, member t, month d, actual f, mean f, lo80 f, hi80 f"), Rows: told}
		if err := engine.CreateTable(t.Context(), "forecast_series", series); err != nil {
			t.Fatal(err)
		}
	}
	w := &work{config: &Config{TimeZone: "UTC"}, engine: engine, asOf: p.days.asOf, out: newOut()}
	results, err := job.Job{w.planStep()}.Run(t.Context(), inputs, func() time.Time { return time.Time{} }, job.Discard{})
	if err != nil {
		t.Fatal(err)
	}
	return engine, results[0]
}

func monthDay(text string) time.Time {
	month, err := time.Parse("2006-01", text)
	if err != nil {
		panic(err)
	}
	return month
}

// The day is the last of October: it is complete, and November, of which no day has passed, is
// forecast; the forecast's history and the rest of a dimension are nobody's prospects.
func TestPlan_OnTheLastDayOfAMonthTheNextOneIsAhead(t *testing.T) {
	engine, _ := planStepOf(t, "2024-10-31", targetsOf([]any{"revenue", "2024-10", "", "", 230.0}, []any{"revenue", "2024-11", "", "", 200.0}, []any{"revenue", "2024-11", "owner", "Ann", 100.0},
		[]any{"revenue", "2024-11", "owner", "", 10.0}, []any{"margin", "2024-11", "", "", 100.0}), [][]any{
		{"revenue", nil, nil, monthDay("2024-10"), 230.0, nil, nil, nil},
		{"revenue", nil, nil, monthDay("2024-11"), nil, 210.0, 180.0, 240.0},
		{"revenue", "owner", "Ann", monthDay("2024-11"), nil, 130.0, 110.0, 150.0},
		{"revenue", "owner", "", monthDay("2024-11"), nil, 20.0, 15.0, 25.0},
		{"revenue", "owner", nil, monthDay("2024-11"), nil, 80.0, 60.0, 90.0},
	})
	if there, err := engine.HasTable(t.Context(), "month_progress"); err != nil || there {
		t.Errorf("a complete month has progress: %v", err)
	}
	got, err := engine.ReadTable(t.Context(), "plan")
	if err != nil {
		t.Fatal(err)
	}
	if got.Len() != 5 || !got.Boolean(0, "complete") || got.Boolean(1, "complete") {
		t.Fatalf("%v", got.Rows)
	}
	near(t, "October", got.Float(0, "so_far"), 230)
	near(t, "November", got.Float(1, "expected"), 210)
	near(t, "nobody's November", got.Float(2, "expected"), 20)
	near(t, "Ann's November", got.Float(3, "expected"), 130)
	if got.Text(4, "metric") != "margin" || got.Value(4, "expected") != nil {
		t.Errorf("margin is not forecast: %v", got.Rows[4])
	}
}

func TestPlan_WithoutTargetsIsTheProgressAlone(t *testing.T) {
	engine, result := planStepOf(t, "2024-10-16", targetsOf(), nil)
	if there, err := engine.HasTable(t.Context(), "plan"); err != nil || there {
		t.Errorf("a plan without targets: %v", err)
	}
	got, err := engine.ReadTable(t.Context(), "month_progress")
	if err != nil || got.Len() != 2 || got.Integer(0, "days_done") != 16 {
		t.Errorf("%v, %v", got, err)
	}
	if len(result.Warnings) > 0 {
		t.Error(result.Warnings)
	}
}

func TestPlan_WithNothingToSayIsLeftOut(t *testing.T) {
	_, result := planStepOf(t, "2024-10-31", targetsOf(), nil)
	if result.State != job.Skipped || !strings.Contains(result.Message, "there are no targets") {
		t.Errorf("%+v", result)
	}
}
