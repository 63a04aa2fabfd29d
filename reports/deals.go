package reports

import (
	"math"

	"clientele/internal/table"

	"github.com/shopspring/decimal"
)

// deals shows what the deals in hand should bring, beside what past months say
// of the same months. There is no such section without deals.
func (b *builder) deals() []Section {
	if empty(b.answers.DealForecast) && empty(b.answers.DealStages) {
		return nil
	}
	s := b.section("deals", "forecasts/deal_courses", "forecasts/deal_sightings")
	s.Lead = append(b.dealSentences(), b.openSentences()...)
	s.Checks = b.dealChecks()
	if !empty(b.answers.DealForecast) {
		s.Charts = append(s.Charts, b.dealChart())
		s.Tables = append(s.Tables, b.dealTable())
	}
	if !empty(b.answers.DealStages) {
		stages := b.stages()
		s.Charts = append(s.Charts, b.stageChart(stages))
		s.Tables = append(s.Tables, b.stageTable(stages))
	}
	if !empty(b.answers.DealOwners) {
		s.Tables = append(s.Tables, b.ownerTable())
	}
	if !empty(b.answers.DealCheck) {
		s.Tables = append(s.Tables, b.dealCheckTable())
	}
	s.Note = b.say("deals.note")
	return []Section{s}
}

// dealSentences tell the first month by the deals in hand, and how that is to
// what past months say.
func (b *builder) dealSentences() []string {
	t := b.answers.DealForecast
	if empty(t) {
		return nil
	}
	t = sortedBy(t, "month", false)
	value := func(column string) string { return b.money(b.rounded(t, 0, column)) }
	month := b.Words.LongMonth(t.Time(0, "month"))
	lines := []string{b.say("deals.month", "month", month, "mean", value("mean"), "low", value("lo80"), "high", value("hi80"), "open", value("from_open"), "new", value("from_new"))}
	if t.Index("so_far") >= 0 && t.Float(0, "so_far") > 0 {
		lines = append(lines, b.say("deals.won_already", "so_far", value("so_far")))
	}
	line := b.besideSeries(t)
	if line == "" {
		return lines
	}
	lines = append(lines, line)
	if t.Index("share") >= 0 && t.Value(0, "share") != nil && t.Float(0, "share") < 0.995 {
		lines = append(lines, b.say("deals.share", "share", b.Show(Format{Kind: Percent}, t.Value(0, "share"))))
	}
	return lines
}

// alike is up to which difference two forecasts say the same.
const alike = 0.1

// besideSeries compares the months that both forecasts know, together.
func (b *builder) besideSeries(t *table.Table) string {
	deals, past, months := decimal.Zero, decimal.Zero, int64(0)
	for r := range t.Len() {
		if t.Value(r, "mean") == nil || t.Value(r, "series_mean") == nil {
			continue
		}
		deals, past, months = deals.Add(b.rounded(t, r, "mean")), past.Add(b.rounded(t, r, "series_mean")), months+1
	}
	share, ok := growth(deals, past).(decimal.Decimal)
	if !ok {
		return ""
	}
	key := "deals.alike"
	switch size := share.InexactFloat64(); {
	case size >= alike:
		key = "deals.above"
	case size <= -alike:
		key = "deals.below"
	}
	return b.Words.Count(key, months, "deals", b.money(deals), "past", b.money(past), "change", b.percent(share.Abs()))
}

// openSentences tell how much is open, what should come of it, and what is
// stuck.
func (b *builder) openSentences() []string {
	t := b.answers.DealStages
	if empty(t) {
		return nil
	}
	open, stalled := int64(0), int64(0)
	for r := range t.Len() {
		open, stalled = open+t.Integer(r, "deals"), stalled+t.Integer(r, "stalled")
	}
	lines := []string{b.Words.Count("deals.open", open, "amount", b.money(sum(t, "amount")), "expected", b.money(sum(t, "expected")))}
	if stalled > 0 {
		lines = append(lines, b.Words.Count("deals.stalled", stalled))
	}
	return lines
}

// dealErrors are the mean errors, as a share of what came, of the forecast by
// deals and of the two rules beside it, over the earlier cuts; NaN where one
// has no forecasts.
type dealErrors struct {
	cuts                   int64
	deals, naive, written  float64
	inside, months, actual float64
}

func dealErrorsOf(t *table.Table) dealErrors {
	var e dealErrors
	var named float64
	for r := range t.Len() {
		if t.Value(r, "actual") == nil || t.Value(r, "predicted") == nil || t.Value(r, "naive") == nil {
			continue
		}
		actual := t.Float(r, "actual")
		e.months, e.actual = e.months+1, e.actual+math.Abs(actual)
		e.deals += math.Abs(t.Float(r, "predicted") - actual)
		e.naive += math.Abs(t.Float(r, "naive") - actual)
		if t.Value(r, "written_probability") != nil {
			named, e.written = named+1, e.written+math.Abs(t.Float(r, "written_probability")-actual)
		}
		if t.Float(r, "lo80") <= actual && actual <= t.Float(r, "hi80") {
			e.inside++
		}
		if r == 0 || !t.Time(r, "cut_on").Equal(t.Time(r-1, "cut_on")) {
			e.cuts++
		}
	}
	e.deals, e.naive = e.deals/e.actual, e.naive/e.actual
	if named < e.months {
		e.written = math.NaN()
	} else {
		e.written /= e.actual
	}
	return e
}

// dealChecks tell how the forecast by deals did on months that it had not seen.
func (b *builder) dealChecks() []string {
	if empty(b.answers.DealCheck) {
		return nil
	}
	e := dealErrorsOf(sortedBy(b.answers.DealCheck, "cut_on", false))
	if e.months == 0 || e.actual == 0 {
		return nil
	}
	share := func(v float64) string { return b.Show(Format{Kind: Percent}, v) }
	key := "deals.check_better"
	if e.deals >= clearly*e.naive {
		key = "deals.check_no_better"
	}
	lines := []string{b.Words.Count(key, int64(e.months), "error", share(e.deals), "naive", share(e.naive))}
	if !math.IsNaN(e.written) {
		lines = append(lines, b.say("deals.check_written", "written", share(e.written)))
	}
	return append(lines, b.say("deals.check_inside", "inside", b.Words.Integer(int64(e.inside)), "months", b.Words.Integer(int64(e.months))))
}

// dealPoint is the summary's: what the deals say where it is not what past
// months say, else what is open.
func (b *builder) dealPoint() []Point {
	t := b.answers.DealForecast
	if empty(t) {
		return nil
	}
	line := b.besideSeries(sortedBy(t, "month", false))
	if line == "" {
		lines := b.openSentences()
		if len(lines) == 0 {
			return nil
		}
		line = lines[0]
	}
	return []Point{{Section: "deals", Text: line}}
}
