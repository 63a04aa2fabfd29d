package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/xuri/excelize/v2"
)

// hostileNames are what a customer may call themselves.
func hostileNames() []string {
	return []string{
		`</script><script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `<!--`, `]]>`, `{{.}}`, `${alert(1)}`,
		`=HYPERLINK("http://example.com","x")`, `+1+1`, `-2+3`, `@SUM(A1)`, "\t=1+1", "\r=1+1",
		"ـأحمد\u202eevil\u2066", strings.Repeat("ж", 300), "bell\a and \x1b[31mred\x1b]0;title\a", "line\nbreak", "zero\x00byte", "csi\u009b31m",
		`a"b'c;d,e`, "\ufeffmark", "\u200bnothing\u200b", "💥", "\\\"", "%s%n", "'; drop table customers; --", "_x0041_",
	}
}

// writeHostile makes a project whose customers, articles and dates are hostile.
func writeHostile(t *testing.T) (folder string, names []string) {
	t.Helper()
	folder, names = t.TempDir(), hostileNames()
	var lines []string
	for i, name := range names {
		for month := range 14 - i%5 {
			day := []string{"2024-", "2025-"}[month/12] + []string{"01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12"}[month%12] + "-05"
			line, err := json.Marshal(map[string]any{"order": i*100 + month, "date": day, "client": name, "name": name, "article": name, "group": name, "total": 10 + i})
			if err != nil {
				t.Fatal(err)
			}
			lines = append(lines, string(line))
		}
		line, err := json.Marshal(map[string]any{"order": i*100 + 99, "date": name, "client": name, "total": name})
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(line))
	}
	write(t, filepath.Join(folder, "sales.json"), strings.Join(lines, "\n")+"\n")
	write(t, filepath.Join(folder, "clientele.yaml"), `company: '=cmd|"</title><script>alert(2)</script>'
sources:
  - name: till
    files: sales.json
    entity: purchases
    columns: {order_id: order, purchased_at: date, customer: client, customer_name: name, product: article, product_group: group, amount: total}
limits: {rejected_percent: 50}
`)
	return folder, names
}

func TestRun_HostileNamesPassHarmless(t *testing.T) {
	t.Parallel()
	folder, names := writeHostile(t)
	done := must(t, folder, "run")
	noControls(t, "stdout", done.stdout)
	noControls(t, "stderr", done.stderr)
	reports, err := filepath.Glob(filepath.Join(folder, "out", "*"))
	if err != nil || len(reports) != 1 {
		t.Fatalf("reports in %q, %v", reports, err)
	}

	page, err := os.ReadFile(filepath.Join(reports[0], "clientele.html"))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ToLower(string(page))
	for _, raw := range []string{"<script>alert", "<img src=x", "</title><script"} {
		if strings.Contains(text, raw) {
			t.Errorf("the page has %q raw", raw)
		}
	}
	// Nothing is hidden either: the harmless form of the first is shown, which may
	// be broken between its words.
	text = strings.ReplaceAll(text, "<wbr>", "")
	if !strings.Contains(text, "&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;") {
		t.Error("the page does not show the name </script>…")
	}
	workbookIsHarmless(t, filepath.Join(reports[0], "clientele.xlsx"), names)

	rejects, err := os.ReadFile(filepath.Join(reports[0], "rejects.csv"))
	if err != nil {
		t.Fatal(err)
	}
	csvIsGuarded(t, "rejects.csv", string(rejects), len(names))

	listed := must(t, folder, "query", "select customer, product, product_group from purchases union all select value, reason, header from rejects")
	noControls(t, "query", listed.stdout)
	asJSON := must(t, folder, "query", "--json", "select distinct customer_name from purchases")
	noControls(t, "query --json", asJSON.stdout)
}

