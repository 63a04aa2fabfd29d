package duck

import (
	"context"
	"fmt"
	"strings"
)

// Field is a column of a Parquet file: its name, its SQL type and the number
// that names it for readers that match columns by number (Iceberg).
type Field struct {
	ID   int
	Name string
	Type string
}

// WriteParquet writes the rows of a table for which the column `partition`
// equals value (all rows where partition is "") to a file: the given fields,
// cast to their types, ordered by the columns named. The same rows give the
// same bytes with any number of threads. It returns the number of rows.
func (e *Engine) WriteParquet(ctx context.Context, from, partition, value, file string, fields []Field, order []string) (int64, error) {
	var selected, ids, sorted []string
	for _, field := range fields {
		selected = append(selected, fmt.Sprintf("cast(%s as %s) as %[1]s", identifier(field.Name), field.Type))
		ids = append(ids, fmt.Sprintf("%s: %d", identifier(field.Name), field.ID))
	}
	for _, column := range order {
		sorted = append(sorted, identifier(column))
	}
	where := ""
	if partition != "" {
		where = " where " + identifier(partition) + " = " + literal(value)
	}
	statement := fmt.Sprintf("copy (select %s from %s%s order by %s) to %s (format parquet, compression zstd, row_group_size 122880, field_ids {%s})",
		strings.Join(selected, ", "), identifier(from), where, strings.Join(sorted, ", "), literal(file), strings.Join(ids, ", "))
	result, err := e.conn.ExecContext(ctx, statement)
	if err != nil {
		return 0, fmt.Errorf("writing %s: %w", file, err)
	}
	return result.RowsAffected()
}

// ViewParquet makes a view of the given name over files; without files the
// view has the fields and no rows, so that whatever reads it need not ask
// whether it is there.
func (e *Engine) ViewParquet(ctx context.Context, name string, fields []Field, files []string) error {
	var columns, paths []string
	for _, field := range fields {
		if len(files) == 0 {
			columns = append(columns, fmt.Sprintf("cast(null as %s) as %s", field.Type, identifier(field.Name)))
		} else {
			columns = append(columns, identifier(field.Name))
		}
	}
	for _, file := range files {
		paths = append(paths, literal(file))
	}
	statement := "create or replace view " + identifier(name) + " as select " + strings.Join(columns, ", ")
	if len(files) == 0 {
		statement += " where false"
	} else {
		statement += " from read_parquet([" + strings.Join(paths, ", ") + "], hive_partitioning = false, union_by_name = true)"
	}
	if _, err := e.conn.ExecContext(ctx, statement); err != nil {
		return fmt.Errorf("reading the lake's %s: %w", name, err)
	}
	return nil
}

// ViewFile makes a view of the given name over a Parquet file of somebody
// else's, with the row's number in the file, from 1, as file_row_number.
func (e *Engine) ViewFile(ctx context.Context, name, file string) error {
	statement := "create or replace view " + identifier(name) + " as select * from read_parquet([" + literal(file) + "], hive_partitioning = false)"
	if _, err := e.conn.ExecContext(ctx, statement); err != nil {
		return fmt.Errorf("reading %s: %w", file, err)
	}
	return nil
}
