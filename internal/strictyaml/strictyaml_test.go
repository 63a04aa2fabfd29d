package strictyaml

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// config has a field of every kind that the package reads.
type config struct {
	Company string             `yaml:"company,required"`
	Zone    *string            `yaml:"zone"`
	Sources []source           `yaml:"sources,required"`
	Rates   map[string]float64 `yaml:"rates"`
	Limits  limits             `yaml:"limits"`
	Level   level              `yaml:"level"`
	Aliases Ordered[[]string]  `yaml:"aliases"`
	Ignored string             `yaml:"-"`
}

type source struct {
	File    string          `yaml:"file,required"`
	Charset string          `yaml:"charset,required"`
	Sheets  []string        `yaml:"sheets"`
	Columns Ordered[string] `yaml:"columns"`
}

type limits struct {
	Rows   int     `yaml:"rows"`
	Small  int8    `yaml:"small"`
	Days   uint    `yaml:"days"`
	Share  float64 `yaml:"share"`
	Strict bool    `yaml:"strict"`
}

type level string

func (l *level) UnmarshalText(text []byte) error {
	if string(text) != "low" && string(text) != "high" {
		return errors.New("is not a level; known: low, high")
	}
	*l = level(text)
	return nil
}

var update = flag.Bool("update", false, "write the wanted texts anew") //nolint:gochecknoglobals // a test flag

// Each file of testdata has a YAML file, the mistakes wanted for it, and the
// words at which the mistakes must point, one a line, "" for the end of a line.
func TestDecode_ReportsEveryMistakeWithItsPlace(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			input, rest, _ := strings.Cut(strings.TrimPrefix(string(content), "-- clientele.yaml --\n"), "-- points at --\n")
			words, want, ok := strings.Cut(rest, "-- want --\n")
			if !ok {
				t.Fatal("a section is missing")
			}
			// A txtar is text in lines: what it cannot hold is written as \x escapes.
			text := strings.NewReplacer(`\x09`, "\t", `\xa0`, "\u00A0", `\xcf`, "\xcf", `\x07`, "\a", `\r`, "\r").Replace(input)
			var into config
			_, err = Decode("clientele.yaml", []byte(text), &into)
			var mistakes *Mistakes
			if !errors.As(err, &mistakes) {
				t.Fatalf("error is %v, want *Mistakes", err)
			}
			checkPlaces(t, text, mistakes.List, strings.Split(strings.TrimSuffix(words, "\n"), "\n"))
			got := err.Error() + "\n"
			if *update {
				content = []byte(strings.TrimSuffix(string(content), want) + got)
				if err := os.WriteFile(file, content, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" && !*update {
				t.Error(diff)
			}
		})
	}
}

func checkPlaces(t *testing.T, text string, mistakes []Mistake, words []string) {
	t.Helper()
	lines := strings.Split(strings.ToValidUTF8(strings.ReplaceAll(text, "\r", ""), "\uFFFD"), "\n")
	if len(mistakes) != len(words) {
		t.Errorf("%d mistakes, want %d", len(mistakes), len(words))
	}
	for i, mistake := range mistakes {
		rest := string([]rune(lines[mistake.Line-1])[mistake.Column-1:])
		if i < len(words) && (!strings.HasPrefix(rest, words[i]) || (words[i] == "") != (rest == "")) {
			t.Errorf("mistake %d (%s) points at %q, want %q", i, mistake.Text, rest, words[i])
		}
		excerpt := strings.Split(mistake.Excerpt, "\n")
		for j, line := range excerpt {
			if strings.HasPrefix(line, ">") {
				caret := len([]rune(excerpt[j+1])) - 1
				if got, want := string(([]rune(line + " "))[caret:]), printable(rest+" "); !strings.HasPrefix(want, strings.TrimSuffix(got, "… ")) {
					t.Errorf("the caret of mistake %d stands under %q, want %q", i, got, want)
				}
			}
		}
	}
}

