package export

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"clientele/etl/internal/workbook"
)

// counted is what came out of a file.
type counted struct {
	header  []string
	records []Record
	rows    int // that records came from
	refused error
	table   Table
}

// count reads a file to its end, and sees that what comes out is sound.
func count(t *testing.T, path string, options Options) (counted, error) {
	t.Helper()
	table, err := Open(path, options)
	if err != nil {
		if !errors.Is(err, ErrInput) {
			t.Fatalf("%v is no error of the input", err)
		}
		return counted{}, err
	}
	defer func() { _ = table.Close() }()
	c := counted{header: table.Header(), table: table}
	for last := int64(0); ; {
		record, err := table.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			if !errors.Is(err, ErrInput) {
				t.Fatalf("%v is no error of the input", err)
			}
			c.refused = err
			break
		}
		if record.Row < last || len(record.Cells) > len(c.header) || !utf8.ValidString(record.Problem) || !utf8.ValidString(record.Value) {
			t.Fatalf("behind row %d, with the header %q: %+v", last, c.header, record)
		}
		if record.Row > last {
			c.rows++
		}
		last = record.Row
		for _, cell := range record.Cells {
			if !utf8.ValidString(cell.Text) {
				t.Fatalf("row %d has a cell %q", record.Row, cell.Text)
			}
		}
		record.Cells = slices.Clone(record.Cells)
		c.records = append(c.records, record)
	}
	if int64(len(table.Aside())) > table.AsideCount() || len(table.Aside()) > keptAside {
		t.Fatalf("%d of %d lines", len(table.Aside()), table.AsideCount())
	}
	return c, nil
}

// FuzzCSV holds that any bytes are read without a crash, that nothing is lost
// (records, header and what is set aside are all records of the text), and that
// what encoding/csv reads, also with quotes that are not doubled, is read alike.
func FuzzCSV(f *testing.F) {
	for _, seed := range []string{
		"", "\n", plainCSV, "\ufeff" + plainCSV, "a,b\n\"x\ny\",1\n", "a,b\n\"x,1\ny,2\n\"z\",3\n", "a\n\"", "a;b\n1;\"2\"\";\n", "a,b\r1,2\r", "a,b\n\"x\" ,y\n , \"z\"\n",
		"n,t\n5\" pipe,1\n2,\"5\" x 3\" y\"\n", "n;t\n\"a\" b;\"c\"\n1;2\"\n", "a\tb\n\"5\" x\"\t2\"\n",
		"a,b\n\xff,1\n", "\"a\"b\n1", "a\tb\n\t\n x\t\"y\"\n", "a|b\n\"\"|\n", "a,b\n\"x\"y\"\n\"\n1,2", "sep=;\na;b\n1;2\n", ga4, salesforceReport,
		"Отчёт\n\nДата;Клиент;Сумма\n01.05.2026;А;1\nИтого;;1\n", "Name,Total\n#1,5\n\n#2,6\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		path := filepath.Join(t.TempDir(), "f.csv")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		options := Options{Format: "csv", Encoding: "utf-8"}
		if delimiter, told := toldDelimiter(content); told && (delimiter == '"' || delimiter == '\n' || delimiter == '\r') {
			return
		}
		c, err := count(t, path, options)
		if err != nil || c.refused != nil {
			return
		}
		units := textRecords(t, path, options)
		header := 1
		if tab, ok := c.table.(*table); ok {
			header = len(tab.lead)
		}
		if got := int64(len(c.records)+header) + c.table.AsideCount(); got != units {
			t.Fatalf("%d records, %d rows of the header and %d lines aside of %d: %q", len(c.records), header, c.table.AsideCount(), units, aside(c.table))
		}
		compareWithOracle(t, string(content), c)
	})
}

// textRecords counts the records of a text on which something stands.
func textRecords(t *testing.T, path string, options Options) (n int64) {
	t.Helper()
	file, err := openFile(path, options)
	if err != nil {
		t.Fatal(err)
	}
	from, err := openText(file, options)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = from.Close() }()
	for {
		var next row
		err := from.next(&next)
		if err != nil {
			return n
		}
		if !next.blank() {
			n++
		}
	}
}

