package export

// grid is a file or sheet as rows of cells, before anybody knows which of them
// is the header. Rows on which nothing stands may be left out, if the numbers
// of the others show it.
type grid interface {
	next(into *row) error // io.EOF at the end
	progress() float64
	// ragged says that a row need not have as many cells as the header.
	ragged() bool
	Close() error
}

// row is one row of a grid. Its cells are valid until the next one is read.
type row struct {
	number     int64
	cells      []Cell
	text       string // as it stands in the file, if it is text
	problem    string // why it could not be taken apart
	undecoded  string // which of its characters are none
	value      string // where they stand
	uncomputed bool
	fresh      bool // it is the first of another table
	outline    int  // how deep it is grouped …
	indent     int  // … and its first cell indented
}

// filled is how many cells have something on them.
func (r *row) filled() int {
	n := 0
	for _, cell := range r.cells {
		if !isEmpty(cell.Text) {
			n++
		}
	}
	if n == 0 && r.problem != "" {
		return 1
	}
	return n
}

// first is the column of the first cell with something on it, -1 if there is
// none.
func (r *row) first() int {
	for i, cell := range r.cells {
		if !isEmpty(cell.Text) {
			return i
		}
	}
	return -1
}

func (r *row) blank() bool { return r.first() < 0 && r.problem == "" && !r.uncomputed }

// shown is the row in a line.
func (r *row) shown() string {
	if r.text != "" {
		return shorten(valid(r.text))
	}
	text := ""
	for _, cell := range r.cells {
		if isEmpty(cell.Text) {
			continue
		}
		if text != "" {
			text += " | "
		}
		if text += cell.Text; len(text) > maxShown {
			break
		}
	}
	return shorten(valid(text))
}
