package reports_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// goldenRows is how many rows of a table a golden text has.
const goldenRows = 8

// golden compares a page, as text, with the one that was read and found good.
// CLIENTELE_GOLDEN=1 writes it anew, for its diff to be read.
func golden(t *testing.T, name string, page *told) {
	t.Helper()
	path := filepath.Join("testdata", name+".txt")
	text := asText(page)
	if os.Getenv("CLIENTELE_GOLDEN") == "1" {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; CLIENTELE_GOLDEN=1 writes it", err)
	}
	if diff := differing(string(want), text); diff != "" {
		t.Errorf("the report reads differently. Is it meant? CLIENTELE_GOLDEN=1 go test ./reports -run TestReports writes %s anew; read its diff.\n%s", path, diff)
	}
}

// differing are the lines that only one of two texts has, the first of them.
func differing(want, got string) string {
	var out []string
	before, after := strings.Split(want, "\n"), strings.Split(got, "\n")
	for _, line := range before {
		if !slices.Contains(after, line) {
			out = append(out, "− "+line)
		}
	}
	for _, line := range after {
		if !slices.Contains(before, line) {
			out = append(out, "+ "+line)
		}
	}
	if len(out) == 0 && want != got {
		return "the same lines in another order"
	}
	const most = 20
	if len(out) > most {
		out = append(out[:most], fmt.Sprintf("… and %d lines more", len(out)-most))
	}
	return strings.Join(out, "\n")
}

// asText is a report as plain text: a line for each sentence, figure, series
// and row.
func asText(page *told) string {
	var b strings.Builder
	sentence := regexp.MustCompile(`([.!?]) (\p{Lu}|[“«¿¡])`)
	fmt.Fprintf(&b, "%s\n%s\n", page.title, strings.Repeat("=", len([]rune(page.title))))
	for _, s := range page.sections {
		fmt.Fprintf(&b, "\n## %s (%s)\n", s.title, s.id)
		for _, text := range s.texts {
			fmt.Fprintf(&b, "%s\n", sentence.ReplaceAllString(text, "$1\n$2"))
		}
		for _, f := range s.figures {
			fmt.Fprintf(&b, "* %s: %s\n", f.label, f.shown)
		}
		for _, c := range s.charts {
			fmt.Fprintf(&b, "\n[%s] %s\n", c.id, c.title)
			fmt.Fprintf(&b, "  at: %s\n", strings.Join(c.places, " | "))
			for _, one := range c.series {
				fmt.Fprintf(&b, "  %s: %s\n", one.name, strings.Join(one.values, " | "))
			}
		}
		for _, one := range s.tables {
			writeTable(&b, one)
		}
	}
	return b.String()
}

func writeTable(b *strings.Builder, one toldTable) {
	fmt.Fprintf(b, "\n[%s] %s\n  %s\n", one.id, one.title, strings.Join(one.heads, " | "))
	rows := one.shown
	if one.total != nil {
		rows = rows[:len(rows)-1]
	}
	for i, row := range rows {
		if i == goldenRows {
			fmt.Fprintf(b, "  … %d rows more\n", len(rows)-goldenRows)
			break
		}
		fmt.Fprintf(b, "  %s\n", strings.Join(row, " | "))
	}
	if one.total != nil {
		fmt.Fprintf(b, "  = %s\n", strings.Join(one.shown[len(rows)], " | "))
	}
}
