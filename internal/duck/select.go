package duck

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// ErrNoSelect says that a user's text is something else than one SELECT.
var ErrNoSelect = errors.New("one SELECT can be asked at a time, and nothing that changes tables, files or settings")

// onlySelect refuses a text that is not exactly one SELECT, by the engine's own
// parser. It comes before the driver sees the text: preparing several
// statements runs all but the last one, and the folders of LockDown can be
// written to as well as read.
func (e *Engine) onlySelect(ctx context.Context, text string) error {
	var (
		statements int
		kind, what string
		position   int
	)
	row := e.conn.QueryRowContext(ctx, `select
    coalesce(json_array_length(tree, '$.statements'), 0),
    coalesce(json_extract_string(tree, '$.error_type'), ''),
    coalesce(json_extract_string(tree, '$.error_message'), ''),
    coalesce(try_cast(json_extract_string(tree, '$.position') as integer), -1)
from (select json_serialize_sql($1::varchar) as tree)`, text)
	if err := row.Scan(&statements, &kind, &what, &position); err != nil {
		return fmt.Errorf("reading the statement: %w", err)
	}
	switch {
	case kind == "parser":
		return fmt.Errorf("%s%s", what, place(text, position))
	case kind != "" || statements != 1:
		return ErrNoSelect
	}
	return nil
}

// place says where in a text a character stands: the parser counts characters,
// not bytes.
func place(text string, position int) string {
	characters := []rune(text)
	if position < 0 || position > len(characters) {
		return ""
	}
	before := string(characters[:position])
	column := position - utf8.RuneCountInString(before[:strings.LastIndex(before, "\n")+1])
	return fmt.Sprintf(" (line %d, column %d)", strings.Count(before, "\n")+1, column+1)
}
