package columnar_test

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"clientele/etl/columnar"
	"clientele/internal/duck"
	"clientele/internal/table"
)

// sqlFields are columns of all types, as SQL calls them.
func sqlFields() []duck.Field {
	return []duck.Field{
		{ID: 1, Name: "word", Type: "VARCHAR"}, {ID: 2, Name: "line", Type: "INTEGER"}, {ID: 7, Name: "row", Type: "BIGINT"},
		{ID: 3, Name: "money", Type: "DECIMAL(18,4)"}, {ID: 4, Name: "chance", Type: "DECIMAL(5,2)"}, {ID: 5, Name: "at", Type: "TIMESTAMP"},
		{ID: 6, Name: "day", Type: "DATE"}, {ID: 100, Name: "agreed", Type: "BOOLEAN"}, {ID: 101, Name: "measured", Type: "DOUBLE"},
		{ID: 102, Name: "source", Type: "VARCHAR"}, {ID: 103, Name: "nothing", Type: "VARCHAR"}, {ID: 104, Name: "none", Type: "DECIMAL(18,3)"},
		{ID: 105, Name: "unique", Type: "VARCHAR"},
	}
}

func fields(t testing.TB) []columnar.Field {
	t.Helper()
	var made []columnar.Field
	for _, field := range sqlFields() {
		one, err := columnar.FieldOf(field.ID, field.Name, field.Type)
		if err != nil {
			t.Fatal(err)
		}
		made = append(made, one)
	}
	return made
}

// given is rows of random values: what is written, and what must be read.
type given struct {
	parts   []int32
	columns []columnar.Column
	rows    [][]any
}

func randomRows(random *rand.Rand, n, first int, months int) given {
	g := given{columns: make([]columnar.Column, 13)}
	for i := range n {
		number := first + i
		part := int32(0)
		if months > 0 {
			part = int32(random.IntN(months))
		}
		g.parts = append(g.parts, part)
		numbers := []int64{
			1: int64(random.Int32()), 2: int64(number), 3: random.Int64N(1e18) - 5e17, 4: random.Int64N(100_000) - 50_000,
			5: 1_700_000_000_000_000 + random.Int64N(9e15), 6: random.Int64N(40_000) - 10_000, 7: random.Int64N(2), 8: columnar.Float(random.NormFloat64() * 1e10), 11: columnar.Null,
		}
		row := make([]any, 13)
		for c := range g.columns {
			switch c {
			case 0, 12:
				text := []string{"", "a", "Ёлка", strings.Repeat("long ", 60), "it's \x00 \"q\""}[random.IntN(5)]
				if c == 12 {
					text = fmt.Sprintf("no %d", number)
				}
				g.columns[c].Texts = append(g.columns[c].Texts, text)
				if text != "" {
					row[c] = text
				}
			case 9, 10:
			default:
				if c != 2 && random.IntN(7) == 0 {
					numbers[c] = columnar.Null
				}
				g.columns[c].Numbers = append(g.columns[c].Numbers, numbers[c])
				row[c] = meant(c, numbers[c])
			}
		}
		row[9] = "shop"
		g.rows = append(g.rows, row)
	}
	g.columns[9].Every = "shop"
	g.columns[11].Numbers = nil
	return g
}

// meant is a number as the engine gives it back.
func meant(column int, number int64) any {
	if number == columnar.Null {
		return nil
	}
	switch column {
	case 3:
		return decimal.New(number, -4)
	case 4:
		return decimal.New(number, -2)
	case 5:
		return time.UnixMicro(number).UTC()
	case 6:
		return time.Unix(number*86_400, 0).UTC()
	case 7:
		return number == 1
	case 8:
		return math.Float64frombits(uint64(number))
	}
	return number
}

func open(t testing.TB) *duck.Engine {
	t.Helper()
	engine, err := duck.Open(context.Background(), duck.Options{Threads: 2, MemoryLimit: "1GB", TempDirectory: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = engine.Close() })
	return engine
}

