package sample

import (
	"math"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
)

// withMoney adds to retention what the customers ordered and brought.
func withMoney(t *table.Table) *table.Table {
	out := &table.Table{Columns: append(append([]table.Column{}, t.Columns...), columns("i:orders", "i:orders_base", "m:revenue", "m:revenue_base", "m:kept", "m:kept_base")...)}
	for r, row := range t.Rows {
		customers, active := t.Integer(r, "customers"), t.Integer(r, "active")
		base := money(float64(customers) * 310.55)
		brought := money(float64(active) * 310.55 * (1 + 0.1*math.Sin(float64(r))))
		kept := decimal.Min(base, brought.Mul(decimal.New(8, -1)).Round(2))
		out.Rows = append(out.Rows, append(append([]any{}, row...), active*2, customers, brought, base, kept, base))
	}
	return out
}

// retentionLedger tells months and two years.
func retentionLedger(months *table.Table) *table.Table {
	t := &table.Table{Columns: columns("i:months", "d:month", "m:opening", "m:new", "m:returned", "m:expansion", "m:contraction", "m:lost", "m:refunds",
		"m:closing", "m:anonymous", "m:revenue", "m:base", "f:gross_retention", "f:net_retention", "i:customers_before", "i:customers_kept", "b:complete")}
	line := func(span int64, month time.Time, opening, fresh, known, anonymous decimal.Decimal, complete bool) {
		lost := opening.Mul(decimal.New(-3, -1)).Round(2)
		less := opening.Mul(decimal.New(-1, -1)).Round(2)
		more := opening.Mul(decimal.New(2, -1)).Round(2)
		back := known.Sub(opening).Sub(fresh).Sub(lost).Sub(less).Sub(more)
		row := []any{span, month, opening, fresh, back, more, less, lost, decimal.Zero, known, anonymous, known.Add(anonymous), opening, nil, nil, int64(600), int64(410), complete}
		if opening.IsPositive() {
			row[13], row[14] = 0.6, 0.8+0.03*float64(month.Year()-2025)
		}
		t.Rows = append(t.Rows, row)
	}
	opening := decimal.Zero
	for r := range months.Len() {
		known := months.Decimal(r, "revenue").Sub(months.Decimal(r, "revenue_anonymous"))
		line(1, months.Time(r, "month"), opening, months.Decimal(r, "revenue_new"), known, months.Decimal(r, "revenue_anonymous"), months.Boolean(r, "complete"))
		opening = known
	}
	sum := func(column string, from int) decimal.Decimal {
		total := decimal.Zero
		for r := from; r < from+12; r++ {
			total = total.Add(months.Decimal(r, column))
		}
		return total
	}
	for _, from := range []int{12, 24} {
		known := func(from int) decimal.Decimal { return sum("revenue", from).Sub(sum("revenue_anonymous", from)) }
		line(12, months.Time(from+11, "month"), known(from-12), sum("revenue_new", from), known(from), sum("revenue_anonymous", from), true)
	}
	return t
}

// retentionMoney is all revenue of the months: of their cohorts, and of nobody
// known.
func retentionMoney(months *table.Table) *table.Table {
	t := &table.Table{Columns: columns("t:part", "d:cohort", "i:period", "d:period_on", "i:customers", "i:active", "i:orders", "m:sales", "m:returns", "m:revenue", "m:kept",
		"f:net_retention", "f:gross_retention", "b:complete")}
	for r := range months.Len() {
		month, anonymous := months.Time(r, "month"), months.Decimal(r, "revenue_anonymous")
		known := months.Decimal(r, "revenue").Sub(anonymous)
		t.Rows = append(t.Rows, []any{"cohort", month, int64(0), month, int64(40), int64(40), months.Integer(r, "orders"), known, decimal.Zero, known, known, 1.0, 1.0, months.Boolean(r, "complete")},
			[]any{"anonymous", nil, nil, month, nil, nil, int64(9), anonymous, decimal.Zero, anonymous, nil, nil, nil, months.Boolean(r, "complete")})
	}
	return t
}
