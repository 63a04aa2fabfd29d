package reports

import (
	"strings"

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
		s.Lead = append(s.Lead, b.expectedSentence())
		s.Figures = b.valueFigures()
	}
	if !empty(a.ValueHoldout) {
		s.Lead = append(s.Lead, b.holdoutSentence())
	}
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

// expected adds up what the models expect of all customers.
func (b *builder) expected() (purchases, alive float64, value decimal.Decimal) {
	t := b.answers.ValueCustomers
	for r := range t.Len() {
		purchases += t.Float(r, "expected_purchases")
		alive += t.Float(r, "p_alive")
		value = value.Add(t.Decimal(r, "clv"))
	}
	return purchases, alive, value
}

func (b *builder) expectedSentence() string {
	purchases, alive, value := b.expected()
	pairs := []string{
		"alive", b.Show(integerLike(), alive), "purchases", b.Show(integerLike(), purchases), "value", b.money(value),
	}
	if b.settings.ValueHorizon > 0 {
		return b.Words.Count("value.expected_within", int64(b.settings.ValueHorizon), pairs...)
	}
	return b.say("value.expected", pairs...)
}

// integerLike shows a model's float as a whole number.
func integerLike() Format { return Format{Kind: Decimal} }

func (b *builder) valueFigures() []Figure {
	purchases, alive, value := b.expected()
	return []Figure{
		b.moneyFigure("expected_value", value),
		b.figure("expected_purchases", purchases, integerLike()),
		b.figure("alive", alive, integerLike()),
		b.figure("modelled", int64(b.answers.ValueCustomers.Len()), integerFormat()),
	}
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
		case !probabilistic(h.Text(r, "rule")) && (naive < 0 || h.Float(r, "mae") < h.Float(naive, "mae")):
			naive = r
		}
	}
	if chosen < 0 {
		return b.say("value.none_chosen")
	}
	named := b.translated(h, "rule", "model.")
	pairs := []string{
		"rule", named.Text(chosen, "rule"), "predicted", b.Show(integerLike(), h.Float(chosen, "predicted")),
		"actual", b.Words.Integer(h.Integer(chosen, "actual")), "mae", b.Show(decimalFormat(3), h.Float(chosen, "mae")),
	}
	if !probabilistic(h.Text(chosen, "rule")) {
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

// probabilistic tells the fitted models (BG/NBD, MBG/NBD, Pareto/NBD) from the
// rules of thumb that they have to beat.
func probabilistic(rule string) bool { return strings.Contains(strings.ToUpper(rule), "NBD") }

func (b *builder) deciles() (Chart, Table) {
	data := withShares(sortedBy(b.answers.ValueDeciles, "decile", false), "revenue", "revenue_share")
	share := b.column("revenue_share", percentFormat())
	share.Bar = true
	chart := Chart{
		ID: "value-deciles", Title: b.say("value.chart"), Description: b.say("value.chart_says"),
		Kind: Bars, X: "decile", XFormat: integerFormat(), Format: Format{Kind: Percent},
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
				b.column("bias", decimalFormat(4)), b.column("mae", decimalFormat(4)), b.column("chosen", yesNoFormat()),
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

// of shows another column of the data under this label.
func (c Column) of(name string) Column {
	c.Name = name
	return c
}

func (b *builder) valueList() Table {
	data := sortedBy(b.answers.ValueCustomers, "clv", true)
	clv := b.moneyColumn(data, "clv")
	clv.Bar = true
	return Table{
		ID: "value-customers", Title: b.say("value.list"), Sheet: b.say("value.sheet"), Data: data, List: true, PageRows: 15,
		Columns: []Column{
			b.column("customer", textFormat()), b.column("customer_id", textFormat()), clv,
			b.column("p_alive", percentFormat()), b.column("expected_purchases", decimalFormat(2)),
			b.column("lo90", decimalFormat(0)), b.column("hi90", decimalFormat(0)), b.moneyColumn(data, "expected_value"),
			b.column("repeat_purchases", integerFormat()).of("frequency"), b.column("recency_days", integerFormat()),
		},
	}
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
