package duck

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"clientele/internal/table"
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

// ViewParquet makes a view of the given name over files. A field that no file
// has yet is NULL, as all are where there are no files, so that whatever reads
// the view need not ask whether it is there.
func (e *Engine) ViewParquet(ctx context.Context, name string, fields []Field, files []string) error {
	var columns, paths []string
	for _, file := range files {
		paths = append(paths, literal(file))
	}
	from := " where false"
	if len(files) > 0 {
		from = " from read_parquet([" + strings.Join(paths, ", ") + "], hive_partitioning = false, union_by_name = true)"
	}
	var stored []string
	if len(files) > 0 {
		var err error
		if stored, err = e.columns(ctx, from); err != nil {
			return fmt.Errorf("reading the lake's %s: %w", name, err)
		}
	}
	for _, field := range fields {
		if slices.Contains(stored, field.Name) {
			columns = append(columns, identifier(field.Name))
		} else {
			columns = append(columns, fmt.Sprintf("cast(null as %s) as %s", field.Type, identifier(field.Name)))
		}
	}
	statement := "create or replace view " + identifier(name) + " as select " + strings.Join(columns, ", ") + from
	if _, err := e.conn.ExecContext(ctx, statement); err != nil {
		return fmt.Errorf("reading the lake's %s: %w", name, err)
	}
	return nil
}

// columns lists what a FROM clause has.
func (e *Engine) columns(ctx context.Context, from string) ([]string, error) {
	rows, err := e.conn.QueryContext(ctx, "describe select *"+from)
	if err != nil {
		return nil, err
	}
	described, err := readRows(rows)
	if err != nil {
		return nil, err
	}
	names := make([]string, described.Len())
	for i := range names {
		names[i] = described.Text(i, "column_name")
	}
	return names, nil
}

// ViewRows makes a view of the given name over the rows of a table of which
// the list column `problems` is empty, with the fields given.
func (e *Engine) ViewRows(ctx context.Context, name, from, problems string, fields []Field) error {
	var columns []string
	for _, field := range fields {
		columns = append(columns, identifier(field.Name))
	}
	statement := fmt.Sprintf("create or replace view %s as select %s from %s where len(%s) = 0",
		identifier(name), strings.Join(columns, ", "), identifier(from), identifier(problems))
	if _, err := e.conn.ExecContext(ctx, statement); err != nil {
		return fmt.Errorf("reading %s: %w", from, err)
	}
	return nil
}

// Picked says what fills a column of a table made from a Parquet file: a
// column of the file, or a constant where there is none.
type Picked struct {
	As       string
	Column   string
	Constant string
}

// ParquetColumns lists the columns of a Parquet file.
func (e *Engine) ParquetColumns(ctx context.Context, file string) ([]string, error) {
	return e.columns(ctx, " from read_parquet(["+literal(file)+"], hive_partitioning = false)")
}

// CreateFromParquet makes a table of the picked columns of a Parquet file, all
// as text, in the form of a text reader's table: the row's number in the file
// from 1 as source_row, and the columns reader_problem and reader_value and
// those named empty without values. It returns the number of rows.
func (e *Engine) CreateFromParquet(ctx context.Context, name, file string, picked []Picked, empty []string) (int64, error) {
	columns := []string{"file_row_number + 1 as source_row", "cast(null as varchar) as reader_problem", "cast(null as varchar) as reader_value"}
	for _, pick := range picked {
		from := literal(pick.Constant)
		if pick.Column != "" {
			from = fmt.Sprintf("coalesce(clean_text(cast(%s as varchar)), nullif(%s, ''))", identifier(pick.Column), literal(pick.Constant))
		}
		columns = append(columns, from+" as "+identifier(pick.As))
	}
	for _, column := range empty {
		columns = append(columns, "cast(null as varchar) as "+identifier(column))
	}
	statement := fmt.Sprintf("create or replace table %s as select %s from read_parquet([%s], hive_partitioning = false, file_row_number = true)",
		identifier(name), strings.Join(columns, ", "), literal(file))
	if _, err := e.conn.ExecContext(ctx, statement); err != nil {
		return 0, err
	}
	return e.count(ctx, name)
}

// WriteTable writes a table to a Parquet file as it stands, row order
// included.
func (e *Engine) WriteTable(ctx context.Context, name, file string) (int64, error) {
	statement := fmt.Sprintf("copy (select * from %s) to %s (format parquet, compression zstd)", identifier(name), literal(file))
	result, err := e.conn.ExecContext(ctx, statement)
	if err != nil {
		return 0, fmt.Errorf("writing %s: %w", file, err)
	}
	return result.RowsAffected()
}

// ReadFile returns the rows of a Parquet file that WriteTable wrote, in their
// order.
func (e *Engine) ReadFile(ctx context.Context, file string) (*table.Table, error) {
	rows, err := e.conn.QueryContext(ctx, "select * from read_parquet(["+literal(file)+"], hive_partitioning = false)")
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", file, err)
	}
	return readRows(rows)
}

// ReadTable returns the rows of a table of the engine's, in their order.
func (e *Engine) ReadTable(ctx context.Context, name string) (*table.Table, error) {
	rows, err := e.conn.QueryContext(ctx, "select * from "+identifier(name))
	if err != nil {
		return nil, fmt.Errorf("reading table %s: %w", name, err)
	}
	return readRows(rows)
}
