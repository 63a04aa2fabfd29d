package reports

import (
	"strconv"
	"time"

	"clientele/internal/table"

	"github.com/shopspring/decimal"
)

// The months that the page's chart has at most: two years back, half a year
// ahead.
const (
	chartPast  = 24
	chartAhead = 6
)

// directorAhead shows the forecast beside the past and the plan. Without a
// forecast it shows the past alone.
func (b *builder) directorAhead() []Section {
	s := b.section("ahead", "forecasts/monthly_series", "staging/target_months", "forecasts/month_days")
	past, future := b.forecastRows()
	if len(future) > 0 {
		s.Lead = append(b.aheadSentences(future), b.aheadCaveat()...)
		s.Charts = []Chart{b.aheadChart(past, future)}
		s.Tables = []Table{b.aheadTable(&s.Charts[0])}
	} else if m := b.lastMonth(); m != nil {
		months, at := b.completeMonths()
		shown := &table.Table{Columns: months.Columns}
		for _, r := range at[max(0, len(at)-chartPast-1):] {
			shown.Rows = append(shown.Rows, months.Rows[r])
		}
		chart := b.revenueChart(shown)
		chart.Table = ""
		s.Charts = []Chart{chart}
	}
	s.Tables = append(b.aheadPlan(), s.Tables...)
	if len(s.Charts)+len(s.Tables) == 0 {
		return nil
	}
	return []Section{s}
}

// aheadSentences tell where the running month should end, and the next one.
func (b *builder) aheadSentences(future []int) []string {
	f, p := b.answers.Forecast, b.answers.MonthProgress
	line := func(key string, row int, pairs ...string) string {
		return b.say(key, append(pairs, "month", b.Words.FirstMonth(f.Time(row, "month")), "mean", b.money(b.rounded(f, row, "mean")),
			"low", b.money(b.rounded(f, row, "lo80")), "high", b.money(b.rounded(f, row, "hi80")))...)
	}
	at := b.current(future)
	if at < 0 {
		return []string{line("director.next", future[0])}
	}
	var lines []string
	if row := b.progress("revenue", f.Time(at, "month")); row >= 0 {
		lines = append(lines, line("director.running", at, "so_far", b.money(b.rounded(p, row, "so_far"))))
	} else {
		lines = append(lines, line("director.next", at))
	}
	if len(future) > 1 {
		lines = append(lines, line("director.next", future[1]))
	}
	return lines
}

// aheadCaveat says where the forecast is a rough guide.
func (b *builder) aheadCaveat() []string {
	for _, published := range []bool{true, false} {
		row := b.skillRow(published, 1)
		if row < 0 {
			continue
		}
		switch knownVerdict(b.answers.ForecastSkill.Text(row, "verdict")) {
		case "unjudged":
		case "no_better", "worse":
			return []string{b.say("director.rough")}
		default:
			return nil
		}
	}
	if text := b.caveat(); text != "" {
		return []string{text}
	}
	return nil
}

// aheadChart is the complete report's chart of the forecast, of fewer months,
// with one band and with the targets.
func (b *builder) aheadChart(past, future []int) Chart {
	whole := b.forecastChart(future)
	from, to := past0(past, future), future[min(chartAhead, len(future))-1]+1
	data := &table.Table{Columns: whole.Data.Columns, Rows: whole.Data.Rows[from:to]}
	chart := Chart{
		ID: "director-ahead", Title: b.withCurrency(b.say("director.chart")), Description: b.say("director.chart_says"),
		Kind: Line, X: "month", XFormat: monthFormat(), Format: Format{Kind: Money},
		Series: whole.Series[:2], Bands: []Band{{Low: "lo80", High: "hi80", Label: b.say("director.band")}}, Table: "director-months",
	}
	for _, one := range whole.Series[2:] {
		if one.Column == "so_far" {
			chart.Series = append(chart.Series, one)
		}
	}
	chart.Data = data
	b.withTargets(&chart)
	return chart
}

// past0 is the first row of the forecast that the page's chart shows.
func past0(past, future []int) int {
	if len(past) == 0 {
		return future[0]
	}
	return past[max(0, len(past)-chartPast)]
}

// withTargets marks the targets of revenue in the chart.
func (b *builder) withTargets(chart *Chart) {
	months := b.planMonths()
	if empty(months) || months.Text(0, "metric") != "revenue" {
		return
	}
	targets, found := map[time.Time]decimal.Decimal{}, false
	for r := range months.Len() {
		targets[months.Time(r, "month")] = b.rounded(months, r, "target")
	}
	data := chart.Data
	chart.Data = extend(data, table.Column{Name: "target", Kind: table.Decimal, Scale: 2}, func(r int) any {
		target, ok := targets[data.Time(r, "month")]
		if !ok {
			return nil
		}
		found = true
		return target
	})
	if found {
		chart.Series = append(chart.Series, Series{Column: "target", Label: b.say("column.target"), Colour: Fall, Mark: true})
	}
}

