package reports

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
)

// plan shows the targets beside what came and what should come.
func (b *builder) plan() Section {
	s := b.section("plan", "staging/target_months", "forecasts/month_days")
	months := b.planMonths()
	if empty(months) {
		return b.planOfParts(s)
	}
	now := planNow(months)
	s.Lead = append(b.planSentences(months, now), b.planPast(months)...)
	s.Figures = b.planFigures(months, now)
	s.Charts = []Chart{b.planChart(months)}
	s.Tables = []Table{b.planTable(months)}
	for _, scope := range b.planScopes() {
		s.Tables = append(s.Tables, b.planParts(scope, b.scopeRows(scope, months.Time(now, "month")))...)
	}
	s.Tables = append(s.Tables, b.planOthers(months, now)...)
	s.Note = b.say("plan.note")
	return s
}

// planMetric is what the company's targets are of: revenue where there are some
// of it, else the first.
func (b *builder) planMetric() string {
	p, first := b.answers.Plan, ""
	for r := range p.Len() {
		if p.Value(r, "scope") != nil {
			continue
		}
		if p.Text(r, "metric") == "revenue" {
			return "revenue"
		}
		if first == "" {
			first = p.Text(r, "metric")
		}
	}
	return first
}

// planMonths are the company's rows of that metric by month; nil where there
// are none.
func (b *builder) planMonths() *table.Table {
	if empty(b.answers.Plan) {
		return nil
	}
	p, metric := b.answers.Plan, b.planMetric()
	out := &table.Table{Columns: p.Columns}
	for r, row := range p.Rows {
		if p.Value(r, "scope") == nil && p.Text(r, "metric") == metric {
			out.Rows = append(out.Rows, row)
		}
	}
	return sortedBy(out, "month", false)
}

// planNow is the first month that is not over, or the last one of all.
func planNow(months *table.Table) int {
	for r := range months.Len() {
		if !months.Boolean(r, "complete") {
			return r
		}
	}
	return months.Len() - 1
}

// planValue is an amount of a target or a number, as a sentence has it.
func (b *builder) planValue(months *table.Table, row int, column string) string {
	if countedFigure(months.Text(row, "metric")) {
		return b.Show(integerLike(), months.Value(row, column))
	}
	return b.money(b.rounded(months, row, column))
}

// planSentences tell where the month stands, where it should end, how likely
// that reaches the target and what is missing.
func (b *builder) planSentences(months *table.Table, now int) []string {
	value := func(column string) string { return b.planValue(months, now, column) }
	pairs := []string{"month", b.Words.LongMonth(months.Time(now, "month")), "target", value("target"), "so_far", value("so_far"), "share", b.Show(Format{Kind: Percent}, months.Value(now, "reached"))}
	if months.Boolean(now, "complete") {
		return []string{b.say("plan.over", pairs...)}
	}
	lines := []string{b.say("plan.current", pairs...)}
	begun := b.begun(months, now)
	switch {
	case !begun:
		lines = append(b.planBefore(months, now), b.say("plan.point_alone", pairs...))
	case months.Float(now, "so_far") == 0:
		lines = []string{b.say("plan.ahead", pairs...)}
	}
	if months.Value(now, "expected") != nil && months.Value(now, "lo80") != nil && months.Value(now, "hi80") != nil {
		lines = append(lines, b.say("plan.expected", "expected", value("expected"), "low", value("lo80"), "high", value("hi80")))
	}
	if chance, ok := float(months, now, "chance"); ok {
		lines = append(lines, b.chanceSentence(chance))
	}
	switch missing := months.Float(now, "missing"); {
	case !begun:
	case missing <= 0:
		lines = append(lines, b.say("plan.reached"))
	case b.daysLeft(months, now) < daysAWeek:
		lines = append(lines, b.Words.Count("plan.missing_days", b.daysLeft(months, now), "missing", value("missing")))
	case months.Value(now, "per_week") != nil:
		lines = append(lines, b.say("plan.missing", "missing", value("missing"), "per_week", value("per_week")))
	}
	return lines
}

// begun says that some of a month is over.
func (b *builder) begun(months *table.Table, row int) bool {
	return !months.Time(row, "month").After(b.settings.AsOf)
}

const daysAWeek = 7

// daysLeft are the days of a month that has begun after the day of the report.
func (b *builder) daysLeft(months *table.Table, row int) int64 {
	end := months.Time(row, "month").AddDate(0, 1, -1)
	return int64(end.Sub(b.settings.AsOf).Hours()) / 24
}

