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
	if line := b.concentration(); line != "" {
		s.Lead = append(s.Lead, line)
	}
	if !empty(a.ValueCustomers) {
		s.Lead = append(s.Lead, b.expectedSentences()...)
		s.Figures = b.valueFigures()
	}
	if !empty(a.ValueHoldout) {
		s.Lead = append(s.Lead, b.holdoutSentence())
	}
	s.Lead = append(s.Lead, b.unfinished()...)
	s.Lead = append(s.Lead, b.spendless()...)
	if !empty(a.ValueDeciles) {
		chart, deciles := b.deciles()
		s.Charts, s.Tables = append(s.Charts, chart), append(s.Tables, deciles)
	}
	s.Tables = append(s.Tables, b.modelTables()...)
	if !empty(a.ValueCustomers) {
		s.Tables = append(s.Tables, b.valueList())
	}
	if !empty(a.ValueHistory) {
		s.Tables = append(s.Tables, b.historyList())
	}
	s.Note = b.say("value.note")
	if empty(a.ValueCustomers) {
		s.Note = b.say("value.needs")
	}
	return s
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

// closest is which rule did best, which need not be the one whose figures are
// shown: those are the model's.
func (b *builder) closest() Column {
	return Column{Name: "chosen", Label: b.say("column.closest"), Format: yesNoFormat()}
}

func (b *builder) expected() expectation {
	var e expectation
	t := b.answers.ValueCustomers
	for r := range t.Len() {
		e.purchases += t.Float(r, "expected_purchases")
		e.value = e.value.Add(t.Decimal(r, "clv"))
		if t.Integer(r, "frequency") >= 1 {
			e.repeaters++
			e.active += t.Float(r, "p_alive")
		}
	}
	return e
}

// expectedSentences tell how many are still active and what all should bring.
func (b *builder) expectedSentences() []string {
	e := b.expected()
	var sentences []string
	if e.repeaters > 0 {
		sentences = append(sentences, b.Words.Count("value.alive", e.repeaters, "alive", b.Show(integerLike(), e.active)))
	}
	within := ""
	if b.settings.ValueHorizon > 0 {
		within = b.Words.Count("value.within", int64(b.settings.ValueHorizon))
	}
	purchases, _ := integerLike().Number(e.purchases)
	return append(sentences, b.Words.Count("value.expected", purchases.IntPart(), "value", b.money(e.value), "within", within))
}

// integerLike shows a model's float as a whole number.
func integerLike() Format { return Format{Kind: Decimal} }

func (b *builder) valueFigures() []Figure {
	e := b.expected()
	figures := []Figure{
		b.moneyFigure("expected_value", e.value),
		b.figure("expected_purchases", e.purchases, integerLike()),
	}
	if e.repeaters > 0 {
		alive := b.figure("alive", e.active, integerLike())
		alive.Label = b.Words.Count("figure.alive", e.repeaters)
		figures = append(figures, alive)
	}
	return append(figures, b.figure("modelled", int64(b.answers.ValueCustomers.Len()), integerFormat()))
}

// holdoutSentence tells the chosen rule's error and that of the best rule that
// needs no model, and says so where the model was not better.
func (b *builder) holdoutSentence() string {
	h := b.answers.ValueHoldout
	chosen, naive := -1, -1
	for r := range h.Len() {
		switch {
		case h.Boolean(r, "chosen"):
			chosen = r
		case isNaive(h, r) && (naive < 0 || h.Float(r, "mae") < h.Float(naive, "mae")):
			naive = r
		}
	}
	if chosen < 0 {
		return b.say("value.none_chosen")
	}
	named := b.translated(h, "rule", "model.")
	pairs := []string{
		"rule", named.Text(chosen, "rule"), "predicted", b.Show(integerLike(), h.Float(chosen, "predicted")),
		"actual", b.Words.Integer(h.Integer(chosen, "actual")),
		"off", b.off(number(h, chosen, "predicted"), number(h, chosen, "actual")), "mae", b.Show(decimalFormat(3), h.Float(chosen, "mae")),
	}
	if isNaive(h, chosen) {
		return b.say("value.naive_chosen", pairs...)
	}
	if naive < 0 {
		return b.say("value.holdout", pairs...)
	}
	pairs = append(pairs, "naive", named.Text(naive, "rule"), "naive_mae", b.Show(decimalFormat(3), h.Float(naive, "mae")))
	if h.Float(chosen, "mae") >= h.Float(naive, "mae") {
		return b.say("value.no_better", pairs...)
	}
	return b.say("value.better", pairs...)
}

