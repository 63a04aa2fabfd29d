package spelling

import (
	"strings"
	"testing"
)

func TestSuggest_FindsTheMisspeltWord(t *testing.T) {
	known := []string{"charset", "columns", "file", "decimal_comma", "id"}
	for word, want := range map[string]string{
		"chraset": "charset", "Charset": "charset", "colum": "columns", "flie": "file", "di": "id",
		"decimal-comma": "decimal_comma", "wholly_other": "", "x": "", strings.Repeat("charset", 1000): "",
	} {
		if got := Suggest(word, known); got != want {
			t.Errorf("%s: got %q, want %q", word, got, want)
		}
	}
}

// The distance is a count of edits: it obeys the laws of one.
func TestDistance_ObeysItsLaws(t *testing.T) {
	words := []string{"", "a", "ab", "ba", "abc", "acb", "charset", "chraset", "имя", "мия"}
	for _, a := range words {
		for _, b := range words {
			got := Distance(a, b)
			longest := max(len([]rune(a)), len([]rune(b)))
			if got != Distance(b, a) || (got == 0) != (a == b) || got > longest {
				t.Errorf("%q, %q: %d", a, b, got)
			}
		}
	}
	if got := Distance("chraset", "charset"); got != 1 {
		t.Errorf("a swap counts %d", got)
	}
}
