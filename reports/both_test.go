package reports_test

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"clientele/reports"
	"clientele/reports/internal/sample"
)

// Each report in each language, and of hostile names, is rendered once and then
// held against everything that is true of all of them.
func TestReports(t *testing.T) {
	compared := 0
	for _, r := range renderAll(t) {
		page, book := readPage(t, r), readBook(t, r)
		t.Run(r.name, func(t *testing.T) {
			t.Run("page and workbook agree", func(t *testing.T) { compared += agree(t, r.document, page, book) })
			t.Run("each sentence stands in both", func(t *testing.T) { sentencesInBoth(t, r.document, page, book) })
			t.Run("what is shown adds up", func(t *testing.T) { addsUp(t, r.document, page) })
			t.Run("names stay texts", func(t *testing.T) { staysText(t, r) })
			if !r.hostile {
				t.Run("reads as it did", func(t *testing.T) { golden(t, r.name, page) })
			}
		})
	}
	if compared < 20_000 {
		t.Errorf("only %d values were compared", compared)
	}
}

// agree compares every figure, every cell and every value of a chart, and
// counts them.
func agree(t testing.TB, d *reports.Document, page, book *told) int {
	t.Helper()
	if len(page.sections) != len(book.sections) || page.title != blanks(d.Title) {
		t.Fatalf("the page %q has %d sections, the workbook %d", page.title, len(page.sections), len(book.sections))
	}
	n := 0
	for i, p := range page.sections {
		b, s := book.sections[i], &d.Sections[i]
		if p.id != s.ID || p.title != blanks(s.Title) || len(p.figures) != len(b.figures) || len(p.tables) != len(b.tables) {
			t.Errorf("%s: the page has %s, %d figures, %d tables; the workbook %d, %d", s.ID, p.id, len(p.figures), len(p.tables), len(b.figures), len(b.tables))
			continue
		}
		for j, f := range p.figures {
			if g := b.figures[j]; f.id != g.id || f.label != blanks(g.label) || f.value != g.value || f.comparison != g.comparison {
				t.Errorf("%s: the page has the figure %v, the workbook %v", s.ID, f, g)
			}
			n += 2
		}
		for j := range p.tables {
			n += sameTable(t, d.Find(p.tables[j].id), p.tables[j], b.tables[j])
		}
		n += sameCharts(t, s, p.charts, b.charts)
	}
	return n
}

func sameTable(t testing.TB, of *reports.Table, page, book toldTable) int {
	t.Helper()
	shown := slices.DeleteFunc(slices.Clone(of.Columns), func(c reports.Column) bool { return c.Book })
	if heads := ofBook(shown, page.heads); page.id != book.id || page.title != blanks(book.title) || !slices.Equal(heads, book.heads) || len(page.rows) != len(book.rows) {
		t.Errorf("the page has the table %s %q with %q, %d rows, the workbook %s %q with %q, %d rows",
			page.id, page.title, heads, len(page.rows), book.id, book.title, book.heads, len(book.rows))
		return 0
	}
	n := 0
	for r := range page.rows {
		mine := ofBook(shown, page.rows[r])
		n += len(mine)
		for i, c := range slices.DeleteFunc(slices.Clone(shown), func(c reports.Column) bool { return c.Page }) {
			if c.None != "" && mine[i] == c.None { // the page alone shows where there is no value
				mine[i] = ""
			}
		}
		if !slices.Equal(mine, book.rows[r]) {
			t.Errorf("%s, row %d: the page has %q, the workbook %q", page.id, r+1, mine, book.rows[r])
		}
	}
	if total := ofBook(shown, page.total); !slices.Equal(total, book.total) {
		t.Errorf("%s: the page's total is %q, the workbook's %q", page.id, total, book.total)
	}
	return n + len(page.total)
}

// ofBook are the cells of a page's row that the workbook has too.
func ofBook(columns []reports.Column, row []string) []string {
	var out []string
	for i, cell := range row {
		if !columns[i].Page {
			out = append(out, cell)
		}
	}
	return out
}

// sameCharts compares what both draw. Streams the workbook does not draw; their
// numbers are in a table, which is compared.
func sameCharts(t testing.TB, s *reports.Section, page, book []toldChart) int {
	t.Helper()
	kinds := map[string]reports.ChartKind{}
	charts := slices.Clone(s.Charts)
	for _, g := range s.Grids {
		charts = append(charts, g.Charts...)
	}
	for _, c := range charts {
		kinds[c.ID] = c.Kind
	}
	page = slices.DeleteFunc(slices.Clone(page), func(c toldChart) bool { return kinds[c.id] == reports.Sankey })
	if len(page) != len(book) {
		t.Errorf("%s: the page draws %d charts, the workbook %d", s.ID, len(page), len(book))
		return 0
	}
	n := 0
	for i, c := range page {
		b := book[i]
		for p := range c.places {
			c.places[p] = blanks(c.places[p])
		}
		if c.id != b.id || !slices.Equal(c.places, b.places) || len(c.series) > len(b.series) {
			t.Errorf("%s: the page draws %s at %q, %d series; the workbook %s at %q, %d series", s.ID, c.id, c.places, len(c.series), b.id, b.places, len(b.series))
			continue
		}
		for j, one := range c.series {
			if len(one.values) == 0 { // a ground, which the page draws without values
				continue
			}
			n += len(one.values)
			other := slices.Clone(b.series[j].values)
			if len(other) > 0 && one.values[0] == "" { // a band begins on the line in offices
				other[0] = ""
			}
			if !slices.Equal(one.values, other) {
				t.Errorf("%s: the page draws %s of %s as %q, the workbook as %q", s.ID, one.name, c.id, one.values, other)
			}
			if b.series[j].name != " " && kinds[c.id] != reports.Pie && blanks(b.series[j].name) != blanks(one.name) {
				t.Errorf("%s: the page calls a series of %s %q, the workbook %q", s.ID, c.id, one.name, b.series[j].name)
			}
		}
	}
	return n
}

