package reports

import (
	"slices"
	"time"

	"clientele/internal/table"

	"github.com/shopspring/decimal"
)

// forecast shows what the next months should bring and how far to trust it.
func (b *builder) forecast() Section {
	s := b.section("forecast", "forecasts/monthly_series")
	past, future := b.forecastRows()
	if len(future) == 0 {
		return b.missing(s)
	}
	s.Lead = slices.Concat(b.currentSentences(past, future), b.nextSentences(past, future), b.forecastSum(past, future), b.whySentences(), b.shiftSentence())
	contest := b.contest()
	switch verdict := b.judgedVerdict(); {
	case verdict != "":
		s.Checks = []string{verdict}
	case contest != nil:
		s.Checks = []string{contest.sentence}
	default:
		s.Checks = []string{b.caveat()}
	}
	s.Charts = []Chart{b.forecastChart(future)}
	s.Tables = []Table{b.forecastTable(past, future)}
	s.Tables = append(s.Tables, b.marksTable()...)
	s.Tables = append(s.Tables, b.effectsTable()...)
	if contest != nil {
		s.Tables = append(s.Tables, contest.table)
	}
	s.Note = b.forecastNote()
	return s
}

// forecastRows returns the rows that have happened and those that have not,
// the month that has not ended first among these.
func (b *builder) forecastRows() (past, future []int) {
	f := b.answers.Forecast
	if empty(f) {
		return nil, nil
	}
	for r := range f.Len() {
		switch {
		case f.Value(r, "actual") != nil:
			past = append(past, r)
		case f.Value(r, "mean") != nil:
			future = append(future, r)
		}
	}
	return past, future
}

// current is the row of the month that has not ended, -1 where there is none.
func (b *builder) current(future []int) int {
	f := b.answers.Forecast
	if len(future) == 0 || f.Index("incomplete") < 0 || !f.Boolean(future[0], "incomplete") {
		return -1
	}
	return future[0]
}

// progress is the row of how far the month of a figure is, -1 where that is
// not known.
func (b *builder) progress(figure string, month time.Time) int {
	p := b.answers.MonthProgress
	if empty(p) {
		return -1
	}
	for r := range p.Len() {
		if p.Text(r, "figure") == figure && p.Time(r, "month").Equal(month) && p.Value(r, "so_far") != nil {
			return r
		}
	}
	return -1
}

// rule is the rule of thumb that forecasts have to beat, "year" or "month": a
// history of a year has no month of the year before.
func (b *builder) rule() string {
	if past, _ := b.forecastRows(); len(past) > 12 {
		return "year"
	}
	return "month"
}

// completed is the forecast with what the month that has not ended has brought
// so far taken into that month.
func (b *builder) completed() *table.Table {
	f, p := b.answers.Forecast, b.answers.MonthProgress
	_, future := b.forecastRows()
	at := b.current(future)
	if at < 0 {
		return f
	}
	row := b.progress("revenue", f.Time(at, "month"))
	if row < 0 || p.Value(row, "mean") == nil {
		return f
	}
	out := &table.Table{Columns: f.Columns, Rows: slices.Clone(f.Rows)}
	out.Rows[at] = slices.Clone(out.Rows[at])
	for _, column := range []string{"mean", "lo80", "hi80", "lo95", "hi95"} {
		out.Rows[at][f.Index(column)] = p.Value(row, column)
	}
	return out
}

