package reports

import (
	"cmp"
	"slices"
	"time"

	"clientele/internal/table"

	"github.com/shopspring/decimal"
)

// extend returns a table with one column more.
func extend(t *table.Table, column table.Column, value func(row int) any) *table.Table {
	out := &table.Table{Columns: append(append([]table.Column{}, t.Columns...), column), Rows: make([][]any, t.Len())}
	for r, row := range t.Rows {
		out.Rows[r] = append(append(make([]any, 0, len(row)+1), row...), value(r))
	}
	return out
}

// withShares adds a column with each row's share of a column's sum.
func withShares(t *table.Table, of, name string) *table.Table {
	parts := make([]decimal.Decimal, t.Len())
	for r := range parts {
		parts[r] = number(t, r, of)
	}
	shares := Shares(parts, 1)
	return extend(t, table.Column{Name: name, Kind: table.Decimal, Scale: 3}, func(r int) any { return shares[r] })
}

// number is a number of any kind as a decimal, 0 for NULL and what is none.
func number(t *table.Table, row int, column string) decimal.Decimal {
	switch v := t.Value(row, column).(type) {
	case int64:
		return decimal.NewFromInt(v)
	case float64:
		n, _ := Format{Kind: Decimal, Digits: 6}.Number(v)
		return n
	}
	return t.Decimal(row, column)
}

// sum adds a column of integers or decimals.
func sum(t *table.Table, column string) decimal.Decimal {
	total := decimal.Zero
	for r := range t.Len() {
		total = total.Add(number(t, r, column))
	}
	return total
}

// empty is a table that an analysis could not fill.
func empty(t *table.Table) bool { return t == nil || t.Len() == 0 }

// length is the number of rows, of no table none.
func length(t *table.Table) int {
	if t == nil {
		return 0
	}
	return t.Len()
}

// ratio is part ÷ whole to six digits, nil where the whole is zero.
func ratio(part, whole decimal.Decimal) any {
	if whole.IsZero() {
		return nil
	}
	return part.DivRound(whole, 6)
}

// growth is new ÷ old − 1, nil where it says nothing.
func growth(now, before decimal.Decimal) any {
	if !before.IsPositive() {
		return nil
	}
	return now.Sub(before).DivRound(before, 6)
}

// sortedBy returns the rows in the order of a column, NULLs last and equal
// values in the order they came.
func sortedBy(t *table.Table, column string, descending bool) *table.Table {
	at := t.Index(column)
	out := &table.Table{Columns: t.Columns, Rows: slices.Clone(t.Rows)}
	slices.SortStableFunc(out.Rows, func(a, b []any) int {
		switch {
		case a[at] == nil && b[at] == nil:
			return 0
		case a[at] == nil:
			return 1
		case b[at] == nil:
			return -1
		case descending:
			return compare(b[at], a[at])
		}
		return compare(a[at], b[at])
	})
	return out
}

// compare orders two values of one kind.
func compare(a, b any) int {
	switch x := a.(type) {
	case time.Time:
		y, _ := b.(time.Time)
		return x.Compare(y)
	case decimal.Decimal:
		y, _ := b.(decimal.Decimal)
		return x.Cmp(y)
	case int64:
		y, _ := b.(int64)
		return cmp.Compare(x, y)
	case float64:
		y, _ := b.(float64)
		return cmp.Compare(x, y)
	case string:
		y, _ := b.(string)
		return cmp.Compare(x, y)
	case bool:
		y, _ := b.(bool)
		switch {
		case x == y:
			return 0
		case x:
			return 1
		}
		return -1
	}
	return 0
}

// of shows another column of the data under this label.
func (c Column) of(name string) Column {
	c.Name = name
	return c
}

// inWorkbook leaves the column to the workbook: the page has no room for it.
func (c Column) inWorkbook() Column {
	c.Book = true
	return c
}

// onPage leaves the column to the page: the workbook has its parts.
func (c Column) onPage() Column {
	c.Page = true
	return c
}

// known leaves out the columns that older answers do not have.
func known(t *table.Table, columns []Column) []Column {
	return slices.DeleteFunc(columns, func(c Column) bool { return t.Index(c.Name) < 0 })
}

// called gives a customer without a name the key for one.
func (b *builder) called(t *table.Table) *table.Table {
	at := t.Index("customer")
	out := &table.Table{Columns: t.Columns, Rows: slices.Clone(t.Rows)}
	for r := range out.Rows {
		if t.Text(r, "customer") == "" {
			out.Rows[r] = slices.Clone(out.Rows[r])
			out.Rows[r][at] = t.Text(r, "customer_id")
		}
	}
	return out
}
