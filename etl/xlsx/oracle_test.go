package xlsx

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// raw reads the sheet as excelize does, without any format, until visit has enough.
func raw(t testing.TB, f *excelize.File, sheet string, visit func(row int, cells []string) (more bool)) {
	t.Helper()
	rows, err := f.Rows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	for number := 1; rows.Next(); number++ {
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		if strings.Join(cells, "") != "" && !visit(number, cells) {
			break
		}
	}
	if err := rows.Close(); err != nil {
		t.Fatal(err)
	}
}

// sameRow compares a row with the raw values of excelize, converting dates and
// booleans back into the numbers that they are in the file.
func sameRow(number int, cells []Cell, want []string) error {
	for i := range max(len(cells), len(want)) {
		var cell Cell
		if i < len(cells) {
			cell = cells[i]
		}
		expected := ""
		if i < len(want) {
			expected = want[i]
		}
		if err := sameCell(cell, expected); err != nil {
			return fmt.Errorf("cell %s%d: %w", columnName(i), number, err)
		}
	}
	return nil
}

func sameCell(cell Cell, raw string) error {
	want := raw
	switch cell.Kind {
	case Number:
		value, err := strconv.ParseFloat(raw, 64)
		if err != nil {
			return fmt.Errorf("number %s, excelize has %q", cell.Text, raw)
		}
		if want = string(appendFloat(nil, value)); isWhole(raw) {
			want = raw
		}
	case Boolean:
		want = map[string]string{"0": "false", "1": "true", "FALSE": "false", "TRUE": "true"}[raw]
	case Date:
		days, err := strconv.ParseFloat(raw, 64)
		if err != nil {
			return fmt.Errorf("date %s, excelize has %q", cell.Text, raw)
		}
		at, err := excelize.ExcelDateToTime(days, false)
		if err != nil {
			return err
		}
		if want = at.Round(time.Millisecond).Format("2006-01-02 15:04:05.999"); len(cell.Text) < len(time.DateTime) {
			want = at.Round(time.Millisecond).Format("15:04:05.999")
		}
	}
	if cell.Text != want {
		return fmt.Errorf("%v %q, excelize has %q", cell.Kind, cell.Text, raw)
	}
	return nil
}

// compareFile compares the first rows of a sheet with excelize.
func compareFile(t testing.TB, path, sheet string, most int) (rows int) {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	w, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = w.Close() }()
	own, err := w.Rows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	defer own.Close()
	raw(t, f, sheet, func(number int, cells []string) bool {
		if !own.Next() {
			t.Fatalf("row %d is missing: %v", number, own.Err())
		}
		if own.Number() != number {
			t.Fatalf("row %d has the number %d", number, own.Number())
		}
		if err := sameRow(number, own.Cells(), cells); err != nil {
			t.Fatal(err)
		}
		rows++
		return rows < most
	})
	if rows < most && own.Next() || own.Err() != nil {
		t.Errorf("there is a row %d more: %v", own.Number(), own.Err())
	}
	return rows
}

// anyValue is a value of a random kind, hostile texts included.
func anyValue(random *rand.Rand) any {
	texts := []string{"", "plain", " spaces ", "a\nb", "a\r\nb", "\ttab", "=1+1", "<b>&amp;</b>", `"quotes'`, "_x000D_", "_x005F_", "a_x0041_b", "é Ж 中 😀", "]]>", "0012", "1e5", "\u00a0"}
	switch random.IntN(8) {
	case 0:
		return nil
	case 1:
		return random.IntN(2) == 0
	case 2:
		return random.IntN(1_000_000) - 500_000
	case 3:
		return random.NormFloat64() * 1e6
	case 4:
		return float64(random.IntN(100_000)) / 100
	case 5:
		return time.Date(1950+random.IntN(100), 1, 1, 0, 0, random.IntN(400*86_400), 0, time.UTC)
	default:
		return texts[random.IntN(len(texts))]
	}
}

