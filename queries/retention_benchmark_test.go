package queries_test

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"clientele/queries"
)

// BenchmarkRetention times retention over a million orders of a hundred
// thousand customers (ten times as many with CLIENTELE_LONG=1), as multiples of
// the least that one can ask of the same engine in the same run: how many
// customers of each month's first buyers there are in each month.
func BenchmarkRetention(b *testing.B) {
	orders := 1_000_000
	if os.Getenv("CLIENTELE_LONG") != "" {
		orders = 10_000_000
	}
	w := newWorld(b, 2)
	w.exec(b, fmt.Sprintf(manyOrders, orders/10, orders))
	anchor := w.time(b, bareTriangle)
	b.Logf("%d orders: the bare triangle takes %v", orders, anchor.Round(time.Millisecond))
	run := func(name, query string, form retentionForm) {
		b.Run(name, func(b *testing.B) {
			w.retentionOf(form, day("2024-12-31"))
			found, err := queries.Get(query)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				w.create(b, found)
			}
			b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/anchor.Seconds(), "×bare-triangle")
		})
	}
	for _, window := range []string{"on", "on-or-after", "on-or-before", "streak"} {
		run("calendar/"+window, "reports/retention", retentionForm{unit: "month", window: window, cohorts: "first"})
	}
	run("calendar/recurring", "reports/retention", retentionForm{unit: "month", window: "on", cohorts: "recurring"})
	run("rolling/on", "reports/retention", retentionForm{unit: "month", rollingDays: 30, window: "on", cohorts: "first"})
	run("rolling/brackets", "reports/retention", retentionForm{unit: "month", brackets: "1-7,8-30,31-90", window: "on", cohorts: "first"})
	run("money", "reports/retention_money", retentionForm{unit: "month"})
	run("ledger", "reports/retention_ledger", retentionForm{unit: "month"})
}

// time is how long a statement takes when asked a third time.
func (w *world) time(b *testing.B, text string) time.Duration {
	b.Helper()
	best := time.Hour
	for range 3 {
		start := time.Now()
		if _, err := w.Query(context.Background(), queries.Bound{Query: queries.Query{Text: text}}); err != nil {
			b.Fatal(err)
		}
		best = min(best, time.Since(start))
	}
	return best
}

// bareTriangle is the usual cohort query of a textbook.
const bareTriangle = `
with firsts as (select customer_id, min(month) as cohort from orders where is_purchase and customer_id is not null group by customer_id)
select cohort, month, count(distinct orders.customer_id) as active
from orders join firsts on orders.customer_id = firsts.customer_id
where is_purchase group by cohort, month order by cohort, month`

// manyOrders makes so many orders of so many customers over four years: a few
// buy much, every tenth order is anonymous, every thirtieth a return.
const manyOrders = `
create table orders as
select
    'shop' as source, cast(n as varchar) as order_id,
    case when chance %% 10 > 0 then 'customer ' || cast(floor(%[1]d * pow(chance %% 1000003 / 1000003, 2)) as bigint) end as customer_id,
    ordered_on, date_trunc('month', ordered_on)::date as month,
    amount, greatest(amount, 0)::decimal(18, 4) as sales, least(amount, 0)::decimal(18, 4) as returns, 1::bigint as lines, amount > 0 as is_purchase
from (
    select
        range as n, hash(range) as chance, date '2021-01-01' + cast(hash(range + 1) %% 1461 as integer) as ordered_on,
        (case when hash(range + 2) %% 30 = 0 then -1 else 1 end * (1 + hash(range + 3) %% 20000) / 100)::decimal(18, 4) as amount
    from range(%[2]d)
)`
