package export

import (
	"errors"
	"io"
	"strings"

	"clientele/etl/xlsx"
)

// sheetTable reads a sheet of a workbook; its first filled row is the header.
type sheetTable struct {
	whole
	name     string
	workbook *xlsx.Workbook
	rows     *xlsx.Rows
	cells    []Cell

	uncomputed int // formulas without a result so far
}

func openSheet(f *file, options Options) (*sheetTable, error) {
	workbook, err := xlsx.Open(f.path)
	if err != nil {
		return nil, sheetError(f.name, err)
	}
	table := &sheetTable{name: f.name, workbook: workbook}
	if table.rows, err = workbook.Rows(options.Sheet); err != nil {
		return nil, errors.Join(sheetError(f.name, err), workbook.Close())
	}
	if !table.rows.Next() {
		cause := table.rows.Err()
		if cause == nil {
			cause = &FileError{File: f.name, Text: "the sheet is empty; export it again", Cause: io.ErrUnexpectedEOF}
		} else {
			cause = sheetError(f.name, cause)
		}
		return nil, errors.Join(cause, table.Close())
	}
	table.take(len(table.rows.Cells()))
	table.place = Place{Sheet: options.Sheet, Block: 1, Format: "xlsx", HeaderRow: table.rows.Number(), Header: headerOf(table.cells)}
	return table, nil
}

// Next gives the next row. One in which only blanks stand is none.
func (r *sheetTable) Next() (Record, error) {
	for r.rows.Next() {
		next := Record{Row: int64(r.rows.Number()), Uncomputed: r.rows.UncachedFormulas() > r.uncomputed}
		r.uncomputed = r.rows.UncachedFormulas()
		if blank := r.take(len(r.place.Header)); !blank || next.Uncomputed {
			next.Cells = r.cells
			return next, nil
		}
	}
	if err := r.rows.Err(); err != nil {
		return Record{}, sheetError(r.name, err)
	}
	return Record{}, io.EOF
}

// take makes the cells of a row. Beyond the header stand notes and sums, which
// no column names.
func (r *sheetTable) take(width int) (blank bool) {
	r.cells, blank = r.cells[:0], true
	for i, from := range r.rows.Cells() {
		if i == width {
			break
		}
		blank = blank && strings.TrimSpace(from.Text) == ""
		r.cells = append(r.cells, Cell{Text: from.Text, Kind: sheetKind(from.Kind)})
	}
	return blank
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

// Progress is how much of the sheet has been read.
func (r *sheetTable) Progress() float64 { return r.rows.Progress() }

// Close closes the workbook.
func (r *sheetTable) Close() error {
	r.rows.Close()
	return r.workbook.Close()
}

// sheetError makes a workbook's error one of ours; it names the file itself.
func sheetError(name string, err error) error {
	var known *xlsx.FileError
	if errors.As(err, &known) {
		return &FileError{File: name, Text: strings.TrimPrefix(err.Error(), name+": "), Cause: err}
	}
	return openError(name, err)
}
