package export

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/transform"
)

// text gives the lines of delimited text, taken apart.
type text struct {
	name      string
	stream    *stream
	records   *splitter
	encoding  string
	decoded   bool // the text was not UTF-8
	delimiter string
}

func openText(f *file, options Options) (*text, error) {
	from, err := f.open()
	if err != nil {
		return nil, err
	}
	t := &text{name: f.name, stream: from, encoding: options.Encoding}
	if err := t.start(f.head, options); err != nil {
		return nil, errors.Join(err, from.Close())
	}
	return t, nil
}

func (t *text) start(head []byte, options Options) error {
	if t.encoding == "" {
		t.encoding = sniffEncoding(head)
	}
	plain := io.Reader(t.stream)
	if decoder := decoderNamed(t.encoding); decoder != nil {
		t.decoded, plain = true, transform.NewReader(bufio.NewReaderSize(t.stream, headBytes), decoder)
		var err error
		if head, err = decoderNamed(t.encoding).Bytes(head); err != nil {
			return &FileError{File: t.name, Text: "its text is not in the encoding " + t.encoding, Cause: err}
		}
	}
	if bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(head, '\r') >= 0 {
		plain, head = oldMacLines{plain}, bytes.ReplaceAll(head, []byte("\r"), []byte("\n"))
	}
	plain, err := skipMark(plain)
	if err != nil {
		return openError(t.name, err)
	}
	delimiter := sniffDelimiter(head)
	if options.Delimiter != "" {
		delimiter, _ = utf8.DecodeRuneInString(options.Delimiter)
	}
	t.delimiter = string(delimiter)
	t.records = newSplitter(plain, delimiter)
	return nil
}

// oldMacLines reads text whose lines end in a carriage return alone, as Excel
// still writes it under "CSV (Macintosh)".
type oldMacLines struct{ from io.Reader }

func (r oldMacLines) Read(p []byte) (int, error) {
	n, err := r.from.Read(p)
	for i := range p[:n] {
		if p[i] == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}

// skipMark passes over a byte order mark.
func skipMark(from io.Reader) (io.Reader, error) {
	head := make([]byte, 3)
	n, err := io.ReadFull(from, head)
	if err = ignoreShort(err); err != nil || n == 3 && string(head) == "\ufeff" {
		return from, err
	}
	return io.MultiReader(bytes.NewReader(head[:n]), from), nil
}

func (t *text) failure(err error) error {
	var open *openQuoteError
	if errors.As(err, &open) {
		return &FileError{File: t.name, Text: open.Error(), Cause: open}
	}
	return openError(t.name, err)
}

// undecoded says what is wrong with the characters of a record, if anything
// is, and in which cell.
func (t *text) undecoded(next split) (problem, value string) {
	wrong := func(text string) bool {
		return !utf8.ValidString(text) || t.decoded && strings.ContainsRune(text, utf8.RuneError)
	}
	if next.valid || !wrong(next.text) {
		return "", ""
	}
	i := slices.IndexFunc(next.cells, func(cell Cell) bool { return wrong(cell.Text) })
	switch {
	case i < 0:
		return "", ""
	case t.decoded:
		return fmt.Sprintf("column %d has a character that %s does not know; is it the file's encoding?", i+1, t.encoding), next.cells[i].Text
	}
	return fmt.Sprintf("column %d is not UTF-8; name the file's encoding", i+1), next.cells[i].Text
}

// csvTable reads delimited text. A row that cannot be taken apart is given with
// its problem; only a quote that never closes ends the file, since everything
// behind it is in doubt.
type csvTable struct {
	whole
	*text
}

func openCSV(f *file, options Options) (*csvTable, error) {
	t, err := openText(f, options)
	if err != nil {
		return nil, err
	}
	table := &csvTable{text: t}
	if err := table.readHeader(); err != nil {
		return nil, errors.Join(err, table.Close())
	}
	return table, nil
}

func (r *csvTable) readHeader() error {
	var found []string
	var row int64
	for found == nil {
		header, err := r.records.next()
		if errors.Is(err, io.EOF) {
			return emptyFile(r.name)
		}
		if err != nil {
			return r.failure(err)
		}
		if header.problem != "" {
			return &FileError{File: r.name, Cause: ErrInput,
				Text: fmt.Sprintf("line %d should be the header, but it %s", header.line, header.problem)}
		}
		if !isBlank(header.cells) {
			found, row = headerOf(header.cells), header.line
		}
	}
	r.place = Place{Block: 1, Format: "csv", Encoding: r.encoding, Delimiter: r.delimiter, HeaderRow: int(row), Header: found}
	return nil
}

// headerOf makes headers of cells. A delimiter at the end of every line makes
// one more column without name, which is none.
func headerOf(cells []Cell) []string {
	var header []string
	for _, cell := range cells {
		header = append(header, strings.Clone(strings.TrimSpace(strings.ToValidUTF8(cell.Text, "\ufffd"))))
	}
	for len(header) > 0 && header[len(header)-1] == "" {
		header = header[:len(header)-1]
	}
	return header
}

func (r *csvTable) Progress() float64 { return r.stream.progress() }

func (r *csvTable) Close() error { return r.stream.Close() }

// Next gives the next row. A line on which nothing stands is none.
func (r *csvTable) Next() (Record, error) {
	for {
		next, err := r.records.next()
		switch {
		case errors.Is(err, io.EOF):
			return Record{}, io.EOF
		case err != nil:
			return Record{}, r.failure(err)
		case next.problem != "":
			return refused(next.line, next.problem, next.text), nil
		case !isBlank(next.cells):
			return r.row(next), nil
		}
	}
}

func (r *csvTable) row(next split) Record {
	if problem, value := r.undecoded(next); problem != "" {
		return refused(next.line, problem, value)
	}
	width := len(r.place.Header)
	if len(next.cells) < width || len(next.cells) > width && !isBlank(next.cells[width:]) {
		return refused(next.line, fmt.Sprintf("has %d columns where the header has %d", len(next.cells), width), next.text)
	}
	return Record{Row: next.line, Cells: next.cells[:width]}
}

func refused(row int64, problem, value string) Record {
	return Record{Row: row, Problem: problem, Value: shorten(strings.ToValidUTF8(value, "\ufffd"))}
}

func isBlank(cells []Cell) bool {
	for _, cell := range cells {
		if cell.Text != "" && strings.TrimSpace(cell.Text) != "" {
			return false
		}
	}
	return true
}

// maxShown is how many bytes of a text can matter for what is shown of it.
const maxShown = 1024

// shorten cuts a long text, visibly.
func shorten(text string) string {
	const most = 200
	runes := []rune(text[:min(len(text), maxShown)])
	if len(runes) <= most {
		return text
	}
	return string(runes[:most-1]) + "…"
}
