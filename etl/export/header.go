package export

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// found is where in the rows ahead the header is.
type found struct {
	at     int // the rows above it are titles
	height int
	names  []string
	hashes bool // lines beginning with # are comments
}

// findHeader finds the header among the rows ahead. Where nothing speaks for
// another one, it is the first row on which something stands.
func (t *table) findHeader(options Options) (found, error) {
	if options.HeaderRow > 0 && t.place.Block == 0 {
		if err := t.reach(int64(options.HeaderRow)); err != nil {
			return found{}, err
		}
	}
	first := slices.IndexFunc(t.ahead, func(r row) bool { return !r.blank() })
	if first < 0 {
		return found{}, t.empty()
	}
	f := found{at: first, height: 1}
	if options.HeaderRow > 0 && t.place.Block == 0 {
		f.at = slices.IndexFunc(t.ahead, func(r row) bool { return r.number == int64(options.HeaderRow) })
	} else if t.place.Block > 0 {
		f.at, f.hashes = t.nextAt, t.hashes
	} else {
		f.at, f.hashes = behindComments(t.ahead, first)
		f.at = headerAt(t.ahead[:blockEnd(t.ahead, f)], f.at, options.Known)
	}
	header := t.ahead[f.at]
	if header.problem != "" {
		return found{}, &FileError{File: t.name, Cause: ErrInput,
			Text: fmt.Sprintf("line %d should be the header, but it %s", header.number, header.problem)}
	}
	f.names = headerOf(header.cells)
	if names, ok := twoRows(t.ahead[f.at:]); ok {
		f.names, f.height = names, 2
	}
	return f, nil
}

// blockEnd is up to where the rows say how wide the table is: between comments
// stand several, in other files titles may be followed by blank lines.
func blockEnd(rows []row, f found) int {
	if f.hashes {
		for i := f.at; i < len(rows); i++ {
			if rows[i].blank() || beginsWithHash(&rows[i]) {
				return i
			}
		}
	}
	return len(rows)
}

// reach reads up to the row that the config calls the header.
func (t *table) reach(number int64) error {
	for {
		if n := len(t.ahead); n > 0 && t.ahead[n-1].number >= number {
			break
		}
		if err := t.look(len(t.ahead) + 1); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return err
		}
	}
	for _, r := range t.ahead {
		if r.number == number && !r.blank() {
			return nil
		}
	}
	return &FileError{File: t.name, Cause: ErrInput, Text: fmt.Sprintf("line %d should be the header, but nothing stands there", number)}
}

// behindComments passes over lines that begin with #, unless they are the
// table itself: a header may begin with #, and so may all the orders below it.
func behindComments(rows []row, first int) (at int, comments bool) {
	if !beginsWithHash(&rows[first]) {
		return first, false
	}
	next := first
	for next < len(rows) && (rows[next].blank() || beginsWithHash(&rows[next])) {
		next++
	}
	if next == len(rows) {
		return first, false
	}
	alone := next == first+1 && len(rows[first].cells) > 1 && len(rows[first].cells) == len(rows[next].cells)
	if alone && !strings.HasPrefix(rows[first].cells[0].Text, "# ") {
		return first, false
	}
	return next, true
}

// headerAt is the header's place at or behind a row.
func headerAt(rows []row, first int, known func(string) bool) int {
	if known != nil {
		if at := mostKnown(rows, first, known); at >= 0 {
			return at
		}
	}
	width := usualWidth(rows[first:])
	if !isTitle(rows[first], width) {
		return first
	}
	for at := first + 1; at < len(rows)-1; at++ {
		if rows[at].blank() || isTitle(rows[at], width) {
			continue
		}
		if looksLikeHeader(rows[at]) && slices.ContainsFunc(rows[at+1:], func(r row) bool { return r.filled() > 1 }) {
			return at
		}
		return first // a row of data: the header, if there is one, is above it
	}
	return first
}

