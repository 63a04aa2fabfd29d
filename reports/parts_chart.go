package reports

import "github.com/shopspring/decimal"

// mostParts is how many parts of a whole a ring can show: the eye compares
// lengths better than angles, so more of them are rows.
const mostParts = 6

// Part is one part of a chart's whole.
type Part struct {
	Row    int // of the chart's data
	Value  decimal.Decimal
	Share  any // as Shares has it, with one digit of the per cent
	Colour Colour
}

// Parts returns the form of a chart whose only series are the parts of a whole:
// a ring where they are few and none is negative, else rows.
func Parts(c *Chart) ChartKind {
	at := c.Data.Index(c.Series[0].Column)
	for _, row := range c.Data.Rows {
		if value, ok := ChartNumber(c, row[at]); ok && value.IsNegative() {
			return RowBars
		}
	}
	if n := len(PartsOf(c)); n < 2 || n > mostParts {
		return RowBars
	}
	return Pie
}

// PartsOf lists the parts of a whole that are there.
func PartsOf(c *Chart) []Part {
	var out []Part
	var values []decimal.Decimal
	at := c.Data.Index(c.Series[0].Column)
	for i, row := range c.Data.Rows {
		if value, ok := ChartNumber(c, row[at]); ok && value.IsPositive() {
			out = append(out, Part{Row: i, Value: value, Colour: c.RowColour(i)})
			values = append(values, value)
		}
	}
	for i, share := range Shares(values, 1) {
		out[i].Share = share
	}
	return out
}

// RowColour is the colour of a row of a chart's data. The parts of a whole
// never have one colour.
func (c *Chart) RowColour(row int) Colour {
	switch {
	case row < len(c.Colours):
		return c.Colours[row]
	case c.Kind == Pie:
		return PlaceColour(row)
	}
	return c.Series[0].Colour
}
