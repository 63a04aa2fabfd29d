package reports

import (
	"time"

	"github.com/shopspring/decimal"
)

// sinceLines is how many sentences tell what is new.
const sinceLines = 5

// directorSince tells what is new: the last complete month first, of the rest
// bad news first.
func (b *builder) directorSince() Section {
	s := b.section("since", "reports/overview_months")
	m := b.lastMonth()
	if m == nil {
		return b.missing(s)
	}
	rest := b.runningNews(m)
	rest = append(rest, b.planNews(m)...)
	rest = append(rest, b.forecastNews(m)...)
	rest = append(rest, b.buyersNews()...)
	rest = append(rest, b.bestNews()...)
	rest = append(rest, b.yearNews()...)
	s.Points = append(b.monthNews(m), worstFirst(rest, sinceLines-1)...)
	return s
}

// monthNews tells what the month brought, how that is to a year before, or to
// a month before where there is no such year, and how much came from customers
// who had bought before.
func (b *builder) monthNews(m *monthFacts) []Point {
	before, when := m.yearBefore, m.month.AddDate(-1, 0, 0)
	if !before.IsPositive() {
		before, when = m.monthBefore, m.month.AddDate(0, -1, 0)
	}
	p := Point{Section: "overview", Tone: toneOf(growth(m.revenue, m.yearBefore))}
	if m.revenue.IsZero() && m.orders == 0 {
		p.Text = b.say("director.month_nothing", "month", b.Words.FirstMonth(m.month))
		return []Point{p}
	}
	p.Text = b.say("director.month", "month", b.Words.FirstMonth(m.month), "revenue", b.money(m.revenue),
		"change", b.monthChange(m.revenue, before, when), "origin", b.returningShare(m))
	return []Point{p}
}

// monthChange compares with a month by its name; "" where that says nothing.
func (b *builder) monthChange(now, before decimal.Decimal, when time.Time) string {
	v, ok := growth(now, before).(decimal.Decimal)
	if !ok {
		return ""
	}
	key := "director.month_more"
	switch toneOf(v) {
	case Neutral:
		key = "director.month_same"
	case Worse:
		key = "director.month_less"
	}
	return b.say(key, "change", b.percent(v.Abs()), "before", b.Words.InMonth(when))
}

// returningShare says how much of a month's revenue came from how many
// customers who had bought before.
func (b *builder) returningShare(m *monthFacts) string {
	share, ok := ratio(m.returning, m.revenue).(decimal.Decimal)
	switch {
	case !ok || m.buyers == 0 || m.returning.IsNegative() || share.GreaterThan(decimal.NewFromInt(1)):
		return ""
	case m.returningBuyers == 0 && m.returning.IsZero():
		return b.say("director.returning_none")
	case m.returningBuyers == 0:
		return ""
	}
	return b.Words.Count("director.returning", m.returningBuyers, "share", b.shareInWords(share))
}

// shareInWords is a half where it is one within half a per cent, else per cent.
func (b *builder) shareInWords(share decimal.Decimal) string {
	for _, known := range []struct {
		key  string
		part decimal.Decimal
	}{
		{"director.share_all", decimal.NewFromInt(1)}, {"director.share_three_quarters", decimal.New(75, -2)},
		{"director.share_two_thirds", decimal.New(666667, -6)}, {"director.share_half", decimal.New(5, -1)},
		{"director.share_third", decimal.New(333333, -6)}, {"director.share_quarter", decimal.New(25, -2)},
	} {
		near := decimal.New(5, -3)
		if known.part.Equal(decimal.NewFromInt(1)) {
			near = decimal.New(5, -6) // nearly all is not all
		}
		if share.Sub(known.part).Abs().LessThan(near) {
			return b.say(known.key)
		}
	}
	return b.say("director.share", "share", b.percent(share))
}

// buyersNews counts who bought in the last complete month.
func (b *builder) buyersNews() []Point {
	months, at := b.completeMonths()
	last := at[len(at)-1]
	before := int64(-1)
	for _, r := range at {
		if months.Time(r, "month").Equal(months.Time(last, "month").AddDate(0, -1, 0)) {
			before = months.Integer(r, "buyers")
		}
	}
	return []Point{{Section: "overview", Text: b.buyersSentence(months.Integer(last, "buyers"), before, months.Integer(last, "new_buyers"))}}
}

