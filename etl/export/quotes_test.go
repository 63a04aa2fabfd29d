package export

import (
	"strings"
	"testing"
)

// The cells are those of Python's csv module (3.11, the delimiter alone given)
// and of DuckDB 2.0 (strict_mode = false).
func TestCSV_AQuoteWithinACellIsPartOfIt(t *testing.T) {
	for line, want := range map[string]string{
		`Tubo 5" longo;2;x`:    `Tubo 5" longo | 2 | x`,
		`Tubo 5";2;x`:          `Tubo 5" | 2 | x`,
		`2;x;Tubo 5"`:          `2 | x | Tubo 5"`,
		`2;5" x 3" y;z"`:       `2 | 5" x 3" y | z"`,
		`a""b;2;x`:             `a""b | 2 | x`,
		`"a""b";2;x`:           `a"b | 2 | x`,
		`a"b;c"d;2`:            `a"b | c"d | 2`,
		`he said "no";2;x`:     `he said "no" | 2 | x`,
		`2' 5";"a; b";x`:       `2' 5" | a; b | x`,
		`"5"" tubo";2;"7"" x"`: `5" tubo | 2 | 7" x`,
	} {
		for _, delimiter := range []string{";", ",", "\t", "|"} {
			content := strings.ReplaceAll("n;t;u\n1;b;c\n"+line+"\n"+line+"\n2;b;c\n", ";", delimiter)
			cells := strings.ReplaceAll(want, ";", delimiter)
			expect(t, fileOf(t, "f.csv", content), Options{Delimiter: delimiter}, "n | t | u", "2 | 1 | b | c", "3 | "+cells, "4 | "+cells, "5 | 2 | b | c")
		}
	}
}

// The cells are those of encoding/csv with LazyQuotes. Python's csv drops the
// quote that opened such a cell's text and keeps the last one: 5 tubo".
func TestCSV_AQuoteInsideQuotesIsPartOfTheCellWhereOneClosesIt(t *testing.T) {
	for line, want := range map[string]string{
		`"5" tubo";2;x`:           `5" tubo | 2 | x`,
		`"5" tubo" ;2;x`:          `5" tubo | 2 | x`,
		`2;x;"5" tubo"`:           `2 | x | 5" tubo`,
		`"Tubo; 5" longo";2;x`:    `Tubo; 5" longo | 2 | x`,
		`"5" x 3" y";"7" z";x`:    `5" x 3" y | 7" z | x`,
		`"5" tubo, "" big";2;"x"`: `5" tubo, " big | 2 | x`,
		`"" x";2;x`:               `" x | 2 | x`,
		`"he "said", no";2;x`:     `he "said", no | 2 | x`,
	} {
		expect(t, fileOf(t, "f.csv", "n;t;u\n1;b;c\n"+line+"\n2;b;c\n"), Options{Delimiter: ";"}, "n | t | u", "2 | 1 | b | c", "3 | "+want, "4 | 2 | b | c")
	}
}

// Where nobody knows which quote opens and which closes, a line is refused, and
// that line alone.
func TestCSV_AQuoteThatDoesNotCloseWhereAValueEndsCostsItsLineOnly(t *testing.T) {
	for line, why := range map[string]string{
		`"a" b;2;x`:       "has a misplaced quote at character 3",
		`"a" b;"c";x`:     "has a misplaced quote at character 3", // a text a" b;"c, or two cells
		`"a" b; "c";x`:    "has a misplaced quote at character 3",
		`x;"a" b;2`:       "has a misplaced quote at character 5",
		`"Tubo 5"";2;x`:   "has a quote at character 1 that does not close where a value ends",
		`"Tubo 5"" ;2;"x`: "has a misplaced quote at character 14",
	} {
		content := "n;t;u\n1;b;c\n" + line + "\n2;b;c\n3;\"b\";c\n4;5\" x;c\n"
		expect(t, fileOf(t, "f.csv", content), Options{Delimiter: ";"}, "n | t | u", "2 | 1 | b | c", "3 ! «"+line+"» "+why, "4 | 2 | b | c", "5 | 3 | b | c", "6 | 4 | 5\" x | c")
	}
	// In text with tabs blanks are text, and a cell may begin behind a tab only.
	expect(t, fileOf(t, "f.txt", "n\tt\n\"a\" b\t\"c\"\n\"a\" \"c\"\tx\n"), Options{Delimiter: "\t"}, "n | t", "2 ! «\"a\" b\t\"c\"» has a misplaced quote at character 3", `3 | a" "c | x`)
}
