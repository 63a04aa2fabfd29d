package reports

import (
	"fmt"
	"slices"
	"strings"
	"time"

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
	data = b.worth(sortedBy(data, "position", false))
	swatches := b.swatches("rfm", data, "segment")
	data = b.advised(data)
	m := movesOf(b.answers.RFMFlows, "from_segment", "to_segment")
	s.Lead = slices.Concat(b.segmentLead(data), b.silentSentence(), b.movedSentences(m))
	s.Charts = []Chart{b.sharesChart("segments", b.say("segments.chart"), data)}
	s.Tables = []Table{b.segmentsTable(data)}
	s.Tables[0].Swatches = swatches
	if hasValue(data, "advice") {
		advice := b.adviceTable(data)
		advice.Swatches = swatches
		s.Tables = append(s.Tables, advice)
	}
	if apart := b.apartTable("rfm", sortedBy(b.answers.RFMSegments, "position", false), b.segmentName); apart != nil {
		s.Tables = append(s.Tables, *apart)
	}
	if month, ok := b.lastEnded(m); ok {
		kind := b.rfmGroups().with(m)
		if chart := b.streams("segments-streams", kind, m, []time.Time{month}, changed); chart != nil {
			chart.Table = "segments-flows"
			s.Charts = append(s.Charts, *chart)
		}
		flows := b.movesTable("segments-flows", kind, m, month, true)
		flows.PageRows = 12
		s.Tables = append(s.Tables, flows, b.matrix("segments-matrix", kind, m, month), b.historyTable("segments-history", kind, m))
		s.Tables[len(s.Tables)-2].PageRows = OnlyInWorkbook
		s.Queries = append(s.Queries, "segments/rfm_flows")
	}
	if !empty(b.answers.RFM) {
		s.Tables = append(s.Tables, b.rfmGrid(), b.rfmList())
	}
	s.Note = b.say("segments.note")
	return s
}

// sharesChart has two bars for each row: its share of customers and of revenue.
func (b *builder) sharesChart(id, title string, data *table.Table) Chart {
	return Chart{
		ID: id + "-shares", Title: title, Description: b.say("segments.chart_says"),
		Kind: RowBars, X: "segment", XFormat: textFormat(), Format: Format{Kind: Percent},
		Series: []Series{
			{Column: "customers_share", Label: b.say("column.customers_share"), Colour: Second},
			{Column: "revenue_share", Label: b.say("column.revenue_share"), Colour: Accent},
		},
		Data: data, Table: id,
	}
}

// advised gives each segment its name and what to do about it: what the config
// says, else the report's own words. A segment of the user's own keeps its name
// and has no advice but his.
func (b *builder) advised(t *table.Table) *table.Table {
	out := extend(t, table.Column{Name: "advice", Kind: table.Text}, func(r int) any {
		if do := b.configured(t.Text(r, "segment"), "do"); do != "" {
			return do
		}
		if advice, ok := b.Words.Find("advice." + slug(t.Text(r, "segment"))); ok {
			return advice
		}
		return nil
	})
	at := out.Index("segment")
	for r := range out.Rows {
		out.Rows[r][at] = b.segmentName(t.Text(r, "segment"))
	}
	return out
}

// configured is a text that the config has for an RFM segment, "" where it has
// none.
func (b *builder) configured(segment, column string) string {
	if t, r := b.summaryRow("rfm", segment); r >= 0 && t.Text(r, column) != "" {
		return t.Text(r, column)
	}
	t := b.answers.RFMSegments
	for r := range length(t) {
		if t.Index(column) >= 0 && t.Text(r, "segment") == segment {
			return t.Text(r, column)
		}
	}
	return ""
}

// segmentName is what people call an RFM segment.
func (b *builder) segmentName(key string) string {
	if named := b.settings.SegmentNames[key]; named != "" {
		return named
	}
	if named := b.configured(key, "name"); named != "" {
		return named
	}
	if word, ok := b.Words.Find("segment." + slug(key)); ok {
		return word
	}
	return key
}

