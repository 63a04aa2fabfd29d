package xlsx

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"clientele/reports"
)

// headRows stand above a list's rows: title, way back, headers.
const headRows = 3

// part is a sheet of a list with some of its rows.
type part struct {
	sheet, heading string
	rows           [][]any
	from           int   // the first of them in the list
	head           int   // the row of its headers
	totals         []any // of the whole list, above the headers; nil where there are none
}

// last is the row of the last of its rows.
func (p part) last() int { return p.head + len(p.rows) }

// list writes a long table to sheets of its own, as many as it needs.
func (b *book) list(t *reports.Table) error {
	all := factsOf(t)
	widths := b.widthsOf(t, all)
	parts := b.parts(t)
	parts[0].totals = b.listTotals(t, parts, all)
	for _, p := range parts {
		if err := b.newSheet(place{sheet: p.sheet, shows: p.heading, rows: len(p.rows), list: true}); err != nil {
			return err
		}
		if err := b.listSheet(t, p, widths); err != nil {
			return fmt.Errorf("list %s: %w", t.ID, err)
		}
	}
	return nil
}

// parts shares a list's rows among sheets.
func (b *book) parts(t *reports.Table) []part {
	one := part{sheet: b.sheets["table "+t.ID], heading: t.Title, head: headRows}
	for _, c := range t.Columns {
		if c.Sum && t.Data.Len() > 0 {
			one.head = headRows + 1
		}
	}
	room := b.options.LastRow - one.head
	one.rows = t.Data.Rows[:min(room, t.Data.Len())]
	out := []part{one}
	room = b.options.LastRow - headRows
	for from := len(one.rows); from < t.Data.Len(); from += room {
		out = append(out, part{
			sheet:   b.names.take(b.sheets["table "+t.ID]),
			heading: b.Words.Say("book.continued", "title", t.Title, "part", strconv.Itoa(len(out)+1)),
			rows:    t.Data.Rows[from:min(from+room, t.Data.Len())], from: from, head: headRows,
		})
	}
	return out
}

// listTotals are the cells above the headers of a list: who filters it reads
// there the total of what is left, which below a thousand rows nobody would
// find.
func (b *book) listTotals(t *reports.Table, parts []part, all []facts) []any {
	if parts[0].head == headRows {
		return nil
	}
	total := *t
	total.Total = make([]any, len(t.Columns))
	for i := range t.Columns {
		total.Total[i] = all[i].sum
	}
	formulas := formulas(&total, all)
	out := make([]any, len(t.Columns))
	for i, c := range t.Columns {
		if !c.Sum {
			continue
		}
		cell := excelize.Cell{Value: numeric(c.Format, all[i].sum)}
		if formulas[i] {
			var of []string
			for _, p := range parts {
				of = append(of, "SUBTOTAL(109,"+quoted(p.sheet)+"!"+name(i+1, p.head+1)+":"+name(i+1, p.last())+")")
			}
			if len(of) == 1 {
				of[0] = sumOf(i+1, parts[0].head+1, parts[0].last())
			}
			cell.Formula = strings.Join(of, "+")
		}
		out[i] = cell
	}
	if out[0] == nil {
		out[0] = excelize.Cell{Value: b.Words.Say("total")}
	}
	return out
}

// listSheet streams one sheet. The order of the calls is the one in which
// excelize writes a sheet's parts: what comes late is lost without an error.
func (b *book) listSheet(t *reports.Table, p part, widths []float64) error {
	if err := b.file.AutoFilter(p.sheet, name(1, p.head)+":"+name(len(t.Columns), p.last()), nil); err != nil {
		return err
	}
	if err := b.page(p.sheet, p.head); err != nil {
		return err
	}
	if err := b.printFirst(p, len(t.Columns)); err != nil {
		return err
	}
	if err := b.file.SetSheetDimension(p.sheet, "A1:"+name(len(t.Columns), p.last())); err != nil {
		return err
	}
	sw, err := b.file.NewStreamWriter(p.sheet)
	if err != nil {
		return err
	}
	if err := sw.SetPanes(&excelize.Panes{
		Freeze: true, XSplit: 1, YSplit: p.head, TopLeftCell: name(2, p.head+1), ActivePane: "bottomRight",
	}); err != nil {
		return err
	}
	for i, width := range slices.Backward(widths) { // the library writes first what came last
		if err := sw.SetColWidth(i+1, i+1, width+1.5); err != nil { // room for the filter's button
			return err
		}
	}
	if err := b.listHead(sw, t, p); err != nil {
		return err
	}
	if err := b.listRows(sw, t, p); err != nil {
		return err
	}
	if err := b.conditions(p.sheet, t, p.head+1, p.last(), false); err != nil {
		return err
	}
	return sw.Flush()
}

// printedRows is how many rows of a list go to paper: some pages, where all of
// them would be a hundred.
const printedRows = 200

// printFirst limits what is printed of a long list, and says so on each page.
func (b *book) printFirst(p part, columns int) error {
	if len(p.rows) <= printedRows {
		return nil
	}
	area, err := excelize.CoordinatesToCellName(columns, p.head+printedRows, true)
	if err != nil {
		return err
	}
	if err := b.file.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Area", RefersTo: fmt.Sprintf("%s!$A$1:%s", quoted(p.sheet), area), Scope: p.sheet,
	}); err != nil {
		return err
	}
	said := b.Words.Count("book.printed", int64(len(p.rows)), "shown", b.Words.Integer(printedRows))
	return b.file.SetHeaderFooter(p.sheet, &excelize.HeaderFooterOptions{OddHeader: "&R&8 " + footer(said), OddFooter: b.footLine()})
}
