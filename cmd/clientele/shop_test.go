package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
)

// shopConfig reads what salesCSV writes.
const shopConfig = `company: Corner Shop
sources:
  - name: till
    files: exports/*.csv
    entity: purchases
    columns:
      order_id: order
      purchased_at: date
      customer: client
      customer_name: name
      product: article
      quantity: pieces
      amount: total
`

// salesCSV are some two years of a small shop, in full days of 2024 and 2025,
// with a few anonymous lines and returns. The same seed gives the same text.
func salesCSV(seed uint64, customers int) string {
	random := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // a test's data
	var text strings.Builder
	text.WriteString("order,date,client,name,article,pieces,total\n")
	order := 0
	for customer := range customers {
		day := time.Date(2024, 1, 1+random.IntN(300), 0, 0, 0, 0, time.UTC)
		for day.Year() < 2026 {
			order++
			id, name := fmt.Sprintf("C%03d", customer), fmt.Sprintf("Customer %d", customer)
			if customer%9 == 8 {
				id, name = "", ""
			}
			for range 1 + random.IntN(2) {
				pieces, cents := 1+random.IntN(4), 250*(1+random.IntN(8))
				if random.IntN(25) == 0 {
					pieces = -1
				}
				fmt.Fprintf(&text, "N%04d,%s,%s,%s,Article %d,%d,%d.%02d\n",
					order, day.Format(time.DateOnly), id, name, cents, pieces, pieces*cents/100, max(pieces, -pieces)*cents%100)
			}
			day = day.AddDate(0, 0, 7+random.IntN(120))
		}
	}
	return text.String()
}

// fewReports is for tests that ask when reports are there and not what is in them:
// those of one kind that has no charts, which take a fifth of a run's time.
const fewReports = "reports: [data]\n"

// writeShop puts the shop's config, with more of it, and export into a folder.
func writeShop(folder, more string) error {
	if err := os.MkdirAll(filepath.Join(folder, "exports"), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "clientele.yaml"), []byte(shopConfig+more), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "exports", "sales.csv"), []byte(salesCSV(1, 30)), 0o644)
}

// shop [DIR] writes the shop, with few reports.
func scriptShop(ts *testscript.TestScript, neg bool, arguments []string) {
	if neg || len(arguments) > 1 {
		ts.Fatalf("usage: shop [DIR]")
	}
	ts.Check(writeShop(ts.MkAbs(strings.Join(append([]string{"."}, arguments...), "/")), fewReports))
}

// convert FROM.csv TO.xlsx|TO.json|TO.parquet [PASSWORD] writes the same rows
// in another format; columns in which all cells are numbers become numbers.
func scriptConvert(ts *testscript.TestScript, neg bool, arguments []string) {
	if neg || len(arguments) < 2 || len(arguments) > 3 {
		ts.Fatalf("usage: convert FROM.csv TO [PASSWORD]")
	}
	rows, err := csv.NewReader(strings.NewReader(ts.ReadFile(arguments[0]))).ReadAll()
	ts.Check(err)
	to := ts.MkAbs(arguments[1])
	switch filepath.Ext(to) {
	case ".json":
		err = writeJSONFile(to, rows)
	case ".parquet":
		err = writeParquetFile(to, rows)
	default:
		err = writeWorkbook(to, rows, strings.Join(arguments[2:], ""))
	}
	ts.Check(err)
}

func writeWorkbook(path string, rows [][]string, password string) error {
	file := excelize.NewFile()
	for i, row := range rows {
		cells := make([]any, len(row))
		for j, value := range row {
			cells[j] = typed(value)
		}
		if err := file.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &cells); err != nil {
			return err
		}
	}
	// Under any name: excelize refuses to save a workbook as .csv.
	to, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := file.Write(to, excelize.Options{Password: password}); err != nil {
		return err
	}
	return to.Close()
}

// typed is a number where a text is one.
func typed(text string) any {
	var number float64
	if n, err := fmt.Sscanf(text+" .", "%g .", &number); err == nil && n == 1 && !strings.HasPrefix(text, "C") {
		return number
	}
	return text
}

func writeJSONFile(path string, rows [][]string) error {
	objects := make([]map[string]any, 0, len(rows))
	for _, row := range rows[1:] {
		object := map[string]any{}
		for j, value := range row {
			object[rows[0][j]] = typed(value)
		}
		objects = append(objects, object)
	}
	content, err := json.Marshal(objects)
	if err != nil {
		return err
	}
	return os.WriteFile(path, content, 0o644)
}

func writeParquetFile(path string, rows [][]string) error {
	group := parquet.Group{}
	for _, header := range rows[0] {
		group[header] = parquet.Optional(parquet.String())
	}
	to, err := os.Create(path)
	if err != nil {
		return err
	}
	writer := parquet.NewGenericWriter[map[string]any](to, parquet.NewSchema("sales", group))
	for _, row := range rows[1:] {
		object := map[string]any{}
		for j, value := range row {
			object[rows[0][j]] = value
		}
		if _, err := writer.Write([]map[string]any{object}); err != nil {
			return err
		}
	}
	if err := writer.Close(); err != nil {
		return err
	}
	return to.Close()
}
