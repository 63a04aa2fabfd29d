package etl

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// workbook is the bytes of a workbook with one sheet of these rows.
func makeBook(t testing.TB, rows [][]any, change func(*excelize.File)) string {
	t.Helper()
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	for i, row := range rows {
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			t.Fatal(err)
		}
		if err := book.SetSheetRow("Sheet1", at, &row); err != nil {
			t.Fatal(err)
		}
	}
	if change != nil {
		change(book)
	}
	var content bytes.Buffer
	if err := book.Write(&content); err != nil {
		t.Fatal(err)
	}
	return content.String()
}

func headRow() []any { return []any{"order", "at", "who", "sum"} }

func noon() time.Time { return time.Date(2024, 5, 1, 12, 30, 0, 0, time.UTC) }

func TestSheet_TypedCellsAreRead(t *testing.T) {
	w := newWorkspace(t, 1)
	content := makeBook(t, [][]any{
		headRow(),
		{536365, noon(), 17850, 15.3},
		{"C536379", noon(), "Ä", -27.5},
		{"A", 45413.520833333336, true, 0.1 + 0.2},   // a date whose format got lost
		{"B", "2024-05-01 12:30", nil, "1.5"},        // texts
		{"C", "", "x", 12345678901.2345},             // fifteen digits
		nil,                                          // no row
		{" ", "", " "},                               // none either
		{"D", 2024, "x", 1},                          // a year is no date
		{"E", noon(), "x", 1, "a note", "no column"}, // beyond the header
	}, nil)
	w.expect(w.file("f", content, shop()), []string{"order_id", "customer", "purchased_at", "amount"},
		"2 | 536365 | 17850 | 2024-05-01 12:30:00 | 15.3000",
		"3 | C536379 | Ä | 2024-05-01 12:30:00 | -27.5000",
		"4 | A | true | 2024-05-01 12:30:00 | 0.3000",
		"5 | B | ∅ | 2024-05-01 12:30:00 | 1.5000",
		"6 ! purchased_at «» is empty",
		"9 ! purchased_at «2024» is no date",
		"10 | E | x | 2024-05-01 12:30:00 | 1.0000")
}

// One clerk types the comma of his language into a column of numbers.
func TestSheet_TextNumbersWithACommaStandBesideTypedOnes(t *testing.T) {
	w := newWorkspace(t, 1)
	rows := [][]any{headRow(), {"A", noon(), "x", "12,5"}, {"B", noon(), "x", "1\u00a0234,50"}, {"C", noon(), "x", 1234.5}, {"D", noon(), "x", 12345678901.2345}, {"E", noon(), "x", -0.0125}}
	w.expect(w.file("f", makeBook(t, rows, nil), shop()), []string{"amount"},
		"2 | 12.5000", "3 | 1234.5000", "4 | 1234.5000", "5 | 12345678901.2345", "6 | -0.0125")
}

func TestSheet_FormulasWithoutAGoodResultAreTold(t *testing.T) {
	w := newWorkspace(t, 1)
	content := makeBook(t, [][]any{headRow(), {"A", noon(), "x", 1}, {"B", noon(), nil, 1}, {"C", noon(), "x", nil}, {"D", noon(), "x", 2}}, func(book *excelize.File) {
		for cell, formula := range map[string]string{"C3": "NA()", "D4": "1+1", "F5": "1+1"} {
			if err := book.SetCellFormula("Sheet1", cell, formula); err != nil {
				t.Fatal(err)
			}
		}
	})
	content = replacePart(t, content, "xl/worksheets/sheet1.xml", ` t="str"`, "") // a text formula may well be empty
	w.expect(w.file("f", content, shop()), []string{"amount"}, "2 | 1.0000",
		"3 ! «» has formulas without results, perhaps where customer should stand; open the workbook in a spreadsheet and save it",
		"4 ! «» has formulas without results, perhaps where amount should stand; open the workbook in a spreadsheet and save it",
		"5 | 2.0000")
}

func TestSheet_AnErrorIsNoValue(t *testing.T) {
	w := newWorkspace(t, 1)
	content := replacePart(t, makeBook(t, [][]any{headRow(), {"A", noon(), 99999, 1}, {"B", noon(), "x", 99999}, {"C", noon(), "x", 2}}, nil),
		"xl/worksheets/sheet1.xml", "<v>99999</v>", "<v>#N/A</v>", ` r="C2"`, ` r="C2" t="e"`, ` r="D3"`, ` r="D3" t="e"`)
	w.expect(w.file("f", content, shop()), []string{"amount"},
		"2 ! «#N/A» has the error of a formula where customer should stand",
		"3 ! «#N/A» has the error of a formula where amount should stand", "4 | 2.0000")
}

// replacePart changes the text of a part of a workbook.
func replacePart(t *testing.T, book, part string, replace ...string) string {
	t.Helper()
	from, err := zip.NewReader(strings.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	var to bytes.Buffer
	writer := zip.NewWriter(&to)
	for _, file := range from.File {
		reader, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		var content bytes.Buffer
		if _, err := content.ReadFrom(reader); err != nil {
			t.Fatal(err)
		}
		text := content.String()
		if file.Name == part {
			text = strings.NewReplacer(replace...).Replace(text)
		}
		out, err := writer.Create(file.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := out.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return to.String()
}

func TestSheet_AnEmptySheetIsRefused(t *testing.T) {
	w := newWorkspace(t, 1)
	_, err := w.outcome(w.file("f.xlsx", makeBook(t, nil, nil), shop()))
	if !errors.Is(err, ErrInput) || !strings.Contains(err.Error(), "the sheet is empty") {
		t.Error(err)
	}
}

// Names of files prove nothing.
func TestFormat_IsSeenFromTheContent(t *testing.T) {
	w := newWorkspace(t, 1)
	book := makeBook(t, [][]any{headRow(), {"A", noon(), "x", 1}}, nil)
	w.expect(w.file("book.csv", book, shop()), []string{"order_id"}, "2 | A")
	w.expect(w.file("text.xlsx", plainCSV, shop()), shown(), plainOutcome()...)
	w.expect(w.file("rows.txt", plainLine, shop()), shown(), "1 | A | Ärger | 1.5000")
	utf16 := withEncoding(shop(), "utf-16")
	w.expect(w.file("bare", "o\x00r\x00d\x00e\x00r\x00,\x00a\x00t\x00,\x00w\x00h\x00o\x00,\x00s\x00u\x00m\x00\n\x00A\x00,\x00,\x00,\x001\x00", utf16), shown(), "2 ! purchased_at «» is empty")
	w.expect(w.file("book.xlsx", book, utf16), []string{"order_id"}, "2 | A")
}
