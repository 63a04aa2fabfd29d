package reports_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
	nethtml "golang.org/x/net/html"

	"clientele/reports"
	"clientele/reports/catalogue"
	"clientele/reports/html"
	"clientele/reports/internal/sample"
	"clientele/reports/xlsx"
)

// numbers are what a reader finds under a name: a figure, or a table's row by
// its place, cell by cell.
type numbers map[string][]string

// pageNumbers reads the numbers of a page: as machines find them, and each
// against the text beside it.
func pageNumbers(t *testing.T, language string, page []byte) numbers {
	t.Helper()
	root, err := nethtml.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	out := numbers{}
	for n := range root.Descendants() {
		if id := attribute(n, "data-figure"); id != "" {
			s := n.Parent.Parent
			out["figure "+attribute(s, "id")+" "+id] = values(t, language, n)
		}
		if id := attribute(n, "data-table"); id != "" {
			row := 0
			for tr := range n.Descendants() {
				if tr.Data == "tr" && tr.Parent.Data == "tbody" {
					row++
					out[fmt.Sprintf("table %s %d", id, row)] = values(t, language, tr)
				} else if tr.Data == "tr" && tr.Parent.Data == "tfoot" {
					out["table "+id+" total"] = values(t, language, tr)
				}
			}
		}
	}
	return out
}

func attribute(n *nethtml.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// values are the numbers below an element; the text of each has to be its
// number, rounded.
func values(t *testing.T, language string, n *nethtml.Node) []string {
	t.Helper()
	out := []string{}
	for d := range n.Descendants() {
		if d.Data != "data" {
			continue
		}
		number := decimal.RequireFromString(attribute(d, "value"))
		shown := d.FirstChild.Data
		if !says(language, shown, number) {
			t.Errorf("the text %q stands for %s", shown, number)
		}
		out = append(out, number.String())
	}
	return out
}

// says reads a text as people do and compares it with a number to the digits
// that are written. A percentage may stand without its sign.
func says(language, text string, number decimal.Decimal) bool {
	group, point := ",", "."
	if language == "es" {
		group, point = ".", ","
	}
	if language == "ru" {
		group, point = "\u00a0", ","
	}
	plain := strings.NewReplacer(group, "", point, ".", "−", "-", "+", "", "\u00a0", "", "%", "", "£", "", "€", "", "₽", "").Replace(text)
	shown, err := decimal.NewFromString(plain)
	if err != nil {
		return false
	}
	_, fraction, _ := strings.Cut(plain, ".")
	for _, scale := range []int32{0, 2} {
		if number.Shift(scale).Round(int32(len(fraction))).Equal(shown) {
			return true
		}
	}
	return false
}

// bookNumbers reads the numbers of a workbook under the same names.
func bookNumbers(t *testing.T, d *reports.Document, book []byte) numbers {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(book), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	out := numbers{}
	for i := range d.Sections {
		s := &d.Sections[i]
		section, err := f.GetRows(s.Title)
		if err != nil {
			t.Fatal(err)
		}
		for _, figure := range s.Figures {
			row := find(t, section, figure.Label)
			out["figure "+s.ID+" "+figure.ID] = numeric(section[row])
		}
		for j := range s.Tables {
			own := s.Tables[j].ForWorkbook()
			table := &own
			sheet, first := section, 0
			if table.OwnSheet() {
				if sheet, err = f.GetRows(xlsx.SheetName(s.SheetTitle(table))); err != nil {
					t.Fatal(err)
				}
				first = find(t, sheet, table.Columns[0].Label) + 1
			} else {
				first = find(t, section, table.Title) + 2
				if table.Note != "" {
					first++
				}
			}
			for r := range table.PageLen() {
				out[fmt.Sprintf("table %s %d", table.ID, r+1)] = shown(table, sheet[first+r])
			}
			if table.Total != nil {
				out["table "+table.ID+" total"] = shown(table, sheet[first+table.Data.Len()])
			}
		}
	}
	return out
}

// find is the row that begins with a text.
func find(t *testing.T, rows [][]string, text string) int {
	t.Helper()
	for r, row := range rows {
		for _, cell := range row {
			if cell == text {
				return r
			}
			if cell != "" {
				break
			}
		}
	}
	t.Fatalf("no row begins with %q", text)
	return 0
}

// shown are the cells of numeric columns that have a number, but for those that
// the page leaves to the workbook.
func shown(t *reports.Table, row []string) []string {
	out := []string{}
	for i, c := range t.Columns {
		if c.Format.Numeric() && !c.Book && i < len(row) {
			out = append(out, numeric(row[i:i+1])...)
		}
	}
	return out
}

func numeric(cells []string) []string {
	out := []string{}
	for _, cell := range cells {
		if number, err := decimal.NewFromString(cell); err == nil {
			out = append(out, number.Round(9).String())
		}
	}
	return out
}

func TestRenderers_ShowTheSameNumbers(t *testing.T) {
	for _, language := range catalogue.Languages() {
		d := monthly(t, language, nil)
		var page, book bytes.Buffer
		if err := new(html.Writer).Write(&page, d); err != nil {
			t.Fatal(err)
		}
		if err := xlsx.Write(&book, d, xlsx.Options{TempDir: t.TempDir()}); err != nil {
			t.Fatal(err)
		}
		onPage, inBook := pageNumbers(t, language, page.Bytes()), bookNumbers(t, d, book.Bytes())
		if len(onPage) != len(inBook) || len(onPage) < 150 {
			t.Errorf("%s: the page has %d rows and figures, the workbook %d", language, len(onPage), len(inBook))
		}
		count := 0
		for name, numbers := range onPage {
			count += len(numbers)
			if fmt.Sprint(numbers) != fmt.Sprint(inBook[name]) {
				t.Errorf("%s, %s: the page has %v, the workbook %v", language, name, numbers, inBook[name])
			}
		}
		if count < 1000 {
			t.Errorf("%s: only %d numbers were compared", language, count)
		}
	}
}

// The same holds for names that try to break out, and for the total that no
// page may lose.
func TestRenderers_ShowTheSameNumbersBesideHostileNames(t *testing.T) {
	d, err := reports.Complete(sample.HostileAnswers(), sample.Settings("en"))
	if err != nil {
		t.Fatal(err)
	}
	var page, book bytes.Buffer
	if err := new(html.Writer).Write(&page, d); err != nil {
		t.Fatal(err)
	}
	if err := xlsx.Write(&book, d, xlsx.Options{TempDir: t.TempDir()}); err != nil {
		t.Fatal(err)
	}
	onPage, inBook := pageNumbers(t, "en", page.Bytes()), bookNumbers(t, d, book.Bytes())
	for name, numbers := range onPage {
		if fmt.Sprint(numbers) != fmt.Sprint(inBook[name]) {
			t.Errorf("%s: the page has %v, the workbook %v", name, numbers, inBook[name])
		}
	}
}