func TestRows_AgreeWithExcelizeOnItsOwnWorkbooks(t *testing.T) {
	for seed := range uint64(10) {
		random := rand.New(rand.NewPCG(seed, 1))
		f := excelize.NewFile()
		for _, place := range random.Perm(30 * 100)[:400] {
			cell, err := excelize.CoordinatesToCellName(1+place%30, 1+place/30)
			if err == nil {
				err = f.SetCellValue("Sheet1", cell, anyValue(random))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		path := filepath.Join(t.TempDir(), "own.xlsx")
		if err := f.SaveAs(path); err != nil {
			t.Fatal(err)
		}
		if rows := compareFile(t, path, "Sheet1", 1000); rows < 90 {
			t.Errorf("seed %d: only %d rows were compared", seed, rows)
		}
	}
}

func TestRows_AgreeWithExcelizeOnAStreamedWorkbook(t *testing.T) {
	path := filepath.Join(t.TempDir(), "streamed.xlsx")
	random := rand.New(rand.NewPCG(2, 1))
	writeStreamed(t, path, 2_000, func(int) []any {
		row := make([]any, 20)
		for i := range row {
			row[i] = anyValue(random)
		}
		return row
	})
	if rows := compareFile(t, path, "Sheet1", 5000); rows != 2_000 {
		t.Errorf("%d rows were compared, want 2,000", rows)
	}
}

// writeStreamed writes a workbook with excelize's StreamWriter, dates in style 22.
func writeStreamed(t testing.TB, path string, rows int, row func(i int) []any) {
	t.Helper()
	f := excelize.NewFile()
	style, err := f.NewStyle(&excelize.Style{NumFmt: 22})
	if err != nil {
		t.Fatal(err)
	}
	writer, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		values := row(i)
		for k, value := range values {
			if _, isTime := value.(time.Time); isTime {
				values[k] = excelize.Cell{StyleID: style, Value: value}
			}
		}
		if err := writer.SetRow(fmt.Sprintf("A%d", i+1), values); err != nil {
			t.Fatal(err)
		}
	}
	if err := writer.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
}

func TestRows_WhatExcelizeWritesComesBackTyped(t *testing.T) {
	path := filepath.Join(t.TempDir(), "typed.xlsx")
	at := time.Date(2024, 2, 29, 23, 59, 59, 0, time.UTC)
	writeStreamed(t, path, 1, func(int) []any {
		return []any{1, 2.55, true, false, at, "text", nil, "_x000D_", "a\r\nb", " padded ", 0.1 + 0.2, int64(9007199254740991)}
	})
	w, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = w.Close() }()
	want := "1: number 1 | number 2.55 | boolean true | boolean false | date 2024-02-29 23:59:59 | text text | - | text _x000D_ | text a\r\nb | text  padded  | number 0.3 | number 9007199254740991"
	if got, err := dump(w, ""); err != nil || got != want {
		t.Errorf("\n got %q, %v\nwant %q", got, err, want)
	}
}

func TestRows_AgreeWithExcelizeOnALibreOfficeWorkbook(t *testing.T) {
	office := officeOrSkip(t)
	dir := t.TempDir()
	convert(t, office, dir, "id;name;sum;day;flag\n1;\"Пётр; \"\"П\"\"\";2.55;2010-12-01;TRUE\n2;a;-1.5;2011-12-09 12:50:00;FALSE\n", "xlsx")
	path := filepath.Join(dir, "table.xlsx")
	if rows := compareFile(t, path, "table", 100); rows != 3 {
		t.Errorf("%d rows were compared, want 3", rows)
	}
	w, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = w.Close() }()
	want := "1: text id | text name | text sum | text day | text flag\n" +
		`2: number 1 | text Пётр; "П" | number 2.55 | date 2010-12-01 00:00:00 | boolean true` + "\n" +
		`3: number 2 | text a | number -1.5 | date 2011-12-09 12:50:00 | boolean false`
	if got, err := dump(w, ""); err != nil || got != want {
		t.Errorf("\n got %s, %v\nwant %s", got, err, want)
	}
}
