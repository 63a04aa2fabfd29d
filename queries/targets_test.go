package queries_test

import (
	"fmt"
	"testing"
	"time"

	"clientele/internal/table"
)

// targets are of the company, of two owners, a product group and a segment, in two files, some in
// another currency.
func (m *historyMaker) targets() *table.Table {
	out := text("source", "metric", "month", "scope", "scope_value", "target", "currency", "source_file", "source_row", "excluded")
	for month := range 24 {
		on := time.Date(2023, time.Month(1+month), 1+m.chance.IntN(27), 12, 0, 0, 0, time.UTC).Format(time.DateTime)
		for _, part := range [][2]any{{nil, nil}, {"owner", "Ann"}, {"Менеджер", "Bob"}, {"product_group", "Tea"}, {"segment", "new"}} {
			for file, name := range []string{"plan 2023-01-01.csv", "plan 2024-01-01.csv"}[m.chance.IntN(2):] {
				var currency, excluded any
				if m.chance.IntN(5) == 0 {
					currency = []string{"EUR", "USD", "JPY"}[m.chance.IntN(3)]
				}
				if m.chance.IntN(30) == 0 {
					excluded = "draft"
				}
				metric := []string{"revenue", "Выручка", "orders", "buyers"}[m.chance.IntN(4)]
				out.Rows = append(out.Rows, []any{"plan", metric, on, part[0], part[1], fmt.Sprint(1000 * (1 + file + m.chance.IntN(9))), currency, name, fmt.Sprint(out.Len() + 2), excluded})
			}
		}
	}
	return out
}

// The days of a month are the month: of revenue, orders, buyers and new buyers.
func TestMonthDays_AddUpToTheMonths(t *testing.T) {
	for seed := range uint64(sized(t, "histories", 2, 3)) { //nolint:gosec // a small number
		w := newWorld(t, 1)
		w.give(t, newHistory(seed, 1500))
		w.make(t, "month_days", "monthly_series")
		days := w.ask(t, `select date_trunc('month', day) as month, sum(revenue) as revenue, sum(orders) as orders, sum(buyers) as buyers, sum(new_buyers) as new_buyers
			from month_days group by 1 having date_trunc('month', day) in (select month from monthly_series) order by 1`)
		months := w.ask(t, "select month, revenue, orders, buyers, new_buyers from monthly_series where orders > 0 or revenue <> 0 order by month")
		if days.Len() != months.Len() || months.Len() == 0 {
			t.Fatalf("seed %d: %d months of days, %d months", seed, days.Len(), months.Len())
		}
		for row := range days.Len() {
			for _, name := range []string{"orders", "buyers", "new_buyers"} {
				same(t, name, days.Integer(row, name), months.Integer(row, name))
			}
			if !days.Decimal(row, "revenue").Equal(months.Decimal(row, "revenue")) {
				t.Errorf("seed %d, %s: %s, %s", seed, months.Time(row, "month"), days.Decimal(row, "revenue"), months.Decimal(row, "revenue"))
			}
		}
	}
}
