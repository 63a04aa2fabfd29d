package pipeline_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	source "clientele/etl/xlsx"
	"clientele/internal/table"
	"clientele/reports"
	"clientele/reports/xlsx"
)

// What the reports write, the loader reads: a list that somebody has sent back
// comes in as it went out, and so do the totals above it.
func TestWorkbook_OurOwnReaderReadsWhatWasWritten(t *testing.T) {
	data := &table.Table{Columns: []table.Column{{Name: "name"}, {Name: "on", Kind: table.Date}, {Name: "orders", Kind: table.Integer}, {Name: "revenue", Kind: table.Decimal, Scale: 2}}}
	names, sum := []string{"Ана & Ко", "=1+1", "<b>", "山田商店", "tab\tend", "_x0041_", "💥"}, decimal.Zero
	for i := range 3000 {
		revenue := decimal.New(int64(i*i%9973-500), -2)
		sum = sum.Add(revenue)
		data.Rows = append(data.Rows, []any{fmt.Sprint(names[i%len(names)], " ", i), time.Date(2026, 1, 1+i%300, 0, 0, 0, 0, time.UTC), int64(i), revenue})
	}
	document := &reports.Document{Title: "List", Language: "en", AsOf: time.Date(2026, 10, 31, 0, 0, 0, 0, time.UTC), Sections: []reports.Section{{ID: "s", Title: "Section", Tables: []reports.Table{{
		ID: "list", Title: "Customers", Data: data, List: true, Columns: []reports.Column{
			{Name: "name", Label: "Name"}, {Name: "on", Label: "Day", Format: reports.Format{Kind: reports.Date}},
			{Name: "orders", Label: "Orders", Format: reports.Format{Kind: reports.Integer}, Sum: true}, {Name: "revenue", Label: "Revenue", Format: reports.Format{Kind: reports.Money, Digits: 2}, Sum: true},
		},
	}}}}}
	var book bytes.Buffer
	if err := xlsx.Write(&book, document, xlsx.Options{TempDir: t.TempDir()}); err != nil {
		t.Fatal(err)
	}
	workbook, err := source.Read(bytes.NewReader(book.Bytes()), int64(book.Len()), "report.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = workbook.Close() }()
	read, err := workbook.Rows("Customers")
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	rows := 0
	for read.Next() {
		cells := read.Cells()
		switch {
		case read.Number() == 3:
			if cells[2].Text != "4498500" || !decimal.RequireFromString(cells[3].Text).Equal(sum) {
				t.Errorf("the totals are %v", cells)
			}
		case read.Number() > 4:
			want := data.Rows[rows]
			got := decimal.RequireFromString(cells[3].Text)
			if cells[0].Text != reports.Clean(want[0].(string)) || cells[1].Text != want[1].(time.Time).Format("2006-01-02 15:04:05") ||
				cells[2].Text != fmt.Sprint(want[2]) || !got.Equal(want[3].(decimal.Decimal)) {
				t.Fatalf("row %d is %v, not %v", rows, cells, want)
			}
			rows++
		}
	}
	if err := read.Err(); err != nil || rows != data.Len() || read.UncachedFormulas() > 0 {
		t.Errorf("%d rows, %d formulas without a value, %v", rows, read.UncachedFormulas(), err)
	}
}
