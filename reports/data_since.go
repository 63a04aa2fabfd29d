package reports

import (
	"slices"

	"clientele/internal/table"

	"github.com/shopspring/decimal"
)

// A source is silent that has brought nothing for longer than it ever paused
// within a year, and for longer than a week: exports are often weekly.
const silentDays = 7

// silentNamed is how many silent sources are told one by one.
const silentNamed = 2

// dataSince tells what came in since the load before, which sources are silent,
// and what the last month's records lack.
func (b *builder) dataSince() Section {
	s := b.section("since", "checks/quality_sources", "checks/quality_before", "checks/quality_months", "checks/quality_people")
	if empty(b.answers.QualityLoads) {
		return b.missing(s)
	}
	rest := slices.Concat(b.balanceNews(), b.silentNews(), b.rejectedNews(), b.typedNews(), b.sameNews(), b.telephoneNews(), b.auditNews())
	first := b.rowsNews()
	s.Points = append(first, worstFirst(rest, min(len(rest), marketingLines-len(first)))...)
	return s
}

// loadedBefore are a column's sums now and with the load before; false where
// there was none.
func (b *builder) loadedBefore(column string) (now, before int64, ok bool) {
	for r := range length(b.answers.QualitySources) {
		now += b.answers.QualitySources.Integer(r, column)
	}
	for r := range length(b.answers.QualityBefore) {
		before += b.answers.QualityBefore.Integer(r, column)
	}
	return now, before, !empty(b.answers.QualityBefore)
}

// rowsNews counts rows and files beside the load before.
func (b *builder) rowsNews() []Point {
	if empty(b.answers.QualitySources) {
		return nil
	}
	rows, rowsBefore, ok := b.loadedBefore("rows_read")
	files, filesBefore, _ := b.loadedBefore("files")
	if !ok {
		rowsBefore, filesBefore = -1, -1
	}
	return []Point{{Section: "sources", Text: b.rowsSince(rows, rowsBefore, files, filesBefore, int64(b.answers.QualitySources.Len()))}}
}

// rowsSince says how many rows are there and how many came since the load
// before; −1 is a load that there was not.
func (b *builder) rowsSince(rows, before, files, filesBefore, sources int64) string {
	from := []string{"files", b.Words.Count("count.files", files), "sources", b.Words.Count("count.sources", sources)}
	switch {
	case before < 0:
		return b.Words.Count("data.first_load", rows, from...)
	case rows > before:
		return b.Words.Count("data.more_rows", rows-before, append(from, "all", b.Words.Integer(rows))...)
	case rows < before:
		return b.Words.Count("data.fewer_rows", before-rows, append(from, "all", b.Words.Integer(rows))...)
	case files > filesBefore:
		return b.Words.Count("data.same_rows_more_files", files-filesBefore, append(from, "all", b.Words.Integer(rows))...)
	}
	return b.say("data.same_rows", append(from, "all", b.Words.Integer(rows))...)
}

// balanceNews is bad news where files do not add up.
func (b *builder) balanceNews() []Point {
	t := b.loadTotals()
	if t.reconciled() {
		return nil
	}
	return []Point{{Section: "files", Tone: Worse, Text: b.say(t.verdict())}}
}

// silentNews name the sources that have brought nothing for too long, the
// longest first.
func (b *builder) silentNews() []Point {
	t := b.answers.QualitySources
	if empty(t) {
		return nil
	}
	t = sortedBy(t, "days_since", true)
	var points []Point
	others := int64(0)
	for r := range t.Len() {
		switch {
		case !silentSource(t, r):
		case len(points) < silentNamed:
			points = append(points, Point{Section: "sources", Tone: Worse, Text: b.silentSince(name(t.Text(r, "source")), t.Integer(r, "days_since"), t.Integer(r, "longest_gap_days"))})
		default:
			others++
		}
	}
	if others > 0 {
		points = append(points, Point{Section: "sources", Tone: Worse, Text: b.Words.Count("data.silent_others", others)})
	}
	return points
}

// silentSource tells a source that should go on. Members of campaigns end with
// their campaign.
func silentSource(t *table.Table, r int) bool {
	if t.Text(r, "entity") == "campaign_members" {
		return false
	}
	days, ok := t.Value(r, "days_since").(int64)
	return ok && days > silentDays && days > t.Integer(r, "longest_gap_days")
}

func (b *builder) silentSince(source string, days, pause int64) string {
	text := b.Words.Count("data.silent", days, "source", source)
	if pause > 0 {
		text += b.Words.Count("data.silent_pause", pause)
	}
	return text + "."
}

