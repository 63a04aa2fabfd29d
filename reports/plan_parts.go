package reports

import (
	"time"

	"clientele/internal/table"

	"github.com/shopspring/decimal"
)

// planOfParts is the section of a company that has targets of managers or groups
// and none of its own.
func (b *builder) planOfParts(s Section) Section {
	if empty(b.answers.Plan) {
		return b.missing(s)
	}
	for _, scope := range b.planScopes() {
		data := b.scopeRows(scope, b.scopeMonth(scope))
		s.Lead = append(s.Lead, b.scopeSentences(scope, data)...)
		s.Tables = append(s.Tables, b.planParts(scope, data)...)
	}
	s.Note = b.say("plan.note")
	return s
}

// scopeMetric is what the targets of a scope are of: what the company's are, else
// revenue, else the first.
func (b *builder) scopeMetric(scope string) string {
	p, company, best, first := b.answers.Plan, b.planMetric(), "", ""
	for r := range p.Len() {
		if p.Text(r, "scope") != scope {
			continue
		}
		switch metric := p.Text(r, "metric"); {
		case metric == company:
			return metric
		case metric == "revenue":
			best = metric
		case first == "":
			first = metric
		}
	}
	if best == "" {
		return first
	}
	return best
}

// scopeMonth is the first month of a scope's targets that is not over, or the
// last of all.
func (b *builder) scopeMonth(scope string) time.Time {
	p, metric := b.answers.Plan, b.scopeMetric(scope)
	var open, last time.Time
	for r := range p.Len() {
		if p.Text(r, "scope") != scope || p.Text(r, "metric") != metric {
			continue
		}
		month := p.Time(r, "month")
		if month.After(last) {
			last = month
		}
		if !p.Boolean(r, "complete") && (open.IsZero() || month.Before(open)) {
			open = month
		}
	}
	if open.IsZero() {
		return last
	}
	return open
}

// scopeRows are a scope's targets of one month.
func (b *builder) scopeRows(scope string, month time.Time) *table.Table {
	p, metric := b.answers.Plan, b.scopeMetric(scope)
	return b.planOf(month, func(r int) bool { return p.Text(r, "scope") == scope && p.Text(r, "metric") == metric })
}

// scopeSentences count the targets of a month that should be reached, or were,
// and tell what all of them come to. Orders and buyers of parts do not add up:
// two managers may share one.
func (b *builder) scopeSentences(scope string, data *table.Table) []string {
	if data.Len() == 0 {
		return nil
	}
	counted, together, column := "plan.scope_course", "plan.scope_expected", "expected"
	for r := range data.Len() {
		if data.Boolean(r, "complete") || data.Value(r, "expected") == nil {
			counted, together, column = "plan.scope_reached", "plan.scope_came", "so_far"
		}
	}
	lines := []string{b.say(counted, "month", b.Words.FirstMonth(data.Time(0, "month")), "of", b.dimensionName(scope),
		"reached", b.Words.Integer(b.scopeReached(data, column)), "n", b.Words.Integer(int64(data.Len())))}
	if whole := b.centsOf(data, "target"); !countedFigure(data.Text(0, "metric")) && whole.GreaterThan(decimal.Zero) {
		lines = append(lines, b.say(together, "value", b.money(b.centsOf(data, column)), "target", b.money(whole)))
	}
	return lines
}

// scopeReached counts the targets that a column comes up to.
func (b *builder) scopeReached(data *table.Table, column string) (reached int64) {
	for r := range data.Len() {
		if !b.rounded(data, r, column).LessThan(b.rounded(data, r, "target")) {
			reached++
		}
	}
	return reached
}

// planPartsPoint is the summary's where only parts have targets: how many of the
// first scope are on course.
func (b *builder) planPartsPoint() []Point {
	if empty(b.answers.Plan) {
		return nil
	}
	for _, scope := range b.planScopes() {
		data := b.scopeRows(scope, b.scopeMonth(scope))
		if data.Len() > 0 && !data.Boolean(0, "complete") {
			return []Point{{Section: "plan", Text: b.scopeSentences(scope, data)[0]}}
		}
	}
	return nil
}
