package queries_test

import (
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/duck"
	"clientele/internal/table"
	"clientele/queries"
)

// folders are those whose queries run over the lake.
func folders() []string {
	return []string{"staging", "marts", "segments", "forecasts", "reports", "checks"}
}

// everyQuery returns the queries of these folders so that each comes after
// those whose answers it reads.
func everyQuery(t testing.TB) []queries.Query {
	t.Helper()
	ordered, waiting := []queries.Query(nil), standIns(t)
	for _, folder := range folders() {
		found, err := queries.In(folder)
		if err != nil {
			t.Fatal(err)
		}
		waiting = append(waiting, found...)
	}
	for len(waiting) > 0 {
		var later []queries.Query
		for _, query := range waiting {
			if readsOneOf(query, waiting) {
				later = append(later, query)
			} else {
				ordered = append(ordered, query)
			}
		}
		if len(later) == len(waiting) {
			t.Fatalf("%s and others read each other in a circle", later[0].Name)
		}
		waiting = later
	}
	return ordered
}

// standIns are queries in place of steps of the pipeline between queries.
func standIns(t testing.TB) []queries.Query {
	t.Helper()
	return []queries.Query{
		standIn(t, "staging/customer_identities"), standIn(t, "marts/segment_names"),
		standIn(t, "marts/segment_members"),
	}
}

func standIn(t testing.TB, name string) queries.Query {
	t.Helper()
	text, err := os.ReadFile("testdata/" + path.Base(name) + ".sql")
	if err != nil {
		t.Fatal(err)
	}
	query, err := queries.Parse(name, string(text))
	if err != nil {
		t.Fatal(err)
	}
	return query
}

func readsOneOf(query queries.Query, others []queries.Query) bool {
	return slices.ContainsFunc(others, func(other queries.Query) bool { return slices.Contains(query.Reads, other.Table()) })
}

// world is an engine with the tables of the lake and the values that queries
// are given.
type world struct {
	*duck.Engine
	arguments map[string]any
}

// newWorld makes the tables of testdata/schemas, empty but for the standard
// RFM cells.
func newWorld(t testing.TB, threads int) *world {
	t.Helper()
	engine, err := duck.Open(context.Background(), duck.Options{Threads: threads, MemoryLimit: "1GB", TempDirectory: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := engine.Close(); err != nil {
			t.Error(err)
		}
	})
	w := &world{Engine: engine, arguments: map[string]any{
		"zone": "UTC", "as_of": day("2024-12-31"), "unit": "month", "top": 10,
		"currency": "EUR", "rate_days": 31, "first": day("2023-01-01"), "until": day("2024-06-30"), "last": day("2024-12-31"), "cut": day("2024-06-30"), "days": 90,
		"kind": "rfm", "segment": "sum 6", "window": "on", "cohorts": "first", "rolling_days": 0, "most": 1000, "common": 1000, "brackets": "", "dear": 4,
		"part": "manager", "name": "ann",
	}}
	schemas, err := filepath.Glob("testdata/schemas/*.sql")
	if err != nil || len(schemas) == 0 {
		t.Fatal("no schemas", err)
	}
	for _, file := range schemas {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		w.exec(t, string(text))
	}
	w.exec(t, cells)
	return w
}

// cells is a map of RFM segments in which recency and frequency added up stand
// for a meaning, which is not the queries' affair.
const cells = `insert into rfm_cells (r, f, segment, position) select r.range, f.range, 'sum ' || (r.range + f.range), 11 - r.range - f.range
	from range(1, 6) as r, range(1, 6) as f`

func (w *world) exec(t testing.TB, statement string) {
	t.Helper()
	if err := w.Exec(context.Background(), statement); err != nil {
		t.Fatalf("%v\n%s", err, statement)
	}
}

// insert adds rows to a table that is there; columns that rows do not have
// stay NULL, and text is cast to the column's type.
func (w *world) insert(t testing.TB, name string, rows *table.Table) {
	t.Helper()
	if err := w.CreateTable(context.Background(), "given_rows", rows); err != nil {
		t.Fatal(err)
	}
	names := make([]string, len(rows.Columns))
	for i, column := range rows.Columns {
		names[i] = column.Name
	}
	list := strings.Join(names, ", ")
	w.exec(t, fmt.Sprintf("insert into %s (%s) select %s from given_rows", name, list, list))
	w.exec(t, "drop table given_rows")
}

// run keeps the answers of all queries as tables.
func (w *world) run(t testing.TB) {
	t.Helper()
	for _, query := range everyQuery(t) {
		w.create(t, query)
	}
}

func (w *world) create(t testing.TB, query queries.Query) {
	t.Helper()
	if err := w.Create(context.Background(), w.bind(t, query)); err != nil {
		t.Fatal(err)
	}
}

func (w *world) bind(t testing.TB, query queries.Query) queries.Bound {
	t.Helper()
	bound, err := query.BindSome(w.arguments)
	if err != nil {
		t.Fatal(err)
	}
	return bound
}

// answer runs a query and returns its rows.
func (w *world) answer(t testing.TB, name string) *table.Table {
	t.Helper()
	query, err := queries.Get(name)
	if err != nil {
		t.Fatal(err)
	}
	result, err := w.Query(context.Background(), w.bind(t, query))
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// ask runs a statement of a test's own.
func (w *world) ask(t testing.TB, text string) *table.Table {
	t.Helper()
	result, _, err := w.QueryText(context.Background(), text, -1)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return result
}

func day(text string) time.Time {
	on, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return on
}

// lines writes rows as text, a line each, so that answers can be compared byte
// for byte and read in a failure.
func lines(rows *table.Table) []string {
	written := make([]string, rows.Len())
	for i, row := range rows.Rows {
		cells := make([]string, len(row))
		for j, value := range row {
			cells[j] = cell(value, rows.Columns[j])
		}
		written[i] = strings.Join(cells, "|")
	}
	return written
}

func cell(value any, column table.Column) string {
	switch v := value.(type) {
	case nil:
		return ""
	case decimal.Decimal:
		return v.StringFixed(int32(column.Scale))
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case time.Time:
		if column.Kind == table.Date {
			return v.Format(time.DateOnly)
		}
		return v.Format("2006-01-02 15:04:05.999999")
	}
	return fmt.Sprint(value)
}
