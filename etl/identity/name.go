package identity

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Name is a name in the form in which two are compared: compatible letters
// made one, small, ё as е, without invisible characters and quotes, single
// blanks. For comparison only: it is no way to write a name.
func Name(written string) string {
	fold := func(r rune) rune {
		switch {
		case r == 'ё':
			return 'е'
		// Invisible: a zero-width blank outlives NFKC.
		case unicode.Is(unicode.Cf, r):
			return -1
		case strings.ContainsRune(`"«»„“”`, r):
			return -1
		}
		return r
	}
	return strings.Join(strings.Fields(strings.Map(fold, strings.ToLower(norm.NFKC.String(written)))), " ")
}

// wordsOf is a name without the order of its words and without what stands
// between them: "Petrov, Ivan" is Ivan Petrov.
func wordsOf(written string) string {
	words := strings.FieldsFunc(Name(written), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	slices.Sort(words)
	return strings.Join(words, " ")
}
