package sample

import (
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
	"clientele/reports"
)

// ManagerName is whose customers the sample's report of a manager is of.
const ManagerName = "Kim Larsen"

// Manager makes the report on the customers of one manager of the company that
// has the answers, whatever customers are called in them.
func Manager(answers reports.Answers, settings reports.Settings) (*reports.Document, error) {
	own, personal := OfManager(answers)
	return reports.Manager(own, settings, personal)
}

// ByRule makes the report on the same customers as a rule's, which tells of each
// who looks after it.
func ByRule(answers reports.Answers, settings reports.Settings) (*reports.Document, error) {
	own, personal := OfManager(answers)
	personal.Manager, personal.Rule = "", `country is "Spain" & orders at least 2`
	return reports.Manager(own, settings, personal)
}

// OfManager is what is left of answers for one manager.
func OfManager(a reports.Answers) (reports.Answers, reports.Personal) {
	mine := map[string]bool{}
	for r := range a.CustomerContacts.Len() {
		mine[a.CustomerContacts.Text(r, "customer_id")] = a.CustomerContacts.Text(r, "owner") == ManagerName
	}
	// Hostile answers have their ids too where names are, so places say who is who.
	ids := answers()
	keep := func(t, of *table.Table) *table.Table {
		out := &table.Table{Columns: t.Columns}
		for r, row := range t.Rows {
			if mine[of.Text(r, "customer_id")] {
				out.Rows = append(out.Rows, row)
			}
		}
		return out
	}
	own := reports.Answers{
		Months: shareOf(a.Months, 11), Leaving: keep(a.Leaving, ids.Leaving), RFM: keep(a.RFM, ids.RFM), ValueCustomers: keep(a.ValueCustomers, ids.ValueCustomers), CustomerContacts: keep(a.CustomerContacts, ids.CustomerContacts),
		Plan: targetsOf(a.Plan), Forecast: seriesOf(a.ForecastSeries),
	}
	history := keep(a.ValueHistory, ids.ValueHistory)
	return own, reports.Personal{Manager: ManagerName, Totals: totals(history), Best: bestOf(history, own.CustomerContacts), Deals: openDeals(history)}
}

// shareOf is a share of what each month brought, without what nobody known did, from
// the last two years.
func shareOf(months *table.Table, of int64) *table.Table {
	out := &table.Table{Columns: months.Columns}
	for _, row := range months.Rows[12:] {
		row = slices.Clone(row)
		for at, value := range row {
			switch v := value.(type) {
			case decimal.Decimal:
				row[at] = v.Mul(decimal.NewFromInt(of)).DivRound(decimal.NewFromInt(40), 2)
			case int64:
				row[at] = v * of / 40
			}
		}
		revenue, fresh := row[months.Index("revenue")].(decimal.Decimal), row[months.Index("revenue_new")].(decimal.Decimal)
		row[months.Index("revenue_returning")], row[months.Index("revenue_anonymous")] = revenue.Sub(fresh), decimal.Zero
		out.Rows = append(out.Rows, row)
	}
	return out
}

func targetsOf(plan *table.Table) *table.Table {
	out := &table.Table{Columns: plan.Columns}
	for r, row := range plan.Rows {
		if plan.Text(r, "scope_value") == ManagerName {
			row = slices.Clone(row)
			row[plan.Index("scope")], row[plan.Index("scope_value")] = nil, nil
			out.Rows = append(out.Rows, row)
		}
	}
	return out
}

func seriesOf(series *table.Table) *table.Table {
	names := []string{"month", "actual", "mean", "lo80", "hi80", "lo95", "hi95", "incomplete"}
	out := only(series, names...)
	rows := out.Rows
	out.Rows, out.Columns[1] = nil, table.Column{Name: "actual", Kind: table.Decimal, Scale: 2}
	for r := range series.Rows {
		if series.Text(r, "dimension") == "owner" && series.Text(r, "member") == ManagerName {
			if actual, ok := rows[r][1].(float64); ok {
				rows[r][1] = money(actual)
			}
			out.Rows = append(out.Rows, rows[r])
		}
	}
	return out
}

func totals(history *table.Table) *table.Table {
	out := &table.Table{Columns: columns("i:customers", "i:buyers", "m:revenue", "m:revenue_12m", "m:revenue_12m_before", "i:at_risk", "i:at_risk_lately", "i:lost_lately", "i:won_back_lately", "i:long_gone")}
	revenue := decimal.Zero
	for r := range history.Len() {
		revenue = revenue.Add(history.Decimal(r, "revenue"))
	}
	buyers := int64(history.Len())
	out.Rows = [][]any{{buyers + 14, buyers, revenue, revenue.DivRound(decimal.NewFromInt(3), 2), revenue.DivRound(decimal.NewFromInt(4), 2), int64(31), int64(5), int64(1), int64(2), int64(9)}}
	return out
}

// bestOf has those of the last year first.
func bestOf(history, reach *table.Table) *table.Table {
	out := &table.Table{Columns: columns("i:position", "t:customer_id", "t:customer", "t:email", "b:may_email", "t:phone", "b:may_call", "t:owner", "m:revenue_12m", "m:revenue_12m_before", "m:revenue", "i:orders", "d:first_on", "d:last_on")}
	for r := range history.Len() {
		id, year := history.Text(r, "customer_id"), history.Decimal(r, "revenue_last_year")
		before := year.Mul(decimal.New(int64(60+7*(r%13)), -2)).Round(2)
		if r%9 == 0 {
			before = decimal.Zero
		}
		contact := r % reach.Len()
		out.Rows = append(out.Rows, []any{nil, id, history.Value(r, "customer"), reach.Value(contact, "email"), reach.Value(contact, "may_email"), reach.Value(contact, "phone"), reach.Value(contact, "may_call"),
			ManagerName, year, before, history.Value(r, "revenue"), history.Value(r, "orders"), history.Value(r, "first_on"), history.Value(r, "last_on")})
	}
	slices.SortStableFunc(out.Rows, func(x, y []any) int { return y[8].(decimal.Decimal).Cmp(x[8].(decimal.Decimal)) })
	out.Rows = out.Rows[:min(100, len(out.Rows))]
	for r := range out.Rows {
		out.Rows[r][0] = int64(r + 1)
	}
	return out
}

// openDeals are a few, one of nobody known and one of which no chance is told.
func openDeals(history *table.Table) *table.Table {
	out := &table.Table{Columns: columns("t:source", "t:deal_id", "t:deal", "t:customer_id", "t:customer", "t:pipeline", "t:stage", "m:amount", "f:win_chance", "m:expected", "d:expected_on", "i:age_days", "b:stalled")}
	for i, chance := range []float64{0.62, 0.41, 0.4, 0.18, 0.07} {
		amount := money(float64(12_400 - 1900*i))
		out.Rows = append(out.Rows, []any{"crm", strings.Repeat("7", i+1), []any{"Fit-out of the café", "=1+1", "<b>Refit</b>", nil, "Tea for a year"}[i], history.Value(i, "customer_id"), history.Value(i, "customer"), "Wholesale",
			[]any{"Contract", "Offer", "Offer", "First call", nil}[i], amount, chance, amount.Mul(decimal.NewFromFloat(chance)).Round(2), AsOf().AddDate(0, 0, 9*i-4), int64(12 + 31*i), i == 4})
	}
	out.Rows[2][3], out.Rows[2][4] = nil, nil
	out.Rows = append(out.Rows, []any{"crm", "88", "Without a day", nil, nil, nil, "Offer", money(900), nil, nil, time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC), nil, false})
	return out
}
