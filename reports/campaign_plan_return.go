package reports

import (
	"github.com/shopspring/decimal"

	"clientele/internal/table"
)

// returnPoints say what the plan should bring beyond what comes anyway, what it
// costs and leaves, and from which effect on it pays.
func (p *campaignPlan) returnPoints() []Point {
	if p.totals.Len() == 0 || p.total("treated") == 0 {
		return nil
	}
	brings := Point{Section: "campaign_return", Tone: Worse, Text: p.say("campaign_plan.unknown")}
	if e, ok := estimated(p.totals, 0, "incremental", "incremental_lo", "incremental_hi"); ok {
		brings = Point{Section: "campaign_return", Text: p.ranged("campaign_plan.incremental", e)}
	}
	points := []Point{brings}
	if _, told := p.gave("no_history"); told && brings.Tone == Worse {
		points = nil
	}
	if text, tone := p.profitSentence(); text != "" {
		points = append(points, Point{Section: "campaign_return", Tone: tone, Text: text})
	}
	if text, tone := p.breakEvenSentence(); text != "" {
		points = append(points, Point{Section: "campaign_return", Tone: tone, Text: text})
	}
	return points
}

// ranged says an estimate of money with its interval, where it has one.
func (b *builder) ranged(key string, e estimate) string {
	if !e.ranged {
		return b.say(key+"_alone", "value", b.moneyOf(e, e.value))
	}
	return b.say(key, "value", b.moneyOf(e, e.value), "low", b.moneyOf(e, e.low), "high", b.moneyOf(e, e.high))
}

// profitSentence says what it costs and what is left after that: surely, or
// perhaps nothing.
func (p *campaignPlan) profitSentence() (string, Tone) {
	cost := ""
	if p.totals.Value(0, "cost") != nil {
		cost = p.say("campaign_plan.cost", "cost", p.money(p.rounded(p.totals, 0, "cost")))
	}
	e, ok := estimated(p.totals, 0, "profit", "profit_lo", "profit_hi")
	switch {
	case !ok:
		return cost, Neutral
	case e.value < 0:
		loss := estimate{value: -e.value, low: -e.high, high: -e.low, ranged: e.ranged && e.high < 0}
		if e.ranged && e.high >= 0 {
			return joined(cost, p.say("campaign_plan.loss_unsure", "value", p.moneyOf(e, -e.value), "high", p.moneyOf(e, e.high))), Worse
		}
		return joined(cost, p.ranged("campaign_plan.loss", loss)), Worse
	case e.ranged && e.low < 0:
		return joined(cost, p.ranged("campaign_plan.profit_unsure", e)), Neutral
	case e.ranged:
		return joined(cost, p.ranged("campaign_plan.profit", e)), Better
	}
	return joined(cost, p.ranged("campaign_plan.profit", e)), Neutral
}

// joined puts sentences one after the other, those that are.
func joined(sentences ...string) string {
	out := ""
	for _, s := range sentences {
		if out != "" && s != "" {
			out += " "
		}
		out += s
	}
	return out
}

// breakEvenSentence says from which effect on the plan pays.
func (p *campaignPlan) breakEvenSentence() (string, Tone) {
	need, ok := measure(p.totals, 0, "break_even")
	if !ok {
		return "", Neutral
	}
	lift, known := estimated(p.totals, 0, "lift", "lift_lo", "lift_hi")
	least := p.hundredOf(estimate{value: need}, need)
	switch {
	case need <= 0:
		return p.say("campaign_plan.pays_always"), Neutral
	case need > 1:
		return p.say("campaign_plan.pays_never"), Worse
	case !known:
		return p.say("campaign_plan.pays_from", "need", least), Neutral
	}
	return p.say("campaign_plan.pays_expected", "need", least, "lift", p.hundredOf(lift, lift.value)), Neutral
}

// returns shows what each segment should bring, after its costs.
func (p *campaignPlan) returns() Section {
	s := p.section("campaign_return")
	data := p.returnRows()
	s.Lead = p.segmentSentences()
	if !hasValue(data, "incremental") && !hasValue(data, "profit") && !hasValue(data, "cost") {
		return p.missing(s)
	}
	if chart := p.profitChart(data); chart.Data.Len() > 1 {
		s.Charts = []Chart{chart}
	}
	s.Tables = append(p.returnTable(data), p.budgetTable()...)
	s.Note = p.say("campaign_return.note")
	if level := p.campaign.Level; level > 0 && level < 1 {
		s.Note += " " + p.say("campaign_return.level", "level", p.Show(Format{Kind: Percent}, level))
	}
	return s
}

// returnRows are the segments with the words that the page shows.
func (p *campaignPlan) returnRows() *table.Table {
	data := p.translated(p.segments, "lift_basis", "basis.")
	for r, row := range data.Rows {
		if data.Integer(r, "treated") > 0 {
			continue
		}
		for _, column := range []string{"revenue", "incremental", "incremental_lo", "incremental_hi", "cost", "outlay", "discount", "profit", "profit_lo", "profit_hi"} {
			row[data.Index(column)] = nil // nobody is addressed
		}
	}
	money := func(value any) string { return p.Words.Number(p.moneyNumber(value), 0) }
	data = p.withRange(data, "incremental_range", "incremental_lo", "incremental_hi", money)
	data = p.withRange(data, "profit_range", "profit_lo", "profit_hi", money)
	return p.withRange(data, "lift_range", "lift_lo", "lift_hi", func(value any) string { return p.Show(changeFormat(), value) })
}

func (b *builder) moneyNumber(value any) decimal.Decimal {
	n, _ := b.moneyFormat().Number(value)
	return n
}

