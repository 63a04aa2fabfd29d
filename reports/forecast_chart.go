package reports

import (
	"clientele/internal/table"
)

// forecastChart joins the past to the future at the last known month, where
// the bands open; months that stand out have marks, and so has what the month
// that has not ended brought so far.
func (b *builder) forecastChart(future []int) Chart {
	f := b.answers.Forecast
	data := opened(f)
	chart := Chart{
		ID: "forecast-band", Title: b.withCurrency(b.say("forecast.chart")), Description: b.say("forecast.chart_says"),
		Kind: Line, X: "month", XFormat: monthFormat(), Format: Format{Kind: Money},
		Series: []Series{
			{Column: "actual", Label: b.say("column.actual"), Colour: Strong},
			{Column: "mean", Label: b.say("column.mean"), Colour: Accent, Dashed: true},
		},
		Bands: []Band{
			{Low: "lo95", High: "hi95", Label: b.say("forecast.band95")},
			{Low: "lo80", High: "hi80", Label: b.say("forecast.band80")},
		},
		Table: "forecast",
	}
	if marks := b.answers.ForecastMarks; !empty(marks) {
		data = extend(data, table.Column{Name: "unusual", Kind: table.Decimal, Scale: 2}, func(r int) any {
			if b.marked(data, r) {
				return data.Value(r, "actual")
			}
			return nil
		})
		chart.Series = append(chart.Series, Series{Column: "unusual", Label: b.say("forecast.unusual"), Colour: Fall, Mark: true})
	}
	if at := b.current(future); at >= 0 {
		if row := b.progress("revenue", f.Time(at, "month")); row >= 0 {
			data = b.withSoFar(data)
			chart.Series = append(chart.Series, Series{Column: "so_far", Label: b.say("column.so_far"), Colour: Second, Mark: true})
		}
	}
	chart.Data = data
	return chart
}

// marked says whether a month with sales stands out.
func (b *builder) marked(data *table.Table, row int) bool {
	marks := b.answers.ForecastMarks
	for m := range marks.Len() {
		if marks.Time(m, "month").Equal(data.Time(row, "month")) && data.Value(row, "actual") != nil {
			return true
		}
	}
	return false
}

// withSoFar adds to months of the forecast what the one that has not ended has
// brought.
func (b *builder) withSoFar(data *table.Table) *table.Table {
	return extend(data, table.Column{Name: "so_far", Kind: table.Decimal, Scale: 2}, func(r int) any {
		if !data.Boolean(r, "incomplete") {
			return nil
		}
		row := b.progress("revenue", data.Time(r, "month"))
		if row < 0 {
			return nil
		}
		return b.rounded(b.answers.MonthProgress, row, "so_far")
	})
}

// opened lets forecast and bands of a series begin at the last known value, and
// nowhere before it: lines join there, and bands open from a point.
func opened(t *table.Table) *table.Table {
	out, last := &table.Table{Columns: t.Columns}, -1
	for r := range t.Len() {
		if t.Value(r, "actual") != nil {
			last = r
		}
	}
	for r, row := range t.Rows {
		row = append([]any{}, row...)
		for _, column := range []string{"mean", "lo80", "hi80", "lo95", "hi95"} {
			switch {
			case r < last:
				row[t.Index(column)] = nil
			case r == last:
				row[t.Index(column)] = t.Float(r, "actual")
			}
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}
