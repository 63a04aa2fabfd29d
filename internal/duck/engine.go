// Package duck runs SQL in an embedded DuckDB and turns what the driver
// returns into the values of package table. It is the only importer of the
// driver.
//
// An engine is a database in memory over one connection, made for one run:
// memory limit, threads and a folder for spilling are always set, because the
// engine's defaults are most of the machine. Statements come from package
// queries; the few that must name tables or files are put together here, from
// names of our own, quoted.
package duck

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"sync/atomic"

	"github.com/duckdb/duckdb-go/v2"

	"clientele/internal/table"
	"clientele/queries"
)

// Options bound what an engine may use.
type Options struct {
	Threads       int    // worker threads; 0 is the engine's own choice
	MemoryLimit   string // in the engine's notation, "1GB"
	TempDirectory string // where it spills; must exist
	SpillLimit    string // what it may spill, in the engine's notation; most of the disk where empty
}

// Engine is a database in memory. It is used from one goroutine at a time.
type Engine struct {
	database *sql.DB
	conn     *sql.Conn
	sources  map[int64]Source
	next     atomic.Int64
}

// Open starts an engine and creates the macros of package queries in it.
func Open(ctx context.Context, options Options) (*Engine, error) {
	settings := url.Values{}
	settings.Set("autoinstall_known_extensions", "false")
	settings.Set("autoload_known_extensions", "false")
	if options.Threads > 0 {
		settings.Set("threads", strconv.Itoa(options.Threads))
	}
	if options.MemoryLimit != "" {
		settings.Set("memory_limit", options.MemoryLimit)
	}
	if options.TempDirectory != "" {
		settings.Set("temp_directory", options.TempDirectory)
	}
	if options.SpillLimit != "" {
		settings.Set("max_temp_directory_size", options.SpillLimit)
	}
	connector, err := duckdb.NewConnector("?"+settings.Encode(), nil)
	if err != nil {
		return nil, fmt.Errorf("starting the query engine: %w", err)
	}
	engine := &Engine{database: sql.OpenDB(connector), sources: map[int64]Source{}}
	if err := engine.prepare(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("starting the query engine: %w", err), engine.Close())
	}
	return engine, nil
}

func (e *Engine) prepare(ctx context.Context) (err error) {
	if e.conn, err = e.database.Conn(ctx); err != nil {
		return err
	}
	for _, setting := range []string{
		// Timestamps are UTC everywhere; the engine's default is the host's zone.
		"set TimeZone = 'UTC'",
		// Views of the lake are read by many queries, and each asks all files
		// what they hold: the ends of the files are read once.
		"set parquet_metadata_cache = true",
	} {
		if _, err := e.conn.ExecContext(ctx, setting); err != nil {
			return err
		}
	}
	if err := e.registerSources(); err != nil {
		return err
	}
	macros, err := queries.In("macros")
	if err != nil {
		return err
	}
	for _, macro := range macros {
		if _, err := e.conn.ExecContext(ctx, macro.Text); err != nil {
			return fmt.Errorf("query %s: %w", macro.Name, err)
		}
	}
	return nil
}

// Close ends the engine and frees its memory.
func (e *Engine) Close() error {
	var err error
	if e.conn != nil {
		err = e.conn.Close()
	}
	return errors.Join(err, e.database.Close())
}

// Query returns the whole answer.
func (e *Engine) Query(ctx context.Context, bound queries.Bound) (*table.Table, error) {
	rows, err := e.conn.QueryContext(ctx, bound.Query.Text, arguments(bound)...)
	if err != nil {
		return nil, fmt.Errorf("query %s: %w", bound.Query.Name, err)
	}
	result, err := readRows(rows)
	if err != nil {
		return nil, fmt.Errorf("query %s: %w", bound.Query.Name, err)
	}
	return result, nil
}

// Ask returns the answer of the named query with these arguments.
func (e *Engine) Ask(ctx context.Context, name string, arguments map[string]any) (*table.Table, error) {
	query, err := queries.Get(name)
	if err != nil {
		return nil, err
	}
	bound, err := query.Bind(arguments)
	if err != nil {
		return nil, err
	}
	return e.Query(ctx, bound)
}

