package reports

import (
	"math"
	"slices"

	"clientele/internal/table"

	"github.com/shopspring/decimal"
)

// own shows the segments of the company's own config: who is in them, how they
// overlap, what sets them apart, and who is like them.
func (b *builder) own() Section {
	data := b.ofKind("own")
	s := b.section("own", "segments/segment_summary", "segments/segment_overlaps")
	if data.Len() == 0 {
		return b.missing(s)
	}
	s.Lead = append(b.ownLead(data), b.ownTrait(data)...)
	s.Tables = []Table{b.ownTable(data)}
	if apart := b.apartTable("own", data, b.ownName); apart != nil {
		s.Tables = append(s.Tables, *apart)
	}
	overlaps := b.overlaps()
	if overlaps.Len() > 0 {
		s.Lead = append(s.Lead, b.overlapSentence(overlaps)...)
		s.Tables = append(s.Tables, b.overlapsTable(overlaps))
	}
	s.Tables = append(s.Tables, b.lookalikes()...)
	s.Tables = append(s.Tables, b.differencesTable("own", func(segment string) string { return name(b.ownName(segment)) })...)
	s.Note = b.say("own.note")
	return s
}

// ofKind are the segments of a kind in their order.
func (b *builder) ofKind(kind string) *table.Table {
	t := b.answers.SegmentSummary
	if t == nil {
		return &table.Table{}
	}
	out := &table.Table{Columns: t.Columns}
	for r, row := range t.Rows {
		if t.Text(r, "kind") == kind {
			out.Rows = append(out.Rows, row)
		}
	}
	return sortedBy(out, "position", false)
}

// ownName is what an own segment is called.
func (b *builder) ownName(segment string) string {
	if t, r := b.summaryRow("own", segment); r >= 0 && t.Text(r, "name") != "" {
		return t.Text(r, "name")
	}
	return segment
}

// ownLead names the segment with the most revenue.
func (b *builder) ownLead(data *table.Table) []string {
	best := mostRevenue(data)
	if best < 0 {
		return []string{b.say("own.nobody")}
	}
	return []string{b.Words.Count("own.lead", data.Integer(best, "customers"), "segment", name(b.ownName(data.Text(best, "segment"))),
		"share", b.Show(percentFormat(), data.Value(best, "share")), "revenue", b.Show(percentFormat(), data.Value(best, "revenue_share")))}
}

// mostRevenue is the row with the most revenue, −1 where there is none.
func mostRevenue(data *table.Table) int {
	best, most := -1, decimal.Zero
	for r := range data.Len() {
		if revenue := data.Decimal(r, "revenue"); data.Integer(r, "customers") > 0 && revenue.GreaterThan(most) {
			best, most = r, revenue
		}
	}
	return best
}

// ownTrait tells what sets the segment with the most revenue apart.
func (b *builder) ownTrait(data *table.Table) []string {
	best := mostRevenue(data)
	if best < 0 {
		return nil
	}
	text := b.traitsText(b.traits("own", data.Text(best, "segment")))
	if text == "" {
		return nil
	}
	return []string{b.say("own.apart_lead", "traits", text)}
}

func (b *builder) ownTable(data *table.Table) Table {
	named := extend(data, table.Column{Name: "label", Kind: table.Text}, func(r int) any { return b.ownName(data.Text(r, "segment")) })
	out := b.summaryTable("own", b.say("own.table"), named)
	out.Swatches = b.swatches("own", data, "segment")
	return out
}

// summaryTable has the segments of a kind with their numbers, and what to do
// where anything is said of it.
func (b *builder) summaryTable(id, title string, data *table.Table) Table {
	share, revenueShare := b.column("customers_share", percentFormat()).of("share"), b.column("revenue_share", percentFormat())
	share.Bar, revenueShare.Bar = true, true
	out := Table{ID: id, Title: title, Data: data, PageRows: 30, Columns: []Column{
		b.column("segment", textFormat()).of("label"), b.column("customers", integerFormat()), share, b.moneyColumn(data, "revenue"), revenueShare,
		b.moneyColumn(data, "average_order").inWorkbook(), b.moneyColumn(data, "revenue_12m").inWorkbook(),
	}}
	if hasValue(data, "value_to_come") {
		out.Columns = append(out.Columns, b.moneyColumn(data, "value_to_come"))
	}
	if hasValue(data, "at_risk") {
		out.Columns, out.Note = append(out.Columns, b.column("churn_risk", percentFormat()).of("at_risk")), b.say("own.risk_note", "within", b.within())
	}
	if hasText(data, "do") {
		out.Columns = append(out.Columns, b.column("advice", textFormat()).of("do").wide())
	}
	return out
}

