package strictyaml

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// maxRepairs bounds how often a file with mistakes of syntax is parsed anew.
const maxRepairs = 10

// maxRepairBytes: a file larger than people write is parsed once only, which
// keeps the time for hostile ones to seconds.
const maxRepairBytes = 128 << 10

const depthProblem = "the nesting is deeper than 100 levels"

// syntax is a reading of the file that goes on after a mistake: the parser
// stops at the first one, so what it stumbled over is blanked and it starts
// again.
type syntax struct {
	*Document
	lines [][]rune // as the parser sees them; the Document keeps what the user wrote
}

// readTree parses the text, reports all mistakes of syntax, and returns the
// tree of what could be read, or nil.
func (d *Document) readTree(text string) *node {
	s := syntax{Document: d}
	for _, line := range strings.Split(text, "\n") {
		s.lines = append(s.lines, []rune(line))
	}
	for range maxRepairs {
		tokens, err := scan(s.text())
		if err == nil && s.refuseUnsupported(tokens) {
			tokens, err = scan(s.text())
		}
		if err != nil {
			d.damage(position{1, 1}, "the file cannot be read as YAML: "+err.Error())
			return nil
		}
		if at, problem := tooMuch(tokens); problem != "" {
			d.damage(at, problem)
			return nil
		}
		file, err := parse(tokens)
		if err == nil {
			return s.root(file)
		}
		s.reportSyntax(err, tokens)
		if len(text) > maxRepairBytes {
			break
		}
	}
	return nil
}

// text puts the lines together again. Where so many were emptied that the
// parser would slow down, they are comments.
func (s *syntax) text() string {
	var out strings.Builder
	empty := 0
	for _, line := range s.lines {
		empty++
		if len(line) > indentation(line) {
			empty = 0
		}
		if empty >= maxEmptyLines {
			line = []rune{'#'}
		}
		out.WriteString(string(line))
		out.WriteByte('\n')
	}
	return out.String()
}

// scan and parse keep a panic of the parser from ending the program: its input
// is whatever a user typed.
func scan(text string) (tokens token.Tokens, err error) {
	defer recovered(&err)
	return lexer.Tokenize(text), nil
}

func parse(tokens token.Tokens) (file *ast.File, err error) {
	defer recovered(&err)
	return parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
}

func recovered(err *error) {
	if problem := recover(); problem != nil {
		*err = fmt.Errorf("the parser failed: %v", problem)
	}
}

// root is the only document of the file.
func (s *syntax) root(file *ast.File) *node {
	var body ast.Node
	for _, document := range file.Docs {
		if document.Body == nil || document.Body.Type() == ast.CommentType {
			continue
		}
		if body != nil {
			at := placeOf(document.Body)
			if document.Start != nil {
				at = position{document.Start.Position.Line, document.Start.Position.Column}
			}
			s.damage(at, "a second document begins here; a file holds one: delete this line or use another file")
			break
		}
		body = document.Body
	}
	if body == nil {
		if len(s.mistakes) == 0 {
			s.add(position{1, 1}, "", "the file has no content: it is empty, or all of it is comments")
		}
		return nil
	}
	return s.build("", body, position{}, 0)
}

// damage reports a mistake of syntax; its line is not judged any further.
func (d *Document) damage(at position, problem string) {
	at.line = max(1, min(at.line, len(d.lines)))
	if !d.damaged[at.line] {
		d.add(at, "", problem)
	}
	d.damaged[at.line] = true
}

// tooMuch checks the limits that keep the parser's recursion and time small.
func tooMuch(tokens token.Tokens) (position, string) {
	entries, flow := 0, 0
	var columns []int // of the open blocks
	open := func(column int) {
		for len(columns) > 0 && columns[len(columns)-1] >= column {
			columns = columns[:len(columns)-1]
		}
		columns = append(columns, column)
	}
	for _, t := range tokens {
		switch t.Type {
		case token.MappingStartType, token.SequenceStartType:
			flow++
		case token.MappingEndType, token.SequenceEndType:
			flow = max(0, flow-1)
		case token.SequenceEntryType:
			entries++
			open(t.Position.Column)
		case token.CollectEntryType:
			entries++
		case token.MappingValueType:
			entries++
			if flow == 0 && t.Prev != nil {
				open(t.Prev.Position.Column)
			}
		}
		at := position{t.Position.Line, t.Position.Column}
		if len(columns)+flow > maxDepth {
			return at, depthProblem
		}
		if entries > maxEntries {
			return at, fmt.Sprintf("the file has more than %d keys and items", maxEntries)
		}
	}
	return position{}, ""
}