// segmentSentences name the segment that should leave most, and those that
// should lose.
func (p *campaignPlan) segmentSentences() []string {
	best, losing, loss := -1, int64(0), decimal.Zero
	for r := range p.segments.Len() {
		profit, ok := measure(p.segments, r, "profit")
		switch {
		case !ok || p.segments.Integer(r, "treated") == 0:
		case profit < 0:
			losing, loss = losing+1, loss.Add(p.rounded(p.segments, r, "profit"))
		case best < 0 || profit > p.segments.Float(best, "profit"):
			best = r
		}
	}
	var lines []string
	if best >= 0 && p.segments.Len() > 1 {
		e, _ := estimated(p.segments, best, "profit", "profit_lo", "profit_hi")
		lines = append(lines, p.Words.Count("campaign_return.best", p.segments.Integer(best, "treated"), "segment", name(p.segments.Text(best, "label")), "profit", p.moneyOf(e, e.value)))
	}
	if losing > 0 {
		lines = append(lines, p.Words.Count("campaign_return.losing", losing, "loss", p.money(loss.Abs())))
	}
	return append(lines, p.budgetSentences()...)
}

// budgetSentences say whether the budget is enough, and whom it leaves out.
func (p *campaignPlan) budgetSentences() []string {
	if !p.campaign.Budget.Valid {
		return nil
	}
	budget := p.money(p.campaign.Budget.Decimal)
	var out []string
	for r := range p.segments.Len() {
		if p.segments.Value(r, "chosen") == false {
			out = append(out, p.say("campaign_plan.quoted", "text", name(p.segments.Text(r, "label"))))
		}
	}
	if len(out) == 0 {
		return []string{p.say("campaign_return.budget_all", "budget", budget)}
	}
	return []string{p.Words.Count("campaign_return.budget_out", int64(len(out)), "budget", budget, "segments", p.listed(out))}
}

func (p *campaignPlan) profitChart(data *table.Table) Chart {
	shown := &table.Table{Columns: data.Columns}
	for r, row := range data.Rows {
		if data.Value(r, "profit") != nil && data.Integer(r, "treated") > 0 && shown.Len() < rangeRows {
			shown.Rows = append(shown.Rows, row)
		}
	}
	return Chart{
		ID: "campaign-profit", Title: p.withCurrency(p.say("campaign_return.chart")), Description: p.say("campaign_return.chart_says"), Kind: Ranges, X: "label", XFormat: textFormat(),
		Format: Format{Kind: Money}, Series: []Series{{Column: "profit", Label: p.say("column.profit"), Colour: Strong}},
		Bands: []Band{{Low: "profit_lo", High: "profit_hi", Label: p.say("campaign.interval")}}, Data: shown, Table: "campaign-return",
	}
}

// returnTable has what each segment should do; the intervals are a text on the
// page, numbers in the book.
func (p *campaignPlan) returnTable(data *table.Table) []Table {
	points := changeFormat()
	effects := p.filled(data, []Column{
		p.column("segment", textFormat()).of("label"), p.column("treated", integerFormat()), p.column("baseline", percentFormat()),
		p.column("lift", points), p.column("lift_range", textFormat()).onPage(), p.column("lift_lo", points).inWorkbook(), p.column("lift_hi", points).inWorkbook(),
		p.column("break_even", points), p.column("lift_basis", textFormat()),
	})
	money := p.filled(data, []Column{
		p.column("segment", textFormat()).of("label"), p.estimateColumn(data, "revenue").inWorkbook(), p.estimateColumn(data, "incremental"), p.column("incremental_range", textFormat()).onPage(),
		p.estimateColumn(data, "incremental_lo").inWorkbook(), p.estimateColumn(data, "incremental_hi").inWorkbook(), p.moneyColumn(data, "outlay"), p.moneyColumn(data, "discount"), p.moneyColumn(data, "cost"),
		p.estimateColumn(data, "profit"), p.column("profit_range", textFormat()).onPage(), p.estimateColumn(data, "profit_lo").inWorkbook(), p.estimateColumn(data, "profit_hi").inWorkbook(),
	})
	var tables []Table
	if hasValue(data, "lift") || hasValue(data, "baseline") || hasValue(data, "break_even") {
		tables = append(tables, Table{ID: "campaign-effect", Title: p.say("campaign_return.effects"), Data: data, Swatches: p.segmentSwatches(data), Columns: effects, Total: p.totalRow(data, effects), Note: p.say("campaign_return.table_note")})
	}
	if len(money) > 1 {
		tables = append(tables, Table{ID: "campaign-return", Title: p.say("campaign_return.table"), Data: data, Swatches: p.segmentSwatches(data), Columns: money, Total: p.totalRow(data, money)})
	}
	return tables
}

// budgetTable says how the budget is spread; there is none without a budget.
func (p *campaignPlan) budgetTable() []Table {
	if !p.campaign.Budget.Valid || !hasValue(p.segments, "budget") && !hasValue(p.segments, "chosen") {
		return nil
	}
	data := sortedBy(p.segments, "budget", true)
	columns := p.filled(data, []Column{
		p.column("segment", textFormat()).of("label"), p.column("in_budget", yesNoFormat()).of("chosen"), p.column("treated", integerFormat()), p.moneyColumn(data, "budget"), p.estimateColumn(data, "profit"),
	})
	return []Table{{ID: "campaign-budget", Title: p.say("campaign_return.budget"), Data: data, Swatches: p.segmentSwatches(data), Columns: columns, Total: p.totalRow(data, columns), Note: p.say("campaign_return.budget_note")}}
}
