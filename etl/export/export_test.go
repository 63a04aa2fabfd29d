package export

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// fileOf writes a file of that content.
func fileOf(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// shown is a record in a line: its row and its cells, marked # for a number, @
// for a time, ~ for a boolean and ! for an error; or its problem.
func shown(record Record) string {
	if record.Problem != "" {
		return strconv.FormatInt(record.Row, 10) + " ! «" + record.Value + "» " + record.Problem
	}
	var b strings.Builder
	b.WriteString(strconv.FormatInt(record.Row, 10))
	for _, cell := range record.Cells {
		b.WriteString(" | ")
		if cell.Kind != Text {
			b.WriteByte(" #@!~"[cell.Kind])
		}
		b.WriteString(cell.Text)
	}
	if record.Uncomputed {
		b.WriteString(" (uncomputed)")
	}
	return strings.TrimRight(b.String(), " ")
}

// read gives all records of a table, and the table after its end.
func read(t testing.TB, table Table) []string {
	t.Helper()
	var rows []string
	last := int64(0)
	for {
		record, err := table.Next()
		if errors.Is(err, io.EOF) {
			return rows
		}
		if err != nil {
			return append(rows, "error: "+err.Error())
		}
		if record.Row < last || !utf8.ValidString(record.Problem) || !utf8.ValidString(record.Value) {
			t.Fatalf("after row %d: %+v", last, record)
		}
		last = record.Row
		rows = append(rows, shown(record))
	}
}

// expect compares a file's header, its records and, if any are named, the
// lines set aside.
func expect(t testing.TB, path string, options Options, header string, want ...string) Table {
	t.Helper()
	table, err := Open(path, options)
	if err != nil {
		t.Errorf("%s: %v", filepath.Base(path), err)
		return nil
	}
	t.Cleanup(func() { _ = table.Close() })
	got := read(t, table)
	if head := strings.Join(table.Header(), " | "); head != header {
		t.Errorf("%s: the header is %q, want %q", filepath.Base(path), head, header)
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s: got\n%s\nwant\n%s", filepath.Base(path), strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if table.Progress() != 1 {
		t.Errorf("%s: at the end the progress is %g", filepath.Base(path), table.Progress())
	}
	return table
}

// aside shows the lines that were set aside.
func aside(table Table) string {
	var lines []string
	for _, line := range table.Aside() {
		lines = append(lines, strconv.FormatInt(line.Row, 10)+" "+line.Text+": "+line.Why)
	}
	return strings.Join(lines, "\n")
}

// refusal is the error of a file that cannot be opened or read.
func refusal(t testing.TB, path string, options Options) error {
	t.Helper()
	table, err := Open(path, options)
	if err != nil {
		return err
	}
	defer func() { _ = table.Close() }()
	for {
		if _, err := table.Next(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}
