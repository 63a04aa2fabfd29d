package reports

import (
	"clientele/internal/table"
)

// fewMonths is up to how many months of targets stand in their order: of more of
// them the one that runs has to stand first.
const fewMonths = 12

// plan holds the manager's targets against what came, as the company's report
// does the company's; nil without targets.
func (m *managerBuilder) plan() []Section {
	if empty(m.planMonths()) {
		return nil
	}
	s := m.builder.plan()
	for i := range s.Tables {
		if t := &s.Tables[i]; t.ID == "plan" && t.Data.Len() <= fewMonths {
			t.Data = sortedBy(t.Data, "month", false)
		}
	}
	s.Note = m.say("manager.plan_note") + " " + s.Note
	return []Section{s}
}

// forecast is that of what the manager sells; nil where there is none.
func (m *managerBuilder) forecast() []Section {
	past, future := m.forecastRows()
	if len(future) == 0 {
		return nil
	}
	s := m.section("forecast", "forecasts/monthly_parts")
	s.Lead = m.nextSentences(past, future)
	s.Charts = []Chart{m.forecastChart(future)}
	s.Tables = []Table{m.forecastTable(past, future)}
	s.Note = m.say("manager.forecast_note")
	return []Section{s}
}

// best are the customers who brought most within twelve months, beside the
// twelve before; nil where nobody bought.
func (m *managerBuilder) best() []Section {
	t := m.personal.Best
	if empty(t) {
		return nil
	}
	s := m.section("customers", "reports/manager_best")
	data := m.called(m.allowed(t))
	data = extend(data, table.Column{Name: "contact", Kind: table.Text}, func(r int) any { return contact(data, r) })
	data = extend(data, table.Column{Name: "year_growth", Kind: table.Decimal, Scale: 6}, func(r int) any {
		return growth(data.Decimal(r, "revenue_12m"), data.Decimal(r, "revenue_12m_before"))
	})
	revenue := m.moneyColumn(data, "revenue_12m")
	revenue.Bar = true
	columns := []Column{
		m.column("position", integerFormat()), m.column("customer", textFormat()), m.column("contact", textFormat()).onPage(),
		m.column("phone", textFormat()).inWorkbook(), m.column("email", textFormat()).inWorkbook(), revenue,
		m.moneyColumn(data, "revenue_12m_before"), m.column("year_growth", changeFormat()), m.moneyColumn(data, "revenue"),
		m.column("orders", integerFormat()), m.column("last_bought", dateFormat()).of("last_on"), m.column("owner", textFormat()),
		m.column("first_on", dateFormat()).inWorkbook(), m.column("customer_id", textFormat()).inWorkbook(),
	}
	for _, name := range []string{"contact", "phone", "email", "owner"} {
		columns = filled(data, name, columns)
	}
	s.Tables = []Table{m.sums(Table{
		ID: "own-best", Title: m.say("manager.best"), Sheet: m.say("manager.best_sheet"), Note: m.Words.Count("manager.best_note", int64(data.Len())),
		Data: data, Columns: columns, List: true, PageRows: callRows,
	}, "revenue_12m", "revenue_12m_before", "revenue")}
	return []Section{s}
}

// allowed leaves out addresses at which a customer does not want to be reached,
// and, for the manager, who looks after the own customers.
func (m *managerBuilder) allowed(t *table.Table) *table.Table {
	out := &table.Table{Columns: t.Columns}
	for r, row := range t.Rows {
		row = append([]any{}, row...)
		if t.Value(r, "may_email") == false {
			row[t.Index("email")] = nil
		}
		if t.Value(r, "may_call") == false {
			row[t.Index("phone")] = nil
		}
		if m.personal.Manager != "" {
			row[t.Index("owner")] = nil
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// deals are the open ones, what should come of each first; nil without any.
func (m *managerBuilder) deals() []Section {
	t := m.personal.Deals
	if empty(t) {
		return nil
	}
	s := m.section("deals", "forecasts/deal_courses", "reports/manager_deals")
	stuck := int64(0)
	for r := range t.Len() {
		if t.Boolean(r, "stalled") {
			stuck++
		}
	}
	s.Lead = []string{m.Words.Count("deals.open", int64(t.Len()), "amount", m.money(sum(t, "amount")), "expected", m.money(sum(t, "expected")))}
	if stuck > 0 {
		s.Lead = append(s.Lead, m.Words.Count("deals.stalled", stuck))
	}
	data := extend(t, table.Column{Name: "deal_name", Kind: table.Text}, func(r int) any { return m.label(t, r, "deal", "deal_id") })
	expected := m.moneyColumn(data, "expected_of_it").of("expected")
	amount := m.moneyColumn(data, "amount")
	expected.Format, expected.Bar = amount.Format, true
	columns := []Column{
		m.column("deal", textFormat()).of("deal_name"), m.column("customer", textFormat()), m.column("stage_name", textFormat()).of("stage"), amount,
		m.column("win_chance", Format{Kind: Percent}), expected, m.column("expected_on", dateFormat()),
		m.column("age_days", integerFormat()), m.column("stalled", yesNoFormat()), m.column("pipeline", textFormat()).inWorkbook(),
		m.column("customer_id", textFormat()).inWorkbook(), m.column("deal_id", textFormat()).inWorkbook(),
	}
	s.Tables = []Table{m.sums(Table{
		ID: "own-deals", Title: m.say("manager.deals"), Sheet: m.say("manager.deals_sheet"), Note: m.say("manager.deals_note"),
		Data: data, Columns: m.filled(data, columns), List: true, PageRows: callRows,
	}, "amount", "expected")}
	return []Section{s}
}
