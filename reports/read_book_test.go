package reports_test

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"clientele/reports"
	"clientele/reports/xlsx"
)

// readBook reads a workbook back, in the order of the document and with the
// columns that both forms have.
func readBook(t *testing.T, r renderedReport) *told {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(r.book), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}()
	b := &bookReader{t: t, name: r.name, file: f, sheets: map[string][][]string{}, document: r.document}
	if b.words, err = reports.NewPresenter(r.document); err != nil {
		t.Fatal(err)
	}
	out := &told{title: r.document.Title}
	for i := range r.document.Sections {
		out.sections = append(out.sections, b.section(&r.document.Sections[i]))
	}
	return out
}

type bookReader struct {
	t        *testing.T
	name     string
	file     *excelize.File
	words    *reports.Presenter
	document *reports.Document
	sheets   map[string][][]string
	drawn    int // the row of the sheet of charts' data that was read last
}

// rows are a sheet's rows; nil where there is no such sheet.
func (b *bookReader) rows(sheet string) [][]string {
	if rows, ok := b.sheets[sheet]; ok {
		return rows
	}
	index, err := b.file.GetSheetIndex(sheet)
	if err != nil || index < 0 {
		return nil
	}
	rows, err := b.file.GetRows(sheet)
	if err != nil {
		b.t.Fatal(err)
	}
	b.sheets[sheet] = rows
	return rows
}

// part are the rows of a section: its sheet, or, where all sections stand on
// one, those up to the next section's title.
func (b *bookReader) part(s *reports.Section) [][]string {
	if rows := b.rows(xlsx.SheetName(s.Title)); rows != nil && !b.document.OnePage {
		return rows
	}
	for _, sheet := range b.file.GetSheetList() {
		rows := b.rows(sheet)
		from := slices.IndexFunc(rows, begins(s.Title))
		if from < 0 {
			continue
		}
		to := len(rows)
		for i := range b.document.Sections {
			if next := slices.IndexFunc(rows[from+1:], begins(b.document.Sections[i].Title)); next >= 0 {
				to = min(to, from+1+next)
			}
		}
		return rows[from:to]
	}
	b.t.Fatalf("%s: no sheet has the section %q", b.name, s.Title)
	return nil
}

// begins tells rows whose first text is the given one.
func begins(text string) func([]string) bool {
	return func(row []string) bool {
		for _, cell := range row {
			if cell != "" {
				return blanks(cell) == blanks(text)
			}
		}
		return false
	}
}

func (b *bookReader) section(s *reports.Section) *toldSection {
	out := &toldSection{id: s.ID, title: s.Title}
	rows := b.part(s)
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" {
				out.texts = append(out.texts, blanks(cell))
			}
		}
	}
	for _, f := range s.Figures {
		out.figures = append(out.figures, b.figure(rows, f))
	}
	charts := slices.Clone(s.Charts)
	for _, g := range s.Grids {
		charts = append(charts, g.Charts...)
	}
	for i := range charts {
		if charts[i].Kind != reports.Sankey {
			out.charts = append(out.charts, b.chart(&charts[i]))
		}
	}
	for i := range s.Tables {
		if s.Tables[i].PageLen() > 0 {
			out.tables = append(out.tables, b.table(s, &s.Tables[i], rows))
		}
	}
	return out
}

func (b *bookReader) figure(rows [][]string, f reports.Figure) toldFigure {
	if b.document.OnePage {
		return b.card(f)
	}
	out := toldFigure{id: f.ID, label: f.Label}
	for _, row := range rows {
		at := slices.IndexFunc(row, func(cell string) bool { return cell == f.Label })
		if at < 0 || at > 1 {
			continue
		}
		cells := append(slices.Clone(row[at+1:]), "", "")
		out.value = b.cell(f.Format, cells[0])
		if f.Comparison != nil {
			out.comparison = b.cell(f.Comparison.Format, cells[1])
		}
		return out
	}
	b.t.Errorf("%s: no row has the figure %q", b.name, f.Label)
	return out
}

// card reads a figure of the one page by its name: its label stands above it,
// and below it, in words, how it stands to another one.
func (b *bookReader) card(f reports.Figure) toldFigure {
	out := toldFigure{id: f.ID}
	for _, one := range b.file.GetDefinedName() {
		sheet, cell, found := strings.Cut(one.RefersTo, "!")
		if one.Name != xlsx.DefinedName(f.ID) || !found {
			continue
		}
		column, row, err := excelize.CellNameToCoordinates(strings.ReplaceAll(cell, "$", ""))
		if err != nil {
			b.t.Fatal(err)
		}
		rows := b.rows(strings.ReplaceAll(strings.Trim(sheet, "'"), "''", "'"))
		out.label, out.value = get(rows, row-2, column-1), b.cell(f.Format, get(rows, row-1, column-1))
		if f.Comparison != nil {
			out.comparison = b.words.Show(f.Comparison.Format, f.Comparison.Value) + " " + f.Comparison.Label
			if said := get(rows, row, column-1); !strings.HasSuffix(said, out.comparison) {
				b.t.Errorf("%s: below %s stands %q", b.name, f.ID, said)
			}
			out.comparison = b.cell(f.Comparison.Format, number(f.Comparison))
		}
		return out
	}
	b.t.Errorf("%s: no cell is called %s", b.name, xlsx.DefinedName(f.ID))
	return out
}

