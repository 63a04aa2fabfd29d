package reports

import (
	"clientele/internal/table"

	"github.com/shopspring/decimal"
)

// activeMap is the mean chance to be active by days of silence and number of
// purchases.
func (b *builder) activeMap() Table {
	return b.pivot("value-map", b.say("leaving.map"), b.say("leaving.map_note"), "p_alive", Format{Kind: Percent, Bare: true})
}

func (b *builder) customersMap() Table {
	return b.pivot("value-map-customers", b.say("leaving.map_customers"), "", "customers", integerFormat())
}

// pivot spreads the map: a row for each range of days, a column for each range
// of purchases. A cell without customers is blank.
func (b *builder) pivot(id, title, note, value string, format Format) Table {
	m := sortedBy(sortedBy(b.answers.ValueMap, "purchases_from", false), "recency_from", false)
	data := &table.Table{Columns: []table.Column{{Name: "silent", Kind: table.Text}}}
	columns := []Column{b.column("silent", textFormat())}
	at, rows := map[string]int{}, map[string]int{}
	for _, r := range byPurchases(m) {
		label := span(m.Value(r, "purchases_from"), m.Value(r, "purchases_to"))
		if _, ok := at[label]; ok {
			continue
		}
		at[label] = len(data.Columns)
		data.Columns = append(data.Columns, table.Column{Name: "to " + label, Kind: m.Columns[m.Index(value)].Kind})
		columns = append(columns, Column{Name: "to " + label, Label: label, Format: format, Heat: true})
	}
	for r := range m.Len() {
		days := span(m.Value(r, "recency_from"), m.Value(r, "recency_to"))
		if _, ok := rows[days]; !ok {
			rows[days] = data.Len()
			row := make([]any, len(data.Columns))
			row[0] = days
			data.Rows = append(data.Rows, row)
		}
		if m.Integer(r, "customers") > 0 {
			data.Rows[rows[days]][at[span(m.Value(r, "purchases_from"), m.Value(r, "purchases_to"))]] = m.Value(r, value)
		}
	}
	return Table{ID: id, Title: title, Note: note, Columns: columns, Data: data}
}

// byPurchases are the rows in the order of their ranges of purchases.
func byPurchases(m *table.Table) []int {
	ordered := sortedBy(extend(m, table.Column{Name: "row", Kind: table.Integer}, func(r int) any { return int64(r) }), "purchases_from", false)
	out := make([]int, ordered.Len())
	for i := range out {
		out[i] = int(ordered.Integer(i, "row"))
	}
	return out
}

// span is a range of whole numbers; one without an end is open.
func span(from, to any) string {
	low, _ := from.(int64)
	high, ok := to.(int64)
	switch {
	case !ok:
		return decimal.NewFromInt(low).String() + "+"
	case low == high:
		return decimal.NewFromInt(low).String()
	}
	return decimal.NewFromInt(low).String() + "–" + decimal.NewFromInt(high).String()
}
