package sentence

import (
	"fmt"
	"strings"
)

// Reader goes over tokens from left to right and gathers mistakes. The last
// token, the end, is never passed.
type Reader struct {
	Tokens   []Token
	Pos      int
	Mistakes []Mistake
	Most     int // mistakes that are kept; 0 is all
}

// Wrong tells a mistake at a character.
func (r *Reader) Wrong(at int, format string, arguments ...any) {
	if r.Most == 0 || len(r.Mistakes) < r.Most {
		r.Mistakes = append(r.Mistakes, Mistake{At: at, Text: fmt.Sprintf(format, arguments...)})
	}
}

// Peek is the next token.
func (r *Reader) Peek() Token { return r.Ahead(0) }

// Ahead is a token behind the next one, at most the end.
func (r *Reader) Ahead(n int) Token { return r.Tokens[min(r.Pos+n, len(r.Tokens)-1)] }

// Next takes the next token.
func (r *Reader) Next() Token {
	t := r.Peek()
	if r.Pos < len(r.Tokens)-1 {
		r.Pos++
	}
	return t
}

// Accept takes the next token where it is one of the words.
func (r *Reader) Accept(words ...string) bool {
	if !r.Peek().Is(words...) {
		return false
	}
	r.Next()
	return true
}

// Phrase takes the next tokens where they are these words, one after the other.
func (r *Reader) Phrase(words ...string) bool {
	n := 0
	for _, part := range words {
		for _, word := range strings.Fields(part) {
			if !r.Ahead(n).Is(word) {
				return false
			}
			n++
		}
	}
	r.Pos += n
	return true
}
