package alerts

import (
	"regexp"
	"strings"
	"unicode"
)

// Bounds of a sentence: far beyond what a person writes.
const (
	mostRunes   = 1000
	longestName = 200
)

type tokenKind int

const (
	endToken tokenKind = iota
	wordToken
	quotedToken
	numberToken
	symbolToken // < > <= >=
)

// token is a word of the sentence; lower is what keywords are compared with.
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

var (
	numberForm  = regexp.MustCompile(`^-?[0-9]{1,12}(\.[0-9]{1,4})?$`)
	percentForm = regexp.MustCompile(`^-?[0-9]{1,12}(\.[0-9]{1,4})?%$`)
)

// lex cuts a sentence into tokens. unclosed is the place of a quotation mark
// without its other one, -1 where there is none.
func lex(runes []rune) (found []token, unclosed int) {
	unclosed = -1
	for at := 0; at < len(runes); {
		r := runes[at]
		switch {
		case unicode.IsSpace(r):
			at++
		case closing(r) != 0:
			text, end, ok := quoted(runes, at)
			if !ok {
				unclosed = at
			}
			found = append(found, token{kind: quotedToken, text: text, at: at})
			at = end
		case strings.ContainsRune("<>≤≥", r):
			sign, width := comparison(runes[at:])
			found = append(found, token{kind: symbolToken, text: sign, lower: sign, at: at})
			at += width
		default:
			end := at
			for end < len(runes) && !unicode.IsSpace(runes[end]) && closing(runes[end]) == 0 && !strings.ContainsRune("<>≤≥", runes[end]) {
				end++
			}
			found = append(found, words(string(runes[at:end]), at)...)
			at = end
		}
	}
	return append(found, token{kind: endToken, at: len(runes)}), unclosed
}

// words is a word without a comma behind it; of 20% the number and the sign.
func words(text string, at int) []token {
	if trimmed := strings.TrimRight(text, ",;"); trimmed != "" {
		text = trimmed
	}
	lower := strings.ToLower(strings.ReplaceAll(text, "’", "'"))
	switch {
	case numberForm.MatchString(text):
		return []token{{kind: numberToken, text: text, lower: lower, at: at}}
	case percentForm.MatchString(text):
		number := strings.TrimSuffix(text, "%")
		return []token{{kind: numberToken, text: number, lower: number, at: at}, {kind: wordToken, text: "%", lower: "%", at: at + len(number)}}
	}
	return []token{{kind: wordToken, text: text, lower: lower, at: at}}
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
func quoted(runes []rune, start int) (text string, end int, closed bool) {
	mark := closing(runes[start])
	var out []rune
	for at := start + 1; at < len(runes); at++ {
		switch {
		case runes[at] != mark:
			out = append(out, runes[at])
		case at+1 < len(runes) && runes[at+1] == mark:
			out = append(out, mark)
			at++
		default:
			return string(out), at + 1, true
		}
	}
	return string(out), len(runes), false
}

func comparison(runes []rune) (sign string, width int) {
	switch runes[0] {
	case '≤':
		return "<=", 1
	case '≥':
		return ">=", 1
	}
	if len(runes) > 1 && runes[1] == '=' {
		return string(runes[:2]), 2
	}
	return string(runes[:1]), 1
}
