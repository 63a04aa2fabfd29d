package pipeline

import (
	"math"
	"time"

	"clientele/internal/alerts"
	"clientele/internal/table"
)

// alertDays is what each day brought, from the first with an order to the day.
type alertDays struct {
	first, asOf time.Time
	columns     map[string][]float64 // by day from first on
	some        []bool               // days with any line
}

// dayColumns are those of the query forecasts/day_totals that add up over days.
func dayColumns() []string {
	return []string{"revenue", "orders", "month_buyers", "week_buyers", "new_buyers", "returns", "margin", "moved", "moved_costed"}
}

func newAlertDays(rows *table.Table, asOf time.Time) *alertDays {
	days := &alertDays{first: asOf.AddDate(0, 0, 1), asOf: asOf, columns: map[string][]float64{}}
	if rows.Len() > 0 {
		days.first = rows.Time(0, "day")
	}
	length := daysBetween(days.first, asOf) + 1
	days.some = make([]bool, length)
	for _, name := range dayColumns() {
		values := make([]float64, length)
		if rows.Index(name) >= 0 {
			for row := range rows.Len() {
				values[daysBetween(days.first, rows.Time(row, "day"))] = rows.Float(row, name)
			}
		}
		days.columns[name] = values
	}
	for row := range rows.Len() {
		days.some[daysBetween(days.first, rows.Time(row, "day"))] = true
	}
	return days
}

// span is a stretch of days, both included.
type span struct{ from, to time.Time }

// week is the one that ends so many weeks before the day.
func (d *alertDays) week(back int) span {
	ends := d.asOf.AddDate(0, 0, -daysAWeek*back)
	return span{ends.AddDate(0, 0, 1-daysAWeek), ends}
}

// begun tells whether all days of a stretch are within what is known.
func (d *alertDays) begun(s span) bool { return !s.from.Before(d.first) }

func (d *alertDays) sum(column string, s span) float64 {
	sum, values := 0.0, d.columns[column]
	for at := max(0, daysBetween(d.first, s.from)); at <= min(daysBetween(d.first, s.to), len(values)-1); at++ {
		sum += values[at]
	}
	return math.Round(sum*100) / 100
}

// of is a figure over a stretch, which is a week counted back from the day or the
// begin of a month: of others the buyers do not add up. NaN is not known: an average
// of no order, a margin of goods whose cost is not known of a tenth.
func (d *alertDays) of(figure string, s span, month bool) float64 {
	switch figure {
	case alerts.Buyers:
		if month {
			return d.sum("month_buyers", s)
		}
		return d.sum("week_buyers", s)
	case alerts.AverageOrder:
		if orders := d.sum("orders", s); orders > 0 {
			return cents(d.sum("revenue", s) / orders)
		}
		return math.NaN()
	case alerts.Margin:
		costed, moved := d.sum("moved_costed", s), d.sum("moved", s)
		if costed <= 0 || 10*costed < 9*moved {
			return math.NaN()
		}
	}
	return d.sum(figure, s)
}

// weeks are a figure's, oldest first, the last of them so many weeks before the day.
// A week is a gap (NaN) where not a single line stands in it although weeks have five
// orders on average and a later one has some: an export that is missing. Who is new
// is not known of the first weeks, in which everybody is.
func (d *alertDays) weeks(figure string, back int) []float64 {
	count := len(d.some)/daysAWeek - back
	if count <= 0 {
		return nil
	}
	const busy = 5
	isBusy := d.sum("orders", span{d.first, d.asOf}) >= busy*float64(len(d.some)/daysAWeek)
	values, later := make([]float64, count), false
	for i := range values {
		week := d.week(back + i)
		at := count - 1 - i
		values[at] = d.of(figure, week, false)
		if empty := !d.any(week); empty && isBusy && later {
			values[at] = math.NaN()
		} else if !empty {
			later = true
		}
	}
	if figure == alerts.NewBuyers {
		return values[min(weeksAYear, count/4):]
	}
	return values
}

const weeksAYear = 52

// any tells whether a line stands in a stretch.
func (d *alertDays) any(s span) bool {
	for at := max(0, daysBetween(d.first, s.from)); at <= min(daysBetween(d.first, s.to), len(d.some)-1); at++ {
		if d.some[at] {
			return true
		}
	}
	return false
}
