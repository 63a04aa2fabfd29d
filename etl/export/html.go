package export

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/text/transform"
)

const (
	// maxColumns bounds a row, as the workbooks of spreadsheets do.
	maxColumns = 16_384
	// maxRows bounds a sheet, likewise.
	maxRows = 1_048_576
)

// page gives the rows of the tables of a web page, as many systems call it .xls.
type page struct {
	name     string
	stream   *stream
	encoding string
	tokens   *html.Tokenizer
	number   int64
	tables   []*pageTable // open ones, the innermost last
	fresh    bool         // no row of the table has been given
}

// pageTable is a table being read.
type pageTable struct {
	cells []Cell
	spans []int // rows for which a cell of the row above still holds
	row   bool  // is open
	cell  bool  // is open
	text  []byte
	blank bool   // a blank is due before the next word
	value string // the number that Excel wrote beside its text
	wide  int    // columns of the cell
	high  int    // rows of the cell
}

func openPage(f *file, options Options) (*page, error) {
	from, err := f.open()
	if err != nil {
		return nil, err
	}
	p := &page{name: f.name, stream: from, encoding: options.Encoding}
	if p.encoding == "" {
		p.encoding = pageEncoding(f.head)
	}
	plain := io.Reader(from)
	if decoder := decoderNamed(p.encoding); decoder != nil {
		plain = transform.NewReader(bufio.NewReaderSize(from, headBytes), decoder)
	}
	p.tokens = html.NewTokenizer(plain)
	p.tokens.SetMaxBuf(maxRecord)
	return p, nil
}

// pageEncoding is what the page says of itself, unless its bytes deny it.
func pageEncoding(head []byte) string {
	seen := sniffEncoding(head)
	if !strings.HasPrefix(seen, "cp") {
		return seen
	}
	lower := bytes.ToLower(head)
	if at := bytes.Index(lower, []byte("charset=")); at >= 0 {
		said := strings.TrimLeft(string(lower[at+len("charset="):min(len(lower), at+40)]), `"' `)
		switch {
		case strings.HasPrefix(said, "windows-1251"):
			return "cp1251"
		case strings.HasPrefix(said, "windows-1252"), strings.HasPrefix(said, "iso-8859-1"):
			return "cp1252"
		}
	}
	return seen
}

func (p *page) next(into *row) (err error) {
	*into, err = p.advance()
	return err
}

