package mail

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"clientele/reports"
)

// Limits of the one table that a mail has.
const (
	smallRows  = 10  // a table with no more of them is shown whole
	firstRows  = 6   // of a list
	deskWidth  = 590 // pixels
	phoneWidth = 288 // of the narrowest ones, without margins
	nameWidth  = 24  // characters of one name: longer ones take a second line
	phoneName  = 13  // the same on a telephone
)

// tables show the first table that is small, or the first rows of the first
// list. A manager acts upon the list of whom to call, so that stands before it.
func (w *writer) tables(d *reports.Document) {
	all := func(*reports.Table) bool { return true }
	first, of := w.firstTable(d, all)
	if d.ID == "manager" {
		call, list := w.firstTable(d, func(t *reports.Table) bool { return t.List && t.Data.Index(contactColumn) >= 0 })
		if list != nil && list != of {
			w.letter.Tables = append(w.letter.Tables, call)
		}
	}
	if of != nil {
		w.letter.Tables = append(w.letter.Tables, first)
	}
}

// firstTable is the first one of a kind that a mail has room for, as it shows
// it; nil without one. Heat maps are pictures and have no place here.
func (w *writer) firstTable(d *reports.Document, kind func(*reports.Table) bool) (grid, *reports.Table) {
	for i := range d.Sections {
		s := &d.Sections[i]
		for k := range s.Tables {
			t := &s.Tables[k]
			rows := w.rowsOf(t)
			if rows == 0 || !kind(t) {
				continue
			}
			if made, ok := w.grid(s, t, rows); ok {
				return made, t
			}
		}
	}
	return grid{}, nil
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
// columns is not shown, but a list is. How to reach a customer stands below the
// name: beside it an address would be broken anywhere.
func (w *writer) grid(s *reports.Section, t *reports.Table, rows int) (grid, bool) {
	t = w.wholeAmounts(t)
	places, contact := t.Places(), t.Data.Index(contactColumn)
	out := grid{Title: line(t.Title)}
	shown, all := w.fitting(t, rows, &out)
	if len(shown) < 2 || !t.List && 3*len(shown) < 2*all {
		return out, false
	}
	out.Heads[0].Broad = contact >= 0
	for _, row := range t.Data.Rows[:rows] {
		var cells []cell
		for at, i := range shown {
			cells = append(cells, w.cell(t.Columns[i], row[places[i]], out.Heads[at]))
		}
		if contact >= 0 {
			cells[0].Below = waysOf(line(w.Show(reports.Format{}, row[contact])))
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

// fitting are the columns that there is room for, whose heads it adds, and how
// many a page has.
func (w *writer) fitting(t *reports.Table, rows int, out *grid) (shown []int, all int) {
	used, phone, full, spare := 0.0, 0.0, false, false
	amount, amountDesk, amountPhone := w.firstAmount(t, rows)
	for _, group := range together(t) {
		all += len(group)
		desk, narrow, wide := 0.0, 0.0, false
		for _, i := range group {
			if i == amount {
				amountDesk, amountPhone = 0, 0 // its room is its own
			}
			one, less := w.widths(t, i, t.Data.Index(t.Columns[i].Name), rows)
			desk, narrow, wide = desk+one, narrow+less, wide || t.Columns[i].Wide
		}
		if len(shown) == 0 { // what stands below the name
			whole, piece := longestWay(t, rows)
			desk, narrow = max(desk, deskLetter*float64(whole)+columnGap), max(narrow, phoneLetter*float64(piece)+columnGap)
		}
		if full = full || used+desk+amountDesk > deskWidth; wide || full {
			full = full && t.Data.Index(contactColumn) >= 0 // other tables go on with what is narrower
			continue
		}
		used += desk
		// Columns stand in the order of what matters: behind one that a telephone
		// has no room for none comes back.
		spare = spare || phone+narrow+amountPhone > phoneWidth && len(shown) > 0 && !slices.Contains(group, amount)
		if !spare {
			phone += narrow
		}
		for _, i := range group {
			shown = append(shown, i)
			c := t.Columns[i]
			number := c.Format.Numeric() && (len(shown) > 1 || c.Format.Kind != reports.Integer)
			out.Heads = append(out.Heads, head{Text: line(c.Label), Number: number, Spare: spare})
		}
	}
	return shown, all
}

// longestWay is how many characters the longest telephone or address has, and
// how many of one have to stand on a line; 0 of a table without them.
func longestWay(t *reports.Table, rows int) (whole, piece int) {
	at := t.Data.Index(contactColumn)
	if at < 0 {
		return 0, 0
	}
	for _, row := range t.Data.Rows[:rows] {
		text, _ := row[at].(string)
		for _, one := range waysOf(line(text)) {
			whole = max(whole, min(utf8.RuneCountInString(one.Text), mostWay))
			for _, part := range one.Pieces() {
				piece = max(piece, min(utf8.RuneCountInString(part), mostPiece))
			}
		}
	}
	return whole, piece
}

// together are the columns of a page in groups that are shown whole or not at
// all: the borders of a band mean nothing without each other.
func together(t *reports.Table) [][]int {
	var out [][]int
	for i, c := range t.Columns {
		last := len(out) - 1
		switch {
		case c.Book, c.Name == contactColumn:
		case last >= 0 && strings.HasPrefix(c.Name, "hi") && t.Columns[out[last][0]].Name == "lo"+strings.TrimPrefix(c.Name, "hi"):
			out[last] = append(out[last], i)
		default:
			out = append(out, []int{i})
		}
	}
	return out
}

// leastWhole is the amount from which a column has no cents in a mail: its
// sentences and key figures have none either.
const leastWhole = 100

// wholeAmounts is a table whose amounts have cents only where all of a column
// are small.
func (w *writer) wholeAmounts(t *reports.Table) *reports.Table {
	if t.Exact {
		return t
	}
	out := *t
	out.Columns = slices.Clone(t.Columns)
	for i, c := range t.Columns {
		if c.Format.Kind != reports.Money || c.Format.Digits == 0 {
			continue
		}
		for _, row := range t.Data.Rows {
			amount, ok := c.Format.Number(row[t.Data.Index(c.Name)])
			if ok && amount.Abs().GreaterThanOrEqual(decimal.NewFromInt(leastWhole)) {
				out.Columns[i].Format.Digits = 0
				break
			}
		}
	}
	return &out
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
	return cell{Text: reports.Shorten(text, 120), Number: h.Number, Spare: h.Spare}
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