// aheadTable has the chart's numbers; the page names it and the workbook has it.
func (b *builder) aheadTable(chart *Chart) Table {
	columns := []Column{b.column("month", monthFormat())}
	for _, one := range chart.Series {
		columns = append(columns, b.moneyColumn(chart.Data, one.Column))
	}
	band := chart.Bands[0]
	columns = append(columns,
		b.moneyColumn(chart.Data, band.Low).named(b.withCurrency(b.say("page.band_low", "band", band.Label))),
		b.moneyColumn(chart.Data, band.High).named(b.withCurrency(b.say("page.band_high", "band", band.Label))))
	return Table{ID: "director-months", Title: b.say("director.chart_table"), Data: chart.Data, Columns: columns, PageRows: OnlyInWorkbook}
}

// aheadPlan is the plan of the month of the report, the next one and the year.
func (b *builder) aheadPlan() []Table {
	months := b.planMonths()
	if empty(months) {
		return nil
	}
	data := &table.Table{Columns: []table.Column{
		{Name: "metric", Kind: table.Text}, {Name: "plan_period", Kind: table.Text}, {Name: "target", Kind: table.Float}, {Name: "so_far", Kind: table.Float},
		{Name: "reached", Kind: table.Float}, {Name: "expected", Kind: table.Float}, {Name: "chance", Kind: table.Float},
	}}
	now := time.Date(b.settings.AsOf.Year(), b.settings.AsOf.Month(), 1, 0, 0, 0, 0, time.UTC)
	for r := range months.Len() {
		month := months.Time(r, "month")
		if !month.Equal(now) && !month.Equal(now.AddDate(0, 1, 0)) {
			continue
		}
		row := []any{months.Text(r, "metric"), b.Words.FirstMonth(month), months.Value(r, "target"), months.Value(r, "so_far"), months.Value(r, "reached"), months.Value(r, "expected"), months.Value(r, "chance")}
		switch {
		case months.Boolean(r, "complete"):
			row[5], row[6] = nil, nil
		case month.After(b.settings.AsOf):
			row[3], row[4] = nil, nil
		}
		data.Rows = append(data.Rows, row)
	}
	if year := b.planYear(months, now.Year()); year != nil {
		data.Rows = append(data.Rows, year)
	}
	if data.Len() == 0 {
		return nil
	}
	whole, percent := integerLike(), Format{Kind: Percent}
	columns := []Column{
		b.column("plan_period", textFormat()), b.column("target", whole), b.column("came", whole).of("so_far"), b.column("plan_reached", percent).of("reached"),
		b.column("expected", whole), b.column("plan_chance", percent).of("chance"),
	}
	if !countedFigure(months.Text(0, "metric")) {
		columns = b.inMoney(data, columns)
	}
	title := b.say("director.plan")
	if metric := months.Text(0, "metric"); metric != "revenue" {
		title += " (" + b.figureName(metric) + ")"
	}
	return []Table{{ID: "director-plan", Title: title, Data: data, Columns: b.filled(data, columns)}}
}

// planYear adds the targets of a year up, what came of them, and what is
// expected where each open month has a forecast. Its chance is not known: that
// of a sum is none of the parts'.
func (b *builder) planYear(months *table.Table, year int) []any {
	n, target, came, expected, known := 0, decimal.Zero, decimal.Zero, decimal.Zero, true
	for r := range months.Len() {
		if months.Time(r, "month").Year() != year {
			continue
		}
		n++
		target, came = target.Add(b.rounded(months, r, "target")), came.Add(b.rounded(months, r, "so_far"))
		switch {
		case months.Boolean(r, "complete"):
			expected = expected.Add(b.rounded(months, r, "so_far"))
		case months.Value(r, "expected") == nil:
			known = false
		default:
			expected = expected.Add(b.rounded(months, r, "expected"))
		}
	}
	if n < 2 || !target.IsPositive() {
		return nil
	}
	row := []any{months.Text(0, "metric"), strconv.Itoa(year), target.InexactFloat64(), came.InexactFloat64(), came.DivRound(target, 6).InexactFloat64(), nil, nil}
	if known {
		row[5] = expected.InexactFloat64()
	}
	return row
}
