package reports

import (
	"time"

	"clientele/internal/table"

	"github.com/shopspring/decimal"
)

// forecast shows what the next months should bring and how far to trust it.
func (b *builder) forecast() Section {
	s := b.section("forecast", "forecasts/monthly_series")
	past, future := b.forecastRows()
	if len(future) == 0 {
		return b.missing(s)
	}
	next := future[0]
	s.Lead = []string{b.nextSentence(next)}
	if line := b.forecastSum(past, future); line != "" {
		s.Lead = append(s.Lead, line)
	}
	contest := b.contest()
	if contest != nil {
		s.Lead = append(s.Lead, contest.sentence)
	} else {
		s.Lead = append(s.Lead, b.caveat())
	}
	s.Charts = []Chart{b.forecastChart(past, future)}
	s.Tables = []Table{b.forecastTable(past, future)}
	if contest != nil {
		s.Tables = append(s.Tables, contest.table)
	}
	s.Note = b.say("forecast.note")
	return s
}

// nextSentence tells the first month to come.
func (b *builder) nextSentence(next int) string {
	f := b.answers.Forecast
	return b.say("forecast.next",
		"month", b.Words.FirstMonth(f.Time(next, "month")), "mean", b.money(b.rounded(f, next, "mean")),
		"low", b.money(b.rounded(f, next, "lo80")), "high", b.money(b.rounded(f, next, "hi80")))
}

// forecastRows returns the rows that have happened and those that have not.
func (b *builder) forecastRows() (past, future []int) {
	f := b.answers.Forecast
	if empty(f) {
		return nil, nil
	}
	for r := range f.Len() {
		switch {
		case f.Value(r, "actual") != nil:
			past = append(past, r)
		case f.Value(r, "mean") != nil:
			future = append(future, r)
		}
	}
	return past, future
}

// rounded is a model's float as money of the report's currency.
func (b *builder) rounded(t *table.Table, row int, column string) decimal.Decimal {
	n, _ := b.moneyFormat().Number(t.Value(row, column))
	return n
}

func (b *builder) moneyFormat() Format { return Format{Kind: Money, Digits: b.cents(decimal.Zero, 1)} }

// forecastSum compares the means of up to a year ahead with the same months of
// the year before; the intervals of single months do not add up to one of the
// sum.
func (b *builder) forecastSum(past, future []int) string {
	n := min(len(future), 12)
	if len(past) < 12 {
		return ""
	}
	f := b.answers.Forecast
	ahead, behind := decimal.Zero, decimal.Zero
	for i := range n {
		ahead = ahead.Add(b.rounded(f, future[i], "mean"))
	}
	for i := range n {
		before := b.yearBefore(past, f.Time(future[i], "month"))
		if before.IsZero() {
			return ""
		}
		behind = behind.Add(before)
	}
	change := b.change(ahead, behind, "than.same_months")
	if change == "" {
		return ""
	}
	return b.Words.Count("forecast.sum", int64(n), "sum", b.money(ahead), "change", change)
}

// yearBefore is what the same month brought a year earlier.
func (b *builder) yearBefore(past []int, month time.Time) decimal.Decimal {
	f := b.answers.Forecast
	for _, r := range past {
		if f.Time(r, "month").Equal(month.AddDate(-1, 0, 0)) {
			return f.Decimal(r, "actual")
		}
	}
	return decimal.Zero
}

// forecastChart joins the past to the future at the last known month, where
// the bands open.
func (b *builder) forecastChart(past, future []int) Chart {
	f := b.answers.Forecast
	data := &table.Table{Columns: f.Columns}
	columns := []string{"mean", "lo80", "hi80", "lo95", "hi95"}
	for i, r := range past {
		row := append([]any{}, f.Rows[r]...)
		for _, column := range columns {
			row[f.Index(column)] = nil
			if i == len(past)-1 {
				row[f.Index(column)] = f.Decimal(r, "actual").InexactFloat64()
			}
		}
		data.Rows = append(data.Rows, row)
	}
	for _, r := range future {
		data.Rows = append(data.Rows, f.Rows[r])
	}
	return Chart{
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
		Data: data, Table: "forecast",
	}
}

// forecastTable has the months to come, each beside the same month a year
// before.
func (b *builder) forecastTable(past, future []int) Table {
	f := b.answers.Forecast
	data := &table.Table{Columns: f.Columns}
	for _, r := range future {
		data.Rows = append(data.Rows, f.Rows[r])
	}
	before := func(r int) decimal.Decimal { return b.yearBefore(past, data.Time(r, "month")) }
	data = extend(data, table.Column{Name: "year_before", Kind: table.Decimal, Scale: 2}, func(r int) any {
		if amount := before(r); !amount.IsZero() {
			return amount
		}
		return nil
	})
	data = extend(data, table.Column{Name: "year_change", Kind: table.Decimal, Scale: 6}, func(r int) any {
		return growth(b.rounded(data, r, "mean"), before(r))
	})
	columns := []Column{b.column("month", monthFormat())}
	for _, name := range []string{"mean", "lo80", "hi80", "lo95", "hi95", "year_before"} {
		columns = append(columns, b.moneyColumn(data, name))
	}
	columns[1].Bar = true
	columns = append(columns, b.column("year_change", Format{Kind: Percent, Digits: 1, Signed: true}))
	return Table{ID: "forecast", Title: b.say("forecast.table"), Data: data, Columns: columns}
}
