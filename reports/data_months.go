package reports

import (
	"slices"

	"clientele/internal/table"
)

// typedMonths are the contacts by month, the last month first, as far as two
// years reach; the running month is marked.
func (b *builder) typedMonths() *table.Table {
	t := b.answers.QualityMonths
	out := &table.Table{}
	if empty(t) {
		return out
	}
	out.Columns = append(slices.Clone(t.Columns), table.Column{Name: "fine", Kind: table.Integer}, table.Column{Name: "complete", Kind: table.Boolean})
	from := lastMonthOf(b.settings.AsOf).AddDate(-2, 1, 0)
	for r, row := range t.Rows {
		if t.Text(r, "entity") == "contacts" && !t.Time(r, "month").Before(from) {
			out.Rows = append(out.Rows, append(slices.Clone(row), t.Integer(r, "records")-t.Integer(r, "lacking"), b.complete(t.Time(r, "month"))))
		}
	}
	return sortedBy(out, "month", true)
}

// typedChart stacks the contacts of each month by whether they lack anything;
// nil where there are no two months.
func (b *builder) typedChart() *Chart {
	data := sortedByMonth(b.typedMonths())
	if data.Len() < 2 {
		return nil
	}
	return &Chart{
		ID: "typed-months", Title: b.say("people.months_chart"), Description: b.say("people.months_says"), Kind: StackedBars, X: "month", XFormat: monthFormat(), Format: integerFormat(),
		Series: []Series{{Column: "fine", Label: b.say("column.fine"), Colour: Accent}, {Column: "lacking", Label: b.say("column.lacking"), Colour: Third}},
		Data:   data, Incomplete: "complete", Table: "typed-months",
	}
}

func sortedByMonth(t *table.Table) *table.Table {
	if t.Len() == 0 {
		return t
	}
	return sortedBy(t, "month", false)
}

func (b *builder) typedMonthsTable(t *table.Table) Table {
	out := Table{ID: "typed-months", Title: b.say("people.months"), Data: t, PageRows: monthRows, Columns: []Column{
		b.column("month", monthFormat()), b.column("records", integerFormat()), b.column("fine", integerFormat()), b.column("lacking", integerFormat()),
		b.column("wrong_phones", integerFormat()), b.column("duplicates", integerFormat()),
	}}
	return b.sums(out, "records", "fine", "lacking", "wrong_phones", "duplicates")
}
