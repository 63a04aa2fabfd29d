package queries_test

import (
	"fmt"
	"os"
	"testing"
	"time"

	"clientele/queries"
)

// BenchmarkLifecycle times the lifecycle and the flows over a million orders of
// a hundred thousand customers (5 million of half a million with
// CLIENTELE_LONG=1), as multiples of the bare triangle in the same run.
func BenchmarkLifecycle(b *testing.B) {
	orders := 1_000_000
	if os.Getenv("CLIENTELE_LONG") != "" {
		orders = 5_000_000
	}
	w := newWorld(b, 2)
	w.exec(b, fmt.Sprintf(manyOrders, orders/10, orders))
	w.exec(b, "create table customers as select customer_id, customer_id as customer, 0 as contacts from orders where customer_id is not null group by 1")
	anchor := w.time(b, bareTriangle)
	b.Logf("%d orders: the bare triangle takes %v", orders, anchor.Round(time.Millisecond))
	for _, name := range []string{"segments/typical_gaps", "segments/lifecycle_spells", "segments/lifecycle", "segments/lifecycle_flows", "segments/rfm", "segments/rfm_flows"} {
		found, err := queries.Get(name)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(found.Table(), func(b *testing.B) {
			for b.Loop() {
				w.create(b, found)
			}
			b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/anchor.Seconds(), "×bare-triangle")
		})
	}
}
