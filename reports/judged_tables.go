package reports

import (
	"slices"

	"clientele/internal/table"
)

// judgedMonths is how many months the chart of judged forecasts shows.
const judgedMonths = 36

// judgedChart draws what was said a month ahead beside what came; nil where
// that is less than two months.
func (b *builder) judgedChart(rows *table.Table) *Chart {
	data := &table.Table{Columns: rows.Columns}
	for r, row := range rows.Rows {
		last := data.Len() - 1
		if rows.Integer(r, "ahead") == 1 && (last < 0 || !data.Time(last, "month").Equal(rows.Time(r, "month"))) {
			data.Rows = append(data.Rows, row)
		}
	}
	if data.Len() < 2 {
		return nil
	}
	data.Rows = data.Rows[:min(judgedMonths, data.Len())]
	slices.Reverse(data.Rows)
	chart := Chart{
		ID: "judged", Title: b.withCurrency(b.say("judged.chart")), Description: b.say("judged.chart_says"), Kind: Line, X: "month", XFormat: monthFormat(), Format: Format{Kind: Money},
		Series: []Series{
			{Column: "actual", Label: b.say("column.actual"), Colour: Strong},
			{Column: "mean", Label: b.say("judged.said"), Colour: Accent, Dashed: true},
			{Column: "naive", Label: b.say("column.rule_" + b.rule()), Colour: Muted, Dashed: true},
		},
		Bands: []Band{{Low: "lo80", High: "hi80", Label: b.say("forecast.band80")}}, Table: "judged",
	}
	told := extend(data, table.Column{Name: "told", Kind: table.Float}, func(r int) any {
		if data.Boolean(r, "published") {
			return data.Value(r, "mean")
		}
		return nil
	})
	chart.Data = told
	if hasValue(told, "told") {
		chart.Series = append(chart.Series, Series{Column: "told", Label: b.say("judged.told_mark"), Colour: Third, Mark: true})
	}
	return &chart
}

// judgedTable are all forecasts whose month is over, the latest first.
func (b *builder) judgedTable(rows *table.Table) Table {
	return Table{
		ID: "judged", Title: b.say("judged.table"), Sheet: b.say("judged.sheet"), Data: rows, PageRows: 12, Note: b.say("judged.table_note"),
		Columns: []Column{
			b.column("month", monthFormat()), b.column("told_on", dateFormat()), b.column("months_ahead", integerFormat()).of("ahead"), b.moneyColumn(rows, "mean"), b.moneyColumn(rows, "actual"),
			b.column("off_by", changeFormat()), b.column("inside", yesNoFormat()), b.moneyColumn(rows, "lo80").inWorkbook(), b.moneyColumn(rows, "hi80").inWorkbook(),
			b.moneyColumn(rows, "lo95").inWorkbook(), b.moneyColumn(rows, "hi95").inWorkbook(), b.moneyColumn(rows, "rule_"+b.rule()).of("naive").like(b.moneyColumn(rows, "actual")),
			b.column("how_told", textFormat()),
		},
	}
}

// like writes a column's amounts as another column's.
func (c Column) like(other Column) Column {
	c.Format = other.Format
	return c
}

// onlyAhead leaves the verdict to single distances: the rows of all of them are
// no test, since forecasts of one month err together.
func onlyAhead(data *table.Table) *table.Table {
	out := &table.Table{Columns: data.Columns, Rows: slices.Clone(data.Rows)}
	for r := range out.Rows {
		if data.Value(r, "ahead") == nil {
			out.Rows[r] = slices.Clone(out.Rows[r])
			out.Rows[r][out.Index("verdict")] = nil
		}
	}
	return out
}

// skillTable are the errors by how many months ahead.
func (b *builder) skillTable() []Table {
	if empty(b.answers.ForecastSkill) {
		return nil
	}
	data := onlyAhead(b.translated(b.answers.ForecastSkill, "verdict", "verdict."))
	data = extend(data, table.Column{Name: "how_told", Kind: table.Text}, func(r int) any {
		if data.Boolean(r, "published") {
			return b.say("judged.told")
		}
		return b.say("judged.tried")
	})
	data = extend(data, table.Column{Name: "horizon", Kind: table.Text}, func(r int) any {
		if data.Value(r, "ahead") == nil {
			return b.say("judged.all")
		}
		return b.Words.Integer(data.Integer(r, "ahead"))
	})
	naive, percent := b.moneyColumn(data, "naive_mae"), Format{Kind: Percent}
	return []Table{{
		ID: "judged-skill", Title: b.say("judged.skill"), Data: data, Note: b.say("judged.skill_note", "rule", b.say("rule."+b.rule())), PageRows: 16,
		Columns: []Column{
			b.column("months_ahead", textFormat()).of("horizon"), b.column("how_told", textFormat()), b.column("forecasts", integerFormat()), b.moneyColumn(data, "mae").like(naive),
			naive, b.column("skill", changeFormat()), b.column("luck", decimalFormat(3)).of("p_value"),
			b.column("inside80", percent), b.column("inside95", percent), b.column("bias", changeFormat()), b.column("verdict_"+b.rule(), textFormat()).of("verdict"),
		},
	}}
}
