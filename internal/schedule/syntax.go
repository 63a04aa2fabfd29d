package schedule

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"clientele/internal/spelling"
)

// SyntaxError refuses a schedule's text.
type SyntaxError struct {
	// Position in the text of what is wrong, in runes, counted from 1.
	Position int
	// Text says what is wrong.
	Text string
	// Hint says what to write instead; it may be empty.
	Hint string
}

func (e *SyntaxError) Error() string {
	if e.Hint == "" {
		return fmt.Sprintf("character %d: %s", e.Position, e.Text)
	}
	return fmt.Sprintf("character %d: %s (%s)", e.Position, e.Text, e.Hint)
}

// longest is more than any schedule that a person writes.
const longest = 200

// word is a part of a text, with its position in runes, counted from 1.
type word struct {
	text     string
	position int
}

func (w word) wrong(hint, format string, arguments ...any) *SyntaxError {
	return &SyntaxError{Position: w.position, Text: fmt.Sprintf(format, arguments...), Hint: hint}
}

// words splits at white space; commas are words of their own where asked for.
func words(text string, commas bool) []word {
	var found []word
	var current strings.Builder
	position, start := 0, 0
	end := func() {
		if current.Len() > 0 {
			found = append(found, word{text: current.String(), position: start})
			current.Reset()
		}
	}
	for _, r := range text {
		position++
		switch {
		case unicode.IsSpace(r):
			end()
		case commas && r == ',':
			end()
			found = append(found, word{text: ",", position: position})
		default:
			if current.Len() == 0 {
				start = position
			}
			current.WriteRune(r)
		}
	}
	end()
	return found
}

// split cuts a word at a separator; the parts keep their positions.
func (w word) split(separator string) []word {
	var parts []word
	position := w.position
	for _, text := range strings.Split(w.text, separator) {
		parts = append(parts, word{text: text, position: position})
		position += utf8.RuneCountInString(text) + utf8.RuneCountInString(separator)
	}
	return parts
}

func (w word) is(text string) bool { return strings.EqualFold(w.text, text) }

// number reads digits alone: no sign, no more than four of them.
func (w word) number() (int, bool) {
	if w.text == "" || len(w.text) > 4 {
		return 0, false
	}
	n := 0
	for _, r := range w.text {
		if r < '0' || r > '9' {
			return 0, false
		}
		n = n*10 + int(r-'0')
	}
	return n, true
}

func meant(w word, known []string) string {
	if guess := spelling.Suggest(w.text, known); guess != "" {
		return fmt.Sprintf("did you mean %q?", guess)
	}
	return ""
}
