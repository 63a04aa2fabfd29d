package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// file is one part of a workbook made by hand.
type file struct{ name, content string }

const (
	packageRelationships = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	relationshipType     = `http://schemas.openxmlformats.org/officeDocument/2006/relationships/`
	workbookXML          = `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>`
	workbookRelations    = `<Relationships><Relationship Id="rId1" Type="` + relationshipType + `worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="` + relationshipType + `sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="` + relationshipType + `styles" Target="styles.xml"/></Relationships>`
	// The styles 0-9: General, 14 (date), 22 (date with time), 20 (h:mm), 46
	// ([h]:mm:ss), then own formats.
	stylesXML = `<styleSheet><numFmts count="3"><numFmt numFmtId="164" formatCode="[$-419]d\ mmmm\ yyyy;@"/><numFmt numFmtId="165" formatCode="&quot;d&quot;0.00"/><numFmt numFmtId="166" formatCode="[Red]#,##0"/></numFmts>` +
		`<cellStyleXfs><xf numFmtId="22"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="20"/><xf numFmtId="46"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf/></cellXfs>` +
		`<dxfs><dxf><numFmt numFmtId="165" formatCode="yyyy"/></dxf></dxfs></styleSheet>`
	sharedXML = `<sst><si><t>zero</t></si><si><t xml:space="preserve"> one </t></si><si><r><rPr><b/></rPr><t>bo</t></r><r><t>ld</t></r><rPh sb="0" eb="1"><t>guide</t></rPh></si><si><t/></si><si/></sst>`
)

// sheetXML puts rows into a worksheet.
func sheetXML(rows string) string {
	return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" +
		`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1"/><cols><col min="1" max="1"/></cols><sheetData>` +
		rows + `</sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells></worksheet>`
}

// workbookOf is a workbook with these parts in the place of, or besides, the usual
// ones; content "-" leaves a part out.
func workbookOf(t testing.TB, changes ...file) []byte {
	t.Helper()
	files := []file{
		{"_rels/.rels", packageRelationships}, {"xl/workbook.xml", workbookXML}, {"xl/_rels/workbook.xml.rels", workbookRelations},
		{"xl/styles.xml", stylesXML}, {"xl/sharedStrings.xml", sharedXML}, {"xl/worksheets/sheet1.xml", sheetXML("")},
	}
	for _, change := range changes {
		place := -1
		for i, f := range files {
			if f.name == change.name {
				place = i
			}
		}
		if place < 0 {
			files = append(files, change)
		} else {
			files[place] = change
		}
	}
	return zipOf(t, files...)
}

