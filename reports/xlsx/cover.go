package xlsx

import (
	"github.com/xuri/excelize/v2"

	"clientele/reports"
)

// coverWidths are the cover's columns, in characters: a mark, three and a half
// of equal width, and one for a number.
func coverWidths() []float64 { return []float64{3, 28, 25, 25, 17, 9} }

// coverLast is the cover's last column.
const coverLast = 6

// coverSheet writes the first sheet: what the report is, the key figures, what
// matters, and where everything stands. It is printed on one page.
type coverSheet struct {
	*sheetWriter
	cards [][2]int // the columns that a key figure's card takes, from and to
}

func (b *book) cover(sheet string) error {
	w := coverSheet{&sheetWriter{book: b, sheet: sheet, row: 1, widths: coverWidths()}, [][2]int{{1, 2}, {3, 3}, {4, 4}, {5, 6}}}
	lines := false
	if err := b.file.SetSheetView(sheet, 0, &excelize.ViewOptions{ShowGridLines: &lines}); err != nil {
		return err
	}
	if err := w.columns(); err != nil {
		return err
	}
	for _, write := range []func() error{w.band, w.keyFigures, w.matters, w.contents} {
		if err := write(); err != nil {
			return err
		}
	}
	if err := w.extent(); err != nil {
		return err
	}
	return b.paper(sheet, paper{portrait: true, onePage: true})
}

// wide writes a text over some of the cover's columns.
func (w coverSheet) wide(from, to int, value any, l look) error {
	for column := from; column <= to; column++ {
		if err := w.set(w.sheet, column, w.row, nil, l); err != nil {
			return err
		}
	}
	if err := w.set(w.sheet, from, w.row, value, l); err != nil {
		return err
	}
	if from == to {
		return nil
	}
	return w.file.MergeCell(w.sheet, name(from, w.row), name(to, w.row))
}

// The columns of the contents: a sheet's name, what it shows, its rows.
const (
	contentsShows = 3
	contentsRows  = coverLast
)

// contents lead to each sheet. A long list stands below its section.
func (w coverSheet) contents() error {
	for _, head := range []struct {
		from, to int
		word     string
		role     role
	}{{1, contentsShows - 1, "book.sheet", headCell}, {contentsShows, contentsRows - 1, "book.shows", headCell}, {contentsRows, contentsRows, "book.rows", headNumberCell}} {
		if err := w.wide(head.from, head.to, w.Words.Say(head.word), look{role: head.role}); err != nil {
			return err
		}
	}
	w.row++
	for _, p := range w.places {
		if err := w.contentsLine(p); err != nil {
			return err
		}
		w.row++
	}
	return nil
}

// contentsLines is how many lines the contents give to what a sheet shows: the
// sheet itself has all of it.
const contentsLines = 2

// contentsSmaller is how many more characters of the contents' small letters
// stand in a column than its width says.
const contentsSmaller = 1.15

func (w coverSheet) contentsLine(p place) error {
	room := 0.0
	for _, width := range w.widths[contentsShows-1 : contentsRows-1] {
		room += width
	}
	from, shows := 1, p.shows
	if p.list {
		from = 2
		if err := w.set(w.sheet, 1, w.row, nil, look{role: bodyCell}); err != nil {
			return err
		}
		if shows == p.sheet {
			shows = ""
		}
	}
	if err := w.wide(from, contentsShows-1, p.sheet, look{role: contentsCell}); err != nil {
		return err
	}
	if err := w.link(w.sheet, name(from, w.row), p.sheet); err != nil {
		return err
	}
	shows = atWord(shows, int(room*contentsLines))
	if err := w.wide(contentsShows, contentsRows-1, w.cellText(shows), look{role: contentsTextCell}); err != nil {
		return err
	}
	var rows any
	if p.list {
		rows = int64(p.rows)
	}
	if err := w.set(w.sheet, contentsRows, w.row, rows, look{role: contentsTextCell, format: reports.Format{Kind: reports.Integer}}); err != nil {
		return err
	}
	lines := 1 + int(characters(shows)/(room*contentsSmaller)) // not all offices make room by themselves
	return w.file.SetRowHeight(w.sheet, w.row, float64(2+13*min(lines, contentsLines)))
}

// atWord cuts a text that is too long behind a word.
func atWord(text string, most int) string {
	all := []rune(text)
	if len(all) <= most {
		return text
	}
	for at := most - 1; at > most/2; at-- {
		if all[at] == ' ' {
			return string(all[:at]) + " …"
		}
	}
	return reports.Shorten(text, most)
}