// buyersSentence tells the buyers of a month, those of the month before, -1
// where they are not known, and how many bought for the first time.
func (b *builder) buyersSentence(now, before, first int64) string {
	if now == 0 {
		return b.say("director.buyers_none")
	}
	change := ""
	switch {
	case before < 0:
	case now > before:
		change = b.say("director.buyers_more", "difference", b.Words.Integer(now-before))
	case now < before:
		change = b.say("director.buyers_less", "difference", b.Words.Integer(before-now))
	default:
		change = b.say("director.buyers_same")
	}
	fresh := b.say("director.first", "first", b.Words.Integer(first))
	switch {
	case first == 0:
		fresh = b.say("director.first_none")
	case first == now && now == 1:
		fresh = b.say("director.first_only")
	case first == now:
		fresh = b.say("director.first_all")
	}
	return b.Words.Count("director.buyers", now, "change", change, "first", fresh)
}

// bestOf is how many customers are the best, and bestLeast of how many it is
// worth to speak.
const (
	bestOf    = 20
	bestLeast = 5
)

// bestNews counts the best customers who are on the list of whom to call.
func (b *builder) bestNews() []Point {
	best := b.answers.BestCustomers
	if length(best) < bestLeast || !b.churnKnown() {
		return nil
	}
	best = sortedBy(best, "position", false)
	of := min(bestOf, best.Len())
	among := map[string]bool{}
	for r := range of {
		among[best.Text(r, "customer_id")] = true
	}
	n, stake, left := int64(0), decimal.Zero, b.answers.Leaving
	for r := range length(left) {
		id := left.Text(r, "customer_id")
		if days, ok := float(left, r, "overdue_days"); ok && days > 0 && among[id] {
			n, stake = n+1, stake.Add(left.Decimal(r, "at_stake"))
			delete(among, id) // nobody is counted twice
		}
	}
	p := Point{Section: "leaving", Text: b.bestSentence(n, int64(of), stake)}
	if n > 0 {
		p.Tone = Worse
	}
	return []Point{p}
}

func (b *builder) bestSentence(n, of int64, stake decimal.Decimal) string {
	switch n {
	case 0:
		return b.say("director.best_none", "of", b.Words.Integer(of))
	case of:
		return b.say("director.best_all", "of", b.Words.Integer(of), "money", b.money(stake))
	}
	return b.Words.Count("director.best", n, "of", b.Words.Integer(of), "money", b.money(stake))
}

// judgedMonth is the row of the forecast of a month that was told a month
// before, of judgedRows; -1 where there is none.
func (b *builder) judgedMonth(month time.Time) (row int) {
	if empty(b.answers.ForecastJudged) {
		return -1
	}
	rows := b.judgedRows()
	for r := range rows.Len() {
		if rows.Integer(r, "ahead") == 1 && rows.Time(r, "month").Equal(month) {
			return r
		}
	}
	return -1
}

// forecastNews tells what had been forecast for the month, and what came.
func (b *builder) forecastNews(m *monthFacts) []Point {
	r := b.judgedMonth(m.month)
	if r < 0 {
		return nil
	}
	rows := b.judgedRows()
	mean, actual := b.rounded(rows, r, "mean"), b.rounded(rows, r, "actual")
	p := Point{Section: "judged", Text: b.forecastSentence(m.month, mean, actual, rows.Boolean(r, "published"))}
	switch inside := rows.Value(r, "inside"); {
	case inside == true && off(mean, actual) <= near:
		p.Tone = Better
	case inside == false && mean.GreaterThan(actual): // more than was told is no bad news
		p.Tone = Worse
	}
	return []Point{p}
}

// near is up to which part of what came a forecast is good news.
const near = 0.1

// off is by which part of what came a forecast was wrong.
func off(mean, actual decimal.Decimal) float64 {
	share, ok := growth(mean, actual).(decimal.Decimal)
	if !ok {
		return 1
	}
	return share.Abs().InexactFloat64()
}

// forecastSentence tells a forecast beside what came; told says that a report
// had it, and not that this method would have had it.
func (b *builder) forecastSentence(month time.Time, mean, actual decimal.Decimal, told bool) string {
	wrong := ""
	if share, ok := growth(mean, actual).(decimal.Decimal); ok {
		key := "director.off_high"
		switch {
		case share.Abs().LessThan(decimal.New(1, -3)):
			key = "director.off_exact"
		case share.IsNegative():
			key = "director.off_low"
		}
		wrong = b.say(key, "off", b.percent(share.Abs()))
	}
	key := "director.tried"
	if told {
		key = "director.told"
	}
	return b.say(key, "month", b.Words.LongMonth(month), "mean", b.money(mean), "actual", b.money(actual), "off", wrong)
}

// yearNews tells the last twelve months beside the twelve before.
func (b *builder) yearNews() []Point {
	now, before, ok := b.lastYears()
	if !ok {
		return nil
	}
	change := b.change(now, before, "than.years")
	if change == "" {
		return nil
	}
	return []Point{{Section: "overview", Tone: toneOf(growth(now, before)), Text: b.say("summary.year", "revenue", b.money(now), "change", change)}}
}