func write(t testing.TB, workers int, batches ...given) (parts []columnar.Part) {
	t.Helper()
	dir := t.TempDir()
	writer, err := columnar.NewWriter(fields(t), workers, func(part int32) string { return filepath.Join(dir, fmt.Sprintf("%d.parquet", part)) })
	if err != nil {
		t.Fatal(err)
	}
	for _, batch := range batches {
		if err := writer.Write(batch.parts, batch.columns); err != nil {
			t.Fatal(err)
		}
	}
	parts, err = writer.Close()
	if err != nil {
		t.Fatal(err)
	}
	return parts
}

func ask(t testing.TB, engine *duck.Engine, statement string) *table.Table {
	t.Helper()
	rows, _, err := engine.QueryText(context.Background(), statement, -1)
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	return rows
}

// What is written is read back by the engine, in its order, also over many row
// groups.
func TestWriter_KeepsEveryValueInItsOrder(t *testing.T) {
	engine := open(t)
	random := rand.New(rand.NewPCG(4, 2))
	for _, sizes := range [][]int{{1}, {2, 1}, {100}, {4096, 4096, 1000}, {130_000, 1}} {
		var batches []given
		var want [][]any
		for _, size := range sizes {
			batch := randomRows(random, size, len(want), 0)
			batches = append(batches, batch)
			want = append(want, batch.rows...)
		}
		parts := write(t, 2, batches...)
		if len(parts) != 1 || parts[0].Rows != int64(len(want)) {
			t.Fatalf("%v: %+v", sizes, parts)
		}
		got := ask(t, engine, "select * from read_parquet('"+parts[0].Path+"')")
		if got.Len() != len(want) {
			t.Fatalf("%v: %d rows", sizes, got.Len())
		}
		for i, row := range want {
			if len(want) > 10_000 && i%37 > 0 {
				continue // comparing is slow
			}
			if diff := cmp.Diff(row, got.Rows[i], cmp.Comparer(func(a, b decimal.Decimal) bool { return a.Equal(b) })); diff != "" {
				t.Fatalf("%v: row %d: %s", sizes, i, diff)
			}
		}
	}
}

// The engine's own COPY of the same rows has the same schema.
func TestWriter_WritesTheSchemaThatTheEngineDoes(t *testing.T) {
	engine := open(t)
	parts := write(t, 1, randomRows(rand.New(rand.NewPCG(1, 1)), 50, 0, 0))
	ctx := context.Background()
	if err := engine.Exec(ctx, "create table mine as select * from read_parquet('"+parts[0].Path+"')"); err != nil {
		t.Fatal(err)
	}
	theirs := filepath.Join(t.TempDir(), "theirs.parquet")
	var ids []string
	for _, field := range sqlFields() {
		ids = append(ids, fmt.Sprintf("%q: %d", field.Name, field.ID))
	}
	if err := engine.Exec(ctx, "copy (select * from mine order by \"row\") to '"+theirs+"' (format parquet, compression zstd, field_ids {"+strings.Join(ids, ", ")+"})"); err != nil {
		t.Fatal(err)
	}
	describe := func(path string) [][]any {
		return ask(t, engine, "select name, type, repetition_type, converted_type, scale, precision, field_id, logical_type from parquet_schema('"+path+"') where num_children is null").Rows
	}
	if diff := cmp.Diff(describe(theirs), describe(parts[0].Path)); diff != "" {
		t.Error(diff)
	}
	got := ask(t, engine, fmt.Sprintf("select count(*) as n from (select * from read_parquet('%s') except select * from read_parquet('%s'))", theirs, parts[0].Path))
	if got.Integer(0, "n") != 0 {
		t.Errorf("%d rows differ", got.Integer(0, "n"))
	}
}

