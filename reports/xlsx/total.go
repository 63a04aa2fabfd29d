package xlsx

import (
	"bytes"
	"fmt"
	"slices"

	"clientele/reports"
)

// sumOf is the formula that adds the cells of a column: those that a filter
// leaves, so that a filtered table has the total of what is seen.
func sumOf(column, first, last int) string {
	return fmt.Sprintf("SUBTOTAL(109,%s:%s)", name(column, first), name(column, last))
}

// formulas says of each column of a table whether a formula gives its total:
// where the total is the sum of what the cells hold, to the last digit. A
// number that is kept as a text would be left out of a formula's sum.
func formulas(t *reports.Table, all []facts) []bool {
	out := make([]bool, len(t.Columns))
	for i, c := range t.Columns {
		if !c.Sum || t.Data.Len() == 0 || i >= len(t.Total) {
			continue
		}
		total, known := c.Format.Number(t.Total[i])
		out[i] = known && total.Equal(all[i].sum) && number(numeric(c.Format, t.Total[i])) && !all[i].texts
	}
	return out
}

func number(content any) bool {
	switch content.(type) {
	case int64, float64:
		return true
	}
	return false
}

// totals writes the last row of a section's table, the rows of which stand
// between first and last.
func (w *sheetWriter) totals(t *reports.Table, first, last int) error {
	formulas := formulas(t, factsOf(t))
	if slices.Contains(formulas, true) {
		at, err := w.file.GetSheetIndex(w.sheet)
		if err != nil {
			return err
		}
		w.mended[fmt.Sprintf("xl/worksheets/sheet%d.xml", at+1)] = true
	}
	for i, value := range t.Total {
		f := t.Columns[i].Format
		if _, isText := value.(string); isText {
			f = reports.Format{}
		}
		if err := w.set(w.sheet, i+1, w.row, w.content(f, value), look{role: totalCell, format: f}); err != nil {
			return err
		}
		if !formulas[i] {
			continue
		}
		// The value of the cell stays as what the formula has given.
		if err := w.file.SetCellFormula(w.sheet, name(i+1, w.row), sumOf(i+1, first, last)); err != nil {
			return err
		}
	}
	return nil
}

// numbersOfFormulas makes what formulas have given numbers again: the library
// calls it texts, which offices that trust it would show as such.
func numbersOfFormulas(sheet []byte) []byte {
	return bytes.ReplaceAll(sheet, []byte(` t="str"><f>SUBTOTAL(`), []byte(`><f>SUBTOTAL(`))
}
