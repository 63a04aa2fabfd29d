package duck

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

// Whatever a user writes, what is wrong with it is told at a place of the text,
// nothing panics, and what is read can stand in parentheses.
func FuzzReadSelect(f *testing.F) {
	for _, text := range []string{
		"select 1", "select 1;", "select 'é' from ;-- x", "from a;/* ; */", "with a as (select 1) select * from a, range(3) where x > $as_of", "select\n\n(", "values (1)),(2", "select 1; select 2",
		"select \"a\"\"b\" from \"x;y\"", "select $$a;b$$", "\x00", "select '\xff'", "sélect", "pivot a on b", "describe a", "select 1 limit ?", "(((", "select e'\\'", "select 1 union all by name select 2 order by all",
	} {
		f.Add(text)
	}
	engine, err := Open(f.Context(), Options{Threads: 1, MemoryLimit: "256MB", TempDirectory: f.TempDir()})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = engine.Close() })
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || strings.ContainsRune(text, 0) || len(text) > 2000 {
			return // refused before it is read
		}
		read, err := engine.ReadSelect(t.Context(), text)
		var of *TextError
		if errors.As(err, &of) {
			inText(t, text, of.Line, of.Column)
		}
		if err != nil {
			return
		}
		if len(read.Text) != len(text) {
			t.Errorf("%q became %q: places have moved", text, read.Text)
		}
		for _, mention := range append(append(read.Tables, read.Functions...), read.TableFunctions...) {
			inText(t, text, mention.Line, mention.Column)
		}
		if again, err := engine.parse(t.Context(), wrapped(read.Text)); err != nil || again.Kind != "" || len(again.Statements) != 1 {
			t.Errorf("%q cannot stand in parentheses: %v, %+v", text, err, again)
		}
	})
}

func inText(t *testing.T, text string, line, column int) {
	t.Helper()
	if line == 0 && column == 0 {
		return
	}
	lines := strings.Split(text, "\n")
	if line < 1 || line > len(lines) || column < 1 || column > utf8.RuneCountInString(lines[line-1])+1 {
		t.Errorf("%d:%d is no place in %q", line, column, text)
	}
}

// place and byteOf against counting by hand, over texts of letters of one to
// four bytes.
func TestPlace_CountsCharacters(t *testing.T) {
	letters := []rune("aé世😀\n;\t")
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 7)) //nolint:gosec // a test
		var text []rune
		for range random.IntN(30) {
			text = append(text, letters[random.IntN(len(letters))])
		}
		line, column := 1, 1
		for i := 0; i <= len(text); i++ {
			at := len(string(text[:i]))
			if l, c := place(string(text), at); l != line || c != column {
				t.Fatalf("seed %d, character %d of %q: %d:%d, want %d:%d", seed, i, string(text), l, c, line, column)
			}
			if got := byteOf(string(text), i); got != at {
				t.Fatalf("seed %d, character %d of %q: byte %d, want %d", seed, i, string(text), got, at)
			}
			if i < len(text) && text[i] == '\n' {
				line, column = line+1, 1
			} else {
				column++
			}
		}
	}
	if l, c := place("ab", 3); l != 0 || c != 0 || byteOf("ab", 3) != -1 {
		t.Error("a place behind the end is one")
	}
}

// A mistake is told where its word stands, whatever stands before it.
func TestColumns_TellTheWordThatIsWrong(t *testing.T) {
	engine, _ := lockedEngine(t)
	before := []string{"", "-- é\n", "/* 世\n */ ", "\n\n\t", "with a as (select '😀;' as y)\n"}
	within := []string{"select 'é', WORD from kept", "select x\nfrom kept\nwhere '世' < 'я' and\n\tWORD = 1", "select x from kept order by x, WORD", "select (select max(WORD) from kept) as m from kept", "select sum(x + WORD) over () from kept;"}
	for _, first := range before {
		for _, text := range within {
			text = first + strings.ReplaceAll(text, "WORD", "nowhere_at_all")
			read, err := engine.ReadSelect(t.Context(), text)
			if err != nil {
				t.Fatalf("%q: %v", text, err)
			}
			_, err = engine.Columns(t.Context(), read, nil)
			var of *TextError
			if !errors.As(err, &of) {
				t.Errorf("%q: %v", text, err)
				continue
			}
			line := strings.Split(text, "\n")[max(0, of.Line-1)]
			if runes := []rune(line); of.Line == 0 || of.Column > len(runes) || !strings.HasPrefix(string(runes[of.Column-1:]), "nowhere_at_all") {
				t.Errorf("%q: told at %d:%d", text, of.Line, of.Column)
			}
		}
	}
}
