package etl

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"syscall"

	"clientele/etl/export"
	"clientele/etl/profiles"
)

// ErrInput marks errors that the user can mend: a file that is not there or
// is not what it is called, a column that is missing.
var ErrInput = export.ErrInput

// FileError is a file that cannot be read as a whole. Text says what is wrong
// and what to do.
type FileError = export.FileError

// ColumnError is a mapped column that the file does not have.
type ColumnError struct {
	File    string
	Field   string
	Headers []string // as the mapping has them
	Have    []string // the file's headers
}

func (e *ColumnError) Error() string {
	text := fmt.Sprintf("%s: there is no column %s, from which %s should come", e.File, strings.Join(quoted(e.Headers, 40), " or "), e.Field)
	near := ""
	for _, header := range e.Headers {
		if near == "" {
			near = nearest(header, e.Have)
		}
	}
	if near != "" {
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

// openError says in a sentence why a file cannot be read.
func openError(path string, err error) error {
	text := "it cannot be read: " + err.Error()
	switch {
	case errors.Is(err, os.ErrNotExist):
		text = "there is no such file; is the export there, and is its name right?"
	case errors.Is(err, os.ErrPermission):
		text = "reading it is not permitted; give this user the right to read it"
	case errors.Is(err, syscall.EISDIR):
		text = "it is a folder, not a file; name the files in it (folder/*.csv)"
	}
	return &FileError{File: path, Text: text, Cause: err}
}

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

// nearest returns the name that differs least, if it is near enough to be
// meant.
func nearest(name string, among []string) string {
	wanted, _ := profiles.Normalise(name)
	best, distance := "", 1+len([]rune(name))/3
	for _, candidate := range among {
		near, _ := profiles.Normalise(candidate)
		if d := editDistance([]rune(wanted), []rune(near)); d < distance {
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
