// Package columnar writes converted rows into Parquet files, one for each
// month, in the form in which the lake's files have always been: decimals and
// timestamps in 64 bits, columns that know their number, zstd, row groups of
// 122,880 rows with the least and the greatest value of each column.
//
// A file has its rows in the order in which they came. The same batches of rows
// give the same bytes, whatever the number of threads. Memory is bounded: where
// the rows of many months come mixed, row groups become smaller.
package columnar

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Field is a column of a file.
type Field struct {
	ID   int // by which readers know the column, if its name changes
	Name string
	Type Type
	// Precision and Scale are those of a decimal.
	Precision, Scale int
}

// Type is what a column holds.
type Type uint8

// The types of columns. All but Text are given as integers; see Column.
const (
	Text Type = iota
	Integer
	BigInteger
	Decimal
	Timestamp
	Date
	Boolean
	Double
)

// FieldOf describes a column by its SQL type.
func FieldOf(id int, name, sqlType string) (Field, error) {
	field := Field{ID: id, Name: name}
	switch sqlType {
	case "VARCHAR":
		field.Type = Text
	case "INTEGER":
		field.Type = Integer
	case "BIGINT":
		field.Type = BigInteger
	case "TIMESTAMP":
		field.Type = Timestamp
	case "DATE":
		field.Type = Date
	case "BOOLEAN":
		field.Type = Boolean
	case "DOUBLE":
		field.Type = Double
	default:
		inside, ok := strings.CutPrefix(strings.TrimSuffix(sqlType, ")"), "DECIMAL(")
		precision, scale, _ := strings.Cut(inside, ",")
		p, perr := strconv.Atoi(precision)
		s, serr := strconv.Atoi(scale)
		if !ok || perr != nil || serr != nil || p > 18 || s > p {
			return field, fmt.Errorf("column %s: the type %s cannot be written", name, sqlType)
		}
		field.Type, field.Precision, field.Scale = Decimal, p, s
	}
	return field, nil
}

// narrow reports whether a value is stored in 32 bits.
func (f Field) narrow() bool {
	return f.Type == Integer || f.Type == Date || f.Type == Decimal && f.Precision <= 9
}

// Null is the number that stands for no value.
const Null = math.MinInt64

// Column is one column of some rows. A text is NULL where it is empty. Numbers
// are units of a decimal's last place, µs since 1970, days since 1970, 0 and 1,
// or the bits of a float, and Null. Where neither is given, all rows have the
// text Every, or NULL if it is empty.
type Column struct {
	Texts   []string
	Numbers []int64
	Every   string
	// Whole says that an empty text is one, and not NULL.
	Whole bool
}
