package xlsx

import (
	"fmt"

	"github.com/xuri/excelize/v2"

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

// add puts a chart on a sheet and its numbers in the queue; it returns the
// chart's height in pixels.
func (d *chartData) add(sheet, cell string, c *reports.Chart, width, height int) (int, error) {
	b := d.queue(c)
	switch formOf(c) {
	case reports.RowBars:
		height = 80 + c.Data.Len()*(12+14*len(c.Series))
	case reports.StackedRows:
		height = 110 + c.Data.Len()*26
	}
	charts := d.build(&b, width, height)
	return height, d.file.AddChart(sheet, cell, charts[0], charts[1:]...)
}

// addSmall puts a small chart so many pixels right of a cell.
func (d *chartData) addSmall(sheet, cell string, c *reports.Chart, width, height, right int) error {
	b := d.queue(c)
	charts := d.build(&b, width, height)
	for _, one := range charts {
		one.Title.Paragraph = []excelize.RichTextRun{{Text: c.Title, Font: &excelize.Font{Size: 9, Bold: true, Color: d.colours.Light(reports.Ink)}}}
		if c.Subtitle != "" {
			one.Title.Paragraph = append(one.Title.Paragraph, excelize.RichTextRun{Text: "\n" + c.Subtitle, Font: &excelize.Font{Size: 8, Color: d.colours.Light(reports.Quiet)}})
		}
		one.Legend.Position = "none"
		one.XAxis.Font.Size, one.YAxis.Font.Size = 8, 8
		one.Format.OffsetX = right
		for i := range one.Series {
			if one.Series[i].Line.Width > 0 {
				one.Series[i].Line.Width = 1.5
			}
		}
	}
	return d.file.AddChart(sheet, cell, charts[0], charts[1:]...)
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
		text := d.Show(c.XFormat, row[place])
		if incomplete >= 0 && row[incomplete] == false {
			text += " *"
		}
		labels.values[r] = text
	}
	switch c.Kind {
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

// build makes the native chart; with bands, an area chart below lines.
func (d *chartData) build(b *block, width, height int) []*excelize.Chart {
	c := b.chart
	vary, overlap, gap, thin := false, 100, uint(45), uint(250)
	main := &excelize.Chart{
		Type: kindOf(formOf(c)), VaryColors: &vary, ShowBlanksAs: "gap",
		Dimension: excelize.ChartDimension{Width: uint(width), Height: uint(height)},
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: c.Title, Font: &excelize.Font{Size: 11, Bold: true, Color: d.colours.Light(reports.Ink)}}}},
		Legend:    excelize.ChartLegend{Position: "bottom", Font: &excelize.Font{Size: 9, Color: d.colours.Light(reports.Quiet)}},
		XAxis:     excelize.ChartAxis{Font: excelize.Font{Size: 9, Color: d.colours.Light(reports.Quiet)}},
		YAxis: excelize.ChartAxis{MajorGridLines: true, Font: excelize.Font{Size: 9, Color: d.colours.Light(reports.Quiet)},
			NumFmt: excelize.ChartNumFmt{CustomNumFmt: d.numberFormat(axisFormat(c))}},
		Format: excelize.GraphicOptions{AltText: c.Title + ". " + c.Description, Name: c.ID},
		Border: excelize.LineOptions{Type: excelize.LineNone},
	}
	if len(c.Series)+len(c.Bands) == 1 && c.Shade == nil || c.Kind == reports.Ranges { // a waterfall too
		main.Legend.Position = "none"
	}
	switch formOf(c) {
	case reports.StackedBars, reports.Waterfall:
		main.GapWidth, main.Overlap = &gap, &overlap
	case reports.Ranges: // thin bars, the names below the least of them
		main.GapWidth, main.Overlap = &thin, &overlap
		main.XAxis.TickLabelPosition = excelize.ChartTickLabelLow
	case reports.StackedRows:
		main.GapWidth, main.Overlap = &gap, &overlap
		main.XAxis.ReverseOrder = true
		main.YAxis.TickLabelPosition = excelize.ChartTickLabelHigh
	case reports.Bars, reports.RowBars:
		main.GapWidth = &gap
		if formOf(c) == reports.RowBars { // the first on top, the scale at the bottom
			main.XAxis.ReverseOrder = true
			main.YAxis.TickLabelPosition = excelize.ChartTickLabelHigh
		}
	}
	if c.Kind == reports.Line && below(c) { // the labels along X stand under the lines, not across them
		main.XAxis.TickLabelPosition = excelize.ChartTickLabelLow
	}
	if c.XTitle != "" {
		main.XAxis.Title.Paragraph = []excelize.RichTextRun{{Text: c.XTitle, Font: &excelize.Font{Size: 9, Color: d.colours.Light(reports.Quiet)}}}
	}
	if c.YTitle != "" {
		main.YAxis.Title.Paragraph = []excelize.RichTextRun{{Text: c.YTitle, Font: &excelize.Font{Size: 9, Color: d.colours.Light(reports.Quiet)}}}
	}
	if formOf(c) != reports.RowBars && c.Kind != reports.StackedRows && c.Data.Len() > 14 {
		main.XAxis.TickLabelSkip = 1
		if !crowded(c) && c.XFormat.Kind != reports.Integer {
			main.XAxis.Alignment.TextRotation = -90
		}
	}
	if whole := 1.0; c.Format.Kind == reports.Percent && top(c) == whole { // an office would go on to 120 %
		main.YAxis.Maximum = &whole
	}
	return d.layered(b, main)
}

