package etl

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/transform"
)

// sniffBytes is how much of a text file is looked at before it is read.
const sniffBytes = 256 << 10

// csvReader reads delimited text. A row that cannot be taken apart is given
// with its problem; only a quote that never closes ends the file, since
// everything behind it is in doubt.
type csvReader struct {
	file   *os.File
	size   int64
	read   *countingReader
	csv    *csv.Reader
	path   string
	header []string
	cells  []cell
	ahead  *line // read already, to see whether the file ends here
}

// line is a record as the csv reader gives it.
type line struct {
	number int64
	fields []string
	err    error
}

// countingReader knows how far it has read.
type countingReader struct {
	from io.Reader
	n    int64
}

func (r *countingReader) Read(p []byte) (int, error) {
	n, err := r.from.Read(p)
	r.n += int64(n)
	return n, err
}

func openCSV(path string, source Source) (*csvReader, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, openError(path, err)
	}
	reader := &csvReader{file: file, path: path, read: &countingReader{from: file}}
	if err := reader.start(source); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return reader, nil
}

func (r *csvReader) start(source Source) error {
	info, err := r.file.Stat()
	if err != nil {
		return openError(r.path, err)
	}
	r.size = info.Size()
	buffered := bufio.NewReaderSize(r.read, sniffBytes)
	head, err := buffered.Peek(sniffBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return openError(r.path, err)
	}
	text := io.Reader(buffered)
	encodingName := source.Encoding
	if encodingName == "" {
		encodingName = sniffEncoding(head)
	}
	if decoder := decoderNamed(encodingName); decoder != nil {
		text = transform.NewReader(buffered, decoder)
		if head, err = decoderNamed(encodingName).Bytes(head); err != nil {
			return &FileError{File: r.path, Text: "its text is not in the encoding " + encodingName, Cause: err}
		}
	}
	plain := bufio.NewReaderSize(text, 64<<10)
	if mark, err := plain.Peek(3); err == nil && bytes.Equal(mark, []byte("\ufeff")) {
		if _, err := plain.Discard(3); err != nil {
			return openError(r.path, err)
		}
	}
	r.csv = csv.NewReader(plain)
	r.csv.FieldsPerRecord = -1
	r.csv.ReuseRecord = true
	r.csv.Comma = sniffDelimiter(head)
	if source.Delimiter != "" {
		r.csv.Comma, _ = utf8.DecodeRuneInString(source.Delimiter)
	}
	// Some exporters write `", "` between headers. With tabs the blank between
	// two fields is the delimiter itself and must stay.
	r.csv.TrimLeadingSpace = r.csv.Comma != '\t'
	return r.readHeader()
}

func (r *csvReader) readHeader() error {
	header, err := r.csv.Read()
	if errors.Is(err, io.EOF) {
		return &FileError{File: r.path, Text: "the file is empty; export it again", Cause: io.ErrUnexpectedEOF}
	}
	if err != nil {
		return &FileError{File: r.path, Text: fmt.Sprintf("its first line is no header: %v", err), Cause: err}
	}
	for _, name := range header {
		r.header = append(r.header, strings.Clone(strings.TrimSpace(name)))
	}
	// A delimiter at the end of every line makes one more column without name.
	for len(r.header) > 1 && r.header[len(r.header)-1] == "" {
		r.header = r.header[:len(r.header)-1]
	}
	return nil
}

func (r *csvReader) Header() []string { return r.header }

func (r *csvReader) Progress() float64 {
	if r.size == 0 {
		return 1
	}
	return min(1, float64(r.read.n)/float64(r.size))
}

func (r *csvReader) Close() error { return r.file.Close() }

func (r *csvReader) Next() (record, error) {
	for {
		current := r.line()
		var syntax *csv.ParseError
		switch {
		case errors.Is(current.err, io.EOF):
			return record{}, io.EOF
		case errors.As(current.err, &syntax):
			return r.broken(syntax)
		case current.err != nil:
			return record{}, openError(r.path, current.err)
		}
		if next, blank := r.take(current.number, current.fields); !blank {
			return next, nil
		}
	}
}

func (r *csvReader) line() line {
	if r.ahead != nil {
		next := *r.ahead
		r.ahead = nil
		return next
	}
	fields, err := r.csv.Read()
	if err != nil {
		return line{err: err}
	}
	number, _ := r.csv.FieldPos(0)
	return line{number: int64(number), fields: fields}
}

// take makes a record of the fields of a line; a line on which nothing stands
// is no row.
func (r *csvReader) take(line int64, fields []string) (next record, blank bool) {
	blank = true
	r.cells = r.cells[:0]
	for i, field := range fields {
		blank = blank && strings.TrimSpace(field) == ""
		if i < len(r.header) {
			r.cells = append(r.cells, cell{text: field})
		}
		if !utf8.ValidString(field) {
			return record{row: line, problem: fmt.Sprintf("column %d is not UTF-8; name the file's encoding", i+1),
				value: shorten(strings.ToValidUTF8(field, "\ufffd"))}, false
		}
	}
	if blank {
		return record{}, true
	}
	extra := len(fields) > len(r.header) && strings.TrimSpace(strings.Join(fields[len(r.header):], "")) != ""
	if len(fields) < len(r.header) || extra {
		return record{row: line, problem: fmt.Sprintf("has %d columns where the header has %d", len(fields), len(r.header)),
			value: shorten(strings.Join(fields, string(r.csv.Comma)))}, false
	}
	return record{row: line, cells: r.cells}, false
}

// broken turns a line that is no record into one with a problem. A quote that
// is still open at the end of the file has swallowed the rest of it.
func (r *csvReader) broken(syntax *csv.ParseError) (record, error) {
	if errors.Is(syntax.Err, csv.ErrQuote) && syntax.StartLine != syntax.Line {
		next := r.line()
		if errors.Is(next.err, io.EOF) {
			return record{}, &FileError{File: r.path, Cause: syntax, Text: fmt.Sprintf(
				"the quote opened in line %d is never closed, so nothing behind it can be read; mend that line or export the file again", syntax.StartLine)}
		}
		r.ahead = &next
	}
	return record{row: int64(syntax.StartLine), problem: fmt.Sprintf("has a misplaced quote at column %d", syntax.Column)}, nil
}

// shorten cuts a long text, visibly.
func shorten(text string) string {
	const most = 200
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most-1]) + "…"
}

// openError says in a sentence why a file cannot be opened or read.
func openError(path string, err error) error {
	text := "it cannot be read: " + err.Error()
	switch {
	case errors.Is(err, os.ErrNotExist):
		text = "there is no such file"
	case errors.Is(err, os.ErrPermission):
		text = "reading it is not permitted"
	}
	return &FileError{File: path, Text: text, Cause: err}
}
