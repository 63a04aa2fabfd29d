package reports

import (
	"slices"
	"time"

	"clientele/internal/table"

	"github.com/shopspring/decimal"
)

// overview shows what was sold, month by month.
func (b *builder) overview() Section {
	s := b.section("overview", "reports/overview", "reports/overview_months")
	if empty(b.answers.Overview) || b.answers.Overview.Integer(0, "lines") == 0 {
		return b.missing(s)
	}
	o := b.answers.Overview
	s.Lead = []string{b.say("overview.lead",
		"first", b.Words.Date(o.Time(0, "first_on")), "last", b.Words.Date(o.Time(0, "last_on")),
		"orders", b.Words.Count("count.orders", o.Integer(0, "orders")),
		"customers", b.Words.Count("count.buyers", o.Integer(0, "buyers")))}
	s.Figures = b.overviewFigures(o)
	if empty(b.answers.Months) {
		return s
	}
	months := sortedBy(b.answers.Months, "month", false)
	if last := months.Len() - 1; !months.Boolean(last, "complete") {
		s.Lead = append(s.Lead, b.say("overview.incomplete", "month", b.Words.FirstMonth(months.Time(last, "month"))))
	}
	s.Charts = []Chart{b.revenueChart(months), b.buyersChart(months)}
	s.Tables = b.monthsTables(months)
	s.Note = b.say("overview.note")
	return s
}

func (b *builder) overviewFigures(o *table.Table) []Figure {
	return []Figure{
		b.moneyFigure("revenue", o.Decimal(0, "revenue")),
		b.figure("orders", o.Integer(0, "orders"), integerFormat()),
		b.figure("buyers", o.Integer(0, "buyers"), integerFormat()),
		b.moneyFigure("average_order", o.Decimal(0, "average_order")),
		b.figure("returns_share", ratio(o.Decimal(0, "returns").Neg(), o.Decimal(0, "sales")), percentFormat()),
		b.figure("anonymous_share", ratio(o.Decimal(0, "anonymous_revenue"), o.Decimal(0, "revenue")), percentFormat()),
	}
}

// monthFigures are the last complete month and the last twelve, each beside
// the same time a year before.
func (b *builder) monthFigures() []Figure {
	var figures []Figure
	if m := b.lastMonth(); m != nil {
		revenue := b.ofMonth(b.moneyFigure("revenue_month", m.revenue), m)
		orders := b.ofMonth(b.figure("orders_month", m.orders, integerFormat()), m)
		buyers := b.ofMonth(b.figure("buyers_month", m.buyers, integerFormat()), m)
		figures = append(figures,
			b.compared(revenue, m.revenue, m.yearBefore, "compare.year"),
			b.compared(orders, decimal.NewFromInt(m.orders), decimal.NewFromInt(m.ordersYearBefore), "compare.year"),
			b.compared(buyers, decimal.NewFromInt(m.buyers), decimal.NewFromInt(m.buyersYearBefore), "compare.year"))
	}
	if now, before, ok := b.lastYears(); ok {
		figures = append(figures, b.compared(b.moneyFigure("revenue_year", now), now, before, "compare.year"))
	}
	return figures
}

// ofMonth names the month in a figure's label.
func (b *builder) ofMonth(f Figure, m *monthFacts) Figure {
	f.Label = b.say("figure."+f.ID, "month", b.Words.LongMonth(m.month))
	return f
}

func (b *builder) revenueChart(months *table.Table) Chart {
	return Chart{
		ID: "revenue-months", Title: b.withCurrency(b.say("overview.chart")), Description: b.say("overview.chart_says"),
		Kind: StackedBars, X: "month", XFormat: monthFormat(), Format: Format{Kind: Money},
		Series: []Series{
			{Column: "revenue_returning", Label: b.say("series.returning"), Colour: Accent},
			{Column: "revenue_new", Label: b.say("series.new"), Colour: Second},
			{Column: "revenue_anonymous", Label: b.say("series.anonymous"), Colour: Muted},
		},
		Data: months, Incomplete: "complete", Table: "months-origin",
	}
}

func (b *builder) buyersChart(months *table.Table) Chart {
	return Chart{
		ID: "buyers-months", Title: b.say("overview.buyers"), Description: b.say("overview.buyers_says"),
		Kind: StackedBars, X: "month", XFormat: monthFormat(), Format: integerFormat(),
		Series: []Series{
			{Column: "returning_buyers", Label: b.say("series.returning"), Colour: Accent},
			{Column: "new_buyers", Label: b.say("series.new"), Colour: Second},
		},
		Data: months, Incomplete: "complete", Table: "months-origin",
	}
}

