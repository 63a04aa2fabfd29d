package strictyaml

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// readText turns the bytes of a file into lines, or reports why they are not
// text. Line ends become \n: the parser's columns are wrong after \r\n.
func (d *Document) readText(source []byte) (string, bool) {
	if len(source) > maxBytes {
		d.add(position{1, 1}, "", fmt.Sprintf("the file has %d bytes, more than the %d of any file written by hand; is it the right one?", len(source), maxBytes))
		return "", false
	}
	if bytes.HasPrefix(source, []byte{0xFF, 0xFE}) || bytes.HasPrefix(source, []byte{0xFE, 0xFF}) {
		d.add(position{1, 1}, "", "the file is saved as UTF-16; save it as UTF-8")
		return "", false
	}
	text := string(bytes.TrimPrefix(source, []byte("\uFEFF")))
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	d.lines = strings.Split(strings.ToValidUTF8(text, "\uFFFD"), "\n")
	if last := len(d.lines) - 1; last > 0 && d.lines[last] == "" {
		d.lines = d.lines[:last]
	}
	ok := true
	empty := 0
	for i, line := range strings.Split(text, "\n") {
		if problem, column := badCharacter(line); problem != "" {
			d.add(position{i + 1, column}, "", problem)
			ok = false
		}
		empty++
		if strings.TrimSpace(line) != "" {
			empty = 0
		}
		if empty == maxEmptyLines {
			d.add(position{i + 1, 1}, "", fmt.Sprintf("there are %d empty lines in a row; delete them", maxEmptyLines))
			ok = false
		}
	}
	return text, ok
}

// badCharacter finds the first character of a line that YAML does not allow.
func badCharacter(line string) (problem string, column int) {
	for offset, r := range line {
		column++
		if r == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(line[offset:]); size == 1 {
				return fmt.Sprintf("the byte 0x%02X is not UTF-8; save the file as UTF-8", line[offset]), column
			}
		}
		if (r < ' ' && r != '\t') || (r >= 0x7F && r < 0xA0 && r != 0x85) || r == 0xFFFE || r == 0xFFFF {
			return fmt.Sprintf("the control character U+%04X is not allowed; delete it", r), column
		}
	}
	return "", 0
}
