package xlsx

import (
	"math"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// BenchmarkRows reads a workbook of 100,000 sales lines, or Online Retail under
// CLIENTELE_LONG=1, and so does excelize in the same run. "times-as-long" is the
// best time of excelize by our best: unlike either it is much the same on any machine.
func BenchmarkRows(b *testing.B) {
	path := benchmarkFile(b)
	var cells int
	var own time.Duration
	b.Run("own", func(b *testing.B) {
		b.ReportAllocs()
		own = best(b, func() { cells = readAll(b, path) })
		var memory runtime.MemStats
		runtime.ReadMemStats(&memory)
		b.ReportMetric(float64(own)/float64(cells), "ns/cell")
		b.ReportMetric(float64(memory.Sys)/(1<<20), "MB-from-system")
	})
	b.Run("excelize", func(b *testing.B) {
		anchor := best(b, func() {
			if got := readAllWithExcelize(b, path); own > 0 && got != cells {
				b.Errorf("excelize reads %d cells, we %d", got, cells)
			}
		})
		if own > 0 {
			b.ReportMetric(float64(anchor)/float64(own), "times-as-long")
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

func benchmarkFile(b *testing.B) string {
	b.Helper()
	if os.Getenv("CLIENTELE_LONG") != "" {
		return onlineRetail(b)
	}
	path := filepath.Join(b.TempDir(), "sales.xlsx")
	first := time.Date(2024, 1, 1, 8, 0, 0, 0, time.UTC)
	countries := []string{"United Kingdom", "France", "Germany", "EIRE"}
	writeStreamed(b, path, 100_000, func(i int) []any {
		return []any{536365 + i/7, "85123A", "WHITE HANGING HEART T-LIGHT HOLDER", i % 13, first.Add(time.Duration(i) * time.Minute), float64(i%999) / 100, 12346 + i%4000, countries[i%4]}
	})
	return path
}

func readAll(b *testing.B, path string) (cells int) {
	b.Helper()
	w, err := Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = w.Close() }()
	rows, err := w.Rows("")
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		for _, cell := range rows.Cells() {
			if cell.Kind != Empty {
				cells++
			}
		}
	}
	if rows.Err() != nil {
		b.Fatal(rows.Err())
	}
	return cells
}

func readAllWithExcelize(b *testing.B, path string) (cells int) {
	b.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	raw(b, f, f.GetSheetName(0), func(_ int, row []string) bool {
		for _, cell := range row {
			if cell != "" {
				cells++
			}
		}
		return true
	})
	return cells
}
