package reports

import (
	"clientele/internal/table"
)

// dealChart sets the two forecasts beside each other.
func (b *builder) dealChart() Chart {
	return Chart{
		ID: "deals", Title: b.withCurrency(b.say("deals.chart")), Description: b.say("deals.chart_says"),
		Kind: Bars, X: "month", XFormat: monthFormat(), Format: Format{Kind: Money},
		Series: []Series{
			{Column: "mean", Label: b.say("deals.by_deals"), Colour: Accent}, {Column: "series_mean", Label: b.say("deals.by_past"), Colour: Muted},
		},
		Data: sortedBy(b.answers.DealForecast, "month", false), Table: "deals",
	}
}

func (b *builder) dealTable() Table {
	data := sortedBy(b.answers.DealForecast, "month", false)
	data = extend(data, table.Column{Name: "beside", Kind: table.Decimal, Scale: 6}, func(r int) any {
		return growth(b.rounded(data, r, "mean"), b.rounded(data, r, "series_mean"))
	})
	won := "so_far"
	if data.Index(won) < 0 || sum(data, won).IsZero() {
		won = "" // no month has begun
	}
	return Table{
		ID: "deals", Title: b.say("deals.table"), Data: data, Note: b.say("deals.table_note"),
		Columns: known(data, []Column{
			b.column("month", monthFormat()), b.column("deals_won", decimalFormat(1)).of("deals"), b.moneyColumn(data, "mean"), b.moneyColumn(data, "lo80"), b.moneyColumn(data, "hi80"),
			b.moneyColumn(data, "won_already").of(won), b.moneyColumn(data, "from_open"), b.moneyColumn(data, "from_new"), b.moneyColumn(data, "series_mean"), b.column("beside", changeFormat()),
		}),
	}
}

// stages are the open deals with a name for each stage; pipelines are named
// where there are several.
func (b *builder) stages() *table.Table {
	t := b.answers.DealStages
	several := false
	for r := range t.Len() {
		several = several || t.Text(r, "pipeline") != t.Text(0, "pipeline")
	}
	return extend(t, table.Column{Name: "stage_name", Kind: table.Text}, func(r int) any {
		stage := name(t.Text(r, "stage"))
		if stage == "" {
			stage = b.say("parts.unnamed")
		}
		if pipeline := name(t.Text(r, "pipeline")); several && pipeline != "" {
			return pipeline + ": " + stage
		}
		return stage
	})
}

// stageBars is how many stages the chart shows.
const stageBars = 12

func (b *builder) stageChart(stages *table.Table) Chart {
	return Chart{
		ID: "deal-stages", Title: b.withCurrency(b.say("deals.stages_chart")), Description: b.say("deals.stages_says"),
		Kind: RowBars, X: "stage_name", XFormat: textFormat(), Format: Format{Kind: Money},
		Series: []Series{
			{Column: "amount", Label: b.say("column.open_amount"), Colour: Muted}, {Column: "expected", Label: b.say("column.expected_of_it"), Colour: Accent},
		},
		Data: &table.Table{Columns: stages.Columns, Rows: stages.Rows[:min(stageBars, stages.Len())]}, Table: "deal-stages",
	}
}

func (b *builder) stageTable(stages *table.Table) Table {
	percent := Format{Kind: Percent}
	expected := b.moneyColumn(stages, "expected_of_it").of("expected")
	expected.Format = b.moneyColumn(stages, "amount").Format
	columns := []Column{
		b.column("stage_name", textFormat()), b.column("deals_open", integerFormat()).of("deals"), b.moneyColumn(stages, "open_amount").of("amount"),
		b.column("age_days", integerLike()).of("mean_age_days"), b.column("win_chance", percent).of("win_rate"), b.column("lo95", percent), b.column("hi95", percent),
		expected, b.column("stalled", integerFormat()), b.column("stated_probability", percent),
	}
	columns[2].Format = expected.Format
	total := make([]any, len(columns))
	total[0], total[1], total[2] = b.say("total"), sum(stages, "deals"), sum(stages, "amount")
	total[7], total[8] = sum(stages, "expected"), sum(stages, "stalled")
	return summed(Table{
		ID: "deal-stages", Title: b.say("deals.stages"), Data: stages, Columns: b.filled(stages, columns), Note: b.say("deals.stages_note"),
		Total: b.filledTotal(stages, columns, total),
	}, "deals", "amount", "expected", "stalled")
}