// compareWithOracle reads with encoding/csv, where that has no complaint. With
// LazyQuotes it goes on into the next lines at a quote that does not close where
// a value ends, and takes blanks behind one for a part of the text; there the two
// differ.
func compareWithOracle(t *testing.T, content string, c counted) {
	t.Helper()
	place := c.table.Place()
	if strings.ContainsAny(content, "\r\v\f") || strings.ContainsFunc(content, func(r rune) bool { return r >= 0x80 }) || c.table.AsideCount() > 0 || len(c.header) != len(place.Header) ||
		len(place.Title) > 0 || place.Delimiter == "\t" || strings.HasPrefix(strings.ToLower(strings.Trim(content, "\"")), "sep=") {
		return // encoding/csv takes other characters for blanks, and knows no titles
	}
	read := func(lazy bool) ([][]string, error) {
		oracle := csv.NewReader(strings.NewReader(content))
		oracle.FieldsPerRecord, oracle.TrimLeadingSpace, oracle.LazyQuotes = -1, true, lazy
		if delimiter := []rune(place.Delimiter)[0]; delimiter != 0 {
			oracle.Comma = delimiter
		}
		return oracle.ReadAll()
	}
	want, err := read(false)
	if err != nil && !strings.Contains(content, "\" ") && !strings.Contains(content, "\"\t") &&
		!slices.ContainsFunc(c.records, func(r Record) bool { return strings.Contains(r.Problem, "quote") }) {
		want, err = read(true)
	}
	if err != nil {
		return
	}
	want = slices.DeleteFunc(want, func(fields []string) bool { return strings.TrimSpace(strings.Join(fields, "")) == "" })
	if tab, ok := c.table.(*table); ok {
		want = want[min(len(want), len(tab.lead)):]
	}
	if len(want) != len(c.records) {
		t.Fatalf("%d records, want %d: %+v, %q", len(c.records), len(want), c.records, want)
	}
	for i, record := range c.records {
		for k, cell := range record.Cells {
			if cell.Text != want[i][k] {
				t.Fatalf("row %d: got %+v, want %q", record.Row, record.Cells, want[i])
			}
		}
	}
}

// FuzzHeader holds that the header is a row of the file, that the rows above it
// are titles and those below it are not lost, in a text and in a sheet alike.
func FuzzHeader(f *testing.F) {
	for _, seed := range []string{
		"Отчёт\n\nДата\tКлиент\tСумма\nd:2026-05-01\tА\tn:1", "a\tb\nc\td\n\n1\t2", "x\n\n\nДата\tСумма\n1\t2\n\nИтого\t3", "\tA\t\tB\t\n\tx\ty\tx\ty\n1\t2\t3\t4\t5",
		"# a\n# b\nname\tn\nx\t1\n\n# c\nother\tn\tm\ny\t1\t2", "Период:\t01.05.2026 - 31.05.2026\nКлиент\tСумма\nА\t1",
	} {
		f.Add(seed, true)
	}
	f.Fuzz(func(t *testing.T, text string, named bool) {
		if len(text) > 5000 || !utf8.ValidString(text) || strings.ContainsAny(text, "\r\"\x00") || strings.ContainsFunc(text, func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' || r > 0x2000 }) {
			return
		}
		options := Options{Format: "csv", Delimiter: "\t", Encoding: "utf-8"}
		if named {
			options.Known = known
		}
		path := filepath.Join(t.TempDir(), "f.txt")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if c, err := count(t, path, options); err == nil && c.refused == nil {
			checkNothingLost(t, c, textRecords(t, path, options))
		}
		book, err := workbook.Of(workbook.Sheet{Name: "S", Text: text})
		if err != nil {
			return // no fixture
		}
		if err := os.WriteFile(path, book, 0o600); err != nil {
			t.Fatal(err)
		}
		if c, err := count(t, path, Options{Known: options.Known}); err == nil && c.refused == nil {
			checkNothingLost(t, c, sheetRows(t, path))
		}
	})
}

