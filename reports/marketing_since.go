package reports

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"
)

// marketingLines is how many sentences tell what is new.
const marketingLines = 7

// marketingSince tells what changed in the last month that has ended, beside
// the month before: bad news first, the lists last.
func (b *builder) marketingSince() Section {
	s := b.section("since", "reports/overview_months", "segments/lifecycle_flows", "segments/rfm_flows")
	rest := slices.Concat(b.stageNews(), b.campaignNews(), b.segmentNews(), b.newNews(), b.cohortNews())
	lists := b.listsNews()
	first := b.monthBuyersNews()
	s.Points = slices.Concat(first, worstFirst(rest, min(len(rest), marketingLines-len(first)-len(lists))), lists)
	if len(s.Points) == 0 {
		return b.missing(s)
	}
	return s
}

// toneOfCounts takes more for better where that is good; −1 is a count that is
// not known.
func toneOfCounts(now, before int64, good bool) Tone {
	switch {
	case before < 0 || now == before:
		return Neutral
	case (now > before) == good:
		return Better
	}
	return Worse
}

// beside says how a count is to that of the month before; "" where that is not
// known, which −1 stands for.
func (b *builder) beside(now, before int64) string {
	switch {
	case before < 0:
		return ""
	case now > before:
		return b.Words.Count("marketing.more", now-before)
	case now < before:
		return b.Words.Count("marketing.fewer", before-now)
	}
	return b.say("marketing.as_many")
}

// countedNews is a sentence about so many customers in a month, beside the month
// before: that of none where there was nobody, "" where there was nobody before
// either.
func (b *builder) countedNews(key, none string, now, before int64, month time.Time) string {
	switch {
	case now == 0 && before <= 0:
		return ""
	case now == 0:
		return b.say(none, "month", b.Words.InMonth(month), "of", b.Words.OfMonth(month), "change", b.beside(now, before))
	}
	return b.Words.Count(key, now, "month", b.Words.InMonth(month), "of", b.Words.OfMonth(month), "change", b.beside(now, before))
}

// monthBuyersNews counts who bought in the last complete month and a year
// before.
func (b *builder) monthBuyersNews() []Point {
	m := b.lastMonth()
	if m == nil {
		return nil
	}
	now, before := decimal.NewFromInt(m.buyers), decimal.NewFromInt(m.buyersYearBefore)
	return []Point{{Section: "customers", Tone: toneOf(growth(now, before)), Text: b.buyersSince(m.buyers, m.buyersYearBefore, m.month)}}
}

func (b *builder) buyersSince(now, yearBefore int64, month time.Time) string {
	if now == 0 {
		return b.say("marketing.buyers_none", "month", b.Words.InMonth(month))
	}
	change := b.change(decimal.NewFromInt(now), decimal.NewFromInt(yearBefore), "than.year")
	if change != "" {
		change = ", " + change
	}
	return b.Words.Count("marketing.buyers", now, "month", b.Words.InMonth(month), "change", change)
}

// stageNews tell who came back, who is silent for too long now, who was lost.
func (b *builder) stageNews() []Point {
	m := movesOf(b.answers.LifecycleFlows, "from_stage", "to_stage")
	month, before, ok := b.lastTwo(m)
	if !ok {
		return nil
	}
	_, _, _, lost, won := monthCounts(m, month)
	risk := m.at(month, "at_risk")
	lostBefore, wonBefore, riskBefore := int64(-1), int64(-1), int64(-1)
	if !before.IsZero() {
		_, _, _, lostBefore, wonBefore = monthCounts(m, before)
		riskBefore = m.at(before, "at_risk")
	}
	var points []Point
	for _, news := range []struct {
		key, none   string
		now, before int64
		good        bool
	}{
		{"marketing.at_risk", "marketing.at_risk_none", risk, riskBefore, false}, {"marketing.lost", "marketing.lost_none", lost, lostBefore, false}, {"marketing.won", "marketing.won_none", won, wonBefore, true},
	} {
		if text := b.countedNews(news.key, news.none, news.now, news.before, month); text != "" {
			points = append(points, Point{Section: "lifecycle", Tone: toneOfCounts(news.now, news.before, news.good), Text: text})
		}
	}
	return points
}

