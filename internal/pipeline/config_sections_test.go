package pipeline

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"clientele/internal/strictyaml"
)

const sectionsConfig = `company: Acme
sources:
  - name: shop
    files: shop.csv
    columns: {order_id: order, purchased_at: at, customer: customer, amount: sum}
sections:
  - query: towns.sql
    title: {en: Towns, ru: Города}
    in: [marketing, data]
    after: retention
    lead: "{rows} towns; the first is {city}"
    note: What each town brings.
    chart: {kind: pie, x: city, y: [revenue]}
    columns:
      revenue: {label: Revenue, format: money, digits: 0, total: true, bar: true}
      last_on: {format: month, hide: true}
    rows: 50
`

func writeSections(t *testing.T, folder, text string) string {
	t.Helper()
	file := filepath.Join(folder, "clientele.yaml")
	for name, text := range map[string]string{"clientele.yaml": text, "towns.sql": "select 1 as city, 2 as revenue, date '2024-01-01' as last_on"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return file
}

func TestSections_AreReadAsTheyStand(t *testing.T) {
	config, err := ReadConfig(writeSections(t, t.TempDir(), sectionsConfig))
	if err != nil {
		t.Fatal(err)
	}
	own := config.ownSections[0]
	if own.id != "own_towns" || fmt.Sprint(own.standsIn()) != "[complete marketing data]" || inLanguage(own.Title, "ru") != "Города" || inLanguage(own.Title, "es") != "Towns" {
		t.Errorf("got %+v", own)
	}
	if config.Limits.Section != 60 {
		t.Errorf("a query has %d seconds", config.Limits.Section)
	}
}

// Whatever is written into the section, no config is read in part: it is whole,
// or its mistakes are told at places of the file.
func TestSections_EveryMistakeHasAPlace(t *testing.T) {
	folder := t.TempDir()
	words := []string{"", "null", "-1", "99999999999999999999", "[]", "{}", "[a, [b]]", "{a: {b: c}}", "'", "\"\\u0000\"", "director", "pie", "true", "да", "2024-01-01", "../../etc/passwd", "/dev/zero", ".", strings.Repeat("x", 5000), "{rows", "\u202e", "&a", "*a", "!!str x", "- - -", "|"}
	wrong := 0
	for seed := range uint64(40) {
		random := rand.New(rand.NewPCG(seed, 3)) //nolint:gosec // a test
		lines := strings.Split(sectionsConfig, "\n")
		for range 1 + random.IntN(3) {
			at := 6 + random.IntN(len(lines)-7)
			word := words[random.IntN(len(words))]
			switch line := lines[at]; random.IntN(4) {
			case 0:
				key, _, _ := strings.Cut(line, ":")
				lines[at] = key + ": " + word
			case 1:
				lines[at] = strings.Replace(line, []string{"revenue", "city", "money", "pie", "{", "]", ":", " "}[random.IntN(8)], word, 1)
			case 2:
				lines = slices.Insert(lines, at, line)
			case 3:
				lines = slices.Delete(lines, at, at+1)
			}
		}
		text := strings.Join(lines, "\n")
		_, err := ReadConfig(writeSections(t, folder, text))
		if err == nil {
			continue
		}
		wrong++
		var of *strictyaml.Mistakes
		if !errors.As(err, &of) || len(of.List) == 0 || ExitCode(err) != ExitUsage {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for _, mistake := range of.List {
			if mistake.Line < 1 || mistake.Line > len(strings.Split(text, "\n")) || mistake.Text == "" {
				t.Errorf("seed %d: %+v", seed, mistake)
			}
		}
	}
	if wrong < 25 {
		t.Errorf("only %d of 40 configs were wrong", wrong)
	}
}

// The manifest tells reports of one query from those of another.
func TestSections_AQueryIsPartOfTheConfig(t *testing.T) {
	folder := t.TempDir()
	file := writeSections(t, folder, sectionsConfig)
	before, err := ReadConfig(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "towns.sql"), []byte("select 2 as city"), 0o600); err != nil {
		t.Fatal(err)
	}
	after, err := ReadConfig(file)
	if err != nil || before.hash == after.hash {
		t.Errorf("the hash is the same, or %v", err)
	}
}

func TestSectionID_IsPlainAndItsOwn(t *testing.T) {
	taken := map[string]int{}
	var got []string
	for _, query := range []string{"sections/Top Towns.sql", "top-towns.sql", "города.sql", "b/города.sql", "top_towns_2.sql", "../../x.SQL", ""} {
		got = append(got, sectionID(query, taken))
	}
	if want := "[own_top_towns own_top_towns_2 own_section own_section_2 own_top_towns_2_2 own_x own_section_3]"; fmt.Sprint(got) != want {
		t.Errorf("got  %v\nwant %s", got, want)
	}
}

func TestReadSQL_ReadsFilesOfOtherSystems(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.sql")
	for source, want := range map[string]string{
		"\ufeffselect 1\r\n from a\r": "select 1\n from a\n", "select 'é'": "select 'é'", " \n\t\n": "!is empty", "": "!is empty", "select '\xff'": "!is not UTF-8 (line 1)",
		"a\n\xc3\x28": "!is not UTF-8 (line 2)", "\xff\xfea\x00": "!UTF-16", "a\x00": "!character 0", strings.Repeat("x", longestSQL+1): "!more than 256 KB", strings.Repeat("x", longestSQL): strings.Repeat("x", longestSQL),
	} {
		if err := os.WriteFile(file, []byte(source), 0o600); err != nil {
			t.Fatal(err)
		}
		text, problem := readSQL(file)
		if after, wrong := strings.CutPrefix(want, "!"); wrong && (text != "" || !strings.Contains(problem, after)) || !wrong && (text != want || problem != "") {
			t.Errorf("%.20q: got %.40q, %q", source, text, problem)
		}
	}
}
