package xlsx

import (
	"github.com/xuri/excelize/v2"

	"clientele/reports"
)

// Small charts: how many beside each other, how high, and how far apart, in
// pixels.
const (
	smallColumns = 3
	smallHeight  = 180
	smallGap     = 8
)

// grids puts small charts beside each other, each grid under its title.
func (w *sheetWriter) grids(s *reports.Section) error {
	for i := range s.Grids {
		if err := w.grid(&s.Grids[i]); err != nil {
			return err
		}
	}
	return nil
}

func (w *sheetWriter) grid(g *reports.Grid) error {
	if !w.fits(smallHeight + 3*rowPixels) {
		if err := w.breakPage(); err != nil {
			return err
		}
	}
	if err := w.set(w.sheet, 1, w.row, g.Title, look{role: headingCell}); err != nil {
		return err
	}
	w.row++
	if g.Note != "" {
		if err := w.text(1, g.Note, noteCell); err != nil {
			return err
		}
	}
	width := (w.pixels() - (smallColumns-1)*smallGap) / smallColumns
	for i := range g.Charts {
		column := i % smallColumns
		if column == 0 && i > 0 && !w.fits(smallHeight) {
			if err := w.breakPage(); err != nil {
				return err
			}
		}
		at, rest := w.columnAt(column * (width + smallGap))
		if err := w.charts.addSmall(w.sheet, name(at, w.row), &g.Charts[i], width, smallHeight, rest); err != nil {
			return err
		}
		if column == smallColumns-1 || i == len(g.Charts)-1 {
			w.row += smallHeight/rowPixels + 1
		}
	}
	w.row++
	return nil
}

// usualPixels is the width of a column that nobody set.
const usualPixels = 64

// columnAt is the column that stands so many pixels from the left, and what is
// left of them: offices cut an offset that is wider than its cell.
func (w *sheetWriter) columnAt(pixels int) (column, rest int) {
	for column = 1; ; column++ {
		width := usualPixels
		if column <= len(w.widths) {
			width = int(w.widths[column-1]*7) + 5
		}
		if pixels < width {
			return column, pixels
		}
		pixels -= width
	}
}

// waterfall are the labels, each with its amount, and the layers.
func (d *chartData) waterfall(labels chartColumn, c *reports.Chart) []chartColumn {
	format, at, standing := c.Format, c.Data.Index(c.Series[0].Column), c.Data.Index(c.Standing)
	for r, row := range c.Data.Rows {
		format.Signed, format.Bare = row[standing] != true, true
		if text, ok := labels.values[r].(string); ok && row[at] != nil {
			labels.values[r] = text + "\n" + d.Show(format, row[at])
		}
	}
	out := []chartColumn{labels}
	for _, layer := range reports.WaterfallLayers(c) {
		column := chartColumn{label: c.Series[0].Label, values: make([]any, c.Data.Len())}
		if layer.Hidden {
			column.label = " "
		}
		for r, v := range layer.Values {
			if v != nil {
				column.values[r] = v.InexactFloat64()
			}
		}
		out = append(out, column)
	}
	return out
}

// ranges are the labels, the layers and the estimates.
func (d *chartData) ranges(labels chartColumn, c *reports.Chart) []chartColumn {
	out := []chartColumn{labels}
	for _, layer := range reports.RangeLayers(c) {
		column := chartColumn{label: c.Bands[0].Label, values: make([]any, c.Data.Len())}
		if layer.Hidden {
			column.label = " "
		}
		for r, v := range layer.Values {
			if v != nil {
				column.values[r] = v.InexactFloat64()
			}
		}
		out = append(out, column)
	}
	return append(out, estimates(c, c.Series[0]))
}

// steps are a waterfall's or ranges' bars on the one that is not to be seen.
func (d *chartData) steps(b *block, layers []reports.WaterfallLayer) []excelize.ChartSeries {
	var out []excelize.ChartSeries
	for i, layer := range layers {
		one := d.reference(b, 1+i)
		one.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{d.colours.Light(layer.Colour)}}
		if layer.Hidden {
			one.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFFFFF"}, Transparency: 100}
			one.Line = excelize.LineOptions{Type: excelize.LineNone}
		}
		out = append(out, one)
	}
	return out
}
