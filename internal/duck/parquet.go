package duck

import (
	"context"
	"fmt"
	"os"
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
		if from, err = e.readOnce(ctx, name, from, files); err != nil {
			return fmt.Errorf("reading the lake's %s: %w", name, err)
		}
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

// readOnce reads small files into a table and returns the FROM clause of that.
// A query opens every file of a view again wherever it names it, which for a
// company with some thousand rows, and a file a month, takes longer than all
// else that the query does. Large files stay where they are.
func (e *Engine) readOnce(ctx context.Context, name, from string, files []string) (string, error) {
	var size int64
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil {
			return "", err
		}
		size += info.Size()
	}
	if size > mostReadOnce {
		return from, nil
	}
	kept := "read_once." + identifier("files of "+name)
	for _, statement := range []string{"create schema if not exists read_once", "create or replace table " + kept + " as select *" + from} {
		if _, err := e.conn.ExecContext(ctx, statement); err != nil {
			return "", err
		}
	}
	return " from " + kept, nil
}

// mostReadOnce is how many bytes of files are read into memory: some ten
// thousand rows.
const mostReadOnce = 1 << 20

// ViewFile makes a view of the given name over a Parquet file that WriteTable or
// WriteSorted wrote.
func (e *Engine) ViewFile(ctx context.Context, name, file string) error {
	statement := "create or replace view " + identifier(name) + " as select * from read_parquet([" + literal(file) + "], hive_partitioning = false)"
	if _, err := e.conn.ExecContext(ctx, statement); err != nil {
		return fmt.Errorf("reading %s: %w", file, err)
	}
	return nil
}

// TakeFile reads such a file into a table of the given name, in place of what was
// called so: for files that are asked many times.
func (e *Engine) TakeFile(ctx context.Context, name, file string) error {
	statement := "create or replace table " + identifier(name) + " as select * from read_parquet([" + literal(file) + "], hive_partitioning = false)"
	if _, err := e.conn.ExecContext(ctx, statement); err != nil {
		return fmt.Errorf("reading %s: %w", file, err)
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

// WriteSorted is WriteTable with the rows in the order of their columns, for
// tables whose rows have none: who takes the first of them gets the same.
func (e *Engine) WriteSorted(ctx context.Context, name, file string) error {
	statement := fmt.Sprintf("copy (select * from %s order by all) to %s (format parquet)", identifier(name), literal(file))
	if _, err := e.conn.ExecContext(ctx, statement); err != nil {
		return fmt.Errorf("writing %s: %w", file, err)
	}
	return nil
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
