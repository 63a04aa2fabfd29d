package xlsx

import (
	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"clientele/reports"
)

// partColumns are the names of a whole's parts, each with what it is and its
// share: words beside a ring can be read, numbers on it hide each other.
func (d *chartData) partColumns(labels chartColumn, c *reports.Chart) []chartColumn {
	values, at := estimates(c, c.Series[0]), c.Data.Index(c.Series[0].Column)
	whole := decimal.Zero
	for _, row := range c.Data.Rows {
		if number, ok := reports.ChartNumber(c, row[at]); ok {
			whole = whole.Add(number)
		}
	}
	for r, row := range c.Data.Rows {
		number, ok := reports.ChartNumber(c, row[at])
		text, _ := labels.values[r].(string)
		if !ok {
			continue
		}
		text += ": " + d.Show(c.Format, row[at])
		if c.Format.Kind != reports.Percent && whole.IsPositive() {
			text += " (" + d.Show(reports.Format{Kind: reports.Percent}, number.Div(whole)) + ")"
		}
		labels.values[r] = text
	}
	return []chartColumn{labels, values}
}

// ringHole is the hole of a ring, in per cent of its size.
const ringHole = 58

// ring draws the parts of a whole.
func (d *chartData) ring(b *block, main *excelize.Chart) *excelize.Chart {
	c := b.chart
	one := d.reference(b, 1)
	for r := range c.Data.Rows {
		colour := reports.PlaceColour(r)
		if r < len(c.Colours) {
			colour = c.Colours[r]
		}
		one.DataPoint = append(one.DataPoint, excelize.ChartDataPoint{
			Index: r, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{d.colours.Light(colour)}},
		})
	}
	main.Series, main.HoleSize = []excelize.ChartSeries{one}, ringHole
	main.Legend = excelize.ChartLegend{Position: "right", Font: &excelize.Font{Size: 10, Color: d.colours.Light(reports.Ink)}}
	return main
}
