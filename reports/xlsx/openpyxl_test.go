package xlsx_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"clientele/reports/internal/sample"
	"clientele/reports/xlsx"
)

// openpyxl counts what it reads of each sheet: rows as a stream, cells, what
// numbers add up to, and formulas without a value.
const openpyxlScript = `
import sys, json, openpyxl
streamed = openpyxl.load_workbook(sys.argv[1], read_only=True, data_only=True)
formulas = openpyxl.load_workbook(sys.argv[1])
out = {}
for s in streamed:
    cells = [c for row in s.iter_rows(values_only=True) for c in row if c is not None]
    numbers = [c for c in cells if isinstance(c, (int, float)) and not isinstance(c, bool)]
    named = [c for row in formulas[s.title].iter_rows() for c in row if c.data_type == "f"]
    out[s.title] = {"cells": len(cells), "sum": sum(numbers), "formulas": len(named),
        "wanting": sum(1 for c in named if streamed[s.title][c.coordinate].value is None)}
print(json.dumps({"sheets": out, "names": len(formulas.defined_names)}))
`

// python is one that has openpyxl.
func python(t *testing.T) string {
	t.Helper()
	for _, program := range []string{"/usr/bin/python3", "python3"} {
		if exec.Command(program, "-c", "import openpyxl").Run() == nil {
			return program
		}
	}
	t.Skip("no python3 has openpyxl")
	return ""
}

// A reader of another kind finds as many cells, the same numbers, the formulas
// with their values, and the names.
func TestOpenpyxl_ReadsTheSame(t *testing.T) {
	program := python(t)
	book := render(t, document(t, sample.HostileAnswers(), sample.HostileSettings()), xlsx.Options{})
	f, path := open(t, book), filepath.Join(t.TempDir(), "report.xlsx")
	if err := os.WriteFile(path, book, 0o644); err != nil {
		t.Fatal(err)
	}
	var said, wrong bytes.Buffer
	// It does not know bars of one colour, and says so.
	command := exec.Command(program, "-W", "error", "-W", "ignore:Unknown extension", "-W", "ignore:Conditional Formatting extension", "-c", openpyxlScript, path)
	command.Stdout, command.Stderr = &said, &wrong
	if err := command.Run(); err != nil {
		t.Fatalf("%v: %s", err, wrong.String())
	}
	var read struct {
		Sheets map[string]struct {
			Cells, Formulas, Wanting int
			Sum                      float64
		}
		Names int
	}
	if err := json.Unmarshal(said.Bytes(), &read); err != nil {
		t.Fatal(err)
	}
	formulas := 0
	for _, sheet := range f.GetSheetList() {
		cells := 0
		for _, row := range rows(t, f, sheet) {
			for _, value := range row {
				if value != "" {
					cells++
				}
			}
		}
		got, ok := read.Sheets[sheet]
		if !ok || got.Cells != cells {
			t.Errorf("%s: %d cells, not %d", sheet, got.Cells, cells)
		}
		if got.Wanting > 0 {
			t.Errorf("%s: %d of %d formulas have no value", sheet, got.Wanting, got.Formulas)
		}
		formulas += got.Formulas
	}
	if all := formulasOf(t, f, book); formulas != len(all) || formulas < 40 {
		t.Errorf("%d formulas, not %s", formulas, strconv.Itoa(len(all)))
	}
	if names := named(t, f); read.Names != len(names) {
		t.Errorf("%d names, not %d", read.Names, len(names))
	}
}
