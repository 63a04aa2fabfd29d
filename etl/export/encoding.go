package export

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// Encodings lists the encodings that a config can name.
func Encodings() []string {
	return []string{"utf-8", "utf-16", "utf-16le", "utf-16be", "cp1251", "cp1252", "latin-1"}
}

// decoderNamed returns the decoder of an encoding, nil for UTF-8.
func decoderNamed(name string) *encoding.Decoder {
	switch name {
	case "utf-16":
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()
	case "utf-16le":
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder()
	case "utf-16be":
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder()
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
// one-byte codes, cp1251 is taken where high letters stand beside each other
// alone: in Russian they are the words, in Western text (coração) they stand
// among plain ones.
func sniffEncoding(head []byte) string {
	if bytes.HasPrefix(head, []byte{0xff, 0xfe}) || bytes.HasPrefix(head, []byte{0xfe, 0xff}) {
		return "utf-16"
	}
	if name := wideText(head); name != "" {
		return name
	}
	if validPrefix(head) {
		return "utf-8"
	}
	russian := func(i int) bool {
		return i >= 0 && i < len(head) && (head[i] >= 0xc0 || head[i] == 0xa8 || head[i] == 0xb8) // the last two are Ё and ё
	}
	plain := func(i int) bool {
		return i >= 0 && i < len(head) && (head[i]|0x20 >= 'a' && head[i]|0x20 <= 'z')
	}
	var together, mixed int
	for i := range head {
		switch {
		case !russian(i):
		case plain(i-1) || plain(i+1):
			mixed++
		case russian(i-1) || russian(i+1):
			together++
		}
	}
	if together > mixed {
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

// wideText sees UTF-16 without a mark: every other byte is the zero of a plain
// character or the 4 of a Russian one, there are zeros, and beside them stand
// characters that a text has.
func wideText(head []byte) string {
	const most = 4 << 10
	head = head[:min(len(head), most)]
	var pairs, even, odd, zeros, strange int
	for i := 0; i+1 < len(head); i += 2 {
		pairs++
		first, second := head[i], head[i+1]
		if first == 0 || first == 4 {
			even++
		}
		if second == 0 || second == 4 {
			odd++
		}
		if beside := first | second; (first == 0) != (second == 0) {
			if beside >= ' ' && beside < 0x7f || beside == '\t' || beside == '\n' || beside == '\r' {
				zeros++
			} else {
				strange++
			}
		}
	}
	switch {
	case pairs < 2 || zeros*20 < pairs || strange*4 > zeros:
		return ""
	case odd*10 >= pairs*9 && even*10 < pairs*5:
		return "utf-16le"
	case even*10 >= pairs*9 && odd*10 < pairs*5:
		return "utf-16be"
	}
	return ""
}
