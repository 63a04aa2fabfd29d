package reports

import (
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
)

// campaigns compares past campaigns by what each really brought. There is no
// such section without campaigns.
func (b *builder) campaigns() []Section {
	if empty(b.answers.Campaigns) {
		return nil
	}
	s := b.section("campaigns", "segments/campaign_outcomes")
	data := b.campaignRows()
	s.Lead = b.campaignSentences(data)
	if chart := b.campaignChart(data); chart != nil {
		s.Charts = []Chart{*chart}
	}
	s.Tables = b.campaignTables(data)
	s.Note = b.say("campaigns.note")
	return []Section{s}
}

// campaignRows are the campaigns, the last first, each with what its members
// changed in revenue: one row a campaign.
func (b *builder) campaignRows() *table.Table {
	campaigns := having(b.answers.Campaigns, pastColumns()...)
	results := honest(having(b.answers.CampaignResults, resultColumns()...))
	taken := []string{"effect", "effect_lo", "effect_hi", "incremental", "incremental_lo", "incremental_hi", "profit", "profit_lo", "profit_hi", "verdict", "standard_error", "complete"}
	out := &table.Table{Columns: slices.Clone(campaigns.Columns)}
	out.Columns = append(out.Columns, table.Column{Name: "label", Kind: table.Text})
	for _, name := range append([]string{"response", "response_effect"}, taken...) {
		out.Columns = append(out.Columns, table.Column{Name: "result_" + name, Kind: table.Float})
	}
	for r, row := range campaigns.Rows {
		row = append(slices.Clone(row), b.campaignTitle(campaigns, r))
		mine := ofCampaign(results, campaigns.Text(r, "campaign_id"))
		response, revenue := resultRow(mine, "response"), resultRow(mine, "revenue")
		row = append(row, valueAt(mine, response, "treated_mean"))
		if valueAt(mine, revenue, "verdict") == "unsound" { // its figures are for nobody
			response, mine = -1, onlyVerdict(mine)
		}
		row = append(row, valueAt(mine, response, "effect"))
		for _, name := range taken {
			row = append(row, valueAt(mine, revenue, name))
		}
		out.Rows = append(out.Rows, row)
	}
	return sortedBy(out, "started_on", true)
}

