package etl

import (
	"slices"
	"strings"
	"testing"

	"clientele/etl/internal/workbook"
)

// years is a workbook of a list that is continued on a sheet each year, as it
// lies in shops: with an empty sheet and one that is something else.
func years(t testing.TB) string {
	t.Helper()
	const head = "order\tat\twho\tsum\n"
	content, err := workbook.Of(
		workbook.Sheet{Name: "2023", Text: head + "1\td:2023-05-01\tx\tn:10\n"},
		workbook.Sheet{Name: "2024", Text: head + "2\td:2024-05-01\tx\tn:20\n"},
		workbook.Sheet{Name: "Pivot", Text: "Year\tSum\nn:2023\tn:10\n"},
		workbook.Sheet{Name: "2025", Text: head + "3\td:2025-05-01\tx\tn:30\n"},
		workbook.Sheet{Name: "2026", Text: ""},
	)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func namesOf(files []File) string {
	names := make([]string, len(files))
	for i, file := range files {
		names[i] = file.Name
	}
	return strings.Join(names, ", ")
}

func TestMembers_EachSheetThatASourceNamesIsAFileOfItsOwn(t *testing.T) {
	w := newWorkspace(t, 1)
	for _, test := range []struct {
		sheet       []string
		want, fault string
	}{
		{sheet: nil, want: "book.xlsx"},
		{sheet: []string{"2024"}, want: "book.xlsx"}, // as ever: the file is this sheet
		{sheet: []string{"20*"}, want: "book.xlsx/sheet 2023, book.xlsx/sheet 2024, book.xlsx/sheet 2025"},
		{sheet: []string{"2025", "2023"}, want: "book.xlsx/sheet 2023, book.xlsx/sheet 2025"},
		{sheet: []string{"PIV*"}, want: "book.xlsx/sheet Pivot"},
		{sheet: []string{"2025", "20*"}, want: "book.xlsx/sheet 2023, book.xlsx/sheet 2024, book.xlsx/sheet 2025"},
		{sheet: []string{"19*"}, fault: `no filled sheet "19*"; its sheets are`},
		{sheet: []string{"2023", "2022"}, fault: `no worksheet "2022"`},
	} {
		source := shop()
		source.Sheet = test.sheet
		files, err := w.file("book.xlsx", years(t), source).Members()
		if test.fault != "" {
			if err == nil || !strings.Contains(err.Error(), test.fault) {
				t.Errorf("%v: %v, want %q", test.sheet, err, test.fault)
			}
			continue
		}
		if got := namesOf(files); err != nil || got != test.want {
			t.Errorf("%v: %s, %v; want %s", test.sheet, got, err, test.want)
		}
	}
	source := shop()
	source.Sheet = []string{"20*"}
	if files, err := w.file("plain.csv", "order;at;who;sum\n", source).Members(); err != nil || namesOf(files) != "plain.csv" {
		t.Errorf("a text among workbooks is itself: %s, %v", namesOf(files), err)
	}
}

// The bytes of the file are those of all its sheets; only the sheet tells them
// apart.
func TestLoad_SheetsOfOneWorkbookAreNoCopiesOfEachOther(t *testing.T) {
	w := newWorkspace(t, 1)
	source := shop()
	source.Sheet = []string{"20*"}
	files, err := w.file("book.xlsx", years(t), source).Members()
	if err != nil {
		t.Fatal(err)
	}
	loaded, snapshot := w.mustLoad(nil, files...)
	if slices.ContainsFunc(loaded, func(l Loaded) bool { return l.Skipped || l.Load.Loaded != 1 }) || len(snapshot.Loads) != 3 {
		t.Fatalf("loaded %+v", loaded)
	}
	again, _ := w.mustLoad(nil, files...)
	if slices.ContainsFunc(again, func(l Loaded) bool { return !l.Skipped }) {
		t.Errorf("the second load reads a sheet anew: %+v", again)
	}
	copies, err := w.file("copy.xlsx", years(t), source).Members()
	if err != nil {
		t.Fatal(err)
	}
	_, snapshot = w.mustLoad(nil, append(files, copies...)...)
	if len(snapshot.Loads) != 3 {
		t.Errorf("a copy of the workbook counts: %d loads", len(snapshot.Loads))
	}
}
