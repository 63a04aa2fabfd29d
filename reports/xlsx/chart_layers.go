package xlsx

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"clientele/reports"
)

// layered puts the series into the frame, what lies behind them before it, and
// marks across bars after it.
func (d *chartData) layered(b *block, main *excelize.Chart) []*excelize.Chart {
	c := b.chart
	switch c.Kind {
	case reports.Pie:
		return []*excelize.Chart{d.ring(b, main)}
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
		letter := letters(column + 1)
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