// worth adds what the customers of each segment are expected to bring, the
// chance that they do not, and how many are silent for too long.
func (b *builder) worth(t *table.Table) *table.Table {
	of := func(r int, column string) any {
		summary, at := b.summaryRow("rfm", t.Text(r, "segment"))
		if at < 0 || summary.Index(column) < 0 {
			return nil
		}
		return summary.Value(at, column)
	}
	out := extend(t, table.Column{Name: "value_to_come", Kind: table.Decimal, Scale: 2}, func(r int) any { return of(r, "value_to_come") })
	out = extend(out, table.Column{Name: "at_risk", Kind: table.Float}, func(r int) any { return of(r, "at_risk") })
	return extend(out, table.Column{Name: "silent", Kind: table.Integer}, func(r int) any {
		if empty(b.answers.RFMLifecycle) {
			return nil
		}
		n, _ := b.silentOf(t.Text(r, "segment"))
		return n
	})
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
	out := Table{
		ID: "segments", Title: b.say("segments.table"), Data: data,
		Columns: []Column{
			b.column("segment", textFormat()), b.column("customers", integerFormat()), share,
			b.moneyColumn(data, "revenue"), revenueShare,
			b.moneyColumn(data, "average_order"), b.column("median_recency_days", decimalFormat(0)).inWorkbook(),
		},
		Total: []any{
			b.say("total"), sum(data, "customers").IntPart(), sum(data, "customers_share"),
			sum(data, "revenue"), sum(data, "revenue_share"), nil, nil,
		},
	}
	if hasValue(data, "value_to_come") {
		out.Columns, out.Total = append(out.Columns, b.moneyColumn(data, "value_to_come")), append(out.Total, sum(data, "value_to_come"))
	}
	if hasValue(data, "at_risk") {
		out.Columns, out.Total = append(out.Columns, b.column("churn_risk", percentFormat()).of("at_risk")), append(out.Total, nil)
		out.Note = b.say("own.risk_note", "within", b.within())
	}
	if hasValue(data, "silent") {
		out.Note = strings.TrimSpace(out.Note + " " + b.say("segments.silent_note"))
		out.Columns, out.Total = append(out.Columns, b.column("silent_customers", integerFormat()).of("silent")), append(out.Total, sum(data, "silent").IntPart())
	}
	return summed(out, "customers", "revenue", "value_to_come", "silent")
}

// adviceTable says what to do about each segment.
func (b *builder) adviceTable(data *table.Table) Table {
	return Table{
		ID: "segments-advice", Title: b.say("segments.advice"), Data: data,
		Columns: []Column{b.column("segment", textFormat()), b.column("customers", integerFormat()), b.column("advice", textFormat()).wide()},
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

// rfmList has every customer with his scores, best revenue first, with where he
// stands and the chance that he stays away where these are known.
func (b *builder) rfmList() Table {
	data := sortedBy(b.answers.RFM, "monetary", true)
	segment, names := data.Index("segment"), map[string]string{}
	for r, row := range data.Rows {
		key := data.Text(r, "segment")
		if _, ok := names[key]; !ok {
			names[key] = b.segmentName(key)
		}
		data.Rows[r] = slices.Clone(row)
		data.Rows[r][segment] = names[key]
	}
	columns := []Column{
		b.column("customer", textFormat()), b.column("customer_id", textFormat()),
		b.column("segment", textFormat()), b.column("r", integerFormat()), b.column("f", integerFormat()), b.column("m", integerFormat()),
		b.column("recency_days", integerFormat()), b.column("frequency", integerFormat()), b.moneyColumn(data, "monetary"),
	}
	if data.Index("stage") >= 0 {
		data = b.translated(data, "stage", "stage.")
		columns = append(columns, b.column("lifecycle_stage", textFormat()).of("stage"))
	}
	if chances := b.chances(); len(chances) > 0 {
		data = extend(data, table.Column{Name: "churn_risk", Kind: table.Float}, func(r int) any {
			if chance, ok := chances[data.Text(r, "customer_id")]; ok {
				return 1 - chance
			}
			return nil
		})
		columns = append(columns, b.column("churn_risk", percentFormat()))
	}
	return summed(Table{ID: "rfm", Title: b.say("segments.list"), Sheet: b.say("segments.sheet"), Data: data, List: true, PageRows: 10, Columns: columns}, "frequency", "monetary")
}

// chances are what customers are expected to buy with, by their ids.
func (b *builder) chances() map[string]float64 {
	t := b.answers.ValueCustomers
	if empty(t) || t.Index("p_buys") < 0 {
		return nil
	}
	out := make(map[string]float64, t.Len())
	for r := range t.Len() {
		if chance, ok := float(t, r, "p_buys"); ok {
			out[t.Text(r, "customer_id")] = chance
		}
	}
	return out
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