// layered puts the series into the frame, what lies behind them before it, and
// marks across bars after it.
func (d *chartData) layered(b *block, main *excelize.Chart) []*excelize.Chart {
	c := b.chart
	switch c.Kind {
	case reports.Waterfall:
		main.Series = d.steps(b, reports.WaterfallLayers(c))
		return []*excelize.Chart{main}
	case reports.Ranges:
		return d.marked(b, main)
	}
	layers := len(reports.BandSteps(c))
	marks := *main
	marks.Type, marks.Series = excelize.Line, nil
	for i, s := range c.Series {
		one := d.series(b, 1+layers+i, s, c.Kind)
		if s.Mark && c.Kind != reports.Line {
			marks.Series = append(marks.Series, one)
			continue
		}
		main.Series = append(main.Series, one)
	}
	out := []*excelize.Chart{main}
	if _, _, ok := c.Shaded(); ok {
		out = []*excelize.Chart{d.ground(b, main), main}
	} else if layers > 0 {
		out = []*excelize.Chart{d.area(b, main), main}
	}
	if len(marks.Series) > 0 {
		out = append(out, &marks)
	}
	return out
}

// marked draws bars from border to border, and marks at the estimates.
func (d *chartData) marked(b *block, main *excelize.Chart) []*excelize.Chart {
	layers := reports.RangeLayers(b.chart)
	main.Series = d.steps(b, layers)
	for i := range main.Series {
		main.Series[i].Fill.Transparency = max(main.Series[i].Fill.Transparency, 45)
	}
	marks := *main
	one := d.reference(b, 1+len(layers))
	fill := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{d.colours.Light(b.chart.Series[0].Colour)}}
	one.Fill, one.Line = fill, excelize.LineOptions{Type: excelize.LineNone}
	one.Marker = excelize.ChartMarker{Symbol: "circle", Size: 8, Fill: fill}
	marks.Type, marks.Series = excelize.Line, []excelize.ChartSeries{one}
	return []*excelize.Chart{main, &marks}
}

// area draws the bands below the lines; its frame is the combined chart's.
func (d *chartData) area(b *block, lines *excelize.Chart) *excelize.Chart {
	area := *lines
	area.Type, area.Series = excelize.AreaStacked, nil
	for i, step := range reports.BandSteps(b.chart) {
		one := d.reference(b, 1+i)
		one.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{d.colours.Light(reports.Accent)}, Transparency: 86 - 14*step.Depth}
		if i == 0 {
			one.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFFFFF"}, Transparency: 100}
		}
		one.Line = excelize.LineOptions{Type: excelize.LineNone}
		area.Series = append(area.Series, one)
	}
	return &area
}

// reference points at a block's column.
func (d *chartData) reference(b *block, column int) excelize.ChartSeries {
	at := func(column, from, to int) string {
		letter, err := excelize.ColumnNumberToName(column + 1)
		if err != nil {
			panic(err)
		}
		if from == to {
			return fmt.Sprintf("%s!$%s$%d", quoted(d.sheet), letter, from)
		}
		return fmt.Sprintf("%s!$%s$%d:$%s$%d", quoted(d.sheet), letter, from, letter, to)
	}
	last := b.first + b.chart.Data.Len() - 1
	return excelize.ChartSeries{Name: at(column, b.first-1, b.first-1), Categories: at(b.axis, b.first, last), Values: at(column, b.first, last)}
}

func (d *chartData) series(b *block, column int, s reports.Series, kind reports.ChartKind) excelize.ChartSeries {
	one := d.reference(b, column)
	fill := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{d.colours.Light(s.Colour)}}
	if s.Pale {
		fill.Transparency = 60
	}
	one.Fill = fill // of a line too: its own Fill is not read
	if s.Mark {
		one.Line = excelize.LineOptions{Type: excelize.LineNone}
		one.Marker = excelize.ChartMarker{Symbol: "circle", Size: 7, Fill: fill}
		if kind != reports.Line {
			one.Marker.Symbol, one.Marker.Size = "dash", 18
		}
		return one
	}
	if kind != reports.Line {
		return one
	}
	one.Marker = excelize.ChartMarker{Symbol: "none"}
	one.Line = excelize.LineOptions{Type: excelize.LineSolid, Width: 2.25}
	if s.Dashed {
		one.Line.Dash = excelize.LineDashDash
	}
	return one
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
	for _, b := range d.blocks {
		if err := d.writeBlock(b); err != nil {
			return err
		}
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

// axisFormat leaves the digits to charts of small numbers.
func axisFormat(c *reports.Chart) reports.Format {
	f := reports.Format{Kind: c.Format.Kind, Bare: true}
	if c.Format.Digits > 0 && f.Kind != reports.Percent && top(c) < 10 {
		f.Digits = c.Format.Digits
	}
	return f
}

// formOf draws rows of more than one bar as columns: offices disagree on the
// order of their legend, some turn it against that of the bars.
func formOf(c *reports.Chart) reports.ChartKind {
	if c.Kind == reports.RowBars && len(c.Series) > 1 {
		return reports.Bars
	}
	return c.Kind
}

func kindOf(k reports.ChartKind) excelize.ChartType {
	switch k {
	case reports.Bars:
		return excelize.Col
	case reports.StackedBars, reports.Waterfall, reports.Ranges:
		return excelize.ColStacked
	case reports.StackedRows:
		return excelize.BarStacked
	case reports.RowBars:
		return excelize.Bar
	}
	return excelize.Line
}
