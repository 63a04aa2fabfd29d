package xlsx

import (
	"math"
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"clientele/reports"
)

// safeInteger is the greatest whole number that a cell keeps exactly; a greater
// one is written as a text.
const safeInteger = 1 << 53

// content is a value as a cell holds it: nil, a string, an int64, a float64 or
// a time. Values that need no change are returned as they came, without a copy:
// there are millions of them.
func (b *book) content(f reports.Format, value any) any {
	if f.Numeric() {
		return numeric(f, value)
	}
	switch v := value.(type) {
	case time.Time:
		if v.Year() < 1900 || v.Year() > 9999 { // a cell knows no such day
			return b.Show(f, v)
		}
		return value
	case string:
		switch clean := reports.Clean(v); {
		case clean == "":
			return nil
		case len(clean) > cellLength:
			return b.cellText(clean)
		case clean != v:
			return clean
		}
		return value
	case nil:
		return nil
	}
	if text := b.Show(f, value); text != "" {
		return b.cellText(text)
	}
	return nil
}

// numeric is a number as a cell holds it.
func numeric(f reports.Format, value any) any {
	switch v := value.(type) {
	case int64:
		if v <= safeInteger && v >= -safeInteger {
			return value
		}
	case float64:
		if short(v, f) {
			return value
		}
	}
	number, ok := f.Number(value)
	switch {
	case !ok:
		return nil
	case number.Exponent() >= 0 && number.NumDigits() <= quickDigits && number.Exponent() == 0:
		return number.CoefficientInt64()
	case number.Exponent() < 0 && number.NumDigits() <= quickDigits && number.Exponent() >= -quickDigits:
		return nearest(number) // of a whole number too: the file has the same digits
	case number.IsInteger() && number.Abs().GreaterThan(decimal.NewFromInt(safeInteger)):
		return number.String()
	case number.IsInteger():
		return number.IntPart()
	}
	return number.InexactFloat64()
}

// short says that a float has no more digits than are shown, so that there is
// nothing to round.
func short(v float64, f reports.Format) bool {
	digits := f.Digits
	if f.Kind == reports.Percent {
		digits += 2
	}
	if digits > 4 || v > 1e9 || v < -1e9 || v != v {
		return false
	}
	scaled := v * math.Pow10(digits)
	whole := math.Round(scaled)
	return whole/math.Pow10(digits) == v
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
		if v != "" {
			err = b.file.SetCellStr(sheet, cell, v)
		}
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
