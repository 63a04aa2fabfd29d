package xlsx

import (
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"clientele/reports"
)

// safeInteger is the greatest whole number that a cell keeps exactly; a greater
// one is written as a text.
const safeInteger = 1 << 53

// content is a value as a cell holds it: nil, a string, an int64, a float64 or
// a time.
func (b *book) content(f reports.Format, value any) any {
	if f.Numeric() {
		number, ok := f.Number(value)
		switch {
		case !ok:
			return nil
		case number.IsInteger() && number.Abs().GreaterThan(decimal.NewFromInt(safeInteger)):
			return number.String()
		case number.IsInteger():
			return number.IntPart()
		}
		return number.InexactFloat64()
	}
	switch v := value.(type) {
	case time.Time:
		if v.Year() < 1900 || v.Year() > 9999 { // a cell knows no such day
			return b.Show(f, v)
		}
		return v
	case nil:
		return nil
	}
	if text := b.Show(f, value); text != "" {
		return b.cellText(text)
	}
	return nil
}

// set writes one cell of a sheet that is not streamed.
func (b *book) set(sheet string, column, row int, value any, l look) error {
	id, err := b.style(l)
	if err != nil {
		return err
	}
	cell := name(column, row)
	switch v := value.(type) {
	case nil:
	case string:
		err = b.file.SetCellStr(sheet, cell, v)
	default:
		err = b.file.SetCellValue(sheet, cell, v)
	}
	if err != nil {
		return err
	}
	return b.file.SetCellStyle(sheet, cell, cell, id)
}

// link makes a cell lead to another sheet's beginning.
func (b *book) link(sheet, cell, to string) error {
	return b.file.SetCellHyperLink(sheet, cell, quoted(to)+"!A1", "Location")
}

// name is a cell's name; the coordinates are ours, counted from 1.
func name(column, row int) string { return letters(column) + strconv.Itoa(row) }

// letters are a column's: 26 is Z, 27 is AA.
func letters(column int) string {
	out := ""
	for ; column > 0; column = (column - 1) / 26 {
		out = string(rune('A'+(column-1)%26)) + out
	}
	return out
}