// isNaive tells the rules of thumb from the fitted models that have to beat
// them. Answers of older versions do not say which they are.
func isNaive(holdout *table.Table, row int) bool {
	if holdout.Index("naive") >= 0 {
		return holdout.Boolean(row, "naive")
	}
	return holdout.Text(row, "rule") == "own rate"
}

// off says in words by how much a predicted total was wrong, "" where it was
// right or nothing happened.
func (b *builder) off(predicted, actual decimal.Decimal) string {
	share, ok := growth(predicted, actual).(decimal.Decimal)
	switch {
	case !ok || share.Abs().LessThan(decimal.New(5, -4)): // 0.0 % as it is shown
		return ""
	case share.IsPositive():
		return b.say("value.off_more", "share", b.percent(share))
	}
	return b.say("value.off_less", "share", b.percent(share.Abs()))
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
	return chart, Table{
		ID: "deciles", Title: b.say("value.deciles"), Data: data,
		Columns: []Column{
			b.column("decile", integerFormat()), b.column("customers", integerFormat()), b.column("orders", integerFormat()),
			b.moneyColumn(data, "revenue"), share, b.moneyColumn(data, "average_revenue"),
		},
		Total: []any{
			b.say("total"), sum(data, "customers").IntPart(), sum(data, "orders").IntPart(),
			sum(data, "revenue"), sum(data, "revenue_share"), nil,
		},
	}
}

// modelTables are the check on months the models had not seen, and what was
// fitted.
func (b *builder) modelTables() []Table {
	var tables []Table
	if h := b.answers.ValueHoldout; !empty(h) {
		tables = append(tables, Table{
			ID: "value-holdout", Title: b.say("value.holdout_table"), Data: b.translated(sortedBy(h, "mae", false), "rule", "model."),
			Note: b.say("value.holdout_note"),
			Columns: []Column{
				b.column("rule", textFormat()), b.column("predicted", decimalFormat(1)), b.column("actual_purchases", integerFormat()).of("actual"),
				b.column("bias", Format{Kind: Percent, Digits: 1, Signed: true}), b.column("mae", decimalFormat(4)), b.closest(),
			},
		})
	}
	if m := b.answers.ValueModels; !empty(m) {
		tables = append(tables, Table{
			ID: "value-models", Title: b.say("value.models"), Data: m,
			Columns: []Column{
				b.column("model", textFormat()), b.column("parameter", textFormat()), b.column("value", decimalFormat(4)),
				b.column("standard_error", decimalFormat(4)), b.column("log_likelihood", decimalFormat(2)), b.column("customers", integerFormat()),
			},
		})
	}
	return tables
}

func (b *builder) valueList() Table {
	data := b.knownActive(sortedBy(b.answers.ValueCustomers, "clv", true))
	clv := b.moneyColumn(data, "clv")
	clv.Bar = true
	alive := b.column("p_alive", percentFormat())
	alive.None = "–"
	return Table{
		ID: "value-customers", Title: b.say("value.list"), Sheet: b.say("value.sheet"), Data: data, List: true, PageRows: 15,
		Note: b.say("value.list_note"),
		Columns: []Column{
			b.column("customer", textFormat()), b.column("customer_id", textFormat()), clv,
			alive, b.column("expected_purchases", decimalFormat(2)),
			b.column("lo90", decimalFormat(0)), b.column("hi90", decimalFormat(0)), b.moneyColumn(data, "expected_value"),
			b.column("repeat_purchases", integerFormat()).of("frequency"), b.column("recency_days", integerFormat()).inWorkbook(),
		},
	}
}

// knownActive leaves out the chance to be active of those who bought once.
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
	return Table{
		ID: "value-history", Title: b.say("value.history"), Sheet: b.say("value.history_sheet"), Data: data, List: true, PageRows: OnlyInWorkbook,
		Columns: []Column{
			b.column("customer", textFormat()), b.column("customer_id", textFormat()),
			b.column("first_on", dateFormat()), b.column("last_on", dateFormat()), b.column("orders", integerFormat()),
			b.moneyColumn(data, "revenue"), b.moneyColumn(data, "revenue_last_year"), b.moneyColumn(data, "returns"),
			b.moneyColumn(data, "average_order"), b.column("cumulative_share", percentFormat()),
		},
	}
}
