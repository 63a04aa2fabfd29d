package export

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/parquet-go/parquet-go"
)

// parquetTable reads a Parquet file. Its cells are typed: numbers are in plain
// notation and exact, times are ISO 8601, with a Z where the file says UTC.
type parquetTable struct {
	whole
	name    string
	file    *os.File
	groups  []parquet.RowGroup // still to be read
	rows    parquet.Rows       // of the group being read, nil before the first
	total   int64
	number  int64
	columns []parquetColumn // by leaf
	buffer  []parquet.Row
	ready   []parquet.Row // of buffer
	cells   []Cell
	scratch []byte
}

// parquetRows is how many rows are read at a time.
const parquetRows = 512

func openParquet(f *file) (table *parquetTable, err error) {
	if f.path == "" {
		return nil, &FileError{File: f.name, Text: "it is a Parquet file in an archive; unpack it", Cause: ErrInput}
	}
	opened, err := os.Open(f.path)
	if err != nil {
		return nil, OpenError(f.name, err)
	}
	table = &parquetTable{name: f.name, file: opened}
	if err := table.start(f.size); err != nil {
		return nil, errors.Join(err, opened.Close())
	}
	return table, nil
}

func (r *parquetTable) start(size int64) (err error) {
	defer r.rescue(&err)
	content, err := parquet.OpenFile(r.file, size, parquet.SkipBloomFilters(true))
	if err != nil {
		return r.unreadable(err)
	}
	var header []string
	for i, top := range content.Root().Columns() {
		header = append(header, top.Name())
		r.columns = appendLeaves(r.columns, top, i)
	}
	r.place = Place{Block: 1, Format: "parquet", Header: header}
	r.total = content.NumRows()
	r.groups = content.RowGroups()
	r.buffer = make([]parquet.Row, parquetRows)
	r.cells = make([]Cell, len(header))
	return nil
}

// rescue turns a panic of the library, which damaged files cause, into an
// error of the file.
func (r *parquetTable) rescue(err *error) {
	if panicked := recover(); panicked != nil {
		*err = r.unreadable(fmt.Errorf("%v", panicked))
	}
}

func (r *parquetTable) unreadable(err error) error {
	return &FileError{File: r.name, Text: "it is no readable Parquet file (" + err.Error() + "); export it again", Cause: err}
}

// Progress is how many of the rows have been read.
func (r *parquetTable) Progress() float64 {
	if r.total == 0 {
		return 1
	}
	return min(1, float64(r.number)/float64(r.total))
}

// Close closes the file.
func (r *parquetTable) Close() error {
	var err error
	if r.rows != nil {
		err = r.rows.Close()
	}
	return errors.Join(err, r.file.Close())
}

// Next gives the next row.
func (r *parquetTable) Next() (record Record, err error) {
	defer r.rescue(&err)
	for len(r.ready) == 0 {
		if r.number >= r.total {
			return Record{}, io.EOF
		}
		if err := r.read(); err != nil {
			return Record{}, r.unreadable(err)
		}
	}
	row := r.ready[0]
	r.ready = r.ready[1:]
	r.number++
	r.take(row)
	return Record{Row: r.number, Cells: r.cells}, nil
}

// read reads the next rows of the group, or goes on to the next one.
func (r *parquetTable) read() error {
	if r.rows != nil {
		n, err := r.rows.ReadRows(r.buffer)
		r.ready = r.buffer[:n]
		if n > 0 {
			return nil
		}
		if !errors.Is(err, io.EOF) {
			return errors.Join(err, io.ErrNoProgress)
		}
		if err := r.rows.Close(); err != nil {
			return err
		}
		r.rows = nil
	}
	if len(r.groups) == 0 {
		return io.ErrUnexpectedEOF // there should be more rows
	}
	r.rows, r.groups = r.groups[0].Rows(), r.groups[1:]
	return nil
}

// take makes the cells of a row. Values of a list or a structure make one cell.
func (r *parquetTable) take(row parquet.Row) {
	clear(r.cells)
	several := make([][]string, 0)
	for _, value := range row {
		column := &r.columns[value.Column()]
		if value.IsNull() {
			continue
		}
		var cell Cell
		cell, r.scratch = column.cell(value, r.scratch[:0])
		if !column.nested {
			r.cells[column.at] = cell
			continue
		}
		if len(several) == 0 {
			several = make([][]string, len(r.cells))
		}
		several[column.at] = append(several[column.at], cell.Text)
	}
	for i, values := range several {
		if values != nil {
			r.cells[i] = Cell{Text: "[" + strings.Join(values, ", ") + "]"}
		}
	}
}
