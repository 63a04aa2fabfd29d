package sample

import (
	"reflect"
	"slices"

	"clientele/internal/table"
	"clientele/reports"
)

// copied are the answers in tables of their own.
func copied(a reports.Answers) reports.Answers {
	fields := reflect.ValueOf(&a).Elem()
	for i := range fields.NumField() {
		if t, ok := fields.Field(i).Interface().(*table.Table); ok && t != nil {
			fields.Field(i).Set(reflect.ValueOf(copiedTable(t)))
		}
	}
	return a
}

// copiedTable shares nothing that can be changed: the rows lie in one piece, and
// one that is appended to leaves it.
func copiedTable(t *table.Table) *table.Table {
	out := &table.Table{Columns: slices.Clone(t.Columns), Rows: make([][]any, len(t.Rows))}
	size := 0
	for _, row := range t.Rows {
		size += len(row)
	}
	values := make([]any, 0, size)
	for r, row := range t.Rows {
		from := len(values)
		values = append(values, row...)
		out.Rows[r] = values[from:len(values):len(values)]
	}
	return out
}
