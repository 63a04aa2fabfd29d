package xlsx

import (
	"github.com/xuri/excelize/v2"

	"clientele/reports"
)

// textColumns is how many columns running text is merged over, at least.
const textColumns = 10

// sheetWriter writes a section's sheet from above.
type sheetWriter struct {
	*book
	sheet  string
	row    int
	widths []float64
	broken int // the first row of the page that is being filled, as far as it is known

	single  bool   // nothing of it goes on to a second page
	filter  string // the cells of a table that is worth a filter
	filters int    // how many tables the sheet has
}

// section writes a section's sheet, then those of its long lists.
func (b *book) section(s *reports.Section) error {
	sheet := b.sheets["section "+s.ID]
	if err := b.newSheet(place{sheet: sheet, shows: shows(s)}); err != nil {
		return err
	}
	w := &sheetWriter{book: b, sheet: sheet, row: 1, widths: b.sectionWidths(s)}
	for _, write := range []func(*reports.Section) error{w.prepare, w.head, w.figures, w.points, w.drawings, w.grids, w.tables, w.foot, w.finish} {
		if err := write(s); err != nil {
			return err
		}
	}
	return b.lists(s)
}

// lists writes the sheets of a section's long lists.
func (b *book) lists(s *reports.Section) error {
	for i := range s.Tables {
		if s.Tables[i].OwnSheet() {
			if err := b.list(&s.Tables[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// shows is a section's line in the contents.
func shows(s *reports.Section) string {
	switch {
	case len(s.Points) > 0:
		return s.Points[0].Text
	case len(s.Lead) > 0:
		return s.Lead[0]
	}
	return s.Note
}

// prepare sets what does not depend on the rows.
func (w *sheetWriter) prepare(*reports.Section) error {
	lines := false
	if err := w.file.SetSheetView(w.sheet, 0, &excelize.ViewOptions{ShowGridLines: &lines}); err != nil {
		return err
	}
	if err := w.columns(); err != nil {
		return err
	}
	return w.file.SetPanes(w.sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

// columns sets the widths of the sheet's columns.
func (w *sheetWriter) columns() error {
	for i, width := range w.widths {
		column, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := w.file.SetColWidth(w.sheet, column, column, width); err != nil {
			return err
		}
	}
	return nil
}

func (w *sheetWriter) head(s *reports.Section) error {
	if err := w.title(s.Title); err != nil {
		return err
	}
	for _, sentence := range s.Lead {
		if err := w.text(1, sentence, leadCell); err != nil {
			return err
		}
	}
	if len(s.Lead) > 0 {
		w.row++
	}
	if err := w.ways(s, true); err != nil {
		return err
	}
	for _, sentence := range s.Checks {
		if err := w.text(1, sentence, leadCell); err != nil {
			return err
		}
	}
	if len(s.Checks) > 0 {
		w.row++
	}
	return nil
}

// text writes running text over the sheet's width from a column on, as high as
// it needs.
func (w *sheetWriter) text(column int, text string, r role) error {
	last := max(len(w.widths), column)
	if err := w.set(w.sheet, column, w.row, w.cellText(text), look{role: r, wrap: true}); err != nil {
		return err
	}
	if err := w.file.MergeCell(w.sheet, name(column, w.row), name(last, w.row)); err != nil {
		return err
	}
	if err := w.file.SetRowHeight(w.sheet, w.row, float64(min(16*w.lines(column, text), 400))); err != nil {
		return err
	}
	w.row++
	return nil
}

// lines is how many lines a text takes from a column on.
func (w *sheetWriter) lines(column int, text string) int {
	width := 0.0
	for _, one := range w.widths[column-1:] {
		width += one
	}
	return 1 + int(characters(text)/width)
}

// points are the summary's sentences; each leads to its section.
func (w *sheetWriter) points(s *reports.Section) error {
	if len(s.Points) > 0 && !marked(s) {
		defer func() { w.row++ }()
		return w.joinedPoints(s)
	}
	for _, p := range s.Points {
		mark, r := toneMark(p.Tone)
		if err := w.set(w.sheet, 1, w.row, mark, look{role: r}); err != nil {
			return err
		}
		if to := w.sheets["section "+p.Section]; to != "" {
			at := 2
			if w.lines(2, p.Text) > 1 { // LibreOffice keeps a linked text on one line
				at = 1
			}
			if err := w.link(w.sheet, name(at, w.row), to); err != nil {
				return err
			}
		}
		if err := w.text(2, p.Text, leadCell); err != nil {
			return err
		}
	}
	if len(s.Points) > 0 {
		w.row++
	}
	return nil
}

// joinedPoints are sentences, each with its mark in the same cell: no column of
// marks would fit the tables of the sheet.
func (w *sheetWriter) joinedPoints(s *reports.Section) error {
	for _, p := range s.Points {
		mark, colour := "● ", reports.Quiet
		switch p.Tone {
		case reports.Better:
			mark, colour = "▲ ", reports.Good
		case reports.Worse:
			mark, colour = "◆ ", reports.Bad
		}
		at := name(1, w.row)
		if to := w.sheets["section "+p.Section]; to != "" && w.lines(1, mark+p.Text) == 1 {
			if err := w.link(w.sheet, at, to); err != nil {
				return err
			}
		}
		if err := w.text(1, mark+p.Text, leadCell); err != nil {
			return err
		}
		if err := w.file.SetCellRichText(w.sheet, at, []excelize.RichTextRun{
			{Text: mark, Font: &excelize.Font{Size: 11, Family: "Calibri", Color: w.colours.Light(colour)}},
			{Text: w.cellText(p.Text), Font: &excelize.Font{Size: 11, Family: "Calibri", Color: w.colours.Light(reports.Ink)}},
		}); err != nil {
			return err
		}
	}
	return nil
}

// figures are a row each: label, value, comparison.
func (w *sheetWriter) figures(s *reports.Section) error {
	first := figuresAt(s)
	for i := range s.Figures {
		f := &s.Figures[i]
		if err := w.define(s, f, w.sheet, first+1, w.row); err != nil {
			return err
		}
		if err := w.set(w.sheet, first, w.row, f.Label, look{role: labelCell}); err != nil {
			return err
		}
		if err := w.set(w.sheet, first+1, w.row, w.content(f.Format, f.Value), look{role: figureCell, format: f.Format}); err != nil {
			return err
		}
		if c := f.Comparison; c != nil {
			r := labelCell
			switch c.Tone {
			case reports.Better:
				r = betterCell
			case reports.Worse:
				r = worseCell
			}
			if err := w.set(w.sheet, first+2, w.row, w.content(c.Format, c.Value), look{role: r, format: c.Format}); err != nil {
				return err
			}
			if err := w.set(w.sheet, first+3, w.row, c.Label, look{role: noteCell}); err != nil {
				return err
			}
		}
		w.row++
	}
	if len(s.Figures) > 0 {
		w.row++
	}
	return nil
}

// ways lead to the sheets of long lists: those that come first from above, the
// others from below.
func (w *sheetWriter) ways(s *reports.Section, lead bool) error {
	for i := range s.Tables {
		if t := &s.Tables[i]; t.OwnSheet() && t.Lead == lead {
			text := w.Words.Count("book.own_sheet", int64(t.Data.Len()), "title", t.Title)
			if err := w.link(w.sheet, name(1, w.row), w.sheets["table "+t.ID]); err != nil {
				return err
			}
			if err := w.text(1, text, linkCell); err != nil {
				return err
			}
			if lead {
				w.row++
			}
		}
	}
	return nil
}

func (w *sheetWriter) foot(s *reports.Section) error {
	if err := w.ways(s, false); err != nil {
		return err
	}
	if s.Note != "" {
		if err := w.text(1, s.Note, noteCell); err != nil {
			return err
		}
	}
	if len(s.Queries) == 0 {
		return nil
	}
	return w.text(1, w.queries(s), noteCell)
}

// filterRows is how many rows a table has for a filter to be of use.
const filterRows = 10

// finish filters the only table of a sheet, then sets up the page: the filter
// replaces the sheet's properties.
func (w *sheetWriter) finish(*reports.Section) error {
	if w.filter != "" && w.filters == 1 {
		if err := w.file.AutoFilter(w.sheet, w.filter, nil); err != nil {
			return err
		}
	}
	if err := w.extent(); err != nil {
		return err
	}
	return w.page(w.sheet, 1)
}
