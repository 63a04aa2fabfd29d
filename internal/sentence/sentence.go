// Package sentence cuts the sentences of rules into words, and reads them from
// left to right: texts in quotes, numbers and shares, days, comparisons, each with
// its place, so that a mistake can be shown under its word.
//
// Two languages are read with it, that of segments ("bought in category Tea at
// least 3 times") and that of alerts ("revenue this week fell by 20 %"). A
// Language says in what their words differ; the grammars are theirs.
package sentence

import (
	"strings"
	"unicode"
)

// Language says how sentences are cut.
type Language struct {
	Symbols     string // characters that stand for themselves: brackets, commas
	Comparisons string // characters that comparisons are made of
	Trimmed     string // marks that are left off behind a word
	Days        bool   // 2026-10-31 is a day and 2026-10 a month, where else they are words
	// PercentApart makes two tokens of 20 %, the number and the sign, with a space
	// between or without; else they are one number, 20%.
	PercentApart bool
	// BeforeName tells behind what a name may begin, and so a text in single quotes:
	// these are apostrophes, too. Where it is nil they are never quotes.
	BeforeName func(Token) bool
}

// Mistake is one thing that is wrong with a sentence.
type Mistake struct {
	At   int // the character of the sentence where it stands, from 0
	Text string
}

// Cut makes tokens of a sentence, the last of them its end. A quotation mark
// without its other one is a mistake; the text goes to the end then.
func (l Language) Cut(sentence []rune) ([]Token, []Mistake) {
	c := &cutter{language: l, runes: sentence}
	for c.at < len(c.runes) {
		r := c.runes[c.at]
		switch {
		case unicode.IsSpace(r):
			c.at++
		case closing(r) != 0:
			c.quoted()
		case c.singleQuoted():
		case strings.ContainsRune(l.Symbols, r):
			c.symbol(string(r), 1)
		case strings.ContainsRune(l.Comparisons, r):
			c.comparison()
		default:
			c.word()
		}
	}
	return append(c.found, Token{Kind: End, At: len(c.runes)}), c.mistakes
}

type cutter struct {
	language Language
	runes    []rune
	at       int
	found    []Token
	mistakes []Mistake
}

func (c *cutter) symbol(text string, width int) {
	c.found = append(c.found, Token{Kind: Symbol, Text: text, Lower: text, At: c.at})
	c.at += width
}

// comparison reads ≥ as >=, ≠ and <> as !=.
func (c *cutter) comparison() {
	two := string(c.runes[c.at:min(c.at+2, len(c.runes))])
	switch {
	case two == ">=", two == "<=", two == "!=":
		c.symbol(two, 2)
		return
	case two == "<>" && strings.Contains(c.language.Comparisons, "!"):
		c.symbol("!=", 2)
		return
	}
	switch c.runes[c.at] {
	case '≥':
		c.symbol(">=", 1)
	case '≤':
		c.symbol("<=", 1)
	case '≠':
		c.symbol("!=", 1)
	default:
		c.symbol(string(c.runes[c.at]), 1)
	}
}

// word reads up to a space or a mark that has a meaning.
func (c *cutter) word() {
	start, marks := c.at, c.language.Symbols+c.language.Comparisons
	for c.at < len(c.runes) && !unicode.IsSpace(c.runes[c.at]) && closing(c.runes[c.at]) == 0 && !strings.ContainsRune(marks, c.runes[c.at]) {
		c.at++
	}
	text := string(c.runes[start:c.at])
	if trimmed := strings.TrimRight(text, c.language.Trimmed); trimmed != "" {
		text = trimmed
	}
	if text == "%" && c.joinsPercent() {
		return
	}
	found := Token{Kind: Word, Text: text, Lower: strings.ToLower(strings.ReplaceAll(text, "’", "'")), At: start}
	number, percent := strings.CutSuffix(text, "%")
	switch {
	case percent && IsNumber(number) && c.language.PercentApart:
		c.found = append(c.found, Token{Kind: Number, Text: number, Lower: number, At: start})
		found.Text, found.Lower, found.At = "%", "%", start+len(number)
	case IsNumber(number):
		found.Kind = Number
	case c.language.Days && dayForm.MatchString(text):
		found.Kind = Day
	case c.language.Days && monthForm.MatchString(text):
		found.Kind = Month
	}
	c.found = append(c.found, found)
}

// joinsPercent puts a sign that stands alone to the number before it: "30 %" is
// written with a space in many languages.
func (c *cutter) joinsPercent() bool {
	if c.language.PercentApart || len(c.found) == 0 {
		return false
	}
	before := &c.found[len(c.found)-1]
	if before.Kind != Number || strings.HasSuffix(before.Text, "%") {
		return false
	}
	before.Text += "%"
	return true
}
