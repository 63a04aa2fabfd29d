package reports

import (
	"github.com/shopspring/decimal"

	"clientele/internal/table"
)

// audiencePoints say how many are addressed, and how many stay out.
func (p *campaignPlan) audiencePoints() []Point {
	treated, control := p.total("treated"), p.total("control")
	if treated == 0 {
		return []Point{{Section: "campaign_audience", Tone: Worse, Text: p.say("campaign_plan.nobody")}}
	}
	who := Point{Section: "campaign_audience", Text: p.Words.Count("campaign_plan.treated", treated,
		"reachable", p.Words.Integer(p.total("reachable")), "customers", p.Words.Integer(p.total("customers")))}
	out := Point{Section: "campaign_audience", Text: p.Words.Count("campaign_plan.control", control)}
	if control == 0 {
		out = Point{Section: "campaign_audience", Tone: Worse, Text: p.say("campaign_plan.no_control")}
	}
	if holdout := p.total("holdout"); holdout > 0 {
		out.Text = joined(out.Text, p.Words.Count("campaign_plan.holdout", holdout))
	}
	return []Point{who, out}
}

// audience shows of each segment who is addressed, who stays out, and why the
// others cannot be reached.
func (p *campaignPlan) audience() Section {
	s := p.section("campaign_audience")
	s.Lead = p.reasonSentences()
	data := p.withUnspent(p.segments)
	if chart := p.audienceChart(data); chart != nil {
		s.Charts = []Chart{*chart}
	}
	s.Tables = []Table{p.audienceTable(data)}
	s.Note = p.say("campaign_audience.note")
	return s
}

// reasonSentences name what keeps most customers from being reached.
func (p *campaignPlan) reasonSentences() []string {
	most, why, all := int64(0), "", int64(0)
	for _, reason := range outReasons() {
		n := p.total(reason)
		all += n
		if n > most {
			most, why = n, reason
		}
	}
	if all == 0 {
		return []string{p.say("campaign_audience.all")}
	}
	var lines []string
	if share := ratio(decimal.NewFromInt(all), decimal.NewFromInt(p.total("customers"))); share != nil {
		lines = append(lines, p.Words.Count("campaign_audience.out", all, "share", p.Show(Format{Kind: Percent}, share)))
	}
	return append(lines, p.Words.Count("campaign_audience."+why, most))
}

// withUnspent adds who could be reached but is neither addressed nor a control:
// the budget ends before them.
func (p *campaignPlan) withUnspent(t *table.Table) *table.Table {
	return extend(t, table.Column{Name: "unspent", Kind: table.Integer}, func(r int) any {
		rest := t.Integer(r, "customers") - t.Integer(r, "treated") - t.Integer(r, "control") - t.Integer(r, "holdout")
		for _, reason := range outReasons() {
			rest -= t.Integer(r, reason)
		}
		return max(0, rest)
	})
}

// rangeRows is how many segments or campaigns a chart shows.
const rangeRows = 20

// audienceChart is a bar a segment, cut by what happens to its customers.
func (p *campaignPlan) audienceChart(data *table.Table) *Chart {
	chart := Chart{
		ID: "campaign-audience", Title: p.say("campaign_audience.chart"), Description: p.say("campaign_audience.chart_says"), Kind: StackedRows, X: "label", XFormat: textFormat(),
		Format: integerFormat(), Data: &table.Table{Columns: data.Columns, Rows: data.Rows[:min(rangeRows, data.Len())]}, Table: "campaign-audience",
	}
	for _, s := range []Series{
		{Column: "treated", Colour: Accent}, {Column: "control", Colour: Second}, {Column: "holdout", Colour: Second, Pale: true}, {Column: "unspent", Colour: Accent, Pale: true},
		{Column: "no_consent", Colour: Fall}, {Column: "no_address", Colour: Muted}, {Column: "suppressed", Colour: Strong, Pale: true},
		{Column: "under_pressure", Colour: Third}, {Column: "other_campaign", Colour: Third, Pale: true},
	} {
		if sum(data, s.Column).IsPositive() {
			s.Label = p.say("column." + s.Column)
			chart.Series = append(chart.Series, s)
		}
	}
	if len(chart.Series) == 0 {
		return nil
	}
	return &chart
}

func (p *campaignPlan) audienceTable(data *table.Table) Table {
	columns := []Column{p.column("segment", textFormat()).of("label")}
	if len(p.campaign.Offers) > 1 {
		columns = append(columns, p.column("offer", textFormat()))
	}
	columns = append(columns, p.column("customers", integerFormat()), p.column("reachable", integerFormat()), p.column("treated", integerFormat()), p.column("control", integerFormat()))
	for _, name := range []string{"holdout", "unspent", "no_consent", "no_address", "suppressed", "under_pressure", "other_campaign"} {
		if sum(data, name).IsPositive() {
			columns = append(columns, p.column(name, integerFormat()))
		}
	}
	return Table{ID: "campaign-audience", Title: p.say("campaign_audience.table"), Data: data, Swatches: p.segmentSwatches(data), Columns: columns, Total: p.totalRow(data, columns)}
}

// totalRow is the plan's row of totals in the order of a table's columns; what
// it does not say is added up where that makes sense.
func (p *campaignPlan) totalRow(data *table.Table, columns []Column) []any {
	total := make([]any, len(columns))
	total[0] = p.say("total")
	for i, c := range columns {
		switch {
		case !c.Format.Numeric():
		case p.totals.Len() > 0 && p.totals.Index(c.Name) >= 0 && p.totals.Value(0, c.Name) != nil:
			total[i] = p.totals.Value(0, c.Name)
		case c.Format.Kind == Integer && c.Name != "needed":
			total[i] = sum(data, c.Name).IntPart()
		}
	}
	var added []string // where nobody is in two of the rows
	for _, c := range columns {
		if c.Format.Kind == Integer && c.Name != "needed" || c.Format.Kind == Money {
			added = append(added, c.Name)
		}
	}
	summed(Table{Columns: columns, Data: data, Total: total}, added...)
	return total
}
