package reports

import (
	"clientele/internal/table"

	"github.com/shopspring/decimal"
)

// retention shows how many of those who came first in a period come again, and
// how much of their money.
func (b *builder) retention() Section {
	s := b.section("retention", "reports/retention", "reports/retention_ledger", "reports/retention_money")
	if empty(b.answers.Retention) {
		return b.missing(s)
	}
	averages := b.averageRetention()
	if averages.Len() > 1 {
		s.Lead = append(s.Lead, b.retentionSentence(averages, 1))
		if last := averages.Len() - 1; last > 1 {
			s.Lead = append(s.Lead, b.retentionSentence(averages, min(last, 12)))
		}
		s.Lead = append(s.Lead, b.cohortSentences(averages)...)
		s.Charts = append(s.Charts, b.averageChart(averages))
	}
	s.Lead = append(s.Lead, b.yearSentences()...)
	s.Tables = []Table{b.cohortTable()}
	if hasMoney(b.answers.Retention) {
		s.Tables = append(s.Tables, b.cohortMoneyTable())
		if averages.Len() > 1 {
			s.Charts = append(s.Charts, b.moneyChart(averages))
		}
	}
	s.Tables = append(s.Tables, b.averageTable(averages))
	s.Tables = append(s.Tables, b.bridgeTables()...)
	s.Tables = append(s.Tables, b.retentionList())
	if !empty(b.answers.RetentionMoney) {
		s.Tables = append(s.Tables, b.retentionMoneyList())
	}
	s.Note = b.retentionNote()
	return s
}

// hasMoney tells answers with revenue from those of before there was any.
func hasMoney(t *table.Table) bool { return t.Index("revenue") >= 0 && t.Index("kept_base") >= 0 }

// total is what the complete cells of a period add up to.
type periodTotal struct {
	cohorts, customers, active         int64
	revenue, revenueBase, kept, keptBy decimal.Decimal
}

// averageRetention weighs the complete cohorts of each period by their
// customers, and their money by what they brought in period 0. It ends where
// fewer than three cohorts are old enough, unless there never were so many: one
// cohort alone would bend the end of the line.
func (b *builder) averageRetention() *table.Table {
	out := &table.Table{Columns: []table.Column{
		{Name: "period", Kind: table.Integer}, {Name: "label", Kind: table.Text}, {Name: "cohorts", Kind: table.Integer}, {Name: "customers", Kind: table.Integer},
		{Name: "active", Kind: table.Integer}, {Name: "rate", Kind: table.Decimal, Scale: 6},
		{Name: "net_rate", Kind: table.Decimal, Scale: 6}, {Name: "gross_rate", Kind: table.Decimal, Scale: 6},
	}}
	totals := periodTotals(b.answers.Retention)
	for period, sum := range totals {
		if sum.cohorts < min(3, totals[0].cohorts) || sum.customers == 0 {
			break
		}
		rate := decimal.NewFromInt(sum.active).DivRound(decimal.NewFromInt(sum.customers), 6)
		out.Rows = append(out.Rows, []any{int64(period), b.periodLabel(period), sum.cohorts, sum.customers, sum.active, rate,
			ratio(sum.revenue, sum.revenueBase), ratio(sum.kept, sum.keptBy)})
	}
	return out
}

func periodTotals(t *table.Table) []periodTotal {
	var totals []periodTotal
	money := hasMoney(t)
	for r := range t.Len() {
		period := int(t.Integer(r, "period"))
		if !t.Boolean(r, "complete") || period < 0 {
			continue
		}
		for len(totals) <= period {
			totals = append(totals, periodTotal{})
		}
		sum := &totals[period]
		sum.cohorts++
		sum.customers += t.Integer(r, "customers")
		sum.active += t.Integer(r, "active")
		if money {
			sum.revenue, sum.revenueBase = sum.revenue.Add(t.Decimal(r, "revenue")), sum.revenueBase.Add(t.Decimal(r, "revenue_base"))
			sum.kept, sum.keptBy = sum.kept.Add(t.Decimal(r, "kept")), sum.keptBy.Add(t.Decimal(r, "kept_base"))
		}
	}
	return totals
}

