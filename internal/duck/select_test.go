package duck

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func lockedEngine(t *testing.T) (engine *Engine, folder string) {
	t.Helper()
	ctx := context.Background()
	folder = t.TempDir()
	engine, err := Open(ctx, Options{Threads: 1, MemoryLimit: "200MB", TempDirectory: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = engine.Close() })
	if err := engine.Exec(ctx, "create table kept as select 1 as x"); err != nil {
		t.Fatal(err)
	}
	if err := engine.LockDown(ctx, folder+string(filepath.Separator)); err != nil {
		t.Fatal(err)
	}
	return engine, folder
}

// The driver runs all statements of a text but the last while preparing it, and
// a folder that may be read may be written: only the parser can tell.
func TestQueryText_RunsOneSelectAndNothingElse(t *testing.T) {
	engine, folder := lockedEngine(t)
	file := filepath.Join(folder, "x.parquet")
	for _, text := range []string{
		"", " ; ", "-- nothing",
		"copy (select 1 as x) to '" + file + "'",
		"copy (select 1 as x) to '" + file + "'; select 1",
		"select 1; copy (select 1 as x) to '" + file + "'",
		"select 1) ; copy (select 1 as x) to '" + file + "'; select * from (select 2",
		"export database '" + folder + "'",
		"select 1; drop table kept", "drop table kept", "drop table kept; select 1", "delete from kept", "truncate kept",
		"insert into kept values (2)", "update kept set x = 2", "create table y as select 1", "create view y as select 1",
		"alter table kept add column y integer", "attach ':memory:' as other", "detach memory", "use memory",
		"install httpfs", "load json", "set threads = 1", "reset threads", "pragma version", "call pragma_version()",
		"begin", "commit", "checkpoint", "vacuum", "set variable a = 1", "prepare a as select 1", "explain analyze select 1",
		"with gone as (delete from kept returning *) select * from gone",
		"select 1; select 2",
	} {
		if _, _, err := engine.QueryText(context.Background(), text, 10); err == nil {
			t.Errorf("%q is answered", text)
		}
	}
	left, err := os.ReadDir(folder)
	if err != nil || len(left) != 0 {
		t.Errorf("files were written: %v, %v", left, err)
	}
	rows, _, err := engine.QueryText(context.Background(), "select x from kept", 10)
	if err != nil || rows.Len() != 1 || rows.Integer(0, "x") != 1 {
		t.Errorf("the table is %v, %v", rows, err)
	}
}

func TestQueryText_AnswersEveryFormOfSelect(t *testing.T) {
	engine, _ := lockedEngine(t)
	for _, text := range []string{
		"select 1", "select 1;", "select 1 -- ; drop table kept", "select ';' /* ; */", "from kept", "values (1)", "(select 1)",
		"with a as (select 1 as x) select * from a", "with recursive t(n) as (select 1 union all select n + 1 from t where n < 3) select * from t",
		"select 1 union all select 2", "describe kept", "show tables", "summarize kept", "select $$ ; drop table kept $$",
		"select x, row_number() over (order by x) from kept qualify true",
	} {
		if rows, _, err := engine.QueryText(context.Background(), text, 10); err != nil || rows.Len() == 0 {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestQueryText_SaysWhereAMistakeIs(t *testing.T) {
	engine, _ := lockedEngine(t)
	_, _, err := engine.QueryText(context.Background(), "select 'é',\n  from from kept", 10)
	if err == nil || !strings.Contains(err.Error(), "(line 2, column 8)") {
		t.Errorf("got %v", err)
	}
	_, _, err = engine.QueryText(context.Background(), "select 1; select 2", 10)
	if !errors.Is(err, ErrNoSelect) {
		t.Errorf("got %v", err)
	}
}
