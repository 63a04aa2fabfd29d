package export

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

const (
	// headRows is how many rows are looked at for the header.
	headRows = 100
	// keptAside is how many of the lines set aside are kept.
	keptAside = 100
)

// table gives the records below a header of a grid. What stands between them
// and is none is set aside.
type table struct {
	setAside
	name    string
	grid    grid
	ahead   []row // read already
	ended   bool  // the grid
	failed  error // of the grid, behind the rows ahead
	place   Place
	header  []string // the grid's own columns
	period  []Cell   // what every record has besides
	keys    []bool   // columns of words and dates: what tells a row from a sum
	nested  bool     // its rows are a tree
	known   func(string) bool
	hashes  bool  // lines beginning with # are comments
	lead    []row // the header's rows
	nextAt  int   // where among the rows ahead the next block's header is
	current row   // the one given last
	last    int64 // number of the last row
	closed  bool  // the block has ended, another one follows
	cells   []Cell
}

// setAside keeps the lines that are no records.
type setAside struct {
	lines []Line
	count int64
}

func (a *setAside) add(of row, why string) {
	a.count++
	if len(a.lines) < keptAside {
		a.lines = append(a.lines, Line{Row: of.number, Text: of.shown(), Why: why})
	}
}

// Aside lists the lines that are no records.
func (a *setAside) Aside() []Line { return a.lines }

// AsideCount counts them.
func (a *setAside) AsideCount() int64 { return a.count }

// openTable finds a table in a grid. It closes the grid if it fails.
func openTable(name string, from grid, place Place, options Options) (*table, error) {
	t := &table{name: name, grid: from, place: place, known: options.Known}
	var err error
	if first, told := from.(*text); told && first.told {
		var line row
		if err = from.next(&line); err == nil {
			t.add(line, "says what separates the columns")
		}
	}
	if err == nil {
		err = t.begin(options)
	}
	for block := 1; err == nil && block < options.Block; block++ {
		if err = t.skip(); err == nil && !t.closed {
			err = &FileError{File: name, Cause: ErrInput, Text: fmt.Sprintf("it has no table %d; there are %d in it", options.Block, block)}
		}
		if err == nil {
			err = t.begin(options)
		}
	}
	if err != nil {
		return nil, errors.Join(err, from.Close())
	}
	return t, nil
}

// begin finds the header of the next block.
func (t *table) begin(options Options) error {
	t.closed = false
	if err := t.look(headRows); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	found, err := t.findHeader(options)
	if err != nil {
		return err
	}
	t.nested = t.looksLikeTree(found.at, t.ahead)
	t.start(found)
	return nil
}

// start takes the header away from the rows ahead, and what stands above it.
func (t *table) start(found found) {
	titles := t.ahead[:found.at]
	t.hashes, t.place.Title = found.hashes, nil
	for _, title := range titles {
		if !title.blank() {
			t.add(title, "stands above the header")
			t.place.Title = append(t.place.Title, strings.Join(strings.Fields(strings.ReplaceAll(title.shown(), " | ", " ")), " "))
		}
	}
	t.header = found.names
	t.place.Block++
	t.place.HeaderRow = int(t.ahead[found.at].number)
	t.lead = t.ahead[found.at : found.at+found.height]
	t.ahead = t.ahead[found.at+found.height:]
	t.last = int64(t.place.HeaderRow + found.height - 1)
	t.place.Header = t.header
	if t.period = periodOf(t.place.Title); t.period != nil && !slices.Contains(t.header, periodFrom) {
		t.place.Header = append(slices.Clone(t.header), periodFrom, periodTo)
	} else {
		t.period = nil
	}
	t.keys = keyColumns(t.ahead, len(t.header))
}

// skip passes over the rest of a block.
func (t *table) skip() error {
	for _, header := range t.lead {
		t.add(header, fmt.Sprintf("belongs to table %d of the file", t.place.Block))
	}
	for {
		var current row
		err := t.pull(&current)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		t.add(current, fmt.Sprintf("belongs to table %d of the file", t.place.Block))
	}
}

