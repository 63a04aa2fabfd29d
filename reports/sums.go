package reports

import (
	"slices"

	"github.com/shopspring/decimal"
)

// Sums are the exact sums of the columns that are marked so, in the order of
// the columns; nil for the others. They add what the workbook's cells show.
func (t *Table) Sums() []any {
	out, places := make([]any, len(t.Columns)), t.Places()
	for i, c := range t.Columns {
		if !c.Sum {
			continue
		}
		total := decimal.Zero
		for _, row := range t.Data.Rows {
			if number, ok := c.Format.Number(row[places[i]]); ok {
				total = total.Add(number)
			}
		}
		out[i] = total
	}
	return out
}

// summed marks columns of a table, by the names of their data, as those whose
// total is their sum; not where it is another number after all: that of one
// currency of several, or what adds up to all but a part.
func summed(t Table, names ...string) Table {
	for i := range t.Columns {
		t.Columns[i].Sum = slices.Contains(names, t.Columns[i].Name)
	}
	for i, sum := range t.Sums() {
		if sum == nil || t.Total == nil { // a list: the workbook alone adds it up
			continue
		}
		total, ok := t.Columns[i].Format.Number(t.Total[i])
		t.Columns[i].Sum = ok && total.Equal(sum.(decimal.Decimal))
	}
	return t
}
