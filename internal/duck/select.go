package duck

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// ErrNoSelect says that a user's text is something else than one SELECT.
var ErrNoSelect = errors.New("one SELECT can be asked at a time, and nothing that changes tables, files or settings")

// Select is a SELECT that a user wrote, as its grammar tells it.
type Select struct {
	Text           string    // without semicolons at its end
	Tables         []Mention // that it reads, its own among them
	Defined        []string  // the names of its own: with NAME as (…)
	Functions      []Mention
	TableFunctions []Mention
	Columns        []Mention // the names that stand alone: one may be a word of the language, as current_date is
	Parameters     []string
	Ordered        bool // the rows have an order
	Sampled        bool // the rows are drawn by chance
	Shows          bool // it asks for tables and columns themselves: describe, show, summarize
}

// Mention is a name in a text, and where.
type Mention struct {
	Name         string // with its schema where that is given: information_schema.tables
	Line, Column int
	Arguments    int // of a function
}

// ReadSelect reads a text that must be exactly one SELECT, by the engine's own
// parser. It comes before the driver sees the text: preparing several
// statements runs all but the last one, and the folders of LockDown can be
// written to as well as read.
func (e *Engine) ReadSelect(ctx context.Context, text string) (Select, error) {
	read, err := e.parse(ctx, text)
	switch {
	case err != nil:
		return Select{}, err
	case read.Kind == "parser":
		out := &TextError{Kind: "Parser", Text: read.Message}
		if at, err := strconv.Atoi(read.Position); err == nil {
			out.Line, out.Column = place(text, byteOf(text, at))
		}
		return Select{}, out
	case read.Kind != "" || len(read.Statements) != 1:
		return Select{}, ErrNoSelect
	}
	found := finder{text: text}
	found.walk(read.Statements[0])
	out := found.out
	out.Ordered = ordered(read.Statements[0])
	out.Text, err = e.withoutSemicolons(ctx, text)
	return out, err
}

// tree is what the engine's parser makes of a text.
type tree struct {
	Kind       string           `json:"error_type"`
	Message    string           `json:"error_message"`
	Position   string           `json:"position"`
	Statements []map[string]any `json:"statements"`
}

func (e *Engine) parse(ctx context.Context, text string) (tree, error) {
	var written string
	row := e.conn.QueryRowContext(ctx, "select cast(json_serialize_sql($1::varchar) as varchar)", text)
	if err := row.Scan(&written); err != nil {
		return tree{}, fmt.Errorf("reading the statement: %w", err)
	}
	var read tree
	decoder := json.NewDecoder(bytes.NewReader([]byte(written)))
	decoder.UseNumber() // places that nobody knows are 2⁶⁴−1
	if err := decoder.Decode(&read); err != nil {
		return tree{}, fmt.Errorf("reading the statement: %w", err)
	}
	return read, nil
}

// withoutSemicolons blanks the semicolons behind the statement, so that it can
// stand in parentheses; its characters keep their places. Behind the statement
// there are nothing but semicolons and comments, so that going backwards no
// semicolon of the statement's own is met before it can be read.
func (e *Engine) withoutSemicolons(ctx context.Context, text string) (string, error) {
	for range mostSemicolons {
		read, err := e.parse(ctx, wrapped(text))
		if err != nil {
			return "", err
		}
		if read.Kind == "" && len(read.Statements) == 1 {
			return text, nil
		}
		last := strings.LastIndexByte(text, ';')
		if last < 0 {
			break
		}
		first := len(strings.TrimRight(text[:last], "; \n\t"))
		text = text[:first] + strings.ReplaceAll(text[first:last+1], ";", " ") + text[last+1:]
	}
	return "", ErrNoSelect
}

// mostSemicolons with comments between them are looked at behind a statement.
const mostSemicolons = 100

// wrapped puts a statement into another one; a comment in its last line ends.
func wrapped(text string) string { return "select * from (" + text + "\n) as answer" }

// byteOf is where a character of a text begins: the parser counts characters,
// where everything behind it counts bytes.
func byteOf(text string, character int) int {
	for at := range text {
		if character == 0 {
			return at
		}
		character--
	}
	if character == 0 {
		return len(text)
	}
	return -1
}
