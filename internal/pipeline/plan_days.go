package pipeline

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"clientele/internal/calendar"
	"clientele/internal/series"
	"clientele/internal/table"
)

// planDays is what each day brought, of the whole and of the parts with targets.
type planDays struct {
	asOf time.Time
	// firstMonth is the first with data; current the first that has not ended.
	firstMonth, current time.Time
	calendar            calendar.Calendar
	values              map[planPart][]float64 // by day from firstMonth on
	kindsOf             map[time.Time][]int    // by month
	knowsMargin         bool
}

func (w *work) readDays(ctx context.Context) (*planDays, error) {
	days := &planDays{asOf: w.asOf, current: monthOf(w.asOf.AddDate(0, 0, 1)), values: map[planPart][]float64{}, kindsOf: map[time.Time][]int{}}
	var err error
	if days.calendar, err = w.config.calendar(); err != nil {
		return nil, err
	}
	whole, err := w.engine.ReadTable(ctx, "month_days")
	if err != nil {
		return nil, err
	}
	days.firstMonth = days.current
	if whole.Len() > 0 {
		days.firstMonth = monthOf(whole.Time(0, "day"))
	}
	days.read(whole, func(metric string, _ int) planPart { return planPart{metric: metric} }, plannedMetrics())
	parts, err := w.engine.ReadTable(ctx, "target_days")
	if err != nil {
		return nil, err
	}
	days.read(parts, func(metric string, row int) planPart {
		return planPart{metric, parts.Text(row, "scope"), parts.Text(row, "scope_value")}
	}, plannedMetrics()[:metricsOfParts])
	months, err := w.engine.ReadTable(ctx, "monthly_series")
	if err != nil {
		return nil, err
	}
	days.knowsMargin = months.Len() > 0 && months.Value(months.Len()-1, marginFigure) != nil
	return days, nil
}

func (d *planDays) read(from *table.Table, of func(metric string, row int) planPart, metrics []string) {
	length := daysBetween(d.firstMonth, d.asOf) + 1
	for row := range from.Len() {
		for _, metric := range metrics {
			which := of(metric, row)
			if d.values[which] == nil {
				d.values[which] = make([]float64, length)
			}
			d.values[which][daysBetween(d.firstMonth, from.Time(row, "day"))] += from.Float(row, metric)
		}
	}
}

// unknown says why targets of a part cannot be followed.
func (d *planDays) unknown(p planPart) string {
	switch {
	case !slices.Contains(plannedMetrics(), p.metric):
		return fmt.Sprintf("targets of %q are not followed; those of %s are", p.metric, strings.Join(plannedMetrics(), ", "))
	case !slices.Contains(plannedScopes(), p.scope):
		return fmt.Sprintf("targets by %q are not followed; those by owner, segment and product_group are", p.scope)
	case p.scope != "" && !slices.Contains(plannedMetrics()[:metricsOfParts], p.metric):
		return fmt.Sprintf("targets of %s are followed for the company alone, not by %s", p.metric, p.scope)
	case p.metric == marginFigure && !d.knowsMargin:
		return "targets of margin are not followed: too few lines have a cost"
	case p.scope != "" && d.values[p] == nil:
		return fmt.Sprintf("targets of %s %q are not followed: no sale bears that name", p.scope, p.value)
	}
	return ""
}

// done is how many days of the current month have passed.
func (d *planDays) done() int {
	if !monthOf(d.asOf).Equal(d.current) {
		return 0
	}
	return d.asOf.Day()
}

// of is what a month brought; of the current one, so far.
func (d *planDays) of(p planPart, month time.Time) float64 {
	sum := 0.0
	for _, value := range d.month(p, month).Values {
		sum += value
	}
	return sum
}

// month is a month day by day.
func (d *planDays) month(p planPart, month time.Time) series.MonthDays {
	out := series.MonthDays{Kinds: d.kinds(month)}
	from := daysBetween(d.firstMonth, month)
	if values := d.values[p]; from < len(values) {
		out.Values = values[from:min(from+len(out.Kinds), len(values))]
	}
	return out
}

// kinds are those of series.MonthDays: Monday is 0, Sunday 6, a holiday on another day 7.
func (d *planDays) kinds(month time.Time) []int {
	const sunday, holiday = 6, 7
	kinds, known := d.kindsOf[month]
	if known {
		return kinds
	}
	for day := month; day.Month() == month.Month(); day = day.AddDate(0, 0, 1) {
		kind := (int(day.Weekday()) + 6) % daysAWeek
		if kind < sunday && d.calendar.Off(day) {
			kind = holiday
		}
		kinds = append(kinds, kind)
	}
	d.kindsOf[month] = kinds
	return kinds
}

// complete are the months that have ended, in order. The first is left out where it begins
// late: its share of days is not that of a month.
func (d *planDays) complete(p planPart) []series.MonthDays {
	var months []series.MonthDays
	for month := d.firstMonth; month.Before(d.current); month = month.AddDate(0, 1, 0) {
		whole := d.month(p, month)
		if month.Equal(d.firstMonth) && firstSold(whole.Values) > daysAWeek {
			continue
		}
		months = append(months, whole)
	}
	return months
}

func firstSold(values []float64) int {
	return slices.IndexFunc(values, func(v float64) bool { return v != 0 })
}

// workingDays are those of a month until a day of it, and of all of it.
func (d *planDays) workingDays(month time.Time, until int) (done, all int) {
	for day := month; day.Month() == month.Month(); day = day.AddDate(0, 0, 1) {
		if d.calendar.Working(day) {
			all++
			if day.Day() <= until {
				done++
			}
		}
	}
	return done, all
}

func monthOf(day time.Time) time.Time {
	return time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, time.UTC)
}