// read takes the next row of the grid.
func (t *table) read(into *row) error {
	if len(t.ahead) > 0 {
		*into = t.ahead[0]
		t.ahead = t.ahead[1:]
		return nil
	}
	if t.ended {
		return io.EOF
	}
	if t.failed != nil {
		return t.failed
	}
	err := t.grid.next(into)
	if err != nil {
		t.ended = t.ended || errors.Is(err, io.EOF)
	}
	return err
}

// look sees that rows are read ahead, as many as there are up to that number.
func (t *table) look(rows int) error {
	for len(t.ahead) < rows {
		if t.ended {
			return io.EOF
		}
		if t.failed != nil {
			return t.failed
		}
		var next row
		err := t.grid.next(&next)
		if errors.Is(err, io.EOF) {
			t.ended = true
		}
		if err != nil {
			return err
		}
		next.cells = slices.Clone(next.cells)
		t.ahead = append(t.ahead, next)
	}
	return nil
}

// Header gives the names of the columns.
func (t *table) Header() []string { return t.place.Header }

// Place says how the table is read.
func (t *table) Place() Place { return t.place }

// Progress is how much of the file has been read.
func (t *table) Progress() float64 { return t.grid.progress() }

// Close closes the file.
func (t *table) Close() error { return t.grid.Close() }

// Next gives the next record. Behind the end of its block the lines of the
// others are counted.
func (t *table) Next() (Record, error) {
	err := t.pull(&t.current)
	if err == nil {
		return t.record(&t.current), nil
	}
	for errors.Is(err, io.EOF) {
		if err = t.read(&t.current); err != nil {
			break
		}
		if !t.current.blank() {
			t.add(t.current, "belongs to another table of the file")
		}
		err = io.EOF
	}
	return Record{}, err
}

// pull gives the next row that is a record; io.EOF at the end of the block.
func (t *table) pull(current *row) error {
	for !t.closed {
		if err := t.read(current); err != nil {
			return err
		}
		gap := (current.number > t.last+1 || current.fresh) && t.grid.ragged()
		t.last = current.number
		switch {
		case gap && !current.blank():
			t.ahead = append([]row{current.kept()}, t.ahead...)
		case current.blank():
		case t.isComment(current):
			t.add(*current, "is a comment")
		default:
			if why := t.noRecord(current); why != "" {
				t.add(*current, why)
				continue
			}
			return nil
		}
		if err := t.behindGap(t.isComment(current)); err != nil {
			return err
		}
	}
	return io.EOF
}

// kept is the row with cells that stay.
func (r *row) kept() row {
	kept := *r
	kept.cells = slices.Clone(r.cells)
	return kept
}

// record makes a row a record, or says why it is none that can be read.
func (t *table) record(from *row) Record {
	width := len(t.header)
	switch {
	case from.problem != "":
		return refused(from.number, from.problem, from.value)
	case from.undecoded != "":
		return refused(from.number, from.undecoded, from.value)
	case t.grid.ragged():
		from.cells = from.cells[:min(len(from.cells), width)]
	case len(from.cells) < width || len(from.cells) > width && !isBlank(from.cells[width:]):
		return refused(from.number, fmt.Sprintf("has %d columns where the header has %d", len(from.cells), width), from.text)
	default:
		from.cells = from.cells[:width]
	}
	if t.period != nil {
		t.cells = append(t.cells[:0], from.cells...)
		for len(t.cells) < width {
			t.cells = append(t.cells, Cell{})
		}
		from.cells = append(t.cells, t.period...)
		t.cells = from.cells
	}
	return Record{Row: from.number, Cells: from.cells, Uncomputed: from.uncomputed}
}

func refused(number int64, problem, value string) Record {
	return Record{Row: number, Problem: problem, Value: shorten(valid(value))}
}