// lastTwo are the last month that has ended and the one before it, a zero time
// where the moves have none.
func (b *builder) lastTwo(m moves) (last, before time.Time, ok bool) {
	last, ok = b.lastEnded(m)
	if ok && slices.ContainsFunc(m.months, last.AddDate(0, -1, 0).Equal) {
		before = last.AddDate(0, -1, 0)
	}
	return last, before, ok
}

// newNews counts who bought for the first time.
func (b *builder) newNews() []Point {
	if b.lastMonth() == nil {
		return nil
	}
	months, at := b.completeMonths()
	last, before := at[len(at)-1], int64(-1)
	for _, r := range at {
		if months.Time(r, "month").Equal(months.Time(last, "month").AddDate(0, -1, 0)) {
			before = months.Integer(r, "new_buyers")
		}
	}
	now := months.Integer(last, "new_buyers")
	text := b.countedNews("marketing.new", "marketing.new_none", now, before, months.Time(last, "month"))
	if text == "" {
		return nil
	}
	return []Point{{Section: "survival", Tone: toneOfCounts(now, before, true), Text: text}}
}

// segmentNews name the RFM segment that changed most in the month, and where
// most of the difference came from or went to.
func (b *builder) segmentNews() []Point {
	m := movesOf(b.answers.RFMFlows, "from_segment", "to_segment")
	month, ok := b.lastEnded(m)
	if !ok || empty(b.answers.RFMSegments) {
		return nil
	}
	kind := b.rfmGroups().with(m)
	best, change := "", int64(0)
	for _, key := range kind.order {
		if was, is := m.before(month, key), m.at(month, key); abs(is-was) > abs(change) {
			best, change = key, is-was
		}
	}
	if change == 0 {
		return nil
	}
	other, moved := m.partner(month, best, change > 0, kind.order)
	text := b.segmentSince(kind.label(best), m.before(month, best), m.at(month, best), kind.label(other), moved, other == "")
	return []Point{{Section: "segments", Tone: segmentTone(best, change), Text: text}}
}

// segmentSince says from how many customers to how many a segment went, and
// which other one most of them came from or went to; nobody's is who bought for
// the first time.
func (b *builder) segmentSince(segment string, was, is int64, other string, moved int64, first bool) string {
	key := "marketing.grew"
	if is < was {
		key = "marketing.shrank"
	}
	text := b.say(key, "segment", segment, "was", b.Words.Integer(was), "is", b.Words.Integer(is))
	switch {
	case moved == 0:
		return text + "."
	case is < was:
		return text + b.Words.Count("marketing.went_to", moved, "other", other)
	case first:
		return text + b.Words.Count("marketing.came_first", moved)
	}
	return text + b.Words.Count("marketing.came_from", moved, "other", other)
}

// before counts who was in a group before a month.
func (m moves) before(month time.Time, group string) int64 {
	n := int64(0)
	for _, row := range m.rows {
		if row.month.Equal(month) && row.from == group && !row.nobodys() {
			n += row.customers
		}
	}
	return n
}

// partner is the group that most came from, or went to, within a month.
func (m moves) partner(month time.Time, group string, into bool, order []string) (other string, customers int64) {
	for _, row := range m.of(month, order) {
		mine, theirs := row.from, row.to
		if into {
			mine, theirs = row.to, row.from
		}
		if mine == group && theirs != group && !row.nobodys() && row.customers > customers {
			other, customers = theirs, row.customers
		}
	}
	return other, customers
}

// segmentTone takes it for bad that those who stop become more or those who buy
// fewer.
func segmentTone(segment string, change int64) Tone {
	return toneOfCounts(change, 0, !gone(segment) && segment != "need_attention")
}

func abs(n int64) int64 {
	if n < 0 {
		return -n
	}
	return n
}
