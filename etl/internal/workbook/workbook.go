// Package workbook makes workbooks for tests out of lines of text, so that a
// fixture can be read and changed as one.
//
// A line is a row, and TABs separate its cells. A cell n:12.5 is a number,
// d:2026-05-01T10:00:00 a date with its time, d:2026-05-01 a date, b:true a
// boolean; << is merged with the cell to its left; all else is text, and t:n:1 is
// the text "n:1". A line may begin with >> once for each outline level of its
// row, and then with ·· once for each indent level of its first cell.
package workbook

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// A Sheet is a name and the lines of its rows.
type Sheet struct{ Name, Text string }

// Of makes a workbook with these sheets.
func Of(sheets ...Sheet) (content []byte, err error) {
	book := excelize.NewFile()
	defer func() { err = errors.Join(err, book.Close()) }()
	for i, sheet := range sheets {
		if i == 0 {
			err = book.SetSheetName("Sheet1", sheet.Name)
		} else {
			_, err = book.NewSheet(sheet.Name)
		}
		if err != nil {
			return nil, fmt.Errorf("adding the sheet %q: %w", sheet.Name, err)
		}
		writer := writer{book: book, sheet: sheet.Name}
		for number, line := range strings.Split(strings.TrimSuffix(sheet.Text, "\n"), "\n") {
			if err := writer.row(number+1, strings.TrimSuffix(line, "\r")); err != nil {
				return nil, fmt.Errorf("sheet %q, line %d: %w", sheet.Name, number+1, err)
			}
		}
	}
	var buffer bytes.Buffer
	if err := book.Write(&buffer); err != nil {
		return nil, fmt.Errorf("writing the workbook: %w", err)
	}
	return buffer.Bytes(), nil
}

type writer struct {
	book  *excelize.File
	sheet string
}

func (w *writer) row(number int, line string) error {
	outline, indent := 0, 0
	for rest := ""; ; line = rest {
		var found bool
		if rest, found = strings.CutPrefix(line, ">>"); !found {
			break
		}
		outline++
	}
	for rest := ""; ; line = rest {
		var found bool
		if rest, found = strings.CutPrefix(line, "··"); !found {
			break
		}
		indent++
	}
	if outline > 0 {
		if err := w.book.SetRowOutlineLevel(w.sheet, number, uint8(outline)); err != nil {
			return err
		}
	}
	for column, text := range strings.Split(line, "\t") {
		at, err := excelize.CoordinatesToCellName(column+1, number)
		if err != nil {
			return err
		}
		if column > 0 {
			indent = 0
		}
		if err := w.cell(at, column, number, text, indent); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) cell(at string, column, row int, text string, indent int) error {
	if text == "<<" {
		left, err := excelize.CoordinatesToCellName(column, row)
		if err != nil {
			return err
		}
		return w.book.MergeCell(w.sheet, left, at)
	}
	value, format, err := parse(text)
	if err != nil || value == nil && indent == 0 {
		return err
	}
	if value != nil {
		if err := w.book.SetCellValue(w.sheet, at, value); err != nil {
			return err
		}
	}
	if format == 0 && indent == 0 {
		return nil
	}
	style := excelize.Style{NumFmt: format}
	if indent > 0 {
		style.Alignment = &excelize.Alignment{Horizontal: "left", Indent: indent}
	}
	number, err := w.book.NewStyle(&style)
	if err != nil {
		return err
	}
	return w.book.SetCellStyle(w.sheet, at, at, number)
}

// parse gives the value of a cell, nil for none, and its number format.
func parse(text string) (value any, format int, err error) {
	kind, rest, found := strings.Cut(text, ":")
	if !found {
		kind = ""
	}
	switch kind {
	case "n":
		value, err = strconv.ParseFloat(rest, 64)
		return value, 0, err
	case "b":
		value, err = strconv.ParseBool(rest)
		return value, 0, err
	case "t":
		return rest, 0, nil
	case "d":
		const date, dateTime = 14, 22 // numbers of Excel's own formats
		if value, err = time.Parse("2006-01-02", rest); err == nil {
			return value, date, nil
		}
		value, err = time.Parse("2006-01-02T15:04:05", rest)
		return value, dateTime, err
	}
	if text == "" {
		return nil, 0, nil
	}
	return text, 0, nil
}
