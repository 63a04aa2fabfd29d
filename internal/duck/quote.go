package duck

import "strings"

// identifier quotes a table's or column's name.
func identifier(name string) string {
	return `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
}

// literal quotes a text value, for the statements that take no parameters
// (CREATE VIEW, SET).
func literal(text string) string {
	return "'" + strings.ReplaceAll(text, "'", "''") + "'"
}
