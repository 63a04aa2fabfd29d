package reports

import (
	"clientele/internal/table"

	"github.com/shopspring/decimal"
)

// dearScore is the score of money from which a lost customer is worth an effort
// to come back: that of the two fifths who brought most.
const dearScore = 4

// lostDear are the customers who are lost and brought much, those who brought
// most first.
func (b *builder) lostDear() *table.Table {
	return b.people("monetary", func(t *table.Table, r int) bool {
		return t.Text(r, "stage") == "lost" && t.Integer(r, "m") >= dearScore
	})
}

// onceBought are the customers who have bought once and not too long ago, those
// first of whom most is expected.
func (b *builder) onceBought() *table.Table {
	return b.people("clv", func(t *table.Table, r int) bool {
		return t.Text(r, "stage") == "new"
	})
}

// people are the customers that keep says yes to, with what the models expect
// of each where they do, ordered by a column from the greatest.
func (b *builder) people(by string, keep func(t *table.Table, r int) bool) *table.Table {
	t := b.answers.RFM
	out := &table.Table{}
	if empty(t) || t.Index("stage") < 0 {
		return out
	}
	out.Columns = t.Columns
	for r, row := range t.Rows {
		if keep(t, r) {
			out.Rows = append(out.Rows, row)
		}
	}
	for _, column := range []table.Column{{Name: "clv", Kind: table.Decimal, Scale: 2}, {Name: "p_buys", Kind: table.Float}} {
		if of := b.expectedOf(column.Name); of != nil {
			kept := out
			out = extend(kept, column, func(r int) any { return of[kept.Text(r, "customer_id")] })
		}
	}
	if out.Index(by) < 0 {
		by = "monetary"
	}
	return sortedBy(sortedBy(b.called(out), "customer_id", false), by, true)
}

// expectedOf is a column of the models' expectations by customer; nil where
// there is none.
func (b *builder) expectedOf(column string) map[string]any {
	t := b.answers.ValueCustomers
	if empty(t) || t.Index(column) < 0 {
		return nil
	}
	of := make(map[string]any, t.Len())
	for r := range t.Len() {
		of[t.Text(r, "customer_id")] = t.Value(r, column)
	}
	return of
}

// todoSheets are the customers of the lists that have no section of their own.
func (b *builder) todoSheets() []Table {
	var tables []Table
	if t := b.lostDear(); t.Len() > 0 {
		tables = append(tables, b.peopleTable(t, "monetary", Table{
			ID: "win-back", Title: b.say("marketing.win_back"), Sheet: b.say("marketing.win_back_sheet"), Note: b.say("marketing.win_back_note")}))
	}
	if t := b.onceBought(); t.Len() > 0 {
		tables = append(tables, b.peopleTable(t, "clv", Table{
			ID: "second", Title: b.say("marketing.second"), Sheet: b.say("marketing.second_sheet"), Note: b.say("marketing.second_note")}))
	}
	return tables
}

// peopleTable fills a list with its customers.
func (b *builder) peopleTable(data *table.Table, bar string, out Table) Table {
	segment := data.Index("segment")
	shown := &table.Table{Columns: data.Columns}
	for r, row := range data.Rows {
		row = append([]any{}, row...)
		row[segment] = b.segmentName(data.Text(r, "segment"))
		shown.Rows = append(shown.Rows, row)
	}
	columns := []Column{b.column("customer", textFormat()), b.column("customer_id", textFormat()).inWorkbook(), b.column("segment", textFormat()),
		b.column("recency_days", integerFormat()), b.column("frequency", integerFormat()), b.moneyColumn(shown, "monetary"),
		b.moneyColumn(shown, "clv"), b.column("p_buys", percentFormat())}
	columns = known(shown, columns)
	for i := range columns {
		columns[i].Bar = columns[i].Name == bar
	}
	out.Data, out.Columns, out.List, out.PageRows = shown, columns, true, 10
	out.Total = b.sums(out, "monetary", "clv")
	return out
}

// sums is a last row in which some columns are added up.
func (b *builder) sums(t Table, names ...string) []any {
	total := make([]any, len(t.Columns))
	total[0] = b.say("total")
	for i := range t.Columns {
		for _, name := range names {
			if t.Columns[i].Name != name {
				continue
			}
			t.Columns[i].Sum = true
			total[i] = sum(t.Data, name)
			if t.Columns[i].Format.Kind == Integer {
				total[i] = total[i].(decimal.Decimal).IntPart()
			}
		}
	}
	return total
}
