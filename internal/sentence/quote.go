package sentence

import (
	"fmt"
	"strings"
	"unicode"
)

// Quote writes a text so that it is read as one, whatever stands in it.
func Quote(text string) string { return `"` + strings.ReplaceAll(text, `"`, `""`) + `"` }

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
func (c *cutter) quoted() {
	start, end := c.at, closing(c.runes[c.at])
	var text []rune
	for c.at++; c.at < len(c.runes); c.at++ {
		if c.runes[c.at] != end {
			text = append(text, c.runes[c.at])
			continue
		}
		if c.at+1 < len(c.runes) && c.runes[c.at+1] == end {
			text = append(text, end)
			c.at++
			continue
		}
		c.at++
		c.found = append(c.found, Token{Kind: Quoted, Text: string(text), At: start})
		return
	}
	c.mistakes = append(c.mistakes, Mistake{At: start, Text: fmt.Sprintf("the closing %c is missing", end)})
	c.found = append(c.found, Token{Kind: Quoted, Text: string(text), At: start})
}

// singleQuoted reads a text in single quotes. They are apostrophes too, so they
// are quotes only where a name can begin, and end one only where something else
// than a letter follows: 'O'Brien' is a name, Rock 'n' Roll another, and
// 't Hooft a third.
func (c *cutter) singleQuoted() bool {
	end, is := singleClosing(c.runes[c.at])
	if !is || c.language.BeforeName == nil || len(c.found) == 0 || !c.language.BeforeName(c.found[len(c.found)-1]) {
		return false
	}
	var text []rune
	for at := c.at + 1; at < len(c.runes); at++ {
		r := c.runes[at]
		if r == c.runes[c.at] && at+1 < len(c.runes) && strings.ContainsRune(" =,(", c.runes[at-1]) && unicode.IsLetter(c.runes[at+1]) {
			return false // another text begins, so the first mark was an apostrophe
		}
		if r != end || at+1 < len(c.runes) && !unicode.IsSpace(c.runes[at+1]) && !strings.ContainsRune(",()'’", c.runes[at+1]) {
			text = append(text, r)
			continue
		}
		if at+1 < len(c.runes) && c.runes[at+1] == end {
			text = append(text, end)
			at++
			continue
		}
		c.found = append(c.found, Token{Kind: Quoted, Text: string(text), At: c.at})
		c.at = at + 1
		return true
	}
	return false
}

func singleClosing(r rune) (rune, bool) {
	switch r {
	case '\'':
		return '\'', true
	case '‘':
		return '’', true
	}
	return 0, false
}
