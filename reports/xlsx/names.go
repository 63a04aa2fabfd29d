package xlsx

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"clientele/reports"
)

// nameLength is how many UTF-16 units a sheet's name may have.
const nameLength = 31

// names gives each sheet a name that is allowed and its own.
type names struct{ taken map[string]bool }

// newNames keeps a name that Excel has for itself.
func newNames() *names { return &names{taken: map[string]bool{"history": true}} }

// take makes a sheet's name of a title. Excel compares names without regard to
// case.
func (n *names) take(title string) string {
	clean := SheetName(title)
	name := clean
	for i := 2; n.taken[strings.ToLower(name)]; i++ {
		suffix := " " + strconv.Itoa(i)
		name = strings.TrimRight(cut(clean, nameLength-len(suffix)), " ") + suffix
	}
	n.taken[strings.ToLower(name)] = true
	return name
}

// SheetName makes a name that Excel allows: without []:*?/\ and control
// characters, of 1 to 31 units. Apostrophes, which would have to be doubled in
// every reference, become typographic ones.
func SheetName(title string) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\`, r) || r == utf8.RuneError {
			return ' '
		}
		if r == '\'' {
			return '’'
		}
		return r
	}, reports.Clean(title))
	name = strings.TrimRight(cut(strings.Join(strings.Fields(name), " "), nameLength), " ")
	if name == "" {
		return "_"
	}
	return name
}

// cut shortens a text to so many UTF-16 units, without half a character.
func cut(text string, units int) string {
	if len(text) <= units {
		return text
	}
	have := 0
	for i, r := range text {
		have += utf16.RuneLen(r)
		if have > units {
			return text[:i]
		}
	}
	return text
}

// quoted is a sheet's name in a reference; it has no apostrophe.
func quoted(sheet string) string { return "'" + sheet + "'" }

// footer is a text in a page's footer, where & begins a code.
func footer(text string) string { return strings.ReplaceAll(cut(text, 80), "&", "&&") }
