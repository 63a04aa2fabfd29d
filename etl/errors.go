package etl

import (
	"fmt"
	"slices"
	"strings"

	"clientele/etl/export"
	"clientele/etl/profiles"
	"clientele/internal/spelling"
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

// nearest returns the header that differs least, if it is near enough to be
// meant.
func nearest(name string, among []string) string {
	wanted, _ := profiles.Normalise(name)
	plain := make([]string, len(among))
	for i, header := range among {
		plain[i], _ = profiles.Normalise(header)
	}
	if at := slices.Index(plain, spelling.Suggest(wanted, plain)); at >= 0 {
		return among[at]
	}
	return ""
}
