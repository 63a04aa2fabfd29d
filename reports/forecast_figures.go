package reports

import (
	"slices"
	"strings"

	"clientele/internal/table"
)

// smallMonths is how much of the past a small chart shows.
const smallMonths = 24

// gridCharts is how many small charts a grid has; the table has the rest.
const gridCharts = 12

// figures shows what to expect beside revenue: orders, buyers, new customers,
// average order, margin. There is no such section without them.
func (b *builder) figures() []Section {
	rows := b.wholes()
	if len(rows) == 0 || len(rows) == 1 && b.answers.ForecastMetrics.Text(rows[0], "figure") == "revenue" {
		return nil
	}
	s := b.section("figures", "forecasts/monthly_series")
	for _, r := range rows {
		s.Lead = append(s.Lead, b.figureSentence(r)...)
	}
	s.Grids, s.Tables = b.figuresGrid(), b.figuresTables()
	return []Section{s}
}

// figureSentence tells a figure's next twelve months beside the last; revenue
// has been told.
func (b *builder) figureSentence(row int) []string {
	m := b.answers.ForecastMetrics
	figure := m.Text(row, "figure")
	if figure == "revenue" {
		return nil
	}
	change := b.change(number(m, row, "next12"), number(m, row, "last12"), "than.last12")
	if m.Value(row, "next12") == nil || m.Value(row, "last12") == nil || change == "" {
		if m.Value(row, "mean") == nil {
			return nil
		}
		return []string{b.say("figures.month", "figure", b.figureName(figure), "value", b.figureValue(row, "mean"), "month", b.Words.LongMonth(m.Time(row, "next_month")))}
	}
	key := "figures.year"
	if meanFigure(figure) {
		key = "figures.year_mean"
	}
	return []string{b.say(key, "figure", b.figureName(figure), "value", b.yearValue(row, "next12"), "change", change)}
}

// figureValue is a number or an amount in a sentence.
func (b *builder) figureValue(row int, column string) string {
	m := b.answers.ForecastMetrics
	if countedFigure(m.Text(row, "figure")) {
		return b.Show(integerLike(), m.Value(row, column))
	}
	return b.money(b.rounded(m, row, column))
}

// meanFigure says that a figure's year is told by its mean month: somebody who
// buys in three months is a buyer of each, so that the sum of months counts no
// people. A new customer is new once, and those add up.
func meanFigure(figure string) bool { return figure == "buyers" }

// yearValue is the value of twelve months in a sentence.
func (b *builder) yearValue(row int, column string) string {
	m := b.answers.ForecastMetrics
	if meanFigure(m.Text(row, "figure")) {
		return b.Show(integerLike(), m.Float(row, column)/12)
	}
	return b.figureValue(row, column)
}

// monthlyMeans makes mean months of the years of figures that do not add up.
func monthlyMeans(data *table.Table) *table.Table {
	out := &table.Table{Columns: data.Columns, Rows: slices.Clone(data.Rows)}
	for r := range out.Rows {
		if !meanFigure(data.Text(r, "figure")) {
			continue
		}
		out.Rows[r] = slices.Clone(out.Rows[r])
		for _, column := range []string{"last12", "next12"} {
			if sum, ok := float(data, r, column); ok {
				out.Rows[r][out.Index(column)] = sum / 12
			}
		}
	}
	return out
}

// figuresGrid are the figures beside revenue, each with its own past and
// forecast.
func (b *builder) figuresGrid() []Grid {
	rows := b.wholes()
	var charts []Chart
	for _, r := range rows {
		m := b.answers.ForecastMetrics
		figure := m.Text(r, "figure")
		if figure == "revenue" {
			continue
		}
		if data := b.smallData(figure, nil, nil); data != nil {
			chart := b.smallChart("figure-"+slug(figure), b.figureName(figure), r, data)
			chart.Table = "figures-money"
			if countedFigure(figure) {
				chart.Table = "figures-counts"
			}
			charts = append(charts, chart)
		}
	}
	if len(charts) == 0 {
		return nil
	}
	return []Grid{{ID: "figures", Title: b.say("forecast.figures_grid"), Note: b.gridNote(charts), Charts: charts}}
}

