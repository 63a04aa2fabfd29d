package duck

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/duckdb/duckdb-go/v2"
)

// TextError is what is wrong with a text that a user wrote, and where.
type TextError struct {
	Kind         string // of mistake, in the engine's word: Parser, Binder, Catalog, Conversion, …
	Text         string
	Line, Column int // from 1, in characters; 0 where the engine does not say
}

func (e *TextError) Error() string {
	if e.Line == 0 {
		return e.Text
	}
	return fmt.Sprintf("%s (line %d, column %d)", e.Text, e.Line, e.Column)
}

// told turns the engine's error about a user's text into one with its place.
// The statement that failed is the text with something before it, so many bytes.
func told(err error, text string, before int) error {
	var of *duckdb.Error
	if !errors.As(err, &of) {
		return err
	}
	// LockDown asked for errors in this form.
	var said struct {
		Kind     string `json:"exception_type"`
		Text     string `json:"exception_message"`
		Position string `json:"position"`
	}
	if json.Unmarshal([]byte(of.Msg), &said) != nil || said.Text == "" {
		return err
	}
	out := &TextError{Kind: said.Kind, Text: plainWords(said.Text)}
	if at, err := strconv.Atoi(said.Position); err == nil {
		out.Line, out.Column = place(text, at-before)
	}
	return out
}

// plainWords leaves the engine's advice about its own settings out: they are
// not the user's to change.
func plainWords(text string) string {
	for _, end := range []string{"\n\nPossible solutions", "\nThis limit was set by", "\nDid you mean \"pg_"} {
		text, _, _ = strings.Cut(text, end)
	}
	return strings.TrimSpace(strings.ReplaceAll(text, "\n\n", "\n"))
}

// place says in which line and column of a text a byte stands, nothing where it
// is none of the text's.
func place(text string, at int) (line, column int) {
	if at < 0 || at > len(text) {
		return 0, 0
	}
	before := text[:at]
	return strings.Count(before, "\n") + 1, utf8.RuneCountInString(before[strings.LastIndex(before, "\n")+1:]) + 1
}
