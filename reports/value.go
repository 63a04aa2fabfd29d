package reports

import (
	"slices"

	"clientele/internal/table"

	"github.com/shopspring/decimal"
)

// value shows what customers have brought and what they should still bring.
func (b *builder) value() Section {
	s := b.section("value", "reports/value_history", "reports/value_deciles", "forecasts/btyd_statistics")
	a := b.answers
	if empty(a.ValueDeciles) && empty(a.ValueCustomers) && empty(a.ValueHistory) {
		return b.missing(s)
	}
	s.Lead, s.Figures = b.valueLead(), b.valueFigures()
	s.Checks = b.valueChecks()
	s.Charts, s.Tables = b.valueCharts()
	s.Tables = append(b.totalTable(), s.Tables...)
	s.Tables = append(s.Tables, b.checkTables()...)
	s.Tables = append(s.Tables, b.modelTables()...)
	if !empty(a.ValueCustomers) {
		s.Tables = append(s.Tables, b.valueList())
	}
	if !empty(a.ValueHistory) {
		s.Tables = append(s.Tables, b.historyList())
	}
	switch s.Note = b.say("value.note"); {
	case empty(a.ValueCustomers):
		s.Note = b.say("value.needs")
	case !empty(a.ValueTotal):
		s.Note = b.say("value.both_note")
	}
	return s
}

func (b *builder) valueLead() []string {
	var lead []string
	if !empty(b.answers.ValueCustomers) {
		lead = append(b.expectedSentences(), b.naiveSentence()...)
		if !b.churnKnown() {
			lead = append(b.activeSentence(), lead...)
		}
	}
	if line := b.concentration(); line != "" {
		lead = append(lead, line)
	}
	return slices.Concat(lead, b.unfinished(), b.spendless())
}

func (b *builder) valueChecks() []string {
	var checks []string
	if !empty(b.answers.ValueHoldout) {
		checks = append(checks, b.holdoutSentence())
	} else if !empty(b.answers.ValueTotal) {
		checks = append(checks, b.say("value.unchecked"))
	}
	return append(checks, b.checkSentences()...)
}

// concentration says how much the best tenth brings; "" without deciles.
func (b *builder) concentration() string {
	if empty(b.answers.ValueDeciles) {
		return ""
	}
	deciles := sortedBy(b.answers.ValueDeciles, "decile", false)
	share := ratio(deciles.Decimal(0, "revenue"), sum(deciles, "revenue"))
	if share == nil || deciles.Integer(0, "decile") != 1 || deciles.Integer(0, "customers") == 0 {
		return ""
	}
	return b.Words.Count("value.concentration", deciles.Integer(0, "customers"), "share", b.percent(share))
}

// expectation is what the models expect of all customers. How many are still
// active is known only of those who bought again: BG/NBD takes every customer
// of one purchase for active.
type expectation struct {
	purchases float64
	value     decimal.Decimal
	repeaters int64
	active    float64 // of the repeaters
}

func (b *builder) expected() expectation {
	var e expectation
	t := b.answers.ValueCustomers
	for r := range t.Len() {
		e.purchases += t.Float(r, "expected_purchases")
		e.value = e.value.Add(t.Decimal(r, "clv"))
		if alive, ok := float(t, r, "p_alive"); ok && t.Integer(r, "frequency") >= 1 {
			e.repeaters++
			e.active += alive
		}
	}
	return e
}

// expectedSentences tell what all customers should bring: in money with its
// range, then in purchases. Older answers have the customers' sum alone.
func (b *builder) expectedSentences() []string {
	t := b.answers.ValueTotal
	if empty(t) {
		e := b.expected()
		purchases, _ := integerLike().Number(e.purchases)
		return []string{b.Words.Count("value.expected", purchases.IntPart(), "value", b.money(e.value), "within", b.within())}
	}
	pairs := []string{"within", b.within(), "spend", b.money(t.Decimal(0, "expected_spend")),
		"low", b.money(t.Decimal(0, "spend_lo80")), "high", b.money(t.Decimal(0, "spend_hi80"))}
	key := "value.total"
	if t.Value(0, "spend_lo80") == nil || t.Value(0, "spend_hi80") == nil {
		key = "value.total_alone"
	}
	purchases, _ := integerLike().Number(t.Float(0, "expected_purchases"))
	counted := []string{"low", b.Show(integerLike(), t.Value(0, "lo80")), "high", b.Show(integerLike(), t.Value(0, "hi80")), "clv", b.money(t.Decimal(0, "clv"))}
	second := "value.purchases"
	if counted[1] == "" || counted[3] == "" {
		second = "value.purchases_alone"
	}
	return []string{b.Words.Count(key, t.Integer(0, "customers"), pairs...), b.Words.Count(second, purchases.IntPart(), counted...)}
}

