package strictyaml

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/token"
)

// reportSyntax reports where the parser stopped and takes the place out of its
// sight.
func (s *syntax) reportSyntax(err error, tokens token.Tokens) {
	var located interface {
		GetToken() *token.Token
		GetMessage() string
	}
	if !errors.As(err, &located) || located.GetToken() == nil {
		s.damage(position{1, 1}, "the file cannot be read as YAML: "+err.Error())
		s.blankFrom(1)
		return
	}
	stopped := located.GetToken()
	at := s.within(position{stopped.Position.Line, stopped.Position.Column})
	problem := explain(located.GetMessage())
	if s.reportTabs(at.line) {
		return
	}
	if culprit, text := runaway(tokens, stopped); text != "" {
		at, problem = s.within(position{culprit.Position.Line, culprit.Position.Column}), text
	}
	s.damage(at, problem)
	s.blankFrom(at.line)
}

// blankFrom empties a line and those that are indented deeper. The dashes of a
// list stay, so that its other items keep their numbers.
func (s *syntax) blankFrom(line int) {
	if line > len(s.lines) {
		s.lines = nil
		return
	}
	kept := content(s.lines[line-1])
	if s.blanked[line] {
		s.blank(line, nil) // the dashes were the mistake
	} else {
		s.blank(line, s.lines[line-1][:kept])
	}
	for i := line; i < len(s.lines); i++ {
		if len(s.lines[i]) > 0 && indentation(s.lines[i]) <= kept {
			break
		}
		s.blank(i+1, nil)
	}
}

func (s *syntax) blank(line int, kept []rune) {
	if len(s.lines[line-1]) > 0 {
		s.damaged[line], s.blanked[line] = true, true
	}
	s.lines[line-1] = kept
}

// indentation counts the spaces before the first mark of a line.
func indentation(line []rune) int {
	return len(line) - len([]rune(strings.TrimLeft(string(line), " \t")))
}

// content is the column, from 0, at which a line begins after the dashes of the
// lists that it continues.
func content(line []rune) int {
	column := indentation(line)
	for column+1 < len(line) && line[column] == '-' && line[column+1] == ' ' {
		column += 1 + indentation(line[column+1:])
	}
	return column
}

// isIncomplete tells whether a line that was not read may have held a key of
// the group: one that begins in the column of its keys, or that ends it by an
// indentation that fits nothing.
func (d *Document) isIncomplete(from *node) bool {
	if from.kind == absent {
		return d.blanked[from.at.line+1]
	}
	first := from.first()
	column := first.column - 1
	held := func(number int) (found, end bool) {
		line := []rune(d.lines[number-1])
		if trimmed := strings.TrimSpace(string(line)); trimmed == "" || trimmed[0] == '#' {
			return false, false
		}
		end = indentation(line) < column
		return d.blanked[number] && (end || content(line) == column), end
	}
	for number := first.line; number <= len(d.lines); number++ {
		if found, end := held(number); found || (end && number > first.line) {
			if found {
				return true
			}
			break
		}
	}
	if first.line > len(d.lines) || indentation([]rune(d.lines[first.line-1])) < column {
		return false // the first key stands behind a dash: nothing before it is of this group
	}
	for number := first.line - 1; number >= 1; number-- {
		if found, end := held(number); found || end {
			return found
		}
	}
	return false
}

// reportTabs reports all lines indented by tabs at once, if the given one is.
func (s *syntax) reportTabs(line int) bool {
	if line > len(s.lines) || !tabbed(s.lines[line-1]) {
		return false
	}
	var others []string
	for i, candidate := range s.lines {
		if !tabbed(candidate) {
			continue
		}
		if i+1 != line {
			others = append(others, fmt.Sprint(i+1))
		}
	}
	problem := "the line is indented with a tab; use spaces"
	if len(others) > 12 {
		others = append(others[:12], "…")
	}
	if len(others) > 0 {
		problem += " (also on line " + strings.Join(others, ", ") + ")"
	}
	s.damage(position{line, 1 + strings.IndexRune(string(s.lines[line-1]), '\t')}, problem)
	for i := range s.lines {
		if tabbed(s.lines[i]) {
			s.blank(i+1, nil)
		}
	}
	return true
}

func tabbed(line []rune) bool {
	return strings.ContainsRune(string(line[:indentation(line)]), '\t')
}
