package pipeline

import (
	"context"
	"errors"
	"math"
	"slices"
	"time"

	"clientele/internal/alerts"
	"clientele/internal/series"
	"clientele/internal/table"
	"clientele/reports"
	"clientele/segments"
)

// measureMonth finds the numbers of a rule about a month.
//
// Of a month that has not ended, "above" asks what it has brought so far, which is a
// fact. "Below", the plan and the band ask what it will come to (month_progress):
// a number or the plan is crossed where the month ends beyond it in nine of ten cases
// (the border of its band of 80 %), the forecast's band where what is expected of the
// month lies outside of what was forecast before it began.
func (d *alertDesk) measureMonth(ctx context.Context, rule alerts.Rule, days *alertDays, facts *alertFacts) (alerts.Measured, error) {
	month := monthOf(days.asOf)
	if next := days.asOf.AddDate(0, 0, 1); rule.Period == alerts.LastMonth {
		month = monthOf(next).AddDate(0, -1, 0)
	}
	whole := span{month, month.AddDate(0, 1, -1)}
	soFar := span{month, whole.to}
	if soFar.to.After(days.asOf) {
		soFar.to = days.asOf
	}
	facts.From, facts.To, facts.Complete, facts.Month = soFar.from, soFar.to, soFar == whole, true
	facts.Days, facts.DaysOf = daysBetween(soFar.from, soFar.to)+1, daysBetween(whole.from, whole.to)+1
	if !days.begun(whole) {
		return alerts.Measured{}, unknownf("the data begin on %s, within the month", dayText(days.first))
	}
	value := days.of(rule.Figure, soFar, true)
	if math.IsNaN(value) {
		return alerts.Measured{}, unknownf("%s", whyNotKnown(rule.Figure, "the month"))
	}
	facts.SoFar = value
	shown := longestMonth
	if rule.Form == alerts.Change && !facts.Complete {
		shown = facts.Days // as much of each month as is compared
	}
	facts.Points = append(monthPoints(rule.Figure, days, month, shown), reports.AlertPoint{On: month, Value: value})
	measured := alerts.Final(value)
	switch rule.Form {
	case alerts.Plan:
		return d.planned(rule, measured, month, facts)
	case alerts.Change:
		return d.monthBefore(rule, days, measured, soFar, facts)
	case alerts.Band:
		if facts.Complete {
			return d.bandOfMonth(ctx, rule, measured, month)
		}
		return d.bandOfRunning(rule, month, facts)
	}
	if !facts.Complete && !rule.Up && rule.Figure != alerts.AverageOrder {
		return d.completedMonth(rule, month, facts)
	}
	return measured, nil
}

// completedMonth is what the month that runs will come to.
func (d *alertDesk) completedMonth(rule alerts.Rule, month time.Time, facts *alertFacts) (alerts.Measured, error) {
	progress := d.kept["month_progress"]
	row := findRow(progress, func(row int) bool {
		return progress.Text(row, "figure") == rule.Figure && progress.Time(row, "month").Equal(month)
	})
	if row < 0 || progress.Value(row, "mean") == nil {
		return alerts.Measured{}, unknownf("what the month will come to is not known: the history is too short")
	}
	facts.Ahead = true
	return alerts.Measured{Value: progress.Float(row, "mean"), Low: progress.Float(row, "lo80"), High: progress.Float(row, "hi80")}, nil
}

// bandOfRunning holds what the month will come to against what was forecast before it
// began.
func (d *alertDesk) bandOfRunning(rule alerts.Rule, month time.Time, facts *alertFacts) (alerts.Measured, error) {
	measured, err := d.completedMonth(rule, month, facts)
	if err != nil {
		return measured, err
	}
	told := d.kept["forecast_series"]
	row := findRow(told, func(row int) bool { return isFigure(told, row, rule.Figure) && told.Time(row, "month").Equal(month) })
	if row < 0 || told.Value(row, "mean") == nil {
		return measured, unknownf("there is no forecast of the month: the history is too short")
	}
	measured.Expected = alerts.Expected{
		Mean: told.Float(row, "mean"), Lo80: told.Float(row, "lo80"), Hi80: told.Float(row, "hi80"), Lo95: told.Float(row, "lo95"), Hi95: told.Float(row, "hi95"),
	}
	return measured, nil
}

// fewestBandMonths are two years: with fewer no month of the year was seen twice.
const fewestBandMonths = 24

