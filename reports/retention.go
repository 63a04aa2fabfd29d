package reports

import (
	"strconv"
	"time"

	"clientele/internal/table"

	"github.com/shopspring/decimal"
)

// retentionWidth is how many periods the cohort table shows beside each other;
// the list below it has them all.
const retentionWidth = 24

// retention shows how many of those who came first in a period come again.
func (b *builder) retention() Section {
	s := b.section("retention", "reports/retention")
	if empty(b.answers.Retention) {
		return b.missing(s)
	}
	averages := b.averageRetention()
	if averages.Len() > 1 {
		s.Lead = append(s.Lead, b.retentionSentence(averages, 1))
		if last := averages.Len() - 1; last > 1 {
			s.Lead = append(s.Lead, b.retentionSentence(averages, min(last, 12)))
		}
		s.Charts = []Chart{{
			ID: "retention-average", Title: b.say("retention.chart"), Description: b.say("retention.chart_says"),
			Kind: Line, X: "period", XFormat: integerFormat(), XTitle: b.say("retention.axis." + b.retentionUnit()), Format: Format{Kind: Percent, Digits: 0},
			Series: []Series{{Column: "rate", Label: b.say("column.rate"), Colour: Accent}},
			Data:   from(averages, 1), Table: "retention-average",
		}}
	}
	s.Tables = []Table{b.cohortTable(), b.averageTable(averages), b.retentionList()}
	s.Note = b.say("retention.note")
	return s
}

func (b *builder) retentionUnit() string {
	if b.settings.RetentionUnit == "" {
		return "month"
	}
	return b.settings.RetentionUnit
}

func (b *builder) cohortFormat() Format {
	if b.retentionUnit() == "month" {
		return monthFormat()
	}
	return dateFormat()
}

func (b *builder) retentionSentence(averages *table.Table, period int) string {
	return b.Words.Count("retention.lead."+b.retentionUnit(), int64(period), "rate", b.percent(averages.Value(period, "rate")))
}

// averageRetention weighs the complete cohorts of each period by their
// customers. It ends where fewer than three cohorts are old enough, unless
// there never were so many: one cohort alone would bend the end of the line.
func (b *builder) averageRetention() *table.Table {
	type total struct{ cohorts, customers, active int64 }
	var totals []total
	t := b.answers.Retention
	for r := range t.Len() {
		period := int(t.Integer(r, "period"))
		if !t.Boolean(r, "complete") || period < 0 {
			continue
		}
		for len(totals) <= period {
			totals = append(totals, total{})
		}
		totals[period].cohorts++
		totals[period].customers += t.Integer(r, "customers")
		totals[period].active += t.Integer(r, "active")
	}
	out := &table.Table{Columns: []table.Column{
		{Name: "period", Kind: table.Integer}, {Name: "cohorts", Kind: table.Integer}, {Name: "customers", Kind: table.Integer},
		{Name: "active", Kind: table.Integer}, {Name: "rate", Kind: table.Decimal, Scale: 6},
	}}
	for period, sum := range totals {
		if sum.cohorts < min(3, totals[0].cohorts) || sum.customers == 0 {
			break
		}
		rate := decimal.NewFromInt(sum.active).DivRound(decimal.NewFromInt(sum.customers), 6)
		out.Rows = append(out.Rows, []any{int64(period), sum.cohorts, sum.customers, sum.active, rate})
	}
	return out
}

// from returns the rows from one on.
func from(t *table.Table, row int) *table.Table {
	return &table.Table{Columns: t.Columns, Rows: t.Rows[row:]}
}

// cohortTable has a row per cohort and a column per period; what has not ended
// yet is blank.
func (b *builder) cohortTable() Table {
	long := sortedBy(sortedBy(b.answers.Retention, "period", false), "cohort", false)
	data := &table.Table{Columns: []table.Column{{Name: "cohort", Kind: table.Date}, {Name: "customers", Kind: table.Integer}}}
	columns := []Column{b.column("cohort", b.cohortFormat()), b.column("customers", integerFormat())}
	width := 0
	for r := range long.Len() {
		width = min(max(width, int(long.Integer(r, "period"))), retentionWidth)
	}
	for period := 1; period <= width; period++ {
		id := "p" + strconv.Itoa(period)
		data.Columns = append(data.Columns, table.Column{Name: id, Kind: table.Float})
		columns = append(columns, Column{Name: id, Label: strconv.Itoa(period), Format: Format{Kind: Percent, Bare: true}, Heat: true})
	}
	var row []any
	var cohort time.Time
	for r := range long.Len() {
		if row == nil || !long.Time(r, "cohort").Equal(cohort) {
			cohort = long.Time(r, "cohort")
			row = make([]any, width+2)
			row[0], row[1] = cohort, long.Value(r, "customers")
			data.Rows = append(data.Rows, row)
		}
		if period := int(long.Integer(r, "period")); period >= 1 && period <= width && long.Boolean(r, "complete") {
			row[period+1] = long.Value(r, "rate")
		}
	}
	return Table{ID: "cohorts", Title: b.say("retention.table." + b.retentionUnit()), Columns: columns, Data: data, PageRows: 60, Note: b.say("retention.table_note")}
}

func (b *builder) averageTable(averages *table.Table) Table {
	rate := b.column("rate", percentFormat())
	rate.Bar = true
	data := averages
	if data.Len() > 0 {
		data = from(averages, 1)
	}
	return Table{
		ID: "retention-average", Title: b.say("retention.average"), Data: data, PageRows: 12,
		Columns: []Column{
			b.column("period", integerFormat()), b.column("cohorts", integerFormat()),
			b.column("customers", integerFormat()), b.column("active", integerFormat()), rate,
		},
	}
}

// retentionList is the answer as it came, for those who count further.
func (b *builder) retentionList() Table {
	return Table{
		ID: "retention", Title: b.say("retention.list"), Sheet: b.say("retention.sheet"),
		Data: b.answers.Retention, List: true, PageRows: OnlyInWorkbook,
		Columns: []Column{
			b.column("cohort", b.cohortFormat()), b.column("period", integerFormat()), b.column("customers", integerFormat()),
			b.column("active", integerFormat()), b.column("rate", percentFormat()), b.column("complete", yesNoFormat()),
		},
	}
}
