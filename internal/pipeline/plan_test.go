package pipeline

import (
	"math"
	"strings"
	"testing"
	"time"

	"clientele/internal/calendar"
	"clientele/internal/series"
	"clientele/internal/table"
)

// tenADay is a company that sells for ten every day from Monday to Friday, Ann six of them, from
// January 2024 to the day.
func tenADay(t *testing.T, asOf string) *planner {
	t.Helper()
	c, err := calendar.New("", nil)
	if err != nil {
		t.Fatal(err)
	}
	last, err := time.Parse(time.DateOnly, asOf)
	if err != nil {
		t.Fatal(err)
	}
	first := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	days := &planDays{asOf: last, firstMonth: first, current: monthOf(last.AddDate(0, 0, 1)), calendar: c, values: map[planPart][]float64{}, kindsOf: map[time.Time][]int{}}
	for day := first; !day.After(last); day = day.AddDate(0, 0, 1) {
		amount := 10.0
		if !c.Working(day) {
			amount = 0
		}
		for p, share := range map[planPart]float64{{metric: revenueFigure}: 1, {metric: ordersFigure}: 0.1, {revenueFigure, "owner", "Ann"}: 0.6} {
			days.values[p] = append(days.values[p], share*amount)
		}
	}
	return &planner{days: days, prospects: prospects{}}
}

func (p *planner) expect(t *testing.T, month string, outlook series.Outlook) {
	t.Helper()
	at, err := time.Parse("2006-01", month)
	if err != nil {
		t.Fatal(err)
	}
	of := planPart{metric: revenueFigure}
	if p.prospects[of] == nil {
		p.prospects[of] = map[time.Time]series.Outlook{}
	}
	p.prospects[of][at] = outlook
}

func tableOf(made lazyTable) *table.Table {
	out := &table.Table{Columns: made.columns}
	for row := range made.n {
		out.Rows = append(out.Rows, made.row(row))
	}
	return out
}

func targetsOf(rows ...[]any) *table.Table {
	out := &table.Table{Columns: columnsOf("metric t, month d, scope t, scope_value t, target f, lacks_rate b")}
	for _, row := range rows {
		month, err := time.Parse("2006-01", row[1].(string))
		if err != nil {
			panic(err)
		}
		out.Rows = append(out.Rows, []any{row[0], month, row[2], row[3], row[4], len(row) > 5})
	}
	return out
}

