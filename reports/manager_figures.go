package reports

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
)

// managerLines is how many sentences tell a manager what is new.
const managerLines = 5

// longestRule is up to how many characters of a rule stand in a report.
const longestRule = 500

// since tells what is new: the last complete month first, of the rest bad news
// first.
func (m *managerBuilder) since() Section {
	s := m.section("since", "reports/manager_months", "reports/manager_totals")
	var first, rest []Point
	if last := m.lastMonth(); last != nil {
		first = m.monthNews(last)
		rest = slices.Concat(m.ownPlanNews(last), m.callNews(), m.stageNews(), m.buyersNews())
	} else {
		first = []Point{{Section: "result", Text: m.Words.Count("manager.no_month", m.count("customers"))}}
		rest = slices.Concat(m.callNews(), m.stageNews())
	}
	s.Points = append(first, worstFirst(rest, managerLines-len(first))...)
	if m.personal.Rule != "" {
		s.Note = m.say("manager.rule_note", "rule", Shorten(name(m.personal.Rule), longestRule))
	}
	return s
}

// ownPlanNews says besides whose sales a target is held against: the figures
// above it are of the own customers.
func (m *managerBuilder) ownPlanNews(last *monthFacts) []Point {
	points := m.planNews(last)
	for i := range points {
		points[i].Text += " " + m.say("manager.plan_of")
	}
	return points
}

// count is a number of the totals.
func (m *managerBuilder) count(column string) int64 {
	if empty(m.personal.Totals) {
		return 0
	}
	return m.personal.Totals.Integer(0, column)
}

// callNews counts whom to call, and what is at stake with them.
func (m *managerBuilder) callNews() []Point {
	if empty(m.answers.Leaving) {
		return nil
	}
	return []Point{{Section: "leaving", Tone: Worse, Text: m.callSentences()[0]}}
}

// stageNews tell who fell silent, was lost and came back within the last month.
func (m *managerBuilder) stageNews() []Point {
	var points []Point
	for _, news := range []struct {
		key, column string
		tone        Tone
	}{
		{"manager.at_risk", "at_risk_lately", Worse}, {"manager.lost", "lost_lately", Worse}, {"manager.won", "won_back_lately", Better},
	} {
		if n := m.count(news.column); n > 0 {
			points = append(points, Point{Section: "leaving", Tone: news.tone, Text: m.Words.Count(news.key, n)})
		}
	}
	return points
}

// result has the key figures: the last complete month beside the year before,
// the month that runs, the customers, and what is at stake.
func (m *managerBuilder) result() Section {
	s := m.section("result", "reports/manager_months", "reports/manager_totals")
	s.Figures = m.monthFigures()
	if last := m.lastMonth(); last != nil {
		fresh, before := m.newIn(last.month), m.newIn(last.month.AddDate(-1, 0, 0))
		f := m.figure("new_month", fresh, integerFormat())
		f.Label = m.say("figure.new_month", "month", m.Words.LongMonth(last.month))
		s.Figures = append(s.Figures, m.compared(f, decimal.NewFromInt(fresh), decimal.NewFromInt(before), "compare.year"))
	}
	s.Figures = append(s.Figures, m.runningFigure()...)
	all := m.figure("own_customers", m.count("customers"), integerFormat())
	if m.personal.Manager == "" {
		all.Label = m.say("column.customers")
	}
	s.Figures = append(s.Figures, all, m.figure("own_buyers", m.count("buyers"), integerFormat()))
	if !empty(m.personal.Totals) {
		s.Figures = append(s.Figures, m.moneyFigure("revenue", m.personal.Totals.Decimal(0, "revenue")))
	}
	if left := m.answers.Leaving; !empty(left) {
		key := "slipping"
		if m.slipping().gone > 0 {
			key = "slipping_lost"
		}
		s.Figures = append(s.Figures, m.figure(key, int64(left.Len()), integerFormat()), m.moneyFigure("at_stake", sum(left, "at_stake")))
	}
	s.Note = m.say("manager.note")
	return s
}

// newIn counts whose first purchase was in a month.
func (m *managerBuilder) newIn(month time.Time) int64 {
	months := m.answers.Months
	for r := range length(months) {
		if months.Time(r, "month").Equal(month) {
			return months.Integer(r, "new_buyers")
		}
	}
	return 0
}

// runningFigure is what the month that has not ended has brought so far.
func (m *managerBuilder) runningFigure() []Figure {
	months := m.answers.Months
	last := length(months) - 1
	if last < 0 || months.Boolean(last, "complete") {
		return nil
	}
	f := m.moneyFigure("revenue_so_far", months.Decimal(last, "revenue"))
	f.Label = m.say("figure.revenue_so_far", "month", m.Words.LongMonth(months.Time(last, "month")))
	return []Figure{f}
}

// months shows what the customers brought month by month; nil where they
// brought nothing.
func (m *managerBuilder) months() []Section {
	if empty(m.answers.Months) {
		return nil
	}
	s := m.section("months", "reports/manager_months")
	months := sortedBy(m.answers.Months, "month", false)
	if last := months.Len() - 1; !months.Boolean(last, "complete") {
		s.Lead = []string{m.say("overview.incomplete", "month", m.Words.FirstMonth(months.Time(last, "month")))}
	}
	s.Charts = []Chart{{
		ID: "own-months", Title: m.withCurrency(m.say("overview.chart")), Description: m.say("manager.chart_says"),
		Kind: StackedBars, X: "month", XFormat: monthFormat(), Format: Format{Kind: Money},
		Series: []Series{
			{Column: "revenue_returning", Label: m.say("series.returning"), Colour: Accent},
			{Column: "revenue_new", Label: m.say("series.new"), Colour: Second},
		},
		Data: months, Incomplete: "complete", Table: "months",
	}}
	s.Tables = []Table{m.monthsTable(months)}
	return []Section{s}
}

// monthsTable has the latest month first, beside the month and the year before.
func (m *managerBuilder) monthsTable(months *table.Table) Table {
	at := make(map[time.Time]int, months.Len())
	for r := range months.Len() {
		at[months.Time(r, "month")] = r
	}
	data := months
	for _, beside := range []struct {
		column string
		months int
	}{{"month_change", -1}, {"year_change", -12}} {
		data = extend(data, table.Column{Name: beside.column, Kind: table.Decimal, Scale: 6}, func(r int) any {
			before, ok := at[months.Time(r, "month").AddDate(0, beside.months, 0)]
			if !ok || !months.Boolean(r, "complete") {
				return nil
			}
			return growth(months.Decimal(r, "revenue"), months.Decimal(before, "revenue"))
		})
	}
	slices.Reverse(data.Rows)
	revenue := m.moneyColumn(data, "revenue")
	revenue.Bar = true
	return Table{
		ID: "months", Title: m.say("overview.table"), Data: data, PageRows: monthRows,
		Columns: []Column{
			m.column("month", monthFormat()), revenue, m.column("month_before_change", changeFormat()).of("month_change"), m.column("year_change", changeFormat()),
			m.moneyColumn(data, "revenue_returning"), m.moneyColumn(data, "revenue_new"),
			m.column("orders", integerFormat()), m.column("buyers", integerFormat()), m.column("new_buyers", integerFormat()),
			m.moneyColumn(data, "average_order"), m.moneyColumn(data, "returns"), m.column("complete", yesNoFormat()),
		},
	}
}
