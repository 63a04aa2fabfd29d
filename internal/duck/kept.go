package duck

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"

	"clientele/internal/table"
)

// LongestText is the most characters of a text that an answer keeps: what a cell
// of a workbook holds.
const LongestText = 32_767

// Lay is where and how the answer of a user's SELECT is kept.
type Lay struct {
	Table string
	Named map[string]any // the parameters that it may have
	Most  int64          // rows
}

// Columns are the columns of the answer of a user's SELECT as Keep leaves them,
// found without running it. Two can have one name.
func (e *Engine) Columns(ctx context.Context, read Select, named map[string]any) ([]table.Column, error) {
	types, err := e.types(ctx, read, named)
	if err != nil {
		return nil, err
	}
	columns := make([]table.Column, len(types))
	for i, one := range types {
		columns[i] = column(one.name, keptType(one.of))
	}
	return columns, nil
}

// Keep runs a user's SELECT and keeps its answer as a table of values that
// package table has. Without an order of its own, the rows have that of their
// columns, so that they are the same each time. more says that there are others.
func (e *Engine) Keep(ctx context.Context, read Select, lay Lay) (more bool, err error) {
	types, err := e.types(ctx, read, lay.Named)
	if err != nil {
		return false, err
	}
	var shown []string
	for _, one := range types {
		shown = append(shown, keptValue(one)+" as "+identifier(one.name))
	}
	before := "create or replace table " + identifier(lay.Table) + " as select " + strings.Join(shown, ", ") + " from ("
	after := "\n) as answer"
	if !read.Ordered {
		after += " order by all"
	}
	after += " limit " + strconv.FormatInt(lay.Most+1, 10)
	if _, err := e.conn.ExecContext(ctx, before+read.Text+after, given(read, lay.Named)...); err != nil {
		return false, told(err, read.Text, len(before))
	}
	rows, err := e.count(ctx, lay.Table)
	if err != nil || rows <= lay.Most {
		return false, err
	}
	_, err = e.conn.ExecContext(ctx, fmt.Sprintf("delete from %s where rowid >= %d", identifier(lay.Table), lay.Most))
	return true, err
}

// typed is a column of an answer in the engine's terms.
type typed struct{ name, of string }

func (e *Engine) types(ctx context.Context, read Select, named map[string]any) ([]typed, error) {
	const before = "describe "
	rows, err := e.conn.QueryContext(ctx, before+read.Text, given(read, named)...)
	if err != nil {
		return nil, told(err, read.Text, len(before))
	}
	described, err := readRows(rows)
	if err != nil {
		return nil, told(err, read.Text, len(before))
	}
	out := make([]typed, described.Len())
	for i := range out {
		out[i] = typed{described.Text(i, "column_name"), described.Text(i, "column_type")}
	}
	return out, nil
}

// given are the values of the parameters that a statement has; the driver
// wants no others.
func given(read Select, named map[string]any) []any {
	var out []any
	for _, name := range read.Parameters {
		if value, ok := named[name]; ok {
			out = append(out, sql.Named(name, value))
		}
	}
	return out
}

// keptType is the type that a column is kept in: wide whole numbers as decimals
// that hold them, and as text whatever package table has no kind for.
func keptType(of string) string {
	base, _, _ := strings.Cut(of, "(")
	switch {
	case strings.HasSuffix(of, "]"):
		return "VARCHAR"
	case base == "HUGEINT", base == "UHUGEINT", base == "UBIGINT":
		return "DECIMAL(38,0)"
	case base == "TINYINT", base == "SMALLINT", base == "INTEGER", base == "BIGINT", base == "UTINYINT", base == "USMALLINT", base == "UINTEGER":
		return "BIGINT"
	case base == "FLOAT", base == "DOUBLE":
		return "DOUBLE"
	case base == "DECIMAL", base == "DATE", base == "BOOLEAN":
		return of
	case strings.HasPrefix(base, "TIMESTAMP"):
		return "TIMESTAMP"
	}
	return "VARCHAR"
}

// keptValue is a column of the table answer in the type that it is kept in.
// Days that no calendar of a report's has, infinity among them, are none.
func keptValue(one typed) string {
	value, kept := "answer."+identifier(one.name), keptType(one.of)
	cast := "cast(" + value + " as " + kept + ")"
	switch kept {
	case "VARCHAR":
		return fmt.Sprintf("left(%s, %d)", cast, LongestText)
	case "DATE", "TIMESTAMP":
		return fmt.Sprintf("case when %s between '0001-01-01' and '9999-12-31' then %s end", cast, cast)
	case one.of:
		return value
	}
	return cast
}
