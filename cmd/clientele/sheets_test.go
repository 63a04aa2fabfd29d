package main

import (
	"encoding/csv"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
)

// sheets TO.xlsx FROM.csv… writes a workbook with a sheet for each text, called
// like it; cells that are numbers become numbers.
func scriptSheets(ts *testscript.TestScript, neg bool, arguments []string) {
	if neg || len(arguments) < 2 {
		ts.Fatalf("usage: sheets TO.xlsx FROM.csv…")
	}
	book := excelize.NewFile()
	for i, from := range arguments[1:] {
		name := strings.TrimSuffix(filepath.Base(from), ".csv")
		if i == 0 {
			ts.Check(book.SetSheetName("Sheet1", name))
		} else {
			_, err := book.NewSheet(name)
			ts.Check(err)
		}
		lines := csv.NewReader(strings.NewReader(ts.ReadFile(from)))
		lines.FieldsPerRecord = -1
		rows, err := lines.ReadAll()
		ts.Check(err)
		for j, row := range rows {
			cells := make([]any, len(row))
			for k, text := range row {
				cells[k] = typed(text)
			}
			ts.Check(book.SetSheetRow(name, fmt.Sprintf("A%d", j+1), &cells))
		}
	}
	ts.Check(book.SaveAs(ts.MkAbs(arguments[0])))
	ts.Check(book.Close())
}
