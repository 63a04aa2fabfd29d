package reports

import (
	"strconv"

	"clientele/internal/table"

	"github.com/shopspring/decimal"
)

// checkSentences say whether the total of the check lay in its range, and what
// those brought who were expected to bring most.
func (b *builder) checkSentences() []string {
	check := b.answers.ValueCheck
	if empty(check) {
		return nil
	}
	var lines []string
	if key := insideKey(check); key != "" {
		lines = append(lines, b.Words.Count(key, check.Integer(0, "actual"),
			"cut", b.Words.Date(check.Time(0, "cut_on")), "last", b.Words.Date(check.Time(0, "last_on")),
			"low", b.Show(integerLike(), check.Value(0, "lo80")), "high", b.Show(integerLike(), check.Value(0, "hi80"))))
	}
	if share, ok := float(check, 0, "top_decile_share"); ok {
		lines = append(lines, b.say("value.check_top", "share", b.percent(share)))
	}
	return lines
}

// insideKey is the sentence for the narrowest range that held the total of
// purchases; "" where a range is missing.
func insideKey(check *table.Table) string {
	in80, in90 := held(check, "actual", "lo80", "hi80"), held(check, "actual", "lo90", "hi90")
	switch {
	case in80 == nil || in90 == nil:
		return ""
	case in80 == true:
		return "value.check_80"
	case in90 == true:
		return "value.check_90"
	}
	return "value.check_none"
}

// checkTables are the totals of the check with their ranges, and how many
// customers lay inside theirs.
func (b *builder) checkTables() []Table {
	check := b.answers.ValueCheck
	if empty(check) {
		return nil
	}
	data := &table.Table{Columns: []table.Column{{Name: "measure", Kind: table.Text}}}
	for _, name := range []string{"actual", "predicted", "lo80", "hi80", "lo90", "hi90"} {
		data.Columns = append(data.Columns, table.Column{Name: name, Kind: table.Decimal, Scale: 6})
	}
	purchases, spend := []any{b.say("value.measure_purchases")}, []any{b.withCurrency(b.say("value.measure_spend"))}
	for _, name := range []string{"actual", "predicted", "lo80", "hi80", "lo90", "hi90"} {
		purchases = append(purchases, counted(check, name))
		spend = append(spend, wholeMoney(check, "spend_"+name))
	}
	data.Rows = [][]any{purchases, spend}
	whole := decimalFormat(0)
	out := []Table{{
		ID: "value-check", Title: b.say("value.check_table", "cut", b.Words.Date(check.Time(0, "cut_on")), "last", b.Words.Date(check.Time(0, "last_on"))), Data: data,
		Note: b.say("value.check_note"),
		Columns: []Column{b.column("measure", textFormat()), b.column("actual", whole), b.column("predicted", whole),
			b.column("lo80", whole), b.column("hi80", whole), b.column("lo90", whole), b.column("hi90", whole)},
	}}
	if check.Value(0, "covered80") != nil || check.Value(0, "covered90") != nil {
		out = append(out, b.coverageTable(check))
	}
	return out
}

// coverageTable compares how much ranges should hold with what they held.
func (b *builder) coverageTable(check *table.Table) Table {
	data := &table.Table{Columns: []table.Column{
		{Name: "nominal", Kind: table.Text}, {Name: "covered", Kind: table.Float},
		{Name: "purchases_held", Kind: table.Boolean}, {Name: "spend_held", Kind: table.Boolean},
	}}
	for _, level := range []string{"80", "90"} {
		nominal, _ := decimal.NewFromString(level)
		data.Rows = append(data.Rows, []any{b.Show(Format{Kind: Percent}, nominal.Shift(-2)), check.Value(0, "covered"+level),
			held(check, "actual", "lo"+level, "hi"+level), held(check, "spend_actual", "spend_lo"+level, "spend_hi"+level)})
	}
	return Table{
		ID: "value-coverage", Title: b.say("value.coverage"), Data: data, Note: b.say("value.coverage_note"),
		Columns: []Column{
			b.column("nominal", textFormat()), b.column("covered", percentFormat()),
			b.column("purchases_held", yesNoFormat()), b.column("spend_held", yesNoFormat()),
		},
	}
}

// held says whether what was lies in its range, nil where one is missing.
func held(check *table.Table, actual, low, high string) any {
	for _, name := range []string{actual, low, high} {
		if check.Value(0, name) == nil {
			return nil
		}
	}
	value := number(check, 0, actual)
	return number(check, 0, low).LessThanOrEqual(value) && value.LessThanOrEqual(number(check, 0, high))
}

// frequency compares what was with what was predicted by the number of repeat
// purchases before the cut.
func (b *builder) frequency() (Chart, Table) {
	ordered := sortedBy(b.answers.ValueFrequency, "past", false)
	data := extend(ordered, table.Column{Name: "past_purchases", Kind: table.Text}, func(r int) any {
		text := strconv.FormatInt(ordered.Integer(r, "past"), 10)
		if ordered.Boolean(r, "open") {
			text += "+"
		}
		return text
	})
	chart := Chart{
		ID: "value-frequency", Title: b.say("value.frequency"), Description: b.say("value.frequency_says"),
		Kind: Bars, X: "past_purchases", XFormat: textFormat(), XTitle: b.say("value.frequency_axis"), YTitle: b.say("value.frequency_mean"), Format: decimalFormat(1),
		Series: []Series{
			{Column: "actual", Label: b.say("column.actual"), Colour: Accent}, {Column: "predicted", Label: b.say("column.predicted"), Colour: Second},
		},
		Data: data, Table: "value-frequency",
	}
	return chart, Table{
		ID: "value-frequency", Title: b.say("value.frequency_table"), Data: data,
		Columns: []Column{
			b.column("past_purchases", textFormat()), b.column("customers", integerFormat()), b.column("actual", decimalFormat(2)), b.column("predicted", decimalFormat(2)),
		},
	}
}

// trackingRows is a quarter of weeks.
const trackingRows = 13

// tracking adds up the repeat purchases of all customers, actual and
// predicted; the ground behind the cut marks what the model had not seen.
func (b *builder) tracking() (Chart, Table) {
	data := sortedBy(b.answers.ValueTracking, "period", false)
	format := dateFormat()
	if data.Text(0, "unit") == "month" {
		format = monthFormat()
	}
	chart := Chart{
		ID: "value-tracking", Title: b.say("value.tracking"), Description: b.say("value.tracking_says"),
		Kind: Line, X: "period", XFormat: format, YTitle: b.say("value.tracking_sum"), Format: integerFormat(),
		Series: []Series{
			{Column: "actual", Label: b.say("column.actual"), Colour: Strong}, {Column: "predicted", Label: b.say("column.predicted"), Colour: Accent, Dashed: true},
		},
		Shade: &Shade{Column: "held_out", Label: b.say("value.held_out")},
		Data:  data, Table: "value-tracking",
	}
	latest := &table.Table{Columns: data.Columns}
	for r := data.Len() - 1; r >= 0; r-- {
		latest.Rows = append(latest.Rows, data.Rows[r])
	}
	return chart, Table{
		ID: "value-tracking", Title: b.say("value.tracking_table"), Sheet: b.say("value.tracking_sheet"), Data: latest, PageRows: trackingRows, List: latest.Len() > 40,
		Note: b.say("value.tracking_note"),
		Columns: []Column{
			b.column("period", format), b.column("actual", integerFormat()), b.column("predicted", decimalFormat(0)), b.column("held_out", yesNoFormat()),
		},
	}
}