// planBefore tells what the last month that is over came to.
func (b *builder) planBefore(months *table.Table, now int) []string {
	if now == 0 {
		return nil
	}
	return []string{b.say("plan.over", "month", b.Words.LongMonth(months.Time(now-1, "month")), "target", b.planValue(months, now-1, "target"),
		"so_far", b.planValue(months, now-1, "so_far"), "share", b.Show(Format{Kind: Percent}, months.Value(now-1, "reached")))}
}

// planPast counts how many of the months that are over reached their target.
func (b *builder) planPast(months *table.Table) []string {
	over, reached := int64(0), int64(0)
	for r := months.Len() - 1; r >= 0 && over < 12; r-- {
		if !months.Boolean(r, "complete") {
			continue
		}
		over++
		if share, ok := float(months, r, "reached"); ok && share >= 1 {
			reached++
		}
	}
	if over < 2 {
		return nil
	}
	return []string{b.Words.Count("plan.past", over, "reached", b.Words.Integer(reached))}
}

func (b *builder) planFigures(months *table.Table, now int) []Figure {
	format := func(column string) Format {
		if countedFigure(months.Text(now, "metric")) {
			return integerLike()
		}
		return Format{Kind: Money, Digits: b.cents(b.rounded(months, now, column), 1000)}
	}
	figures := []Figure{b.figure("plan_target", months.Value(now, "target"), format("target"))}
	if b.begun(months, now) {
		figures = append(figures, b.figure("plan_so_far", months.Value(now, "so_far"), format("so_far")))
	}
	if months.Value(now, "expected") != nil && !months.Boolean(now, "complete") {
		f := b.figure("plan_expected", months.Value(now, "expected"), format("expected"))
		figures = append(figures, b.compared(f, number(months, now, "expected"), number(months, now, "target"), "plan.than_target"))
	}
	if months.Value(now, "chance") != nil {
		figures = append(figures, b.figure("plan_chance", months.Value(now, "chance"), Format{Kind: Percent}))
	}
	return figures
}

// planPoint is the summary's: the target, where the month should end, and the
// chance.
func (b *builder) planPoint() []Point {
	months := b.planMonths()
	if empty(months) {
		return b.planPartsPoint()
	}
	now := planNow(months)
	if months.Boolean(now, "complete") {
		return nil
	}
	p := Point{Section: "plan", Text: b.say("plan.point_alone", "month", b.Words.LongMonth(months.Time(now, "month")), "target", b.planValue(months, now, "target"))}
	chance, ok := float(months, now, "chance")
	if ok && months.Value(now, "expected") != nil {
		p.Text = b.say("plan.point", "month", b.Words.LongMonth(months.Time(now, "month")), "target", b.planValue(months, now, "target"),
			"expected", b.planValue(months, now, "expected"), "likely", b.say("likely."+likely(chance)), "chance", b.chance(chance))
		switch {
		case chance < 0.45:
			p.Tone = Worse
		case chance >= 0.75:
			p.Tone = Better
		}
	}
	return []Point{p}
}

// planScopes are the ways that targets are split, in the order of the report.
func (b *builder) planScopes() []string {
	p, known := b.answers.Plan, []string{"owner", "segment", "product_group", "region"}
	var found []string
	for r := range p.Len() {
		if scope := p.Text(r, "scope"); scope != "" && !slices.Contains(found, scope) {
			found = append(found, scope)
		}
	}
	place := func(scope string) int {
		if at := slices.Index(known, scope); at >= 0 {
			return at
		}
		return len(known)
	}
	slices.SortStableFunc(found, func(x, y string) int { return place(x) - place(y) })
	return found
}

// planOf are the rows of a month that keep a condition.
func (b *builder) planOf(month time.Time, keep func(row int) bool) *table.Table {
	p := b.answers.Plan
	out := &table.Table{Columns: p.Columns}
	for r, row := range p.Rows {
		if p.Time(r, "month").Equal(month) && keep(r) {
			out.Rows = append(out.Rows, row)
		}
	}
	return out
}

// centsOf adds a column of floats to the cent.
func (b *builder) centsOf(t *table.Table, column string) decimal.Decimal {
	all := decimal.Zero
	for r := range t.Len() {
		all = all.Add(b.rounded(t, r, column))
	}
	return all
}
