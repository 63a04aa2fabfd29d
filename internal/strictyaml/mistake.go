package strictyaml

import (
	"fmt"
	"strings"
)

// Mistake is one thing that is wrong with a file, and where.
type Mistake struct {
	Line, Column int    // both from 1; the column counts characters, not bytes
	Path         string // such as sources[0].columns.price; empty for the whole file
	Text         string // what is wrong and what to do about it
	Excerpt      string // the lines around it, with a caret under the column
}

// Mistakes is the error that lists all mistakes of a file, in the order of the
// lines.
type Mistakes struct {
	File string
	List []Mistake
	More int // mistakes beyond the first hundred, which are not in the list
}

// Error gives every mistake as file:line:column: path: text, each followed by
// its excerpt.
func (m *Mistakes) Error() string {
	var out strings.Builder
	for i, mistake := range m.List {
		if i > 0 {
			out.WriteByte('\n')
		}
		fmt.Fprintf(&out, "%s:%d:%d: ", m.File, mistake.Line, mistake.Column)
		if mistake.Path != "" {
			out.WriteString(printable(mistake.Path) + ": ")
		}
		out.WriteString(printable(mistake.Text))
		if mistake.Excerpt != "" {
			out.WriteString("\n" + mistake.Excerpt)
		}
	}
	if m.More > 0 {
		fmt.Fprintf(&out, "\n%s: and %d more mistakes", m.File, m.More)
	}
	return out.String()
}
