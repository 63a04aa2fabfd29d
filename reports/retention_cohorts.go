package reports

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"clientele/internal/table"

	"github.com/shopspring/decimal"
)

// retentionWidth is how many periods the cohort table shows beside each other;
// the list below it has them all.
const retentionWidth = 24

// cohortTable has a row per cohort and a column per period; what has not ended
// yet is blank.
func (b *builder) cohortTable() Table {
	out := b.heatTable("cohorts", func(t *table.Table, row int) any { return t.Value(row, "rate") })
	out.Title = b.cohortTitle()
	return out
}

// cohortMoneyTable is the same of money: a cohort's revenue of a period as a
// part of that of its first.
func (b *builder) cohortMoneyTable() Table {
	out := b.heatTable("cohorts-money", func(t *table.Table, row int) any {
		if base := t.Decimal(row, "revenue_base"); base.IsPositive() {
			return ratio(t.Decimal(row, "revenue"), base)
		}
		return nil
	})
	out.Title, out.Note = b.say("retention.money_table"), b.say("retention.money_note")
	return out
}

func (b *builder) heatTable(id string, value func(t *table.Table, row int) any) Table {
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
		columns = append(columns, Column{Name: id, Label: b.periodLabel(period), Format: Format{Kind: Percent, Bare: true}, Heat: true})
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
			row[period+1] = value(long, r)
		}
	}
	return Table{ID: id, Columns: columns, Data: data, PageRows: 60, Note: b.say("retention.table_note")}
}

// comparedPeriods is how many periods after the first tell good cohorts from
// bad ones: later ones are not there yet for those that could still be won.
const comparedPeriods = 3

// surprise is how many standard deviations a cohort must be off the average. So
// many cohorts are compared that two happen by chance.
const surprise = 3

// namedCohorts is how many cohorts a sentence names.
const namedCohorts = 3

// cohortSentences name the cohorts that come back clearly more or less than the
// average of all.
func (b *builder) cohortSentences(averages *table.Table) []string {
	better, worse, judged := b.unusualCohorts(averages)
	var lines []string
	if len(better) > 0 {
		lines = append(lines, b.Words.Count("retention.better", int64(len(better)), "cohorts", b.cohortNames(better)))
	}
	if len(worse) > 0 {
		lines = append(lines, b.Words.Count("retention.worse", int64(len(worse)), "cohorts", b.cohortNames(worse)))
	}
	if len(lines) == 0 && judged > 1 {
		lines = append(lines, b.say("retention.alike"))
	}
	return lines
}

// unusualCohort is one with what it brought back and what the average would
// have.
type unusualCohort struct {
	on               time.Time
	actual, expected float64
	customers        int64
	deviations       float64
}

// unusualCohorts compares the customers active in a cohort's first complete
// periods with what the averages of these periods make of its size. Whoever
// comes in one period is likelier to come in the next, so the variance is taken
// as if all periods were one and the same, which is the most that it can be.
// The first cohort is not compared: among those who bought when the data begins
// are old customers too.
func (b *builder) unusualCohorts(averages *table.Table) (better, worse []unusualCohort, judged int) {
	t := sortedBy(sortedBy(b.answers.Retention, "period", false), "cohort", false)
	for r := 0; r < t.Len(); {
		one := unusualCohort{on: t.Time(r, "cohort"), customers: t.Integer(r, "customers")}
		periods, deviation := 0, 0.0
		for ; r < t.Len() && t.Time(r, "cohort").Equal(one.on); r++ {
			period := int(t.Integer(r, "period"))
			if period < 1 || period > comparedPeriods || period >= averages.Len() || !t.Boolean(r, "complete") {
				continue
			}
			rate, customers := averages.Decimal(period, "rate").InexactFloat64(), float64(t.Integer(r, "customers"))
			one.actual += float64(t.Integer(r, "active"))
			one.expected += rate * customers
			deviation += math.Sqrt(customers * rate * (1 - rate))
			periods++
		}
		if periods == 0 || deviation == 0 || one.on.Equal(t.Time(0, "cohort")) {
			continue
		}
		judged++
		one.deviations = (one.actual - one.expected) / deviation
		switch {
		case one.deviations >= surprise:
			better = append(better, one)
		case one.deviations <= -surprise:
			worse = append(worse, one)
		}
	}
	furthest := func(x, y unusualCohort) int { return cmp.Compare(math.Abs(y.deviations), math.Abs(x.deviations)) }
	slices.SortStableFunc(better, furthest)
	slices.SortStableFunc(worse, furthest)
	return better, worse, judged
}

// cohortNames lists the first cohorts, each with how far it is off the average.
func (b *builder) cohortNames(cohorts []unusualCohort) string {
	var names []string
	for _, c := range cohorts[:min(len(cohorts), namedCohorts)] {
		change := decimal.NewFromFloat(c.actual/c.expected - 1).Round(4)
		text := b.Show(b.cohortFormat(), c.on)
		names = append(names, text+" ("+b.Show(Format{Kind: Percent, Digits: 0, Signed: true}, change)+")")
	}
	return strings.Join(names, ", ")
}