func TestWriter_KnowsTheBoundsOfItsColumns(t *testing.T) {
	engine := open(t)
	batch := randomRows(rand.New(rand.NewPCG(8, 1)), 140_000, 0, 0)
	parts := write(t, 2, batch)
	stats := ask(t, engine, `select path_in_schema as name, row_group_id as part, row_group_num_rows as n, stats_min_value as least, stats_max_value as greatest, stats_null_count as nulls
		from parquet_metadata('`+parts[0].Path+`')`)
	if stats.Len() != 2*13 {
		t.Fatalf("%d columns in row groups", stats.Len())
	}
	for i := range stats.Len() {
		name, from, until := stats.Text(i, "name"), 0, 122_880
		if stats.Integer(i, "part") == 1 {
			from, until = until, 140_000
		}
		want := ask(t, engine, fmt.Sprintf(`select cast(min(%[1]q) as varchar) as least, cast(max(%[1]q) as varchar) as greatest, count(*) filter (%[1]q is null) as nulls
			from read_parquet('%s', file_row_number = true) where file_row_number >= %d and file_row_number < %d`, name, parts[0].Path, from, until))
		if stats.Integer(i, "nulls") != want.Integer(0, "nulls") || stats.Integer(i, "n") != int64(until-from) {
			t.Errorf("%s %d: %d NULLs, want %d", name, i, stats.Integer(i, "nulls"), want.Integer(0, "nulls"))
		}
		if name == "measured" || name == "word" { // in no order; too long
			continue
		}
		if stats.Text(i, "least") != want.Text(0, "least") || stats.Text(i, "greatest") != want.Text(0, "greatest") {
			t.Errorf("%s %d: %s to %s, want %s to %s", name, i, stats.Text(i, "least"), stats.Text(i, "greatest"), want.Text(0, "least"), want.Text(0, "greatest"))
		}
	}
}

// Rows of many months in any order go to their files, and the bytes do not
// depend on the number of threads.
func TestWriter_TheSameRowsGiveTheSameBytes(t *testing.T) {
	engine := open(t)
	make := func(workers int) []columnar.Part {
		random := rand.New(rand.NewPCG(6, 6))
		var batches []given
		for i := range 30 {
			batches = append(batches, randomRows(random, 4096, i*4096, 60))
		}
		return write(t, workers, batches...)
	}
	one, three := make(1), make(3)
	if len(one) != 60 || len(three) != 60 {
		t.Fatalf("%d and %d files", len(one), len(three))
	}
	rows := int64(0)
	for i := range one {
		a, aerr := os.ReadFile(one[i].Path)
		b, berr := os.ReadFile(three[i].Path)
		if aerr != nil || berr != nil || !bytes.Equal(a, b) {
			t.Fatalf("part %d: %d and %d bytes, %v, %v", one[i].Part, len(a), len(b), aerr, berr)
		}
		rows += one[i].Rows
	}
	if rows != 30*4096 {
		t.Errorf("%d rows", rows)
	}
	got := ask(t, engine, "select count(*) as n, count(distinct \"row\") as d from read_parquet('"+filepath.Dir(one[0].Path)+"/*.parquet')")
	if got.Integer(0, "n") != 30*4096 || got.Integer(0, "d") != 30*4096 {
		t.Errorf("read: %v", got.Rows)
	}
}

func TestWriter_RowsOfNoPartAreInNoFile(t *testing.T) {
	batch := randomRows(rand.New(rand.NewPCG(2, 2)), 10, 0, 0)
	for i := range batch.parts {
		if i%2 == 0 {
			batch.parts[i] = columnar.NotStored
		}
	}
	if parts := write(t, 1, batch); len(parts) != 1 || parts[0].Rows != 5 {
		t.Errorf("%+v", parts)
	}
}

func TestFieldOf_RefusesTypesThatAreNotWritten(t *testing.T) {
	for _, name := range []string{"", "BLOB", "DECIMAL", "DECIMAL(38,4)", "DECIMAL(5,9)", "DECIMAL(a,b)"} {
		if _, err := columnar.FieldOf(1, "x", name); err == nil {
			t.Errorf("%q is written", name)
		}
	}
}
