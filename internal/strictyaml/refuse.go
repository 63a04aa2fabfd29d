package strictyaml

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/token"
)

// refuseUnsupported reports the marks that give YAML its hidden meanings. Most
// of them are typed by accident: a value such as *.csv, &c, !note or @home. The
// marks are taken out of the parser's sight, so that the rest can be read.
func (s *syntax) refuseUnsupported(tokens token.Tokens) bool {
	found := false
	for _, t := range tokens {
		problem := s.unsupported(t)
		if problem == "" {
			continue
		}
		found = true
		s.damage(position{t.Position.Line, t.Position.Column}, problem)
		s.neutralise(t)
	}
	return found
}

func (s *syntax) unsupported(t *token.Token) string {
	mark := s.word(t)
	switch t.Type {
	case token.AliasType:
		return needsQuotes(mark, "an alias, which is not supported")
	case token.AnchorType:
		return needsQuotes(mark, "an anchor, which is not supported")
	case token.TagType:
		return needsQuotes(mark, "a tag, which is not supported")
	case token.DirectiveType:
		return needsQuotes(mark, "a directive, which is not supported")
	case token.MergeKeyType:
		if t.Next != nil && t.Next.Type == token.MappingValueType {
			return "the merge key << is not supported; write the keys out"
		}
	case token.MappingKeyType:
		return `a key that begins with "? " is not supported; write "key: value"`
	case token.InvalidType:
		if strings.HasPrefix(mark, "@") || strings.HasPrefix(mark, "`") {
			return needsQuotes(mark, "a reserved mark")
		}
	}
	return ""
}

func needsQuotes(text, taken string) string {
	return fmt.Sprintf("a text that begins with %.1s needs quotes: %q; without them it is taken for %s", text, text, taken)
}

// word is what stands at a mark, up to a space or a flow mark.
func (s *syntax) word(mark *token.Token) string {
	line, column := mark.Position.Line, mark.Position.Column
	if line > len(s.lines) || column < 1 || column > len(s.lines[line-1]) {
		return mark.Value
	}
	text := s.lines[line-1][column-1:]
	end := 1
	for end < len(text) && end < 40 && !strings.ContainsRune(" ,]}", text[end]) {
		end++
	}
	return string(text[:end])
}

// neutralise replaces a mark by what the parser takes for an ordinary text, or
// by nothing where a value may follow it.
func (s *syntax) neutralise(t *token.Token) {
	line, column := t.Position.Line, t.Position.Column
	if line > len(s.lines) || column < 1 || column > len(s.lines[line-1]) {
		return
	}
	text := s.lines[line-1]
	switch {
	case t.Type == token.DirectiveType && column == 1:
		s.lines[line-1] = nil
	case t.Type == token.MappingKeyType:
		s.blank(line, nil)
		if line < len(s.lines) && strings.HasPrefix(strings.TrimSpace(string(s.lines[line])), ":") {
			s.blank(line+1, nil)
		}
	case t.Type == token.AnchorType || t.Type == token.TagType:
		for i := column - 1; i < len(text) && !strings.ContainsRune(" ,]}", text[i]); i++ {
			text[i] = ' '
		}
	case t.Type == token.MergeKeyType:
		s.blanked[line] = true
		text[column-1] = '_'
	default:
		text[column-1] = '_'
	}
}
