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
	told      bool // the first line says the delimiter and is no row
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
		return OpenError(t.name, err)
	}
	delimiter, told := toldDelimiter(head)
	if !told {
		delimiter = sniffDelimiter(head)
	}
	t.told = told
	if options.Delimiter != "" {
		delimiter, _ = utf8.DecodeRuneInString(options.Delimiter)
	}
	t.delimiter = string(delimiter)
	t.records = newSplitter(plain, delimiter, t.stream.size)
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

// skipMark passes over a byte order mark, and over the second one of a file
// that was saved with a mark by a program that saw none.
func skipMark(from io.Reader) (io.Reader, error) {
	head := make([]byte, 3)
	for {
		n, err := io.ReadFull(from, head)
		if err = ignoreShort(err); err != nil {
			return from, err
		}
		if string(head[:n]) != "\ufeff" {
			return io.MultiReader(bytes.NewReader(head[:n]), from), nil
		}
	}
}

func (t *text) failure(err error) error {
	var open *openQuoteError
	if errors.As(err, &open) {
		return &FileError{File: t.name, Text: open.Error(), Cause: open}
	}
	return OpenError(t.name, err)
}

// next gives the next row.
func (t *text) next(into *row) error {
	next, err := t.records.next()
	if errors.Is(err, io.EOF) {
		return io.EOF
	}
	if err != nil {
		return t.failure(err)
	}
	*into = row{number: next.line, cells: next.cells, text: next.text, problem: next.problem}
	if next.problem != "" {
		into.cells, into.value = nil, next.text
	} else if !next.valid {
		into.undecoded, into.value = t.undecoded(next)
	}
	return nil
}

func (t *text) progress() float64 { return t.stream.progress() }

func (*text) ragged() bool { return false }

// Close closes the file.
func (t *text) Close() error { return t.stream.Close() }

// undecoded says what is wrong with the characters of a record, if anything
// is, and in which cell.
func (t *text) undecoded(next split) (problem, value string) {
	wrong := func(text string) bool {
		return !utf8.ValidString(text) || t.decoded && strings.ContainsRune(text, utf8.RuneError)
	}
	if !wrong(next.text) {
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
