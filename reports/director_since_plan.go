package reports

import (
	"strings"
	"time"

	"clientele/internal/table"
)

// planNews tells whether the month reached its target, or how many of the parts
// did where only parts have targets.
func (b *builder) planNews(m *monthFacts) []Point {
	months := b.planMonths()
	if empty(months) {
		return b.partsNews(m.month)
	}
	for r := range length(months) {
		if !months.Time(r, "month").Equal(m.month) || !months.Boolean(r, "complete") || months.Value(r, "reached") == nil {
			continue
		}
		p := Point{Section: "plan", Tone: Worse, Text: b.say("plan.over", "month", b.Words.LongMonth(m.month), "target", b.planValue(months, r, "target"),
			"so_far", b.planValue(months, r, "so_far"), "share", b.Show(Format{Kind: Percent}, months.Value(r, "reached")))}
		if months.Float(r, "reached") >= 1 {
			p.Tone = Better
		}
		return []Point{p}
	}
	return nil
}

// partsNews tells how many of the first way of parts reached their targets of a
// month that is over, and what came of all of them.
func (b *builder) partsNews(month time.Time) []Point {
	if empty(b.answers.Plan) {
		return nil
	}
	for _, scope := range b.planScopes() {
		data := b.scopeRows(scope, month)
		if data.Len() == 0 || !data.Boolean(0, "complete") {
			continue
		}
		text := strings.Join(b.scopeSentences(scope, data), " ")
		if scope == "owner" {
			text = b.ownersSentence(data)
		}
		return []Point{{Section: "plan", Tone: b.partsTone(data), Text: text}}
	}
	return nil
}

// ownersSentence has the numbers of scopeSentences in one sentence.
func (b *builder) ownersSentence(data *table.Table) string {
	key := "director.owners"
	pairs := []string{"reached", b.Words.Integer(b.scopeReached(data, "so_far")), "month", b.Words.FirstMonth(data.Time(0, "month"))}
	if target := b.centsOf(data, "target"); !countedFigure(data.Text(0, "metric")) && target.IsPositive() {
		key = "director.owners_money"
		pairs = append(pairs, "value", b.money(b.centsOf(data, "so_far")), "target", b.money(target))
	}
	return b.Words.Count(key, int64(data.Len()), pairs...)
}

// partsTone is good where all parts reached their targets, and bad where all
// together did not reach theirs, or, of what does not add up, fewer than half of
// the parts did.
func (b *builder) partsTone(data *table.Table) Tone {
	reached, n := b.scopeReached(data, "so_far"), int64(data.Len())
	counted := countedFigure(data.Text(0, "metric"))
	switch {
	case reached == n:
		return Better
	case counted && 2*reached < n, !counted && b.centsOf(data, "so_far").LessThan(b.centsOf(data, "target")):
		return Worse
	}
	return Neutral
}
