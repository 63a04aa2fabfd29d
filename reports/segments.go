package reports

import (
	"fmt"

	"clientele/internal/table"

	"github.com/shopspring/decimal"
)

// segments shows who buys recently, often and much, and who has stopped.
func (b *builder) segments() Section {
	s := b.section("segments", "segments/rfm", "segments/rfm_segments")
	if empty(b.answers.RFMSegments) {
		return b.missing(s)
	}
	data := withShares(withShares(b.answers.RFMSegments, "customers", "customers_share"), "revenue", "revenue_share")
	data = sortedBy(data, "position", false)
	data = b.advised(data)
	s.Lead = b.segmentLead(data)
	s.Charts = []Chart{{
		ID: "segments-shares", Title: b.say("segments.chart"), Description: b.say("segments.chart_says"),
		Kind: RowBars, X: "segment", XFormat: textFormat(), Format: Format{Kind: Percent},
		Series: []Series{
			{Column: "customers_share", Label: b.say("column.customers_share"), Colour: Second},
			{Column: "revenue_share", Label: b.say("column.revenue_share"), Colour: Accent},
		},
		Data: data, Table: "segments",
	}}
	s.Tables = []Table{b.segmentsTable(data)}
	if !empty(b.answers.RFM) {
		s.Tables = append(s.Tables, b.rfmGrid(), b.rfmList())
	}
	s.Note = b.say("segments.note")
	return s
}

// advised gives each segment its name in the report's language and what to do
// about it. A segment of the user's own keeps its name and has no advice.
func (b *builder) advised(t *table.Table) *table.Table {
	out := extend(t, table.Column{Name: "advice", Kind: table.Text}, func(r int) any {
		advice, _ := b.Words.Find("advice." + slug(t.Text(r, "segment")))
		return advice
	})
	return b.translated(out, "segment", "segment.")
}

// segmentLead names the segment with the most revenue. Its shares are rounded
// on their own; those that add up to 100 are for the table.
func (b *builder) segmentLead(data *table.Table) []string {
	best := 0
	for r := range data.Len() {
		if data.Decimal(r, "revenue").GreaterThan(data.Decimal(best, "revenue")) {
			best = r
		}
	}
	customers, revenue := sum(data, "customers"), sum(data, "revenue")
	if !customers.IsPositive() || !revenue.IsPositive() {
		return nil
	}
	return []string{b.Words.Count("segments.lead", data.Integer(best, "customers"),
		"segment", name(data.Text(best, "segment")), "share", b.percent(ratio(number(data, best, "customers"), customers)),
		"revenue", b.percent(ratio(data.Decimal(best, "revenue"), revenue)))}
}

func (b *builder) segmentsTable(data *table.Table) Table {
	share := b.column("customers_share", percentFormat())
	share.Bar = true
	revenueShare := b.column("revenue_share", percentFormat())
	revenueShare.Bar = true
	advice := b.column("advice", textFormat())
	advice.Wide = true
	return Table{
		ID: "segments", Title: b.say("segments.table"), Data: data,
		Columns: []Column{
			b.column("segment", textFormat()), b.column("customers", integerFormat()), share,
			b.moneyColumn(data, "revenue"), revenueShare,
			b.moneyColumn(data, "average_order"), b.column("median_recency_days", decimalFormat(0)), advice,
		},
		Total: []any{
			b.say("total"), sum(data, "customers").IntPart(), sum(data, "customers_share"),
			sum(data, "revenue"), sum(data, "revenue_share"), nil, nil, nil,
		},
	}
}

// rfmGrid counts the customers of each pair of recency and frequency scores.
func (b *builder) rfmGrid() Table {
	var counts [6][6]int64
	rfm := b.answers.RFM
	for row := range rfm.Len() {
		r, f := rfm.Integer(row, "r"), rfm.Integer(row, "f")
		if r >= 1 && r <= 5 && f >= 1 && f <= 5 {
			counts[r][f]++
		}
	}
	data := &table.Table{Columns: []table.Column{{Name: "r", Kind: table.Integer}}}
	columns := []Column{b.column("recency_score", integerFormat())}
	columns[0].Name = "r"
	for f := 1; f <= 5; f++ {
		id := fmt.Sprintf("f%d", f)
		data.Columns = append(data.Columns, table.Column{Name: id, Kind: table.Integer})
		columns = append(columns, Column{Name: id, Label: b.say("segments.grid_column", "score", id[1:]), Format: integerFormat(), Heat: true})
	}
	for r := 5; r >= 1; r-- {
		row := []any{int64(r)}
		for f := 1; f <= 5; f++ {
			row = append(row, counts[r][f])
		}
		data.Rows = append(data.Rows, row)
	}
	return Table{ID: "rfm-grid", Title: b.say("segments.grid"), Columns: columns, Data: data, Note: b.say("segments.grid_note")}
}

// rfmList has every customer with his scores, best revenue first.
func (b *builder) rfmList() Table {
	data := b.translated(sortedBy(b.answers.RFM, "monetary", true), "segment", "segment.")
	return Table{
		ID: "rfm", Title: b.say("segments.list"), Sheet: b.say("segments.sheet"), Data: data, List: true, PageRows: 10,
		Columns: []Column{
			b.column("customer", textFormat()), b.column("customer_id", textFormat()),
			b.column("segment", textFormat()), b.column("r", integerFormat()), b.column("f", integerFormat()), b.column("m", integerFormat()),
			b.column("recency_days", integerFormat()), b.column("frequency", integerFormat()), b.moneyColumn(data, "monetary"),
		},
	}
}

// dormant adds up the segments that bought well and have stopped.
func (b *builder) dormant() (customers int64, revenue, share decimal.Decimal) {
	segments := b.answers.RFMSegments
	for r := range segments.Len() {
		switch slug(segments.Text(r, "segment")) {
		case "at_risk", "cannot_lose":
			customers += segments.Integer(r, "customers")
			revenue = revenue.Add(segments.Decimal(r, "revenue"))
		}
	}
	if total := sum(segments, "revenue"); total.IsPositive() {
		share = revenue.DivRound(total, 6)
	}
	return customers, revenue, share
}