// monthRows is a year and the month before it.
const monthRows = 13

// monthsTables have the latest month first: what it brought, with its change
// to a year before, and from whom.
func (b *builder) monthsTables(months *table.Table) []Table {
	byMonth := make(map[time.Time]int, months.Len())
	for r := range months.Len() {
		byMonth[months.Time(r, "month")] = r
	}
	data := extend(months, table.Column{Name: "year_change", Kind: table.Decimal, Scale: 6}, func(r int) any {
		before, ok := byMonth[months.Time(r, "month").AddDate(-1, 0, 0)]
		if !ok || !months.Boolean(r, "complete") || !months.Boolean(before, "complete") {
			return nil
		}
		return growth(months.Decimal(r, "revenue"), months.Decimal(before, "revenue"))
	})
	slices.Reverse(data.Rows)
	change := b.column("year_change", Format{Kind: Percent, Digits: 1, Signed: true})
	revenue := b.moneyColumn(data, "revenue")
	revenue.Bar = true
	return []Table{{
		ID: "months", Title: b.say("overview.table"), Data: data, PageRows: monthRows,
		Columns: []Column{
			b.column("month", monthFormat()), revenue, change, b.column("orders", integerFormat()), b.column("buyers", integerFormat()),
			b.moneyColumn(data, "average_order"), b.moneyColumn(data, "returns"), b.column("complete", yesNoFormat()),
		},
	}, {
		ID: "months-origin", Title: b.say("overview.origin"), Data: data, PageRows: monthRows,
		Columns: []Column{
			b.column("month", monthFormat()), b.moneyColumn(data, "revenue_returning"), b.moneyColumn(data, "revenue_new"),
			b.moneyColumn(data, "revenue_anonymous"), b.column("returning_buyers", integerFormat()), b.column("new_buyers", integerFormat()),
		},
	}}
}

// monthFacts is the last month that has ended and those it is compared with.
type monthFacts struct {
	month                            time.Time
	revenue, monthBefore, yearBefore decimal.Decimal
	returning                        decimal.Decimal
	orders, buyers                   int64
	ordersYearBefore                 int64
	buyersYearBefore                 int64
	returningBuyers                  int64
}

// lastMonth returns the last complete month, nil where there is none.
func (b *builder) lastMonth() *monthFacts {
	if empty(b.answers.Months) {
		return nil
	}
	months, at := b.completeMonths()
	if len(at) == 0 {
		return nil
	}
	last := at[len(at)-1]
	facts := &monthFacts{
		month:     months.Time(last, "month"),
		revenue:   months.Decimal(last, "revenue"),
		returning: months.Decimal(last, "revenue_returning"),
		orders:    months.Integer(last, "orders"),
		buyers:    months.Integer(last, "buyers"),

		returningBuyers: months.Integer(last, "returning_buyers"),
	}
	for _, r := range at {
		switch months.Time(r, "month") {
		case facts.month.AddDate(0, -1, 0):
			facts.monthBefore = months.Decimal(r, "revenue")
		case facts.month.AddDate(-1, 0, 0):
			facts.yearBefore = months.Decimal(r, "revenue")
			facts.ordersYearBefore, facts.buyersYearBefore = months.Integer(r, "orders"), months.Integer(r, "buyers")
		}
	}
	return facts
}

// lastYears returns the revenue of the last 12 complete months and of the 12
// before; false where there are not 24.
func (b *builder) lastYears() (now, before decimal.Decimal, ok bool) {
	if empty(b.answers.Months) {
		return now, before, false
	}
	months, at := b.completeMonths()
	if len(at) < 24 {
		return now, before, false
	}
	for i, r := range at[len(at)-24:] {
		if i < 12 {
			before = before.Add(months.Decimal(r, "revenue"))
		} else {
			now = now.Add(months.Decimal(r, "revenue"))
		}
	}
	return now, before, true
}

// completeMonths returns the months in order and the rows of the complete ones.
func (b *builder) completeMonths() (*table.Table, []int) {
	months := sortedBy(b.answers.Months, "month", false)
	var at []int
	for r := range months.Len() {
		if months.Boolean(r, "complete") {
			at = append(at, r)
		}
	}
	return months, at
}
