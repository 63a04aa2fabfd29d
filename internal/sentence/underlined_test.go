package sentence

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// The caret stands under the word, in characters, on the line in which it is and
// within what is shown of a long one.
func TestUnderlined_PutsTheCaretUnderTheWord(t *testing.T) {
	long := strings.Repeat("é", 90) + "X" + strings.Repeat("a", 90)
	for text, at := range map[string]int{"город X": 6, "one\r\ntwo\tX three": 9, "X": 0, long: 90, "one\nX": 4} {
		lines := strings.Split(Underlined(text, []Mistake{{At: at, Text: "is wrong"}}), "\n")
		if len(lines) != 2 || utf8.RuneCountInString(lines[0]) > 102 {
			t.Fatalf("%q: %q", text, lines)
		}
		caret := strings.IndexRune(lines[1], '^') // blanks stand before it
		if shown := []rune(lines[0]); caret >= len(shown) || shown[caret] != 'X' || lines[1][caret:] != "^ is wrong" {
			t.Errorf("%q:\n%s\n%s", text, lines[0], lines[1])
		}
	}
	if got := Underlined("ab", []Mistake{{At: 2, Text: "ends"}, {At: 99, Text: "far"}}); got != "  ab\n    ^ ends\n  ab\n    ^ far" {
		t.Errorf("behind the end:\n%s", got)
	}
}
