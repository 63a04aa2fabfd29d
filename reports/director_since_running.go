package reports

import (
	"time"

	"github.com/shopspring/decimal"
)

// A month that has not ended is told as bad news from nearlyOver of its days
// on, where it should end below farBelow of what is usual.
const (
	nearlyOver = 0.8
	farBelow   = 0.5
)

// running is where the month that has not ended stands.
type running struct {
	month     time.Time
	soFar     decimal.Decimal
	end       decimal.Decimal // where it should end; what it has, where nothing is expected
	done, all int64
	working   bool // the days are working days
}

// runningMonth finds the month after the last complete one; false where nothing
// is known of it.
func (b *builder) runningMonth(last time.Time) (running, bool) {
	month := last.AddDate(0, 1, 0)
	if p, row := b.answers.MonthProgress, b.progress("revenue", month); row >= 0 {
		r := running{month: month, soFar: b.rounded(p, row, "so_far"), done: p.Integer(row, "working_days_done"), all: p.Integer(row, "working_days"), working: true}
		if r.all == 0 {
			r.done, r.all, r.working = p.Integer(row, "days_done"), p.Integer(row, "days"), false
		}
		r.end = r.soFar
		if p.Value(row, "mean") != nil {
			r.end = b.rounded(p, row, "mean")
		}
		return r, true
	}
	months, now := b.answers.Months, b.settings.AsOf
	for r := range months.Len() {
		if months.Time(r, "month").Equal(month) && !months.Boolean(r, "complete") && now.Year() == month.Year() && now.Month() == month.Month() {
			soFar := months.Decimal(r, "revenue")
			return running{month: month, soFar: soFar, end: soFar, done: int64(now.Day()), all: int64(month.AddDate(0, 1, -1).Day())}, true
		}
	}
	return running{}, false
}

// runningNews warns where the month that is nearly over turns round what the
// last complete one tells: returns took more than sales brought, or it should end
// far below both the month before and the month a year before. One alone says
// little: the seasons and a steady fall are told elsewhere.
func (b *builder) runningNews(m *monthFacts) []Point {
	r, ok := b.runningMonth(m.month)
	if !ok || r.all == 0 || float64(r.done) < nearlyOver*float64(r.all) {
		return nil
	}
	why := ""
	if r.soFar.IsNegative() {
		why = b.say("director.running_returns")
	} else {
		usual, when := m.revenue, m.month
		if year := b.revenueOf(r.month.AddDate(-1, 0, 0)); year.IsPositive() && year.LessThan(usual) {
			usual, when = year, r.month.AddDate(-1, 0, 0)
		}
		if !usual.IsPositive() || !r.end.LessThan(usual.Mul(decimal.NewFromFloat(farBelow))) {
			return nil
		}
		why = b.say("director.running_usual", "before", b.Words.InMonth(when), "money", b.money(usual))
	}
	key := "director.running_days"
	if r.working {
		key = "director.running_working"
	}
	return []Point{{Section: "forecast", Tone: Worse, Text: b.Words.Count(key, r.all, "month", b.Words.FirstMonth(r.month), "so_far", b.money(r.soFar), "done", b.Words.Integer(r.done), "why", why)}}
}

// revenueOf is what a complete month brought, zero where there is no such month.
func (b *builder) revenueOf(month time.Time) decimal.Decimal {
	months := b.answers.Months
	for r := range months.Len() {
		if months.Time(r, "month").Equal(month) && months.Boolean(r, "complete") {
			return months.Decimal(r, "revenue")
		}
	}
	return decimal.Zero
}
