package sentence

import "slices"

// Kind says what a token is.
type Kind int

// The kinds of tokens.
const (
	End Kind = iota // behind the last word
	Word
	Quoted // a text in quotes
	Number
	Day    // 2026-10-31
	Month  // 2026-10
	Symbol // a bracket, a comma, a comparison
)

// Token is a word of the sentence, or what stands like one.
type Token struct {
	Kind  Kind
	Text  string // without quotes
	Lower string // what keywords are compared with; of a text in quotes nothing
	At    int    // in characters from the sentence's begin
}

// Is tells whether a word or a symbol is one of some; a text in quotes is none.
func (t Token) Is(words ...string) bool {
	return (t.Kind == Word || t.Kind == Symbol) && slices.Contains(words, t.Lower)
}

// clippedRunes are as many as a message shows of what somebody wrote.
const clippedRunes = 60

// Clipped keeps a message short.
func Clipped(text string) string {
	if runes := []rune(text); len(runes) > clippedRunes {
		return string(runes[:clippedRunes-1]) + "…"
	}
	return text
}
