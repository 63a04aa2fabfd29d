package reports

import (
	"math"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
)

// having returns the table with all of the columns, NULL where it has none of
// that name: what is made of answers need not ask which a run has written.
func having(t *table.Table, columns ...string) *table.Table {
	if t == nil {
		t = &table.Table{}
	}
	for _, name := range columns {
		if t.Index(name) < 0 {
			t = extend(t, table.Column{Name: name, Kind: table.Text}, func(int) any { return nil })
		}
	}
	return t
}

// measure is a number of any kind; false for NULL, NaN and infinities.
func measure(t *table.Table, row int, column string) (float64, bool) {
	n, ok := Format{Kind: Decimal, Digits: 12}.Number(t.Value(row, column))
	return n.InexactFloat64(), ok
}

// estimate is a number that is known as well as its interval is narrow; in a
// sentence it has no more digits than that.
type estimate struct {
	value, low, high float64
	ranged           bool // it has an interval
}

// estimated reads an estimate and its interval; false where there is none.
func estimated(t *table.Table, row int, column, low, high string) (estimate, bool) {
	e := estimate{}
	var ok, below, above bool
	if e.value, ok = measure(t, row, column); !ok {
		return e, false
	}
	e.low, below = measure(t, row, low)
	e.high, above = measure(t, row, high)
	e.ranged = below && above && e.low <= e.high
	return e, true
}

// finest is the step that an estimate is told in: a twentieth of its interval's
// width, or a tenth of the value where it has none, as a power of ten.
func (e estimate) finest() int {
	width := 2 * math.Abs(e.value)
	if e.ranged && e.high > e.low {
		width = e.high - e.low
	}
	if width == 0 {
		return -2
	}
	return int(math.Floor(math.Log10(width / 20)))
}

// told rounds one of the estimate's numbers to its step.
func (e estimate) told(value float64) decimal.Decimal {
	return decimal.NewFromFloat(value).Round(int32(-e.finest()))
}

// moneyOf writes one of an estimate's numbers as money.
func (b *builder) moneyOf(e estimate, value float64) string {
	return b.Words.Money(e.told(value), b.Currency, b.digitsOf(e))
}

// digitsOf is how many digits an estimate of money has after the point.
func (b *builder) digitsOf(e estimate) int {
	if e.finest() >= 0 {
		return 0
	}
	return b.cents(decimal.NewFromFloat(math.Max(math.Abs(e.value), math.Max(math.Abs(e.low), math.Abs(e.high)))), 1000)
}

// hundredOf writes one of an estimate's shares as so many of a hundred.
func (b *builder) hundredOf(e estimate, value float64) string {
	e.value, e.low, e.high = 100*e.value, 100*e.low, 100*e.high
	digits := min(max(-e.finest(), 0), 2)
	return b.Words.Number(decimal.NewFromFloat(100*value), digits)
}

// moneyFigureOf is a key figure of an estimate, as its sentences tell it.
func (b *builder) moneyFigureOf(id string, e estimate) Figure {
	return b.figure(id, e.told(e.value), Format{Kind: Money, Digits: b.digitsOf(e)})
}

// estimateColumn is a column of amounts that are estimates: cents would be more
// than is known, unless all are small.
func (b *builder) estimateColumn(t *table.Table, name string) Column {
	c := b.moneyColumn(t, name)
	largest := decimal.Zero
	for r := range t.Len() {
		largest = decimal.Max(largest, number(t, r, name).Abs())
	}
	c.Format.Digits = b.cents(largest, 10)
	return c
}

// withRange adds a text of both borders for the page, which has no room for a
// column each; written writes one of them.
func (b *builder) withRange(t *table.Table, column, low, high string, written func(value any) string) *table.Table {
	return extend(t, table.Column{Name: column, Kind: table.Text}, func(r int) any {
		from, below := measure(t, r, low)
		to, above := measure(t, r, high)
		if !below || !above || from > to {
			return nil
		}
		return written(t.Value(r, low)) + "\u00a0…\u00a0" + written(t.Value(r, high))
	})
}