// onlyVerdict leaves of results what does not rest on comparing the arms.
func onlyVerdict(results *table.Table) *table.Table {
	out := &table.Table{Columns: results.Columns}
	for _, row := range results.Rows {
		row = slices.Clone(row)
		for i, c := range results.Columns {
			if c.Name != "verdict" && c.Name != "complete" {
				row[i] = nil
			}
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// campaignTitle is what people call a campaign.
func (b *builder) campaignTitle(campaigns *table.Table, row int) string {
	if title := campaigns.Text(row, "campaign"); title != "" {
		return title
	}
	return campaigns.Text(row, "campaign_id")
}

// valueAt is a value of a row, nil where there is no such row.
func valueAt(t *table.Table, row int, column string) any {
	if row < 0 {
		return nil
	}
	return t.Value(row, column)
}

// campaignSentences say which campaigns paid, which did harm, which could not
// be told from chance, and how many had nobody to compare with.
func (b *builder) campaignSentences(data *table.Table) []string {
	lines := []string{b.Words.Count("campaigns.known", int64(data.Len()))}
	named := map[string][]string{}
	running := int64(0)
	for r := range data.Len() {
		verdict := data.Text(r, "result_verdict")
		if verdict == "" {
			verdict = "no_control"
			if data.Integer(r, "control") > 0 {
				verdict = "not_enough"
			}
		}
		named[verdict] = append(named[verdict], b.say("campaign_plan.quoted", "text", Shorten(name(data.Text(r, "label")), 60)))
		if data.Value(r, "result_complete") == false {
			running++
		}
	}
	for _, verdict := range []string{"worked", "harmed", "no_effect", "not_enough", "unsound", "no_control"} {
		if names := named[verdict]; len(names) > 0 {
			lines = append(lines, b.Words.Count("campaigns."+verdict, int64(len(names)), "names", b.listed(names)))
		}
	}
	if text := b.campaignSum(data); text != "" {
		lines = append(lines, text)
	}
	if b.goodsUncounted(data) {
		lines = append(lines, b.say("campaign_measured.no_margin"))
	}
	if running > 0 {
		lines = append(lines, b.Words.Count("campaigns.running", running))
	}
	return lines
}

// goodsUncounted says that the profit of a campaign is without the cost of what
// was sold, since no margin is known.
func (b *builder) goodsUncounted(data *table.Table) bool {
	for r := range data.Len() {
		if data.Value(r, "result_profit") != nil && data.Value(r, "margin") == nil {
			return true
		}
	}
	return false
}

// campaignSum adds up what the campaigns that can be judged left after their
// costs; their errors are independent, so that they add up by their squares.
func (b *builder) campaignSum(data *table.Table) string {
	all, low, high, n := estimate{ranged: true}, 0.0, 0.0, int64(0)
	for r := range data.Len() {
		e, ok := estimated(data, r, "result_profit", "result_profit_lo", "result_profit_hi")
		if verdict := data.Text(r, "result_verdict"); !ok || !e.ranged || verdict == "unsound" || verdict == "no_control" {
			continue
		}
		all.value, n = all.value+e.value, n+1
		low, high = low+(e.value-e.low)*(e.value-e.low), high+(e.high-e.value)*(e.high-e.value)
	}
	if n < 2 {
		return ""
	}
	all.low, all.high = all.value-math.Sqrt(low), all.value+math.Sqrt(high)
	key := "campaigns.sum"
	if b.goodsUncounted(data) {
		key = "campaigns.sum_left"
	}
	return b.Words.Count(key, n, "profit", b.moneyOf(all, all.value), "low", b.moneyOf(all, all.low), "high", b.moneyOf(all, all.high))
}

// campaignPoint is the summary's: how the campaigns that can be judged came
// out.
func (b *builder) campaignPoint() []Point {
	if empty(b.answers.Campaigns) {
		return nil
	}
	data := b.campaignRows()
	worked, harmed, judged := int64(0), int64(0), int64(0)
	for r := range data.Len() {
		switch data.Text(r, "result_verdict") {
		case "worked":
			worked, judged = worked+1, judged+1
		case "harmed":
			harmed, judged = harmed+1, judged+1
		case "no_effect", "not_enough":
			judged++
		}
	}
	p := Point{Section: "campaigns", Text: b.Words.Count("campaigns.point_none", int64(data.Len())), Tone: Worse}
	if judged > 0 {
		p.Tone = Neutral
		p.Text = b.Words.Count("campaigns.point_worked", judged, "worked", b.Words.Integer(worked))
		switch {
		case harmed > 0:
			p.Tone, p.Text = Worse, b.Words.Count("campaigns.point", judged, "worked", b.Words.Integer(worked), "harmed", b.Words.Integer(harmed))
		case worked > 0:
			p.Tone = Better
		}
	}
	return []Point{p}
}

// campaignChart draws the effects of the last campaigns; nil where there are
// none to draw.
func (b *builder) campaignChart(data *table.Table) *Chart {
	shown := &table.Table{Columns: data.Columns}
	for r, row := range data.Rows {
		if verdict := data.Text(r, "result_verdict"); data.Value(r, "result_effect") != nil && verdict != "unsound" && shown.Len() < rangeRows {
			shown.Rows = append(shown.Rows, row)
		}
	}
	if shown.Len() == 0 {
		return nil
	}
	return &Chart{
		ID: "campaigns", Title: b.withCurrency(b.say("campaigns.chart")), Description: b.say("campaigns.chart_says"), Kind: Ranges, X: "label", XFormat: textFormat(),
		Format: Format{Kind: Money, Digits: b.effectDigits(shown, "result_effect")}, Series: []Series{{Column: "result_effect", Label: b.say("column.campaign_effect"), Colour: Strong}},
		Bands: []Band{{Low: "result_effect_lo", High: "result_effect_hi", Label: b.say("campaign.interval")}}, Data: shown, Table: "campaigns-money",
	}
}

// effectDigits is how many digits the effects of a column have, which are a
// customer's.
func (b *builder) effectDigits(t *table.Table, column string) int {
	largest := decimal.Zero
	for r := range t.Len() {
		largest = decimal.Max(largest, number(t, r, column).Abs())
	}
	return b.cents(largest, 1000)
}

// campaignTables are who was addressed, and the money.
func (b *builder) campaignTables(data *table.Table) []Table {
	digits := b.effectDigits(data, "result_effect")
	money := Format{Kind: Decimal, Digits: digits, Signed: true} // money in a table has the digits of its largest
	whole := func(value any) string { return b.Words.Number(b.moneyNumber(value), 0) }
	data = b.withRange(data, "effect_range", "result_effect_lo", "result_effect_hi", func(value any) string { return b.Show(money, value) })
	data = b.withRange(data, "profit_range", "result_profit_lo", "result_profit_hi", whole)
	data = b.translated(b.translated(data, "result_verdict", "outcome."), "channel", "channel.")
	effect := b.column("campaign_effect", money).of("result_effect").named(b.withCurrency(b.say("column.effect_a_customer")))
	uncounted := b.goodsUncounted(data)
	estimates := func(name string) Column {
		label := name
		if uncounted {
			label = beforeGoods(name)
		}
		return b.estimateColumn(data, "result_"+name).named(b.moneyLabel(label))
	}
	return []Table{{
		ID: "campaigns", Title: b.say("campaigns.table"), Data: data, PageRows: 20,
		Columns: b.filled(data, []Column{
			b.column("campaign", textFormat()).of("label"), b.column("verdict", textFormat()).of("result_verdict"), b.column("channel", textFormat()),
			b.column("campaign_start", dateFormat()).of("started_on"), b.column("ended_on", dateFormat()), b.column("treated", integerFormat()), b.column("control", integerFormat()),
			b.column("treated_response", percentFormat()).of("result_response"), b.column("response_effect", changeFormat()).of("result_response_effect"),
		}),
	}, {
		ID: "campaigns-money", Title: b.say("campaigns.money"), Data: data, PageRows: 20, Note: b.say("campaigns.table_note"),
		Columns: b.filled(data, []Column{
			b.column("campaign", textFormat()).of("label"), effect, b.column("effect_range", textFormat()).onPage(),
			effect.of("result_effect_lo").named(b.withCurrency(b.say("column.effect_lo"))).inWorkbook(), effect.of("result_effect_hi").named(b.withCurrency(b.say("column.effect_hi"))).inWorkbook(),
			estimates("incremental"), b.moneyColumn(data, "cost"), estimates("profit"), b.column("profit_range", textFormat()).onPage(),
			estimates("profit_lo").inWorkbook(), estimates("profit_hi").inWorkbook(),
		}),
	}}
}

// named shows a column under another label.
func (c Column) named(label string) Column {
	c.Label = label
	return c
}
