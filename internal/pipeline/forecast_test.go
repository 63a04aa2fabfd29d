package pipeline

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"clientele/internal/duck"
	"clientele/internal/job"
	"clientele/internal/table"
)

// shopMonths is a company of so many months from 2023-01 on, with a season, three
// owners, twelve regions and the four segments; month 7 is missing where wanted.
func shopMonths(months int, gap bool) (whole, parts *table.Table) {
	chance := rand.New(rand.NewPCG(uint64(months), 51))
	whole = &table.Table{Columns: columnsOf("month d, revenue m, orders i, buyers i, new_buyers i, margin m, gap b")}
	parts = &table.Table{Columns: columnsOf("dimension t, member t, month d, revenue m")}
	first := time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)
	revenue := make([]float64, months)
	for t := range revenue {
		if !gap || t != 7 {
			revenue[t] = math.Round(100*(50_000+500*float64(t))*(1+0.2*math.Sin(float64(t)*math.Pi/6))*math.Exp(0.05*chance.NormFloat64())) / 100
		}
		orders := int64(revenue[t] / 125)
		whole.Rows = append(whole.Rows, []any{first.AddDate(0, t, 0), inCents(revenue[t]), orders, orders / 2, orders / 8, inCents(revenue[t] * 0.3), gap && t == 7})
	}
	for _, dimension := range []struct {
		name    string
		members []string
	}{
		{"owner", []string{"", "Ann", "=HYPERLINK(\"x\")"}},
		{"region", strings.Split("AT BE CH DE ES FR GB IE IT NL PT", " ")},
		{"segment", []string{"anonymous", "new", "returning", "won_back"}},
	} {
		left := slices.Clone(revenue)
		for i, member := range dimension.members {
			for t := range left {
				part := left[t]
				if i < len(dimension.members)-1 {
					part = math.Round(100*left[t]*(0.2+0.3*chance.Float64())) / 100
				}
				left[t] -= part
				parts.Rows = append(parts.Rows, []any{dimension.name, member, first.AddDate(0, t, 0), inCents(part)})
			}
		}
	}
	return whole, parts
}

// forecastOf runs the step over tables.
func forecastOf(t *testing.T, whole, parts *table.Table, asOf string, threads int) (*duck.Engine, job.Result) {
	t.Helper()
	engine, err := duck.Open(t.Context(), duck.Options{Threads: threads, MemoryLimit: "256MB", TempDirectory: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = engine.Close() })
	for name, rows := range map[string]*table.Table{"monthly_series": whole, "monthly_parts": parts} {
		if err := engine.CreateTable(t.Context(), name, rows); err != nil {
			t.Fatal(err)
		}
	}
	w := &work{config: &Config{TimeZone: "Europe/Madrid"}, engine: engine, asOf: dayOf(t, asOf), options: Options{Threads: threads}}
	w.config.Forecast.Months = 12
	clock := func() time.Time { return time.Time{} }
	results, err := job.Job{w.forecastStep()}.Run(t.Context(), []string{"monthly_series", "monthly_parts"}, clock, job.Discard{})
	if err != nil {
		t.Fatal(err)
	}
	return engine, results[0]
}

