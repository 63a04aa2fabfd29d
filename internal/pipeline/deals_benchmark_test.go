//go:build unix

package pipeline

import (
	"fmt"
	"syscall"
	"testing"
	"time"
)

// BenchmarkDeals does the step of deals, and says how many times as much of the
// processor's time it takes as DuckDB alone takes to add the same deals up by
// pipeline, owner, outcome and month.
func BenchmarkDeals(b *testing.B) {
	const sums = "select pipeline, owner, outcome, date_trunc('month', opened_on) as month, count(*), sum(amount) from deal_courses group by all order by all"
	for _, deals := range []int{6_000, 24_000, 96_000} {
		b.Run(fmt.Sprint(deals), func(b *testing.B) {
			w := dealWork(b, sold(1, deals), nil, 1)
			const reads = 50
			before := processorSeconds(b)
			for range reads {
				if _, _, err := w.engine.QueryText(b.Context(), sums, 10_000); err != nil {
					b.Fatal(err)
				}
			}
			bare := (processorSeconds(b) - before) / reads
			before = processorSeconds(b)
			for range b.N {
				runDeals(b, w)
				for _, name := range append(dealAnswers(), openDeals) {
					if err := w.engine.Exec(b.Context(), "drop table "+name); err != nil {
						b.Fatal(err)
					}
				}
			}
			taken := (processorSeconds(b) - before) / float64(b.N)
			b.ReportMetric(taken, "cpu-s/op")
			b.ReportMetric(taken/bare, "times-bare-sum")
			b.ReportMetric(taken/float64(deals)*1e6, "cpu-µs/deal")
		})
	}
}

// processorSeconds is what this process has used so far, all its threads
// together: on a busy machine that says more than the clock.
func processorSeconds(b *testing.B) float64 {
	b.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return (time.Duration(usage.Utime.Nano()) + time.Duration(usage.Stime.Nano())).Seconds()
}
