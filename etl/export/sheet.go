package export

import (
	"errors"
	"io"
	"strings"

	"clientele/etl/xlsx"
)

// sheet gives the rows of a sheet of a workbook.
type sheet struct {
	name       string
	workbook   *xlsx.Workbook
	rows       *xlsx.Rows
	cells      []Cell
	uncomputed int // formulas without a result so far
}

func openSheet(f *file, name string) (*sheet, error) {
	workbook, err := openWorkbook(f)
	if err != nil {
		return nil, err
	}
	s := &sheet{name: f.name, workbook: workbook}
	if s.rows, err = workbook.Rows(name); err != nil {
		return nil, errors.Join(sheetError(f.name, err), workbook.Close())
	}
	return s, nil
}

func (s *sheet) next(into *row) (err error) {
	*into, err = s.advance()
	return err
}

// advance gives the next row.
func (s *sheet) advance() (row, error) {
	if !s.rows.Next() {
		if err := s.rows.Err(); err != nil {
			return row{}, sheetError(s.name, err)
		}
		return row{}, io.EOF
	}
	s.cells = s.cells[:0]
	for _, from := range s.rows.Cells() {
		s.cells = append(s.cells, Cell{Text: from.Text, Kind: sheetKind(from.Kind)})
	}
	current := row{number: int64(s.rows.Number()), cells: s.cells, outline: s.rows.Outline(), indent: s.rows.Indent()}
	current.uncomputed = s.rows.UncachedFormulas() > s.uncomputed
	s.uncomputed = s.rows.UncachedFormulas()
	return current, nil
}

func sheetKind(kind xlsx.Kind) Kind {
	switch kind {
	case xlsx.Number:
		return Number
	case xlsx.Date:
		return Time
	case xlsx.Error:
		return Error
	case xlsx.Boolean:
		return Boolean
	}
	return Text
}

func (s *sheet) progress() float64 { return s.rows.Progress() }

func (*sheet) ragged() bool { return true }

// Close closes the workbook.
func (s *sheet) Close() error {
	s.rows.Close()
	return s.workbook.Close()
}

// sheetError makes a workbook's error one of ours; it names the file itself.
func sheetError(name string, err error) error {
	var known *xlsx.FileError
	if errors.As(err, &known) {
		return &FileError{File: name, Text: strings.TrimPrefix(err.Error(), name+": "), Cause: err}
	}
	return OpenError(name, err)
}
