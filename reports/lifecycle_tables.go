package reports

import (
	"slices"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
)

// stageMonths counts the customers of each stage at the end of each month, the
// first month first, with the month's revenue.
func (b *builder) stageMonths(m moves) *table.Table {
	out := &table.Table{Columns: []table.Column{{Name: "month", Kind: table.Date}, {Name: "complete", Kind: table.Boolean}}}
	for _, stage := range stageKeys() {
		out.Columns = append(out.Columns, table.Column{Name: stage, Kind: table.Integer})
	}
	out.Columns = append(out.Columns, table.Column{Name: "revenue", Kind: table.Decimal, Scale: 2})
	for _, month := range m.months {
		row := []any{month, b.complete(month)}
		for _, stage := range stageKeys() {
			row = append(row, m.at(month, stage))
		}
		out.Rows = append(out.Rows, append(row, m.revenue(month)))
	}
	return out
}

// lastTwelve are the last rows of a year, so that the bars of the running month
// stand beside those of the eleven before it.
func lastTwelve(t *table.Table) *table.Table {
	return &table.Table{Columns: t.Columns, Rows: t.Rows[max(0, t.Len()-12):]}
}

// stagesChart stacks the customers who are there or could be kept. Those who
// are lost grow for ever and would hide the others.
func (b *builder) stagesChart(months *table.Table) Chart {
	return Chart{
		ID: "lifecycle-months", Title: b.say("lifecycle.chart"), Description: b.say("lifecycle.chart_says"),
		Kind: StackedBars, X: "month", XFormat: monthFormat(), Format: integerFormat(), Series: b.stageSeries("active", "new", "won_back", "at_risk"),
		Data: lastTwelve(months), Incomplete: "complete", Table: "lifecycle-months",
	}
}

func (b *builder) stageSeries(stages ...string) []Series {
	kind := b.lifecycleStages()
	var out []Series
	for _, stage := range stages {
		out = append(out, Series{Column: stage, Label: kind.label(stage), Colour: kind.colour(stage)})
	}
	return out
}

// stageMoneyChart stacks each month's revenue by what its customers were before
// the month; who came in the month is new. The stacks are the months' revenue.
func (b *builder) stageMoneyChart(m moves) Chart {
	data := &table.Table{Columns: []table.Column{{Name: "month", Kind: table.Date}, {Name: "complete", Kind: table.Boolean}}}
	columns := []string{"active", "new", "won_back", "at_risk", "lost", "nobody"}
	for _, column := range columns {
		data.Columns = append(data.Columns, table.Column{Name: column, Kind: table.Decimal, Scale: 2})
	}
	for _, month := range m.months {
		sums := map[string]decimal.Decimal{}
		for _, row := range m.rows {
			if !row.month.Equal(month) {
				continue
			}
			from := row.from
			switch {
			case row.nobodys():
				from = "nobody"
			case from == "" || from == "prospect":
				from = "new"
			}
			sums[from] = sums[from].Add(row.revenue)
		}
		row := []any{month, b.complete(month)}
		for _, column := range columns {
			row = append(row, sums[column])
		}
		data.Rows = append(data.Rows, row)
	}
	kind := b.lifecycleStages()
	series := []Series{
		{Column: "active", Label: kind.label("active"), Colour: kind.colour("active")}, {Column: "new", Label: kind.label("new"), Colour: kind.colour("new")},
		{Column: "won_back", Label: kind.label("won_back"), Colour: kind.colour("won_back")}, {Column: "at_risk", Label: kind.label("at_risk"), Colour: kind.colour("at_risk")},
		{Column: "lost", Label: kind.label("lost"), Colour: kind.colour("lost")},
		{Column: "nobody", Label: b.say("series.anonymous"), Colour: Faint},
	}
	series = slices.DeleteFunc(series, func(s Series) bool { return sum(data, s.Column).IsZero() })
	return Chart{
		ID: "lifecycle-money", Title: b.withCurrency(b.say("lifecycle.money")), Description: b.say("lifecycle.money_says"),
		Kind: StackedBars, X: "month", XFormat: monthFormat(), Format: Format{Kind: Money}, Series: series, Data: lastTwelve(data), Incomplete: "complete", Table: "lifecycle-flows",
	}
}

