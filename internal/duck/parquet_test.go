package duck_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"clientele/internal/duck"
)

func exec(t *testing.T, engine *duck.Engine, statement string) {
	t.Helper()
	if err := engine.Exec(context.Background(), statement); err != nil {
		t.Fatal(err)
	}
}

func storedFields() []duck.Field {
	return []duck.Field{{1, "id", "BIGINT"}, {2, `the "name"`, "VARCHAR"}, {7, "money", "DECIMAL(18,4)"}}
}

func TestWriteParquet_TheSameRowsGiveTheSameBytes(t *testing.T) {
	var first []byte
	for _, threads := range []int{1, 2, 8} {
		engine, err := duck.Open(context.Background(), duck.Options{Threads: threads, MemoryLimit: "512MB", TempDirectory: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		// The rows stand in another order each time; the order asked for is that of a unique key.
		exec(t, engine, `create table x as select i as id, concat('n', i % 100) as "the ""name""", i / 7 as money, case when i % 2 = 0 then 'a''b' else 'c' end as part
			from range(300000) r(i) order by hash(i + `+strings.Repeat("1", threads)+`)`)
		path := filepath.Join(t.TempDir(), "it's.parquet")
		rows, err := engine.WriteParquet(context.Background(), "x", "part", "a'b", path, storedFields(), []string{`the "name"`, "id"})
		if err != nil || rows != 150_000 {
			t.Fatalf("%d rows, %v", rows, err)
		}
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = content
		} else if !bytes.Equal(content, first) {
			t.Errorf("%d threads give other bytes", threads)
		}
		if err := engine.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestWriteParquet_AFolderThatIsNotThereIsTold(t *testing.T) {
	engine := open(t)
	exec(t, engine, "create table x as select 1 as id")
	path := filepath.Join(t.TempDir(), "missing", "x.parquet")
	if _, err := engine.WriteParquet(context.Background(), "x", "", "", path, storedFields()[:1], []string{"id"}); err == nil || !strings.HasPrefix(err.Error(), "writing "+path+": ") {
		t.Error(err)
	}
}

// A lake holds files from before a field was there.
func TestViewParquet_AFieldThatFilesDoNotHaveIsEmpty(t *testing.T) {
	engine, fields, dir := open(t), storedFields(), t.TempDir()
	exec(t, engine, `create table x as select 1 as id, 'n' as "the ""name""", 2.5 as money`)
	older, newer := filepath.Join(dir, "older.parquet"), filepath.Join(dir, "newer.parquet")
	for path, written := range map[string][]duck.Field{older: fields[:2], newer: {fields[2], fields[0]}} {
		if _, err := engine.WriteParquet(context.Background(), "x", "", "", path, written, []string{"id"}); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		files []string
		want  string
	}{
		{nil, "0 0 0 0"}, {[]string{older}, "1 1 1 0"}, {[]string{newer}, "1 1 0 1"}, {[]string{older, newer}, "2 2 1 1"}, {[]string{newer, older}, "2 2 1 1"},
	} {
		if err := engine.ViewParquet(context.Background(), "things", fields, c.files); err != nil {
			t.Errorf("%v: %v", c.files, err)
			continue
		}
		if got := ask(t, engine, `select concat_ws(' ', count(*), count(id), count("the ""name"""), count(money)) from things`); got != c.want {
			t.Errorf("%v: got %v, want %s", c.files, got, c.want)
		}
		if got := ask(t, engine, `select string_agg(data_type, ' ' order by ordinal_position) from information_schema.columns where table_name = 'things'`); got != "BIGINT VARCHAR DECIMAL(18,4)" {
			t.Errorf("%v: %v", c.files, got)
		}
	}
	if err := engine.ViewParquet(context.Background(), "things", fields, []string{filepath.Join(dir, "gone.parquet")}); err == nil || !strings.HasPrefix(err.Error(), "reading the lake's things: ") {
		t.Error(err)
	}
}

func TestViewRows_ShowsTheRowsWithoutProblems(t *testing.T) {
	engine := open(t)
	exec(t, engine, "create table converted as select i as id, case when i % 3 = 0 then ['bad'] else [] end as problems from range(10) r(i)")
	if err := engine.ViewRows(context.Background(), "good", "converted", "problems", storedFields()[:1]); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, engine, "select cast(list(id order by id) as varchar) from good"); got != "[1, 2, 4, 5, 7, 8]" {
		t.Error(got)
	}
}

func TestWriteTable_ComesBackInItsOrder(t *testing.T) {
	engine := open(t)
	exec(t, engine, "create table x as select i as id from range(200000) r(i) order by hash(i)")
	path := filepath.Join(t.TempDir(), "x.parquet")
	if rows, err := engine.WriteTable(context.Background(), "x", path); err != nil || rows != 200_000 {
		t.Fatalf("%d rows, %v", rows, err)
	}
	got, err := engine.ReadFile(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	want, err := engine.ReadTable(context.Background(), "x")
	if err != nil {
		t.Fatal(err)
	}
	for i := range want.Len() {
		if got.Integer(i, "id") != want.Integer(i, "id") {
			t.Fatalf("row %d is %d, want %d", i, got.Integer(i, "id"), want.Integer(i, "id"))
		}
	}
}

func TestLockDown_EndsAccessToAllButTheFolders(t *testing.T) {
	engine, allowed, other := open(t), t.TempDir(), t.TempDir()
	exec(t, engine, "create table x as select 1 as id")
	for _, dir := range []string{allowed, other} {
		if _, err := engine.WriteTable(context.Background(), "x", filepath.Join(dir, "x.parquet")); err != nil {
			t.Fatal(err)
		}
	}
	if err := engine.LockDown(context.Background(), allowed); err != nil {
		t.Fatal(err)
	}
	if _, err := engine.ReadFile(context.Background(), filepath.Join(allowed, "x.parquet")); err != nil {
		t.Error(err)
	}
	for _, statement := range []string{
		"select * from read_parquet('" + filepath.Join(other, "x.parquet") + "')",
		"select * from read_parquet('" + filepath.Join(allowed, "..", filepath.Base(other), "x.parquet") + "')",
		"select * from read_csv('/etc/passwd')", "select * from '/etc/passwd'", "select * from glob('/etc/*')", "select * from read_text('/etc/passwd')",
		"copy x to '" + filepath.Join(other, "y.parquet") + "'", "attach '" + filepath.Join(other, "y.db") + "'",
		"install httpfs", "load httpfs", "select * from read_csv('https://example.org/x.csv')",
		"set enable_external_access = true", "set allowed_directories = ['/']", "reset lock_configuration", "set memory_limit = '100GB'", "pragma threads = 64",
	} {
		if err := engine.Exec(context.Background(), statement); err == nil {
			t.Errorf("%s is possible", statement)
		}
	}
}

func TestOpen_RefusesWhatTheEngineDoesNotKnow(t *testing.T) {
	if _, err := duck.Open(context.Background(), duck.Options{MemoryLimit: "much"}); err == nil || !strings.HasPrefix(err.Error(), "starting the query engine: ") {
		t.Error(err)
	}
}
