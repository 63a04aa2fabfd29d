package xlsx

import (
	"github.com/xuri/excelize/v2"

	"clientele/reports"
)

// listHead writes what stands above a list's rows.
func (b *book) listHead(sw *excelize.StreamWriter, t *reports.Table, p part) error {
	title, err := b.style(look{role: titleCell})
	if err != nil {
		return err
	}
	back, err := b.style(look{role: linkCell})
	if err != nil {
		return err
	}
	note, err := b.style(look{role: noteCell})
	if err != nil {
		return err
	}
	if err := sw.SetRow("A1", []any{excelize.Cell{StyleID: title, Value: b.cellText(p.heading)}}, excelize.RowOpts{Height: 28}); err != nil {
		return err
	}
	second := []any{excelize.Cell{StyleID: back, Value: b.Words.Say("book.back")}}
	if t.Note != "" && len(t.Columns) > 1 { // beside the way back: no row of its own, which would be frozen
		second = append(second, excelize.Cell{StyleID: note, Value: b.cellText(t.Note)})
	}
	if err := sw.SetRow("A2", second); err != nil {
		return err
	}
	if err := b.link(p.sheet, "A2", b.file.GetSheetName(0)); err != nil {
		return err
	}
	if err := b.listTotal(sw, t, p); err != nil {
		return err
	}
	heads := make([]any, len(t.Columns))
	for i, c := range t.Columns {
		id, err := b.style(headLook(i, c))
		if err != nil {
			return err
		}
		heads[i] = excelize.Cell{StyleID: id, Value: b.cellText(c.Label)}
	}
	return sw.SetRow(name(1, p.head), heads, excelize.RowOpts{Height: 30})
}

// listTotal is the row of totals above the headers, where a list has it.
func (b *book) listTotal(sw *excelize.StreamWriter, t *reports.Table, p part) error {
	if p.totals == nil {
		return nil
	}
	cells := make([]any, len(p.totals))
	for i, value := range p.totals {
		cell, ok := value.(excelize.Cell)
		if !ok {
			continue
		}
		l := look{role: listTotalCell}
		if number(cell.Value) {
			l.format = t.Columns[i].Format
		}
		id, err := b.style(l)
		if err != nil {
			return err
		}
		cell.StyleID = id
		cells[i] = cell
	}
	return sw.SetRow(name(1, p.head-1), cells, excelize.RowOpts{Height: 18})
}

func (b *book) listRows(sw *excelize.StreamWriter, t *reports.Table, p part) error {
	places, ids := t.Places(), make([]int, len(t.Columns))
	for i, c := range t.Columns {
		id, err := b.style(bodyLook(i, c))
		if err != nil {
			return err
		}
		ids[i] = id
	}
	cells, written := make([]any, len(t.Columns)), make([]excelize.Cell, len(t.Columns))
	for i := range cells {
		cells[i] = &written[i] // the library reads them at once: the same ones serve all rows
	}
	for r, row := range p.rows {
		for i, at := range places {
			written[i] = excelize.Cell{StyleID: ids[i], Value: b.content(t.Columns[i].Format, row[at])}
		}
		if m := swatch(t, p.from+r); m.has {
			l := bodyLook(0, t.Columns[0])
			l.swatch = m
			id, err := b.style(l)
			if err != nil {
				return err
			}
			written[0].StyleID = id
		}
		if err := sw.SetRow(name(1, p.head+1+r), cells); err != nil {
			return err
		}
	}
	return nil
}
