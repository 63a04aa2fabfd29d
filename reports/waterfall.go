package reports

import (
	"github.com/shopspring/decimal"
)

// WaterfallLayer is one set of bars of a stack that draws a waterfall. What is
// above zero stacks upwards, what is below downwards, as offices and pages do;
// so a step through zero is two bars of one colour.
type WaterfallLayer struct {
	Colour Colour
	Hidden bool               // carries the others
	Values []*decimal.Decimal // nil where it has no bar
}

// WaterfallLayers returns the layers of a waterfall, the hidden one first. The
// first value begins on the ground, like each that the column Standing marks;
// all others begin where the one before ended.
func WaterfallLayers(c *Chart) []WaterfallLayer {
	n := c.Data.Len()
	layers := []WaterfallLayer{{Hidden: true}, {Colour: Accent}, {Colour: Rise}, {Colour: Rise}, {Colour: Fall}, {Colour: Fall}}
	for i := range layers {
		layers[i].Values = make([]*decimal.Decimal, n)
	}
	amount, standing := c.Data.Index(c.Series[0].Column), c.Data.Index(c.Standing)
	height := decimal.Zero
	for r, row := range c.Data.Rows {
		value, ok := ChartNumber(c, row[amount])
		if !ok {
			continue
		}
		if row[standing] == true {
			layers[1].Values[r], height = &value, value
			continue
		}
		step(layers, r, height, height.Add(value))
		height = height.Add(value)
	}
	return drawn(layers)
}

// step draws the bar between two heights.
func step(layers []WaterfallLayer, r int, from, to decimal.Decimal) {
	low, high, at := decimal.Min(from, to), decimal.Max(from, to), 2
	if to.LessThan(from) {
		at = 4
	}
	above := decimal.Max(high, decimal.Zero).Sub(decimal.Max(low, decimal.Zero))
	below := decimal.Min(low, decimal.Zero).Sub(decimal.Min(high, decimal.Zero))
	base := decimal.Max(low, decimal.Zero)
	if high.IsNegative() {
		base = high
	}
	if !base.IsZero() {
		layers[0].Values[r] = &base
	}
	if !above.IsZero() || below.IsZero() {
		layers[at].Values[r] = &above
	}
	if !below.IsZero() {
		layers[at+1].Values[r] = &below
	}
}

// drawn leaves out the layers without a bar, but never the hidden one.
func drawn(layers []WaterfallLayer) []WaterfallLayer {
	out := layers[:1]
	for _, layer := range layers[1:] {
		for _, v := range layer.Values {
			if v != nil {
				out = append(out, layer)
				break
			}
		}
	}
	return out
}
