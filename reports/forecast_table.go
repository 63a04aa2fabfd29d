package reports

import (
	"clientele/internal/table"

	"github.com/shopspring/decimal"
)

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
	columns = append(columns, b.column("year_change", changeFormat()))
	out := Table{ID: "forecast", Title: b.say("forecast.table")}
	if b.current(future) >= 0 {
		data = b.withSoFar(data)
		if data.Value(0, "so_far") != nil {
			columns = append(columns, b.moneyColumn(data, "so_far"))
			out.Note = b.say("forecast.completed")
		}
	}
	out.Data, out.Columns = data, columns
	return out
}

func changeFormat() Format { return Format{Kind: Percent, Digits: 1, Signed: true} }

// marksTable are the months that stand out, the last first.
func (b *builder) marksTable() []Table {
	if empty(b.answers.ForecastMarks) {
		return nil
	}
	marks := sortedBy(b.translated(b.answers.ForecastMarks, "kind", "mark."), "month", true)
	size := b.moneyColumn(marks, "difference_expected").of("size")
	size.Format.Signed = true
	return []Table{{
		ID: "forecast-marks", Title: b.say("forecast.marks"), Note: b.say("forecast.marks_note"), Data: marks, PageRows: 12,
		Columns: []Column{
			b.column("month", monthFormat()), b.column("unusual", textFormat()).of("kind"),
			b.moneyColumn(marks, "actual"), b.moneyColumn(marks, "usual_value").of("expected"), size,
		},
	}}
}

// shiftSentence tells the last time that the level changed for good.
func (b *builder) shiftSentence() []string {
	marks := b.answers.ForecastMarks
	if empty(marks) {
		return nil
	}
	last := -1
	for r := range marks.Len() {
		if marks.Text(r, "kind") == "level_shift" && (last < 0 || marks.Time(r, "month").After(marks.Time(last, "month"))) {
			last = r
		}
	}
	if last < 0 {
		return nil
	}
	key, size := "forecast.shift_up", b.rounded(marks, last, "size")
	if size.IsNegative() {
		key = "forecast.shift_down"
	}
	if size.IsZero() {
		return nil
	}
	return []string{b.say(key, "month", b.Words.OfMonth(marks.Time(last, "month")), "size", b.money(size.Abs()))}
}
