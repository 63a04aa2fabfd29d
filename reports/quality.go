package reports

import (
	"slices"

	"clientele/internal/table"

	"github.com/shopspring/decimal"
)

// quality shows what was read, what was not counted, and why.
func (b *builder) quality() Section {
	s := b.section("quality", "checks/quality_loads", "checks/quality_rejects", "checks/quality_excluded", "checks/quality_fields", "checks/quality_currencies")
	a := b.answers
	if empty(a.QualityLoads) {
		return b.missing(s)
	}
	t := b.loadTotals()
	s.Lead = []string{
		b.Words.Count("quality.lead", t.read, "loaded", b.Words.Integer(t.loaded),
			"excluded", b.Words.Integer(t.excluded), "rejected", b.Words.Integer(t.rejected)),
		b.say(t.verdict()),
	}
	if t.replaced > 0 {
		s.Lead = append(s.Lead, b.Words.Count("quality.replaced", t.replaced, "amount", b.money(t.moneyReplaced),
			"rows", b.Words.Integer(t.loaded-t.replaced), "money", b.money(t.moneyLoaded.Sub(t.moneyReplaced))))
	}
	for _, missing := range b.withoutRate() {
		s.Lead = append(s.Lead, missing.Text)
	}
	s.Lead = append(s.Lead, b.identityLead()...)
	s.Figures = []Figure{
		b.figure("rows_read", t.read, integerFormat()), b.figure("rows_loaded", t.loaded, integerFormat()),
		b.figure("rows_excluded", t.excluded, integerFormat()), b.figure("rows_rejected", t.rejected, integerFormat()),
		b.figure("rejected_share", ratio(decimal.NewFromInt(t.rejected), decimal.NewFromInt(t.read)), Format{Kind: Percent, Digits: 2}),
		b.moneyFigure("amount_rejected", t.moneyRejected),
	}
	if t.replaced > 0 {
		s.Figures = slices.Insert(s.Figures, 4, b.figure("rows_replaced", t.replaced, integerFormat()))
	}
	if !empty(a.QualityAudits) {
		s.Tables = append(s.Tables, b.auditsTable())
	}
	s.Tables = append(s.Tables, b.loadsTables(t.replaced > 0)...)
	if !empty(a.QualityCurrencies) {
		s.Tables = append(s.Tables, b.currenciesTable())
	}
	if !empty(a.QualityRejects) {
		s.Tables = append(s.Tables, b.rejectsTable())
	}
	if !empty(a.QualityExcluded) {
		s.Tables = append(s.Tables, b.excludedTable())
	}
	if !empty(a.QualityFields) {
		s.Tables = append(s.Tables, b.fieldsTable())
	}
	s.Tables = append(s.Tables, b.identityTables()...)
	return s
}

// loadTotals are the rows of all files, and the money of those whose money
// adds up to anything.
type loadTotals struct {
	read, loaded, excluded, rejected int64
	replaced                         int64 // of the loaded: a later file has their orders too
	balanced                         bool  // of each file: loaded + excluded + rejected = read, in money
	moneyLoaded, moneyRejected       decimal.Decimal
	moneyReplaced                    decimal.Decimal
}

func (b *builder) loadTotals() loadTotals {
	l := b.answers.QualityLoads
	home := b.homeMoney(l)
	t := loadTotals{
		read: sum(l, "rows_read").IntPart(), loaded: sum(l, "rows_loaded").IntPart(),
		excluded: sum(l, "rows_excluded").IntPart(), rejected: sum(l, "rows_rejected").IntPart(),
		moneyLoaded: sum(home, "amount_loaded"), moneyRejected: sum(home, "amount_rejected"), balanced: true,
	}
	for r := range l.Len() {
		t.balanced = t.balanced && moneyLeft(l, r).IsZero()
	}
	if l.Index("rows_replaced") >= 0 && l.Index("amount_replaced") >= 0 {
		t.replaced, t.moneyReplaced = sum(l, "rows_replaced").IntPart(), sum(home, "amount_replaced")
	}
	return t
}

// moneyLeft is what a file's money lacks; it has to be zero.
func moneyLeft(loads *table.Table, r int) decimal.Decimal {
	return loads.Decimal(r, "amount_read").Sub(loads.Decimal(r, "amount_loaded")).
		Sub(loads.Decimal(r, "amount_excluded")).Sub(loads.Decimal(r, "amount_rejected"))
}

// reconciled is the rule loaded + excluded + rejected = read.
func (t loadTotals) reconciled() bool {
	return t.read == t.loaded+t.excluded+t.rejected && t.balanced
}

func (t loadTotals) verdict() string {
	if t.reconciled() {
		return "quality.reconciled"
	}
	return "quality.not_reconciled"
}

func (b *builder) rejectsTable() Table {
	return Table{
		ID: "rejects", Title: b.say("quality.rejects"), Data: b.translated(b.answers.QualityRejects, "reason", "reason."),
		Note: b.say("quality.rejects_note"), PageRows: 30,
		Columns: []Column{
			b.column("source", textFormat()), b.column("source_file", textFormat()), b.column("reason", textFormat()),
			b.column("column_name", textFormat()), b.column("cells", integerFormat()), b.column("rows", integerFormat()),
			b.column("example_row", integerFormat()), b.column("example_value", textFormat()),
		},
	}
}

func (b *builder) excludedTable() Table {
	data := b.translated(b.answers.QualityExcluded, "reason", "reason.")
	return Table{
		ID: "excluded", Title: b.say("quality.excluded"), Data: data, Note: b.say("quality.excluded_note"), PageRows: 30,
		Columns: []Column{
			b.column("source", textFormat()), b.column("reason", textFormat()), b.column("product_id", textFormat()),
			b.column("product", textFormat()), b.column("lines", integerFormat()), b.moneyColumn(data, "amount"),
		},
	}
}

func (b *builder) fieldsTable() Table {
	fields := b.answers.QualityFields
	data := extend(fields, table.Column{Name: "filled_share", Kind: table.Decimal, Scale: 6}, func(r int) any {
		return ratio(number(fields, r, "filled"), number(fields, r, "rows"))
	})
	share := b.column("filled_share", percentFormat())
	share.Bar = true
	return Table{
		ID: "fields", Title: b.say("quality.fields"), Data: b.translated(data, "entity", "entity."), PageRows: 40,
		Columns: []Column{
			b.column("source", textFormat()), b.column("entity", textFormat()), b.column("field", textFormat()),
			b.column("rows", integerFormat()), b.column("filled", integerFormat()), share, b.column("distinct_values", integerFormat()),
		},
	}
}
