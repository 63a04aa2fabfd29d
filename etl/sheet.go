package etl

import (
	"errors"
	"io"
	"strings"

	"clientele/etl/xlsx"
)

// sheetReader reads a sheet of a workbook; its first filled row is the header.
type sheetReader struct {
	path     string
	workbook *xlsx.Workbook
	rows     *xlsx.Rows
	header   []string
	cells    []cell

	uncomputed int // formulas without a result so far
}

func openSheet(path, sheet string) (*sheetReader, error) {
	workbook, err := xlsx.Open(path)
	if err != nil {
		return nil, sheetError(path, err)
	}
	reader := &sheetReader{path: path, workbook: workbook}
	if reader.rows, err = workbook.Rows(sheet); err != nil {
		return nil, errors.Join(sheetError(path, err), workbook.Close())
	}
	if !reader.rows.Next() {
		cause := reader.rows.Err()
		if cause == nil {
			cause = &FileError{File: path, Text: "the sheet is empty; export it again", Cause: io.ErrUnexpectedEOF}
		} else {
			cause = sheetError(path, cause)
		}
		return nil, errors.Join(cause, reader.Close())
	}
	for _, cell := range reader.rows.Cells() {
		reader.header = append(reader.header, strings.TrimSpace(cell.Text))
	}
	return reader, nil
}

func (r *sheetReader) Header() []string { return r.header }

// Next gives the next row. One in which only blanks stand is none.
func (r *sheetReader) Next() (record, error) {
	for r.rows.Next() {
		next := record{row: int64(r.rows.Number()), uncomputed: r.rows.UncachedFormulas() > r.uncomputed}
		r.uncomputed = r.rows.UncachedFormulas()
		if blank := r.take(); !blank || next.uncomputed {
			next.cells = r.cells
			return next, nil
		}
	}
	if err := r.rows.Err(); err != nil {
		return record{}, sheetError(r.path, err)
	}
	return record{}, io.EOF
}

// take makes the cells of a row. Beyond the header stand notes and sums, which
// no column names.
func (r *sheetReader) take() (blank bool) {
	r.cells, blank = r.cells[:0], true
	for i, from := range r.rows.Cells() {
		if i == len(r.header) {
			break
		}
		blank = blank && strings.TrimSpace(from.Text) == ""
		r.cells = append(r.cells, cell{text: from.Text, kind: sheetKind(from.Kind)})
	}
	return blank
}

func sheetKind(kind xlsx.Kind) cellKind {
	switch kind {
	case xlsx.Number:
		return numberCell
	case xlsx.Date:
		return timeCell
	case xlsx.Error:
		return errorCell
	}
	return textCell
}

func (r *sheetReader) Progress() float64 { return r.rows.Progress() }

func (r *sheetReader) Close() error {
	r.rows.Close()
	return r.workbook.Close()
}

// sheetError makes a workbook's error one of ours; it names the file itself.
func sheetError(path string, err error) error {
	var known *xlsx.FileError
	if errors.As(err, &known) {
		return &FileError{File: path, Text: strings.TrimPrefix(err.Error(), path+": "), Cause: err}
	}
	return openError(path, err)
}
