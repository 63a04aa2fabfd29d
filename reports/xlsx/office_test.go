package xlsx_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"clientele/reports"
	"clientele/reports/catalogue"
	"clientele/reports/internal/sample"
	"clientele/reports/xlsx"
)

// office is LibreOffice with a profile of its own that calculates all formulas
// of a workbook anew when it opens it.
type office struct{ program, folder string }

func newOffice(t *testing.T) office {
	t.Helper()
	program, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("soffice is not installed")
	}
	if os.Getenv("CLIENTELE_LONG") == "" {
		t.Skip("CLIENTELE_LONG is not set: an office takes a minute")
	}
	o := office{program: program, folder: t.TempDir()}
	user := filepath.Join(o.folder, "profile", "user")
	if err := os.MkdirAll(user, 0o755); err != nil {
		t.Fatal(err)
	}
	always := `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>`
	if err := os.WriteFile(filepath.Join(user, "registrymodifications.xcu"), []byte(always), 0o644); err != nil {
		t.Fatal(err)
	}
	return o
}

// convert opens a workbook and saves it in another form; an office that warns
// of anything has not done so.
func (o office) convert(t *testing.T, book []byte, to string) []byte {
	t.Helper()
	from := filepath.Join(o.folder, "report.xlsx")
	if err := os.WriteFile(from, book, 0o644); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(o.folder, "out")
	command := exec.Command(o.program, "-env:UserInstallation=file://"+filepath.Join(o.folder, "profile"), "--headless", "--convert-to", to, "--outdir", out, from)
	output, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(output)), "\n") {
		line = strings.TrimSpace(line)
		ours := line != "" && !strings.Contains(line, "javaldx") // which looks for Java, and needs none
		if ours && !strings.HasPrefix(line, "convert ") && !strings.HasPrefix(line, "Overwriting") {
			t.Errorf("the office says %q", line)
		}
	}
	converted, err := os.ReadFile(filepath.Join(out, "report."+to))
	if err != nil {
		t.Fatal(err)
	}
	return converted
}

// The office calculates each total anew and finds what the cell had; a wrong
// value in the cell does not mislead it, so that it does calculate.
func TestOffice_CalculatesTheSameTotals(t *testing.T) {
	o := newOffice(t)
	book := render(t, document(t, sample.HostileAnswers(), sample.Settings("en")), xlsx.Options{})
	f := open(t, book)
	want := formulasOf(t, f, book)
	parts := unpack(t, book)
	for name := range parts { // each value that a formula gave becomes 7
		if strings.HasPrefix(name, "xl/worksheets/") {
			parts[name] = regexp.MustCompile(`(</f><v>)[^<]*`).ReplaceAll(parts[name], []byte("${1}7"))
		}
	}
	again := open(t, o.convert(t, pack(t, parts), "xlsx"))
	if len(want) < 40 {
		t.Fatalf("%d formulas", len(want))
	}
	for _, one := range want {
		value, err := again.GetCellValue(one.sheet, one.cell)
		if err != nil {
			t.Fatal(err)
		}
		got, err := decimal.NewFromString(value)
		if err != nil || got.Sub(decimal.RequireFromString(one.value)).Abs().GreaterThan(decimal.New(1, -6)) {
			t.Errorf("%s!%s: %s is %s in the office, %s in the workbook", one.sheet, one.cell, one.text, value, one.value)
		}
	}
}

// Each report becomes a PDF without a warning; its charts are drawn, its cover
// and the report of one page take a page each, no number is too wide.
func TestOffice_PrintsAllReports(t *testing.T) {
	o := newOffice(t)
	for _, kind := range reports.Kinds() {
		for _, language := range []string{"en", "ru"} {
			words, err := catalogue.New(language)
			if err != nil {
				t.Fatal(err)
			}
			d, err := kind.Make(sample.Answers(), sample.Settings(language))
			if err != nil {
				t.Fatal(err)
			}
			printed := o.convert(t, render(t, d, xlsx.Options{}), "pdf")
			pages := o.text(t, printed)
			if len(pages) < 2 {
				t.Fatalf("%s, %s: %d pages", kind.ID, language, len(pages))
			}
			if !strings.Contains(pages[0], d.Title) || strings.Contains(pages[1], d.Title) && d.OnePage {
				t.Errorf("%s, %s: the first page is not one page", kind.ID, language)
			}
			all := squeeze(strings.Join(pages, " "))
			drawn := squeeze(strings.Join(slices.DeleteFunc(slices.Clone(pages), func(page string) bool { // the sheet with the charts' numbers
				return strings.HasPrefix(strings.TrimSpace(page), words.Say("book.chart_data"))
			}), " "))
			if strings.Contains(all, "###") {
				t.Errorf("%s, %s: a number is wider than its column", kind.ID, language)
			}
			for i := range d.Sections {
				for _, c := range d.Sections[i].Charts {
					if c.Kind == reports.Sankey {
						continue
					}
					if !strings.Contains(drawn, squeeze(c.Title)) {
						t.Errorf("%s, %s: the chart %s is not drawn", kind.ID, language, c.ID)
					}
				}
			}
		}
	}
}

// squeeze leaves out what lines are broken by.
func squeeze(text string) string { return strings.Join(strings.Fields(text), "") }

// text is what is printed on each page.
func (o office) text(t *testing.T, printed []byte) []string {
	t.Helper()
	program, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not installed")
	}
	command := exec.Command(program, "-", "-")
	command.Stdin = bytes.NewReader(printed)
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\f"), "\f")
}