func TestOneFileForms_HostileNamesPassHarmless(t *testing.T) {
	t.Parallel()
	folder, names := writeHostile(t)
	done := must(t, folder, "rfm", "sales.json", "--customer", "client", "--at", "date", "--amount", "total", "--out", "rfm.csv")
	noControls(t, "stderr", done.stderr)
	content, err := os.ReadFile(filepath.Join(folder, "rfm.csv"))
	if err != nil {
		t.Fatal(err)
	}
	csvIsGuarded(t, "rfm.csv", string(content), len(names)-1) // two names are the same without the blanks at their ends
	must(t, folder, "value", "sales.json", "--customer", "client", "--at", "date", "--amount", "total", "--out", "value")
	content, err = os.ReadFile(filepath.Join(folder, "value", "customers.csv"))
	if err != nil {
		t.Fatal(err)
	}
	csvIsGuarded(t, "customers.csv", string(content), len(names)-1) // two names are the same without the blanks at their ends
	must(t, folder, "forecast", "sales.json", "--series", "client", "--at", "date", "--value", "total", "--horizon", "2", "--out", "forecast.csv")
	content, err = os.ReadFile(filepath.Join(folder, "forecast.csv"))
	if err != nil {
		t.Fatal(err)
	}
	csvIsGuarded(t, "forecast.csv", string(content), 2*(len(names)-2)) // the same name twice has two values a day
}

// noControls fails where text has what a terminal would act on.
func noControls(t *testing.T, what, text string) {
	t.Helper()
	for _, r := range text {
		if (unicode.IsControl(r) && r != '\n') || unicode.Is(unicode.Bidi_Control, r) {
			t.Errorf("%s has a raw %U", what, r)
			return
		}
	}
}

// csvIsGuarded fails where a cell would be taken for a formula.
func csvIsGuarded(t *testing.T, what, text string, rows int) {
	t.Helper()
	records, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	if len(records)-1 < rows {
		t.Errorf("%s has %d rows, want %d or more", what, len(records)-1, rows)
	}
	for _, record := range records {
		for _, cell := range record {
			if strings.HasPrefix(cell, "-") && strings.Trim(cell, "-0123456789.e+") == "" && !strings.Contains(cell[1:], "-") {
				continue // a number below zero
			}
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("%s: the cell %q would be a formula", what, cell)
			}
		}
	}
}

func workbookIsHarmless(t *testing.T, path string, names []string) {
	t.Helper()
	file, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	shown := map[string]bool{}
	for _, sheet := range file.GetSheetList() {
		rows, err := file.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			for j, value := range row {
				at, err := excelize.CoordinatesToCellName(j+1, i+1)
				if err != nil {
					t.Fatal(err)
				}
				if formula, err := file.GetCellFormula(sheet, at); err != nil || formula != "" && !isTotal(formula) {
					t.Errorf("%s!%s is the formula %q, %v", sheet, at, formula, err)
				}
				shown[value] = true
			}
		}
	}
	for _, name := range []string{names[0], names[6], names[13], "💥", "_x0041_"} {
		if !shown[name] {
			t.Errorf("no cell shows %q as it is", name)
		}
	}
}

// isTotal tells the only formula that a workbook has, which adds the cells above
// it, from what a name could have become.
func isTotal(formula string) bool {
	return regexp.MustCompile(`^SUBTOTAL\(109,[A-Z]+[0-9]+:[A-Z]+[0-9]+\)$`).MatchString(formula)
}

// What goes wrong is told in the names that it went wrong with.
func TestErrors_HostileNamesPassHarmless(t *testing.T) {
	folder := t.TempDir()
	for i, name := range hostileNames() {
		if !strings.ContainsFunc(name, acts) {
			continue
		}
		var series, header strings.Builder
		encoder := json.NewEncoder(&series)
		for _, step := range []int{1, 2, 7} {
			if err := encoder.Encode(map[string]any{"series": name, "t": step, "value": i}); err != nil {
				t.Fatal(err)
			}
		}
		if err := json.NewEncoder(&header).Encode(map[string]any{name: 1, "date": name}); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(folder, "series.json"), series.String())
		write(t, filepath.Join(folder, "header.json"), header.String())
		for _, arguments := range [][]string{
			{"forecast", filepath.Join(folder, "series.json"), "--season", "1"},
			{"rfm", filepath.Join(folder, "header.json"), "--amount", name},
			{"rfm", filepath.Join(folder, "header.json"), "--at", "date", "--amount", "date", "--customer", "date"},
			{"rfm", filepath.Join(folder, "header.json"), "--as-of", name},
			{"query", name}, {name}, {"run", name}, {"run", "-c", name}, {"lake", "rollback", name},
		} {
			var stdout, stderr bytes.Buffer
			code := run(context.Background(), arguments, environment{stdout: &stdout, stderr: &stderr, now: time.Now})
			if code != 2 {
				t.Errorf("clientele %q ended with %d: %s", arguments, code, stderr.String())
			}
			noControls(t, fmt.Sprintf("the error of clientele %q", arguments), stderr.String())
		}
	}
}
