package duck

import (
	"context"
	"errors"
	"fmt"

	"clientele/internal/table"
	"clientele/queries"
)

// Each hands over the answer a row at a time, for those that are too long to
// be held as values. The row is the next one's too.
func (e *Engine) Each(ctx context.Context, bound queries.Bound, take func(row []any) error) (err error) {
	rows, err := e.conn.QueryContext(ctx, bound.Query.Text, arguments(bound)...)
	if err != nil {
		return fmt.Errorf("query %s: %w", bound.Query.Name, err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	types, err := rows.ColumnTypes()
	if err != nil {
		return fmt.Errorf("query %s: %w", bound.Query.Name, err)
	}
	columns := make([]table.Column, len(types))
	row, pointers := make([]any, len(types)), make([]any, len(types))
	for i, columnType := range types {
		columns[i] = column(columnType.Name(), columnType.DatabaseTypeName())
		pointers[i] = &row[i]
	}
	for rows.Next() {
		if err := rows.Scan(pointers...); err != nil {
			return fmt.Errorf("query %s: %w", bound.Query.Name, err)
		}
		for i := range row {
			if row[i], err = normalise(row[i], columns[i]); err != nil {
				return fmt.Errorf("query %s: %w", bound.Query.Name, err)
			}
		}
		if err := take(row); err != nil {
			return err
		}
	}
	return rows.Err()
}
