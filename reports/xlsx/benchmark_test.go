package xlsx_test

import (
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"clientele/internal/table"
	"clientele/reports"
	"clientele/reports/xlsx"
)

// benchmarkRows is the length of Online Retail.
const benchmarkRows = 541_909

// BenchmarkWrite_List writes a list of 541,909 rows of eight columns; the
// anchor is excelize alone with the same cells, without styles and widths.
func BenchmarkWrite_List(b *testing.B) {
	rows := manyRows(benchmarkRows)
	document := &reports.Document{Title: "Benchmark", Language: "en", Currency: "GBP", AsOf: day(0), Sections: []reports.Section{{
		ID: "customers", Title: "List", Tables: []reports.Table{{ID: "list", Title: "List", Data: rows, List: true, Sheet: "List", Columns: []reports.Column{
			{Name: "order", Label: "Order"}, {Name: "article", Label: "Article"}, {Name: "name", Label: "Name"},
			{Name: "quantity", Label: "Quantity", Format: reports.Format{Kind: reports.Integer}},
			{Name: "on", Label: "Day", Format: reports.Format{Kind: reports.Date}},
			{Name: "price", Label: "Price", Format: reports.Format{Kind: reports.Money, Digits: 2}},
			{Name: "customer", Label: "Customer"}, {Name: "country", Label: "Country"},
		}}},
	}}}
	for b.Loop() {
		started := time.Now()
		if err := bareWrite(rows, b.TempDir()); err != nil {
			b.Fatal(err)
		}
		anchor := time.Since(started)
		started = time.Now()
		if err := xlsx.Write(io.Discard, document, xlsx.Options{TempDir: b.TempDir()}); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(started).Seconds()/anchor.Seconds(), "×excelize")
	}
}

func manyRows(n int) *table.Table {
	rows := &table.Table{Columns: []table.Column{
		{Name: "order"}, {Name: "article"}, {Name: "name"}, {Name: "quantity", Kind: table.Integer},
		{Name: "on", Kind: table.Date}, {Name: "price", Kind: table.Decimal, Scale: 2}, {Name: "customer"}, {Name: "country"},
	}, Rows: make([][]any, n)}
	for i := range rows.Rows {
		rows.Rows[i] = []any{
			fmt.Sprint(536_000 + i/21), fmt.Sprintf("A%d", i%4070), fmt.Sprintf("Article number %d", i%4070), int64(i%12 + 1),
			day(i / 1500), decimal.New(int64(i%1000+1), -2), fmt.Sprint(12_000 + i%4372), "United Kingdom",
		}
	}
	return rows
}

func day(n int) time.Time { return time.Date(2010, 12, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n) }

// bareWrite is what excelize does at the least.
func bareWrite(rows *table.Table, folder string) (err error) {
	f := excelize.NewFile(excelize.Options{TmpDir: folder})
	defer func() {
		if closing := f.Close(); err == nil {
			err = closing
		}
	}()
	sheet, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	for i, row := range rows.Rows {
		cells := make([]any, len(row))
		copy(cells, row)
		cells[5] = row[5].(decimal.Decimal).InexactFloat64()
		if err := sheet.SetRow(fmt.Sprintf("A%d", i+1), cells); err != nil {
			return err
		}
	}
	if err := sheet.Flush(); err != nil {
		return err
	}
	return f.Write(io.Discard)
}
