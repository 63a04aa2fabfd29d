package reports

import (
	"strings"

	"clientele/internal/table"
)

// contracts shows how long contracts last, how many end month by month, and
// which of those that run may end next. There is no such section without
// contracts.
func (b *builder) contracts() []Section {
	if empty(b.answers.ContractMonths) {
		return nil
	}
	s := b.section("contracts", "reports/contract_months", "reports/contract_risks", "forecasts/contract_durations")
	months := sortedBy(b.answers.ContractMonths, "month", false)
	s.Lead = b.contractSentences(months)
	s.Checks = b.contractChecks()
	s.Figures = b.contractFigures(months)
	curve := b.curveOf(contractKind, nil, "months")
	if !empty(curve) {
		chart := b.curveChart("contract-curve", curve, Series{Column: "kept", Label: b.say("contracts.run"), Colour: Accent})
		chart.Title, chart.Description, chart.XTitle = b.say("contracts.chart"), b.say("contracts.chart_says"), b.say("contracts.axis")
		s.Charts = append(s.Charts, chart)
	}
	plans, labels := b.curvesBeside(contractKind, "months", "kept")
	if plans != nil {
		chart := groupsChart("contract-plans", plans, labels)
		chart.Title, chart.Description, chart.XTitle = b.say("contracts.plans_chart"), b.say("contracts.plans_chart_says"), b.say("contracts.axis")
		s.Charts = append(s.Charts, chart)
	}
	if !empty(b.answers.ContractRisks) {
		s.Tables = append(s.Tables, b.contractRisks())
	}
	ended, age := b.column("ended", integerFormat()), b.column("months", integerFormat())
	if all, _ := b.groupsOf(contractKind); all >= 0 {
		groups := b.groupsTable("contract-groups", contractKind, b.column("plan", textFormat()), ended, b.column("ended_share", percentFormat()))
		groups.Title, groups.Note = b.say("contracts.groups"), b.say("contracts.groups_note")
		s.Tables = append(s.Tables, groups)
	}
	s.Tables = append(s.Tables, b.contractMonths(months))
	if !empty(curve) {
		ages := b.curveTable("contract-curve", curve, age, ended, b.column("kept", percentFormat()))
		ages.Title, ages.Sheet = b.say("contracts.curve"), b.say("contracts.curve_sheet")
		s.Tables = append(s.Tables, ages)
	}
	if plans != nil {
		s.Tables = append(s.Tables, besideTable("contract-plans", b.say("contracts.plans"), plans, age, labels))
	}
	s.Note = b.say("contracts.note")
	return []Section{s}
}

// lastComplete is the last month that has ended, -1 where none has.
func lastComplete(months *table.Table) int {
	for r := months.Len() - 1; r >= 0; r-- {
		if months.Boolean(r, "complete") {
			return r
		}
	}
	return -1
}

// churnSentence tells how many ended in the last month that is over.
func (b *builder) churnSentence(months *table.Table) []string {
	last := lastComplete(months)
	if last < 0 || months.Integer(last, "opening") == 0 {
		return nil
	}
	return []string{b.Words.Count("contracts.churn", months.Integer(last, "opening"), "month", b.Words.FirstMonth(months.Time(last, "month")),
		"lost", b.Words.Integer(months.Integer(last, "lost")), "share", b.percent(months.Value(last, "churn")))}
}

// contractSentences tell how many run and end, how many last for a year, and
// whether plans differ.
func (b *builder) contractSentences(months *table.Table) []string {
	lines := []string{b.Words.Count("contracts.lead", months.Integer(months.Len()-1, "closing"))}
	lines = append(lines, b.churnSentence(months)...)
	if curve := b.curveOf(contractKind, nil, "months"); !empty(curve) {
		if row := lastUpTo(curve, "months", 12); curve.Integer(row, "months") > 0 {
			lines = append(lines, b.Words.Count("contracts.after", curve.Integer(row, "months"), "share", b.percent(curve.Value(row, "kept")), "band", b.bandText(curve, row, "kept")))
		}
	}
	all, groups := b.groupsOf(contractKind)
	if all >= 0 {
		lines = append(lines, b.medianSentence(all, "contracts.median", "contracts.no_median"))
	}
	lines = append(lines, b.testSentence(contractKind, "contracts.differ", "contracts.alike", len(groups))...)
	if risks := b.answers.ContractRisks; !empty(risks) && sum(risks, "at_stake").IsPositive() {
		lines = append(lines, b.Words.Count("contracts.stake", int64(risks.Len()), "money", b.money(sum(risks, "at_stake"))))
	}
	return lines
}

