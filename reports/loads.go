package reports

import (
	"slices"

	"clientele/internal/table"

	"github.com/shopspring/decimal"
)

// loadsTables have a row per file, once for rows and once for money; the
// differences have to be zero. Where rows were replaced by later files, what
// is left of the loaded is what the analysis counts.
func (b *builder) loadsTables(replaced bool) []Table {
	loads := b.answers.QualityLoads
	data := extend(loads, table.Column{Name: "rows_difference", Kind: table.Integer}, func(r int) any {
		return loads.Integer(r, "rows_read") - loads.Integer(r, "rows_loaded") - loads.Integer(r, "rows_excluded") - loads.Integer(r, "rows_rejected")
	})
	data = extend(data, table.Column{Name: "amount_difference", Kind: table.Decimal, Scale: 4}, func(r int) any { return moneyLeft(loads, r) })
	if replaced {
		data = extend(data, table.Column{Name: "rows_counted", Kind: table.Integer}, func(r int) any {
			return loads.Integer(r, "rows_loaded") - loads.Integer(r, "rows_replaced")
		})
		data = extend(data, table.Column{Name: "amount_counted", Kind: table.Decimal, Scale: 4}, func(r int) any {
			return loads.Decimal(r, "amount_loaded").Sub(loads.Decimal(r, "amount_replaced"))
		})
	}
	return []Table{b.rowsOfLoads(data, replaced), b.moneyOfLoads(data, replaced)}
}

func (b *builder) rowsOfLoads(data *table.Table, replaced bool) Table {
	out := Table{
		ID: "loads", Title: b.say("quality.loads"), Data: b.translated(data, "entity", "entity."), PageRows: 30,
		Columns: []Column{
			b.column("source_file", textFormat()), b.column("source", textFormat()).inWorkbook(), b.column("entity", textFormat()),
			b.column("first_on", dateFormat()).of("first_at").inWorkbook(), b.column("last_on", dateFormat()).of("last_at"),
		},
		Total: []any{b.say("total"), nil, nil, nil, nil},
	}
	rowColumns := []string{"rows_read", "rows_loaded", "rows_excluded", "rows_rejected", "rows_difference"}
	if replaced {
		rowColumns = append(rowColumns, "rows_counted", "rows_replaced")
	}
	for _, name := range rowColumns {
		c := b.column(name, integerFormat())
		c.Book = name == "rows_replaced" // the page has loaded and counted
		out.Columns, out.Total = append(out.Columns, c), append(out.Total, sum(data, name).IntPart())
	}
	return summed(out, rowColumns...)
}

// moneyOfLoads adds the money of purchases in the company's currency alone;
// the other files' stands there, each in its own.
func (b *builder) moneyOfLoads(data *table.Table, replaced bool) Table {
	home := b.homeMoney(data)
	data = extend(data, table.Column{Name: "money_of", Kind: table.Text}, func(r int) any { return b.currencyOf(data, r) })
	out := Table{
		ID: "loads-money", Title: b.say("quality.loads_money"), Data: b.translated(data, "entity", "entity."), PageRows: 30, Exact: true,
		Columns: []Column{b.column("source_file", textFormat()), b.column("source", textFormat()).inWorkbook(),
			b.column("entity", textFormat()), b.column("currency", textFormat()).of("money_of")},
		Total: []any{b.withCurrency(b.say("quality.total_purchases")), nil, nil, nil},
	}
	if !sum(home, "amount_read").Equal(sum(data, "amount_read")) {
		out.Note = b.say("quality.loads_money_note")
	}
	moneyColumns := []string{"amount_read", "amount_loaded", "amount_excluded", "amount_rejected", "amount_difference"}
	if replaced {
		moneyColumns = append(moneyColumns, "amount_counted", "amount_replaced")
	}
	for _, name := range moneyColumns {
		c := b.moneyColumn(data, name)
		c.Label = b.say("column." + name)  // without a currency: it is the file's
		c.Book = name == "amount_replaced" // the page has loaded and counted
		out.Columns, out.Total = append(out.Columns, c), append(out.Total, sum(home, name))
	}
	out.Columns = append(out.Columns, b.column("unreadable_amounts", integerFormat()).inWorkbook())
	out.Total = append(out.Total, sum(data, "unreadable_amounts").IntPart())
	return summed(out, append(moneyColumns, "unreadable_amounts")...)
}

// homeMoney are the files of purchases with that part of their money that is in
// the company's currency: dollars and roubles have no sum, and deals are no
// sales, each export having them anew. What was rejected tells no currency, and
// has the company's unless all else of its file is in another.
func (b *builder) homeMoney(loads *table.Table) *table.Table {
	out := &table.Table{Columns: loads.Columns}
	told := loads.Index("currencies") >= 0 && b.settings.Currency != ""
	for r := range loads.Len() {
		foreign := told && loads.Integer(r, "currencies") == 1 && loads.Text(r, "currency") != b.settings.Currency
		if foreign || loads.Text(r, "entity") != "purchases" {
			continue
		}
		out.Rows = append(out.Rows, slices.Clone(loads.Rows[r]))
		if told {
			b.deductForeign(out, out.Len()-1)
		}
	}
	return out
}

// deductForeign takes the money in other currencies off a row.
func (b *builder) deductForeign(loads *table.Table, r int) {
	loaded, excluded := loads.Decimal(r, "foreign_loaded"), loads.Decimal(r, "foreign_excluded")
	replaced := loads.Decimal(r, "foreign_replaced")
	for _, part := range []struct {
		name    string
		foreign decimal.Decimal
	}{
		{"amount_read", loaded.Add(excluded)}, {"amount_loaded", loaded}, {"amount_excluded", excluded},
		{"amount_replaced", replaced}, {"amount_counted", loaded.Sub(replaced)},
	} {
		if at := loads.Index(part.name); at >= 0 {
			loads.Rows[r][at] = loads.Decimal(r, part.name).Sub(part.foreign)
		}
	}
}

// currencyOf is the currency of a file's purchases; nil where it has none, or
// is of a load that did not tell.
func (b *builder) currencyOf(loads *table.Table, r int) any {
	switch {
	case loads.Index("currencies") < 0 || loads.Integer(r, "currencies") == 0:
		return nil
	case loads.Integer(r, "currencies") > 1:
		return b.say("quality.several_currencies")
	}
	return loads.Text(r, "currency")
}
