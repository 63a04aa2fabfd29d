// Package table is what a query result is in Go: columns with a kind, rows of
// normalised values. It knows no engine and no file format; whoever reads an
// engine's values turns them into these, so that everything above handles one
// set of types.
//
// A value in a row is nil (NULL), or by the kind of its column:
//
//	Text       string
//	Integer    int64
//	Float      float64
//	Decimal    decimal.Decimal
//	Date       time.Time at midnight UTC
//	Timestamp  time.Time in UTC, to the microsecond
//	Boolean    bool
package table

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"
)

// Kind says which Go type the values of a column have.
type Kind uint8

// The kinds of columns; the package comment has their Go types.
const (
	Text Kind = iota
	Integer
	Float
	Decimal
	Date
	Timestamp
	Boolean
)

// String is the kind's name in lower case, as error messages show it.
func (k Kind) String() string {
	switch k {
	case Text:
		return "text"
	case Integer:
		return "integer"
	case Float:
		return "float"
	case Decimal:
		return "decimal"
	case Date:
		return "date"
	case Timestamp:
		return "timestamp"
	case Boolean:
		return "boolean"
	}
	return fmt.Sprintf("kind %d", uint8(k))
}

// Column is a name, a kind and, for decimals, the number of digits after the
// point.
type Column struct {
	Name  string
	Kind  Kind
	Scale int
}

// Table is a result that fits in memory: each row has one value for each
// column, in the columns' order.
type Table struct {
	Columns []Column
	Rows    [][]any
}

// Index returns the position of the named column, or -1.
func (t *Table) Index(name string) int {
	for i, column := range t.Columns {
		if column.Name == name {
			return i
		}
	}
	return -1
}

// Len is the number of rows.
func (t *Table) Len() int { return len(t.Rows) }

// Value returns one value; it panics where the row or the column is not there,
// since queries and their readers are written together and tested so.
func (t *Table) Value(row int, column string) any {
	i := t.Index(column)
	if i < 0 {
		panic(fmt.Sprintf("table: no column %q among %v", column, t.Columns))
	}
	return t.Rows[row][i]
}

// Text returns a text value, "" for NULL.
func (t *Table) Text(row int, column string) string {
	v, _ := t.Value(row, column).(string)
	return v
}

// Integer returns an integer value, 0 for NULL.
func (t *Table) Integer(row int, column string) int64 {
	v, _ := t.Value(row, column).(int64)
	return v
}

// Decimal returns a decimal value, 0 for NULL.
func (t *Table) Decimal(row int, column string) decimal.Decimal {
	v, _ := t.Value(row, column).(decimal.Decimal)
	return v
}

// Time returns a date or a timestamp, the zero time for NULL.
func (t *Table) Time(row int, column string) time.Time {
	v, _ := t.Value(row, column).(time.Time)
	return v
}

// Float returns an integer, a float or a decimal as float64, 0 for NULL. It is
// for models; money that is shown stays decimal.
func (t *Table) Float(row int, column string) float64 {
	switch v := t.Value(row, column).(type) {
	case float64:
		return v
	case int64:
		return float64(v)
	case decimal.Decimal:
		return v.InexactFloat64()
	}
	return 0
}

// Boolean returns a boolean value, false for NULL.
func (t *Table) Boolean(row int, column string) bool {
	v, _ := t.Value(row, column).(bool)
	return v
}

// Select returns a table with the named columns only, in the order given; the
// values are shared with t.
func (t *Table) Select(names ...string) *Table {
	out := &Table{Columns: make([]Column, len(names)), Rows: make([][]any, len(t.Rows))}
	at := make([]int, len(names))
	for i, name := range names {
		at[i] = t.Index(name)
		if at[i] < 0 {
			panic(fmt.Sprintf("table: no column %q among %v", name, t.Columns))
		}
		out.Columns[i] = t.Columns[at[i]]
	}
	for r, row := range t.Rows {
		picked := make([]any, len(at))
		for i, from := range at {
			picked[i] = row[from]
		}
		out.Rows[r] = picked
	}
	return out
}