// from returns the rows from one on.
func from(t *table.Table, row int) *table.Table {
	return &table.Table{Columns: t.Columns, Rows: t.Rows[row:]}
}

func (b *builder) averageChart(averages *table.Table) Chart {
	return Chart{
		ID: "retention-average", Title: b.say("retention.chart"), Description: b.say("retention.chart_says"),
		Kind: Line, X: b.periodColumn().Name, XFormat: b.periodColumn().Format, XTitle: b.say("retention.axis." + b.retentionUnit()), Format: Format{Kind: Percent, Digits: 0},
		Series: []Series{{Column: "rate", Label: b.say("column.rate"), Colour: Accent}},
		Data:   from(averages, 1), Table: "retention-average",
	}
}

func (b *builder) moneyChart(averages *table.Table) Chart {
	return Chart{
		ID: "retention-money", Title: b.say("retention.money_chart"), Description: b.say("retention.money_says"),
		Kind: Line, X: b.periodColumn().Name, XFormat: b.periodColumn().Format, XTitle: b.say("retention.axis." + b.retentionUnit()), Format: Format{Kind: Percent, Digits: 0},
		Series: []Series{
			{Column: "net_rate", Label: b.say("column.net_rate"), Colour: Accent},
			{Column: "gross_rate", Label: b.say("column.gross_rate"), Colour: Second, Dashed: true},
		},
		Data: from(averages, 1), Table: "retention-average",
	}
}

func (b *builder) averageTable(averages *table.Table) Table {
	rate := b.column("rate", percentFormat())
	rate.Bar = true
	data := averages
	if data.Len() > 0 {
		data = from(averages, 1)
	}
	out := Table{
		ID: "retention-average", Title: b.say("retention.average"), Data: data, PageRows: 12,
		Columns: []Column{
			b.periodColumn(), b.column("cohorts", integerFormat()),
			b.column("customers", integerFormat()), b.column("active", integerFormat()), rate,
		},
	}
	if hasMoney(b.answers.Retention) {
		out.Columns = append(out.Columns, b.column("net_rate", percentFormat()), b.column("gross_rate", percentFormat()))
	}
	return out
}

// retentionList is the answer as it came, for those who count further.
func (b *builder) retentionList() Table {
	data := b.answers.Retention
	out := Table{
		ID: "retention", Title: b.say("retention.list"), Sheet: b.say("retention.sheet"),
		Data: data, List: true, PageRows: OnlyInWorkbook,
		Columns: []Column{
			b.column("cohort", b.cohortFormat()), b.column("period", integerFormat()), b.column("customers", integerFormat()),
			b.column("active", integerFormat()), b.column("rate", percentFormat()), b.column("complete", yesNoFormat()),
		},
	}
	if hasMoney(data) {
		out.Columns = append(out.Columns, b.column("orders", integerFormat()), b.moneyColumn(data, "revenue"), b.moneyColumn(data, "revenue_base"))
	}
	return out
}

// retentionMoneyList has all revenue by who brought it, to the cent.
func (b *builder) retentionMoneyList() Table {
	data := b.translated(b.answers.RetentionMoney, "part", "retention.part.")
	cents := func(name string) Column {
		return Column{Name: name, Label: b.moneyLabel(name), Format: Format{Kind: Money, Digits: 2, Bare: true}}
	}
	out := Table{
		ID: "retention-money", Title: b.say("retention.money_list"), Sheet: b.say("retention.money_sheet"), Note: b.say("retention.money_list_note"),
		Data: data, List: true, PageRows: OnlyInWorkbook, Exact: true,
		Columns: []Column{
			b.column("part", textFormat()), b.column("cohort", b.cohortFormat()), b.column("period", integerFormat()), b.column("period_on", b.cohortFormat()),
			b.column("customers", integerFormat()), b.column("active", integerFormat()), b.column("orders", integerFormat()),
		},
	}
	for _, name := range []string{"sales", "returns", "revenue"} {
		out.Columns = append(out.Columns, cents(name))
	}
	out.Columns = append(out.Columns, b.column("net_retention", percentFormat()), b.column("gross_retention", percentFormat()), b.column("complete", yesNoFormat()))
	return out
}