// integerLike shows a model's float as a whole number.
func integerLike() Format { return Format{Kind: Decimal} }

func (b *builder) valueFigures() []Figure {
	if empty(b.answers.ValueCustomers) {
		return nil
	}
	var figures []Figure
	if t := b.answers.ValueTotal; !empty(t) {
		figures = append(figures, b.moneyFigure("expected_spend", t.Decimal(0, "expected_spend")), b.moneyFigure("clv", t.Decimal(0, "clv")))
		if t.Value(0, "margin") != nil {
			figures = append(figures, b.moneyFigure("margin", t.Decimal(0, "margin")))
		}
		return append(figures, b.figure("expected_purchases", t.Value(0, "expected_purchases"), integerLike()))
	}
	e := b.expected()
	figures = append(figures, b.moneyFigure("expected_value", e.value), b.figure("expected_purchases", e.purchases, integerLike()))
	if !b.churnKnown() {
		figures = append(figures, b.activeFigure()...)
	}
	return append(figures, b.figure("modelled", int64(b.answers.ValueCustomers.Len()), integerFormat()))
}

// totalTable has the ranges of what is expected of all customers together.
func (b *builder) totalTable() []Table {
	t := b.answers.ValueTotal
	if empty(t) {
		return nil
	}
	data := &table.Table{Columns: []table.Column{{Name: "measure", Kind: table.Text}}}
	for _, name := range []string{"expected", "lo80", "hi80", "lo90", "hi90"} {
		data.Columns = append(data.Columns, table.Column{Name: name, Kind: table.Decimal, Scale: 6})
	}
	purchases, spend := []any{b.say("value.measure_purchases")}, []any{b.withCurrency(b.say("value.measure_spend"))}
	for _, name := range []string{"expected_purchases", "lo80", "hi80", "lo90", "hi90"} {
		purchases = append(purchases, counted(t, name))
	}
	for _, name := range []string{"expected_spend", "spend_lo80", "spend_hi80", "spend_lo90", "spend_hi90"} {
		spend = append(spend, wholeMoney(t, name))
	}
	data.Rows = [][]any{purchases, spend}
	whole := decimalFormat(0)
	note := ""
	if !empty(b.answers.ValueCheck) {
		note = b.say("value.total_note")
	}
	return []Table{{
		ID: "value-total", Title: b.say("value.total_table"), Note: note, Data: data,
		Columns: []Column{b.column("measure", textFormat()), b.column("expected", whole),
			b.column("lo80", whole), b.column("hi80", whole), b.column("lo90", whole), b.column("hi90", whole)},
	}}
}

// counted is a number of purchases in a table whose other row is money: both
// are whole there.
func counted(t *table.Table, name string) any {
	if n, ok := integerLike().Number(t.Value(0, name)); ok {
		return n
	}
	return nil
}

func wholeMoney(t *table.Table, name string) any {
	if amount, ok := t.Value(0, name).(decimal.Decimal); ok {
		return amount.Round(0)
	}
	return nil
}

// valueCharts are the check over time and by past purchases, and the tenths.
func (b *builder) valueCharts() ([]Chart, []Table) {
	var charts []Chart
	var tables []Table
	add := func(c Chart, t Table) { charts, tables = append(charts, c), append(tables, t) }
	if !empty(b.answers.ValueTracking) {
		add(b.tracking())
	}
	if !empty(b.answers.ValueFrequency) {
		add(b.frequency())
	}
	if !empty(b.answers.ValueDeciles) {
		add(b.deciles())
	}
	return charts, tables
}

func (b *builder) deciles() (Chart, Table) {
	data := withShares(sortedBy(b.answers.ValueDeciles, "decile", false), "revenue", "revenue_share")
	share := b.column("revenue_share", percentFormat())
	share.Bar = true
	chart := Chart{
		ID: "value-deciles", Title: b.say("value.chart"), Description: b.say("value.chart_says"),
		Kind: Bars, X: "decile", XFormat: integerFormat(), XTitle: b.say("value.axis"), Format: Format{Kind: Percent},
		Series: []Series{{Column: "revenue_share", Label: b.say("column.revenue_share"), Colour: Accent}},
		Data:   data, Table: "deciles",
	}
	return chart, summed(Table{
		ID: "deciles", Title: b.say("value.deciles"), Data: data,
		Columns: []Column{
			b.column("decile", integerFormat()), b.column("customers", integerFormat()), b.column("orders", integerFormat()),
			b.moneyColumn(data, "revenue"), share, b.moneyColumn(data, "average_revenue"),
		},
		Total: []any{
			b.say("total"), sum(data, "customers").IntPart(), sum(data, "orders").IntPart(),
			sum(data, "revenue"), sum(data, "revenue_share"), nil,
		},
	}, "customers", "orders", "revenue")
}
