package reports

import (
	"github.com/shopspring/decimal"
)

// BandStep is one layer of a stack that draws nested bands: the first, which
// is not to be seen, from zero to the lowest border, each next one the
// distance to the border above.
type BandStep struct {
	Label  string
	Depth  int                // 0 for the outermost band
	Values []*decimal.Decimal // nil where there is no band
}

// BandSteps returns the layers of a chart's bands, from below.
func BandSteps(c *Chart) []BandStep {
	n := len(c.Bands)
	if n == 0 {
		return nil
	}
	borders := make([]string, 0, 2*n)
	for _, band := range c.Bands {
		borders = append(borders, band.Low)
	}
	for i := n - 1; i >= 0; i-- {
		borders = append(borders, c.Bands[i].High)
	}
	steps := make([]BandStep, len(borders))
	for i, border := range borders {
		band := 0
		if i > 0 {
			band = min(i-1, len(borders)-1-i)
		}
		steps[i] = BandStep{Label: c.Bands[band].Label, Depth: band, Values: make([]*decimal.Decimal, c.Data.Len())}
		for r, row := range c.Data.Rows {
			value, ok := ChartNumber(c, row[c.Data.Index(border)])
			if !ok {
				continue
			}
			if i > 0 {
				below, _ := ChartNumber(c, row[c.Data.Index(borders[i-1])])
				value = value.Sub(below)
			}
			steps[i].Values[r] = &value
		}
	}
	return steps
}

// ChartNumber is a value as charts draw it: floats to four digits more than
// their labels show, so that no drawing depends on a float's last bits.
func ChartNumber(c *Chart, value any) (decimal.Decimal, bool) {
	format := c.Format
	format.Digits += 4
	return format.Number(value)
}