// gridNote says how small charts are read.
func (b *builder) gridNote(charts []Chart) string {
	for _, c := range charts {
		if c.Subtitle != "" {
			return b.say("forecast.grid_note")
		}
	}
	return b.say("forecast.grid_alone")
}

// wholes are the rows of the company's figures, in the order of the catalogue's
// list; revenue is first.
func (b *builder) wholes() []int {
	m := b.answers.ForecastMetrics
	if empty(m) {
		return nil
	}
	order := []string{"revenue", "orders", "buyers", "new_buyers", "average_order", "margin"}
	var out []int
	for _, figure := range order {
		for r := range m.Len() {
			if m.Value(r, "dimension") == nil && m.Text(r, "figure") == figure {
				out = append(out, r)
			}
		}
	}
	return out
}

// figureName is a figure's name as its column has it.
func (b *builder) figureName(figure string) string {
	if word, ok := b.Words.Find("forecast_figure." + slug(figure)); ok {
		return word
	}
	return name(figure)
}

// countedFigure says that a figure is a number of something and no money.
func countedFigure(figure string) bool {
	return slices.Contains([]string{"orders", "buyers", "new_buyers"}, figure)
}

// figureFormat is how a figure's values are written in a chart.
func figureFormat(figure string) Format {
	if countedFigure(figure) {
		return integerLike()
	}
	return Format{Kind: Money}
}

// smallData is the last two years of a series and its forecast; nil where it is
// not there.
func (b *builder) smallData(figure string, dimension, member any) *table.Table {
	t := b.answers.ForecastSeries
	if empty(t) {
		return nil
	}
	out := &table.Table{Columns: t.Columns}
	known := 0
	for r, row := range t.Rows {
		if t.Text(r, "figure") != figure || t.Value(r, "dimension") != dimension || t.Value(r, "member") != member {
			continue
		}
		out.Rows = append(out.Rows, row)
		if t.Value(r, "actual") != nil {
			known = len(out.Rows)
		}
	}
	if out.Len() < 2 {
		return nil
	}
	out = opened(out)
	out.Rows = out.Rows[max(0, known-smallMonths):]
	return out
}

// smallChart draws one part or figure; row is its place among the metrics.
func (b *builder) smallChart(id, title string, row int, data *table.Table) Chart {
	m := b.answers.ForecastMetrics
	return Chart{
		ID: id, Title: title, Subtitle: b.smallSubtitle(row), Description: b.say("forecast.small_says"),
		Kind: Line, X: "month", XFormat: monthFormat(), Format: figureFormat(m.Text(row, "figure")),
		Series: []Series{
			{Column: "actual", Label: b.say("column.actual"), Colour: Strong},
			{Column: "mean", Label: b.say("column.mean"), Colour: Accent, Dashed: true},
		},
		Bands: []Band{{Low: "lo80", High: "hi80", Label: b.say("forecast.band80")}},
		Data:  data,
	}
}

// smallSubtitle is what the next twelve months should bring, and how that is to
// the last ones.
func (b *builder) smallSubtitle(row int) string {
	m := b.answers.ForecastMetrics
	if m.Value(row, "next12") == nil {
		return ""
	}
	alone, both := "forecast.small_alone", "forecast.small"
	if meanFigure(m.Text(row, "figure")) {
		alone, both = "forecast.small_mean_alone", "forecast.small_mean"
	}
	value, change := b.yearValue(row, "next12"), growthOf(m, row, "next12", "last12")
	if change == nil {
		return b.say(alone, "value", value)
	}
	return b.say(both, "value", value, "change", b.Show(changeFormat(), change))
}

