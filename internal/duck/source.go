package duck

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/shopspring/decimal"

	"clientele/internal/table"
)

// Source gives rows to the engine, a chunk at a time. Fill is called from a
// thread of the engine's, so it must not hand over to a coroutine (iter.Pull);
// a channel is fine.
type Source interface {
	// Columns are the names and kinds of what Fill sets. Decimal columns are
	// not supported: decimals travel as text and are cast by the statement.
	Columns() []table.Column
	// Fill sets up to Chunk.Capacity rows and returns their number; 0 ends.
	Fill(chunk Chunk) (int, error)
}

// Chunk takes the values of up to Capacity rows, by column and row.
type Chunk struct{ chunk *duckdb.DataChunk }

// Capacity is how many rows a chunk holds.
func (Chunk) Capacity() int { return duckdb.GetDataChunkCapacity() }

// SetText sets a text value.
func (c Chunk) SetText(column, row int, value string) error {
	return duckdb.SetChunkValue(*c.chunk, column, row, value)
}

// SetInteger sets an integer value.
func (c Chunk) SetInteger(column, row int, value int64) error {
	return duckdb.SetChunkValue(*c.chunk, column, row, value)
}

// Set sets a value of any kind that package table has, or nil.
func (c Chunk) Set(column, row int, value any) error {
	return c.chunk.SetValue(column, row, value)
}

// CreateFrom reads a source to its end into a table of the given name, in
// place of one that was there, and returns the number of its rows.
func (e *Engine) CreateFrom(ctx context.Context, name string, source Source) (int64, error) {
	if err := e.createFrom(ctx, name, "*", source); err != nil {
		return 0, err
	}
	return e.count(ctx, name)
}

// createFrom keeps what is selected of a source's columns.
func (e *Engine) createFrom(ctx context.Context, name, selected string, source Source) error {
	id := e.next.Add(1)
	e.sources[id] = source
	defer delete(e.sources, id)
	statement := fmt.Sprintf("create or replace table %s as select %s from clientele_source(%d)", identifier(name), selected, id)
	_, err := e.conn.ExecContext(ctx, statement)
	return err
}

// count is the number of a table's rows; the engine does not report that of a
// table that it creates.
func (e *Engine) count(ctx context.Context, name string) (rows int64, err error) {
	err = e.conn.QueryRowContext(ctx, "select count(*) from "+identifier(name)).Scan(&rows)
	return rows, err
}

// CreateTable keeps a table of Go values under the given name.
func (e *Engine) CreateTable(ctx context.Context, name string, rows *table.Table) error {
	return e.CreateRows(ctx, name, rows.Columns, rows.Len(), func(row int) []any { return rows.Rows[row] })
}

// CreateRows keeps n rows of Go values under the given name. A row is asked for
// when it is its turn, so that a long table need not be there all at once.
func (e *Engine) CreateRows(ctx context.Context, name string, columns []table.Column, n int, row func(row int) []any) error {
	selected := make([]string, len(columns))
	for i, column := range columns {
		selected[i] = identifier(column.Name)
		if column.Kind == table.Decimal { // it comes as text
			selected[i] = fmt.Sprintf("cast(%s as decimal(38,%d)) as %[1]s", selected[i], column.Scale)
		}
	}
	if err := e.createFrom(ctx, name, strings.Join(selected, ", "), &rowSource{columns: columns, n: n, row: row}); err != nil {
		return fmt.Errorf("keeping table %s: %w", name, err)
	}
	return nil
}

// registerSources makes the one table function through which all sources
// come; its argument says which.
func (e *Engine) registerSources() error {
	whole, err := duckdb.NewTypeInfo(duckdb.TYPE_BIGINT)
	if err != nil {
		return err
	}
	return duckdb.RegisterTableUDF(e.conn, "clientele_source", duckdb.ChunkTableFunction{
		Config: duckdb.TableFunctionConfig{Arguments: []duckdb.TypeInfo{whole}},
		BindArguments: func(_ map[string]any, arguments ...any) (duckdb.ChunkTableSource, error) {
			id, _ := arguments[0].(int64)
			source, ok := e.sources[id]
			if !ok {
				return nil, fmt.Errorf("no source %d", id)
			}
			return newChunkSource(source)
		},
	})
}

// chunkSource adapts a Source to the driver.
type chunkSource struct {
	source  Source
	columns []duckdb.ColumnInfo
}

func newChunkSource(source Source) (*chunkSource, error) {
	adapted := &chunkSource{source: source}
	for _, column := range source.Columns() {
		info, err := duckdb.NewTypeInfo(engineType(column.Kind))
		if err != nil {
			return nil, err
		}
		adapted.columns = append(adapted.columns, duckdb.ColumnInfo{Name: column.Name, T: info})
	}
	return adapted, nil
}

func (s *chunkSource) ColumnInfos() []duckdb.ColumnInfo     { return s.columns }
func (s *chunkSource) Init()                                {}
func (s *chunkSource) Cardinality() *duckdb.CardinalityInfo { return nil }

// FillChunk turns a panic of a source into an error: it would otherwise cross
// the engine's C++ frames and end the process without a word.
func (s *chunkSource) FillChunk(chunk duckdb.DataChunk) (err error) {
	defer func() {
		if caught := recover(); caught != nil {
			err = fmt.Errorf("reading rows: %v", caught)
		}
	}()
	n, err := s.source.Fill(Chunk{&chunk})
	if err != nil {
		return err
	}
	return chunk.SetSize(n)
}

func engineType(kind table.Kind) duckdb.Type {
	switch kind {
	case table.Integer:
		return duckdb.TYPE_BIGINT
	case table.Float:
		return duckdb.TYPE_DOUBLE
	case table.Date:
		return duckdb.TYPE_DATE
	case table.Timestamp:
		return duckdb.TYPE_TIMESTAMP
	case table.Boolean:
		return duckdb.TYPE_BOOLEAN
	}
	return duckdb.TYPE_VARCHAR
}

// rowSource gives rows of values.
type rowSource struct {
	columns []table.Column
	n, next int
	row     func(row int) []any
}

func (s *rowSource) Columns() []table.Column { return s.columns }

func (s *rowSource) Fill(chunk Chunk) (int, error) {
	n := min(chunk.Capacity(), s.n-s.next)
	for row := range n {
		for column, value := range s.row(s.next + row) {
			switch v := value.(type) {
			case decimal.Decimal:
				value = v.String()
			case time.Time:
				value = v.UTC()
			}
			if err := chunk.Set(column, row, value); err != nil {
				return 0, fmt.Errorf("column %s: %w", s.columns[column].Name, err)
			}
		}
	}
	s.next += n
	return n, nil
}
