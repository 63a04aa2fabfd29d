package xlsx_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"clientele/reports"
	"clientele/reports/internal/sample"
	"clientele/reports/xlsx"
)

// formula is a cell with one, as it is stored.
type formula struct{ sheet, cell, kind, text, value string }

func formulasOf(t *testing.T, f *excelize.File, book []byte) []formula {
	t.Helper()
	var out []formula
	for _, sheet := range f.GetSheetList() {
		for _, m := range regexp.MustCompile(`<c r="([A-Z]+[0-9]+)"([^>]*)><f>([^<]*)</f><v>([^<]*)</v>`).FindAllStringSubmatch(sheetXML(t, f, book, sheet), -1) {
			out = append(out, formula{sheet: sheet, cell: m[1], kind: m[2], text: m[3], value: m[4]})
		}
	}
	return out
}

// Each formula is one that adds cells, bears its value as a number, and the
// library's own calculation gives the same.
func TestTotals_AreFormulasWithTheValueThatTheyGive(t *testing.T) {
	for _, answers := range []reports.Answers{sample.Answers(), sample.HostileAnswers()} {
		book := render(t, document(t, answers, sample.Settings("en")), xlsx.Options{})
		f := open(t, book)
		all := formulasOf(t, f, book)
		if len(all) < 40 || len(all) != strings.Count(part(t, book, "xl/worksheets/"), "<f>") {
			t.Fatalf("%d formulas", len(all))
		}
		for _, one := range all {
			if !regexp.MustCompile(`^SUBTOTAL\(109,[A-Z]+[0-9]+:[A-Z]+[0-9]+\)$`).MatchString(one.text) || strings.Contains(one.kind, "t=") {
				t.Errorf("%s!%s (%s) has the formula %s", one.sheet, one.cell, one.kind, one.text)
			}
			if sum := added(t, f, one); sum.Sub(decimal.RequireFromString(one.value)).Abs().GreaterThan(decimal.New(1, -6)) {
				t.Errorf("%s!%s: %s is %s, the cell has %s", one.sheet, one.cell, one.text, sum, one.value)
			}
		}
	}
}

// added is the sum of the cells that a formula names.
func added(t *testing.T, f *excelize.File, one formula) decimal.Decimal {
	t.Helper()
	ends := strings.Split(strings.TrimSuffix(strings.TrimPrefix(one.text, "SUBTOTAL(109,"), ")"), ":")
	column, first, err := excelize.CellNameToCoordinates(ends[0])
	if err != nil {
		t.Fatal(err)
	}
	_, last, err := excelize.CellNameToCoordinates(ends[1])
	if err != nil {
		t.Fatal(err)
	}
	sum, all := decimal.Zero, rows(t, f, one.sheet)
	for r := first; r <= last; r++ {
		if row := all[r-1]; len(row) >= column && row[column-1] != "" {
			sum = sum.Add(decimal.RequireFromString(row[column-1]))
		}
	}
	return sum
}

// The total of a list that goes on to other sheets is that of all of them.
func TestTotals_OfAListAreThoseOfAllItsSheets(t *testing.T) {
	d := list(22)
	d.Sections[0].Tables[0].Columns[0].Sum = true
	f := open(t, render(t, d, xlsx.Options{LastRow: 10}))
	if value, err := f.GetCellValue("Everybody", "A3"); err != nil || value != "253" {
		t.Errorf("the total is %q, %v", value, err)
	}
	want := "SUBTOTAL(109,'Everybody'!A5:A10)+SUBTOTAL(109,'Everybody 2'!A4:A10)+SUBTOTAL(109,'Everybody 3'!A4:A10)+SUBTOTAL(109,'Everybody 4'!A4:A5)"
	if got, err := f.GetCellFormula("Everybody", "A3"); err != nil || got != want {
		t.Errorf("the formula is %q, %v", got, err)
	}
	if got := rows(t, f, "Everybody 4")[2]; got[0] != "N" {
		t.Errorf("the last sheet has %v above its rows", got)
	}
}

// A formula would leave out a number that a cell has to keep as a text.
func TestTotals_OfTextsAreValues(t *testing.T) {
	d := list(2)
	one := &d.Sections[0].Tables[0]
	one.List, one.Columns[0].Sum = false, true
	one.Data.Rows[0][0] = int64(1) << 60
	one.Total = []any{decimal.NewFromInt(1<<60 + 2), nil}
	book := render(t, d, xlsx.Options{})
	if all := formulasOf(t, open(t, book), book); len(all) > 0 {
		t.Errorf("the formulas are %v", all)
	}
	one.Data.Rows[0][0] = int64(1)
	one.Total[0] = int64(4) // not what the cells add up to
	book = render(t, d, xlsx.Options{})
	if all := formulasOf(t, open(t, book), book); len(all) > 0 {
		t.Errorf("the formulas are %v", all)
	}
	one.Total[0] = int64(3)
	book = render(t, d, xlsx.Options{})
	if all := formulasOf(t, open(t, book), book); len(all) != 1 || all[0].value != "3" {
		t.Errorf("the formulas are %v", all)
	}
}
