package xlsx

import (
	"strconv"
	"unicode/utf16"

	"clientele/reports"
)

// cellLength is how many UTF-16 units a cell may have.
const cellLength = 32_767

// cellText is a text as a cell can hold it. What is too long is cut, and says
// how much of it is wanting.
func (b *book) cellText(text string) string {
	return shortened(reports.Clean(text), func(wanting int) string {
		return b.Words.Count("book.cut", int64(wanting))
	})
}

// bareText is the same for a list that has no language.
func bareText(text string) string {
	return shortened(reports.Clean(text), func(wanting int) string { return "[+" + strconv.Itoa(wanting) + "]" })
}

// shortened cuts a text that no cell can hold at a character, and lets a word
// say how many characters are wanting.
func shortened(text string, said func(wanting int) string) string {
	if length(text) <= cellLength {
		return text
	}
	all := len([]rune(text))
	most := " … " + said(all) // the longest it can be
	kept := cut(text, cellLength-length(most))
	return kept + "… " + said(all-len([]rune(kept)))
}

// length is how many units a text has in the format's own measure.
func length(text string) int {
	if len(text) <= cellLength { // no character has more units than bytes
		return len(text)
	}
	n := 0
	for _, r := range text {
		n += utf16.RuneLen(r)
	}
	return n
}