func forecastAnswer(t *testing.T, engine *duck.Engine, name string) *table.Table {
	t.Helper()
	rows, err := engine.ReadTable(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func whereRows(rows *table.Table, holds func(row int) bool) *table.Table {
	found := &table.Table{Columns: rows.Columns}
	for row := range rows.Rows {
		if holds(row) {
			found.Rows = append(found.Rows, rows.Rows[row])
		}
	}
	return found
}

func TestForecast_PartsAddUpToTheCentInEveryMonth(t *testing.T) {
	whole, parts := shopMonths(40, false)
	engine, _ := forecastOf(t, whole, parts, "2026-04-30", 2)
	total, all := forecastAnswer(t, engine, "forecast"), forecastAnswer(t, engine, "forecast_series")
	future := whereRows(total, func(row int) bool { return total.Value(row, "mean") != nil })
	if future.Len() != 12 || total.Len() != 52 || !future.Time(0, "month").Equal(dayOf(t, "2026-05-01")) {
		t.Fatalf("%d of %d months are told, from %v", future.Len(), total.Len(), future.Value(0, "month"))
	}
	for dimension, members := range map[string]int{"owner": 3, "region": mostParts + 1, "segment": 4} {
		for row := range future.Len() {
			month, sum, count := future.Time(row, "month"), 0.0, 0
			for r := range all.Len() {
				if all.Text(r, "dimension") == dimension && all.Time(r, "month").Equal(month) {
					sum += all.Float(r, "mean")
					count++
				}
			}
			if count != members || math.Abs(sum-future.Float(row, "mean")) > 1e-9*sum {
				t.Errorf("%s of %s: %d members with %v of %v", dimension, month.Format("2006-01"), count, sum, future.Float(row, "mean"))
			}
		}
	}
	for r := range all.Len() {
		if all.Value(r, "mean") == nil {
			continue
		}
		values := []float64{0, all.Float(r, "lo95"), all.Float(r, "lo80"), all.Float(r, "mean"), all.Float(r, "hi80"), all.Float(r, "hi95")}
		if !slices.IsSorted(values) {
			t.Errorf("bands out of order: %v", all.Rows[r])
		}
		for _, value := range values {
			if value != cents(value) {
				t.Errorf("%v is not in cents", value)
			}
		}
	}
}

// What earlier months are judged by is what is told: the parts do not move the whole.
func TestForecast_ToldIsWhatIsJudged(t *testing.T) {
	whole, parts := shopMonths(40, false)
	engine, _ := forecastOf(t, whole, parts, "2026-04-30", 2)
	figures, _ := figuresOf(whole)
	made, err := (&work{config: &Config{TimeZone: "Europe/Madrid"}}).continued(t.Context(), figures[:1], 12)
	if err != nil {
		t.Fatal(err)
	}
	total := forecastAnswer(t, engine, "forecast")
	for step, mean := range made[0].made.Mean {
		row := 40 + step
		if total.Float(row, "mean") != cents(mean) || total.Float(row, "lo80") != cents(made[0].made.Lo80[step]) || total.Float(row, "hi95") != cents(made[0].made.Hi95[step]) {
			t.Errorf("%v is told as %v", mean, total.Rows[row])
		}
	}
}

func TestForecast_TellsTheSameWithOneThreadAndTwo(t *testing.T) {
	whole, parts := shopMonths(30, true)
	one, _ := forecastOf(t, whole, parts, "2025-06-30", 1)
	two, _ := forecastOf(t, whole, parts, "2025-06-30", 2)
	for _, name := range []string{"forecast", "forecast_models", "forecast_series", "forecast_metrics", "forecast_marks", "forecast_effects"} {
		if diff := cmp.Diff(fmt.Sprint(forecastAnswer(t, one, name).Rows), fmt.Sprint(forecastAnswer(t, two, name).Rows)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// On 9 May April is the last month; May is told as a whole, and the next month is June.
func TestForecast_TheMonthOfTheDayIsIncomplete(t *testing.T) {
	whole, parts := shopMonths(40, false)
	engine, _ := forecastOf(t, whole, parts, "2026-05-09", 2)
	total := forecastAnswer(t, engine, "forecast")
	for row := range total.Len() {
		month := total.Time(row, "month")
		if total.Boolean(row, "incomplete") != month.Equal(dayOf(t, "2026-05-01")) || (total.Value(row, "actual") == nil) != (row >= 40) {
			t.Errorf("%s: %v", month.Format("2006-01"), total.Rows[row])
		}
	}
	metrics := forecastAnswer(t, engine, "forecast_metrics")
	if next := metrics.Time(0, "next_month"); !next.Equal(dayOf(t, "2026-06-01")) {
		t.Errorf("the next month is %v", next)
	}
	if got, want := metrics.Float(0, "year_before"), whole.Float(29, "revenue"); got != want {
		t.Errorf("June of last year brought %v, not %v", got, want)
	}
	if got, want := metrics.Float(0, "mean"), total.Float(41, "mean"); got != want {
		t.Errorf("June should bring %v, not %v", got, want)
	}
	effects := forecastAnswer(t, engine, "forecast_effects")
	if effects.Len() == 0 || effects.Integer(0, "next_days") != 22 || effects.Integer(0, "year_before_days") != 21 {
		t.Errorf("working days of June 2026 and 2025: %v", effects.Rows)
	}
	for row := range effects.Len() {
		if value := effects.Float(row, "next_value"); effects.Text(row, "name") == easterEffect && value != 0 || effects.Text(row, "name") == tradingDays && value != 22 {
			t.Errorf("%v is %v in June", effects.Rows[row][0], value)
		}
	}
}

func TestForecast_FiguresAreSumsAndRatios(t *testing.T) {
	whole, parts := shopMonths(40, false)
	engine, result := forecastOf(t, whole, parts, "2026-04-30", 2)
	metrics, all := forecastAnswer(t, engine, "forecast_metrics"), forecastAnswer(t, engine, "forecast_series")
	row := func(figure string) int {
		return slices.IndexFunc(metrics.Rows, func(r []any) bool { return r[0] == figure && r[1] == nil })
	}
	for _, column := range []string{"mean", "last12", "next12"} {
		revenue, orders, average := metrics.Float(row("revenue"), column), metrics.Float(row("orders"), column), metrics.Float(row("average_order"), column)
		// Numbers of orders are told with two digits.
		if math.Abs(average-revenue/orders) > 0.01+0.01*revenue/orders/orders {
			t.Errorf("%s: %v by %v is told as %v", column, revenue, orders, average)
		}
	}
	shares := 0.0
	for r := range metrics.Len() {
		if metrics.Text(r, "dimension") == "region" {
			shares += metrics.Float(r, "share")
		}
		if metrics.Value(r, "dimension") == nil && metrics.Value(r, "share") != nil {
			t.Errorf("the whole has a share: %v", metrics.Rows[r])
		}
	}
	if math.Abs(shares-1) > 1e-9 {
		t.Errorf("the shares of the regions add up to %v", shares)
	}
	last, next := 0.0, 0.0
	for r := range all.Len() {
		if all.Text(r, "figure") == "buyers" {
			if month := all.Time(r, "month"); all.Value(r, "actual") != nil && month.After(dayOf(t, "2025-04-30")) {
				last += all.Float(r, "actual")
			} else if all.Value(r, "mean") != nil {
				next += all.Float(r, "mean")
			}
		}
	}
	if at := row("buyers"); metrics.Float(at, "last12") != last || math.Abs(metrics.Float(at, "next12")-next) > 0.07 {
		t.Errorf("%v and %v buyers, told %v and %v", last, next, metrics.Float(at, "last12"), metrics.Float(at, "next12"))
	}
	if row("margin") < 0 || len(result.Warnings) > 0 {
		t.Errorf("margin in row %d, warnings %q", row("margin"), result.Warnings)
	}
}

// A month that is missing is told so, is no row of the past, and pulls nothing down.
func TestForecast_AGapIsNoMonthWithoutBusiness(t *testing.T) {
	whole, parts := shopMonths(40, true)
	engine, result := forecastOf(t, whole, parts, "2026-04-30", 2)
	total, marks := forecastAnswer(t, engine, "forecast"), forecastAnswer(t, engine, "forecast_marks")
	if total.Value(7, "actual") != nil || total.Value(6, "actual") == nil {
		t.Errorf("the months about the gap: %v", total.Rows[6:9])
	}
	gaps := whereRows(marks, func(row int) bool { return marks.Text(row, "kind") == "gap" })
	if gaps.Len() != 1 || !gaps.Time(0, "month").Equal(dayOf(t, "2023-08-01")) || gaps.Value(0, "actual") != nil {
		t.Errorf("marks: %v", marks.Rows)
	}
	if len(result.Warnings) != 1 || !strings.Contains(result.Warnings[0], "2023-08") {
		t.Errorf("warnings: %q", result.Warnings)
	}
	sound, soundParts := shopMonths(40, false)
	other, _ := forecastOf(t, sound, soundParts, "2026-04-30", 2)
	metrics, without := forecastAnswer(t, engine, "forecast_metrics"), forecastAnswer(t, other, "forecast_metrics")
	if a, b := metrics.Float(0, "next12"), without.Float(0, "next12"); math.Abs(a/b-1) > 0.05 {
		t.Errorf("with a gap %v, without %v", a, b)
	}
}

// However short the history, the step tells what it can and says what it cannot.
func TestForecast_ShortHistoriesFailNoRun(t *testing.T) {
	each := sized(t, "every so many months beyond 14", 5, 1)
	for months := range 30 {
		if months > 14 && months%each != 4%each {
			continue
		}
		whole, parts := shopMonths(months, false)
		asOf := time.Date(2023, time.Month(months+1), 0, 0, 0, 0, 0, time.UTC)
		engine, result := forecastOf(t, whole, parts, asOf.Format(time.DateOnly), 2)
		if months < fewestMonths {
			if result.State != job.Skipped {
				t.Errorf("%d months are forecast from", months)
			}
			continue
		}
		metrics := forecastAnswer(t, engine, "forecast_metrics")
		if result.State != job.Finished || metrics.Len() < 5 {
			t.Errorf("%d months: %q, %d figures", months, result.Message, metrics.Len())
		}
	}
}

// A company that sells 5 % more with each working day, and nothing else: the months to
// come differ by theirs, in the whole and in its parts.
func TestForecast_MonthsHaveTheirWorkingDays(t *testing.T) {
	const months = 60
	whole, parts := shopMonths(months, false)
	w := &work{config: &Config{TimeZone: "Europe/Madrid"}}
	first := whole.Time(0, "month")
	days := w.months(first, months+12)
	chance := rand.New(rand.NewPCG(1, 53))
	pull := func(t int) float64 { return math.Pow(1.05, days.Rows[t][0]-21) }
	for row := range months {
		amount := 50_000 * pull(row) * math.Exp(0.01*chance.NormFloat64())
		for r := range parts.Len() {
			if parts.Time(r, "month").Equal(first.AddDate(0, row, 0)) {
				parts.Rows[r][3] = inCents(parts.Float(r, "revenue") * amount / whole.Float(row, "revenue"))
			}
		}
		whole.Rows[row][1] = inCents(amount)
	}
	engine, _ := forecastOf(t, whole, parts, "2027-12-31", 2)
	effects, all := forecastAnswer(t, engine, "forecast_effects"), forecastAnswer(t, engine, "forecast_series")
	if effects.Text(0, "name") != tradingDays || !effects.Boolean(0, "used") || math.Abs(effects.Float(0, "percent")-5) > 1 {
		t.Fatalf("effects: %v", effects.Rows)
	}
	for _, dimension := range []string{"", "segment"} {
		least, most := math.Inf(1), 0.0
		for step := range 12 {
			sum := 0.0
			for r := range all.Len() {
				if all.Text(r, "figure") == "revenue" && all.Text(r, "dimension") == dimension && all.Time(r, "month").Equal(first.AddDate(0, months+step, 0)) {
					sum += all.Float(r, "mean")
				}
			}
			least, most = math.Min(least, sum/pull(months+step)), math.Max(most, sum/pull(months+step))
		}
		if most/least > 1.03 {
			t.Errorf("months of 21 working days are told from %v to %v (%q)", least, most, dimension)
		}
	}
}

// Whatever the months bring, what is told is finite, in order, and adds up.
func TestForecast_OddMonthsAreToldInOrder(t *testing.T) {
	for name, odd := range map[string]func(month int, amount float64) float64{
		"nothing":          func(int, float64) float64 { return 0 },
		"always the same":  func(int, float64) float64 { return 100 },
		"one month":        func(month int, amount float64) float64 { return amount * float64(month/27*(1-month/28)) },
		"only returns":     func(_ int, amount float64) float64 { return -amount },
		"returns at times": func(month int, amount float64) float64 { return amount * float64(1-2*(month/5%2)) },
		"very much":        func(_ int, amount float64) float64 { return amount * 1e7 },
		"cents":            func(_ int, amount float64) float64 { return amount / 1e6 },
		"since last month": func(month int, amount float64) float64 { return amount * float64(month/29) },
	} {
		whole, parts := shopMonths(30, false)
		first := whole.Time(0, "month")
		for row := range whole.Rows {
			whole.Rows[row][1] = inCents(0)
		}
		for r := range parts.Rows {
			month := monthsBetween(first, parts.Time(r, "month"))
			parts.Rows[r][3] = inCents(odd(month, parts.Float(r, "revenue")))
			if parts.Text(r, "dimension") == "owner" {
				whole.Rows[month][1] = inCents(whole.Float(month, "revenue") + parts.Float(r, "revenue"))
			}
		}
		engine, result := forecastOf(t, whole, parts, "2025-06-30", 2)
		if result.State != job.Finished {
			t.Errorf("%s: %s", name, result.Message)
			continue
		}
		all, sums := forecastAnswer(t, engine, "forecast_series"), map[string]float64{}
		for r := range all.Len() {
			if all.Value(r, "mean") == nil {
				continue
			}
			values := []float64{all.Float(r, "lo95"), all.Float(r, "lo80"), all.Float(r, "mean"), all.Float(r, "hi80"), all.Float(r, "hi95")}
			if !slices.IsSorted(values) || math.IsInf(values[0], 0) || math.IsInf(values[4], 0) {
				t.Errorf("%s: %v", name, all.Rows[r])
			}
			if all.Text(r, "figure") == revenueFigure {
				sums[all.Text(r, "dimension")+all.Time(r, "month").Format("2006-01")] += values[2]
			}
		}
		for month := range 12 {
			at := first.AddDate(0, 30+month, 0).Format("2006-01")
			for _, dimension := range []string{"owner", "segment"} {
				// The random parts of other dimensions are those of the same whole.
				if sum, there := sums[dimension+at]; there && math.Abs(sum-sums[at]) > 1e-9*math.Max(1e3, math.Abs(sums[at])) {
					t.Errorf("%s: %s of %s brings %v of %v", name, dimension, at, sum, sums[at])
				}
			}
		}
	}
}
