package export

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"testing"
	"time"
)

// BenchmarkCSV reads plain lines of sales. "times-bare-read" is our best time
// by the best of reading the file without looking at it.
func BenchmarkCSV(b *testing.B) {
	var content strings.Builder
	content.WriteString("order_id,purchased_at,customer_id,product,quantity,price,country\n")
	for i := range 1_000_000 {
		fmt.Fprintf(&content, "%d,2024-05-%02d 12:%02d:00,%d,WHITE HANGING HEART T-LIGHT HOLDER,%d,%d.55,United Kingdom\n", 536365+i/7, 1+i%28, i%60, 12346+i%4000, 1+i%13, i%99)
	}
	path := fileOf(b, "sales.csv", content.String())
	size := int64(content.Len())
	var own time.Duration
	b.Run("own", func(b *testing.B) {
		b.SetBytes(size)
		b.ReportAllocs()
		own = best(b, func() {
			table, err := Open(path, Options{})
			if err != nil {
				b.Fatal(err)
			}
			defer func() { _ = table.Close() }()
			rows := 0
			for {
				record, err := table.Next()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil || len(record.Cells) != 7 {
					b.Fatal(record, err)
				}
				rows++
			}
			if rows != 1_000_000 {
				b.Fatal(rows)
			}
		})
	})
	b.Run("bare", func(b *testing.B) {
		b.SetBytes(size)
		bare := best(b, func() {
			file, err := os.Open(path)
			if err != nil {
				b.Fatal(err)
			}
			defer func() { _ = file.Close() }()
			if n, err := io.CopyBuffer(io.Discard, struct{ io.Reader }{file}, make([]byte, blockBytes)); n != size || err != nil {
				b.Fatal(n, err)
			}
		})
		if own > 0 {
			b.ReportMetric(float64(own)/float64(bare), "times-bare-read")
		}
	})
}

// best is the shortest run of the benchmark's loop.
func best(b *testing.B, run func()) time.Duration {
	b.Helper()
	shortest := time.Duration(math.MaxInt64)
	for b.Loop() {
		before := b.Elapsed()
		run()
		shortest = min(shortest, b.Elapsed()-before)
	}
	return shortest
}
