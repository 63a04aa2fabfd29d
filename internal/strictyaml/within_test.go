package strictyaml

import (
	"strings"
	"testing"
)

// The word wrong stands in values of every form that YAML has for a text.
const forms = `plain: this is wrong here
double: "this \"is\" wrong here"
single: 'this ''is'' wrong here'
folded: >-
  this is

  far wrong here
literal: |
  this is
    far wrong here
long: this is
  far wrong here
list: [this is wrong here, "wrong"]
unicode: "\u0442\u0435\u043a wrong"
кириллица: это wrong здесь
marks: '''wrong'' here'
`

func TestAddWithin_PointsAtTheWord(t *testing.T) {
	var read struct {
		Plain   string   `yaml:"plain"`
		Double  string   `yaml:"double"`
		Single  string   `yaml:"single"`
		Folded  string   `yaml:"folded"`
		Literal string   `yaml:"literal"`
		Long    string   `yaml:"long"`
		List    []string `yaml:"list"`
		Unicode string   `yaml:"unicode"`
		Letters string   `yaml:"кириллица"`
		Marks   string   `yaml:"marks"`
	}
	document, err := Decode("x.yaml", []byte(forms), &read)
	if err != nil {
		t.Fatal(err)
	}
	for path, text := range map[string]string{
		"plain": read.Plain, "double": read.Double, "single": read.Single, "folded": read.Folded, "literal": read.Literal, "long": read.Long,
		"list[0]": read.List[0], "list[1]": read.List[1], "кириллица": read.Letters, "marks": read.Marks,
	} {
		before, _, ok := strings.Cut(text, "wrong")
		if !ok {
			t.Fatalf("%s is %q", path, text)
		}
		at := document.placeWithin(document.position(path), []rune(text), len([]rune(before)))
		line := []rune(strings.Split(forms, "\n")[at.line-1])
		if rest := string(line[at.column-1:]); !strings.HasPrefix(rest, "wrong") {
			t.Errorf("%s: %d:%d is %q", path, at.line, at.column, rest)
		}
	}
	// Escapes that the text does not show: the value's own place.
	if at := document.placeWithin(document.position("unicode"), []rune(read.Unicode), 4); at != document.position("unicode") {
		t.Error(at)
	}
	document.AddWithin("plain", read.Plain, 8, "is %s", "wrong")
	if text := document.Err().Error(); !strings.HasPrefix(text, "x.yaml:1:16: plain: is wrong\n") {
		t.Error(text)
	}
}

// Whatever the place, it lies in the file.
func TestAddWithin_StaysInTheFile(t *testing.T) {
	var read struct {
		Plain string `yaml:"plain"`
	}
	document, err := Decode("x.yaml", []byte("plain: ab\n"), &read)
	if err != nil {
		t.Fatal(err)
	}
	for _, character := range []int{-1, 0, 1, 2, 3, 1000} {
		document.AddWithin("plain", read.Plain, character, "wrong")
	}
	document.AddWithin("plain", "quite another text", 9, "wrong")
	document.AddWithin("nowhere", "", 0, "wrong")
	for _, mistake := range document.mistakes {
		if mistake.Line != 1 || mistake.Column < 1 || mistake.Column > 10 {
			t.Error(mistake)
		}
	}
}
