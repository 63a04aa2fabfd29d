package etl

import (
	"archive/zip"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/shopspring/decimal"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"clientele/etl/export"
	"clientele/etl/internal/workbook"
	"clientele/etl/profiles"
)

// fixture is a file of testdata/profiles: an export as its system writes it,
// and what its rows must become.
type fixture struct {
	name    string
	profile string
	options map[string]string
	export  string
	want    map[string]string // by entity; rejects among them
}

func profileFixtures(t testing.TB) (all []fixture) {
	t.Helper()
	files, err := filepath.Glob("testdata/profiles/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no fixtures", err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		one := fixture{name: strings.TrimSuffix(filepath.Base(file), ".txtar"), options: map[string]string{}, want: map[string]string{}}
		one.profile, _, _ = strings.Cut(one.name, ".")
		for _, section := range archive.Files {
			entity, wanted := strings.CutPrefix(strings.TrimSuffix(section.Name, ".csv"), "want/")
			switch {
			case section.Name == "export":
				one.export = string(section.Data)
			case section.Name == "options":
				for line := range strings.Lines(string(section.Data)) {
					key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
					one.options[key] = value
				}
			case wanted:
				one.want[entity] = string(section.Data)
			default:
				t.Errorf("%s: what is the section %s?", one.name, section.Name)
			}
		}
		all = append(all, one)
	}
	return all
}

func (f fixture) option(name, otherwise string) string {
	if value := f.options[name]; value != "" {
		return value
	}
	return otherwise
}

