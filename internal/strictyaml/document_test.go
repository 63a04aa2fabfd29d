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
