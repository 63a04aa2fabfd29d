package strictyaml

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

type position struct{ line, column int }

// Document is a file that was read: it knows where each path stands and
// collects the mistakes.
type Document struct {
	file      string
	lines     []string
	concealed []string // the lines as mistakes show them; made when the first one does
	positions map[string]position
	// damaged are lines with a mistake of syntax: what is read from them is not
	// what the user meant, so it is not judged any further.
	damaged map[int]bool
	// blanked are those of them that were not read at all, so that the keys of
	// the group around them are not complete.
	blanked  map[int]bool
	mistakes []Mistake
	more     int
	read     int // how many of the mistakes were found by reading the file
}

// Mistake describes what is wrong at a path, with the path's place in the file:
// the value if it is a single one, else the key. The place of a path that the
// file does not have is that of its nearest parent.
func (d *Document) Mistake(path string, format string, arguments ...any) *Mistake {
	mistake := d.mistake(d.position(path), path, fmt.Sprintf(format, arguments...))
	return &mistake
}

// Add collects a mistake found by a check of the caller. It is dropped if the
// path, or the line it stands on, has a mistake of decoding already: then the
// value is not what the user wrote and the check says nothing.
func (d *Document) Add(path string, format string, arguments ...any) {
	at := d.position(path)
	if d.damaged[at.line] || slices.ContainsFunc(d.mistakes[:d.read], func(m Mistake) bool { return m.Path == path && path != "" }) {
		return
	}
	d.add(at, path, fmt.Sprintf(format, arguments...))
}

// Err is the list of all mistakes so far, a *Mistakes, or nil if there is none.
func (d *Document) Err() error {
	if len(d.mistakes) == 0 {
		return nil
	}
	list := slices.Clone(d.mistakes)
	slices.SortStableFunc(list, func(a, b Mistake) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	return &Mistakes{File: d.file, List: list, More: d.more}
}

// Child is the path of a key: parent.key, or parent["the key"] where the key is
// not a plain word.
func Child(parent, key string) string {
	if !plainKey(key) {
		return parent + "[" + strconv.Quote(key) + "]"
	}
	if parent == "" {
		return key
	}
	return parent + "." + key
}

// Item is the path of a list's item, counted from 0.
func Item(parent string, index int) string {
	return parent + "[" + strconv.Itoa(index) + "]"
}

func plainKey(key string) bool {
	for _, r := range key {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '-' {
			return false
		}
	}
	return key != ""
}

func (d *Document) position(path string) position {
	for path != "" {
		if at, ok := d.positions[path]; ok {
			return at
		}
		path = path[:max(0, strings.LastIndexAny(path, ".["))]
	}
	if at, ok := d.positions[""]; ok {
		return at
	}
	return position{1, 1}
}

// add keeps a mistake, or counts it where there are too many.
func (d *Document) add(at position, path, text string) {
	if len(d.mistakes) >= maxMistakes {
		d.more++
		return
	}
	d.mistakes = append(d.mistakes, d.mistake(at, path, text))
}

func (d *Document) mistake(at position, path, text string) Mistake {
	at = d.within(at)
	return Mistake{Line: at.line, Column: at.column, Path: path, Text: text, Excerpt: excerpt(d.shown(), at)}
}

// within moves a position into the file: the parser's positions of values that
// are not there lie behind the end.
func (d *Document) within(at position) position {
	at.line = max(1, min(at.line, len(d.lines)))
	width := 0
	if at.line <= len(d.lines) {
		width = len([]rune(d.lines[at.line-1]))
	}
	at.column = max(1, min(at.column, width+1))
	return at
}

// shown are the lines as mistakes show them.
func (d *Document) shown() []string {
	if len(d.concealed) != len(d.lines) {
		d.concealed = conceal(d.lines)
	}
	return d.concealed
}
