package export

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// Encodings lists the encodings that a config can name.
func Encodings() []string {
	return []string{"utf-8", "utf-16", "cp1251", "cp1252", "latin-1"}
}

// decoderNamed returns the decoder of an encoding, nil for UTF-8.
func decoderNamed(name string) *encoding.Decoder {
	switch name {
	case "utf-16":
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()
	case "cp1251":
		return charmap.Windows1251.NewDecoder()
	case "cp1252":
		return charmap.Windows1252.NewDecoder()
	case "latin-1":
		return charmap.ISO8859_1.NewDecoder()
	}
	return nil
}

// sniffEncoding guesses from a file's first bytes. What is valid UTF-8 is
// UTF-8: no text of ten words in a one-byte code is by accident. Of the
// one-byte codes, cp1251 is taken where high letters stand beside each other:
// in Russian they are the words, in Western text they stand alone among plain
// ones.
func sniffEncoding(head []byte) string {
	if bytes.HasPrefix(head, []byte{0xff, 0xfe}) || bytes.HasPrefix(head, []byte{0xfe, 0xff}) {
		return "utf-16"
	}
	if validPrefix(head) {
		return "utf-8"
	}
	letter := func(i int) bool {
		return i >= 0 && i < len(head) && (head[i] >= 0xc0 || head[i] == 0xa8 || head[i] == 0xb8) // the last two are Ё and ё
	}
	var together, high int
	for i, b := range head {
		if b >= 0x80 {
			high++
			if letter(i) && (letter(i-1) || letter(i+1)) {
				together++
			}
		}
	}
	if together*2 > high {
		return "cp1251"
	}
	return "cp1252"
}

// validPrefix is utf8.Valid, but for a character cut off at the end.
func validPrefix(head []byte) bool {
	for cut := range min(utf8.UTFMax, len(head)+1) {
		if utf8.Valid(head[:len(head)-cut]) {
			return true
		}
	}
	return false
}

// sniffDelimiter takes the mark that stands outside quotes in the first lines
// most evenly: the one with the same count above zero on most lines.
func sniffDelimiter(head []byte) rune {
	best, bestScore := ',', 0
	for _, mark := range []rune{',', ';', '\t', '|'} {
		counts := markCounts(head, byte(mark))
		if len(counts) == 0 || counts[0] == 0 {
			continue
		}
		same := 0
		for _, count := range counts {
			if count == counts[0] {
				same++
			}
		}
		if score := same*1000/len(counts)*100 + min(counts[0], 99); score > bestScore {
			best, bestScore = mark, score
		}
	}
	return best
}

// markCounts counts a mark outside quotes on each of the first whole lines.
func markCounts(head []byte, mark byte) []int {
	var counts []int
	count, quoted, blank := 0, false, true
	for _, b := range head {
		switch {
		case b == '"':
			quoted, blank = !quoted, false
		case b == '\n' && !quoted:
			if !blank {
				counts = append(counts, count)
			}
			if len(counts) == 50 {
				return counts
			}
			count, blank = 0, true
		case b == mark && !quoted:
			count++
		case b != '\r' && b != ' ':
			blank = false
		}
	}
	if len(counts) == 0 && !blank {
		counts = slices.Concat(counts, []int{count})
	}
	return counts
}
