package xlsx

import (
	"github.com/xuri/excelize/v2"

	"clientele/reports"
)

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
	if formOf(c) != reports.RowBars && c.Kind != reports.Pie && c.Kind != reports.StackedRows && c.Data.Len() > 14 {
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
	case reports.Pie:
		return excelize.Doughnut
	}
	return excelize.Line
}
