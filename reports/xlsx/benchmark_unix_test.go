//go:build unix

package xlsx_test

import (
	"fmt"
	"io"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"clientele/internal/table"
	"clientele/reports"
	"clientele/reports/xlsx"
)

// benchmarkRows is a list that fills a sheet almost.
const benchmarkRows = 1_000_000

// BenchmarkWrite_List writes a list of a million customers in ten columns with
// filter, frozen heads, formats and totals; the anchor is excelize alone with
// the same cells, with dates and two formats and nothing else, in the same run.
func BenchmarkWrite_List(b *testing.B) {
	rows := customers(benchmarkRows)
	money := reports.Format{Kind: reports.Money, Digits: 2, Bare: true}
	document := &reports.Document{Title: "Benchmark", Language: "en", Currency: "GBP", AsOf: day(0), Sections: []reports.Section{{
		ID: "customers", Title: "List", Tables: []reports.Table{{ID: "list", Title: "List", Data: rows, List: true, Sheet: "Customers", Columns: []reports.Column{
			{Name: "name", Label: "Customer"}, {Name: "id", Label: "Number"}, {Name: "email", Label: "E-mail"}, {Name: "segment", Label: "Segment"},
			{Name: "first_on", Label: "First purchase", Format: reports.Format{Kind: reports.Date}}, {Name: "last_on", Label: "Last purchase", Format: reports.Format{Kind: reports.Date}},
			{Name: "orders", Label: "Orders", Format: reports.Format{Kind: reports.Integer}, Sum: true}, {Name: "revenue", Label: "Revenue", Format: money, Sum: true},
			{Name: "average", Label: "Average order", Format: money}, {Name: "risk", Label: "Risk", Format: reports.Format{Kind: reports.Percent, Digits: 1}},
		}}},
	}}}
	for b.Loop() {
		anchor, work := spent(b, func() error { return bareWrite(rows, b.TempDir()) })
		whole, ours := spent(b, func() error { return xlsx.Write(io.Discard, document, xlsx.Options{TempDir: b.TempDir()}) })
		b.ReportMetric(whole.Seconds(), "s")
		b.ReportMetric(whole.Seconds()/anchor.Seconds(), "×excelize")
		b.ReportMetric(ours.Seconds(), "cpu-s")
		b.ReportMetric(ours.Seconds()/work.Seconds(), "cpu-×excelize") // what others do on the machine is not in it
	}
}

// spent is how long a write takes, and how much of the processors' time.
func spent(b *testing.B, write func() error) (wall, cpu time.Duration) {
	b.Helper()
	runtime.GC()
	used := func() time.Duration {
		var usage syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
			b.Fatal(err)
		}
		return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
	}
	started, before := time.Now(), used()
	if err := write(); err != nil {
		b.Fatal(err)
	}
	return time.Since(started), used() - before
}

// customers are as the lists of the report have them.
func customers(n int) *table.Table {
	rows := &table.Table{Columns: []table.Column{
		{Name: "name"}, {Name: "id"}, {Name: "email"}, {Name: "segment"}, {Name: "first_on", Kind: table.Date}, {Name: "last_on", Kind: table.Date},
		{Name: "orders", Kind: table.Integer}, {Name: "revenue", Kind: table.Decimal, Scale: 2}, {Name: "average", Kind: table.Decimal, Scale: 2}, {Name: "risk", Kind: table.Float},
	}, Rows: make([][]any, n)}
	segments := []string{"Champions", "Loyal", "Potential loyalist", "New", "At risk", "Hibernating"}
	for i := range rows.Rows {
		orders := int64(i%12 + 1)
		revenue := decimal.New(int64(i%997*i%91_003+100), -2)
		rows.Rows[i] = []any{
			fmt.Sprintf("Customer number %d", i), fmt.Sprint(1_000_000 + i), fmt.Sprintf("c%d@example.org", i), segments[i%len(segments)],
			day(i % 900), day(900 + i%500), orders, revenue, revenue.DivRound(decimal.NewFromInt(orders), 2), float64(i%1000) / 1000,
		}
	}
	return rows
}

func day(n int) time.Time { return time.Date(2022, 12, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n) }

// bareWrite is what excelize does at the least.
func bareWrite(rows *table.Table, folder string) (err error) {
	f := excelize.NewFile(excelize.Options{TmpDir: folder})
	defer func() {
		if closing := f.Close(); err == nil {
			err = closing
		}
	}()
	code := "d mmm yyyy"
	date, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
	if err != nil {
		return err
	}
	sheet, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	cells := make([]any, len(rows.Columns))
	for i, row := range rows.Rows {
		for j, value := range row {
			switch v := value.(type) {
			case decimal.Decimal:
				value = v.InexactFloat64()
			case time.Time:
				value = excelize.Cell{StyleID: date, Value: v}
			}
			cells[j] = value
		}
		if err := sheet.SetRow(fmt.Sprintf("A%d", i+1), cells); err != nil {
			return err
		}
	}
	if err := sheet.Flush(); err != nil {
		return err
	}
	return f.Write(io.Discard)
}
