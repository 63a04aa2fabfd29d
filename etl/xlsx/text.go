package xlsx

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// appendContent appends the text of the element that has just been opened, up to
// its close tag. Elements inside of it do not count.
func (t *tokens) appendContent(to []byte, most int) ([]byte, error) {
	start := len(to)
	for inside := t.depth(); t.depth() >= inside; {
		kind, err := t.next()
		if err != nil {
			return to, err
		}
		if kind != textRun || t.depth() != inside {
			continue
		}
		if to, err = appendText(to, t.text, t.cdata); err != nil {
			return to, err
		}
		if len(to)-start > most {
			return to, errCellLength(most)
		}
	}
	return to, nil
}

func errCellLength(most int) error {
	return overLimit("the text of one cell is longer than %d bytes", most)
}

// appendString appends the text of the string element that has just been opened,
// <si> or <is>: either one <t>, or runs of formatted text <r><t>. The phonetic
// guide <rPh> of Japanese and Chinese texts is not part of what the cell shows.
func (t *tokens) appendString(to []byte, most int) ([]byte, error) {
	start := len(to)
	for inside := t.depth(); t.depth() >= inside; {
		kind, err := t.next()
		if err != nil {
			return to, err
		}
		if kind != openTag {
			continue
		}
		switch string(t.name) {
		case "t":
			from := len(to)
			if to, err = t.appendContent(to, most); err == nil {
				to = finishText(to, from)
			}
		case "r":
		default:
			err = t.skip()
		}
		if err == nil && len(to)-start > most {
			err = errCellLength(most)
		}
		if err != nil {
			return to, err
		}
	}
	return to, nil
}

// appendText appends a run of raw text with its entities and line ends decoded. In
// XML each of \r\n and \r is a \n.
func appendText(to, raw []byte, cdata bool) ([]byte, error) {
	if bytes.IndexByte(raw, '&') < 0 && bytes.IndexByte(raw, '\r') < 0 {
		return append(to, raw...), nil
	}
	for len(raw) > 0 {
		switch c := raw[0]; {
		case c == '\r':
			to = append(to, '\n')
			raw = raw[1:]
			if len(raw) > 0 && raw[0] == '\n' {
				raw = raw[1:]
			}
		case c == '&' && !cdata:
			end := bytes.IndexByte(raw[:min(len(raw), 64)], ';')
			if end < 0 {
				return to, malformed("there is a & that begins no entity")
			}
			r, ok := entity(string(raw[1:end]))
			if !ok {
				return to, malformed("there is an unknown entity &%s;", raw[1:end])
			}
			to = utf8.AppendRune(to, r)
			raw = raw[end+1:]
		default:
			to = append(to, c)
			raw = raw[1:]
		}
	}
	return to, nil
}

// entity returns what &name; stands for. A code that is no character gives U+FFFD.
func entity(name string) (rune, bool) {
	switch name {
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "amp":
		return '&', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	digits, base := name[1:], 10
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	code, err := strconv.ParseUint(digits, base, 32)
	if err != nil {
		return 0, false
	}
	if code > utf8.MaxRune {
		return utf8.RuneError, true
	}
	return rune(code), true // surrogates become U+FFFD when they are encoded
}

// attributeText decodes an attribute's value.
func attributeText(raw []byte) (string, error) {
	text, err := appendText(nil, raw, false)
	if err != nil {
		return "", err
	}
	return string(bytes.ToValidUTF8(text, []byte("\uFFFD"))), nil
}

// finishText decodes Excel's own escapes _xHHHH_ in text[from:], by which it writes
// what XML cannot hold (and a literal "_x000D_" as "_x005F_x000D_"), and replaces
// what is not UTF-8 or is NUL.
func finishText(text []byte, from int) []byte {
	own := text[from:]
	if i := bytes.Index(own, []byte("_x")); i >= 0 {
		text = unescape(text[:from+i], own[i:])
		own = text[from:]
	}
	if bytes.IndexByte(own, 0) >= 0 {
		own = bytes.ReplaceAll(own, []byte{0}, []byte("\uFFFD"))
		text = append(text[:from], own...)
		own = text[from:]
	}
	if !utf8.Valid(own) {
		text = append(text[:from], bytes.ToValidUTF8(own, []byte("\uFFFD"))...)
	}
	return text
}

// unescape appends raw to text with its escapes decoded. Both may share memory as
// long as raw does not begin before the end of text, since an escape is longer
// than what it stands for.
func unescape(text, raw []byte) []byte {
	for len(raw) > 0 {
		unit, ok := escape(raw)
		if !ok {
			text = append(text, raw[0])
			raw = raw[1:]
			continue
		}
		raw = raw[escapeLength:]
		if low, ok := escape(raw); ok && unit>>10 == 0xD8>>2 && low>>10 == 0xDC>>2 {
			// A character beyond 16 bits is two escapes, as in UTF-16.
			unit = 0x10000 + (unit-0xD800)<<10 + (low - 0xDC00)
			raw = raw[escapeLength:]
		}
		text = utf8.AppendRune(text, unit)
	}
	return text
}

const escapeLength = len("_xHHHH_")

// escape returns the UTF-16 unit that the front of the text stands for.
func escape(text []byte) (rune, bool) {
	if len(text) < escapeLength || text[0] != '_' || text[1] != 'x' || text[6] != '_' {
		return 0, false
	}
	unit := rune(0)
	for _, c := range text[2:6] {
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c && c <= 'f':
			c -= 'a' - 10
		case 'A' <= c && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, false
		}
		unit = unit<<4 | rune(c)
	}
	return unit, true
}
