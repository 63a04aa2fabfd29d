package export

import (
	"strings"
	"unicode"
)

// isEmpty says whether nothing but blanks stands in a text.
func isEmpty(text string) bool {
	if text == "" || text[0] > ' ' && text[0] < 0x80 {
		return text == ""
	}
	return strings.TrimFunc(text, isBlankRune) == ""
}

func isBlankRune(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' || r == '\u200b' }

func isBlank(cells []Cell) bool {
	for _, cell := range cells {
		if !isEmpty(cell.Text) {
			return false
		}
	}
	return true
}

func valid(text string) string { return strings.ToValidUTF8(text, "\ufffd") }

// isWords says whether a cell is a text that is no number, date or amount: what
// a header consists of.
func isWords(cell Cell) bool {
	if cell.Kind != Text {
		return false
	}
	digits, letters, words := false, false, false
	for _, r := range cell.Text {
		switch {
		case unicode.IsDigit(r):
			digits = true
		case r == '_', r == '#':
			return true
		case unicode.IsLetter(r):
			letters = true
			words = words || r != 'T' && r != 'Z' // which stand in moments, too
		}
	}
	if !digits {
		return letters
	}
	return words && !isNumber(cell.Text)
}

// isDate says whether a text looks like a date: two marks between digits.
func isDate(text string) bool {
	marks, digits := 0, 0
	for i := range len(text) {
		switch c := text[i]; {
		case c >= '0' && c <= '9':
			digits++
		case (c == '.' || c == '-' || c == '/' || c == ':') && digits > 0:
			marks++
		}
	}
	return digits >= 4 && marks >= 2
}

// shorten cuts a long text, visibly.
func shorten(text string) string {
	const most = 200
	runes := []rune(text[:min(len(text), maxShown)])
	if len(runes) <= most {
		return text
	}
	return string(runes[:most-1]) + "…"
}

// maxShown is how many bytes of a text can matter for what is shown of it.
const maxShown = 1024

// headerOf makes headers of cells. A delimiter at the end of every line makes
// one more column without name, which is none.
func headerOf(cells []Cell) []string {
	var header []string
	for _, cell := range cells {
		header = append(header, strings.Clone(strings.TrimSpace(valid(cell.Text))))
	}
	for len(header) > 0 && header[len(header)-1] == "" {
		header = header[:len(header)-1]
	}
	return header
}
