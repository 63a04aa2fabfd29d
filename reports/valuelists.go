package reports

import (
	"slices"

	"clientele/internal/table"
)

// valueList has every customer with the value so far and to come.
func (b *builder) valueList() Table {
	data, note := b.called(sortedBy(b.answers.ValueCustomers, "clv", true)), b.say("value.list_both")
	if data.Index("p_buys") >= 0 {
		data = b.translated(data, "risk", "risk.")
	} else {
		data, note = b.knownActive(data), b.say("value.list_note")
	}
	clv, buys, margin := b.moneyColumn(data, "clv"), b.column("p_buys", percentFormat()), b.moneyColumn(data, "margin")
	clv.Bar, buys.None, margin.None = true, "–", "–"
	columns := []Column{
		b.column("customer", textFormat()), b.moneyColumn(data, "revenue_so_far").of("revenue"), clv,
		b.moneyColumn(data, "spend_lo80"), b.moneyColumn(data, "spend_hi80"), margin,
		buys, b.column("expected_purchases", decimalFormat(2)), b.column("lo80", decimalFormat(0)).inWorkbook(), b.column("hi80", decimalFormat(0)).inWorkbook(),
	}
	ranges := []Column{b.column("lo90", decimalFormat(0)), b.column("hi90", decimalFormat(0)), b.column("p_alive", percentFormat()), b.moneyColumn(data, "expected_value")}
	if data.Index("p_buys") >= 0 {
		for i := range ranges {
			ranges[i] = ranges[i].inWorkbook()
		}
		columns = append(columns, b.column("next_on", dateFormat()))
	} else {
		ranges[2].None = "–"
	}
	columns = append(append(columns, ranges...),
		b.column("customer_id", textFormat()).inWorkbook(), b.column("risk", textFormat()).inWorkbook(),
		b.moneyColumn(data, "spend_lo90").inWorkbook(), b.moneyColumn(data, "spend_hi90").inWorkbook(),
		b.column("next_from", dateFormat()).inWorkbook(), b.column("next_to", dateFormat()).inWorkbook(),
		b.column("repeat_purchases", integerFormat()).of("frequency").inWorkbook(), b.column("recency_days", integerFormat()).inWorkbook())
	columns = known(data, columns)
	for _, name := range []string{"margin", "next_on", "next_from", "next_to"} {
		if data.Index(name) >= 0 {
			columns = filled(data, name, columns)
		}
	}
	return summed(Table{
		ID: "value-customers", Title: b.say("value.list"), Sheet: b.say("value.sheet"), Data: data, List: true, PageRows: 15,
		Note: note, Columns: columns,
	}, "revenue", "clv", "margin", "expected_value")
}

// knownActive leaves out the chance to be active of those who bought once,
// which older answers have and no model of theirs could tell.
func (b *builder) knownActive(t *table.Table) *table.Table {
	out := &table.Table{Columns: t.Columns, Rows: slices.Clone(t.Rows)}
	for r := range out.Rows {
		if t.Integer(r, "frequency") < 1 {
			out.Rows[r] = slices.Clone(out.Rows[r])
			out.Rows[r][t.Index("p_alive")] = nil
		}
	}
	return out
}

func (b *builder) historyList() Table {
	data := sortedBy(b.answers.ValueHistory, "revenue", true)
	return summed(Table{
		ID: "value-history", Title: b.say("value.history"), Sheet: b.say("value.history_sheet"), Data: data, List: true, PageRows: OnlyInWorkbook,
		Columns: []Column{
			b.column("customer", textFormat()), b.column("customer_id", textFormat()),
			b.column("first_on", dateFormat()), b.column("last_on", dateFormat()), b.column("orders", integerFormat()),
			b.moneyColumn(data, "revenue"), b.moneyColumn(data, "revenue_last_year"), b.moneyColumn(data, "returns"),
			b.moneyColumn(data, "average_order"), b.column("cumulative_share", percentFormat()),
		},
	}, "orders", "revenue", "revenue_last_year", "returns")
}