// bandOfMonth forecasts a month that has ended from those before it alone, in the way
// of the reports.
func (d *alertDesk) bandOfMonth(ctx context.Context, rule alerts.Rule, measured alerts.Measured, month time.Time) (alerts.Measured, error) {
	if rule.Part.Of != "" || rule.Figure == alerts.Returns {
		return measured, unknownf("there is no monthly forecast of it")
	}
	told := d.kept["forecast_series"]
	wanted := []monthSeries{pastOf(told, revenueFigure, month), pastOf(told, rule.Figure, month)}
	if rule.Figure == alerts.Revenue {
		wanted = wanted[:1]
	}
	last := wanted[len(wanted)-1]
	if len(last.values) < fewestBandMonths {
		return measured, unknownf("a history of %d months before it is too short for a band; %d are needed", len(last.values), fewestBandMonths)
	}
	made, err := d.work.continued(ctx, wanted, 1)
	if err != nil {
		return measured, err
	}
	var short *series.TooShortError
	if err := made[len(made)-1].err; errors.As(err, &short) {
		return measured, unknownf("%v", short)
	} else if err != nil {
		return measured, err
	}
	next := made[len(made)-1].made
	measured.Expected = roundedBand(alerts.Expected{Mean: next.Mean[0], Lo80: next.Lo80[0], Hi80: next.Hi80[0], Lo95: next.Lo95[0], Hi95: next.Hi95[0]})
	return measured, nil
}

// pastOf is the history of a figure before a month.
func pastOf(told *table.Table, figure string, month time.Time) monthSeries {
	out := monthSeries{figure: figure}
	if told == nil {
		return out
	}
	for row := range told.Len() {
		if !isFigure(told, row, figure) || !told.Time(row, "month").Before(month) {
			continue
		}
		if len(out.values) == 0 {
			out.first = told.Time(row, "month")
		}
		value := math.NaN()
		if told.Value(row, "actual") != nil {
			value = told.Float(row, "actual")
		}
		out.values = append(out.values, value)
	}
	return out
}

func isFigure(told *table.Table, row int, figure string) bool {
	return told.Text(row, "figure") == figure && told.Value(row, "dimension") == nil
}

// findRow is the first row of which something is true, -1 where there is none.
func findRow(rows *table.Table, is func(row int) bool) int {
	if rows == nil {
		return -1
	}
	return slices.IndexFunc(rows.Rows, func() func([]any) bool {
		at := -1
		return func([]any) bool { at++; return is(at) }
	}())
}

// planned holds the month against its target.
func (d *alertDesk) planned(rule alerts.Rule, measured alerts.Measured, month time.Time, facts *alertFacts) (alerts.Measured, error) {
	plan, scope := d.kept["plan"], map[string]string{"manager": "owner", "category": "product_group"}[rule.Part.Of]
	row := findRow(plan, func(row int) bool {
		return plan.Text(row, "metric") == rule.Figure && plan.Time(row, "month").Equal(month) && plan.Text(row, "scope") == scope &&
			(scope == "" || segments.SameName(rule.Part.Name, plan.Text(row, "scope_value")))
	})
	if row < 0 {
		return measured, unknownf("there is no target of it for %s", month.Format("2006-01"))
	}
	measured.Target = plan.Float(row, "target")
	if plan.Boolean(row, "complete") || facts.Complete {
		return measured, nil
	}
	if plan.Value(row, "expected") == nil {
		return measured, unknownf("what the month will come to is not known: the history is too short")
	}
	facts.Ahead = true
	measured.Value, measured.Low, measured.High = plan.Float(row, "expected"), plan.Float(row, "lo80"), plan.Float(row, "hi80")
	return measured, nil
}

// monthBefore compares a month, or as many of its days as have passed, with the same
// days of an earlier one; of a whole month with the whole.
func (d *alertDesk) monthBefore(rule alerts.Rule, days *alertDays, measured alerts.Measured, now span, facts *alertFacts) (alerts.Measured, error) {
	months := 1
	if facts.Against = "month"; rule.Against == "year" {
		months, facts.Against = monthsAYear, "year"
	}
	shown := facts.Days
	if facts.Complete {
		shown = longestMonth
	}
	return changed(rule, days, measured, now, beginOf(now.from.AddDate(0, -months, 0), shown), true)
}
