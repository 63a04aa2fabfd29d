package duck

import (
	"context"
	"fmt"

	"clientele/queries"
)

// Append adds the rows of an answer to a table, column by column in its order,
// and returns their number.
func (e *Engine) Append(ctx context.Context, name string, bound queries.Bound) (int64, error) {
	result, err := e.conn.ExecContext(ctx, "insert into "+identifier(name)+"\n"+bound.Query.Text, arguments(bound)...)
	if err != nil {
		return 0, fmt.Errorf("query %s: %w", bound.Query.Name, err)
	}
	return result.RowsAffected()
}
