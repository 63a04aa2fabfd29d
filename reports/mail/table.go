package mail

import (
	"strings"
	"unicode/utf8"

	"clientele/reports"
)

// Limits of the one table that a mail has.
const (
	smallRows  = 10  // a table with no more of them is shown whole
	firstRows  = 6   // of a list
	deskWidth  = 592 // pixels
	phoneWidth = 328
	nameWidth  = 24 // characters of one name: longer ones take a second line
	phoneName  = 13 // the same on a telephone
)

// table shows the first table that is small, or the first rows of the first
// list. Heat maps are pictures and have no place here.
func (w *writer) table(d *reports.Document) {
	for i := range d.Sections {
		s := &d.Sections[i]
		for k := range s.Tables {
			t := &s.Tables[k]
			rows := w.rowsOf(t)
			if rows == 0 {
				continue
			}
			if made, ok := w.grid(s, t, rows); ok {
				w.letter.Tables = append(w.letter.Tables, made)
				return
			}
		}
	}
}

// rowsOf is how many rows of a table a mail shows, 0 for one that it does not
// show.
func (w *writer) rowsOf(t *reports.Table) int {
	for _, c := range t.Columns {
		if c.Heat {
			return 0
		}
	}
	switch n := t.PageLen(); {
	case t.List && n > 0:
		return min(firstRows, t.Data.Len())
	case n <= smallRows && n == t.Data.Len():
		return n
	}
	return 0
}

// grid shows rows of a table in the columns that there is room for: the first
// one, then the others in their order. A table that would lose most of its
// columns is not shown, but a list is.
func (w *writer) grid(s *reports.Section, t *reports.Table, rows int) (grid, bool) {
	places := t.Places()
	out := grid{Title: line(t.Title)}
	used, phone, shown, all := 0.0, 0.0, []int{}, 0
	amount, amountDesk, amountPhone := w.firstAmount(t, rows)
	for i, c := range t.Columns {
		if c.Book {
			continue
		}
		all++
		if i == amount {
			amountDesk, amountPhone = 0, 0 // its room is its own
		}
		desk, narrow := w.widths(t, i, places[i], rows)
		if c.Wide || used+desk+amountDesk > deskWidth {
			continue
		}
		used += desk
		spare := phone+narrow+amountPhone > phoneWidth && len(shown) > 0
		if !spare {
			phone += narrow
		}
		shown = append(shown, i)
		number := c.Format.Numeric() && (len(shown) > 1 || c.Format.Kind != reports.Integer)
		out.Heads = append(out.Heads, head{line(c.Label), number, spare})
	}
	if len(shown) < 2 || !t.List && 3*len(shown) < 2*all {
		return out, false
	}
	for _, row := range t.Data.Rows[:rows] {
		var cells []cell
		for at, i := range shown {
			cells = append(cells, w.cell(t.Columns[i], row[places[i]], out.Heads[at]))
		}
		out.Rows = append(out.Rows, cells)
	}
	out.More = w.more(s, t, rows)
	if out.More == "" && len(t.Total) > 0 {
		for at, i := range shown {
			c := t.Columns[i]
			if _, isText := t.Total[i].(string); isText {
				c.Format = reports.Format{}
			}
			out.Total = append(out.Total, w.cell(c, t.Total[i], out.Heads[at]))
		}
	}
	return out, true
}

// firstAmount is the first column of money and the room that it needs, which
// the columns before it leave: a list is about the money in it.
func (w *writer) firstAmount(t *reports.Table, rows int) (column int, desk, phone float64) {
	for i, c := range t.Columns {
		if c.Format.Kind == reports.Money && !c.Book {
			desk, phone = w.widths(t, i, t.Data.Index(c.Name), rows)
			return i, desk, phone
		}
	}
	return -1, 0, 0
}

func (w *writer) cell(c reports.Column, value any, h head) cell {
	text := line(w.Show(c.Format, value))
	if text == "" {
		text = line(c.None)
	}
	return cell{reports.Shorten(text, 120), h.Number, h.Spare}
}

// Pixels that characters are wide in the fonts that mails are shown in, the
// widest of them, and the gap between columns.
const (
	deskLetter  = 8.5
	phoneLetter = 8.0
	headLetter  = 9.7
	columnGap   = 12.0
)

// widths are how many pixels a column needs on a desk and on a telephone.
func (w *writer) widths(t *reports.Table, i, place, rows int) (desk, phone float64) {
	c := t.Columns[i]
	most, word := 0, 0
	for _, row := range t.Data.Rows[:rows] {
		most = max(most, utf8.RuneCountInString(line(w.Show(c.Format, row[place]))))
	}
	if rows == t.Data.Len() && i < len(t.Total) && c.Format.Numeric() { // bold letters are wider
		most = max(most, 1+utf8.RuneCountInString(line(w.Show(c.Format, t.Total[i]))))
	}
	for _, part := range strings.Fields(c.Label) {
		word = max(word, min(utf8.RuneCountInString(part), wordLength))
	}
	few := most
	if !c.Format.Numeric() {
		most, few = min(most, nameWidth), min(most, phoneName)
	}
	head := headLetter * float64(word)
	return max(deskLetter*float64(most), head) + columnGap, max(phoneLetter*float64(few), head) + columnGap
}

// more says how many rows there are besides and where.
func (w *writer) more(s *reports.Section, t *reports.Table, rows int) string {
	if t.Data.Len() <= rows {
		return ""
	}
	return line(w.Words.Count("mail.more", int64(t.Data.Len()-rows), "sheet", s.SheetTitle(t)))
}
