package pipeline

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
)

// RetentionQuestion is what is asked of one file's customers.
type RetentionQuestion struct {
	Form    RetentionForm
	Measure string // customers, orders or revenue
	Mean    string // weighted or simple
	AsOf    string // the last day that counts; the last one with a purchase where empty
}

// RetentionAnswer is a row for each cohort and period, and one for each period
// that is the mean of the cohorts' complete ones.
type RetentionAnswer struct {
	Cells, Means *table.Table
	Counts       Counts
}

// The measures of retention and the means of it.
const (
	byCustomers = "customers"
	byOrders    = "orders"
	byRevenue   = "revenue"

	weightedMean = "weighted"
	simpleMean   = "simple"
)

func (q RetentionQuestion) check() (err error) {
	refuse := func(part, text string) {
		if err == nil {
			err = &UsageError{Text: "--" + part + ": " + text}
		}
	}
	q.Form.check(refuse)
	if measures := []string{byCustomers, byOrders, byRevenue}; !slices.Contains(measures, q.Measure) {
		refuse("measure", fmt.Sprintf("%q is none of %s", q.Measure, strings.Join(measures, ", ")))
	}
	if means := []string{weightedMean, simpleMean}; !slices.Contains(means, q.Mean) {
		refuse("mean", fmt.Sprintf("%q is none of %s", q.Mean, strings.Join(means, ", ")))
	}
	return err
}

// Retention follows the cohorts of a file by periods.
func Retention(ctx context.Context, file OneFile, question RetentionQuestion) (RetentionAnswer, error) {
	if err := question.check(); err != nil {
		return RetentionAnswer{}, err
	}
	if question.Measure != byRevenue {
		// What was paid only matters in that a return is no purchase, so a file
		// without amounts will do.
		file.Otherwise = map[string]string{"amount": "1"}
	}
	desk, err := file.purchases(ctx, []string{"customer", "purchased_at", "amount"})
	if err != nil {
		return RetentionAnswer{}, err
	}
	defer desk.close()
	day, err := desk.dayOr(ctx, "as-of", question.AsOf)
	if err != nil {
		return RetentionAnswer{}, err
	}
	rows, err := desk.engine.Ask(ctx, "reports/retention", question.Form.arguments(day))
	if err != nil {
		return RetentionAnswer{}, err
	}
	return RetentionAnswer{Cells: retentionCells(rows, question.Measure), Means: retentionMeans(rows, question), Counts: desk.counts}, nil
}

// ratio is a rate and what it is of what.
type ratio struct{ rate, of, base string }

// ratios are those of a measure. By orders and revenue the base is what the
// same customers brought in period 0.
func ratios(measure string) []ratio {
	switch measure {
	case byOrders:
		return []ratio{{"rate", "orders", "orders_base"}}
	case byRevenue:
		return []ratio{{"rate", "revenue", "revenue_base"}, {"gross_rate", "kept", "kept_base"}}
	}
	return []ratio{{"rate", "active", "customers"}}
}

// retentionCells has the columns of the measure.
func retentionCells(rows *table.Table, measure string) *table.Table {
	if measure == byCustomers {
		return rows.Select("cohort", "period", "customers", "active", "rate", "complete")
	}
	cells := rows.Select("cohort", "period", "customers", "active", "rate", "complete", measure, measure+"_base")
	cells.Columns[len(cells.Columns)-1].Name = "base"
	rate := cells.Index("rate")
	for i, of := range ratios(measure) {
		if i > 0 {
			cells.Columns = append(cells.Columns, table.Column{Name: of.rate, Kind: table.Float})
		}
		for r := range cells.Rows {
			value := part(amount(rows, r, of.of), amount(rows, r, of.base))
			if i == 0 {
				cells.Rows[r][rate] = value
			} else {
				cells.Rows[r] = append(cells.Rows[r], value)
			}
		}
	}
	return cells
}

// amount is a count or an amount of money.
func amount(rows *table.Table, row int, column string) decimal.Decimal {
	if count, ok := rows.Value(row, column).(int64); ok {
		return decimal.NewFromInt(count)
	}
	return rows.Decimal(row, column)
}

// part is a share of a base, nil where the base is nothing.
func part(of, base decimal.Decimal) any {
	if !base.IsPositive() {
		return nil
	}
	return of.InexactFloat64() / base.InexactFloat64()
}

// retentionMeans is the mean of each period over the cohorts whose cell of it
// is complete. Weighted, it is the rate of all these cohorts together; simple,
// each cohort counts the same, but for those without a rate (they brought
// nothing in period 0).
func retentionMeans(rows *table.Table, question RetentionQuestion) *table.Table {
	complete, last := map[int64][]int{}, int64(-1)
	for r := range rows.Len() {
		if rows.Boolean(r, "complete") {
			period := rows.Integer(r, "period")
			complete[period] = append(complete[period], r)
			last = max(last, period)
		}
	}
	means := &table.Table{Columns: []table.Column{
		{Name: "period", Kind: table.Integer}, {Name: "cohorts", Kind: table.Integer},
		{Name: "customers", Kind: table.Integer}, {Name: "active", Kind: table.Integer},
	}}
	for _, of := range ratios(question.Measure) {
		means.Columns = append(means.Columns, table.Column{Name: of.rate, Kind: table.Float})
	}
	for period := range last + 1 {
		of := complete[period]
		if len(of) == 0 {
			continue
		}
		row := []any{period, int64(len(of)), added(rows, of, "customers").IntPart(), added(rows, of, "active").IntPart()}
		for _, rate := range ratios(question.Measure) {
			if question.Mean == simpleMean {
				row = append(row, meanOf(rows, of, rate))
			} else {
				row = append(row, part(added(rows, of, rate.of), added(rows, of, rate.base)))
			}
		}
		means.Rows = append(means.Rows, row)
	}
	return means
}

func added(rows *table.Table, chosen []int, column string) decimal.Decimal {
	sum := decimal.Zero
	for _, r := range chosen {
		sum = sum.Add(amount(rows, r, column))
	}
	return sum
}

// meanOf is the mean of the rates that are there.
func meanOf(rows *table.Table, chosen []int, of ratio) any {
	sum, there := 0.0, 0
	for _, r := range chosen {
		if rate, ok := part(amount(rows, r, of.of), amount(rows, r, of.base)).(float64); ok {
			sum += rate
			there++
		}
	}
	if there == 0 {
		return nil
	}
	return sum / float64(there)
}
