package reports

import "github.com/shopspring/decimal"

// RangeLayers returns the layers of a chart of ranges, the hidden one first:
// bars from the lower to the upper border of its only band. One that is above
// nought altogether has the colour of a rise, one below of a fall, one that
// holds nought no colour of either. A range without a border has no bar.
func RangeLayers(c *Chart) []WaterfallLayer {
	n := c.Data.Len()
	layers := []WaterfallLayer{{Hidden: true}, {Colour: Rise}, {Colour: Fall}, {Colour: Muted}, {Colour: Muted}}
	for i := range layers {
		layers[i].Values = make([]*decimal.Decimal, n)
	}
	low, high := c.Data.Index(c.Bands[0].Low), c.Data.Index(c.Bands[0].High)
	for r, row := range c.Data.Rows {
		from, below := ChartNumber(c, row[low])
		to, above := ChartNumber(c, row[high])
		switch {
		case !below || !above || from.GreaterThan(to):
		case from.IsPositive():
			set(layers, 0, r, from)
			set(layers, 1, r, to.Sub(from))
		case to.IsNegative():
			set(layers, 0, r, to)
			set(layers, 2, r, from.Sub(to))
		default:
			set(layers, 3, r, to)
			set(layers, 4, r, from)
		}
	}
	return drawn(layers)
}

// set gives a layer a bar, unless it has no length.
func set(layers []WaterfallLayer, layer, row int, value decimal.Decimal) {
	if !value.IsZero() {
		layers[layer].Values[row] = &value
	}
}
