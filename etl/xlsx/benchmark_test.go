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
// CLIENTELE_LONG=1. excelize reads the same file in the same run: "x-excelize" is
// how many times as long it takes, the best of two against our best.
func BenchmarkRows(b *testing.B) {
	path := benchmarkFile(b)
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(info.Size())
	b.ReportAllocs()
	cells, own := 0, time.Duration(math.MaxInt64)
	for b.Loop() {
		start := time.Now()
		cells = readAll(b, path)
		own = min(own, time.Since(start))
	}
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	anchor := time.Duration(math.MaxInt64)
	for range 2 {
		start := time.Now()
		if got := readAllWithExcelize(b, path); got != cells {
			b.Errorf("excelize reads %d cells, we %d", got, cells)
		}
		anchor = min(anchor, time.Since(start))
	}
	b.ReportMetric(float64(anchor)/float64(own), "x-excelize")
	b.ReportMetric(float64(own)/float64(cells), "ns/cell")
	b.ReportMetric(float64(memory.Sys)/(1<<20), "MB-from-system")
}

func benchmarkFile(b *testing.B) string {
	b.Helper()
	if os.Getenv("CLIENTELE_LONG") == "1" {
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