// stagesTable has the stages with their numbers and what to do about each.
func (b *builder) stagesTable(m moves) Table {
	now := m.months[len(m.months)-1]
	data := &table.Table{Columns: []table.Column{
		{Name: "stage", Kind: table.Text}, {Name: "customers", Kind: table.Integer}, {Name: "customers_share", Kind: table.Decimal, Scale: 6},
		{Name: "month_before", Kind: table.Integer}, {Name: "year_before", Kind: table.Integer},
		{Name: "revenue_12m", Kind: table.Decimal, Scale: 2}, {Name: "value_to_come", Kind: table.Decimal, Scale: 2}, {Name: "advice", Kind: table.Text},
	}}
	earlier := func(months int, stage string) any {
		month := now.AddDate(0, -months, 0)
		if !slices.ContainsFunc(m.months, month.Equal) {
			return nil
		}
		return m.at(month, stage)
	}
	all := m.count(now, "new", "active", "won_back", "at_risk", "lost")
	var swatches []Colour
	for _, stage := range stageKeys() {
		n := m.at(now, stage)
		if n == 0 && stage == "prospect" {
			continue
		}
		advice, _ := b.Words.Find("stage_advice." + stage)
		row := []any{b.stageName(stage), n, nil, earlier(1, stage), earlier(12, stage), nil, nil, advice}
		if stage != "prospect" {
			row[2] = ratio(decimal.NewFromInt(n), decimal.NewFromInt(all))
		}
		if t, r := b.summaryRow("lifecycle", stage); r >= 0 {
			row[5], row[6] = t.Value(r, "revenue_12m"), t.Value(r, "value_to_come")
			if do := t.Text(r, "do"); do != "" {
				row[7] = do
			}
		}
		data.Rows, swatches = append(data.Rows, row), append(swatches, SegmentColour("lifecycle", stage))
	}
	share := b.column("customers_share", percentFormat())
	share.Bar = true
	before, year := b.column("customers", integerFormat()).of("month_before"), b.column("customers", integerFormat()).of("year_before")
	before.Label = b.say("lifecycle.on", "date", b.Words.Date(now.AddDate(0, 0, -1)))
	year.Label = b.say("lifecycle.on", "date", b.Words.Date(now.AddDate(-1, 1, -1)))
	columns := []Column{b.column("lifecycle_stage", textFormat()).of("stage"), b.column("customers", integerFormat()), share, before, year}
	for _, name := range []string{"revenue_12m", "value_to_come"} {
		if hasValue(data, name) {
			columns = append(columns, b.moneyColumn(data, name))
		}
	}
	return Table{ID: "lifecycle", Title: b.say("lifecycle.table"), Data: data, Swatches: swatches, Columns: append(columns, b.column("advice", textFormat()).wide())}
}

// stageMonthsTable has the months, the last one first.
func (b *builder) stageMonthsTable(months *table.Table) Table {
	data := &table.Table{Columns: months.Columns, Rows: slices.Clone(months.Rows)}
	slices.Reverse(data.Rows)
	columns := []Column{b.column("month", monthFormat())}
	for _, stage := range stageKeys() {
		if hasCount(data, stage) {
			columns = append(columns, Column{Name: stage, Label: b.stageName(stage), Format: integerFormat()})
		}
	}
	columns = append(columns, b.moneyColumn(data, "revenue"))
	return Table{ID: "lifecycle-months", Title: b.say("lifecycle.months"), Data: data, Columns: columns}
}

// hasCount says whether anybody is in a column.
func hasCount(t *table.Table, column string) bool { return sum(t, column).IsPositive() }
