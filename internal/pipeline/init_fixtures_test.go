package pipeline

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"html"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"clientele/internal/job"
)

// fixture is an export of a system as the profiles' tests describe it.
type fixture struct {
	name    string // of the fixture: amocrm-deals, bitrix24-deals.renamed
	options map[string]string
	export  []byte
}

func (f fixture) profile() string { profile, _, _ := strings.Cut(f.name, "."); return profile }

func fixtures(t testing.TB) []fixture {
	t.Helper()
	paths, err := filepath.Glob("../../etl/testdata/profiles/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	var all []fixture
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		one := fixture{name: strings.TrimSuffix(filepath.Base(path), ".txtar"), options: map[string]string{}}
		for _, section := range archive.Files {
			switch section.Name {
			case "options":
				for line := range strings.Lines(string(section.Data)) {
					key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
					one.options[key] = value
				}
			case "export":
				one.export = section.Data
			}
		}
		all = append(all, one)
	}
	return all
}

// write puts the export into a folder under the name that its system gives it,
// and returns its path.
func (f fixture) write(t testing.TB, folder string) string {
	t.Helper()
	content := f.encoded(t)
	switch f.options["format"] {
	case "xlsx":
		content = f.workbook(t)
	case "html":
		content = f.page(t)
	case "zip":
		var b bytes.Buffer
		archive := zip.NewWriter(&b)
		member, err := archive.Create(f.options["member"])
		if err == nil {
			_, err = member.Write(content)
		}
		if err == nil {
			err = archive.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		content = b.Bytes()
	}
	path := filepath.Join(folder, f.options["file"])
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func (f fixture) encoded(t testing.TB) []byte {
	t.Helper()
	text := string(f.export)
	if f.options["line_ends"] == "crlf" {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	var err error
	switch f.options["encoding"] {
	case "utf-8-bom":
		text = "\uFEFF" + text
	case "utf-16le":
		text, err = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
	case "cp1251":
		text, err = charmap.Windows1251.NewEncoder().String(text)
	case "latin-1":
		text, err = charmap.ISO8859_1.NewEncoder().String(text)
	}
	if err != nil {
		t.Fatalf("%s: %v", f.name, err)
	}
	return []byte(text)
}

func (f fixture) page(t testing.TB) []byte {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(f.export)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	b := bytes.NewBufferString("<meta charset=\"utf-8\"><table border=1>")
	for _, row := range rows {
		b.WriteString("<tr>")
		for _, cell := range row {
			b.WriteString("<td>" + html.EscapeString(cell) + "</td>")
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</table>")
	return b.Bytes()
}

// workbook writes lines of cells with tabs between them; n:, d: and b: type a
// cell, >> is a level of the outline, ·· one of the indent.
func (f fixture) workbook(t testing.TB) []byte {
	t.Helper()
	book := excelize.NewFile()
	sheet := f.options["sheet"]
	if sheet == "" {
		sheet = "Sheet1"
	}
	check := func(err error) {
		if err != nil {
			t.Fatalf("%s: %v", f.name, err)
		}
	}
	check(book.SetSheetName("Sheet1", sheet))
	day, err := book.NewStyle(&excelize.Style{NumFmt: 22})
	check(err)
	for i, line := range strings.Split(strings.TrimSuffix(string(f.export), "\n"), "\n") {
		outline, indent := 0, 0
		for strings.HasPrefix(line, ">>") {
			line, outline = line[2:], outline+1
		}
		for strings.HasPrefix(line, "··") {
			line, indent = line[len("··"):], indent+1
		}
		if outline > 0 {
			check(book.SetRowOutlineLevel(sheet, i+1, uint8(outline)))
		}
		for column, text := range strings.Split(line, "\t") {
			if text == "" {
				continue
			}
			cell, err := excelize.CoordinatesToCellName(column+1, i+1)
			check(err)
			kind, value, typed := strings.Cut(text, ":")
			switch {
			case typed && kind == "n":
				number, err := strconv.ParseFloat(value, 64)
				check(err)
				check(book.SetCellValue(sheet, cell, number))
			case typed && kind == "d":
				moment, err := time.Parse("2006-01-02T15:04:05", value)
				check(err)
				check(book.SetCellValue(sheet, cell, moment))
				check(book.SetCellStyle(sheet, cell, cell, day))
			case typed && kind == "b":
				check(book.SetCellValue(sheet, cell, value == "true"))
			default:
				check(book.SetCellStr(sheet, cell, text))
			}
			if column == 0 && indent > 0 {
				style, err := book.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{Indent: indent}})
				check(err)
				check(book.SetCellStyle(sheet, cell, cell, style))
			}
		}
	}
	var b bytes.Buffer
	check(book.Write(&b))
	return b.Bytes()
}

func TestInit_RecognisesTheExportOfEveryProfile(t *testing.T) {
	for _, one := range fixtures(t) {
		folder := t.TempDir()
		one.write(t, folder)
		survey, err := Init(InitOptions{Paths: []string{folder}, Base: folder})
		if err != nil {
			t.Errorf("%s: %v", one.name, err)
			continue
		}
		// A snapshot has several reports below each other; one is the fixture's.
		if one.name == "ga4-traffic.blocks" && len(survey.Tables) == 3 {
			survey.Tables = survey.Tables[1:2]
		}
		if len(survey.Tables) != 1 || survey.Tables[0].Profile != one.profile() {
			t.Errorf("%s: found %d tables, unread %v", one.name, len(survey.Tables), survey.Unread)
			for _, table := range survey.Tables {
				t.Logf("    %s: %q %s (%.2f): %s; header %q", table.Label(), table.Profile, table.Entity, table.Certainty, table.Why, table.seen.header)
			}
			continue
		}
		if table := survey.Tables[0]; table.Rows == 0 || table.Sureness == "a guess" {
			t.Errorf("%s: %d rows, %s", one.name, table.Rows, table.Sureness)
		}
		for _, question := range survey.Questions {
			if question.Must {
				t.Errorf("%s: the config does not run before this is answered: %s", one.name, question.Text)
			}
		}
	}
}

func TestInit_MakesOneConfigOfAFolderWithEveryExport(t *testing.T) {
	folder := t.TempDir()
	var want []string
	for _, one := range fixtures(t) {
		if strings.Contains(one.name, ".") {
			continue // another edition of an export that the folder has
		}
		if _, err := os.Stat(filepath.Join(folder, "exports", one.options["file"])); err == nil {
			one.write(t, filepath.Join(folder, "exports", one.name)) // two systems that name their files alike
		} else {
			one.write(t, filepath.Join(folder, "exports"))
		}
		want = append(want, one.profile())
	}
	survey, err := Init(InitOptions{Paths: []string{folder}, Base: folder})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, table := range survey.Tables {
		got = append(got, table.Profile)
		if table.Sureness == "unknown" {
			t.Errorf("%s: %s", table.Label(), table.Why)
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) || len(survey.Unread) > 0 {
		t.Errorf("found %v\nwant %v\nunread %v", got, want, survey.Unread)
	}
	again, err := Init(InitOptions{Paths: []string{folder}, Base: folder})
	if err != nil || again.Config != survey.Config {
		t.Errorf("a second look makes another config (%v)", err)
	}
	loadsAsItIs(t, folder, survey)
}

// loadsAsItIs writes the config and loads by it: every row that a survey
// counted is read, and no file stops the load.
func loadsAsItIs(t *testing.T, folder string, survey *Survey) {
	t.Helper()
	path := filepath.Join(folder, "clientele.yaml")
	if err := WriteNew(path, survey.Config); err != nil {
		t.Fatal(err)
	}
	config, err := ReadConfig(path)
	if err != nil {
		t.Fatalf("%v\n%s", err, survey.Config)
	}
	outcome, err := Run(t.Context(), config, Options{Stages: Stages{Load: true}, Clock: time.Now, Sink: job.Discard{}})
	// Fixtures have six rows, so that a bad one is more than a config allows.
	if err != nil && ExitCode(err) != ExitRejected {
		t.Fatal(err)
	}
	read := map[string]int64{}
	for _, load := range outcome.Loads {
		read[load.File] += load.Read
	}
	for _, table := range survey.Tables {
		file := table.File
		if table.Member != "" {
			file += "/" + table.Member
		}
		if table.Source == "woocommerce-orders" && strings.Contains(survey.Config, "# - name: woocommerce-orders\n") {
			continue // the shop's two reports of one month: one of them is asked about
		}
		if table.Source != "" && read[file] != table.Rows+table.Damaged {
			t.Errorf("%s: %d rows were seen, %d read", file, table.Rows+table.Damaged, read[file])
		}
	}
	if len(outcome.Loads) < 40 {
		t.Errorf("%d files loaded", len(outcome.Loads))
	}
}
