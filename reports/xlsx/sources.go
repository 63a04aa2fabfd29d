package xlsx

import (
	"strings"

	"clientele/reports"
)

// sourceWidths are those of the columns of the sheet of sources, in characters.
func sourceWidths() []float64 { return []float64{30, 34, 60, 44, 14, 16} }

// sources is the sheet that says where the numbers come from: a row for each
// section and query, then the names of the key figures.
func (b *book) sources() error {
	d := b.document
	if len(d.Sources)+len(b.defined.names) == 0 {
		return nil
	}
	sheet := b.names.take(b.Words.Say("book.sources"))
	if err := b.newSheet(place{sheet: sheet, shows: b.Words.Say("book.sources_shows")}); err != nil {
		return err
	}
	w := &sheetWriter{book: b, sheet: sheet, row: 1, widths: sourceWidths()}
	if err := w.prepare(nil); err != nil {
		return err
	}
	if err := w.title(sheet); err != nil {
		return err
	}
	if err := w.sourceRows(); err != nil {
		return err
	}
	if err := w.nameRows(); err != nil {
		return err
	}
	return w.finish(nil)
}

// cells writes a row from the first column on.
func (w *sheetWriter) cells(l look, values ...any) error {
	for i, value := range values {
		if text, ok := value.(string); ok {
			value = w.cellText(text)
		}
		if err := w.set(w.sheet, i+1, w.row, value, l); err != nil {
			return err
		}
	}
	w.row++
	return nil
}

// says are words of the catalogue, to be a row of headers.
func (b *book) says(keys ...string) []any {
	out := make([]any, len(keys))
	for i, key := range keys {
		out[i] = b.Words.Say(key)
	}
	return out
}

func (w *sheetWriter) sourceRows() error {
	d := w.document
	if len(d.Sources) == 0 {
		return nil
	}
	head := w.row
	if err := w.cells(look{role: headCell}, w.says("book.source_section", "book.source_query", "book.source_what", "book.source_reads", "book.source_snapshot", "book.source_as_of")...); err != nil {
		return err
	}
	day, err := w.style(look{role: bodyCell, format: reports.Format{Kind: reports.Date}})
	if err != nil {
		return err
	}
	for _, source := range d.Sources {
		reads := strings.Join(source.Reads, ", ")
		lines := max(w.linesIn(2, source.What), w.linesIn(3, reads), w.linesIn(1, source.Query))
		if err := w.file.SetRowHeight(w.sheet, w.row, float64(min(14*lines+1, 400))); err != nil {
			return err
		}
		if to := w.sheetOf(source.Section); to != "" {
			if err := w.link(w.sheet, name(1, w.row), to); err != nil {
				return err
			}
		}
		at := name(6, w.row)
		if err := w.cells(look{role: bodyCell, wrap: true}, source.Section, source.Query, source.What, reads, d.Snapshot, d.AsOf); err != nil {
			return err
		}
		if err := w.file.SetCellStyle(w.sheet, at, at, day); err != nil {
			return err
		}
	}
	w.filters, w.filter = 1, name(1, head)+":"+name(6, w.row-1)
	w.row++
	return nil
}

// linesIn is how many lines a text takes in one column.
func (w *sheetWriter) linesIn(column int, text string) int {
	return 1 + int(characters(text)*1.1/w.widths[column])
}

// sheetOf is the sheet of the section with a title.
func (b *book) sheetOf(title string) string {
	for i := range b.document.Sections {
		if s := &b.document.Sections[i]; s.Title == title {
			return b.sheets["section "+s.ID]
		}
	}
	return ""
}

// nameRows lists the names of the key figures, each a link to its cell.
func (w *sheetWriter) nameRows() error {
	if len(w.defined.names) == 0 {
		return nil
	}
	if err := w.set(w.sheet, 1, w.row, w.Words.Say("book.names"), look{role: headingCell}); err != nil {
		return err
	}
	w.row++
	if err := w.text(1, w.Words.Say("book.names_note"), noteCell); err != nil {
		return err
	}
	if err := w.cells(look{role: headCell}, w.says("book.source_section", "book.name", "book.figure", "book.value")...); err != nil {
		return err
	}
	for _, one := range w.defined.names {
		if err := w.file.SetCellHyperLink(w.sheet, name(2, w.row), quoted(one.sheet)+"!"+strings.ReplaceAll(one.cell, "$", ""), "Location"); err != nil {
			return err
		}
		value := name(4, w.row)
		f := one.figure
		if err := w.cells(look{role: bodyCell, wrap: true}, one.section, one.name, f.Label, w.content(f.Format, f.Value)); err != nil {
			return err
		}
		id, err := w.style(look{role: bodyCell, format: f.Format, left: true})
		if err != nil {
			return err
		}
		if err := w.file.SetCellStyle(w.sheet, value, value, id); err != nil {
			return err
		}
	}
	return nil
}

// title heads a sheet, and leads back to the contents.
func (w *sheetWriter) title(text string) error {
	if err := w.set(w.sheet, 1, w.row, text, look{role: titleCell}); err != nil {
		return err
	}
	if err := w.file.SetRowHeight(w.sheet, w.row, 28); err != nil {
		return err
	}
	w.row++
	if err := w.set(w.sheet, 1, w.row, w.Words.Say("book.back"), look{role: linkCell}); err != nil {
		return err
	}
	if err := w.link(w.sheet, name(1, w.row), w.file.GetSheetName(0)); err != nil {
		return err
	}
	w.row += 2
	return nil
}