// number is what a comparison is to machines, where the workbook has words.
func number(c *reports.Comparison) string {
	if n, ok := c.Format.Number(c.Value); ok {
		return n.String()
	}
	return ""
}

func (b *bookReader) table(s *reports.Section, shown *reports.Table, rows [][]string) toldTable {
	t := shown.ForWorkbook()
	out := toldTable{id: t.ID, title: t.Title}
	if t.OwnSheet() {
		rows = b.rows(xlsx.SheetName(s.SheetTitle(&t)))
	} else if at := slices.IndexFunc(rows, begins(t.Title)); at >= 0 {
		rows = rows[at:]
	} else {
		b.t.Errorf("%s: no row has the title %q", b.name, t.Title)
		return out
	}
	first := slices.IndexFunc(rows, func(row []string) bool {
		return len(row) >= len(t.Columns) && row[0] == t.Columns[0].Label && row[len(t.Columns)-1] == t.Columns[len(t.Columns)-1].Label
	}) + 1
	if first == 0 {
		b.t.Errorf("%s: the table %s has no headers", b.name, t.ID)
		return out
	}
	row := func(at int, of func(i int) reports.Format) []string {
		var cells []string
		for i, c := range t.Columns {
			if !c.Book {
				cells = append(cells, b.cell(of(i), get(rows, at, i)))
			}
		}
		return cells
	}
	for _, c := range t.Columns {
		if !c.Book {
			out.heads = append(out.heads, blanks(c.Label))
		}
	}
	for r := range t.PageLen() {
		out.rows = append(out.rows, row(first+r, func(i int) reports.Format { return t.Columns[i].Format }))
	}
	if t.Total != nil {
		at := first + t.Data.Len()
		if t.List && slices.ContainsFunc(t.Columns, func(c reports.Column) bool { return c.Sum }) {
			at = first - 2 // above the headers
		}
		out.total = row(at, func(i int) reports.Format {
			if _, isText := t.Total[i].(string); isText {
				return reports.Format{}
			}
			return t.Columns[i].Format
		})
	}
	return out
}

// get is a cell of rows that end with their last text.
func get(rows [][]string, row, column int) string {
	if row >= len(rows) || column >= len(rows[row]) {
		return ""
	}
	return rows[row][column]
}

// cell is what a stored cell says to machines.
func (b *bookReader) cell(f reports.Format, stored string) string {
	if stored == "" {
		return ""
	}
	switch {
	case f.Numeric():
		number, ok := plainNumber(stored)
		if !ok {
			b.t.Errorf("%s: %q is no number", b.name, stored)
		}
		return number
	case f.Kind == reports.Date || f.Kind == reports.Month:
		day, _, _ := strings.Cut(stored, ".")           // the fraction is the time of day
		if days, err := strconv.Atoi(day); err == nil { // of the calendar that begins with 1900
			return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, days).Format(time.DateOnly)
		}
	}
	return blanks(stored)
}

// chart reads the next chart's numbers, which stand in the document's order.
func (b *bookReader) chart(c *reports.Chart) toldChart {
	out := toldChart{id: c.ID, title: c.Title}
	rows := b.rows(xlsx.SheetName(b.words.Words.Say("book.chart_data")))
	for ; b.drawn < len(rows); b.drawn++ {
		if get(rows, b.drawn, 0) == c.Title && strings.Join(rows[b.drawn][1:], "") == "" {
			break
		}
	}
	if b.drawn == len(rows) {
		b.t.Fatalf("%s: the numbers of the chart %s are not there", b.name, c.ID)
	}
	heads := b.drawn + 1
	b.drawn++
	for r := range c.Data.Len() {
		label, _, _ := strings.Cut(get(rows, heads+1+r, 0), "\n") // a waterfall's bears its amount
		out.places = append(out.places, blanks(strings.TrimSuffix(label, " *")))
	}
	for i := 1; i < len(rows[heads]); i++ {
		one := toldSeries{name: get(rows, heads, i)}
		for r := range c.Data.Len() {
			value := get(rows, heads+1+r, i)
			if number, ok := plainNumber(value); ok {
				value = number
			}
			one.values = append(one.values, value)
		}
		out.series = append(out.series, one)
	}
	return out
}
