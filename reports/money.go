package reports

import (
	"slices"

	"github.com/shopspring/decimal"
)

// withoutRate says of each currency what is in no figure because there is no
// rate for its day, in the order of their codes.
func (b *builder) withoutRate() []Point {
	c := b.answers.QualityCurrencies
	if empty(c) {
		return nil
	}
	lines, amounts := map[string]int64{}, map[string]decimal.Decimal{}
	var currencies []string
	for r := range c.Len() {
		currency := c.Text(r, "currency")
		if !slices.Contains(currencies, currency) {
			currencies = append(currencies, currency)
		}
		lines[currency] += c.Integer(r, "lines_without_rate")
		amounts[currency] = amounts[currency].Add(c.Decimal(r, "amount_without_rate"))
	}
	slices.Sort(currencies)
	var points []Point
	for _, currency := range currencies {
		if lines[currency] > 0 {
			points = append(points, Point{Section: "quality", Tone: Worse, Text: b.Words.Count("quality.without_rate", lines[currency],
				"currency", currency, "amount", b.Words.Money(amounts[currency], currency, 2))})
		}
	}
	return points
}

// currenciesTable has a row for each foreign currency of a source.
func (b *builder) currenciesTable() Table {
	data := b.answers.QualityCurrencies
	written := Format{Kind: Money, Digits: 2, Bare: true}
	return Table{
		ID: "currencies", Title: b.say("quality.currencies"), Data: data, Note: b.say("quality.currencies_note"), PageRows: 30,
		Columns: []Column{
			b.column("source", textFormat()), b.column("currency", textFormat()),
			b.column("lines", integerFormat()), b.column("amount_in_currency", written).of("amount"),
			b.column("lines_converted", integerFormat()), b.moneyColumn(data, "amount_converted"),
			b.column("lines_without_rate", integerFormat()), b.column("amount_without_rate", written),
		},
	}
}

// auditsTable has what the audits warn of. Its examples are as the files write
// them.
func (b *builder) auditsTable() Table {
	data := b.translated(b.answers.QualityAudits, "problem", "audit.")
	return Table{
		ID: "audits", Title: b.say("quality.audits"), Data: data, Note: b.say("quality.audits_note"), PageRows: 30,
		Columns: []Column{
			b.column("problem", textFormat()), b.column("subject", textFormat()), b.column("lines", integerFormat()), b.column("of_lines", integerFormat()),
			b.column("amount_written", Format{Kind: Money, Digits: 2, Bare: true}).of("amount"), b.column("currency", textFormat()), b.column("example", textFormat()),
		},
	}
}