// hasText says whether any row of a column has a text that is not empty.
func hasText(t *table.Table, column string) bool {
	for r := range t.Len() {
		if t.Index(column) >= 0 && t.Text(r, column) != "" {
			return true
		}
	}
	return false
}

// apartTable says of each segment of a kind in words what sets it apart; nil
// where nothing is known of that. The keys stand in the column segment.
func (b *builder) apartTable(kind string, data *table.Table, label func(string) string) *Table {
	out := &table.Table{Columns: []table.Column{{Name: "segment", Kind: table.Text}, {Name: "apart", Kind: table.Text}}}
	var swatches []Colour
	for r := range data.Len() {
		segment := data.Text(r, "segment")
		if len(b.differencesOf(kind, segment)) == 0 {
			continue
		}
		text := b.traitsText(b.traits(kind, segment))
		if text == "" {
			text = b.say("own.like_all")
		}
		out.Rows, swatches = append(out.Rows, []any{label(segment), b.Words.Capital(text)}), append(swatches, b.segmentColour(kind, segment))
	}
	if out.Len() == 0 {
		return nil
	}
	return &Table{ID: kind + "-apart", Title: b.say("own.apart"), Data: out, Swatches: swatches, PageRows: 30, Note: b.say("own.apart_note"),
		Columns: []Column{b.column("segment", textFormat()), b.column("apart", textFormat()).wide()}}
}

// Overlaps that are worth a word: so many times as many as chance would bring,
// or as few, and so many customers more or less.
const (
	notableLift      = 1.5
	notableCustomers = 5
)

// overlaps are the pairs of segments that share more or fewer customers than
// chance would bring, the greatest difference first.
func (b *builder) overlaps() *table.Table {
	t := b.answers.SegmentOverlaps
	out := &table.Table{}
	if empty(t) {
		return out
	}
	surplus := func(r int) float64 { return float64(t.Integer(r, "customers")) - t.Float(r, "expected") }
	var rows []int
	for r := range t.Len() {
		if lift := t.Float(r, "lift"); math.Abs(surplus(r)) >= notableCustomers && (lift >= notableLift || lift <= 1/notableLift) {
			rows = append(rows, r)
		}
	}
	slices.SortStableFunc(rows, func(x, y int) int {
		switch difference := math.Abs(surplus(y)) - math.Abs(surplus(x)); {
		case difference > 0:
			return 1
		case difference < 0:
			return -1
		}
		return 0
	})
	out.Columns = append(append(out.Columns, t.Columns...), table.Column{Name: "b_name", Kind: table.Text})
	for _, r := range rows {
		other := t.Text(r, "b")
		if t.Index("b_kind") >= 0 && t.Text(r, "b_kind") == "rfm" {
			other = b.say("own.of_rfm", "segment", b.segmentName(other))
		} else {
			other = b.ownName(other)
		}
		row := append(slices.Clone(t.Rows[r]), other)
		row[t.Index("a")] = b.ownName(t.Text(r, "a"))
		out.Rows = append(out.Rows, row)
	}
	return out
}

// overlapSentence tells the greatest overlap of two own segments: their
// customers are written to twice. That an own segment is much the same as an
// RFM segment mostly follows from its rule.
func (b *builder) overlapSentence(data *table.Table) []string {
	for r := range data.Len() {
		if data.Float(r, "lift") < 1 || data.Index("b_kind") >= 0 && data.Text(r, "b_kind") != "own" {
			continue
		}
		return []string{b.Words.Count("own.overlap", data.Integer(r, "customers"), "a", name(data.Text(r, "a")), "b", name(data.Text(r, "b_name")),
			"share", b.Show(Format{Kind: Percent}, data.Value(r, "of_a")), "times", b.Show(decimalFormat(1), data.Value(r, "lift")))}
	}
	return nil
}

func (b *builder) overlapsTable(data *table.Table) Table {
	return Table{
		ID: "own-overlaps", Title: b.say("own.overlaps"), Data: data, PageRows: 15, Note: b.say("own.overlaps_note"),
		Columns: []Column{
			b.column("segment", textFormat()).of("a"), b.column("other_segment", textFormat()).of("b_name"), b.column("in_both", integerFormat()).of("customers"),
			b.column("share_of_first", percentFormat()).of("of_a"), b.column("share_of_second", percentFormat()).of("of_b"), b.column("by_chance", decimalFormat(1)).of("expected"),
		},
	}
}
