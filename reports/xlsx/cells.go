package xlsx

import (
	"time"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

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
	cell, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return err
	}
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

// name is a cell's name; the coordinates are ours and valid.
func name(column, row int) string {
	cell, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		panic(err)
	}
	return cell
}
