package mail

import (
	"strings"
	"unicode"

	"clientele/reports"
)

// line makes a text of any bytes one line that is fit to be shown. Isolates
// around names that run from right to left stay where they are in pairs.
func line(text string) string {
	if !strings.ContainsAny(text, "\u2066\u2067\u2068\u2069") {
		return strings.Join(strings.FieldsFunc(reports.Clean(text), isBlank), " ")
	}
	var out strings.Builder
	depth := 0
	for _, r := range strings.ToValidUTF8(text, "\ufffd") {
		switch r {
		case '\u2066', '\u2067', '\u2068':
			depth++
			out.WriteRune(r)
		case '\u2069':
			if depth > 0 {
				depth--
				out.WriteRune(r)
			}
		default:
			out.WriteString(reports.Clean(string(r)))
		}
	}
	out.WriteString(strings.Repeat("\u2069", depth))
	return strings.Join(strings.FieldsFunc(out.String(), isBlank), " ")
}

// isBlank tells what separates words. A no-break space does not, but what ends
// a line for some programs does.
func isBlank(r rune) bool {
	return r != '\u00a0' && r != '\u202f' && r != '\u2007' && unicode.IsSpace(r) || r == '\u2028' || r == '\u2029' || r == '\u0085'
}

// lines cleans sentences and leaves out empty ones.
func lines(texts []string) []string {
	var out []string
	for _, text := range texts {
		if text = line(text); text != "" {
			out = append(out, text)
		}
	}
	return out
}

// isolated is a text from the data inside a sentence: one that runs from right
// to left is not to turn the sentence around it.
func isolated(text string) string {
	text = line(text)
	for _, r := range text {
		if unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko) {
			return "\u2068" + text + "\u2069"
		}
	}
	return text
}

// subjectLength is up to how many characters a subject has: programs show
// fewer.
const subjectLength = 150

func subject(text string) string { return line(reports.Shorten(line(text), subjectLength)) }
