package message

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// longestName bounds the name of a file in a mail, in bytes of UTF-8. File
// systems take 255; what a reader puts before or behind it ("copy of", " (2)",
// ".part") has to fit as well.
const longestName = 160

// SafeName makes a file's name of a text that came from outside: one that
// every system can store, that leaves no folder, hides nothing and reads as
// it is written. Letters of every script stay. SafeName of its own result is
// that result. The longest bytes keep the extension; 160 where longest is 0.
func SafeName(text string, longest int) string {
	if longest <= 0 {
		longest = longestName
	}
	// Composed last: a dropped character may have stood between a letter and
	// its accent.
	name := norm.NFC.String(strings.Map(safeRune, strings.ToValidUTF8(text, "_")))
	name = trimName(name)
	if len(name) > longest {
		name = shorten(name, longest)
	}
	if name == "" {
		return "file"
	}
	if reserved(name) {
		name = "_" + name
		if len(name) > longest {
			name = trimName(cut(name, longest))
		}
	}
	return name
}

// safeRune drops what cannot be seen and replaces what a file system, a shell
// or a header takes for more than a letter. The joiners of emoji and of
// Persian, U+200C and U+200D, stay.
func safeRune(r rune) rune {
	switch {
	case turnsDirection(r), r == utf8.RuneError:
		return '_'
	case unicode.IsControl(r), strings.ContainsRune(`/\:*?"<>|`, r):
		return '_'
	case r == 0x2028, r == 0x2029:
		return '_'
	case unicode.IsSpace(r):
		return ' '
	case unicode.Is(unicode.Cf, r) && r != 0x200C && r != 0x200D:
		return -1
	}
	return r
}

// trimName takes off what Windows drops (dots and spaces at the end) and what
// hides a file (dots at the start).
func trimName(name string) string {
	return strings.TrimRight(strings.TrimLeft(name, " ."), " .")
}

// shorten cuts the stem, not the extension; one of more than 16 bytes is none.
func shorten(name string, longest int) string {
	extension := ""
	if dot := strings.LastIndexByte(name, '.'); dot > 0 && len(name)-dot <= 16 && len(name)-dot < longest {
		extension = name[dot:]
	}
	stem := trimName(cut(name[:len(name)-len(extension)], longest-len(extension)))
	return trimName(stem + extension)
}

// cut ends a text before the character that passes the limit.
func cut(text string, longest int) string {
	if len(text) <= longest {
		return text
	}
	end := longest
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}

// reserved reports the names that are devices on Windows, with any extension.
func reserved(name string) bool {
	stem, _, _ := strings.Cut(name, ".")
	stem = strings.ToUpper(strings.TrimRight(stem, " "))
	switch stem {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$":
		return true
	}
	number := strings.TrimPrefix(strings.TrimPrefix(stem, "COM"), "LPT")
	if number == stem || utf8.RuneCountInString(number) != 1 {
		return false
	}
	return strings.Contains("0123456789¹²³", number)
}