// filled leaves out the columns in which no row has a value.
func (b *builder) filled(t *table.Table, columns []Column) []Column {
	var out []Column
	for _, c := range columns {
		if hasValue(t, c.Name) {
			out = append(out, c)
		}
	}
	return out
}

// filledTotal leaves the same places out of a total.
func (b *builder) filledTotal(t *table.Table, columns []Column, total []any) []any {
	var out []any
	for i, c := range columns {
		if hasValue(t, c.Name) {
			out = append(out, total[i])
		}
	}
	return out
}

func hasValue(t *table.Table, column string) bool {
	at := t.Index(column)
	for _, row := range t.Rows {
		if at >= 0 && row[at] != nil {
			return true
		}
	}
	return false
}

// ownerTable is each manager's record, who has most open first.
func (b *builder) ownerTable() Table {
	data := sortedBy(b.answers.DealOwners, "open_amount", true)
	data = extend(data, table.Column{Name: "owner_name", Kind: table.Text}, func(r int) any { return b.memberName("owner", data.Text(r, "owner")) })
	expected := b.moneyColumn(data, "expected_of_it").of("expected")
	amount := b.moneyColumn(data, "open_amount")
	expected.Format = amount.Format
	percent := Format{Kind: Percent}
	columns := []Column{
		b.column("owner_name", textFormat()), b.column("deals_open", integerFormat()).of("open"), amount, b.column("won", integerFormat()), b.column("lost", integerFormat()),
		b.column("win_rate", percent), b.column("raw_win_rate", percent).inWorkbook(), b.column("days_to_win", integerLike()).of("mean_days_to_win"), expected,
		b.column("slippage_days", Format{Kind: Decimal, Signed: true}),
	}
	note := b.say("deals.owners_note")
	if hasValue(data, "slippage_days") {
		note += " " + b.say("deals.owners_late")
	}
	return Table{ID: "deal-owners", Title: b.say("deals.owners"), Data: data, Columns: b.filled(data, columns), Note: note, PageRows: 20}
}

// dealCheckTable are the earlier cuts: what was said of the next month, the last
// cut first, then of the month after it.
func (b *builder) dealCheckTable() Table {
	data := sortedBy(b.answers.DealCheck, "month", true)
	data = extend(data, table.Column{Name: "ahead", Kind: table.Integer}, func(r int) any {
		next := data.Time(r, "cut_on").AddDate(0, 0, 1) // cuts are the last days of months
		month := data.Time(r, "month")
		return int64(12*(month.Year()-next.Year())+int(month.Month())-int(next.Month())) + 1
	})
	data = sortedBy(data, "ahead", false)
	data = extend(data, table.Column{Name: "inside", Kind: table.Boolean}, func(r int) any {
		if data.Value(r, "actual") == nil || data.Value(r, "lo80") == nil || data.Value(r, "hi80") == nil {
			return nil
		}
		actual := data.Float(r, "actual")
		return data.Float(r, "lo80") <= actual && actual <= data.Float(r, "hi80")
	})
	return Table{
		ID: "deal-check", Title: b.say("deals.check"), Data: data, Note: b.say("deals.check_note"), PageRows: 12,
		Columns: b.filled(data, []Column{
			b.column("told_on", dateFormat()).of("cut_on"), b.column("month", monthFormat()), b.column("months_ahead", integerFormat()).of("ahead"), b.moneyColumn(data, "predicted"), b.moneyColumn(data, "lo80"), b.moneyColumn(data, "hi80"), b.moneyColumn(data, "actual"),
			b.column("inside", yesNoFormat()), b.moneyColumn(data, "last_months").of("naive"), b.moneyColumn(data, "written_probability"),
		}),
	}
}
