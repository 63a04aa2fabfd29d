package xlsx_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"clientele/internal/table"
	"clientele/reports"
	"clientele/reports/catalogue"
	"clientele/reports/internal/sample"
	"clientele/reports/xlsx"
)

func document(t *testing.T, answers reports.Answers, settings reports.Settings) *reports.Document {
	t.Helper()
	d, err := reports.Complete(answers, settings)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func render(t *testing.T, d *reports.Document, options xlsx.Options) []byte {
	t.Helper()
	options.TempDir = t.TempDir()
	var b bytes.Buffer
	if err := xlsx.Write(&b, d, options); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// complete is the sample's workbook of all sections by language, written once
// for the tests that look at it.
//
//nolint:gochecknoglobals // made once for all tests of the package, when the first one asks
var complete = map[string]func() ([]byte, error){
	"en": sync.OnceValues(func() ([]byte, error) { return written("en") }),
	"ru": sync.OnceValues(func() ([]byte, error) { return written("ru") }),
	"es": sync.OnceValues(func() ([]byte, error) { return written("es") }),
}

func written(language string) ([]byte, error) {
	d, err := reports.Complete(sample.Answers(), sample.Settings(language))
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = xlsx.Write(&b, d, xlsx.Options{})
	return b.Bytes(), err
}

func completeBook(t *testing.T, language string) []byte {
	t.Helper()
	book, err := complete[language]()
	if err != nil {
		t.Fatal(err)
	}
	return book
}

func open(t *testing.T, book []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(book), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

func rows(t *testing.T, f *excelize.File, sheet string) [][]string {
	t.Helper()
	out, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// dump writes all cells with their types, and what else a sheet has.
func dump(t *testing.T, f *excelize.File, book []byte) []byte {
	t.Helper()
	var b strings.Builder
	for _, sheet := range f.GetSheetList() {
		fmt.Fprintf(&b, "== %s\n", sheet)
		for r, row := range rows(t, f, sheet) {
			for c, value := range row {
				if value == "" {
					continue
				}
				cell, err := excelize.CoordinatesToCellName(c+1, r+1)
				if err != nil {
					t.Fatal(err)
				}
				style, err := f.GetCellStyle(sheet, cell)
				if err != nil {
					t.Fatal(err)
				}
				kind, err := f.GetCellType(sheet, cell)
				if err != nil {
					t.Fatal(err)
				}
				fmt.Fprintf(&b, "%s %d %q", cell, kind, value)
				if s, err := f.GetStyle(style); err == nil && s.CustomNumFmt != nil {
					fmt.Fprintf(&b, " %s", *s.CustomNumFmt)
				}
				b.WriteByte('\n')
			}
		}
		conditions := regexp.MustCompile(`<conditionalFormatting sqref="([^"]*)".*?type="(\w+)"`)
		for _, c := range conditions.FindAllStringSubmatch(sheetXML(t, f, book, sheet), -1) {
			fmt.Fprintf(&b, "%s %s\n", c[1], c[2])
		}
	}
	return []byte(b.String())
}

// sheetXML is a sheet as it is stored.
func sheetXML(t *testing.T, f *excelize.File, book []byte, sheet string) string {
	t.Helper()
	at, err := f.GetSheetIndex(sheet)
	if err != nil {
		t.Fatal(err)
	}
	return part(t, book, fmt.Sprintf("xl/worksheets/sheet%d.xml", at+1))
}

func TestWrite_GoldenOfASmallDocument(t *testing.T) {
	book := render(t, sample.Small(), xlsx.Options{})
	f := open(t, book)
	golden(t, "testdata/small.txt", dump(t, f, book))
}

// golden compares with a file, or writes it where CLIENTELE_GOLDEN is set.
func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if os.Getenv("CLIENTELE_GOLDEN") != "" {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (CLIENTELE_GOLDEN=1 writes it anew):\n%s", path, diff)
	}
}

func TestWrite_TheSameDocumentGivesTheSameBytes(t *testing.T) {
	first := render(t, sample.Small(), xlsx.Options{})
	for range 12 {
		if !bytes.Equal(first, render(t, sample.Small(), xlsx.Options{})) {
			t.Fatal("two workbooks of one document differ")
		}
	}
	large := completeBook(t, "ru")
	if !bytes.Equal(large, render(t, document(t, sample.Answers(), sample.Settings("ru")), xlsx.Options{})) {
		t.Fatal("two workbooks of the month differ")
	}
}

func TestWrite_EachLanguageHasAllSheetsAndCharts(t *testing.T) {
	for _, language := range catalogue.Languages() {
		d := document(t, sample.Answers(), sample.Settings(language))
		book := completeBook(t, language)
		f := open(t, book)
		want, charts := 3, 0 // contents, sources, data of the charts
		for i := range d.Sections {
			want++
			for _, c := range d.Sections[i].Charts {
				if c.Kind != reports.Sankey { // its table stands for it
					charts++
				}
			}
			for _, g := range d.Sections[i].Grids {
				charts += len(g.Charts)
			}
			for j := range d.Sections[i].Tables {
				if d.Sections[i].Tables[j].OwnSheet() {
					want++
				}
			}
		}
		if got := f.GetSheetList(); len(got) != want {
			t.Errorf("%s: %d sheets, not %d: %v", language, len(got), want, got)
		}
		if got := parts(t, book, "xl/charts/chart"); got != charts || charts == 0 {
			t.Errorf("%s: %d charts, not %d", language, got, charts)
		}
		for _, sheet := range f.GetSheetList() {
			checkSheet(t, f, sheet, sheet == f.GetSheetName(0))
		}
	}
}

// checkSheet holds that words are there and that the sheet fits its page: the
// cover one page of its own.
func checkSheet(t *testing.T, f *excelize.File, sheet string, cover bool) {
	t.Helper()
	for _, row := range rows(t, f, sheet) {
		if text := strings.Join(row, " "); strings.ContainsAny(text, "⟦⟧") {
			t.Errorf("%s: a word is missing: %s", sheet, text)
		}
	}
	if layout, err := f.GetPageLayout(sheet); err != nil || (*layout.Orientation == "portrait") != cover || *layout.FitToWidth != 1 || (*layout.FitToHeight == 1) != cover {
		t.Errorf("%s: the page is set to %+v, %v", sheet, layout, err)
	}
	if fit, err := f.GetSheetProps(sheet); err != nil || fit.FitToPage == nil || !*fit.FitToPage {
		t.Errorf("%s does not fit its page", sheet)
	}
}

// parts counts the files of a workbook whose names begin so.
func parts(t *testing.T, book []byte, prefix string) int {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, f := range r.File {
		if strings.HasPrefix(f.Name, prefix) {
			n++
		}
	}
	return n
}

// list is a document of one list with so many rows.
func list(n int) *reports.Document {
	data := &table.Table{Columns: []table.Column{{Name: "n", Kind: table.Integer}, {Name: "name", Kind: table.Text}}}
	for i := range n {
		data.Rows = append(data.Rows, []any{int64(i + 1), fmt.Sprintf("customer %d", i+1)})
	}
	return &reports.Document{Title: "List", Language: "en", AsOf: sample.AsOf(), Sections: []reports.Section{{
		ID: "s", Title: "Section", Tables: []reports.Table{{
			ID: "list", Title: "Everybody", Sheet: "Everybody", Data: data, List: true,
			Columns: []reports.Column{{Name: "n", Label: "N", Format: reports.Format{Kind: reports.Integer}}, {Name: "name", Label: "Name"}},
		}},
	}}}
}

func TestWrite_RowsThatDoNotFitGoOnToTheNextSheet(t *testing.T) {
	for _, c := range []struct {
		rows int
		want []int // rows of each sheet
	}{{0, []int{0}}, {7, []int{7}}, {8, []int{7, 1}}, {21, []int{7, 7, 7}}, {22, []int{7, 7, 7, 1}}} {
		f := open(t, render(t, list(c.rows), xlsx.Options{LastRow: 10}))
		sheets := f.GetSheetList()[2:]
		if len(sheets) != len(c.want) {
			t.Fatalf("%d rows: sheets %v", c.rows, sheets)
		}
		next := 1
		for i, sheet := range sheets {
			all := rows(t, f, sheet)
			if all[2][0] != "N" || len(all)-3 != c.want[i] {
				t.Errorf("%d rows: %s has %d", c.rows, sheet, len(all)-3)
			}
			for _, row := range all[3:] {
				if row[0] != fmt.Sprint(next) {
					t.Fatalf("%d rows: %s has %s where %d comes next", c.rows, sheet, row[0], next)
				}
				next++
			}
			if panes, err := f.GetPanes(sheet); err != nil || !panes.Freeze || panes.YSplit != 3 {
				t.Errorf("%s: its headers are not frozen: %+v, %v", sheet, panes, err)
			}
		}
		if next != c.rows+1 {
			t.Errorf("%d rows: %d were written", c.rows, next-1)
		}
	}
}

func TestWrite_HostileNamesStayTexts(t *testing.T) {
	d := document(t, sample.HostileAnswers(), sample.HostileSettings())
	book := render(t, d, xlsx.Options{})
	f := open(t, book)
	seen := map[string]bool{}
	for _, sheet := range f.GetSheetList() {
		for _, row := range rows(t, f, sheet) {
			for _, value := range row {
				seen[value] = true
			}
		}
	}
	for _, name := range sample.Hostile() {
		if clean := reports.Clean(name); clean != "" && !seen[clean] {
			t.Errorf("no cell shows %q", clean)
		}
	}
	for _, one := range regexp.MustCompile(`<f[ >/][^<]*`).FindAllString(part(t, book, "xl/worksheets/"), -1) {
		if !regexp.MustCompile(`^<f>SUBTOTAL\(109,[A-Z]+[0-9]+:[A-Z]+[0-9]+\)$`).MatchString(one) {
			t.Errorf("a sheet has the formula %s", one)
		}
	}
}

// part is the text of all files of a workbook whose names begin so.
func part(t *testing.T, book []byte, prefix string) string {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, f := range r.File {
		if !strings.HasPrefix(f.Name, prefix) {
			continue
		}
		one, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&b, one); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

func TestNames_AreEachTheirOwn(t *testing.T) {
	d := &reports.Document{Title: "Names", Language: "en", AsOf: sample.AsOf()}
	for i, title := range []string{"Same", "same", "SAME", "History", "a/b", "a?b", "'quoted'", strings.Repeat("long", 20), strings.Repeat("long", 20), "", "Contents"} {
		d.Sections = append(d.Sections, reports.Section{ID: fmt.Sprint(i), Title: title})
	}
	got := open(t, render(t, d, xlsx.Options{})).GetSheetList()
	want := []string{"Contents", "Same", "same 2", "SAME 3", "History 2", "a b", "a b 2", "’quoted’",
		"longlonglonglonglonglonglonglon", "longlonglonglonglonglonglongl 2", "_", "Contents 2"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzSheetName_IsAllowed(f *testing.F) {
	for _, seed := range []string{"Overview", "a/b\\c?d*e[f]g:h", "''", "'x'", strings.Repeat("я", 40), strings.Repeat("👩", 40), "\x00\xff", " ", "x'"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, title string) {
		name := xlsx.SheetName(title)
		if name == "" || len(utf16.Encode([]rune(name))) > 31 || strings.ContainsAny(name, `[]:*?/\`) ||
			strings.Contains(name, "'") || strings.TrimSpace(name) != name {
			t.Fatalf("%q became %q", title, name)
		}
		book := excelize.NewFile()
		if _, err := book.NewSheet(name); err != nil {
			t.Fatalf("%q: %v", name, err)
		}
	})
}

// LibreOffice opens the workbook and prints it.
func TestWrite_AnOfficeOpensTheWorkbook(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("soffice is not installed")
	}
	if os.Getenv("CLIENTELE_LONG") == "" {
		t.Skip("CLIENTELE_LONG is not set: an office takes a minute")
	}
	dir := t.TempDir()
	answers := sample.HostileAnswers()
	path := filepath.Join(dir, "report.xlsx")
	if err := os.WriteFile(path, render(t, document(t, answers, sample.HostileSettings()), xlsx.Options{}), 0o644); err != nil {
		t.Fatal(err)
	}
	command := exec.Command(office, "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "pdf", "--outdir", dir, path)
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	printed, err := os.ReadFile(filepath.Join(dir, "report.pdf"))
	if err != nil || !bytes.HasPrefix(printed, []byte("%PDF")) || len(printed) < 50_000 {
		t.Fatalf("the office printed %d bytes, %v", len(printed), err)
	}
}

// A list of a thousand rows would be twenty pages: 200 are printed, and each
// page says so.
func TestWrite_OnlyTheFirstRowsOfALongListArePrinted(t *testing.T) {
	for n, want := range map[int]string{200: "", 201: "Everybody!$A$1:$B$203"} {
		f := open(t, render(t, list(n), xlsx.Options{}))
		area := ""
		for _, name := range f.GetDefinedName() {
			if name.Name == "_xlnm.Print_Area" && name.Scope == "Everybody" {
				area = strings.ReplaceAll(name.RefersTo, "'", "")
			}
		}
		if area != want {
			t.Errorf("%d rows: %q is printed, not %q", n, area, want)
		}
		head, err := f.GetHeaderFooter("Everybody")
		if err != nil {
			t.Fatal(err)
		}
		if said := strings.Contains(head.OddHeader, fmt.Sprintf("The first 200 of %d rows are printed", n)); said != (want != "") || !strings.Contains(head.OddFooter, "Page") {
			t.Errorf("%d rows: above each page stands %q, below %q", n, head.OddHeader, head.OddFooter)
		}
	}
}

// Dark digits on the scale's darkest colour keep a contrast of 7 (WCAG 2.2,
// level AAA).
func TestHeat_DigitsStandOutFromTheDarkestCell(t *testing.T) {
	book := completeBook(t, "en")
	scales := regexp.MustCompile(`<colorScale>.*?</colorScale>`).FindAllString(part(t, book, "xl/worksheets/"), -1)
	if len(scales) < 2 {
		t.Fatalf("%d scales of colours", len(scales))
	}
	for _, scale := range scales {
		for _, colour := range regexp.MustCompile(`rgb="FF(\w{6})"`).FindAllStringSubmatch(scale, -1) {
			if contrast := (luminance(t, colour[1]) + 0.05) / (luminance(t, "1B2430") + 0.05); contrast < 7 {
				t.Errorf("digits on %s have a contrast of %.1f", colour[1], contrast)
			}
		}
	}
}

// luminance is the relative luminance of a colour by WCAG 2.2.
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(colour, 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for i, weight := range []float64{0.0722, 0.7152, 0.2126} {
		c := float64(n>>(8*i)&255) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

func TestCharts_BareNumbersHaveATitleAndLegendsTheBarsOrder(t *testing.T) {
	book := completeBook(t, "en")
	charts := part(t, book, "xl/charts/")
	for _, title := range []string{"Months since the first purchase", "Tenth of customers, 1 is the best"} {
		if !strings.Contains(charts, title) {
			t.Errorf("no axis says %q", title)
		}
	}
	rows := regexp.MustCompile(`(?s)<barDir val="bar">.*?</barChart>`).FindAllString(charts, -1)
	if len(rows) == 0 {
		t.Fatal("no chart of rows")
	}
	for _, chart := range rows {
		if n := strings.Count(chart, "<ser>"); n != 1 {
			t.Errorf("a chart of rows has %d series: offices order its legend differently", n)
		}
	}
}

// LibreOffice shows ### where a number is wider than its column.
func TestWrite_GreatAmountsFitTheirColumns(t *testing.T) {
	great := decimal.RequireFromString("-124278086454.75")
	for _, language := range catalogue.Languages() {
		settings := sample.Settings(language)
		settings.Currency = "RUB"
		d := document(t, sample.Answers(), settings)
		for i := range d.Sections {
			for j := range d.Sections[i].Figures {
				if f := &d.Sections[i].Figures[j]; f.Format.Kind == reports.Money {
					f.Value = great
				}
			}
			for j := range d.Sections[i].Tables {
				table := &d.Sections[i].Tables[j]
				for k, at := range table.Places() {
					if rows := table.Data.Rows; table.Columns[k].Format.Kind == reports.Money && len(rows) > 0 {
						last := slices.Clone(rows[len(rows)-1])
						last[at] = great
						rows[len(rows)-1] = last
					}
				}
			}
		}
		f := open(t, render(t, d, xlsx.Options{}))
		found := 0
		for _, sheet := range f.GetSheetList()[1:] { // see TestCover_GreatAmountsFitTheirCards
			for r, row := range rows(t, f, sheet) {
				for c, text := range row {
					if text != great.String() {
						continue
					}
					column, err := excelize.ColumnNumberToName(c + 1)
					if err != nil {
						t.Fatal(err)
					}
					width, err := f.GetColWidth(sheet, column)
					if err != nil {
						t.Fatal(err)
					}
					found++
					if need := float64(utf8.RuneCountInString("-124 278 086 455 ₽")) * 1.05; width < need {
						t.Errorf("%s: %s!%s%d is %.1f wide, %q needs %.1f", language, sheet, column, r+1, width, text, need)
					}
				}
			}
		}
		if found < 20 {
			t.Errorf("%s: only %d great amounts were found", language, found)
		}
	}
}
