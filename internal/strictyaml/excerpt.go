package strictyaml

import (
	"fmt"
	"strings"
	"unicode"
)

// excerptWidth keeps an excerpt within a terminal's line.
const excerptWidth = 90

// excerpt shows the line of a mistake between its neighbours, with a caret
// under the column.
func excerpt(lines []string, at position) string {
	if at.line < 1 || at.line > len(lines) {
		return ""
	}
	first := max(1, at.line-1)
	last := min(len(lines), at.line+1)
	for last > at.line && strings.TrimSpace(lines[last-1]) == "" {
		last--
	}
	// One window for all lines, so that their columns stay aligned.
	from := 0
	if at.column > excerptWidth-10 {
		from = at.column - excerptWidth/2
	}
	width := len(fmt.Sprint(last))
	var out []string
	for number := first; number <= last; number++ {
		mark := " "
		if number == at.line {
			mark = ">"
		}
		shown := strings.TrimRight(window(lines[number-1], from), " ")
		if shown == "" && number != at.line {
			continue
		}
		out = append(out, strings.TrimRight(fmt.Sprintf("%s %*d | %s", mark, width, number, shown), " "))
		if number == at.line {
			out = append(out, strings.Repeat(" ", width+5+at.column-1-from)+"^")
		}
	}
	return strings.Join(out, "\n")
}

// window is the part of a line that is shown, one rune per column.
func window(line string, from int) string {
	runes := []rune(printable(line))
	if from >= len(runes) {
		return ""
	}
	runes = runes[from:]
	if from > 0 {
		runes[0] = '…'
	}
	if len(runes) > excerptWidth {
		runes = append(runes[:excerptWidth-1:excerptWidth-1], '…')
	}
	return string(runes)
}

// printable replaces what a terminal would obey rather than show (control
// characters, direction marks) and makes a tab visible, one rune for one.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return '→'
		case r == unicode.ReplacementChar || unicode.IsPrint(r):
			return r
		case unicode.IsSpace(r):
			return ' '
		}
		return '·'
	}, text)
}