// figuresTables are the company's figures: what the next month and the next
// year should bring, in two tables, since numbers and money are not written
// alike.
func (b *builder) figuresTables() []Table {
	counts, amounts := &table.Table{}, &table.Table{}
	m := b.answers.ForecastMetrics
	for _, r := range b.wholes() {
		into := amounts
		if countedFigure(m.Text(r, "figure")) {
			into = counts
		}
		into.Columns, into.Rows = m.Columns, append(into.Rows, m.Rows[r])
	}
	var out []Table
	if counts.Len() > 0 {
		out = append(out, b.metricsTable("figures-counts", b.say("forecast.figures_counts"), counts, false))
	}
	if amounts.Len() > 1 || amounts.Len() == 1 && amounts.Text(0, "figure") != "revenue" { // that alone has been told
		out = append(out, b.metricsTable("figures-money", b.say("forecast.figures_money"), amounts, true))
	}
	return out
}

// metricsTable shows rows of the metrics, each named by its figure.
func (b *builder) metricsTable(id, title string, data *table.Table, amounts bool) Table {
	data = extend(data, table.Column{Name: "label", Kind: table.Text}, func(r int) any {
		if figure := data.Text(r, "figure"); !meanFigure(figure) || data.Value(r, "next12") == nil && data.Value(r, "last12") == nil {
			return b.figureName(figure)
		}
		return b.say("forecast_figure.buyers_a_month")
	})
	data = b.judgedMetrics(monthlyMeans(data))
	return Table{ID: id, Title: title, Data: data, Note: b.metricsNote(data),
		Columns: append([]Column{b.column("figure", textFormat()).of("label")}, b.metricsColumns(data, amounts)...)}
}

// metricsNote explains what the table has, and nothing else.
func (b *builder) metricsNote(data *table.Table) string {
	lines := []string{b.say("forecast.metrics_note", "month", b.Words.LongMonth(data.Time(0, "next_month")))}
	for r := range data.Len() {
		if data.Value(r, "next12") == nil && data.Value(r, "last12") == nil {
			continue
		}
		switch data.Text(r, "figure") {
		case "buyers":
			lines = append(lines, b.say("forecast.buyers_note"))
		case "average_order":
			lines = append(lines, b.say("forecast.average_note"))
		}
	}
	if hasValue(data, "verdict") {
		lines = append(lines, b.say("forecast.verdict_note", "rule", b.say("rule."+b.rule())))
	}
	return strings.Join(lines, " ")
}

// metricsColumns are the next month and the next year of any figure.
func (b *builder) metricsColumns(data *table.Table, amounts bool) []Column {
	whole := integerLike()
	columns := []Column{
		b.column("next_month", whole).of("mean"), b.column("lo80", whole), b.column("hi80", whole), b.column("year_before", whole),
		b.column("year_change", changeFormat()).of("month_change"),
		b.column("last12", whole), b.column("next12", whole), b.column("year_growth", changeFormat()),
		b.column("verdict_"+b.rule(), textFormat()).of("verdict"),
	}
	if amounts {
		columns = b.inMoney(data, columns)
	}
	return b.filled(data, columns)
}

// inMoney makes amounts of the columns that are written like numbers.
func (b *builder) inMoney(data *table.Table, columns []Column) []Column {
	for i, c := range columns {
		if c.Format == integerLike() {
			columns[i].Label, columns[i].Format = b.withCurrency(c.Label), b.moneyColumn(data, c.Name).Format
		}
	}
	return columns
}

// growthOf is the growth from one column to another, nil where either has no
// value.
func growthOf(t *table.Table, row int, now, before string) any {
	if t.Value(row, now) == nil || t.Value(row, before) == nil {
		return nil
	}
	return growth(number(t, row, now), number(t, row, before))
}

// judgedMetrics adds the changes and says the verdict in words.
func (b *builder) judgedMetrics(data *table.Table) *table.Table {
	share := table.Column{Name: "month_change", Kind: table.Decimal, Scale: 6}
	data = extend(data, share, func(r int) any { return growthOf(data, r, "mean", "year_before") })
	share.Name = "year_growth"
	data = extend(data, share, func(r int) any { return growthOf(data, r, "next12", "last12") })
	return b.translated(data, "verdict", "verdict.")
}
