package export

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"

	"clientele/etl/xlsx"
)

// file is a file, or one in an archive, whose format is known. It can be read
// several times.
type file struct {
	name   string // for messages: orders.zip/orders.csv
	path   string // of a file that is no part of another
	member string
	format string
	held   []byte // all of it, if it must lie in memory
	head   []byte // its beginning
	size   int64
	open   func() (*stream, error)
}

// headBytes is how much of a file is looked at before it is read.
const headBytes = 256 << 10

// stream is a file being read.
type stream struct {
	io.Reader
	read  *countingReader
	size  int64
	close func() error
}

func (s *stream) Close() error { return s.close() }

// progress is how much has been read, from 0 to 1.
func (s *stream) progress() float64 {
	if s.size == 0 {
		return 1
	}
	return min(1, float64(s.read.n)/float64(s.size))
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

// openFile sees what a file is, and picks one out of an archive.
func openFile(path string, options Options) (*file, error) {
	f, err := openOuter(path, options)
	if err != nil || f.format != "zip" {
		return f, err
	}
	return openArchive(f, options)
}

// openOuter sees what a file is; an archive is one.
func openOuter(path string, options Options) (*file, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, OpenError(path, err)
	}
	f := &file{name: path, path: path, size: info.Size(), open: func() (*stream, error) { return openPlain(path) }}
	if err := f.readHead(); err != nil {
		return nil, err
	}
	if bytes.HasPrefix(f.head, []byte("\x1f\x8b")) {
		if f, err = unpacked(f); err != nil {
			return nil, err
		}
	}
	f.format, err = formatOf(f, options)
	return f, err
}

func openPlain(path string) (*stream, error) {
	opened, err := os.Open(path)
	if err != nil {
		return nil, OpenError(path, err)
	}
	info, err := opened.Stat()
	if err != nil {
		return nil, errors.Join(OpenError(path, err), opened.Close())
	}
	read := &countingReader{from: opened}
	return &stream{Reader: read, read: read, size: info.Size(), close: opened.Close}, nil
}

func (f *file) readHead() error {
	from, err := f.open()
	if err != nil {
		return err
	}
	most := int64(headBytes)
	if f.path != "" {
		most = min(most, f.size+1)
	}
	head := make([]byte, most)
	n, err := io.ReadFull(from, head)
	var known *FileError
	if !errors.As(err, &known) { // a damaged archive's error holds an end, too
		err = ignoreShort(err)
	}
	if err = errors.Join(err, from.Close()); err != nil {
		return OpenError(f.name, err)
	}
	f.head = head[:n]
	return nil
}

// ignoreShort is nil for the error of a file shorter than what was asked for.
func ignoreShort(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || isEnd(err) {
		return nil
	}
	return err
}

func isEnd(err error) bool { return errors.Is(err, io.EOF) }

// text is the beginning without a mark and blanks, in a code in which plain
// characters are one byte.
func (f *file) text() []byte {
	head := f.head
	if name := sniffEncoding(head); strings.HasPrefix(name, "utf-16") {
		if decoded, err := decoderNamed(name).Bytes(head); err == nil {
			head = decoded
		}
	}
	return bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n")
}

// table opens a table with the reader of the file's format.
func (f *file) table(options Options) (Table, error) {
	switch f.format {
	case "json":
		return openJSON(f, options)
	case "parquet":
		return openParquet(f)
	}
	if options.Layout == "tree" {
		return openTree(f, options)
	}
	from, place, err := f.grid(options)
	if err != nil {
		return nil, err
	}
	t, err := openTable(f.name, from, place, options)
	if err == nil && t.nested && options.Block < 2 {
		if err := t.Close(); err != nil {
			return nil, OpenError(f.name, err)
		}
		return openTree(f, options)
	}
	return t, err
}

// grid opens a file of rows and cells.
func (f *file) grid(options Options) (grid, Place, error) {
	place := Place{Member: f.member, Format: f.format, Sheet: options.Sheet}
	switch f.format {
	case "xlsx":
		from, err := openSheet(f, options.Sheet)
		if err != nil {
			return nil, place, err
		}
		place.Sheet = from.rows.Sheet()
		return from, place, nil
	case "ods":
		from, err := openODS(f, options.Sheet)
		if err != nil {
			return nil, place, err
		}
		place.Sheet = from.sheet
		return from, place, nil
	case "html":
		from, err := openPage(f, options)
		if err != nil {
			return nil, place, err
		}
		place.Encoding = from.encoding
		return from, place, nil
	}
	from, err := openText(f, options)
	if err != nil {
		return nil, place, err
	}
	place.Encoding, place.Delimiter = from.encoding, from.delimiter
	return from, place, nil
}

// openWorkbook opens a workbook, also one in an archive.
func openWorkbook(f *file) (*xlsx.Workbook, error) {
	var workbook *xlsx.Workbook
	var err error
	switch {
	case f.held != nil:
		workbook, err = xlsx.Read(bytes.NewReader(f.held), int64(len(f.held)), f.name)
	case f.path == "":
		return nil, &FileError{File: f.name, Text: "it is a workbook packed with gzip; unpack it", Cause: ErrInput}
	default:
		workbook, err = xlsx.Open(f.path)
	}
	if err != nil {
		return nil, sheetError(f.name, err)
	}
	return workbook, nil
}

// random opens a file to be read at any place.
func (f *file) random() (interface {
	io.ReaderAt
	io.Closer
}, int64, error) {
	if f.held != nil {
		return struct {
			io.ReaderAt
			io.Closer
		}{bytes.NewReader(f.held), io.NopCloser(nil)}, int64(len(f.held)), nil
	}
	if f.path == "" {
		return nil, 0, &FileError{File: f.name, Text: "it is an archive within an archive; unpack the outer one", Cause: ErrInput}
	}
	opened, err := os.Open(f.path)
	if err != nil {
		return nil, 0, OpenError(f.name, err)
	}
	return opened, f.size, nil
}
