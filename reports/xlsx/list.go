package xlsx

import (
	"fmt"
	"strconv"

	"github.com/xuri/excelize/v2"

	"clientele/reports"
)

// headRows stand above a list's rows: title, way back, headers.
const headRows = 3

// list writes a long table to sheets of its own, as many as it needs.
func (b *book) list(t *reports.Table) error {
	room := b.options.LastRow - headRows
	sheet, widths := b.sheets["table "+t.ID], b.widthsOf(t)
	for from, part := 0, 1; from < t.Data.Len() || part == 1; from, part = from+room, part+1 {
		rows := t.Data.Rows[from:min(from+room, t.Data.Len())]
		heading := t.Title
		if part > 1 {
			heading = b.Words.Say("book.continued", "title", t.Title, "part", strconv.Itoa(part))
			sheet = b.names.take(b.sheets["table "+t.ID])
		}
		if err := b.newSheet(place{sheet: sheet, shows: heading, rows: len(rows), list: true}); err != nil {
			return err
		}
		if err := b.listSheet(sheet, heading, t, rows, widths); err != nil {
			return fmt.Errorf("list %s: %w", t.ID, err)
		}
	}
	return nil
}

// listSheet streams one sheet. The order of the calls is the one in which
// excelize writes a sheet's parts: what comes late is lost without an error.
func (b *book) listSheet(sheet, heading string, t *reports.Table, rows [][]any, widths []float64) error {
	last := headRows + len(rows)
	if err := b.file.AutoFilter(sheet, name(1, headRows)+":"+name(len(t.Columns), last), nil); err != nil {
		return err
	}
	if err := b.page(sheet, headRows); err != nil {
		return err
	}
	if err := b.printFirst(sheet, len(t.Columns), len(rows)); err != nil {
		return err
	}
	if err := b.file.SetSheetDimension(sheet, "A1:"+name(len(t.Columns), last)); err != nil {
		return err
	}
	sw, err := b.file.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	if err := sw.SetPanes(&excelize.Panes{
		Freeze: true, XSplit: 1, YSplit: headRows, TopLeftCell: name(2, headRows+1), ActivePane: "bottomRight",
	}); err != nil {
		return err
	}
	for i, width := range widths {
		if err := sw.SetColWidth(i+1, i+1, width+1.5); err != nil { // room for the filter's button
			return err
		}
	}
	if err := b.listHead(sw, sheet, heading, t); err != nil {
		return err
	}
	if err := b.listRows(sw, t, rows); err != nil {
		return err
	}
	if err := b.conditions(sheet, t, headRows+1, last); err != nil {
		return err
	}
	return sw.Flush()
}

// printedRows is how many rows of a list go to paper: some pages, where all of
// them would be a hundred.
const printedRows = 200

// printFirst limits what is printed of a long list, and says so on each page.
func (b *book) printFirst(sheet string, columns, rows int) error {
	if rows <= printedRows {
		return nil
	}
	if err := b.file.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Area", RefersTo: fmt.Sprintf("%s!$A$1:%s", quoted(sheet), absolute(columns, headRows+printedRows)), Scope: sheet,
	}); err != nil {
		return err
	}
	said := b.Words.Count("book.printed", int64(rows), "shown", b.Words.Integer(printedRows))
	return b.file.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddHeader: "&R&8 " + footer(said), OddFooter: b.footLine()})
}

func (b *book) listHead(sw *excelize.StreamWriter, sheet, heading string, t *reports.Table) error {
	title, err := b.style(look{role: titleCell})
	if err != nil {
		return err
	}
	back, err := b.style(look{role: linkCell})
	if err != nil {
		return err
	}
	if err := sw.SetRow("A1", []any{excelize.Cell{StyleID: title, Value: heading}}, excelize.RowOpts{Height: 28}); err != nil {
		return err
	}
	note, err := b.style(look{role: noteCell})
	if err != nil {
		return err
	}
	second := []any{excelize.Cell{StyleID: back, Value: b.Words.Say("book.back")}}
	if t.Note != "" && len(t.Columns) > 1 { // beside the way back: no row of its own, which would be frozen
		second = append(second, excelize.Cell{StyleID: note, Value: cellText(t.Note)})
	}
	if err := sw.SetRow("A2", second); err != nil {
		return err
	}
	if err := b.link(sheet, "A2", b.file.GetSheetName(0)); err != nil {
		return err
	}
	heads := make([]any, len(t.Columns))
	for i, c := range t.Columns {
		id, err := b.style(headLook(i, c))
		if err != nil {
			return err
		}
		heads[i] = excelize.Cell{StyleID: id, Value: c.Label}
	}
	return sw.SetRow(name(1, headRows), heads, excelize.RowOpts{Height: 30})
}

func (b *book) listRows(sw *excelize.StreamWriter, t *reports.Table, rows [][]any) error {
	places, ids := t.Places(), make([]int, len(t.Columns))
	for i, c := range t.Columns {
		id, err := b.style(bodyLook(i, c))
		if err != nil {
			return err
		}
		ids[i] = id
	}
	cells := make([]any, len(t.Columns))
	for r, row := range rows {
		for i, at := range places {
			cells[i] = excelize.Cell{StyleID: ids[i], Value: b.content(t.Columns[i].Format, row[at])}
		}
		if err := sw.SetRow(name(1, headRows+1+r), cells); err != nil {
			return err
		}
	}
	return nil
}
