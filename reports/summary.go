package reports

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// summary says what matters first, in sentences: revenue, then bad news, then
// the rest in the order of the sections.
func (b *builder) summary() Section {
	s := Section{ID: "summary", Title: b.say("summary.title")}
	first := b.revenuePoints()
	rest := slices.Concat(b.leavingPoints(), b.forecastPoint(), b.planPoint(), b.dealPoint(), b.segmentPoints(), b.campaignPoint(), b.retentionPoint(), b.contractPoint(), b.valuePoint(), b.anonymousPoint(), b.qualityPoint())
	slices.SortStableFunc(rest, func(x, y Point) int { return urgency(y) - urgency(x) })
	s.Points = append(first, rest...)
	if len(s.Points) == 0 {
		return b.missing(s)
	}
	s.Figures = b.monthFigures()
	return s
}

func urgency(p Point) int {
	if p.Tone == Worse {
		return 1
	}
	return 0
}

func (b *builder) revenuePoints() []Point {
	var points []Point
	if m := b.lastMonth(); m != nil {
		p := Point{Section: "overview", Text: b.say("summary.month", "month", b.Words.FirstMonth(m.month), "revenue", b.money(m.revenue))}
		year, before := b.change(m.revenue, m.yearBefore, "than.year"), b.change(m.revenue, m.monthBefore, "than.month")
		p.Tone = toneOf(growth(m.revenue, m.yearBefore))
		switch {
		case year != "" && before != "":
			p.Text = b.say("summary.month_both", "month", b.Words.FirstMonth(m.month), "revenue", b.money(m.revenue), "year", year, "before", before)
		case year+before != "":
			p.Text = b.say("summary.month_one", "month", b.Words.FirstMonth(m.month), "revenue", b.money(m.revenue), "change", year+before)
		}
		points = append(points, p)
		if share := ratio(m.returning, m.revenue); share != nil && m.returning.IsPositive() {
			points = append(points, Point{Section: "overview", Text: b.say("summary.returning", "share", b.percent(share))})
		}
	}
	if now, before, ok := b.lastYears(); ok {
		p := Point{Section: "overview", Tone: toneOf(growth(now, before)), Text: b.say("summary.year_alone", "revenue", b.money(now))}
		if change := b.change(now, before, "than.years"); change != "" {
			p.Text = b.say("summary.year", "revenue", b.money(now), "change", change)
		}
		points = append(points, p)
	}
	return points
}

func (b *builder) forecastPoint() []Point {
	past, future := b.forecastRows()
	if len(future) == 0 {
		return nil
	}
	lines := b.currentSentences(past, future)
	text := strings.Join(append(lines[:min(1, len(lines))], b.nextSentences(past, future)...), " ")
	switch verdict, caveat := b.judgedVerdict(), b.caveat(); {
	case verdict != "":
		text += " " + verdict
	case caveat != "":
		text += " " + caveat
	}
	return []Point{{Section: "forecast", Text: text}}
}

func (b *builder) segmentPoints() []Point {
	if empty(b.answers.RFMSegments) {
		return nil
	}
	var points []Point
	if customers, revenue, share := b.dormant(); customers > 0 && !b.churnKnown() {
		points = append(points, Point{Section: "segments", Tone: Worse,
			Text: b.Words.Count("summary.dormant", customers, "revenue", b.money(revenue), "share", b.percent(share))})
	}
	points = append(points, b.silentPoint()...)
	for _, line := range b.segmentLead(b.advised(b.answers.RFMSegments)) {
		points = append(points, Point{Section: "segments", Text: line})
	}
	return points
}

func (b *builder) retentionPoint() []Point {
	if empty(b.answers.Retention) {
		return nil
	}
	averages := b.averageRetention()
	if averages.Len() < 2 {
		return nil
	}
	return []Point{{Section: "retention", Text: b.retentionSentence(averages, 1)}}
}

func (b *builder) valuePoint() []Point {
	var points []Point
	if line := b.concentration(); line != "" {
		points = append(points, Point{Section: "value", Text: line})
	}
	if empty(b.answers.ValueCustomers) {
		return points
	}
	lines := b.expectedSentences()[:1]
	if check := b.answers.ValueCheck; !empty(check) && insideKey(check) == "value.check_none" {
		lines[0] += " " + b.say("value.caution")
	}
	for _, line := range b.naiveSentence() {
		lines[0] += " " + line
	}
	if !b.churnKnown() {
		lines = append(b.activeSentence(), lines...)
	}
	for _, line := range lines {
		points = append(points, Point{Section: "value", Text: line})
	}
	return points
}

// anonymousPoint warns where a tenth of revenue and more has no customer: all
// that is said about customers is then about the others only.
func (b *builder) anonymousPoint() []Point {
	if empty(b.answers.Overview) {
		return nil
	}
	share, ok := ratio(b.answers.Overview.Decimal(0, "anonymous_revenue"), b.answers.Overview.Decimal(0, "revenue")).(decimal.Decimal)
	if !ok || share.LessThan(decimal.New(1, -1)) {
		return nil
	}
	return []Point{{Section: "quality", Tone: Worse, Text: b.say("summary.anonymous", "share", b.percent(share))}}
}

// qualityPoint is bad news where files do not add up or one row in a hundred
// could not be read.
func (b *builder) qualityPoint() []Point {
	if empty(b.answers.QualityLoads) {
		return nil
	}
	t := b.loadTotals()
	if !t.reconciled() {
		return []Point{{Section: "quality", Tone: Worse, Text: b.say("quality.not_reconciled")}}
	}
	p := Point{Section: "quality", Tone: Better, Text: b.Words.Count("summary.quality", t.read, "rejected", b.Words.Integer(t.rejected))}
	if t.replaced > 0 {
		p.Text = b.Words.Count("summary.quality_replaced", t.read, "rejected", b.Words.Integer(t.rejected), "replaced", b.Words.Integer(t.replaced))
	}
	if t.rejected*100 >= t.read && t.rejected > 0 {
		p.Tone = Worse
	}
	return append([]Point{p}, b.withoutRate()...)
}
