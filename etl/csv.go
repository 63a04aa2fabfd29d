package etl

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"syscall"
	"unicode/utf8"

	"golang.org/x/text/transform"
)

// sniffBytes is how much of a text file is looked at before it is read.
const sniffBytes = 256 << 10

// csvReader reads delimited text. A row that cannot be taken apart is given
// with its problem; only a quote that never closes ends the file, since
// everything behind it is in doubt.
type csvReader struct {
	file    *os.File
	size    int64
	read    *countingReader
	records *splitter
	path    string
	decoded string // the encoding that the text came from, if it is not UTF-8
	header  []string
	cells   []cell
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
		r.decoded, text = encodingName, transform.NewReader(buffered, decoder)
		if head, err = decoderNamed(encodingName).Bytes(head); err != nil {
			return &FileError{File: r.path, Text: "its text is not in the encoding " + encodingName, Cause: err}
		}
	}
	if bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(head, '\r') >= 0 {
		text, head = oldMacLines{text}, bytes.ReplaceAll(head, []byte("\r"), []byte("\n"))
	}
	plain := bufio.NewReaderSize(text, 64<<10)
	if err := skipMark(plain); err != nil {
		return openError(r.path, err)
	}
	delimiter := sniffDelimiter(head)
	if source.Delimiter != "" {
		delimiter, _ = utf8.DecodeRuneInString(source.Delimiter)
	}
	r.records = newSplitter(plain, delimiter)
	return r.readHeader()
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

func (r *csvReader) readHeader() error {
	for isBlank(r.header) {
		header, err := r.records.next()
		if errors.Is(err, io.EOF) {
			return &FileError{File: r.path, Text: "the file is empty; export it again", Cause: io.ErrUnexpectedEOF}
		}
		if err != nil {
			return r.failure(err)
		}
		if header.problem != "" {
			return &FileError{File: r.path, Cause: ErrInput,
				Text: fmt.Sprintf("line %d should be the header, but it %s", header.line, header.problem)}
		}
		r.header = r.header[:0]
		for _, name := range header.fields {
			r.header = append(r.header, strings.Clone(strings.TrimSpace(strings.ToValidUTF8(name, "\ufffd"))))
		}
	}
	// A delimiter at the end of every line makes one more column without name.
	for r.header[len(r.header)-1] == "" {
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

// Next gives the next row. A line on which nothing stands is none.
func (r *csvReader) Next() (record, error) {
	for {
		next, err := r.records.next()
		switch {
		case errors.Is(err, io.EOF):
			return record{}, io.EOF
		case err != nil:
			return record{}, r.failure(err)
		case next.problem != "":
			return r.problem(next, next.problem, next.text), nil
		case !isBlank(next.fields):
			return r.row(next), nil
		}
	}
}

func (r *csvReader) row(next split) record {
	if i := r.undecoded(next); i >= 0 {
		problem := fmt.Sprintf("column %d is not UTF-8; name the file's encoding", i+1)
		if r.decoded != "" {
			problem = fmt.Sprintf("column %d has a character that %s does not know; is it the file's encoding?", i+1, r.decoded)
		}
		return r.problem(next, problem, next.fields[i])
	}
	if len(next.fields) < len(r.header) || len(next.fields) > len(r.header) && !isBlank(next.fields[len(r.header):]) {
		return r.problem(next, fmt.Sprintf("has %d columns where the header has %d", len(next.fields), len(r.header)), next.text)
	}
	r.cells = r.cells[:0]
	for _, field := range next.fields[:len(r.header)] {
		r.cells = append(r.cells, cell{text: field})
	}
	return record{row: next.line, cells: r.cells}
}

func (r *csvReader) problem(of split, problem, value string) record {
	return record{row: of.line, problem: problem, value: shorten(strings.ToValidUTF8(value, "\ufffd"))}
}

// undecoded is the column with bytes that are no characters, -1 for none.
func (r *csvReader) undecoded(next split) int {
	if r.decoded == "" && utf8.ValidString(next.text) || r.decoded != "" && !strings.ContainsRune(next.text, utf8.RuneError) {
		return -1
	}
	return slices.IndexFunc(next.fields, func(field string) bool {
		return !utf8.ValidString(field) || r.decoded != "" && strings.ContainsRune(field, utf8.RuneError)
	})
}

func (r *csvReader) failure(err error) error {
	var open *openQuoteError
	if errors.As(err, &open) {
		return &FileError{File: r.path, Text: open.Error(), Cause: open}
	}
	return openError(r.path, err)
}

func isBlank(fields []string) bool {
	for _, field := range fields {
		if strings.TrimSpace(field) != "" {
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

// openError says in a sentence why a file cannot be opened or read.
func openError(path string, err error) error {
	text := "it cannot be read: " + err.Error()
	switch {
	case errors.Is(err, os.ErrNotExist):
		text = "there is no such file; is the export there, and is its name right?"
	case errors.Is(err, os.ErrPermission):
		text = "reading it is not permitted; give this user the right to read it"
	case errors.Is(err, syscall.EISDIR):
		text = "it is a folder, not a file; name the files in it (folder/*.csv)"
	}
	return &FileError{File: path, Text: text, Cause: err}
}
