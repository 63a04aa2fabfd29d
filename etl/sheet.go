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

func (r *sheetReader) Next() (record, error) {
	if !r.rows.Next() {
		if err := r.rows.Err(); err != nil {
			return record{}, sheetError(r.path, err)
		}
		return record{}, io.EOF
	}
	r.cells = r.cells[:0]
	for i, from := range r.rows.Cells() {
		if i == len(r.header) {
			break // beyond the header stand notes and sums, which no column names
		}
		r.cells = append(r.cells, cell{text: from.Text, kind: sheetKind(from.Kind)})
	}
	for len(r.cells) < len(r.header) {
		r.cells = append(r.cells, cell{})
	}
	return record{row: int64(r.rows.Number()), cells: r.cells}, nil
}

func sheetKind(kind xlsx.Kind) cellKind {
	switch kind {
	case xlsx.Number:
		return numberCell
	case xlsx.Date:
		return timeCell
	}
	return textCell
}

// Progress is unknown: a sheet does not say how long it is.
func (r *sheetReader) Progress() float64 { return 0 }

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
