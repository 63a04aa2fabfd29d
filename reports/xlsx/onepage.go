package xlsx

import (
	"slices"

	"github.com/xuri/excelize/v2"

	"clientele/reports"
)

// The one page's columns: at least so many, and so wide together that a page of
// A4 is as high as what stands on it, in characters.
const (
	onePageColumns = 8
	onePageWidth   = 136
)

// onePage is a report on one sheet that is printed on one page. What only a
// workbook has of it stands on sheets of its own behind.
type onePage struct{ coverSheet }

func (b *book) onePage(sheet string) (onePage, error) {
	widths := b.onePageWidths()
	w := onePage{coverSheet{&sheetWriter{book: b, sheet: sheet, row: 1, widths: widths, single: true}, nil}}
	for card := range 4 {
		w.cards = append(w.cards, [2]int{card*len(widths)/4 + 1, (card + 1) * len(widths) / 4})
	}
	lines := false
	if err := b.file.SetSheetView(sheet, 0, &excelize.ViewOptions{ShowGridLines: &lines}); err != nil {
		return w, err
	}
	if err := w.columns(); err != nil {
		return w, err
	}
	if err := w.band(); err != nil {
		return w, err
	}
	for i := range b.document.Sections {
		if err := w.part(&b.document.Sections[i]); err != nil {
			return w, err
		}
	}
	return w, b.paper(sheet, paper{portrait: true, onePage: true})
}

// onePageWidths fit the tables that stand on the page, and fill it.
func (b *book) onePageWidths() []float64 {
	widths := make([]float64, onePageColumns)
	for i := range b.document.Sections {
		for j := range b.document.Sections[i].Tables {
			t := &b.document.Sections[i].Tables[j]
			if t.OwnSheet() {
				continue
			}
			for k, width := range b.widthsOf(t, factsOf(t)) {
				if k == len(widths) {
					widths = append(widths, 0)
				}
				widths[k] = max(widths[k], width)
			}
		}
	}
	for i := range widths {
		widths[i] = max(widths[i], onePageWidth/float64(len(widths)))
	}
	return widths
}

// part is a section on the page: its title, then what it has.
func (w onePage) part(s *reports.Section) error {
	if err := w.wide(1, len(w.widths), s.Title, look{role: partCell}); err != nil {
		return err
	}
	if err := w.file.SetRowHeight(w.sheet, w.row, 24); err != nil {
		return err
	}
	w.row++
	for _, sentence := range slices.Concat(s.Lead, s.Checks) {
		if err := w.text(1, sentence, leadCell); err != nil {
			return err
		}
	}
	for _, write := range []func(*reports.Section) error{w.figures, w.joinedPoints, w.drawings, w.grids, w.tables} {
		if err := write(s); err != nil {
			return err
		}
	}
	if s.Note != "" {
		if err := w.text(1, s.Note, noteCell); err != nil {
			return err
		}
	}
	return w.space()
}

// space leaves a low row.
func (w onePage) space() error {
	defer func() { w.row++ }()
	return w.file.SetRowHeight(w.sheet, w.row, 6)
}

// figures are cards with names.
func (w onePage) figures(s *reports.Section) error {
	for from := 0; from < len(s.Figures); from += len(w.cards) {
		figures := s.Figures[from:min(from+len(w.cards), len(s.Figures))]
		for i := range figures {
			if err := w.define(s, &figures[i], w.sheet, w.cards[i][0], w.row+1); err != nil {
				return err
			}
		}
		if err := w.cardRow(figures); err != nil {
			return err
		}
	}
	return nil
}

// others leads from the foot of the page to the workbook's other sheets.
func (w onePage) others() error {
	for i, p := range w.places {
		column := 1 + 2*(i%(len(w.widths)/2))
		if column == 1 && i > 0 {
			w.row++
		}
		if err := w.set(w.sheet, column, w.row, p.sheet, look{role: linkCell}); err != nil {
			return err
		}
		if err := w.link(w.sheet, name(column, w.row), p.sheet); err != nil {
			return err
		}
	}
	w.row++
	return w.extent()
}
