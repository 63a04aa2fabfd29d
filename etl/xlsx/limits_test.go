package xlsx

import (
	"errors"
	"runtime"
	"strings"
	"testing"
)

func TestRows_BoundsWhatAHostileWorkbookCanCost(t *testing.T) {
	small := defaultLimits()
	small.window, small.tokenBytes, small.cellBytes, small.depth, small.rows, small.columns, small.sharedBytes, small.styles = 64, 1000, 100, 10, 5, 3, 2<<20, 12
	long := strings.Repeat("x", 101)
	for _, c := range []struct {
		name, rows, problem string
		change              file
	}{
		{"value", `<row><c t="str"><v>` + long + `</v></c></row>`, "longer than 100 bytes", file{}},
		{"value beside a formula", `<row><c t="str"><f/><v>` + long + `</v></c></row>`, "longer than 100 bytes", file{}},
		{"value in pieces", `<row><c t="str"><v>` + strings.Repeat("x<!-- -->", 101) + `</v></c></row>`, "longer than 100 bytes", file{}},
		{"inline runs", `<row><c><is>` + strings.Repeat("<r><t>abc</t></r>", 40) + `</is></c></row>`, "longer than 100 bytes", file{}},
		{"text", `<row><c t="str"><v>` + strings.Repeat("x", 2000) + `</v></c></row>`, "longer than 1000 bytes", file{}},
		{"tag", `<row><c ` + strings.Repeat(`a="b" `, 1000) + `/></row>`, "longer than 1000 bytes", file{}},
		{"depth", `<row>` + strings.Repeat("<x>", 20), "nested more than 10 deep", file{}},
		{"rows", strings.Repeat(`<row r="1"/>`, 6), "more than 5 rows", file{}},
		{"row number", `<row r="6"/>`, "at most 5", file{}},
		{"columns", `<row><c r="D1"/></row>`, "a column D, and a sheet has at most 3", file{}},
		{"columns without references", `<row><c/><c/><c/><c/></row>`, "a column D", file{}},
		{"shared texts", "", "shared strings take more than 2 MB", file{"xl/sharedStrings.xml", "<sst>" + strings.Repeat("<si/>", 1<<18) + "</sst>"}},
		{"styles", "", "more than 12 styles", file{"xl/styles.xml", "<styleSheet><cellXfs>" + strings.Repeat("<xf/>", 20) + "</cellXfs></styleSheet>"}},
		{"relationships", "", "more than 12 relationships", file{"_rels/.rels", "<R>" + strings.Repeat(`<Relationship Target="x"/>`, 20) + "</R>"}},
		{"sheets", "", "more than 12 sheets", file{"xl/workbook.xml", `<workbook xmlns:r="x"><sheets>` + strings.Repeat(`<sheet r:id="rId1"/>`, 20) + "</sheets></workbook>"}},
	} {
		_, err := dumpRows(t, c.rows, small, c.change)
		if !errors.Is(err, ErrTooLarge) || !strings.Contains(err.Error(), c.problem) {
			t.Errorf("%s: %v, want %q", c.name, err, c.problem)
		}
	}
}

func TestRows_BoundsTheSizeAndTheRatioOfUnpacking(t *testing.T) {
	bomb := `<row><c t="str"><v>` + strings.Repeat(" ", 2<<20)
	for name, problem := range map[string]string{"ratio": "zip bomb", "size": "more than 1 MB"} {
		bounds := defaultLimits()
		bounds.tokenBytes = 64 << 20
		if name == "ratio" {
			bounds.ratioFrom = 1 << 20
		} else {
			bounds.sheetBytes = 1 << 20
		}
		if _, err := dumpRows(t, bomb, bounds); !errors.Is(err, ErrTooLarge) || !strings.Contains(err.Error(), problem) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRows_AZipBombBehindTheRowsIsStoppedToo(t *testing.T) {
	bounds := defaultLimits()
	bounds.ratioFrom = 1 << 20
	sheet := sheetXML("<row><c><v>1</v></c></row>") + strings.Repeat("\n", 4<<20)
	w, err := openBytes(workbookOf(t, file{"xl/worksheets/sheet1.xml", sheet}), bounds)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := dump(w, ""); !errors.Is(err, ErrTooLarge) {
		t.Errorf("got %v", err)
	}
}

func TestRows_AReallyLargeBombIsStoppedWithTheDefaultLimits(t *testing.T) {
	const rows = `<row><c t="inlineStr"><is><t>                                                                </t></is></c></row>`
	_, err := dumpRows(t, strings.Repeat(rows, 100_000), defaultLimits())
	if err != nil && !errors.Is(err, ErrTooLarge) {
		t.Errorf("got %v", err)
	}
	_, err = dumpRows(t, "<!--"+strings.Repeat(" ", 64<<20)+"-->", defaultLimits())
	if !errors.Is(err, ErrTooLarge) {
		t.Errorf("got %v", err)
	}
}

// The memory for a sheet must not grow with its rows.
func TestRows_HoldsOneRowInMemory(t *testing.T) {
	var rows strings.Builder
	for range 200_000 {
		rows.WriteString(`<row><c><v>123456.789</v></c><c t="str"><v>some text</v></c><c s="2"><v>40513.351388888892</v></c></row>`)
	}
	w, err := openBytes(workbookOf(t, file{"xl/worksheets/sheet1.xml", sheetXML(rows.String())}), defaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	opened, err := w.Rows("")
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	var early, late uint64
	for opened.Next() {
		switch opened.Number() {
		case 1_000:
			early = heap()
		case 199_000:
			late = heap()
		}
	}
	if opened.Err() != nil || late == 0 || late > early+100<<10 {
		t.Errorf("%d KB after 1,000 rows, %d KB after 199,000: %v", early>>10, late>>10, opened.Err())
	}
}
