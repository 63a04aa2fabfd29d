package reports

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"
)

// rfmGroups are the RFM segments, in the order of their map.
func (b *builder) rfmGroups() kindOfGroups {
	kind := kindOfGroups{id: "segments", label: func(key string) string {
		if key == "" {
			return b.say("stage.none")
		}
		return name(b.segmentName(key))
	}}
	ordered := sortedBy(b.answers.RFMSegments, "position", false)
	for r := range ordered.Len() {
		kind.order = append(kind.order, ordered.Text(r, "segment"))
	}
	kind.colour = func(key string) Colour { return b.segmentColour("rfm", key) }
	return kind
}

// changed leaves out who stayed and who was no customer before.
func changed(m moved) bool { return m.from != "" && m.to != "" && m.from != m.to }

// silentOf counts the customers of a segment who are silent for longer than
// they use to be, and what they brought.
func (b *builder) silentOf(segment string) (customers int64, revenue decimal.Decimal) {
	t := b.answers.RFMLifecycle
	for r := range length(t) {
		if t.Text(r, "segment") == segment && t.Text(r, "stage") == "at_risk" {
			customers, revenue = customers+t.Integer(r, "customers"), revenue.Add(t.Decimal(r, "revenue"))
		}
	}
	return customers, revenue
}

// gone tells the segments of those who have stopped: that they are silent is no
// news.
func gone(segment string) bool {
	return slices.Contains([]string{"about_to_sleep", "at_risk", "cannot_lose", "hibernating"}, segment)
}

// silentSentence names the segment in which those who are silent for too long
// have brought the most, of those whose customers still buy.
func (b *builder) silentSentence() []string {
	segments, best, count, most := b.answers.RFMSegments, "", int64(0), decimal.Zero
	for r := range segments.Len() {
		n, revenue := b.silentOf(segments.Text(r, "segment"))
		if n > 0 && !gone(segments.Text(r, "segment")) && revenue.GreaterThan(most) {
			best, count, most = segments.Text(r, "segment"), n, revenue
		}
	}
	if count == 0 {
		return nil
	}
	return []string{b.Words.Count("segments.silent", count, "segment", name(b.segmentName(best)), "money", b.money(most))}
}

// movedSentences tell how many changed segment in the last month, where most
// went, and which segments grew and shrank by it.
func (b *builder) movedSentences(m moves) []string {
	month, ok := b.lastEnded(m)
	if !ok {
		return nil
	}
	kind, all, most := b.rfmGroups().with(m), int64(0), moved{}
	net := map[string]int64{}
	for _, row := range m.of(month, kind.order) {
		if !changed(row) {
			continue
		}
		all += row.customers
		net[row.from], net[row.to] = net[row.from]-row.customers, net[row.to]+row.customers
		if row.customers > most.customers {
			most = row
		}
	}
	if all == 0 {
		return []string{b.say("segments.nobody_moved", "month", b.Words.LongMonth(month))}
	}
	lines := []string{b.Words.Count("segments.moved", all, "month", b.Words.LongMonth(month),
		"from", kind.label(most.from), "to", kind.label(most.to), "most", b.Words.Integer(most.customers))}
	grew, shrank := "", ""
	for _, key := range kind.order {
		if net[key] > net[grew] {
			grew = key
		}
		if net[key] < net[shrank] {
			shrank = key
		}
	}
	if grew != "" && shrank != "" {
		lines = append(lines, b.say("segments.net", "grew", kind.label(grew), "gain", b.Words.Integer(net[grew]), "shrank", kind.label(shrank), "loss", b.Words.Integer(-net[shrank])))
	}
	return lines
}

// silentPoint is the summary's: the good customers who are silent for too long,
// unless the list of whom to call has told it.
func (b *builder) silentPoint() []Point {
	if b.churnKnown() || empty(b.answers.RFMLifecycle) || empty(b.answers.RFMSegments) {
		return nil
	}
	lines := b.silentSentence()
	if len(lines) == 0 {
		return nil
	}
	return []Point{{Section: "segments", Tone: Worse, Text: lines[0]}}
}

// monthBefore is the month before one, as the heads of streams name it.
func monthBefore(month time.Time) time.Time { return month.AddDate(0, -1, 0) }
