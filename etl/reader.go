package etl

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// record is one row of a file, as text.
type record struct {
	row   int64  // line of a text file, row of a sheet, counted from 1
	cells []cell // by column; those behind the last filled one may be missing
	// problem says why the row could not be taken apart; then cells is empty
	// and value shows the row as far as it makes sense.
	problem string
	value   string
	// uncomputed says that a cell of the row that seems empty is a formula whose
	// result the file does not have.
	uncomputed bool
}

// cell is what stands in one column. Typed formats say so where a cell is a
// number or a date, whose notation is then known and not the source's.
type cell struct {
	text string
	kind cellKind
}

type cellKind uint8

const (
	textCell   cellKind = iota
	numberCell          // plain notation: -1234.5
	timeCell            // ISO 8601
	errorCell           // #N/A and its like: a formula that failed
)

// recordReader gives the records of a file in their order. A record and its
// cells are valid until the next call. The error is io.EOF at the end; any
// other one means that the file as a whole cannot be read.
type recordReader interface {
	Header() []string
	Next() (record, error)
	// Progress is how much of the file has been read, from 0 to 1.
	Progress() float64
	Close() error
}

// ErrInput marks errors that the user can mend: a file that is not there or
// is not what it is called, a column that is missing.
var ErrInput = errors.New("input cannot be read")

// FileError is a file that cannot be read as a whole. Text says what is wrong
// and what to do.
type FileError struct {
	File  string
	Text  string
	Cause error
}

func (e *FileError) Error() string { return e.File + ": " + e.Text }

// Unwrap gives ErrInput and the cause. A file that ends too early is never
// io.EOF here: to whoever reads rows that is the good end.
func (e *FileError) Unwrap() []error {
	if errors.Is(e.Cause, io.EOF) {
		return []error{ErrInput, io.ErrUnexpectedEOF}
	}
	return []error{ErrInput, e.Cause}
}

// ColumnError is a mapped column that the file does not have.
type ColumnError struct {
	File   string
	Field  string
	Header string   // as the mapping has it
	Have   []string // the file's headers
}

func (e *ColumnError) Error() string {
	text := fmt.Sprintf("%s: there is no column %q, from which %s should come", e.File, e.Header, e.Field)
	if near := nearest(e.Header, e.Have); near != "" {
		text += fmt.Sprintf("; did you mean %q?", near)
	} else {
		text += "."
	}
	if len(e.Have) == 0 {
		return text + " The file has no header at all."
	}
	return text + " The file has: " + strings.Join(quoted(e.Have, 40), ", ")
}

// Unwrap gives ErrInput.
func (e *ColumnError) Unwrap() error { return ErrInput }

func quoted(names []string, most int) []string {
	var list []string
	for i, name := range names {
		if i == most {
			return append(list, fmt.Sprintf("and %d more", len(names)-most))
		}
		list = append(list, fmt.Sprintf("%q", name))
	}
	return list
}

// normaliseHeader makes headers comparable: blanks of all kinds are one blank,
// letters are small, ё is е.
func normaliseHeader(header string) string {
	header = strings.TrimPrefix(header, "\ufeff")
	header = strings.ReplaceAll(strings.ToLower(header), "ё", "е")
	return strings.Join(strings.FieldsFunc(header, func(r rune) bool {
		return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\u00a0' || r == '\u202f' || r == '\u200b'
	}), " ")
}

// findColumns returns the positions of all columns of a header; a name may
// stand twice, and then the last one that is filled counts.
func findColumns(header []string, name string) []int {
	var at []int
	wanted := normaliseHeader(name)
	for i, candidate := range header {
		if normaliseHeader(candidate) == wanted {
			at = append(at, i)
		}
	}
	return at
}

// nearest returns the name that differs least, if it is near enough to be
// meant.
func nearest(name string, among []string) string {
	best, distance := "", 1+len([]rune(name))/3
	for _, candidate := range among {
		if d := editDistance([]rune(normaliseHeader(name)), []rune(normaliseHeader(candidate))); d < distance {
			best, distance = candidate, d
		}
	}
	return best
}

// editDistance is the Levenshtein distance.
func editDistance(a, b []rune) int {
	previous := make([]int, len(b)+1)
	for j := range previous {
		previous[j] = j
	}
	for i := range a {
		current := []int{i + 1}
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			current = append(current, slices.Min([]int{previous[j+1] + 1, current[j] + 1, previous[j] + cost}))
		}
		previous = current
	}
	return previous[len(b)]
}
