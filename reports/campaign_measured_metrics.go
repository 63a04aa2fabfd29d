package reports

import (
	"strings"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
)

func decimalOf(value float64) decimal.Decimal { return decimal.NewFromFloat(value) }

// metrics are a section for each metric: all members, then the segments.
func (m *campaignMeasured) metrics() []Section {
	var sections []Section
	for _, metric := range campaignMetrics() {
		rows := m.metricRows(metric)
		if rows.Len() == 0 {
			continue
		}
		s := m.section("campaign_"+metric, "segments/campaign_outcomes")
		s.Lead = m.partSentences(rows)
		if chart := m.effectChart(metric, rows); chart != nil {
			s.Charts = []Chart{*chart}
		}
		s.Tables = []Table{m.effectTable(metric, rows)}
		if metric == "revenue" {
			s.Tables = append(s.Tables, m.returnTable(rows)...)
		}
		s.Note = m.say("campaign_effects.note")
		sections = append(sections, s)
	}
	return sections
}

// metricRows are the results in one metric, those of all members first, with
// the words that the page shows and the interval that is honest on the day.
func (m *campaignMeasured) metricRows(metric string) *table.Table {
	out := &table.Table{Columns: m.results.Columns}
	for _, whole := range []bool{true, false} {
		for r, row := range m.results.Rows {
			if m.results.Text(r, "metric") == metric && (m.results.Value(r, "segment") == nil) == whole {
				out.Rows = append(out.Rows, row)
			}
		}
	}
	out = extend(out, table.Column{Name: "label", Kind: table.Text}, func(r int) any {
		if out.Value(r, "segment") == nil {
			return m.say("campaign.all_members")
		}
		return m.segmentTitle("", out.Text(r, "segment"))
	})
	rows := honest(extend(out, table.Column{Name: "judged", Kind: table.Text}, func(r int) any { return out.Value(r, "verdict") }))
	out = extend(rows, table.Column{Name: "luck_word", Kind: table.Text}, func(r int) any { return m.certainty(rows, r) })
	out = m.withRange(out, "effect_range", "effect_lo", "effect_hi", func(value any) string { return m.effectText(metric, rows, value) })
	out = m.withRange(out, "incremental_range", "incremental_lo", "incremental_hi", func(value any) string { return m.Words.Number(m.moneyNumber(value), 0) })
	out = m.withRange(out, "profit_range", "profit_lo", "profit_hi", func(value any) string { return m.Words.Number(m.moneyNumber(value), 0) })
	return m.translated(out, "verdict", "outcome.")
}

// certainty says in words how easily luck explains an effect: corrected where
// there are several segments, and at a look before the end by the interval that
// stays true, since a single look's chance is too small then.
func (m *campaignMeasured) certainty(rows *table.Table, row int) any {
	p := rows.Value(row, "p_adjusted")
	if p == nil {
		p = rows.Value(row, "p")
	}
	e, ok := effectOf(rows, row)
	switch {
	case !interim(rows, row):
		return m.luckWord(p)
	case !ok || !e.ranged:
		return nil
	}
	if e.low > 0 || e.high < 0 {
		return m.say("luck.unlikely")
	}
	if value, known := measure(rows, row, "p"); known && value < 0.2 {
		return m.say("luck.may_be")
	}
	return m.say("luck.well")
}

// effectText writes one border of an effect.
func (m *campaignMeasured) effectText(metric string, rows *table.Table, value any) string {
	return m.Show(m.effectFormat(metric, rows), value)
}

// effectFormat is how the effects of a metric are written: money, per cent of
// the customers, or orders of a customer.
func (m *campaignMeasured) effectFormat(metric string, rows *table.Table) Format {
	switch metric {
	case "revenue":
		return Format{Kind: Decimal, Digits: m.effectDigits(rows, "treated_mean"), Signed: true} // money in a table has the digits of its largest
	case "orders":
		return Format{Kind: Decimal, Digits: 3, Signed: true}
	}
	return changeFormat()
}

// partSentences name the segments whose effect is beyond chance.
func (m *campaignMeasured) partSentences(rows *table.Table) []string {
	var lines []string
	if rows.Value(0, "segment") == nil {
		if text := m.effectSentence(rows, 0); text != "" && m.usable() {
			lines = append(lines, m.doubted(text, rows.Text(0, "judged")))
		}
	}
	var better, worse []string
	parts := int64(0)
	for r := range rows.Len() {
		if rows.Value(r, "segment") == nil {
			continue
		}
		parts++
		title := m.say("campaign_plan.quoted", "text", name(rows.Text(r, "label")))
		switch rows.Text(r, "judged") {
		case "worked":
			better = append(better, title)
		case "harmed":
			worse = append(worse, title)
		}
	}
	switch {
	case parts < 2 || !m.usable():
	case len(better)+len(worse) == 0:
		lines = append(lines, m.Words.Count("campaign_effects.no_part", parts))
	default:
		if len(better) > 0 {
			lines = append(lines, m.Words.Count("campaign_effects.better", int64(len(better)), "segments", m.listed(better)))
		}
		if len(worse) > 0 {
			lines = append(lines, m.Words.Count("campaign_effects.worse", int64(len(worse)), "segments", m.listed(worse)))
		}
	}
	return lines
}