// rejectedNews count the rows that could not be read, beside the load before.
func (b *builder) rejectedNews() []Point {
	if empty(b.answers.QualitySources) {
		return nil
	}
	now, before, ok := b.loadedBefore("rows_rejected")
	if !ok {
		before = -1
	}
	return []Point{{Section: "rejected", Tone: toneOfCounts(now, before, false), Text: b.rejectedSince(now, before)}}
}

func (b *builder) rejectedSince(now, before int64) string {
	change := ""
	switch {
	case before < 0:
	case now > before:
		change = b.Words.Count("data.rejected_more", now-before)
	case now < before:
		change = b.Words.Count("data.rejected_fewer", before-now)
	default:
		change = b.say("data.rejected_same")
	}
	if now == 0 {
		return b.say("data.rejected_none", "change", change)
	}
	return b.Words.Count("data.rejected", now, "change", change)
}

// typedNews count the contacts of the last month that has ended, and those of
// them that lack something.
func (b *builder) typedNews() []Point {
	t := b.answers.QualityMonths
	month := lastMonthOf(b.settings.AsOf)
	now, lacking, before := int64(0), int64(0), int64(-1)
	for r := range length(t) {
		switch {
		case t.Text(r, "entity") != "contacts":
		case t.Time(r, "month").Equal(month):
			now, lacking = t.Integer(r, "records"), t.Integer(r, "lacking")
			before = max(before, 0)
		case t.Time(r, "month").Equal(month.AddDate(0, -1, 0)):
			before = t.Integer(r, "records")
		}
	}
	if now == 0 && before <= 0 {
		return nil
	}
	return []Point{{Section: "people", Text: b.typedSince(now, before, lacking, b.Words.InMonth(month))}}
}

func (b *builder) typedSince(now, before, lacking int64, month string) string {
	if now == 0 {
		return b.say("data.typed_none", "month", month, "change", b.beside(now, before))
	}
	text := b.Words.Count("data.typed", now, "month", month, "change", b.beside(now, before))
	if lacking == 0 {
		return text + " " + b.say("data.typed_complete")
	}
	return text + " " + b.Words.Count("data.typed_lacking", lacking)
}

// sameNews count the contacts whose customer was there already.
func (b *builder) sameNews() []Point {
	all, same := b.typedSum("contacts", "records"), b.typedSum("contacts", "duplicates")
	if all == 0 {
		return nil
	}
	p := Point{Section: "mend", Tone: Better, Text: b.sameSince(same, all)}
	if same > 0 {
		p.Tone = Neutral
	}
	return []Point{p}
}

func (b *builder) sameSince(same, all int64) string {
	if same == 0 {
		return b.say("data.same_none")
	}
	return b.Words.Count("data.same", same, "all", b.Words.Integer(all), "share", b.percent(ratio(decimal.NewFromInt(same), decimal.NewFromInt(all))))
}

// telephoneNews count the telephones that reach nobody.
func (b *builder) telephoneNews() []Point {
	invented, unreadable := b.typedSum("contacts", "invented_phones"), b.typedSum("contacts", "unreadable_phones")
	if b.typedSum("contacts", "phone_records") == 0 {
		return nil
	}
	return []Point{{Section: "mend", Text: b.telephonesSince(invented, unreadable)}}
}

func (b *builder) telephonesSince(invented, unreadable int64) string {
	switch {
	case invented+unreadable == 0:
		return b.say("data.phones_none")
	case invented == 0:
		return b.Words.Count("data.phones_unreadable", unreadable)
	case unreadable == 0:
		return b.Words.Count("data.phones_invented", invented)
	}
	return b.Words.Count("data.phones", invented+unreadable, "invented", b.Words.Integer(invented), "unreadable", b.Words.Integer(unreadable))
}

// auditNews count what should be looked at.
func (b *builder) auditNews() []Point {
	if empty(b.answers.QualityAudits) {
		return nil
	}
	return []Point{{Section: "rejected", Tone: Worse, Text: b.Words.Count("rejected.audits", int64(b.answers.QualityAudits.Len()))}}
}

// typedSum adds up a column of one kind of records over all who typed them.
func (b *builder) typedSum(entity, column string) int64 {
	t, n := b.answers.QualityPeople, int64(0)
	for r := range length(t) {
		if t.Text(r, "entity") == entity {
			n += t.Integer(r, column)
		}
	}
	return n
}