func (p *planner) planOf(t *testing.T, rows ...[]any) *table.Table {
	t.Helper()
	wanted, left := p.followed(targetsOf(rows...))
	if len(left) > 0 {
		t.Fatal(left)
	}
	return tableOf(p.planTable(wanted))
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 0.015 {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

// 2024-10-16: 12 of 23 working days are over, so 120 stand for 230.
func TestPlan_TheMonthEndsWhereItsDaysLead(t *testing.T) {
	p := tenADay(t, "2024-10-16")
	p.expect(t, "2024-10", series.NewOutlook(200, 150, 250))
	got := p.planOf(t, []any{"revenue", "2024-10", "", "", 230.0}, []any{"revenue", "2024-10", "owner", "Ann", 100.0})
	near(t, "so far", got.Float(0, "so_far"), 120)
	if e := got.Float(0, "expected"); e < 228 || e > 231 {
		t.Errorf("expected %v", e)
	}
	near(t, "missing", got.Float(0, "missing"), 110)
	near(t, "weeks left", got.Float(0, "weeks_left"), math.Round(15.0/7*100)/100)
	near(t, "a week", got.Float(0, "per_week"), 110/(15.0/7))
	near(t, "reached", got.Float(0, "reached"), 120.0/230)
	if got.Boolean(0, "complete") || got.Value(0, "scope") != nil {
		t.Errorf("%v", got.Rows[0])
	}
	near(t, "Ann so far", got.Float(1, "so_far"), 72)
	if e := got.Float(1, "expected"); e < 136 || e > 139 || got.Float(1, "chance") < 0.99 {
		t.Errorf("Ann: expected %v, chance %v", e, got.Float(1, "chance"))
	}
}

func TestPlan_AMonthThatIsOverWasReachedOrNot(t *testing.T) {
	p := tenADay(t, "2024-10-16")
	got := p.planOf(t, []any{"revenue", "2024-09", "", "", 200.0}, []any{"revenue", "2024-08", "", "", 440.0})
	for row, want := range []float64{0.5, 1.05} { // 22 working days in August, 21 in September
		near(t, "reached", got.Float(row, "reached"), want)
		for _, column := range []string{"expected", "lo80", "hi80", "chance", "weeks_left", "per_week"} {
			if got.Value(row, column) != nil {
				t.Errorf("%s is %v", column, got.Value(row, column))
			}
		}
		if !got.Boolean(row, "complete") {
			t.Error("not complete")
		}
	}
	near(t, "missing in August", got.Float(0, "missing"), 220)
	near(t, "missing in September", got.Float(1, "missing"), 0)
}

func TestPlan_MonthsToComeAreForecast(t *testing.T) {
	p := tenADay(t, "2024-10-31") // a complete month
	p.expect(t, "2024-11", series.NewOutlook(200, 150, 260))
	got := p.planOf(t, []any{"revenue", "2024-11", "", "", 200.0}, []any{"revenue", "2024-12", "", "", 200.0}, []any{"revenue", "2024-11", "owner", "Ann", 120.0}, []any{"revenue", "2024-10", "", "", 230.0})
	if !got.Boolean(0, "complete") || got.Boolean(1, "complete") {
		t.Error("October is complete, November is not")
	}
	near(t, "expected", got.Float(1, "expected"), 200)
	near(t, "lo80", got.Float(1, "lo80"), 150)
	near(t, "hi80", got.Float(1, "hi80"), 260)
	near(t, "chance", got.Float(1, "chance"), 0.5)
	near(t, "so far", got.Float(1, "so_far"), 0)
	near(t, "a week", got.Float(1, "per_week"), 200/(30.0/7))
	if got.Value(2, "expected") != nil || got.Value(2, "chance") != nil || got.Value(2, "per_week") == nil {
		t.Errorf("December has no forecast: %v", got.Rows[2])
	}
	// Ann has six tenths of the company in every month, no more and no less.
	near(t, "Ann's mean", got.Float(3, "expected"), 120)
	near(t, "Ann's lo80", got.Float(3, "lo80"), 90)
	if p.days.done() != 0 {
		t.Error("a day of November is over")
	}
}

// A part whose share changes from month to month is more uncertain than the whole.
func TestPlan_APartIsAsUncertainAsItsShare(t *testing.T) {
	p := tenADay(t, "2024-10-31")
	p.expect(t, "2024-11", series.NewOutlook(200, 190, 210))
	values := p.days.values[planPart{revenueFigure, "owner", "Ann"}]
	for i := range values {
		if p.days.firstMonth.AddDate(0, 0, i).Month()%2 == 0 {
			values[i] /= 2
		}
	}
	got := p.planOf(t, []any{"revenue", "2024-11", "owner", "Ann", 100.0})
	near(t, "expected", got.Float(0, "expected"), 90)
	// Shares of 0.6 and 0.3 by turns: a deviation of 0.158 of the whole.
	if width := got.Float(0, "hi80") - got.Float(0, "lo80"); width < 75 || width > 90 {
		t.Errorf("the band is %v wide", width)
	}
}

func TestPlan_SaysWhichTargetsItDoesNotFollow(t *testing.T) {
	p := tenADay(t, "2024-10-16")
	wanted, left := p.followed(targetsOf(
		[]any{"calls", "2024-10", "", "", 1.0}, []any{"revenue", "2024-10", "team", "North", 1.0}, []any{"new_buyers", "2024-10", "owner", "Ann", 1.0},
		[]any{"margin", "2024-10", "", "", 1.0}, []any{"revenue", "2024-10", "owner", "Zoe", 1.0}, []any{"revenue", "2024-11", "owner", "Zoe", 1.0},
		[]any{"revenue", "2024-10", "", "", nil, true}, []any{"revenue", "2020-10", "", "", 1.0}, []any{"orders", "2024-10", "", "", 1.0}, []any{"revenue", "2024-10", "", "", 1.0},
	))
	if len(wanted) != 2 || wanted[0].metric != "revenue" || wanted[1].metric != "orders" {
		t.Errorf("%v", wanted)
	}
	told := strings.Join(left, "\n")
	for _, want := range []string{`targets of "calls" are not followed`, `targets by "team"`, "for the company alone, not by owner", "too few lines have a cost", `owner "Zoe" are not followed`, "1 targets are in a currency without a rate"} {
		if !strings.Contains(told, want) {
			t.Errorf("%s\ndoes not say %q", told, want)
		}
	}
	if len(left) != 6 {
		t.Errorf("%d reasons:\n%s", len(left), told)
	}
}

func TestPlan_EdgesAreFinite(t *testing.T) {
	for _, asOf := range []string{"2024-01-01", "2024-01-31", "2024-02-01", "2024-02-29", "2024-06-01", "2024-06-29", "2024-06-30"} {
		p := tenADay(t, asOf)
		p.expect(t, "2024-06", series.NewOutlook(-50, -80, 0))
		month := p.days.current.Format("2006-01")
		for _, amount := range []float64{0, -100, 1e12} {
			got := p.planOf(t, []any{"revenue", month, "", "", amount}, []any{"revenue", month, "owner", "Ann", amount})
			for row := range got.Len() {
				for i, value := range got.Rows[row] {
					if f, ok := value.(float64); ok && (math.IsNaN(f) || math.IsInf(f, 0)) {
						t.Errorf("%s, target %v: %s is %v", asOf, amount, got.Columns[i].Name, f)
					}
				}
				if got.Value(row, "missing") == nil || got.Value(row, "per_week") == nil {
					t.Errorf("%s, target %v: %v", asOf, amount, got.Rows[row])
				}
			}
			if amount <= 0 && got.Value(0, "reached") != nil {
				t.Errorf("a share of %v is reached", amount)
			}
		}
	}
}

func TestProgress_OfTheMonthThatHasNotEnded(t *testing.T) {
	p := tenADay(t, "2024-10-16")
	p.expect(t, "2024-10", series.NewOutlook(200, 150, 250))
	got := tableOf(p.progressTable())
	if got.Len() != 2 || got.Text(0, "figure") != "revenue" || got.Text(1, "figure") != "orders" {
		t.Fatalf("%v", got.Rows)
	}
	for column, want := range map[string]int64{"days_done": 16, "days": 31, "working_days_done": 12, "working_days": 23} {
		if got.Integer(0, column) != want {
			t.Errorf("%s is %d, want %d", column, got.Integer(0, column), want)
		}
	}
	near(t, "usual share", got.Float(0, "usual_share"), 12.0/23)
	if got.Text(0, "method") != series.ByBoth || got.Text(1, "method") != series.ByShare {
		t.Errorf("%v", got.Rows)
	}
	bands := []float64{got.Float(0, "lo95"), got.Float(0, "lo80"), got.Float(0, "mean"), got.Float(0, "hi80"), got.Float(0, "hi95")}
	for i := 1; i < len(bands); i++ {
		if bands[i] < bands[i-1] {
			t.Errorf("bands are not nested: %v", bands)
		}
	}
	if soFar := got.Float(0, "so_far"); bands[0] < soFar {
		t.Errorf("it falls below %v, which no month did: %v", soFar, bands)
	}
}

func TestProgress_WithoutHistoryOrForecastSaysOnlyWhereItStands(t *testing.T) {
	got := tableOf(tenADay(t, "2024-01-16").progressTable())
	if got.Value(0, "mean") != nil || got.Value(0, "usual_share") != nil || got.Value(0, "method") != nil || got.Float(0, "so_far") != 120 {
		t.Errorf("%v", got.Rows)
	}
}
