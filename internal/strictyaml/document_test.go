package strictyaml

import (
	"errors"
	"strings"
	"testing"
)

const sample = `company: Acme
sources:
  - file: a.csv
    charset: utf-8
    columns:
      Unit price: price
      total.net: net
  - {file: b.csv, charset: cp1251}
`

func decodeSample(t *testing.T) *Document {
	t.Helper()
	document, err := Decode("clientele.yaml", []byte(sample), new(config))
	if err != nil {
		t.Fatal(err)
	}
	return document
}

func TestDocument_PlacesAMistakeAtThePath(t *testing.T) {
	document := decodeSample(t)
	for path, word := range map[string]string{
		"company":                 "Acme",
		"sources":                 "sources",
		"sources[0]":              "file: a.csv",
		"sources[0].file":         "a.csv",
		"sources[0].columns":      "columns",
		"sources[1]":              "{file",
		"sources[1].charset":      "cp1251",
		"sources[0].sheets":       "file: a.csv", // not there: the parent
		"sources[0].columns.none": "columns",
		"sources[7].file[3]":      "sources",
		"nowhere":                 "company",
		"":                        "company",
		Child(Child("sources[0]", "columns"), "Unit price"): "price\n",
		Child(Child("sources[0]", "columns"), "total.net"):  "net\n",
	} {
		mistake := document.Mistake(path, "wrong")
		lines := strings.SplitAfter(sample, "\n")
		if rest := lines[mistake.Line-1][mistake.Column-1:]; !strings.HasPrefix(rest, word) {
			t.Errorf("%s points at %q, want %q", path, rest, word)
		}
	}
}

func TestDocument_AddsMistakesInTheOrderOfLines(t *testing.T) {
	document := decodeSample(t)
	document.Add("sources[1].charset", "unknown charset %q", "cp1251")
	document.Add("company", "is too short")
	document.Add("company", "is not a name")
	var mistakes *Mistakes
	if err := document.Err(); !errors.As(err, &mistakes) || len(mistakes.List) != 3 {
		t.Fatalf("got %v", err)
	}
	if mistakes.List[0].Path != "company" || mistakes.List[2].Text != `unknown charset "cp1251"` {
		t.Errorf("got %v", mistakes)
	}
}

func TestDocument_IsSilentAboutWhatWasNotRead(t *testing.T) {
	document, err := Decode("x.yaml", []byte("rows: many\nshare: *x\n"), new(limits))
	var before, after *Mistakes
	if !errors.As(err, &before) || len(before.List) != 2 {
		t.Fatalf("got %v", err)
	}
	document.Add("rows", "must be positive")
	document.Add("share", "must be positive")
	if errors.As(document.Err(), &after); len(after.List) != 2 {
		t.Errorf("got %v", after)
	}
}

func TestMistakes_ShowNoControlCharacters(t *testing.T) {
	document, _ := Decode("x.yaml", []byte("\"a\\e[31mb\": \"\u202Eabc\"\n"), new(limits))
	if text := document.Err().Error(); strings.ContainsAny(text, "\x1b\u202E") {
		t.Errorf("got %q", text)
	}
}

func TestSuggest_FindsTheMisspeltWord(t *testing.T) {
	known := []string{"charset", "columns", "file", "decimal_comma", "id"}
	for word, want := range map[string]string{
		"chraset": "charset", "Charset": "charset", "colum": "columns", "flie": "file", "di": "id",
		"decimal-comma": "decimal_comma", "wholly_other": "", "x": "", strings.Repeat("charset", 1000): "",
	} {
		if got := suggest(word, known); got != want {
			t.Errorf("%s: got %q, want %q", word, got, want)
		}
	}
}

// The distance is a count of edits: it obeys the laws of one.
func TestEditDistance_ObeysItsLaws(t *testing.T) {
	words := []string{"", "a", "ab", "ba", "abc", "acb", "charset", "chraset", "имя", "мия"}
	for _, a := range words {
		for _, b := range words {
			got := editDistance(a, b)
			longest := max(len([]rune(a)), len([]rune(b)))
			if got != editDistance(b, a) || (got == 0) != (a == b) || got > longest {
				t.Errorf("%q, %q: %d", a, b, got)
			}
		}
	}
	if got := editDistance("chraset", "charset"); got != 1 {
		t.Errorf("a swap counts %d", got)
	}
}
