// Package xlsx reads the worksheets of an Excel workbook (.xlsx, .xlsm) row by
// row, in memory that does not depend on the number of rows.
//
// The cells come out typed, as Excel would show their values and not as it
// stores them: 2.5499999999999998 is 2.55, and the serial 40513.351388888892 in
// a cell with a date format is 2010-12-01 08:26:00. What decides that a number
// is a date is its number format alone, as in Excel.
//
// What is decided here and is a matter of taste:
//
//   - A duration, that is a number with a format of elapsed time such as
//     [h]:mm, is a Number of hours: 36:30 is 36.5. It can be summed and averaged.
//   - 29 February 1900, which only Excel knows (serial 60), is 1900-02-28.
//     A date before serial 1 (Excel shows 0 January 1900) is 1899-12-31.
//   - A serial that Excel shows as ##### (negative or after the year 9999) is
//     given as a Number although its format is a date's.
//   - A number that cannot be read as one ("NaN", "n/a" without t="str") is Text.
//   - Of merged cells only the upper left one has a value, as in the file.
//   - Text keeps its leading and trailing spaces. Bytes that are not UTF-8, NUL
//     and lone surrogates become U+FFFD.
//   - Formulas are never computed: a cell has the value that Excel cached in it,
//     and is Empty if there is none.
//
// A workbook is untrusted: the lengths of cells, the numbers of rows and columns,
// the size of the shared strings and the ratio of compression are bounded, and
// document type declarations (with them all custom entities) are refused.
package xlsx

import (
	"archive/zip"
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"

	"github.com/klauspost/compress/flate"
)

// A Workbook is an open .xlsx file. Several Rows of it may be read at the same
// time, each by one goroutine.
type Workbook struct {
	path    string
	file    io.Closer
	limits  limits
	size    int64
	parts   map[string]*zip.File
	catalog catalog
	formats []numberStyle
	indents []int // of cell styles, up to the last that is indented

	loadStrings sync.Once
	strings     sharedStrings
	stringsErr  error
}

// Open opens the workbook in the file and reads its table of contents. The error
// is a *FileError unless the file itself cannot be opened.
func Open(path string) (*Workbook, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("opening the workbook: %w", err)
	}
	status, err := file.Stat()
	if err != nil {
		_ = file.Close()
		return nil, fmt.Errorf("opening the workbook: %w", err)
	}
	if status.IsDir() {
		_ = file.Close()
		return nil, &FileError{Path: path, Kind: ErrNotExcel, Problem: "this is a folder", Advice: "name the .xlsx file in it"}
	}
	workbook, err := newWorkbook(file, status.Size(), path, defaultLimits())
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	workbook.file = file
	return workbook, nil
}

// Read opens a workbook of size bytes that is no file of its own; its name is for
// messages only. Closing the workbook does not close the source.
func Read(source io.ReaderAt, size int64, name string) (*Workbook, error) {
	return newWorkbook(source, size, name, defaultLimits())
}

// newWorkbook opens a workbook of size bytes; path is for messages only.
func newWorkbook(source io.ReaderAt, size int64, path string, bounds limits) (*Workbook, error) {
	archive, err := zip.NewReader(source, size)
	if err != nil {
		return nil, recognise(source, size, path, err)
	}
	archive.RegisterDecompressor(zip.Deflate, func(r io.Reader) io.ReadCloser {
		// Without a buffer of our own the decompressor reads the file 4 KB at a time.
		return flate.NewReader(bufio.NewReaderSize(r, 64<<10))
	})
	workbook := &Workbook{path: path, limits: bounds, size: size, parts: partsByName(archive.File)}
	if workbook.catalog, err = workbook.readCatalog(); err != nil {
		return nil, err
	}
	if err := workbook.readStyles(); err != nil {
		return nil, err
	}
	return workbook, nil
}

// Close closes the file. Rows that are still open fail at their next read.
func (w *Workbook) Close() error {
	if w.file == nil {
		return nil
	}
	return w.file.Close()
}

// Sheets returns the names of the worksheets in the order of their tabs, hidden
// ones included; sheets of charts and macros are not worksheets.
func (w *Workbook) Sheets() []string {
	names := make([]string, len(w.catalog.sheets))
	for i, s := range w.catalog.sheets {
		names[i] = s.name
	}
	return names
}

// VisibleSheets returns the names of the worksheets that are not hidden; of all of
// them if all are.
func (w *Workbook) VisibleSheets() []string {
	var names []string
	for _, s := range w.catalog.sheets {
		if !s.hidden {
			names = append(names, s.name)
		}
	}
	if names == nil {
		return w.Sheets()
	}
	return names
}

// Rows starts to read the sheet of that name; letter case matters only where two
// sheets differ in nothing else. "" is the first sheet that is not hidden, or the
// first one if all are.
func (w *Workbook) Rows(sheet string) (*Rows, error) {
	found, ok := w.catalog.find(sheet)
	if !ok {
		return nil, w.noSheet(sheet)
	}
	w.loadStrings.Do(func() { w.strings, w.stringsErr = w.readSharedStrings() })
	if w.stringsErr != nil {
		return nil, w.stringsErr
	}
	part, err := w.open(found.part, w.limits.sheetBytes)
	if err != nil {
		return nil, w.failure(found.part, err)
	}
	rows := newRows(w, found, part)
	if err := rows.begin(); err != nil {
		rows.Close()
		return nil, err
	}
	return rows, nil
}

func (w *Workbook) noSheet(sheet string) error {
	quoted := make([]string, len(w.catalog.sheets))
	for i, s := range w.catalog.sheets {
		quoted[i] = fmt.Sprintf("%q", s.name)
	}
	return &FileError{
		Path: w.path, Kind: ErrNoSheet,
		Problem: fmt.Sprintf("the workbook has no worksheet %q", sheet),
		Advice:  "its worksheets are " + strings.Join(quoted, ", "),
	}
}
