package xlsx

import (
	"math"

	"github.com/xuri/excelize/v2"

	"clientele/reports"
)

// shade are columns as high as the chart behind the part of X that is marked:
// no office draws a line across a chart of its own.
func shade(c *reports.Chart) *chartColumn {
	first, last, ok := c.Shaded()
	if !ok {
		return nil
	}
	top := top(c)
	out := &chartColumn{label: c.Shade.Label, values: make([]any, c.Data.Len())}
	for r := first; r <= last; r++ {
		out.values[r] = top
	}
	return out
}

// top is a round number that no value of a chart is above: up to 1.0, 1.2, 1.5
// … of a power of ten.
func top(c *reports.Chart) float64 {
	most := 0.0
	var columns []string
	for _, s := range c.Series {
		columns = append(columns, s.Column)
	}
	for _, band := range c.Bands {
		columns = append(columns, band.High)
	}
	for _, column := range columns {
		at := c.Data.Index(column)
		for _, row := range c.Data.Rows {
			if number, ok := reports.ChartNumber(c, row[at]); ok {
				most = max(most, number.InexactFloat64())
			}
		}
	}
	if most <= 0 {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(most)))
	for _, step := range []float64{1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9} {
		if step*power >= most {
			return step * power
		}
	}
	return 10 * power
}

// ground draws the shade behind the lines; its frame is the combined chart's.
func (d *chartData) ground(b *block, lines *excelize.Chart) *excelize.Chart {
	highest, least, gap := top(b.chart), 0.0, uint(0)
	lines.YAxis.Maximum, lines.YAxis.Minimum = &highest, &least
	ground := *lines
	one := d.reference(b, 1+len(reports.BandSteps(b.chart))+len(b.chart.Series))
	one.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{d.colours.Light(reports.Soft)}}
	one.Line = excelize.LineOptions{Type: excelize.LineNone}
	ground.Type, ground.Series, ground.GapWidth = excelize.Col, []excelize.ChartSeries{one}, &gap
	return &ground
}

// manyLabels is from how many places on a chart has a column of labels of its
// own, most of them empty. LibreOffice heeds no skip: it would set years of
// weeks upright, which takes more room than the lines, or one over the other.
const manyLabels = 24

// manyMonths is the same for months: all of them know what stands between two.
const manyMonths = 14

// crowded says that a chart has such a column.
func crowded(c *reports.Chart) bool {
	return c.Data.Len() > manyLabels || c.Data.Len() > manyMonths && c.XFormat.Kind == reports.Month
}

// sparseLabels is how many labels such a chart shows.
const sparseLabels = 8

// sparse keeps some labels at equal distances.
func sparse(labels chartColumn) chartColumn {
	out := chartColumn{label: labels.label, values: make([]any, len(labels.values))}
	step := (len(labels.values) + sparseLabels - 1) / sparseLabels
	for r := range out.values {
		if r%step == step/2 && r+step/4 < len(out.values) { // the outermost stay inside the chart
			out.values[r] = labels.values[r]
		}
	}
	return out
}

// below says that a chart reaches below nought.
func below(c *reports.Chart) bool {
	var columns []string
	for _, s := range c.Series {
		columns = append(columns, s.Column)
	}
	for _, band := range c.Bands {
		columns = append(columns, band.Low)
	}
	for _, column := range columns {
		at := c.Data.Index(column)
		for _, row := range c.Data.Rows {
			if number, ok := reports.ChartNumber(c, row[at]); ok && number.IsNegative() {
				return true
			}
		}
	}
	return false
}