// effectChart draws the effects with their intervals; nil where there is one
// alone.
func (m *campaignMeasured) effectChart(metric string, rows *table.Table) *Chart {
	shown := &table.Table{Columns: rows.Columns}
	for r, row := range rows.Rows {
		if rows.Value(r, "effect") != nil && shown.Len() < rangeRows {
			shown.Rows = append(shown.Rows, row)
		}
	}
	if shown.Len() < 2 {
		return nil
	}
	format, title := m.effectFormat(metric, rows), m.say("campaign_effects.chart_"+metric)
	if metric == "revenue" {
		title, format.Kind = m.withCurrency(title), Money
	}
	return &Chart{
		ID: "campaign-" + metric, Title: title, Description: m.say("campaign_effects.chart_says"), Kind: Ranges, X: "label", XFormat: textFormat(),
		Format: Format{Kind: format.Kind, Digits: format.Digits}, Series: []Series{{Column: "effect", Label: m.say("column.campaign_effect"), Colour: Strong}},
		Bands: []Band{{Low: "effect_lo", High: "effect_hi", Label: m.say("campaign.interval")}}, Data: shown, Table: "campaign-" + metric,
	}
}

// effectTable has both arms, the effect and how sure it is.
func (m *campaignMeasured) effectTable(metric string, rows *table.Table) Table {
	effect := m.effectFormat(metric, rows)
	level := effect
	level.Signed = false
	label := func(c Column) Column {
		if metric == "revenue" {
			c.Label = m.withCurrency(c.Label)
		}
		return c
	}
	columns := m.filled(rows, []Column{
		m.column("members_of", textFormat()).of("label"), m.column("treated", integerFormat()), m.column("control", integerFormat()),
		label(m.column("treated_"+metric, level)).of("treated_mean"), label(m.column("control_"+metric, level)).of("control_mean"), label(m.column("campaign_effect", effect)).of("effect"),
		m.column("effect_range", textFormat()).onPage(), label(m.column("effect_lo", effect)).inWorkbook(), label(m.column("effect_hi", effect)).inWorkbook(),
		m.column("luck_word", textFormat()), m.column("p", decimalFormat(4)).inWorkbook(), m.column("p_adjusted", decimalFormat(4)).inWorkbook(),
		m.column("verdict", textFormat()),
	})
	return Table{ID: "campaign-" + metric, Title: m.say("campaign_effects.table_" + metric), Data: rows, Swatches: m.segmentSwatches(rows), Columns: columns, Note: m.say("campaign_effects.table_note")}
}

// returnTable has the money of the effects: what came besides, the cost, what is
// left.
func (m *campaignMeasured) returnTable(rows *table.Table) []Table {
	if !hasValue(rows, "incremental") {
		return nil
	}
	left := func(name string) Column {
		c := m.estimateColumn(rows, name)
		if m.marginless() {
			c.Label = m.moneyLabel(beforeGoods(name))
		}
		return c
	}
	columns := m.filled(rows, []Column{
		m.column("members_of", textFormat()).of("label"), m.estimateColumn(rows, "incremental"), m.column("incremental_range", textFormat()).onPage(),
		m.estimateColumn(rows, "incremental_lo").inWorkbook(), m.estimateColumn(rows, "incremental_hi").inWorkbook(),
		m.moneyColumn(rows, "cost"), left("profit"), m.column("profit_range", textFormat()).onPage(), left("profit_lo").inWorkbook(), left("profit_hi").inWorkbook(),
	})
	return []Table{{ID: "campaign-money", Title: m.say("campaign_effects.money"), Data: rows, Columns: columns, Note: m.say("campaign_effects.money_note")}}
}

// beforeGoods is what a column of profit is called where the cost of the goods
// is not known: it is no profit then.
func beforeGoods(profit string) string {
	key, known := map[string]string{"profit": "column.campaign_left", "profit_lo": "column.campaign_left_lo", "profit_hi": "column.campaign_left_hi"}[profit]
	if !known {
		return profit
	}
	return strings.TrimPrefix(key, "column.")
}
