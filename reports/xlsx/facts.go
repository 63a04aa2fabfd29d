package xlsx

import (
	"math"

	"github.com/shopspring/decimal"

	"clientele/reports"
)

// facts are what is to be known of a numeric column before its first row is
// written: how wide it has to be, and what it adds up to.
type facts struct {
	least, greatest decimal.Decimal // nought is between them
	sum             decimal.Decimal // exact
	texts           bool            // some of its numbers a cell keeps as texts
}

// factsOf goes through a table once; what stands for other columns is empty.
func factsOf(t *reports.Table) []facts {
	out := make([]facts, len(t.Columns))
	for i, at := range t.Places() {
		if c := t.Columns[i]; c.Format.Numeric() {
			out[i] = columnFacts(t, c.Format, at)
		}
	}
	return out
}

func columnFacts(t *reports.Table, f reports.Format, at int) facts {
	var out facts
	var sum adder
	least, greatest := 0.0, 0.0
	for _, row := range t.Data.Rows {
		number, approximate, ok := numberOf(f, row[at])
		if !ok {
			continue
		}
		sum.add(number)
		if approximate < least {
			least, out.least = approximate, number
		}
		if approximate > greatest {
			greatest, out.greatest = approximate, number
		}
	}
	out.sum = sum.total()
	out.texts = max(greatest, -least) > safeInteger
	return out
}

// numberOf is a value with what it is about: comparisons of decimals take their
// time.
func numberOf(f reports.Format, value any) (decimal.Decimal, float64, bool) {
	number, ok := f.Number(value)
	if !ok {
		return number, 0, false
	}
	switch v := value.(type) {
	case int64:
		return number, float64(v), true
	case float64:
		return number, v, true
	}
	return number, nearest(number), true
}

// adder adds decimals of one scale as integers, since a sum of a million
// decimals makes a million of them.
type adder struct {
	done  decimal.Decimal
	part  int64
	scale int32
}

func (a *adder) add(d decimal.Decimal) {
	if d.NumDigits() > quickDigits {
		a.done = a.done.Add(d)
		return
	}
	if d.Exponent() != a.scale || a.part > math.MaxInt64/4 || a.part < math.MinInt64/4 {
		a.flush()
		a.scale = d.Exponent()
	}
	a.part += d.CoefficientInt64()
}

func (a *adder) flush() {
	a.done, a.part = a.done.Add(decimal.New(a.part, a.scale)), 0
}

func (a *adder) total() decimal.Decimal {
	a.flush()
	return a.done
}

// quickDigits is how many digits a number has at most that a float64 holds
// exactly whatever they are.
const quickDigits = 15

// nearest is the float64 nearest to a decimal. A quotient of two numbers that
// are exact is rounded once, so it is the nearest, too.
func nearest(d decimal.Decimal) float64 {
	if scale := -d.Exponent(); scale >= 0 && scale <= quickDigits && d.NumDigits() <= quickDigits {
		return float64(d.CoefficientInt64()) / math.Pow10(int(scale))
	}
	return d.InexactFloat64()
}