// contractChecks tell how many the same method expected to end on days that it
// had not seen, beside how many did and what the days before would have said.
func (b *builder) contractChecks() []string {
	t := b.answers.ContractCheck
	if empty(t) {
		return nil
	}
	whole := func(column string) string { return b.Show(decimalFormat(0), t.Value(0, column)) }
	lines := []string{b.Words.Count("contracts.checked", t.Integer(0, "contracts"), "day", b.Words.Date(t.Time(0, "cut_on")), "days", b.Words.Integer(t.Integer(0, "days")),
		"predicted", whole("predicted"), "low", whole("lo95"), "high", whole("hi95"), "actual", b.Words.Integer(t.Integer(0, "actual")))}
	if _, ok := float(t, 0, "naive"); ok {
		lines = append(lines, b.say("contracts.checked_naive", "naive", whole("naive")))
	}
	return lines
}

// contractPoint is the summary's: how many ended in the last month.
func (b *builder) contractPoint() []Point {
	if empty(b.answers.ContractMonths) {
		return nil
	}
	months := sortedBy(b.answers.ContractMonths, "month", false)
	lines := []string{b.Words.Count("contracts.lead", months.Integer(months.Len()-1, "closing"))}
	return []Point{{Section: "contracts", Text: strings.Join(append(lines, b.churnSentence(months)...), " ")}}
}

func (b *builder) contractFigures(months *table.Table) []Figure {
	end := months.Len() - 1
	figures := []Figure{b.figure("contracts_running", months.Value(end, "closing"), integerFormat()), b.moneyFigure("contracts_monthly", months.Decimal(end, "closing_amount"))}
	if last := lastComplete(months); last >= 0 && months.Value(last, "churn") != nil {
		figures = append(figures, b.figure("contracts_churn", months.Value(last, "churn"), percentFormat()))
	}
	return figures
}

// riskRows is how many contracts the page lists.
const riskRows = 20

// contractRisks are the running contracts, the most at stake first.
func (b *builder) contractRisks() Table {
	data := b.answers.ContractRisks
	data = extend(data, table.Column{Name: "contact", Kind: table.Text}, func(r int) any { return contact(data, r) })
	data = extend(data, table.Column{Name: "who", Kind: table.Text}, func(r int) any {
		if data.Text(r, "customer") == "" {
			return data.Text(r, "contract_id")
		}
		return data.Text(r, "customer")
	})
	stake := b.moneyColumn(data, "at_stake")
	stake.Bar = true
	columns := []Column{
		b.column("customer", textFormat()).of("who"), b.column("contact", textFormat()), b.column("plan", textFormat()), stake,
		b.column("chance_to_end", Format{Kind: Percent}).of("chance"), b.column("has_notice", yesNoFormat()), b.moneyColumn(data, "monthly_amount"),
		b.column("started_on", dateFormat()), b.column("paid_until", dateFormat()), b.column("owner", textFormat()),
		b.column("contract_id", textFormat()).inWorkbook(), b.column("customer_id", textFormat()).inWorkbook(),
		b.column("phone", textFormat()).inWorkbook(), b.column("email", textFormat()).inWorkbook(),
	}
	for _, name := range []string{"contact", "phone", "email", "owner", "paid_until", "customer_id"} {
		columns = filled(data, name, columns)
	}
	return summed(Table{
		ID: "contract-risks", Title: b.say("contracts.risks"), Sheet: b.say("contracts.risks_sheet"), Note: b.say("contracts.risks_note"),
		Data: data, Columns: columns, List: true, PageRows: riskRows,
	}, "at_stake", "monthly_amount")
}

// contractMonths has the months, the newest first.
func (b *builder) contractMonths(months *table.Table) Table {
	data := sortedBy(months, "month", true)
	columns := []Column{b.column("month", monthFormat())}
	for _, name := range []string{"opening", "started", "ended", "closing"} {
		columns = append(columns, b.column(name, integerFormat()))
	}
	churn := b.column("churn", percentFormat())
	churn.Bar, churn.None = true, "–"
	columns = append(columns, churn, b.moneyColumn(data, "closing_amount"))
	for _, name := range []string{"opening_amount", "started_amount", "ended_amount"} {
		columns = append(columns, b.moneyColumn(data, name).inWorkbook())
	}
	columns = append(columns, b.column("complete", yesNoFormat()))
	return Table{ID: "contract-months", Title: b.say("contracts.months"), Note: b.say("contracts.months_note"), Data: data, Columns: columns, PageRows: 13}
}
