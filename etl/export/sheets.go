package export

import (
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// Sheets lists the sheets of a workbook that names and patterns (20*) pick, in
// the workbook's order; nil where the file is no workbook. A pattern picks
// visible sheets in which something stands: next year's, made ahead, and those
// that a spreadsheet adds by itself are no mistake. A name or pattern that picks
// nothing is one.
func Sheets(path, member string, wanted []string) ([]string, error) {
	f, err := openFile(path, Options{Member: member})
	if err != nil {
		return nil, err
	}
	if f.format != "xlsx" && f.format != "ods" {
		return nil, nil
	}
	visible, err := f.sheets()
	if err != nil {
		return nil, err
	}
	var picked []string
	for _, name := range wanted {
		found, err := f.pick(name, visible)
		if err != nil {
			return nil, err
		}
		picked = append(picked, found...)
	}
	// Hidden ones stand behind the visible ones.
	order := func(name string) int {
		if at := slices.Index(visible, name); at >= 0 {
			return at
		}
		return len(visible)
	}
	slices.SortStableFunc(picked, func(a, b string) int { return order(a) - order(b) })
	return slices.Compact(picked), nil
}

// IsPattern reports whether a sheet's name is a pattern; workbooks do not let
// sheets have such names.
func IsPattern(name string) bool { return strings.ContainsAny(name, "*?[") }

// SheetFits reports whether a sheet is the one of a name, or one of a pattern.
func SheetFits(sheet, name string) bool {
	if strings.EqualFold(sheet, name) {
		return true
	}
	fits, err := path.Match(strings.ToLower(name), strings.ToLower(sheet))
	return err == nil && fits
}

// pick finds the sheets of a name or pattern.
func (f *file) pick(name string, visible []string) (picked []string, err error) {
	if !IsPattern(name) {
		_, sheet, err := f.filled(name) // an empty one is told when it is read
		return []string{sheet}, err
	}
	for _, sheet := range visible {
		if !SheetFits(sheet, name) {
			continue
		}
		if filled, _, err := f.filled(sheet); err != nil {
			return nil, err
		} else if filled {
			picked = append(picked, sheet)
		}
	}
	if picked == nil {
		return nil, &FileError{File: f.name, Cause: ErrInput, Text: fmt.Sprintf("the workbook has no filled sheet %q; its sheets are %s", name, listed(visible))}
	}
	return picked, nil
}

// filled reports whether anything stands in a sheet, and how it is written.
func (f *file) filled(name string) (filled bool, sheet string, err error) {
	from, place, err := f.grid(Options{Sheet: name})
	if err != nil {
		return false, "", err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	for {
		var next row
		if err := from.next(&next); errors.Is(err, io.EOF) {
			return false, place.Sheet, nil
		} else if err != nil {
			return true, place.Sheet, nil // what is wrong is told when it is read
		}
		if slices.ContainsFunc(next.cells, func(c Cell) bool { return strings.TrimSpace(c.Text) != "" }) {
			return true, place.Sheet, nil
		}
	}
}