// advance gives the next row.
func (p *page) advance() (row, error) {
	for {
		kind := p.tokens.Next()
		if kind == html.ErrorToken {
			return row{}, p.end()
		}
		switch kind {
		case html.TextToken:
			if t := p.table(); t != nil && t.cell {
				t.write(string(p.tokens.Text()))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			if r, done, err := p.open(); done || err != nil {
				return r, err
			}
		case html.EndTagToken:
			if r, done := p.close(); done {
				return r, nil
			}
		}
	}
}

// end is io.EOF, unless the page breaks off within a row.
func (p *page) end() error {
	err := p.tokens.Err()
	switch t := p.table(); {
	case errors.Is(err, html.ErrBufferExceeded):
		return &FileError{File: p.name, Text: fmt.Sprintf("behind row %d a text is longer than %d MB", p.number, maxRecord>>20), Cause: err}
	case !errors.Is(err, io.EOF):
		return OpenError(p.name, err)
	case t != nil && t.row:
		return &FileError{File: p.name, Text: fmt.Sprintf("the table breaks off behind row %d; export it again", p.number), Cause: io.ErrUnexpectedEOF}
	}
	return io.EOF
}

func (p *page) table() *pageTable {
	if len(p.tables) == 0 {
		return nil
	}
	return p.tables[len(p.tables)-1]
}

// open takes a tag that opens something. A row may end by it, since the tags
// that close rows and cells may be left out.
func (p *page) open() (ended row, done bool, err error) {
	name, more := p.tokens.TagName()
	tag, t := string(name), p.table()
	switch tag {
	case "script", "style":
		return row{}, false, p.skip(tag)
	case "table":
		if len(p.tables) == 100 {
			return row{}, false, &FileError{File: p.name, Text: "tables are nested more than 100 deep in it", Cause: ErrInput}
		}
		p.tables = append(p.tables, &pageTable{})
		p.fresh = true
		return row{}, false, nil
	}
	if t == nil {
		return row{}, false, nil
	}
	switch tag {
	case "tr":
		ended, done = p.endRow()
		t.row = true
	case "td", "th":
		t.endCell()
		t.row, t.cell, t.wide, t.high, t.value = true, true, 1, 1, ""
		for more {
			var key, value []byte
			key, value, more = p.tokens.TagAttr()
			t.attribute(string(key), string(value))
		}
	case "br", "p", "div", "li":
		if t.cell && len(t.text) > 0 {
			t.text = append(t.text, '\n')
			t.blank = false
		}
	}
	return ended, done, nil
}

func (t *pageTable) attribute(key, value string) {
	number, err := strconv.Atoi(strings.TrimSpace(value))
	switch key {
	case "colspan":
		if err == nil {
			t.wide = max(1, min(number, 1000)) // as browsers bound it
		}
	case "rowspan":
		if err == nil {
			t.high = max(1, min(number, 65534))
		}
	case "x:num":
		t.value = strings.TrimSpace(value)
	}
}

// skip passes over what is no text of the page.
func (p *page) skip(tag string) error {
	for {
		switch p.tokens.Next() {
		case html.ErrorToken:
			return p.end()
		case html.EndTagToken:
			if name, _ := p.tokens.TagName(); string(name) == tag {
				return nil
			}
		}
	}
}

// close takes a tag that closes something.
func (p *page) close() (row, bool) {
	name, _ := p.tokens.TagName()
	t := p.table()
	if t == nil {
		return row{}, false
	}
	switch string(name) {
	case "td", "th":
		t.endCell()
	case "tr":
		return p.endRow()
	case "table":
		ended, done := p.endRow()
		p.tables = p.tables[:len(p.tables)-1]
		return ended, done
	}
	return row{}, false
}

// write adds text as a browser shows it: blanks and line ends are one blank.
func (t *pageTable) write(text string) {
	for i, word := range strings.FieldsFunc(text, isPageBlank) {
		if (i > 0 || t.blank || isPageBlank(rune(text[0]))) && len(t.text) > 0 && t.text[len(t.text)-1] != '\n' {
			t.text = append(t.text, ' ')
		}
		t.text = append(t.text, valid(word)...)
		t.blank = false
	}
	t.blank = t.blank || text != "" && isPageBlank(rune(text[len(text)-1]))
}

func isPageBlank(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\f' }

func (t *pageTable) endCell() {
	if !t.cell {
		return
	}
	cell := Cell{Text: strings.TrimRight(string(t.text), "\n")}
	if _, err := strconv.ParseFloat(t.value, 64); err == nil && isAmount(Cell{Text: t.value}) {
		cell = Cell{Text: t.value, Kind: Number}
	}
	t.cell, t.blank = false, false
	t.text = t.text[:0]
	t.covered()
	for range t.wide {
		if len(t.cells) == maxColumns {
			break
		}
		t.cells = append(t.cells, cell)
		cell = Cell{}
		for len(t.spans) < len(t.cells) {
			t.spans = append(t.spans, 0)
		}
		t.spans[len(t.cells)-1] = t.high - 1
	}
}

// covered passes over the columns that a cell of a row above takes.
func (t *pageTable) covered() {
	for len(t.cells) < len(t.spans) && t.spans[len(t.cells)] > 0 {
		t.spans[len(t.cells)]--
		t.cells = append(t.cells, Cell{})
	}
}

// endRow gives the row that is open, if one is.
func (p *page) endRow() (row, bool) {
	t := p.table()
	t.endCell()
	if !t.row {
		return row{}, false
	}
	for i := len(t.cells); i < len(t.spans); i++ {
		t.spans[i] = max(0, t.spans[i]-1)
	}
	cells := t.cells
	t.cells, t.row = nil, false
	p.number++
	ended := row{number: p.number, cells: cells, fresh: p.fresh && p.number > 1}
	p.fresh = false
	return ended, true
}

func (p *page) progress() float64 { return p.stream.progress() }

func (*page) ragged() bool { return true }

// Close closes the file.
func (p *page) Close() error { return p.stream.Close() }
