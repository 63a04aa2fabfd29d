package pipeline

import (
	"context"
	"slices"

	"clientele/internal/table"
	"clientele/queries"
	"clientele/reports"
)

// ownAnswers are the answers of those customers that the table of members has;
// names are the manager's, where they are a manager's.
func (r *Recalled) ownAnswers(ctx context.Context, names []string) (reports.Answers, reports.Personal, error) {
	var answers reports.Answers
	var shown reports.Personal
	var people *table.Table
	for _, asked := range []struct {
		query string
		into  **table.Table
	}{
		{"reports/manager_totals", &shown.Totals}, {"reports/manager_months", &answers.Months}, {"reports/manager_leaving", &answers.Leaving},
		{"reports/manager_people", &people}, {"reports/manager_best", &shown.Best}, {"reports/manager_deals", &shown.Deals},
	} {
		found, err := r.personal.ask(ctx, asked.query, map[string]any{"as_of": r.work.asOf, "top": int64(bestOwn), "dear": int64(dearScore)})
		if err != nil {
			return answers, shown, err
		}
		*asked.into = found
	}
	answers.RFM = columnsFrom(people, "customer_id", "customer", "recency_days", "frequency", "monetary", "r", "f", "m", "segment", "stage")
	answers.CustomerContacts = columnsFrom(people, "customer_id", "email", "may_email", "phone", "may_call", "owner")
	if r.personal.valued {
		answers.ValueCustomers = columnsFrom(people, "customer_id", "clv", "p_buys")
	}
	answers.Plan, answers.Forecast = r.personal.targetsOf(names), r.personal.seriesOf(names)
	return answers, shown, nil
}

// ask answers a query with those of the arguments that it has.
func (p *personal) ask(ctx context.Context, name string, arguments map[string]any) (*table.Table, error) {
	query, err := queries.Get(name)
	if err != nil {
		return nil, err
	}
	bound, err := query.BindSome(arguments)
	if err != nil {
		return nil, err
	}
	return p.engine.Query(ctx, bound)
}

// columnsFrom are some columns of a table.
func columnsFrom(t *table.Table, names ...string) *table.Table {
	out := &table.Table{Rows: make([][]any, t.Len())}
	places := make([]int, len(names))
	for i, name := range names {
		places[i] = t.Index(name)
		out.Columns = append(out.Columns, t.Columns[places[i]])
	}
	for r, row := range t.Rows {
		out.Rows[r] = make([]any, len(places))
		for i, at := range places {
			out.Rows[r][i] = row[at]
		}
	}
	return out
}

// targetsOf are a manager's targets, as if they were the company's: without
// whose they are. Where several spellings of the name have some, the first has
// them.
func (p *personal) targetsOf(names []string) *table.Table {
	out := &table.Table{Columns: p.plan.Columns}
	if len(p.plan.Columns) == 0 {
		return out
	}
	scope, value := p.plan.Index("scope"), p.plan.Index("scope_value")
	of := ""
	for row, given := range p.plan.Rows {
		owner := p.plan.Text(row, "scope_value")
		if p.plan.Text(row, "scope") != "owner" || !isNamed(names, owner) || of != "" && owner != of {
			continue
		}
		of = owner
		kept := slices.Clone(given)
		kept[scope], kept[value] = nil, nil
		out.Rows = append(out.Rows, kept)
	}
	return out
}

// seriesOf is the forecast of what a manager sells, where there is one of its
// own: the greatest sellers have one. nil of managers whose name has several
// spellings, each with a forecast: their bands do not add up.
func (p *personal) seriesOf(names []string) *table.Table {
	out, of := columnsOf("month d, actual m, mean f, lo80 f, hi80 f, lo95 f, hi95 f, incomplete b"), ""
	made := &table.Table{Columns: out}
	for row := range p.series.Len() {
		member := p.series.Text(row, "member")
		if p.series.Text(row, "dimension") != "owner" || p.series.Text(row, "figure") != revenueFigure || !isNamed(names, member) {
			continue
		}
		if of != "" && of != member {
			return nil
		}
		of = member
		var kept []any
		for _, column := range out {
			value := p.series.Value(row, column.Name)
			if amount, ok := value.(float64); ok && column.Kind == table.Decimal {
				value = inCents(amount)
			}
			kept = append(kept, value)
		}
		made.Rows = append(made.Rows, kept)
	}
	return made
}

func isNamed(names []string, owner string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return sameManager(name, owner) })
}