// content is the export as the system writes it.
func (f fixture) content(t testing.TB) []byte {
	t.Helper()
	text := f.export
	if f.options["line_ends"] == "crlf" {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	var err error
	switch f.option("encoding", "utf-8") {
	case "utf-8":
	case "utf-8-bom":
		text = "\ufeff" + text
	case "utf-16le":
		text, err = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
	case "cp1251":
		text, err = charmap.Windows1251.NewEncoder().String(text)
	case "latin-1":
		text, err = charmap.ISO8859_1.NewEncoder().String(text)
	default:
		err = errors.New("unknown encoding")
	}
	if err != nil {
		t.Fatal(err)
	}
	if f.options["format"] != "xlsx" {
		return []byte(text)
	}
	made, err := workbook.Of(workbook.Sheet{Name: f.option("sheet", "Sheet1"), Text: f.export})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// write makes the file.
func (f fixture) write(t testing.TB) string {
	t.Helper()
	path, content := filepath.Join(t.TempDir(), f.option("file", "export")), f.content(t)
	if f.options["format"] == "zip" {
		file, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		archive := zip.NewWriter(file)
		member, err := archive.Create(f.option("member", "export.csv"))
		if err == nil {
			_, err = member.Write(content)
		}
		if err = errors.Join(err, archive.Close(), file.Close()); err != nil {
			t.Fatal(err)
		}
		return path
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// recognised fails where the file is not taken for an export of the profile.
func (f fixture) recognised(t *testing.T, path string) {
	t.Helper()
	places, err := export.List(path, export.Options{Known: profiles.KnownHeader})
	if err != nil {
		t.Error(err)
		return
	}
	block, _ := strconv.Atoi(f.option("block", "1"))
	at := slices.IndexFunc(places, func(p export.Place) bool { return p.Block == block })
	if at < 0 {
		t.Errorf("table %d is not seen: %+v", block, places)
		return
	}
	name := f.options["file"]
	if places[at].Member != "" {
		name = filepath.Base(places[at].Member)
	}
	if matches := profiles.Recognise(places[at].Header, name); len(matches) == 0 || matches[0].Profile.Name != f.profile {
		t.Errorf("%q is not recognised: %+v", places[at].Header, matches)
	}
}

// source is how a config that only names the profile reads the file.
func (f fixture) source(t *testing.T, profile profiles.Profile, entity string) Source {
	t.Helper()
	block, _ := strconv.Atoi(f.option("block", "0"))
	source, err := Source{Name: "fixture", Entity: entity, Profile: profile.Name, Block: block}.With(profile)
	if err != nil {
		t.Fatal(err)
	}
	source.Check(func(path, format string, arguments ...any) {
		t.Errorf("%s: %s", path, fmt.Sprintf(format, arguments...))
	})
	return source.WithDefaults(Defaults{TimeZone: f.option("time_zone", "UTC"), Currency: f.option("currency", "EUR")})
}

// rows are the wanted columns of a table, as a csv has them.
func (w *workspace) rows(table string, columns []string, where string) [][]string {
	w.Helper()
	var shown []string
	for _, column := range columns {
		shown = append(shown, fmt.Sprintf("coalesce(cast(%q as varchar), '') as %[1]q", column))
	}
	answer, _, err := w.engine.QueryText(context.Background(), "select "+strings.Join(shown, ", ")+" from "+table+where+" order by source_row", -1)
	if err != nil {
		w.Error(err)
		return nil
	}
	made := [][]string{columns}
	for i := range answer.Len() {
		row := make([]string, len(columns))
		for j := range columns {
			row[j], _ = answer.Rows[i][j].(string)
		}
		made = append(made, row)
	}
	return made
}

func wantedRows(t *testing.T, text string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(rows) == 0 {
		t.Fatal("the wanted rows are no csv", err)
	}
	return rows
}

// Every profile that is embedded reads a fixture exactly as wanted, and knows
// it by its header.
func TestProfiles_ReadTheirFixtures(t *testing.T) {
	w := newWorkspace(t, 2)
	for _, f := range profileFixtures(t) {
		t.Run(f.name, func(t *testing.T) {
			profile, known, err := profiles.Named(f.profile)
			if err != nil || !known {
				t.Fatalf("no profile %s (%v)", f.profile, err)
			}
			path := f.write(t)
			f.recognised(t, path)
			rejected := ""
			for _, table := range profile.Tables {
				want, wanted := f.want[table.Entity]
				if !wanted && table.Entity != profile.Tables[0].Entity {
					continue
				}
				file := File{Path: path, Name: f.options["file"], Source: f.source(t, profile, table.Entity)}
				rejected += f.check(t, w, file, want)
			}
			if want, wanted := f.want["rejects"]; wanted != (rejected != "") {
				t.Errorf("rejected: %s; wanted: %s", rejected, want)
			}
		})
	}
}

// check converts the fixture as one entity and returns what was rejected.
func (f fixture) check(t *testing.T, w *workspace, file File, want string) (rejected string) {
	t.Helper()
	made, err := w.convert(file)
	if err != nil {
		t.Error(err)
		return ""
	}
	tally := made.Tally
	if tally.Loaded+tally.Excluded+tally.Rejected != tally.Read {
		t.Errorf("%s: %+v", file.Source.Entity, tally)
	}
	if want != "" {
		wanted := wantedRows(t, want)
		compareRows(t, file.Source.Entity, w.rows("converted", wanted[0], ""), wanted)
	}
	if text, there := f.want["rejects"]; there {
		wanted := wantedRows(t, text)
		wanted = ofEntity(wanted, file.Source.Entity)
		if len(wanted) > 1 {
			compareRows(t, "rejects of "+file.Source.Entity, w.rows("rejected", wanted[0], ""), wanted)
		}
	}
	if made.Rejects != nil {
		rejected = fmt.Sprintf("%s: %s; ", file.Source.Entity, made.Example)
	}
	return rejected
}

// ofEntity are the wanted rejects of an entity, where a column says whose they
// are.
func ofEntity(rows [][]string, entity string) [][]string {
	at := slices.Index(rows[0], "entity")
	if at < 0 {
		return rows
	}
	kept := rows[:1:1]
	for _, row := range rows[1:] {
		if row[at] == entity {
			kept = append(kept, row)
		}
	}
	return kept
}

func compareRows(t *testing.T, what string, got, want [][]string) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			t.Errorf("%s: row %d is missing: %q", what, i, want[i])
		case i >= len(want):
			t.Errorf("%s: row %d is too many: %q", what, i, got[i])
		default:
			for j, column := range want[0] {
				if got[i][j] != want[i][j] && !sameNumber(got[i][j], want[i][j]) {
					t.Errorf("%s: row %d: %s is %q, want %q", what, i, column, got[i][j], want[i][j])
				}
			}
		}
	}
}

// sameNumber reports whether two texts are one decimal number: 98 and 98.000.
func sameNumber(a, b string) bool {
	if !strings.Contains(a, ".") {
		return false // a key
	}
	one, oneErr := decimal.NewFromString(a)
	two, twoErr := decimal.NewFromString(b)
	return oneErr == nil && twoErr == nil && one.Equal(two)
}

func TestProfiles_EachHasAFixture(t *testing.T) {
	all, err := profiles.All()
	if err != nil {
		t.Fatal(err)
	}
	fixtures := profileFixtures(t)
	for _, profile := range all {
		if !slices.ContainsFunc(fixtures, func(f fixture) bool { return f.profile == profile.Name }) {
			t.Errorf("%s has no fixture", profile.Name)
		}
	}
}
