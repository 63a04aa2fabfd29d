package export

import (
	"errors"
	"io"
	"strings"
	"time"
	"unicode/utf8"
)

// noRecord says why a row is no record, "" if it is one. Rather a line too many
// is kept than a customer lost whose name is Total.
func (t *table) noRecord(r *row) string {
	first := r.first()
	if first < 0 {
		return ""
	}
	text := r.cells[first].Text
	if first == 0 && len(t.header) > 1 && strings.TrimSpace(text) == t.header[0] && t.repeatsHeader(r) {
		return "repeats the header"
	}
	switch {
	case first >= len(t.header):
		return "stands beside the table"
	case t.isTotal(r, first):
		return "is a total"
	case (text[0] == 'C' || text[0] == 'c') && len(t.header) > 1 && isFooter(r):
		return "is a footer"
	}
	return ""
}

func (t *table) repeatsHeader(r *row) bool {
	for i, name := range t.header {
		if i >= len(r.cells) && name != "" || i < len(r.cells) && strings.TrimSpace(r.cells[i].Text) != name {
			return false
		}
	}
	return true
}

// isFooter knows what Salesforce writes below its reports, also where nothing
// quotes the comma in it.
func isFooter(r *row) bool {
	var filled []string
	for _, cell := range r.cells {
		if !isEmpty(cell.Text) {
			filled = append(filled, strings.TrimSpace(cell.Text))
		}
	}
	if len(filled) > 2 {
		return false
	}
	text := strings.ToLower(strings.Join(filled, ", "))
	return len(filled) == 1 && strings.HasPrefix(text, "confidential information - do not distribute") ||
		strings.HasPrefix(text, "copyright (c)") && strings.HasSuffix(text, "salesforce.com, inc. all rights reserved.")
}

// keyColumns are those in whose first rows words or dates stand.
func keyColumns(rows []row, width int) []bool {
	keys := make([]bool, width)
	for i := range keys {
		numbers, others := 0, 0
		for _, r := range rows {
			switch {
			case i >= len(r.cells) || isEmpty(r.cells[i].Text):
			case isAmount(r.cells[i]) && !isCompactDay(r.cells[i].Text):
				numbers++
			default:
				others++
			}
		}
		keys[i] = others > numbers
	}
	return keys
}

// isCompactDay tells days as analytics write them: 20260827.
func isCompactDay(text string) bool {
	if len(text) != len("20060102") {
		return false
	}
	day, err := time.Parse("20060102", text)
	return err == nil && day.Year() >= 1990 && day.Year() < 2100
}

// behindGap decides what follows a blank line or, where it is told so, a
// comment: the next table, the notes at the end of the file, or further rows.
func (t *table) behindGap(told bool) error {
	const looked = 12
	for len(t.ahead) > 0 && t.ahead[0].blank() {
		t.ahead = t.ahead[1:]
	}
	for {
		if err := t.look(looked); err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if len(t.ahead) == 0 || !t.ahead[0].blank() {
			break
		}
		t.ahead = t.ahead[1:]
	}
	switch {
	case len(t.ahead) == 0:
		return nil
	case t.nextTable(told):
		t.closed = true
	case t.ended && len(t.header) > 2 && t.onlyNotes():
		for _, note := range t.ahead {
			if why := t.noRecord(&note); why != "" {
				t.add(note, why)
			} else if !note.blank() {
				t.add(note, "stands below the table")
			}
		}
		t.ahead = nil
	default:
		t.last, t.ahead[0].fresh = t.ahead[0].number-1, false
	}
	return nil
}

// onlyNotes says whether all rows ahead, the last of the file, have one cell
// with words only.
func (t *table) onlyNotes() bool {
	for _, r := range t.ahead {
		if r.blank() {
			continue
		}
		if r.problem != "" || r.filled() != 1 || !isWords(r.cells[r.first()]) || t.grid.ragged() && utf8.RuneCountInString(r.cells[r.first()].Text) < 20 {
			return false
		}
	}
	return true
}

// nextTable says whether the rows ahead begin another table: a row of words,
// perhaps below titles, which does not fit this one. A customer in a table of
// words is such a row, too, so that more must speak for it: comments above it, a
// width at which it would be no row here, a change from numbers to words, or
// that its headers are known.
func (t *table) nextTable(told bool) bool {
	at := 0
	told = told || t.ahead[0].fresh
	for at < len(t.ahead) && (t.ahead[at].blank() || t.ahead[at].filled() == 1 || t.isComment(&t.ahead[at])) {
		told = told || t.isComment(&t.ahead[at])
		at++
	}
	if at+1 >= len(t.ahead) {
		return false
	}
	t.nextAt = at
	header, below := t.ahead[at], t.ahead[at+1]
	if header.problem != "" || below.problem != "" || !looksLikeHeader(header) || t.repeatsHeader(&header) || below.number != header.number+1 {
		return false
	}
	width, known, conflicts := header.filled(), 0, 0
	for i, cell := range header.cells[:min(width, len(header.cells))] {
		if !isWords(cell) {
			return false // and a header has no holes
		}
		if t.known != nil && t.known(strings.TrimSpace(cell.Text)) {
			known++
		}
		if under := below.at(i); !isEmpty(under.Text) && !isWords(under) && (i >= len(t.keys) || !t.keys[i]) {
			conflicts++
		}
	}
	switch {
	case known >= 2 && known*10 >= width*6:
		return true
	case told || header.fresh:
		return conflicts > 0 || width != len(t.header)
	case !t.grid.ragged():
		return len(header.cells) != len(t.header) && len(header.cells) == len(below.cells)
	}
	return width != len(t.header) && conflicts > 0
}

// isComment sees a line that begins with #, where such lines are comments. One
// that is quoted, or as wide as the table, is a row of it.
func (t *table) isComment(r *row) bool {
	if !t.hashes || !beginsWithHash(r) {
		return false
	}
	text := r.at(0).Text
	return len(r.cells) != len(t.header) || strings.HasPrefix(text, "# ") || strings.HasPrefix(text, "#-")
}

func beginsWithHash(r *row) bool {
	if r.text != "" {
		return r.text[0] == '#'
	}
	return strings.HasPrefix(r.at(0).Text, "#")
}