// checkNothingLost compares what came out with the rows that there are.
func checkNothingLost(t *testing.T, c counted, units int64) {
	t.Helper()
	lead := 0
	switch of := c.table.(type) {
	case *table:
		lead = len(of.lead)
	case *tree:
		for _, r := range of.table.lead {
			if !r.blank() {
				lead++
			}
		}
	}
	if got := int64(c.rows+lead) + c.table.AsideCount(); got != units {
		t.Fatalf("%d rows, %d of the header and %d aside of %d; header %q, aside %q", c.rows, lead, c.table.AsideCount(), units, c.header, aside(c.table))
	}
}

func sheetRows(t *testing.T, path string) (n int64) {
	t.Helper()
	file, err := openFile(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	from, err := openSheet(file, "")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = from.Close() }()
	for {
		var next row
		err := from.next(&next)
		if err != nil {
			return n
		}
		if !next.blank() {
			n++
		}
	}
}

// FuzzTree holds that every row of a tree is a record or set aside, and that its
// leaves are read, or the file is refused.
func FuzzTree(f *testing.F) {
	for _, seed := range []string{
		grossProfit, strings.ReplaceAll(grossProfit, ">>", ""), strings.ReplaceAll(grossProfit, "··", ""), "Клиент\tИ\t<<\tП\t<<\nТовар\tК\tВ\tК\tВ\nА\tn:1\tn:2\tn:3\tn:4\n>>b\tn:1\tn:2\tn:3\tn:4",
		"Клиент\tВыручка\nМенеджер\n>>x\tn:1\ny\tn:2\n>>По менеджерам\n>>>>z\tn:1\n>>По складам\n>>>>z\tn:1\nИтого\tn:3",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 3000 || strings.Count(text, ">>") > 100 {
			return
		}
		book, err := workbook.Of(workbook.Sheet{Name: "S", Text: text})
		if err != nil {
			return // no fixture
		}
		path := filepath.Join(t.TempDir(), "f.xlsx")
		if err := os.WriteFile(path, book, 0o600); err != nil {
			t.Fatal(err)
		}
		if c, err := count(t, path, Options{Layout: "tree"}); err == nil && c.refused == nil {
			checkNothingLost(t, c, sheetRows(t, path))
			if len(c.records) == 0 && c.table.Place().Note == "" {
				t.Fatal("nothing was read, and nothing is said of it")
			}
		}
	})
}

// FuzzPage holds that any page is read without a crash or is refused.
func FuzzPage(f *testing.F) {
	for _, seed := range []string{
		bitrixPage, "<table><tr><td rowspan=9999 colspan=9999>x<td>y<tr><td>z</table>", "<table><tr><td><table><tr><td>a<td>b<tr><td>1<td>2</table></table>", "<table><script>x</table>",
		"<table></tr></td></table></table><td>", "<table><tr><td x:num='1.5'>1,5</td><td x:num=x>y</td></tr></table>", "<meta charset=windows-1251><table><tr><td>\xc8\xec\xff",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		path := filepath.Join(t.TempDir(), "f.xls")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		_, _ = count(t, path, Options{Format: "html"})
		_, _ = count(t, path, Options{Format: "html", Layout: "tree"})
	})
}

// FuzzFile holds that whatever a file is, it is listed and read or refused.
func FuzzFile(f *testing.F) {
	for _, seed := range []string{
		plainCSV, zipOf(f, "a.csv", plainCSV), zipOf(f, "a.csv", plainCSV, "b.xls", bitrixPage), zipOf(f, "a.zip", zipOf(f, "b", "c")), gzipOf(f, plainCSV), odsOf(f, plainODS),
		plainLine, "PAR1", "\xd0\xcf\x11\xe0", wideOf(plainCSV, true), "%PDF", "\x1f\x8b\x08", "PK\x03\x04",
	} {
		f.Add([]byte(seed), "")
	}
	f.Add([]byte(zipOf(f, "a/b.csv", plainCSV)), "*.csv")
	f.Fuzz(func(t *testing.T, content []byte, member string) {
		if bytes.HasPrefix(content, []byte("PAR1")) && len(content) > 4 {
			return // the library's allocations follow what a damaged file says
		}
		path := filepath.Join(t.TempDir(), "f")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := List(path, Options{Member: member}); err != nil && !errors.Is(err, ErrInput) {
			t.Fatalf("%v is no error of the input", err)
		}
		_, _ = count(t, path, Options{Member: member})
	})
}
