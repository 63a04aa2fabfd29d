package strictyaml

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/token"
)

// explain says in the user's terms what the parser complains about. A message
// that it does not know is passed on.
func explain(message string) string {
	switch message {
	case "could not find end character of double-quoted text":
		return `the closing " is missing`
	case "could not find end character of single-quoted text":
		return `the closing ' is missing (a ' inside such a text is written twice: 'it''s')`
	case "mapping value is not allowed in this context":
		return `a second ": " in one value: put a text that contains ": " in quotes, or indent the next line like this one`
	case "value is not allowed in this context":
		return "the indentation fits none of the lines above; indent it like its neighbours"
	case "value is not allowed in this context. map key-value is pre-defined":
		return "something follows a finished value; put the whole value in quotes"
	case "non-map value is specified", "unexpected key name":
		return `the ":" between key and value is missing; write "key: value"`
	case "block sequence entries are not allowed in this context":
		return `a list with "- " begins on the line below its key`
	case "found an invalid key for this map":
		return `there is no key before the ":"`
	}
	if strings.HasPrefix(message, "found unknown escape character") {
		return `in double quotes a backslash has a special meaning; use single quotes: 'C:\folder'`
	}
	return "this is not valid YAML: " + message
}

// runaway finds what really is to blame when the parser stops far behind it: a
// bracket that is never closed, or a text in quotes that ends lines later.
func runaway(tokens token.Tokens, stopped *token.Token) (*token.Token, string) {
	var open []*token.Token
	var before *token.Token
	for _, t := range tokens {
		if t == stopped {
			break
		}
		switch t.Type {
		case token.SequenceStartType, token.MappingStartType:
			open = append(open, t)
		case token.SequenceEndType, token.MappingEndType:
			open = open[:max(0, len(open)-1)]
		}
		before = t
	}
	if before != nil && (before.Type == token.SingleQuoteType || before.Type == token.DoubleQuoteType) &&
		strings.Contains(strings.TrimSpace(before.Origin), "\n") {
		return before, fmt.Sprintf("the text in quotes that begins here ends on line %d; is a closing quote missing?", stopped.Position.Line)
	}
	if len(open) == 0 {
		return nil, ""
	}
	opener := open[len(open)-1]
	if stopped.Position.Line == opener.Position.Line && stopped != opener {
		return nil, ""
	}
	closing := "]"
	if opener.Type == token.MappingStartType {
		closing = "}"
	}
	return opener, fmt.Sprintf("the %s that begins here is not closed by %s, or a comma is missing", opener.Value, closing)
}