// QueryText returns the answer of a SELECT that a user wrote, at most limit
// rows of it; more says whether rows were left. Call LockDown first.
func (e *Engine) QueryText(ctx context.Context, text string, limit int) (result *table.Table, more bool, err error) {
	if _, err := e.ReadSelect(ctx, text); err != nil {
		return nil, false, err
	}
	statement, err := e.conn.PrepareContext(ctx, text)
	if err != nil {
		return nil, false, told(err, text, 0)
	}
	defer func() { err = errors.Join(err, statement.Close()) }()
	rows, err := statement.QueryContext(ctx)
	if err != nil {
		return nil, false, told(err, text, 0)
	}
	result, more, err = readSome(rows, limit)
	return result, more, told(err, text, 0)
}

// Create keeps the answer as the table that the query's name gives, in place
// of one that was there.
func (e *Engine) Create(ctx context.Context, bound queries.Bound) error {
	statement := "create or replace table " + identifier(bound.Query.Table()) + " as\n" + bound.Query.Text
	if _, err := e.conn.ExecContext(ctx, statement, arguments(bound)...); err != nil {
		return fmt.Errorf("query %s: %w", bound.Query.Name, err)
	}
	return nil
}

// HasTable reports whether a table or view of the name is there.
func (e *Engine) HasTable(ctx context.Context, name string) (bool, error) {
	var count int
	row := e.conn.QueryRowContext(ctx, "select count(*) from information_schema.tables where table_name = ?", name)
	if err := row.Scan(&count); err != nil {
		return false, fmt.Errorf("looking for table %s: %w", name, err)
	}
	return count > 0, nil
}

// Tables are the names of the tables and views that are there. Asking once is
// for those who look for many: the engine describes all of them for each answer.
func (e *Engine) Tables(ctx context.Context) (map[string]bool, error) {
	rows, err := e.conn.QueryContext(ctx, "select table_name from information_schema.tables")
	if err != nil {
		return nil, fmt.Errorf("listing the tables: %w", err)
	}
	found, err := readRows(rows)
	if err != nil {
		return nil, fmt.Errorf("listing the tables: %w", err)
	}
	there := map[string]bool{}
	for row := range found.Len() {
		there[found.Text(row, "table_name")] = true
	}
	return there, nil
}

// Describe returns the columns of a query's answer without running it.
func (e *Engine) Describe(ctx context.Context, bound queries.Bound) (*table.Table, error) {
	rows, err := e.conn.QueryContext(ctx, "describe "+bound.Query.Text, arguments(bound)...)
	if err != nil {
		return nil, fmt.Errorf("query %s: %w", bound.Query.Name, err)
	}
	return readRows(rows)
}

// Exec runs a statement of the caller's own that returns nothing. It is for
// tests and settings; what the product asks stands in package queries.
func (e *Engine) Exec(ctx context.Context, statement string) error {
	_, err := e.conn.ExecContext(ctx, statement)
	return err
}

// RowGroup is how many rows one thread takes at a time: fewer are not shared out.
const RowGroup = 122_880

// SetThreads changes the number of worker threads.
func (e *Engine) SetThreads(ctx context.Context, threads int) error {
	if err := e.Exec(ctx, "set threads = "+strconv.Itoa(threads)); err != nil {
		return fmt.Errorf("setting the query engine's threads: %w", err)
	}
	return nil
}

// LockDown ends the engine's access to anything outside the given folders, and
// to its own settings, for good, and lets its errors bear their places. It comes
// before a user's text is run.
func (e *Engine) LockDown(ctx context.Context, folders ...string) error {
	allowed := ""
	for i, folder := range folders {
		if i > 0 {
			allowed += ", "
		}
		allowed += literal(folder)
	}
	for _, setting := range []string{
		"set errors_as_json = true",
		"set allowed_directories = [" + allowed + "]",
		"set enable_external_access = false",
		"set lock_configuration = true",
	} {
		if _, err := e.conn.ExecContext(ctx, setting); err != nil {
			return fmt.Errorf("locking the query engine down: %w", err)
		}
	}
	return nil
}

func arguments(bound queries.Bound) []any {
	named := make([]any, len(bound.Values))
	for i, value := range bound.Values {
		named[i] = sql.Named(value.Name, driver.Value(value.Value))
	}
	return named
}
