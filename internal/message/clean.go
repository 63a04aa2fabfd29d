package message

import (
	"strings"
	"unicode"
)

// longestLine bounds a subject or a display name, in runes. RFC 5322 has no
// bound; phones show about 40 and lists about 80 of it.
const longestLine = 200

// Line makes one line of a text that came from outside: control characters
// and line ends become spaces, characters that turn the direction of writing
// are dropped, runs of spaces become one, bytes that are not UTF-8 become
// U+FFFD, and what is longer than 200 runes ends in "…". A header made of it
// can neither hold a second header nor look like another text.
func Line(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	text = strings.Map(func(r rune) rune {
		switch {
		case turnsDirection(r):
			return -1
		case unicode.IsSpace(r), unicode.IsControl(r):
			return ' '
		}
		return r
	}, text)
	text = strings.Join(strings.Fields(text), " ")
	runes := []rune(text)
	if len(runes) <= longestLine {
		return text
	}
	return strings.TrimRight(string(runes[:longestLine-1]), " ") + "…"
}

// turnsDirection reports the invisible characters with which a name can be
// made to read as another one: bidi controls, and the byte order mark.
func turnsDirection(r rune) bool {
	switch {
	case r == 0x061C, r == 0x200E, r == 0x200F, r == 0xFEFF:
		return true
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
		return true
	}
	return false
}

// body makes a text fit to be a part of a mail: lines end in \n, the last one
// too, and what no reader shows becomes U+FFFD, as browsers do with NUL.
func body(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = strings.ReplaceAll(text, "\r", "\n")
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return '\uFFFD'
		}
		return r
	}, text)
	if !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	return text
}