// sentencesInBoth looks for each sentence of the document, in its section.
func sentencesInBoth(t testing.TB, d *reports.Document, page, book *told) {
	t.Helper()
	for i := range d.Sections {
		s := &d.Sections[i]
		said := slices.Concat(s.Lead, s.Checks)
		for _, p := range s.Points {
			said = append(said, p.Text)
		}
		for _, g := range s.Grids {
			said = append(said, g.Note)
		}
		for _, one := range s.Tables {
			if !one.OwnSheet() {
				said = append(said, one.Note)
			}
		}
		for _, text := range append(said, s.Note) {
			text = blanks(text)
			inside := func(paragraph string) bool { return strings.Contains(paragraph, text) }
			if text == "" {
				continue
			}
			if !slices.ContainsFunc(page.sections[i].texts, inside) {
				t.Errorf("%s: the page does not say %q", s.ID, text)
			}
			if !slices.ContainsFunc(book.sections[i].texts, inside) {
				t.Errorf("%s: the workbook does not say %q", s.ID, text)
			}
		}
	}
}

// addsUp holds totals against the rows above them, as people read both: shares
// of 33.3 % three times would be 100 % in no reader's head.
func addsUp(t *testing.T, d *reports.Document, page *told) {
	t.Helper()
	for _, s := range page.sections {
		for _, one := range s.tables {
			of := d.Find(one.id)
			if one.total == nil || len(one.rows) < of.Data.Len() {
				continue
			}
			shown := slices.DeleteFunc(slices.Clone(of.Columns), func(c reports.Column) bool { return c.Book })
			for i, c := range shown {
				if c.Sum || c.Format.Kind == reports.Percent && strings.HasSuffix(c.Name, "_share") {
					if sum, total, ok := columnSum(d.Language, one, i); ok && c.Format.Kind != reports.Money && sum != total {
						t.Errorf("%s: %s adds up to %s in the reader's head, the total says %s", one.id, c.Label, sum, total)
					}
				}
			}
		}
	}
}

// columnSum adds up a column as it is read; false where a cell is no number.
func columnSum(language string, one toldTable, column int) (sum, total string, ok bool) {
	last := len(one.shown) - 1
	all, _, read := asRead(language, one.shown[last][column])
	if !read {
		return "", "", false
	}
	rest := all
	for _, row := range one.shown[:last] {
		if row[column] == "" {
			continue
		}
		number, _, read := asRead(language, row[column])
		if !read {
			return "", "", false
		}
		rest = rest.Sub(number)
	}
	return all.Sub(rest).String(), all.String(), true
}

// A number, a place or a word that only one form has is found, and stands in
// the difference of the golden text. Each of these changes one thing of a page
// that agrees with its workbook.
func TestReports_OneChangedNumberIsFound(t *testing.T) {
	d, err := reports.Director(sample.Answers(), sample.Settings("en"))
	if err != nil {
		t.Fatal(err)
	}
	page, book := rendered(t, d)
	r := renderedReport{name: "director", document: d, page: page.Bytes(), book: book.Bytes()}
	whole, inBook := readPage(t, r), readBook(t, r)
	if c := (&complaints{TB: t}); agree(c, d, whole, inBook) < 100 || len(c.texts) > 0 {
		t.Fatalf("the forms differ as they are: %q", c.texts)
	}
	for _, c := range []struct{ what, from, to string }{
		{"a figure", `(<dd[^>]*><data value=")586031.25(">£586,031<)`, `${1}586031.35${2}`},
		{"a comparison", `0\.241304`, `0.241204`},
		{"a cell", `<data value="590000">590,000<`, `<data value="590001">590,001<`},
		{"a value of a chart", `425572\.94`, `425572.95`},
		{"a place of a chart", `"Oct\x{a0}2024"`, "\"Oct\u00a02023\""},
		{"a series' name", `"name":"Target"`, `"name":"Goal"`},
		{"a sentence", `69\.5% of it came`, `69.6% of it came`},
		{"a label", `<dt>Orders,`, `<dt>Sales,`},
	} {
		changed := renderedReport{name: c.what, document: d, page: regexp.MustCompile(c.from).ReplaceAll(r.page, []byte(c.to)), book: r.book}
		if bytes.Equal(changed.page, r.page) {
			t.Errorf("%s: the page has no %s", c.what, c.from)
			continue
		}
		told, found := readPage(t, changed), &complaints{TB: t}
		agree(found, d, told, inBook)
		sentencesInBoth(found, d, told, inBook)
		if len(found.texts) == 0 {
			t.Errorf("nobody saw that %s was changed", c.what)
		}
		if diff := differing(asText(whole), asText(told)); strings.Count(diff, "\n") > 5 || c.what != "a figure" && c.what != "a comparison" && diff == "" {
			t.Errorf("%s: the golden's difference is %q", c.what, diff)
		}
	}
}

// complaints keeps what a comparison finds.
type complaints struct {
	testing.TB
	texts []string
}

func (c *complaints) Errorf(format string, arguments ...any) {
	c.texts = append(c.texts, fmt.Sprintf(format, arguments...))
}
