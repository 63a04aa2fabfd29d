package strictyaml

import (
	"fmt"
	"unicode"
)

// AddWithin is Add for a mistake at a character of the text that a path has,
// counted from 0: a sentence in a value has words, and one of them is wrong.
func (d *Document) AddWithin(path, text string, character int, format string, arguments ...any) {
	at := d.position(path)
	if d.damaged[at.line] {
		return
	}
	d.add(d.placeWithin(at, []rune(text), character), path, fmt.Sprintf(format, arguments...))
}

// placeWithin walks the source along the text. Where they part, as escapes such
// as \u00e9 do, the place is that of the value.
func (d *Document) placeWithin(start position, text []rune, character int) position {
	w := walk{lines: d.lines, at: start}
	w.open()
	for i, r := range text {
		if unicode.IsSpace(r) {
			if i == character {
				return w.at
			}
			w.space()
			continue
		}
		if !w.seek(r) {
			return start
		}
		if i == character {
			return w.at
		}
		w.at.column++
	}
	return w.at
}

// walk is a place in the source that goes on character by character.
type walk struct {
	lines []string
	at    position
}

// here is the character at the place; a line ends by a line break, and behind
// the last line there is none.
func (w *walk) here() (rune, bool) {
	if w.at.line > len(w.lines) {
		return 0, false
	}
	column := 1
	for _, r := range w.lines[w.at.line-1] {
		if column == w.at.column {
			return r, true
		}
		column++
	}
	return '\n', true
}

func (w *walk) next() {
	if r, _ := w.here(); r == '\n' {
		w.at = position{w.at.line + 1, 1}
		return
	}
	w.at.column++
}

// open goes to the first character of the text: behind the quotation mark, or
// below the line with the mark of a block.
func (w *walk) open() {
	switch r, _ := w.here(); r {
	case '"', '\'':
		w.at.column++
	case '|', '>':
		w.at = position{w.at.line + 1, 1}
	}
}

// space passes the spaces and line breaks that stand for one.
func (w *walk) space() {
	for {
		r, ok := w.here()
		if !ok || !unicode.IsSpace(r) {
			return
		}
		w.next()
	}
}

// seek goes on to a character, over the indentation of lines and the marks that
// stand for themselves written twice or behind a backslash; farther it does not
// look.
func (w *walk) seek(wanted rune) bool {
	for passed := 0; passed < 3; {
		r, ok := w.here()
		if !ok {
			return false
		}
		if r == wanted {
			return true
		}
		if !unicode.IsSpace(r) {
			passed++
		}
		w.next()
	}
	return false
}
