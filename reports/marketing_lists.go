package reports

import (
	"slices"
	"strings"

	"clientele/internal/table"
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
	out = b.reachable(out)
	if out.Index(by) < 0 {
		by = "monetary"
	}
	return sortedBy(sortedBy(b.called(out), "customer_id", false), by, true)
}

// reachable adds where customers can be reached, of those answers that know it:
// not where they have said no.
func (b *builder) reachable(t *table.Table) *table.Table {
	reach := b.answers.CustomerContacts
	if empty(reach) {
		return t
	}
	at := make(map[string]int, reach.Len())
	for r := range reach.Len() {
		at[reach.Text(r, "customer_id")] = r
	}
	for _, way := range [][2]string{{"email", "may_email"}, {"phone", "may_call"}, {"owner", ""}} {
		kept := t
		t = extend(kept, table.Column{Name: way[0], Kind: table.Text}, func(r int) any {
			row, ok := at[kept.Text(r, "customer_id")]
			if !ok || way[1] != "" && reach.Value(row, way[1]) == false || strings.TrimSpace(reach.Text(row, way[0])) == "" {
				return nil
			}
			return reach.Text(row, way[0])
		})
	}
	return t
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
	if shown.Index("phone") >= 0 {
		shown = extend(shown, table.Column{Name: "contact", Kind: table.Text}, func(r int) any { return contact(shown, r) })
	}
	columns := []Column{b.column("customer", textFormat()), b.column("contact", textFormat()).onPage(), b.column("phone", textFormat()).inWorkbook(), b.column("email", textFormat()).inWorkbook(),
		b.column("customer_id", textFormat()).inWorkbook(), b.column("segment", textFormat()).inWorkbook(), b.column("recency_days", integerFormat()), b.column("frequency", integerFormat()), b.moneyColumn(shown, "monetary"),
		b.moneyColumn(shown, "clv"), b.column("p_buys", Format{Kind: Percent}), b.column("owner", textFormat())}
	columns = known(shown, columns)
	for _, name := range []string{"contact", "phone", "email", "owner"} {
		if shown.Index(name) >= 0 {
			columns = filled(shown, name, columns)
		}
	}
	for i := range columns {
		columns[i].Bar = columns[i].Name == bar
	}
	out.Data, out.Columns, out.List, out.PageRows = shown, columns, true, 10
	return b.sums(out, "monetary", "clv")
}

// sums gives a table a last row in which some columns are added up, shares
// among them.
func (b *builder) sums(t Table, names ...string) Table {
	t.Total = make([]any, len(t.Columns))
	t.Total[0] = b.say("total")
	for i, c := range t.Columns {
		if !slices.Contains(names, c.Name) {
			continue
		}
		total := sum(t.Data, c.Name)
		if t.Total[i] = total; c.Format.Kind == Integer {
			t.Total[i] = total.IntPart()
		}
	}
	return summed(t, names...)
}
