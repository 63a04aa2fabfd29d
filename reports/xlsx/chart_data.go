package xlsx

import (
	"clientele/reports"
)

// chartData collects what charts draw on one last sheet, a block for each:
// bands need columns that no table has, and labels are texts in the report's
// language.
type chartData struct {
	*book
	sheet  string
	blocks []block
	row    int
}

// block is a chart's columns and where they stand.
type block struct {
	chart   *reports.Chart
	first   int // row of the first value
	columns []chartColumn
	axis    int // the column of the labels along X
}

type chartColumn struct {
	label  string
	values []any
}

func newChartData(b *book) *chartData {
	return &chartData{book: b, row: 1}
}

// queue gives a chart's numbers their place.
func (d *chartData) queue(c *reports.Chart) block {
	if d.sheet == "" {
		d.sheet = d.names.take(d.Words.Say("book.chart_data"))
	}
	b := block{chart: c, first: d.row + 2, columns: d.columns(c)}
	if crowded(c) {
		b.axis, b.columns = len(b.columns), append(b.columns, sparse(b.columns[0]))
	}
	d.blocks = append(d.blocks, b)
	d.row = b.first + c.Data.Len() + 1
	return b
}

// columns are the labels, the layers of the bands and the series.
func (d *chartData) columns(c *reports.Chart) []chartColumn {
	labels := chartColumn{label: d.Words.Say("column." + c.X), values: make([]any, c.Data.Len())}
	place, incomplete := c.Data.Index(c.X), c.Data.Index(c.Incomplete)
	for r, row := range c.Data.Rows {
		text := d.Label(c.XFormat, row[place])
		if incomplete >= 0 && row[incomplete] == false {
			text += " *"
		}
		labels.values[r] = text
	}
	switch c.Kind {
	case reports.Pie:
		return d.partColumns(labels, c)
	case reports.Waterfall:
		return d.waterfall(labels, c)
	case reports.Ranges:
		return d.ranges(labels, c)
	}
	out := []chartColumn{labels}
	named := map[string]bool{}
	for i, step := range reports.BandSteps(c) {
		column := chartColumn{label: step.Label, values: make([]any, c.Data.Len())}
		for r, v := range step.Values {
			if v != nil {
				column.values[r] = v.InexactFloat64()
			}
		}
		column.values = begun(c, i, column.values)
		if i == 0 || named[step.Label] { // one mark in the legend for each band
			column.label = " "
		} else {
			named[step.Label] = true
		}
		out = append(out, column)
	}
	for _, s := range c.Series {
		out = append(out, estimates(c, s))
	}
	if ground := shade(c); ground != nil {
		out = append(out, *ground)
	}
	return out
}

// estimates are the values of a series.
func estimates(c *reports.Chart, s reports.Series) chartColumn {
	column := chartColumn{label: s.Label, values: make([]any, c.Data.Len())}
	at := c.Data.Index(s.Column)
	for r, row := range c.Data.Rows {
		if number, ok := reports.ChartNumber(c, row[at]); ok {
			column.values[r] = number.InexactFloat64()
		}
	}
	return column
}

// begun lets a band that is wanting at the first place alone begin on the
// line: an area without a value there is drawn from nought.
func begun(c *reports.Chart, layer int, values []any) []any {
	if len(values) < 2 || values[0] != nil || values[1] == nil {
		return values
	}
	number, ok := reports.ChartNumber(c, c.Data.Rows[0][c.Data.Index(c.Series[0].Column)])
	switch {
	case !ok:
	case layer == 0:
		values[0] = number.InexactFloat64()
	default:
		values[0] = 0.0
	}
	return values
}

// write puts the numbers of all charts on their sheet.
func (d *chartData) write() error {
	if d.sheet == "" {
		return nil
	}
	if err := d.newSheet(place{sheet: d.sheet, shows: d.Words.Say("book.chart_data_shows")}); err != nil {
		return err
	}
	if err := d.file.SetColWidth(d.sheet, "A", "A", 30); err != nil {
		return err
	}
	if err := d.file.SetColWidth(d.sheet, "B", "L", 21); err != nil {
		return err
	}
	most := 1
	for _, b := range d.blocks {
		most = max(most, len(b.columns))
		if err := d.writeBlock(b); err != nil {
			return err
		}
	}
	if err := d.file.SetSheetDimension(d.sheet, "A1:"+name(most, d.row)); err != nil {
		return err
	}
	return d.page(d.sheet, 1)
}

func (d *chartData) writeBlock(b block) error {
	if err := d.set(d.sheet, 1, b.first-2, b.chart.Title, look{role: headingCell}); err != nil {
		return err
	}
	format := b.chart.Format
	format.Bare = true
	if format.Kind == reports.Percent {
		format.Digits = 1
	}
	for i, column := range b.columns {
		l := look{role: bodyCell, format: format}
		head := look{role: headNumberCell}
		if i == 0 {
			l, head = look{role: bodyCell}, look{role: headCell}
		}
		if err := d.set(d.sheet, i+1, b.first-1, d.cellText(column.label), head); err != nil {
			return err
		}
		for r, value := range column.values {
			if err := d.set(d.sheet, i+1, b.first+r, value, l); err != nil {
				return err
			}
		}
	}
	return nil
}