// currentSentences tell where the month that has not ended stands and where it
// should end, or that its days were left out.
func (b *builder) currentSentences(past, future []int) []string {
	at := b.current(future)
	if at < 0 {
		return nil
	}
	f, p := b.answers.Forecast, b.answers.MonthProgress
	month := f.Time(at, "month")
	row := b.progress("revenue", month)
	if row < 0 {
		return []string{b.say("forecast.left_out", "month", b.Words.FirstMonth(month)), b.bringSentence(past, at)}
	}
	key, done, all := "forecast.so_far", p.Integer(row, "working_days_done"), p.Integer(row, "working_days")
	if all == 0 {
		key, done, all = "forecast.so_far_days", p.Integer(row, "days_done"), p.Integer(row, "days")
	}
	lines := []string{b.Words.Count(key, all, "month", b.Words.FirstMonth(month), "so_far", b.money(b.rounded(p, row, "so_far")), "done", b.Words.Integer(done),
		"mean", b.money(b.rounded(f, at, "mean")), "low", b.money(b.rounded(f, at, "lo80")), "high", b.money(b.rounded(f, at, "hi80")))}
	if share, ok := float(p, row, "usual_share"); ok && share > 0 && share < 1 {
		lines = append(lines, b.say("forecast.usual_share", "share", b.Show(Format{Kind: Percent}, share)))
	}
	return lines
}

// nextSentences tell the first month of which nothing has happened.
func (b *builder) nextSentences(past, future []int) []string {
	next := future[0]
	if b.current(future) >= 0 {
		if len(future) == 1 {
			return nil
		}
		next = future[1]
	}
	return []string{b.bringSentence(past, next)}
}

// bringSentence tells one month to come, beside the same of the year before.
func (b *builder) bringSentence(past []int, row int) string {
	f := b.answers.Forecast
	mean, month := b.rounded(f, row, "mean"), f.Time(row, "month")
	pairs := []string{"month", b.Words.FirstMonth(month), "mean", b.money(mean), "low", b.money(b.rounded(f, row, "lo80")), "high", b.money(b.rounded(f, row, "hi80"))}
	if change := b.change(mean, b.yearBefore(past, month), "than.year"); change != "" {
		return b.say("forecast.next_change", append(pairs, "change", change)...)
	}
	return b.say("forecast.next", pairs...)
}

// rounded is a model's float as money of the report's currency.
func (b *builder) rounded(t *table.Table, row int, column string) decimal.Decimal {
	n, _ := b.moneyFormat().Number(t.Value(row, column))
	return n
}

func (b *builder) moneyFormat() Format { return Format{Kind: Money, Digits: b.cents(decimal.Zero, 1)} }

// forecastSum compares the means of up to a year ahead with the same months of
// the year before; the intervals of single months do not add up to one of the
// sum.
func (b *builder) forecastSum(past, future []int) []string {
	n := min(len(future), 12)
	if len(past) < 12 {
		return nil
	}
	f := b.answers.Forecast
	ahead, behind := decimal.Zero, decimal.Zero
	for i := range n {
		ahead = ahead.Add(b.rounded(f, future[i], "mean"))
	}
	if told, ok := b.nextYear(); ok && n == 12 {
		ahead = told
	}
	for i := range n {
		before := b.yearBefore(past, f.Time(future[i], "month"))
		if before.IsZero() {
			return nil
		}
		behind = behind.Add(before)
	}
	change := b.change(ahead, behind, "than.same_months")
	if change == "" {
		return nil
	}
	return []string{b.Words.Count("forecast.sum", int64(n), "sum", b.money(ahead), "change", change,
		"from", b.Words.LongMonth(f.Time(future[0], "month")), "to", b.Words.LongMonth(f.Time(future[n-1], "month")))}
}

// nextYear is the revenue of the next 12 months as the tables of figures and
// parts have it: of complete months alone, so that it adds up with the parts,
// also where a month is running that is told by its days.
func (b *builder) nextYear() (decimal.Decimal, bool) {
	t := b.answers.ForecastMetrics
	if empty(t) {
		return decimal.Zero, false
	}
	for r := range t.Len() {
		if t.Text(r, "figure") == "revenue" && t.Value(r, "dimension") == nil && t.Value(r, "next12") != nil {
			return b.rounded(t, r, "next12"), true
		}
	}
	return decimal.Zero, false
}

// yearBefore is what the same month brought a year earlier.
func (b *builder) yearBefore(past []int, month time.Time) decimal.Decimal {
	f := b.answers.Forecast
	for _, r := range past {
		if f.Time(r, "month").Equal(month.AddDate(-1, 0, 0)) {
			return f.Decimal(r, "actual")
		}
	}
	return decimal.Zero
}
