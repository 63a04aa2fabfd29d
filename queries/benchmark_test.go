package queries_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"clientele/queries"
)

// BenchmarkAnswers runs every query over 541,909 purchase lines, the size of
// the Online Retail data, and reports how many times as long it takes as the
// cheapest question that one can ask of them, the sum by month, in the same
// run: the ratio compares between machines, the time does not.
func BenchmarkAnswers(b *testing.B) {
	w := newWorld(b, 2)
	w.exec(b, largePurchases)
	anchor := w.median(b, "select date_trunc('month', purchased_at) as month, sum(amount) as revenue from purchases group by 1 order by 1")
	w.run(b)
	for _, query := range everyQuery(b) {
		b.Run(query.Name, func(b *testing.B) {
			for b.Loop() {
				w.create(b, query)
			}
			b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/anchor.Seconds(), "×sum-by-month")
		})
	}
	b.Run("everything", func(b *testing.B) {
		for b.Loop() {
			w.run(b)
		}
		b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/anchor.Seconds(), "×sum-by-month")
	})
}

// median is the middle of eleven times that a statement takes.
func (w *world) median(b *testing.B, text string) time.Duration {
	b.Helper()
	var times []time.Duration
	for range 11 {
		start := time.Now()
		if _, err := w.Query(context.Background(), queries.Bound{Query: queries.Query{Text: text}}); err != nil {
			b.Fatal(err)
		}
		times = append(times, time.Since(start))
	}
	slices.Sort(times)
	return times[len(times)/2]
}

// largePurchases makes 21 lines an order, 4,400 customers of whom few buy
// much, every fourth line anonymous, 4,000 products, two years.
const largePurchases = `
insert into purchases (source, order_id, line, purchased_at, customer, product_id, product, quantity, price, amount, country, source_file, source_row)
with numbered as (
    select range as line, range // 21 as number, hash(range // 21) as order_chance, hash(range + 7000000) as line_chance
    from range(541909)
)
select
    'retail', cast(536365 + number as varchar), line % 21 + 1,
    timestamp '2023-01-01 00:00:00' + interval '1' minute * (number * 40 + order_chance % 700),
    case when order_chance % 4 > 0 then cast(12346 + cast(floor(4400 * pow(order_chance % 1000003 / 1000003, 2)) as bigint) as varchar) end,
    cast(10000 + line_chance % 4000 as varchar), concat('SOME ARTICLE OF THE SHOP ', line_chance % 4000),
    q, 1.25, 1.25 * q, 'United Kingdom', 'online-retail.csv', line + 2
from (select *, case when order_chance % 50 = 0 then -1 else 1 end * cast(1 + line_chance % 24 as decimal(18, 3)) as q from numbered)`
