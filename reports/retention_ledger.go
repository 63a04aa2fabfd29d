package reports

import (
	"clientele/internal/table"

	"github.com/shopspring/decimal"
)

// bridgeMonths is how many months of the bridge the page shows: a year, and the
// one that has not ended.
const bridgeMonths = 13

// bridge is the ledger's lines of one span, the newest first, with columns that
// bear the names of the bridge.
func (b *builder) bridge(months int64) *table.Table {
	t := b.answers.RetentionLedger
	if empty(t) {
		return nil
	}
	out := &table.Table{}
	for _, column := range t.Columns {
		if column.Kind == table.Decimal && column.Name != "revenue" {
			column.Name = "bridge_" + column.Name
		}
		out.Columns = append(out.Columns, column)
	}
	newest := sortedBy(t, "month", true)
	for r, row := range newest.Rows {
		if newest.Integer(r, "months") == months {
			out.Rows = append(out.Rows, row)
		}
	}
	return out
}

// yearSentences say how much of their money customers brought again, of the
// last year that has ended.
func (b *builder) yearSentences() []string {
	years := b.bridge(12)
	if empty(years) || years.Value(0, "net_retention") == nil {
		return nil
	}
	net, gross := years.Float(0, "net_retention"), years.Float(0, "gross_retention")
	lines := []string{b.say("retention.year", "month", b.Words.LongMonth(years.Time(0, "month")), "net", b.percent(net), "gross", b.percent(gross))}
	if years.Len() > 1 && years.Value(1, "net_retention") != nil {
		change := decimal.NewFromFloat(net).Sub(decimal.NewFromFloat(years.Float(1, "net_retention"))).Shift(2).Round(1)
		lines = append(lines, b.say("retention.year_before", "net", b.percent(years.Float(1, "net_retention")), "points", b.Show(Format{Kind: Decimal, Digits: 1, Signed: true}, change)))
	}
	before, kept := years.Integer(0, "customers_before"), years.Integer(0, "customers_kept")
	return append(lines, b.Words.Count("retention.year_customers", kept, "before", b.Words.Integer(before), "new", b.money(years.Decimal(0, "bridge_new"))))
}

// bridgeTables show how revenue came out of that of the time before.
func (b *builder) bridgeTables() []Table {
	var out []Table
	if years := b.bridge(12); !empty(years) {
		one := b.bridgeTable("retention-years", years)
		one.Title, one.Note = b.say("retention.years"), b.say("retention.years_note")
		out = append(out, one)
	}
	if months := b.bridge(1); !empty(months) {
		one := b.bridgeTable("retention-months", months)
		one.Title, one.Note, one.PageRows = b.say("retention.months"), b.say("retention.months_note"), bridgeMonths
		one.Columns = append(one.Columns, b.column("complete", yesNoFormat()))
		out = append(out, one)
	}
	return out
}

func (b *builder) bridgeTable(id string, data *table.Table) Table {
	out := Table{ID: id, Data: data, Columns: []Column{b.column("month", monthFormat())}}
	for _, name := range []string{"bridge_opening", "bridge_new", "bridge_returned", "bridge_expansion", "bridge_contraction", "bridge_lost", "bridge_refunds", "bridge_closing", "bridge_anonymous", "revenue"} {
		out.Columns = append(out.Columns, b.moneyColumn(data, name))
	}
	out.Columns = append(out.Columns, b.column("net_retention", percentFormat()), b.column("gross_retention", percentFormat()))
	return out
}
