package etl_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"clientele/etl/export"
	"clientele/etl/internal/workbook"
	"clientele/etl/profiles"
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

// refused fails where the file is read, or the error does not say why not.
func (f trap) refused(why string) {
	f.t.Helper()
	path := f.write()
	if read, err := records(path, ""); err == nil || !strings.Contains(err.Error(), why) {
		f.t.Errorf("%s: %d rows were read, %v; want an error that says %q", f.name, read, err, why)
	}
}

func (f trap) write() string {
	f.t.Helper()
	path := filepath.Join(f.t.TempDir(), f.options["file"])
	if err := os.WriteFile(path, []byte(f.bytes(f.content)), 0o600); err != nil {
		f.t.Fatal(err)
	}
	return path
}

// encoded is the fixture written in another way, which must come to the same.
func (f trap) encoded(why string, bytes func(content string) string) trap {
	f.name, f.bytes = f.name+", "+why, bytes
	return f
}

// holds fails where anything becomes of the export but what the fixture says.
func (f trap) holds() {
	f.t.Helper()
	path := f.write()
	layout := f.recognised(path)
	read, err := records(path, layout)
	if err != nil {
		f.t.Errorf("%s: %v", f.name, err)
		return
	}
	for _, line := range strings.Split(strings.TrimSpace(f.parts["counts"]), "\n") {
		entity, counts, _ := strings.Cut(line, ": ")
		if !strings.HasPrefix(counts, fmt.Sprintf("read %d,", read)) {
			f.t.Errorf("%s: %d rows were read of %s: %s", f.name, read, entity, counts)
		}
	}
}

// recognised fails where the file is not taken for what it is; it returns the
// layout of the profile.
func (f trap) recognised(path string) string {
	f.t.Helper()
	want := f.options["profile"]
	if want == "" {
		return ""
	}
	places, err := export.List(path, export.Options{Known: profiles.KnownHeader})
	if err != nil || len(places) == 0 {
		f.t.Errorf("%s: %d tables, %v", f.name, len(places), err)
		return ""
	}
	matches := profiles.Recognise(places[0].Header, f.options["file"])
	if len(matches) == 0 || matches[0].Profile.Name != want || matches[0].Certainty < profiles.Sure {
		f.t.Errorf("%s: %q is not recognised: %v", f.name, places[0].Header, matches)
		return ""
	}
	return matches[0].Profile.Reading.Layout
}

// records counts the records of a file.
func records(path, layout string) (read int, err error) {
	table, err := export.Open(path, export.Options{Known: profiles.KnownHeader, Layout: layout})
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, table.Close()) }()
	for {
		if _, err := table.Next(); errors.Is(err, io.EOF) {
			return read, nil
		} else if err != nil {
			return read, err
		}
		read++
	}
}