func TestDecode_FillsEveryKindOfField(t *testing.T) {
	text := strings.Join([]string{
		"\uFEFF# a comment",
		`company: "Ромашка: цветы"`,
		"zone: Europe/Berlin",
		"sources:",
		"- file: sales.csv",
		"  charset: cp1251",
		"  sheets: 2024-01",
		"  columns: {zeta: Сумма, alpha: 007, no: no, 'on': 1_000}",
		"- {file: b.csv, charset: utf-8, sheets: [on, 012]}",
		"rates: {EUR: 1, USD: 0.5, GBP: -1e-3}",
		"limits:",
		"  rows: 100",
		"  small: -128",
		"  days: 0",
		"  share: .25",
		"  strict: true",
		"level: high",
		"aliases:",
		"  b: [x]",
		"  a: y",
	}, "\r\n")
	var got config
	if _, err := Decode("clientele.yaml", []byte(text), &got); err != nil {
		t.Fatal(err)
	}
	zone := "Europe/Berlin"
	want := config{
		Company: "Ромашка: цветы", Zone: &zone, Level: "high",
		Sources: []source{
			{File: "sales.csv", Charset: "cp1251", Sheets: []string{"2024-01"}, Columns: Ordered[string]{{"zeta", "Сумма"}, {"alpha", "007"}, {"no", "no"}, {"on", "1_000"}}},
			{File: "b.csv", Charset: "utf-8", Sheets: []string{"on", "012"}},
		},
		Rates:   map[string]float64{"EUR": 1, "USD": 0.5, "GBP": -0.001},
		Limits:  limits{Rows: 100, Small: -128, Share: 0.25, Strict: true},
		Aliases: Ordered[[]string]{{"b", []string{"x"}}, {"a", []string{"y"}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if value, ok := got.Sources[0].Columns.Get("alpha"); !ok || value != "007" {
		t.Errorf("Get gives %q, %v", value, ok)
	}
	if _, ok := got.Sources[0].Columns.Get("beta"); ok {
		t.Error("Get finds a key that is not there")
	}
}

func TestDecode_KeepsDefaultsOfKeysNotGiven(t *testing.T) {
	got := limits{Rows: 7, Days: 30}
	if _, err := Decode("x.yaml", []byte("rows: 8\n"), &got); err != nil {
		t.Fatal(err)
	}
	if got != (limits{Rows: 8, Days: 30}) {
		t.Errorf("got %+v", got)
	}
}

func TestDecode_EmptyListsAndGroupsCountAsNotGiven(t *testing.T) {
	var got config
	text := "company: x\nzone: null\nsources: []\nrates:\nlimits:\naliases: ~\n"
	if _, err := Decode("x.yaml", []byte(text), &got); err != nil {
		t.Fatal(err)
	}
	if got.Zone != nil || got.Rates != nil || got.Aliases != nil || len(got.Sources) != 0 {
		t.Errorf("got %+v", got)
	}
}

func TestDecode_GivesLimitsOfNumbersExactly(t *testing.T) {
	for text, ok := range map[string]bool{
		"small: 127": true, "small: 128": false, "small: -128": true, "small: -129": false,
		"days: 18446744073709551615": true, "days: 18446744073709551616": false, "days: -1": false,
		"rows: 9223372036854775807": true, "rows: 9223372036854775808": false, "rows: -9223372036854775808": true,
		"share: 1e308": true, "share: 1e309": false, "share: .inf": false, "share: .nan": false,
		"rows: 0x10": false, "rows: 1_000": false, "rows: +5": true, "days: +5": true, "rows: 1.0": false,
	} {
		_, err := Decode("x.yaml", []byte(text), new(limits))
		if (err == nil) != ok {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestDecode_RefusesGoTypesThatItCannotRead(t *testing.T) {
	for name, into := range map[string]any{
		"no pointer": config{},
		"nil":        nil,
		"interface": &struct {
			A any `yaml:"a"`
		}{},
		"untagged": &struct{ A string }{},
		"unknown option": &struct {
			A string `yaml:"a,omitempty"`
		}{},
		"taken name": &struct {
			A string `yaml:"a"`
			B string `yaml:"a"`
		}{},
		"integer keys": &map[int]string{},
	} {
		_, err := Decode("x.yaml", []byte("a: b"), into)
		var mistakes *Mistakes
		if err == nil || errors.As(err, &mistakes) {
			t.Errorf("%s: the error is %v, want one that is not the user's", name, err)
		}
	}
}

func TestDecode_BoundsSizeDepthAndNumberOfKeys(t *testing.T) {
	deep := strings.Repeat("[", 200_000)
	steps := &strings.Builder{}
	for i := range 150 {
		fmt.Fprintf(steps, "%sa:\n", strings.Repeat(" ", i))
	}
	for name, c := range map[string]struct{ text, want string }{
		"bytes":       {strings.Repeat("#", maxBytes+1), "bytes"},
		"brackets":    {"a: " + deep, "nesting"},
		"braces":      {"a: " + strings.Repeat("{a: ", 101), "nesting"},
		"dashes":      {strings.Repeat("- ", 300_000), "nesting"},
		"indentation": {steps.String(), "nesting"},
		"keys":        {strings.Repeat("a: 1\n", maxEntries+1), "keys"},
		"items":       {strings.Repeat("-\n", maxEntries+1), "items"},
		"words":       {"a: {" + strings.Repeat("a,", maxEntries+1), "items"},
		"empty lines": {"a: |\n  x\n" + strings.Repeat("\n", 500_000) + "b: 1\n", "empty lines"},
		"tags":        {"a: " + strings.Repeat("!a ", 100_000), "quotes"},
		"anchors":     {"a: " + strings.Repeat("&a ", 100_000), "quotes"},
		"empty":       {"", "no content"},
		"comments":    {"# nothing\n---\n# yet\n", "no content"},
		"utf-16":      {"\xff\xfea\x00:\x00", "UTF-16"},
	} {
		_, err := Decode("x.yaml", []byte(c.text), new(config))
		var mistakes *Mistakes
		if !errors.As(err, &mistakes) || !strings.Contains(mistakes.List[0].Text, c.want) {
			t.Errorf("%s: %.300v", name, err)
		}
		if len(mistakes.List) != 1 {
			t.Errorf("%s: %d mistakes for one", name, len(mistakes.List))
		}
	}
}

// Marks that are taken out leave empty lines behind a block text, for each of
// which the parser copies the text: without a limit this takes minutes.
func TestDecode_TakesSecondsForEmptiedLines(t *testing.T) {
	started := time.Now()
	text := "a: |\n  x\n" + strings.Repeat("&a\n", 60_000)
	if _, err := Decode("x.yaml", []byte(text), new(map[string]string)); err == nil {
		t.Error("the marks are accepted")
	}
	if took := time.Since(started); took > 5*time.Second {
		t.Errorf("it took %s", took)
	}
}

func TestDecode_ListsAHundredMistakesAndCountsTheRest(t *testing.T) {
	var text strings.Builder
	for i := range 150 {
		fmt.Fprintf(&text, "key%d: 1\n", i)
	}
	_, err := Decode("x.yaml", []byte(text.String()), new(limits))
	var mistakes *Mistakes
	if !errors.As(err, &mistakes) || len(mistakes.List) != 100 || mistakes.More != 50 {
		t.Fatalf("got %.200v", err)
	}
	if !strings.HasSuffix(err.Error(), "x.yaml: and 50 more mistakes") {
		t.Error("the rest is not mentioned")
	}
}

// The same tree written as JSON, which is YAML in flow style with everything in
// quotes, gives the same value: goldens of the block style are thus not alone.
func TestDecode_ReadsJSON(t *testing.T) {
	want := map[string][]string{"a": {"1", "b\tc"}, "д": {"\"", "x: y"}}
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string][]string
	if _, err := Decode("x.json", text, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
