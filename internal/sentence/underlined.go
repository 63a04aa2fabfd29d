package sentence

import "strings"

// Underlined shows a sentence with each mistake under its word, marked by a caret.
func Underlined(text string, mistakes []Mistake) string {
	lines := strings.Split(text, "\n")
	var out []string
	for _, mistake := range mistakes {
		line, column := 0, mistake.At
		for line < len(lines)-1 && column > len([]rune(lines[line])) {
			column -= len([]rune(lines[line])) + 1
			line++
		}
		shown, mark := around(strings.Map(oneSpace, lines[line]), column)
		out = append(out, "  "+shown, "  "+strings.Repeat(" ", mark)+"^ "+mistake.Text)
	}
	return strings.Join(out, "\n")
}

// around cuts a long line so that the column is in it.
func around(line string, column int) (shown string, mark int) {
	const before, width = 40, 100
	runes := []rune(line)
	column = min(column, len(runes))
	from := max(0, column-before)
	return string(runes[from:min(len(runes), from+width)]), column - from
}

func oneSpace(r rune) rune {
	if r == '\t' || r == '\r' {
		return ' '
	}
	return r
}
