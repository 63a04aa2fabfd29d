package segments

import (
	"regexp"
	"strings"
	"unicode"
)

// Bounds of a sentence: far beyond what a person writes, and little enough for
// a hostile one to do no harm.
const (
	mostRunes      = 10_000
	mostDepth      = 50
	mostConditions = 500
	mostNames      = 200
	longestName    = 200
)

type tokenKind int

const (
	endToken tokenKind = iota
	wordToken
	quotedToken
	numberToken
	dayToken // 2026-10-31
	monthToken
	symbolToken // ( ) , >= <= > < = !=
)

// token is a word of the sentence. lower is what keywords are compared with.
type token struct {
	kind  tokenKind
	text  string
	lower string
	at    int // in characters from the sentence's begin
}

func (t token) is(words ...string) bool {
	if t.kind != wordToken && t.kind != symbolToken {
		return false
	}
	for _, word := range words {
		if t.lower == word {
			return true
		}
	}
	return false
}

// lexer cuts a sentence into tokens.
type lexer struct {
	runes []rune
	at    int
	found []token
	wrong func(at int, format string, arguments ...any)
}

func (l *lexer) run() []token {
	for l.at < len(l.runes) {
		r := l.runes[l.at]
		switch {
		case unicode.IsSpace(r):
			l.at++
		case closing(r) != 0:
			l.quoted(closing(r))
		case l.singleQuoted():
		case strings.ContainsRune("(),", r):
			l.symbol(string(r), 1)
		case strings.ContainsRune("<>=!≥≤≠", r):
			l.comparison()
		default:
			l.word()
		}
	}
	return append(l.found, token{kind: endToken, at: len(l.runes)})
}

// closing is the mark that ends a text which begins with another, 0 for what
// begins none.
func closing(r rune) rune {
	switch r {
	case '"':
		return '"'
	case '«':
		return '»'
	case '“':
		return '”'
	case '„':
		return '“'
	}
	return 0
}

// quoted reads a text in quotes; the closing mark written twice stands for
// itself.
func (l *lexer) quoted(end rune) {
	start := l.at
	var text []rune
	for l.at++; l.at < len(l.runes); l.at++ {
		if l.runes[l.at] != end {
			text = append(text, l.runes[l.at])
			continue
		}
		if l.at+1 < len(l.runes) && l.runes[l.at+1] == end {
			text = append(text, end)
			l.at++
			continue
		}
		l.at++
		l.found = append(l.found, token{kind: quotedToken, text: string(text), at: start})
		return
	}
	l.wrong(start, "the closing %c is missing", end)
	l.found = append(l.found, token{kind: quotedToken, text: string(text), at: start})
}

// singleQuoted reads a text in single quotes. They are apostrophes too, so they
// are quotes only where a name can begin, and end one only where something else
// than a letter follows: 'O'Brien' is a name, Rock 'n' Roll another, and
// 't Hooft a third.
func (l *lexer) singleQuoted() bool {
	end, is := map[rune]rune{'\'': '\'', '‘': '’'}[l.runes[l.at]]
	if !is || len(l.found) == 0 || !beforeName(l.found[len(l.found)-1]) {
		return false
	}
	var text []rune
	for at := l.at + 1; at < len(l.runes); at++ {
		r := l.runes[at]
		if r == l.runes[l.at] && at+1 < len(l.runes) && strings.ContainsRune(" =,(", l.runes[at-1]) && unicode.IsLetter(l.runes[at+1]) {
			return false // another text begins, so the first mark was an apostrophe
		}
		if r != end || at+1 < len(l.runes) && !unicode.IsSpace(l.runes[at+1]) && !strings.ContainsRune(",()'’", l.runes[at+1]) {
			text = append(text, r)
			continue
		}
		if at+1 < len(l.runes) && l.runes[at+1] == end {
			text = append(text, end)
			at++
			continue
		}
		l.found = append(l.found, token{kind: quotedToken, text: string(text), at: l.at})
		l.at = at + 1
		return true
	}
	return false
}

// beforeName tells whether a name can begin behind a token.
func beforeName(t token) bool {
	if t.kind == symbolToken {
		return true
	}
	if t.kind != wordToken {
		return false
	}
	if reserved(t.lower) || t.is("of", "contain", "start", "end", "campaign", "campaigns", "segment", "segments", "tag", "tags") {
		return true
	}
	for _, one := range append(lineFilters(), eventFilters()...) {
		if one.called(t.lower) {
			return true
		}
	}
	return false
}

func (l *lexer) symbol(text string, width int) {
	l.found = append(l.found, token{kind: symbolToken, text: text, lower: text, at: l.at})
	l.at += width
}

func (l *lexer) comparison() {
	two := string(l.runes[l.at:min(l.at+2, len(l.runes))])
	switch two {
	case ">=", "<=", "!=":
		l.symbol(two, 2)
		return
	case "<>":
		l.symbol("!=", 2)
		l.found[len(l.found)-1].lower = "!="
		return
	}
	switch l.runes[l.at] {
	case '≥':
		l.symbol(">=", 1)
	case '≤':
		l.symbol("<=", 1)
	case '≠':
		l.symbol("!=", 1)
	default:
		l.symbol(string(l.runes[l.at]), 1)
	}
}

var (
	numberForm = regexp.MustCompile(`^-?[0-9]{1,12}(\.[0-9]{1,4})?%?$`)
	dayForm    = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)
	monthForm  = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}$`)
)

// word reads up to a space or a mark that has a meaning.
func (l *lexer) word() {
	start := l.at
	for l.at < len(l.runes) && !unicode.IsSpace(l.runes[l.at]) && closing(l.runes[l.at]) == 0 && !strings.ContainsRune("(),<>=!≥≤≠", l.runes[l.at]) {
		l.at++
	}
	text := string(l.runes[start:l.at])
	found := token{kind: wordToken, text: text, lower: strings.ToLower(text), at: start}
	switch {
	case text == "%" && len(l.found) > 0 && l.found[len(l.found)-1].kind == numberToken:
		if before := &l.found[len(l.found)-1]; !strings.HasSuffix(before.text, "%") {
			before.text += "%" // "30 %" is written with a space in many languages
			return
		}
	case numberForm.MatchString(text):
		found.kind = numberToken
	case dayForm.MatchString(text):
		found.kind = dayToken
	case monthForm.MatchString(text):
		found.kind = monthToken
	}
	l.found = append(l.found, found)
}
