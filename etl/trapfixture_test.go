package etl_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"clientele/etl/internal/workbook"
)

// trap is a fixture of testdata/traps: an export, what the program must see in
// it, and what its rows must become.
type trap struct {
	t       testing.TB
	name    string
	options map[string]string
	content string // of the section export, as text
	bytes   func(content string) string
	parts   map[string]string // the other sections
}

// trapNamed reads a fixture.
func trapNamed(t testing.TB, name string) trap {
	t.Helper()
	archive, err := txtar.ParseFile(filepath.Join("testdata", "traps", name+".txtar"))
	if err != nil {
		t.Fatal(err)
	}
	read := trap{t: t, name: name, options: map[string]string{}, parts: map[string]string{}}
	for _, section := range archive.Files {
		read.parts[section.Name] = string(section.Data)
	}
	for _, line := range strings.Split(strings.TrimSpace(read.parts["options"]), "\n") {
		key, value, found := strings.Cut(line, ": ")
		if !found {
			t.Fatalf("%s: the option %q has no value", name, line)
		}
		read.options[key] = value
	}
	read.content, read.bytes = read.parts["export"], read.written
	return read
}

// written is the export as the system writes it.
func (f trap) written(content string) string {
	if f.options["encoding"] == "utf-8-bom" {
		content = "\ufeff" + content
	}
	if f.options["line_ends"] == "crlf" {
		content = strings.ReplaceAll(content, "\n", "\r\n")
	}
	if f.options["format"] == "xlsx" {
		made, err := workbook.Of(workbook.Sheet{Name: f.options["sheet"], Text: content})
		if err != nil {
			f.t.Fatal(err)
		}
		return string(made)
	}
	return content
}

// but is the fixture with another text, which must come to the same.
func (f trap) but(why string, replacements ...string) trap {
	f.t.Helper()
	changed := strings.NewReplacer(replacements...).Replace(f.content)
	if changed == f.content {
		f.t.Fatalf("%s, %s: nothing was replaced", f.name, why)
	}
	f.name, f.content = f.name+", "+why, changed
	return f
}

// wanting is the fixture with another outcome.
func (f trap) wanting(replacements ...string) trap {
	parts := map[string]string{}
	for name, part := range f.parts {
		if strings.HasPrefix(name, "want/") {
			part = strings.NewReplacer(replacements...).Replace(part)
		}
		parts[name] = part
	}
	f.parts = parts
	return f
}

// encoded is the fixture written in another way, which must come to the same.
func (f trap) encoded(why string, bytes func(content string) string) trap {
	f.name, f.bytes = f.name+", "+why, bytes
	return f
}

func (f trap) write() string {
	f.t.Helper()
	path := filepath.Join(f.t.TempDir(), f.options["file"])
	if err := os.WriteFile(path, []byte(f.bytes(f.content)), 0o600); err != nil {
		f.t.Fatal(err)
	}
	return path
}