func zipOf(t testing.TB, files ...file) []byte {
	t.Helper()
	var archive bytes.Buffer
	writer := zip.NewWriter(&archive)
	for _, f := range files {
		if f.content == "-" {
			continue
		}
		part, err := writer.Create(f.name)
		if err == nil {
			_, err = part.Write([]byte(f.content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return archive.Bytes()
}

func openBytes(content []byte, bounds limits) (*Workbook, error) {
	return newWorkbook(bytes.NewReader(content), int64(len(content)), "test.xlsx", bounds)
}

// dump is the sheet as text: "2: number 1 | - | text a".
func dump(w *Workbook, sheet string) (string, error) {
	rows, err := w.Rows(sheet)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	var b strings.Builder
	for rows.Next() {
		fmt.Fprintf(&b, "%d:", rows.Number())
		for i, cell := range rows.Cells() {
			if i > 0 {
				b.WriteString(" |")
			}
			if (cell.Kind == Empty) != (cell.Text == "") {
				return "", fmt.Errorf("kind %v with text %q", cell.Kind, cell.Text)
			}
			if cell.Kind == Empty {
				b.WriteString(" -")
			} else {
				fmt.Fprintf(&b, " %v %s", cell.Kind, cell.Text)
			}
		}
		b.WriteString("\n")
	}
	return strings.TrimSuffix(b.String(), "\n"), rows.Err()
}

// dumpRows is the dump of a sheet with these rows.
func dumpRows(t testing.TB, rows string, bounds limits, changes ...file) (string, error) {
	t.Helper()
	w, err := openBytes(workbookOf(t, append(changes, file{"xl/worksheets/sheet1.xml", sheetXML(rows)})...), bounds)
	if err != nil {
		return "", err
	}
	return dump(w, "")
}

func TestOpen_ReadsAFileAndClosesIt(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ok.xlsx")
	content := workbookOf(t, file{"xl/worksheets/sheet1.xml", sheetXML(`<row r="3"><c r="B3" t="s"><v>0</v></c></row>`)})
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	w, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := dump(w, "Data"); err != nil || got != "3: - | text zero" {
		t.Errorf("got %q, %v", got, err)
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
	if _, err := w.Rows(""); err == nil {
		t.Error("a closed workbook still gives rows")
	}
}

func TestOpen_NamesAMissingFileAndAFolder(t *testing.T) {
	if _, err := Open(filepath.Join(t.TempDir(), "none.xlsx")); !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "none.xlsx") {
		t.Errorf("missing file: %v", err)
	}
	if _, err := Open(t.TempDir()); !errors.Is(err, ErrNotExcel) || !strings.Contains(err.Error(), "folder") {
		t.Errorf("folder: %v", err)
	}
}

const threeSheets = `<workbook xmlns:r="x"><workbookPr/><sheets>` +
	`<sheet name="Hidden" sheetId="9" state="hidden" r:id="a"/><sheet name="Chart" sheetId="8" r:id="b"/>` +
	`<sheet name="R&amp;D &#34;1&#x22;" sheetId="7" id="a" r:id="c"/><sheet name="Very" sheetId="6" state='veryHidden' r:id="d"/></sheets></workbook>`

const threeTargets = `<Relationships><Relationship Id="a" Type="` + relationshipType + `worksheet" Target="/xl/worksheets/sheet1.xml"/>` +
	`<Relationship Id="b" Type="` + relationshipType + `chartsheet" Target="chartsheets/sheet1.xml"/>` +
	`<Relationship Id="c" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet" Target="../other/My%20Sheet.XML"/>` +
	`<Relationship Id="d" Type="` + relationshipType + `worksheet" Target=".\worksheets\sheet3.xml"/></Relationships>`

func TestSheets_HiddenOnesAreListedAndTheFirstVisibleIsTheDefault(t *testing.T) {
	one := func(text string) string {
		return sheetXML(`<row><c t="inlineStr"><is><t>` + text + `</t></is></c></row>`)
	}
	w, err := openBytes(workbookOf(t,
		file{"xl/workbook.xml", threeSheets}, file{"xl/_rels/workbook.xml.rels", threeTargets},
		file{"xl/worksheets/sheet1.xml", one("hidden")}, file{"OTHER/my sheet.xml", one("relative")}, file{`xl\worksheets\sheet3.xml`, one("backslash")},
	), defaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprintf("%q", w.Sheets()), `["Hidden" "R&D \"1\"" "Very"]`; got != want {
		t.Errorf("sheets %s, want %s", got, want)
	}
	for sheet, want := range map[string]string{"": "relative", "Hidden": "hidden", `r&d "1"`: "relative", "VERY": "backslash"} {
		if got, err := dump(w, sheet); err != nil || got != "1: text "+want {
			t.Errorf("sheet %q: %q, %v; want %s", sheet, got, err, want)
		}
	}
	_, err = w.Rows("Chart")
	if !errors.Is(err, ErrNoSheet) || !strings.Contains(err.Error(), `no worksheet "Chart"; its worksheets are "Hidden", "R&D \"1\"", "Very"`) {
		t.Errorf("missing sheet: %v", err)
	}
}

func TestSheets_AllHiddenGivesTheFirst(t *testing.T) {
	hidden := strings.Replace(workbookXML, `sheetId`, `state="hidden" sheetId`, 1)
	got, err := dumpRows(t, `<row><c><v>1</v></c></row>`, defaultLimits(), file{"xl/workbook.xml", hidden})
	if err != nil || got != "1: number 1" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestOpen_FindsTheWorkbookWithoutRelationshipsOfThePackage(t *testing.T) {
	got, err := dumpRows(t, `<row><c><v>1</v></c></row>`, defaultLimits(), file{"_rels/.rels", "-"}, file{"xl/styles.xml", "-"}, file{"xl/sharedStrings.xml", "-"})
	if err != nil || got != "1: number 1" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestRows_TwoAtATimeDoNotDisturbEachOther(t *testing.T) {
	w, err := openBytes(workbookOf(t, file{"xl/worksheets/sheet1.xml", sheetXML(`<row><c t="s"><v>0</v></c></row><row><c><v>2</v></c></row>`)}), defaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan string)
	for range 4 {
		go func() {
			got, err := dump(w, "")
			done <- fmt.Sprint(got, err)
		}()
	}
	for range 4 {
		if got, want := <-done, "1: text zero\n2: number 2<nil>"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestRows_CloseEndsTheReading(t *testing.T) {
	w, err := openBytes(workbookOf(t, file{"xl/worksheets/sheet1.xml", sheetXML(`<row><c><v>1</v></c></row><row><c><v>2</v></c></row>`)}), defaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	rows, err := w.Rows("")
	if err != nil {
		t.Fatal(err)
	}
	if !rows.Next() {
		t.Fatal(rows.Err())
	}
	rows.Close()
	rows.Close()
	if rows.Next() || rows.Err() != nil || len(rows.Cells()) != 0 {
		t.Errorf("after Close there are the cells %v and the error %v", rows.Cells(), rows.Err())
	}
}

func TestSharedStrings_EveryTextIsFoundAgain(t *testing.T) {
	texts := sharedStrings{most: 64 << 20}
	text := func(i int) string { return strings.Repeat(string(rune('a'+i%26)), i%700*(i%3)) }
	for i := range 20_000 {
		if err := texts.add([]byte(text(i))); err != nil {
			t.Fatal(err)
		}
	}
	texts.seal()
	if len(texts.chunks) < 3 {
		t.Errorf("%d pieces are too few for the test", len(texts.chunks))
	}
	for i := range 20_000 {
		if got := texts.at(i); got != text(i) {
			t.Fatalf("text %d: got %q, want %q", i, got, text(i))
		}
	}
}

func TestProgress_GrowsFromNothingToAll(t *testing.T) {
	path := filepath.Join(t.TempDir(), "long.xlsx")
	writeStreamed(t, path, 5000, func(row int) []any { return []any{row, "some text that fills the row", float64(row) / 7} })
	w, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = w.Close() }()
	rows, err := w.Rows("")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	before, grown := 0.0, 0
	for rows.Next() {
		now := rows.Progress()
		if now < before || now > 1 {
			t.Fatalf("row %d: progress goes from %v to %v", rows.Number(), before, now)
		}
		if now > before {
			grown++
		}
		before = now
	}
	if rows.Err() != nil || before < 0.99 || grown < 2 {
		t.Errorf("progress ends at %v after %d steps, %v", before, grown, rows.Err())
	}
}

// Reports show by indents and outline levels what belongs under what.
func TestRows_GiveOutlineAndIndent(t *testing.T) {
	styles := `<styleSheet><cellStyleXfs><xf><alignment indent="9"/></xf></cellStyleXfs><cellXfs><xf/><xf><alignment horizontal="left" indent="2"/></xf><xf numFmtId="14"/><xf><alignment indent="4"/></xf><xf><alignment indent="x"/></xf></cellXfs></styleSheet>`
	rows := `<row r="1"><c r="A1"><v>1</v></c></row>` +
		`<row r="2" outlineLevel="1"><c r="A2" s="1" t="inlineStr"><is><t>a</t></is></c><c r="B2" s="3"><v>1</v></c></row>` +
		`<row r="3" outlineLevel='3' hidden="1"><c r="A3" s="1"/><c r="B3" s="3"><v> 1 </v></c></row>` + // the indent is that of a cell with a value
		`<row r="4" outlineLevel="x"><c r="A4" s="4"><v>1</v></c></row>` +
		`<row r="5"><c r="A5" s="99"><v>1</v></c></row>`
	w, err := openBytes(workbookOf(t, file{"xl/styles.xml", styles}, file{"xl/worksheets/sheet1.xml", sheetXML(rows)}), defaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := w.Rows("")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for sheet.Next() {
		got = append(got, fmt.Sprintf("%d %d %d", sheet.Number(), sheet.Outline(), sheet.Indent()))
	}
	if want := "1 0 0, 2 1 2, 3 3 4, 4 0 0, 5 0 0"; strings.Join(got, ", ") != want || sheet.Err() != nil {
		t.Errorf("got %s, %v, want %s", strings.Join(got, ", "), sheet.Err(), want)
	}
}
