package duck

import (
	"database/sql"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/shopspring/decimal"

	"clientele/internal/table"
)

func readRows(rows *sql.Rows) (*table.Table, error) {
	result, _, err := readSome(rows, -1)
	return result, err
}

// readSome reads at most limit rows (all where limit is negative) and closes
// rows.
func readSome(rows *sql.Rows, limit int) (result *table.Table, more bool, err error) {
	defer func() { err = errors.Join(err, rows.Close()) }()
	types, err := rows.ColumnTypes()
	if err != nil {
		return nil, false, err
	}
	result = &table.Table{Columns: make([]table.Column, len(types))}
	for i, columnType := range types {
		result.Columns[i] = column(columnType.Name(), columnType.DatabaseTypeName())
	}
	scanned := make([]any, len(types))
	pointers := make([]any, len(types))
	for i := range scanned {
		pointers[i] = &scanned[i]
	}
	for rows.Next() {
		if limit >= 0 && len(result.Rows) == limit {
			return result, true, nil
		}
		if err := rows.Scan(pointers...); err != nil {
			return nil, false, err
		}
		row := make([]any, len(types))
		for i, value := range scanned {
			if row[i], err = normalise(value, result.Columns[i]); err != nil {
				return nil, false, err
			}
		}
		result.Rows = append(result.Rows, row)
	}
	return result, false, rows.Err()
}

// column says which kind a type of the engine's becomes.
func column(name, databaseType string) table.Column {
	switch base, _, _ := strings.Cut(databaseType, "("); base {
	case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT":
		return table.Column{Name: name, Kind: table.Integer}
	case "FLOAT", "DOUBLE":
		return table.Column{Name: name, Kind: table.Float}
	case "DECIMAL":
		var width, scale int
		// A type name that does not parse leaves scale 0; the values bear their own.
		_, _ = fmt.Sscanf(databaseType, "DECIMAL(%d,%d)", &width, &scale)
		return table.Column{Name: name, Kind: table.Decimal, Scale: scale}
	case "DATE":
		return table.Column{Name: name, Kind: table.Date}
	case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMPTZ":
		return table.Column{Name: name, Kind: table.Timestamp}
	case "BOOLEAN":
		return table.Column{Name: name, Kind: table.Boolean}
	}
	return table.Column{Name: name, Kind: table.Text}
}

func normalise(value any, column table.Column) (any, error) {
	switch v := value.(type) {
	case nil, bool, float64:
		return v, nil
	case string:
		return v, nil
	case []byte:
		return string(v), nil
	case int8:
		return int64(v), nil
	case int16:
		return int64(v), nil
	case int32:
		return int64(v), nil
	case int64:
		return v, nil
	case uint8:
		return int64(v), nil
	case uint16:
		return int64(v), nil
	case uint32:
		return int64(v), nil
	case uint64:
		return wholeNumber(new(big.Int).SetUint64(v), column)
	case *big.Int:
		return wholeNumber(v, column)
	case float32:
		return float64(v), nil
	case duckdb.Decimal:
		return decimal.NewFromBigInt(v.Value, -int32(v.Scale)), nil
	case time.Time:
		return v.UTC(), nil
	}
	// Lists, structs and the like reach us only through a user's own query.
	return fmt.Sprint(value), nil
}

func wholeNumber(v *big.Int, column table.Column) (any, error) {
	if !v.IsInt64() {
		return nil, fmt.Errorf("column %s: %s does not fit in 64 bits", column.Name, v)
	}
	return v.Int64(), nil
}
