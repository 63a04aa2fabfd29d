package strictyaml

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
)

// branch is a value of any shape that both decoders can read.
type branch struct {
	Name     string             `yaml:"name"`
	Codes    []string           `yaml:"codes"`
	Count    int64              `yaml:"count"`
	Small    uint8              `yaml:"small"`
	Share    float64            `yaml:"share"`
	On       bool               `yaml:"on"`
	Words    map[string]string  `yaml:"words"`
	Branches []branch           `yaml:"branches"`
	Inner    *branch            `yaml:"inner"`
	Numbers  map[string]float64 `yaml:"numbers"`
}

func randomText(random *rand.Rand) string {
	words := []string{"no", "on", "012", "1_000", "2024-01-31", "null", "~", "a: b", "x # y", "#z", " lead", "trail ", "it's", `"q"`, `C:\new`, "*.csv",
		"&a", "!t", "@h", "%p", "`b`", "[x", "{y", "- d", "? k", "| p", "> f", "имя", "née", "日本", "a\nb", "a\n\n b\n", "\ttab", "true", "1e3", ".5", "0x1F", "=1+1", "", "---", "...", "<<", "a,b", "100%", "12:30"}
	return words[random.IntN(len(words))]
}

func randomBranch(random *rand.Rand, depth int) branch {
	b := branch{Name: randomText(random), Count: random.Int64() - random.Int64(), Small: uint8(random.IntN(256)),
		Share: float64(random.IntN(2_000_000)-1_000_000) / 1024, On: random.IntN(2) == 0, Words: map[string]string{}, Numbers: map[string]float64{}}
	for range random.IntN(4) {
		b.Codes = append(b.Codes, randomText(random))
		b.Words["k"+strings.TrimSpace(strings.ReplaceAll(randomText(random), "\n", " "))] = randomText(random)
		b.Numbers[fmt.Sprint("n", random.IntN(100))] = float64(random.IntN(100))
	}
	if depth > 0 {
		for range random.IntN(3) {
			b.Branches = append(b.Branches, randomBranch(random, depth-1))
		}
		if random.IntN(2) == 0 {
			inner := randomBranch(random, depth-1)
			b.Inner = &inner
		}
	}
	return b
}

func TestDecode_AgreesWithTheLenientDecoderOnValidFiles(t *testing.T) {
	compared := 0
	for seed := range uint64(600) {
		random := rand.New(rand.NewPCG(seed, 1))
		options := []yaml.EncodeOption{yaml.Indent(2 + int(seed%3)), yaml.IndentSequence(seed%2 == 0), yaml.UseSingleQuote(seed%5 == 0), yaml.UseLiteralStyleIfMultiline(seed%7 == 0)}
		text, err := yaml.MarshalWithOptions(randomBranch(random, 3), options...)
		if err != nil {
			t.Fatal(err)
		}
		var want, got branch
		if err := yaml.Unmarshal(text, &want); err != nil {
			continue // the encoder wrote what its own decoder refuses
		}
		compared++
		if _, err := Decode("x.yaml", text, &got); err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, text)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("seed %d: %s\n%s", seed, diff, text)
		}
	}
	if compared < 200 {
		t.Errorf("only %d files compared", compared)
	}
}

// Any bytes give a value or mistakes, all
// within the file, and never takes long.
func FuzzDecode(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		input, _, _ := strings.Cut(string(content), "-- points at --")
		f.Add([]byte(strings.TrimPrefix(input, "-- clientele.yaml --\n")))
	}
	f.Add([]byte(sample))
	f.Fuzz(func(t *testing.T, source []byte) { checkDecode(t, source) })
}

func checkDecode(t *testing.T, source []byte) {
	t.Helper()
	started := time.Now()
	var into config
	document, err := Decode("x.yaml", source, &into)
	if took := time.Since(started); took > 10*time.Second {
		t.Errorf("%d bytes took %s", len(source), took)
	}
	if err == nil {
		return
	}
	var mistakes *Mistakes
	if !errors.As(err, &mistakes) || len(mistakes.List) == 0 || document == nil {
		t.Fatalf("the error is %v", err)
	}
	text := strings.ReplaceAll(strings.ReplaceAll(strings.TrimPrefix(string(source), "\uFEFF"), "\r\n", "\n"), "\r", "\n")
	lines := strings.Split(strings.ToValidUTF8(text, "\uFFFD"), "\n")
	for _, mistake := range mistakes.List {
		if mistake.Line < 1 || mistake.Line > len(lines) || mistake.Column < 1 || mistake.Column > len([]rune(lines[mistake.Line-1]))+1 {
			t.Errorf("%d:%d is outside of the file: %s", mistake.Line, mistake.Column, mistake.Text)
		}
		if mistake.Text == "" {
			t.Error("a mistake without words")
		}
	}
}

func TestDecode_SurvivesAnyChangeOfAFile(t *testing.T) {
	marks := "\t \n:-?[]{}\"'#&*!|>%@`,.~<0aя\\\u00A0\x00"
	base := []rune(sample + "limits: {rows: 5, strict: true}\nrates:\n  EUR: 1.0\naliases:\n  a: [x, y]\n  b: |\n    text\n")
	each := 3 // of the marks at a place, the others at the two next to it
	if os.Getenv("CLIENTELE_LONG") != "" {
		each = 1
	}
	for at := range base {
		for i, mark := range []rune(marks) {
			if (at+i)%each != 0 {
				continue
			}
			changed := append([]rune{}, base...)
			changed[at] = mark
			checkDecode(t, []byte(string(changed)))
			checkDecode(t, []byte(string(base[:at])+string(mark)+string(base[at:])))
		}
		checkDecode(t, []byte(string(base[:at])))
	}
}
