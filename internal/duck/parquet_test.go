package duck_test

import (
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

// A lake holds files from before a field was there.
func TestViewParquet_AFieldThatFilesDoNotHaveIsEmpty(t *testing.T) {
	engine, fields, dir := open(t), storedFields(), t.TempDir()
	exec(t, engine, `create table x as select 1 as id, 'n' as "the ""name""", 2.5 as money`)
	older, newer := filepath.Join(dir, "older.parquet"), filepath.Join(dir, "newer.parquet")
	for path, columns := range map[string]string{older: `id::bigint as id, "the ""name"""`, newer: `money::decimal(18,4) as money, id::bigint as id`} {
		exec(t, engine, "copy (select "+columns+" from x) to '"+path+"' (format parquet)")
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

// What is read into memory is small, and what is large is not read into it:
// seen by whether a view still answers when its file is gone.
func TestViewParquet_ReadsSmallFilesOnceAndLeavesLargeOnes(t *testing.T) {
	for rows, answers := range map[string]bool{"1000": true, "100000": false} {
		engine := open(t)
		file := filepath.Join(t.TempDir(), "x.parquet")
		exec(t, engine, "copy (select hash(i)::varchar as v, i as id from range("+rows+") r(i)) to '"+file+"' (format parquet)")
		if err := engine.ViewParquet(t.Context(), "things", []duck.Field{{ID: 1, Name: "id", Type: "BIGINT"}}, []string{file}); err != nil {
			t.Fatal(err)
		}
		if got := ask(t, engine, "select cast(count(id) as varchar) from things"); got != rows {
			t.Errorf("%s rows: %v", rows, got)
		}
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
		if err := engine.Exec(t.Context(), "select sum(id) from things"); (err == nil) != answers {
			t.Errorf("%s rows without their file: %v", rows, err)
		}
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