// mostKnown is the first row below the first one that knows much more headers
// than that, -1 if there is none.
func mostKnown(rows []row, first int, known func(string) bool) int {
	const looked, least = 40, 3
	hits := func(r row) (hits, filled int) {
		for _, cell := range r.cells {
			if !isEmpty(cell.Text) {
				filled++
				if isWords(cell) && known(strings.TrimSpace(cell.Text)) {
					hits++
				}
			}
		}
		return hits, filled
	}
	top, filled := hits(rows[first])
	if top*2 >= filled {
		return -1
	}
	for at := first + 1; at < min(len(rows), first+looked); at++ {
		if n, of := hits(rows[at]); n >= max(least, 2*top) && n*10 >= of*6 && looksLikeHeader(rows[at]) {
			return at
		}
	}
	return -1
}

// usualWidth is how many cells are filled in most rows.
func usualWidth(rows []row) int {
	counts := map[int]int{}
	most, width := 0, 0
	for _, r := range rows {
		n := r.filled()
		if n == 0 || r.problem != "" {
			continue
		}
		if counts[n]++; counts[n] > most || counts[n] == most && n > width {
			most, width = counts[n], n
		}
	}
	return width
}

// isTitle says whether a row is too narrow for a header of rows that wide.
func isTitle(r row, width int) bool {
	n := r.filled()
	if n == 2 && width > 1 && r.problem == "" && isParameter(r) {
		return true
	}
	return n == 1 && width > 1 || n == 2 && width > 3 || n*3 < width
}

// isParameter sees a report's parameter: Период: | 01.05.2026 - 31.05.2026
func isParameter(r row) bool {
	colons := 0
	for i, cell := range r.cells {
		if strings.HasSuffix(strings.TrimSpace(cell.Text), ":") {
			if colons++; i != r.first() {
				return false
			}
		}
	}
	return colons == 1
}

// looksLikeHeader says whether most cells of a row are words, and no two the
// same.
func looksLikeHeader(r row) bool {
	words, filled := 0, 0
	for _, cell := range r.cells {
		if isEmpty(cell.Text) {
			continue
		}
		filled++
		if isWords(cell) {
			words++
		}
	}
	return filled > 1 && words*10 >= filled*6
}

// twoRows reads a header of captions above captions: those of the upper row
// hold for the blank cells to their right.
func twoRows(rows []row) (names []string, ok bool) {
	if len(rows) < 3 || rows[1].number != rows[0].number+1 || !looksLikeHeader(rows[1]) {
		return nil, false
	}
	upper, lower, below := rows[0].cells, rows[1].cells, rows[2].cells
	at := func(cells []Cell, i int) Cell {
		if i < len(cells) {
			return cells[i]
		}
		return Cell{}
	}
	var onlyUpper, onlyLower, values int
	seen, twice := map[string]int{}, false
	width := max(len(upper), len(lower))
	for i := range width {
		above, under := at(upper, i), at(lower, i)
		switch {
		case !isEmpty(above.Text) && isEmpty(under.Text):
			onlyUpper++
		case isEmpty(above.Text) && !isEmpty(under.Text):
			onlyLower++
		}
		if isEmpty(under.Text) {
			continue
		}
		if !isWords(under) {
			return nil, false
		}
		if seen[under.Text]++; seen[under.Text] > 1 {
			twice = true
		}
		if next := at(below, i); !isEmpty(next.Text) && !isWords(next) {
			values++
		}
	}
	if onlyLower == 0 || values == 0 || onlyUpper == 0 && !twice {
		return nil, false
	}
	caption := ""
	for i := range width {
		above, under := strings.TrimSpace(at(upper, i).Text), strings.TrimSpace(at(lower, i).Text)
		if above != "" {
			caption = above
		}
		switch {
		case under == "":
			names = append(names, above)
		case seen[at(lower, i).Text] > 1 && caption != "":
			names = append(names, caption+": "+under)
		default:
			names = append(names, under)
		}
	}
	return names, true
}

func (t *table) empty() error {
	if t.grid.ragged() {
		return &FileError{File: t.name, Text: "the sheet is empty; export it again", Cause: io.ErrUnexpectedEOF}
	}
	return emptyFile(t.name)
}
