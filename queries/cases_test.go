package queries_test

import (
	"context"
	"encoding/csv"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"clientele/internal/table"
	"clientele/queries"
)

// TestCases runs testdata/cases/**/*.txtar. The archive's comment is the claim.
// `given/T.csv` are rows of table T, of the lake or of any query's answer, with
// the columns that matter; an empty cell is NULL, two single quotes are a text
// without letters. `parameters` has lines `name value`. `want/Q.csv` is the
// answer of query Q, with the columns that the claim is about, in the order of
// the rows (sorted for staging and marts, which have none).
func TestCases(t *testing.T) {
	w := newWorld(t, 1)
	w.run(t) // every table is there from now on, with its types
	arguments := w.arguments
	found := 0
	err := filepath.WalkDir("testdata/cases", func(file string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(file) != ".txtar" {
			return err
		}
		found++
		t.Run(strings.TrimSuffix(strings.TrimPrefix(filepath.ToSlash(file), "testdata/cases/"), ".txtar"), func(t *testing.T) {
			w.arguments = arguments
			w.runCase(t, file)
		})
		return nil
	})
	if err != nil || found == 0 {
		t.Fatalf("%d cases: %v", found, err)
	}
}

func (w *world) runCase(t *testing.T, file string) {
	t.Helper()
	read := readCase(t, file)
	w.arguments = parameters(t, w.arguments, read.parameters)
	w.empty(t)
	for _, name := range w.lakeTables(t) {
		read.replace(t, w, name)
	}
	seen := 0
	for _, query := range read.needed(everyQuery(t)) {
		if !read.replace(t, w, query.Table()) {
			w.create(t, query)
		}
		if rows, ok := read.want[query.Table()]; ok {
			seen++
			w.compare(t, query, rows)
		}
	}
	if seen != len(read.want) || read.replaced != len(read.given) {
		t.Errorf("%d of %d given tables are known, %d of %d wanted answers", read.replaced, len(read.given), seen, len(read.want))
	}
}

// needed are the queries that the wanted answers come from.
func (c *testCase) needed(ordered []queries.Query) []queries.Query {
	var needed []queries.Query
	wanted := map[string]bool{}
	for _, query := range slices.Backward(ordered) {
		_, given := c.given[query.Table()]
		_, want := c.want[query.Table()]
		if !given && !want && !wanted[query.Table()] {
			continue
		}
		needed = append(needed, query)
		for _, name := range query.Reads {
			wanted[name] = wanted[name] || !given
		}
	}
	slices.Reverse(needed)
	return needed
}

// testCase is one archive.
type testCase struct {
	given, want map[string]*table.Table
	parameters  string
	replaced    int
}

func readCase(t *testing.T, file string) *testCase {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	marks := regexp.MustCompile(`(?m)^-- (.+) --\n`).FindAllStringSubmatchIndex(string(text), -1)
	if len(marks) == 0 || len(strings.TrimSpace(string(text[:marks[0][0]]))) == 0 {
		t.Fatal("the case claims nothing")
	}
	read := &testCase{given: map[string]*table.Table{}, want: map[string]*table.Table{}}
	for i, mark := range marks {
		name, end := string(text[mark[2]:mark[3]]), len(text)
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		part := string(text[mark[1]:end])
		folder, tableName := filepath.Split(strings.TrimSuffix(name, ".csv"))
		switch {
		case name == "parameters":
			read.parameters = part
		case folder == "given/":
			read.given[tableName] = readCSV(t, part)
		case folder == "want/":
			read.want[tableName] = readCSV(t, part)
		default:
			t.Fatalf("part %q is neither given/ nor want/ nor parameters", name)
		}
	}
	if len(read.want) == 0 {
		t.Fatal("the case wants nothing")
	}
	return read
}

// replace puts the given rows in place of those of a table, if any are given.
func (c *testCase) replace(t *testing.T, w *world, name string) bool {
	t.Helper()
	rows, given := c.given[name]
	if given {
		c.replaced++
		w.exec(t, "delete from "+name)
		w.insert(t, name, rows)
	}
	return given
}

func (w *world) compare(t *testing.T, query queries.Query, want *table.Table) {
	t.Helper()
	answer, err := w.Query(context.Background(), w.bind(t, query))
	if err != nil {
		t.Fatal(err)
	}
	names := make([]string, len(want.Columns))
	for i, column := range want.Columns {
		names[i] = column.Name
		if answer.Index(column.Name) < 0 {
			t.Fatalf("%s has no column %s", query.Name, column.Name)
		}
	}
	got, wanted := lines(answer.Select(names...)), lines(want)
	if strings.HasPrefix(query.Name, "staging/") || strings.HasPrefix(query.Name, "marts/") {
		slices.Sort(got)
		slices.Sort(wanted)
	}
	if diff := cmp.Diff(wanted, got); diff != "" {
		t.Errorf("%s: wanted -, got +: %s\n%s", query.Name, strings.Join(names, "|"), diff)
	}
}

// lakeTables are those of testdata/schemas.
func (w *world) lakeTables(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/schemas/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for i, file := range files {
		files[i] = strings.TrimSuffix(filepath.Base(file), ".sql")
	}
	return files
}

// empty clears the lake and puts the cells back, which a case need not give.
func (w *world) empty(t *testing.T) {
	t.Helper()
	for _, name := range w.lakeTables(t) {
		w.exec(t, "delete from "+name)
	}
	w.exec(t, cells)
}

func parameters(t *testing.T, defaults map[string]any, text string) map[string]any {
	t.Helper()
	values := map[string]any{}
	for name, value := range defaults {
		values[name] = value
	}
	for line := range strings.Lines(text) {
		name, written, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch values[name].(type) {
		case time.Time:
			values[name] = day(written)
		case int:
			number, err := strconv.Atoi(written)
			if err != nil {
				t.Fatal(err)
			}
			values[name] = number
		case string:
			values[name] = written
		default:
			t.Fatalf("no parameter is named %q", name)
		}
	}
	return values
}

func readCSV(t *testing.T, data string) *table.Table {
	t.Helper()
	reader := csv.NewReader(strings.NewReader(data))
	reader.TrimLeadingSpace = true
	records, err := reader.ReadAll()
	if err != nil || len(records) == 0 {
		t.Fatalf("%d records: %v", len(records), err)
	}
	rows := text(records[0]...)
	for _, record := range records[1:] {
		row := make([]any, len(record))
		for i, value := range record {
			switch value {
			case "":
			case "''":
				row[i] = ""
			default:
				row[i] = value
			}
		}
		rows.Rows = append(rows.Rows, row)
	}
	return rows
}
