package reports

import (
	"slices"

	"clientele/internal/table"
)

// Personal is what a report on the customers of one manager has beside the
// answers, which then are of these customers alone.
type Personal struct {
	Manager string // who looks after them; empty where a rule chose them
	Rule    string // in the segment language; empty where they are a manager's

	Totals *table.Table // reports/manager_totals
	Best   *table.Table // reports/manager_best
	Deals  *table.Table // reports/manager_deals; nil where there are no deals
}

// Manager makes the report of somebody who may see no customers but the own
// ones: what is new, the figures, plan and forecast, whom to call, whom to win
// back, whom to lead on, who is best, which deals are open.
//
// It shows what it is given and asks for nothing else, so the answers must be of
// these customers alone: Months (reports/manager_months), Leaving, RFM,
// ValueCustomers and CustomerContacts (reports/manager_leaving, manager_people),
// Plan with the manager's targets as if they were the company's, and Forecast
// with the manager's series. Own sections, which are of all customers, are left
// out.
func Manager(answers Answers, settings Settings, personal Personal) (*Document, error) {
	answers, settings.OwnSections = personal.only(answers), nil
	b, err := newBuilder(answers, settings)
	if err != nil {
		return nil, err
	}
	m := &managerBuilder{builder: b, personal: personal}
	d := b.document("manager", []Section{m.since(), m.result()}, m.months(), m.plan(), m.forecast(),
		[]Section{m.call()}, m.lists(), m.best(), m.deals())
	d.Title = m.title()
	return d, nil
}

// only leaves of the answers those that such a report shows, so that what is
// of the company cannot get into it by a table that somebody forgot. A manager
// knows who looks after the own customers: that column stands in reports by
// rules alone.
func (p Personal) only(a Answers) Answers {
	out := Answers{
		Months: a.Months, Leaving: a.Leaving, RFM: a.RFM, ValueCustomers: a.ValueCustomers, CustomerContacts: a.CustomerContacts,
		Plan: a.Plan, Forecast: a.Forecast,
	}
	if p.Manager != "" {
		for _, t := range []**table.Table{&out.Leaving, &out.CustomerContacts} {
			*t = withoutValues(*t, "owner")
		}
	}
	return out
}

// withoutValues is a table of which a column is empty.
func withoutValues(t *table.Table, column string) *table.Table {
	if empty(t) || t.Index(column) < 0 {
		return t
	}
	at, out := t.Index(column), &table.Table{Columns: t.Columns, Rows: make([][]any, t.Len())}
	for r, row := range t.Rows {
		out.Rows[r] = slices.Clone(row)
		out.Rows[r][at] = nil
	}
	return out
}

// managerBuilder makes the sections of a manager's report.
type managerBuilder struct {
	*builder
	personal Personal
}

// title names whose customers they are.
func (m *managerBuilder) title() string {
	if m.personal.Manager != "" {
		return m.say("manager.title_of", "name", name(m.personal.Manager))
	}
	return m.ruleTitle(m.personal.Rule)
}

// call is whom to call first.
func (m *managerBuilder) call() Section {
	s := m.section("leaving", "forecasts/btyd_statistics", "forecasts/rhythm", "reports/manager_leaving")
	gone := m.count("long_gone")
	switch {
	case m.answers.ValueCustomers == nil:
		return m.missing(s)
	case !empty(m.answers.Leaving):
		s.Lead = m.callSentences()
		s.Tables = []Table{m.callList()}
	case gone > 0:
		s.Lead = []string{m.Words.Count("leaving.long_gone", gone)}
	default:
		s.Lead = []string{m.say("leaving.nobody")}
	}
	return s
}

// lists are whom to win back and whom to lead to a second purchase; nil where
// both are empty.
func (m *managerBuilder) lists() []Section {
	tables := m.todoSheets()
	if len(tables) == 0 {
		return nil
	}
	s := m.section("todo", "segments/rfm", "reports/manager_people")
	for _, one := range m.todoLists() {
		if text := m.todoSentence(one); text != "" && one.section == "todo" {
			s.Points = append(s.Points, Point{Section: one.section, Text: text})
		}
	}
	s.Tables = tables
	return []Section{s}
}
