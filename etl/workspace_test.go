package etl

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"clientele/internal/duck"
	"clientele/internal/lake"
	"clientele/internal/strictyaml"
	"clientele/internal/table"
	"clientele/queries"
)

// workspace is a folder for files, an engine and a lake.
type workspace struct {
	testing.TB
	dir     string
	engine  *duck.Engine
	lake    *lake.Lake
	workers int
}

func newWorkspace(t testing.TB, threads int) *workspace {
	t.Helper()
	dir := t.TempDir()
	engine, err := duck.Open(context.Background(), duck.Options{Threads: threads, MemoryLimit: "1GB", TempDirectory: filepath.Join(dir, "spill")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := engine.Close(); err != nil {
			t.Error(err)
		}
	})
	opened, err := lake.Open(filepath.Join(dir, "lake"))
	if err != nil {
		t.Fatal(err)
	}
	return &workspace{TB: t, dir: dir, engine: engine, lake: opened, workers: threads}
}

// write makes a file of the content and returns its path.
func (w *workspace) write(name, content string) string {
	w.Helper()
	path := filepath.Join(w.dir, name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		w.Fatal(err)
	}
	return path
}

// file is a written file with the source that reads it.
func (w *workspace) file(name, content string, source Source) File {
	w.Helper()
	return File{Path: w.write(name, content), Name: name, Source: source.WithDefaults(Defaults{TimeZone: "UTC", Currency: "EUR"})}
}

// load brings files into the lake in one transaction.
func (w *workspace) load(exclude []string, files ...File) ([]Loaded, lake.Snapshot, error) {
	w.Helper()
	transaction, err := w.lake.Begin()
	if err != nil {
		w.Fatal(err)
	}
	defer func() {
		if err := transaction.Abort(); err != nil {
			w.Error(err)
		}
	}()
	loader := Loader{Transaction: transaction, Workers: w.workers, ExcludeProducts: exclude}
	var loads []Loaded
	for _, file := range files {
		loaded, err := loader.Load(context.Background(), file, unreported)
		if err != nil {
			return nil, lake.Snapshot{}, err
		}
		loads = append(loads, loaded)
	}
	commit, err := transaction.Commit(context.Background(), nil)
	return loads, commit.Snapshot, err
}

func (w *workspace) mustLoad(exclude []string, files ...File) ([]Loaded, lake.Snapshot) {
	w.Helper()
	loads, snapshot, err := w.load(exclude, files...)
	if err != nil {
		w.Fatal(err)
	}
	return loads, snapshot
}

func unreported(int64, float64) {}

// ask answers a statement over the engine's tables.
func (w *workspace) ask(statement string) *table.Table {
	w.Helper()
	query, err := queries.Parse("test/ask", "-- A test.\n-- grain: one row\n"+statement)
	if err != nil {
		w.Fatal(err)
	}
	bound, err := query.Bind(nil)
	if err != nil {
		w.Fatal(err)
	}
	answer, err := w.engine.Query(context.Background(), bound)
	if err != nil {
		w.Fatal(err)
	}
	return answer
}

// view shows an entity of a snapshot to ask.
func (w *workspace) view(snapshot lake.Snapshot, entity Entity) {
	w.Helper()
	files := w.lake.Paths(snapshot.FilesOf(entity.Name))
	if err := w.engine.ViewParquet(context.Background(), entity.Name, entity.Stored(), files); err != nil {
		w.Fatal(err)
	}
}

// convert reads a file; its rows are the engine's table converted then, and what
// could not be read is the table rejected.
func (w *workspace) convert(file File, exclude ...string) (Conversion, error) {
	w.Helper()
	folder, err := os.MkdirTemp(w.dir, "converted-*")
	if err != nil {
		w.Fatal(err)
	}
	made, err := Convert(context.Background(), file, Settings{Folder: folder, Workers: w.workers, ExcludeProducts: exclude, Report: unreported})
	if err != nil {
		return made, err
	}
	entity, _ := EntityNamed(file.Source.Entity)
	var files, rejects []string
	for _, part := range made.Parts {
		files = append(files, part.Path)
	}
	if made.Rejects != nil {
		rejects = append(rejects, made.Rejects.Path)
	}
	if err := w.engine.ViewParquet(context.Background(), "converted", entity.Stored(), files); err != nil {
		w.Fatal(err)
	}
	if err := w.engine.ViewParquet(context.Background(), "rejected", Rejects().Stored(), rejects); err != nil {
		w.Fatal(err)
	}
	return made, nil
}

// outcome converts a file and tells what became of its rows, a line each: the
// row's number with the columns asked for, or with its problems.
func (w *workspace) outcome(file File, columns ...string) (string, error) {
	w.Helper()
	if _, err := w.convert(file); err != nil {
		return "", err
	}
	values := []string{"cast(source_row as varchar)"}
	for _, column := range columns {
		values = append(values, fmt.Sprintf("coalesce(cast(%q as varchar), '∅')", column))
	}
	rows := w.ask(`select line from (
		select source_row, concat_ws(' | ', ` + strings.Join(values, ", ") + `) as line from converted
		union all
		select source_row, concat(source_row, ' ! ', string_agg(concat_ws(' ', nullif(column_name, ''), '«' || value || '»', reason), '; ' order by file_row_number)) as line
		from (select *, row_number() over () as file_row_number from rejected) as numbered group by source_row
	) as lines order by source_row`)
	var lines []string
	for i := range rows.Len() {
		lines = append(lines, rows.Text(i, "line"))
	}
	return strings.Join(lines, "\n"), nil
}

// expect fails where the outcome of a file is another one.
func (w *workspace) expect(file File, columns []string, want ...string) {
	w.Helper()
	got, err := w.outcome(file, columns...)
	if err != nil {
		w.Errorf("%s: %v", file.Name, err)
		return
	}
	if got != strings.Join(want, "\n") {
		w.Errorf("%s: got\n%s\nwant\n%s", file.Name, got, strings.Join(want, "\n"))
	}
}

// pairs is a mapping: field, header, field, header, ….
func pairs(names ...string) strictyaml.Ordered[[]string] {
	var mapped strictyaml.Ordered[[]string]
	for i := 0; i < len(names); i += 2 {
		mapped = append(mapped, mapping(names[i], names[i+1]))
	}
	return mapped
}

// constants are fields with their values: field, value, ….
func constants(names ...string) strictyaml.Ordered[string] {
	var fixed strictyaml.Ordered[string]
	for i := 0; i < len(names); i += 2 {
		fixed = append(fixed, strictyaml.Pair[string]{Key: names[i], Value: names[i+1]})
	}
	return fixed
}

// shop is a source of purchases with the plainest mapping.
func shop() Source {
	return Source{Name: "shop", Entity: "purchases",
		Columns: pairs("order_id", "order", "purchased_at", "at", "customer", "who", "amount", "sum")}
}
