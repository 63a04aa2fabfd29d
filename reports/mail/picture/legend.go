package picture

import (
	"image/color"

	"clientele/reports"
)

// form is the mark of an entry of the legend.
type form uint8

const (
	asLine form = iota
	asDashes
	asBox
	asDot
	asStroke
)

// entry is a name in the legend.
type entry struct {
	text  string
	form  form
	ink   color.NRGBA
	width float64
}

// entryMark is the room of an entry's mark and the gaps around its name.
const (
	entryMark = 26.0
	entryGap  = 18.0
)

// legends are the lines of the legend; none where there is but one thing to
// name.
func (d *drawing) legends() [][]entry {
	c := d.chart
	if c.Kind == reports.Pie || c.Kind == reports.Waterfall || c.Kind == reports.Ranges {
		return nil
	}
	var all []entry
	for _, s := range c.Series {
		all = append(all, d.seriesEntry(s))
	}
	for i, band := range c.Bands {
		all = append(all, entry{text: band.Label, form: asBox, ink: d.bandInk(i)})
	}
	if _, _, ok := c.Shaded(); ok {
		all = append(all, entry{text: c.Shade.Label, form: asBox, ink: d.shadeInk()})
	}
	if len(all) < 2 {
		return nil
	}
	return d.flow(all)
}

func (d *drawing) seriesEntry(s reports.Series) entry {
	out := entry{text: s.Label, ink: d.seriesInk(s), form: asBox}
	switch {
	case s.Mark && d.chart.Kind == reports.Line:
		out.form = asDot
	case s.Mark:
		out.form = asStroke
	case d.chart.Kind == reports.Line && s.Dashed:
		out.form = asDashes
	case d.chart.Kind == reports.Line:
		out.form = asLine
	}
	return out
}

// flow puts entries into lines as wide as the picture.
func (d *drawing) flow(all []entry) [][]entry {
	room := d.width - 2*padding
	var lines [][]entry
	used := 0.0
	for _, one := range all {
		one.text = d.cut(d.drawn(reports.Clean(one.text)), room-entryMark, style{size: letters})
		one.width = entryMark + d.fonts.measure(one.text, style{size: letters}) + entryGap
		if len(lines) == 0 || used+one.width-entryGap > room {
			lines, used = append(lines, nil), 0
		}
		lines[len(lines)-1] = append(lines[len(lines)-1], one)
		used += one.width
	}
	return lines
}

func (d *drawing) paintLegend() {
	for i, line := range d.legend {
		x, y := padding, padding+(float64(i)+0.5)*legendLine
		for _, one := range line {
			d.paintMark(one, x, y)
			d.pen.write(point{x + entryMark, y + letters*0.36}, one.text, style{size: letters}, d.ink(reports.Ink), begins)
			x += one.width
		}
	}
}

func (d *drawing) paintMark(one entry, x, y float64) {
	switch one.form {
	case asLine:
		d.pen.stroke([]point{{x, y}, {x + 20, y}}, 3, one.ink, false)
	case asDashes:
		d.pen.stroke([]point{{x, y}, {x + 6, y}}, 3, one.ink, false)
		d.pen.stroke([]point{{x + 10, y}, {x + 16, y}}, 3, one.ink, false)
	case asDot:
		d.pen.dot(point{x + 10, y}, 5, one.ink)
	case asStroke:
		d.pen.box(x, y-2, x+20, y+2, one.ink)
	default:
		d.pen.box(x+1, y-6, x+19, y+6, one.ink)
	}
}

// seriesInk is the colour of a series, paler where it is what is expected.
func (d *drawing) seriesInk(s reports.Series) color.NRGBA {
	if s.Pale {
		return pale(d.ink(s.Colour), unended)
	}
	return d.ink(s.Colour)
}

// Weights of what is not quite there: a period that has not ended, bands, the
// outermost first, and the ground of a shade.
const (
	unended   = 0.42
	outerBand = 0.16
	innerBand = 0.34
	behind    = 0.16
)

func (d *drawing) bandInk(i int) color.NRGBA {
	if i > 0 || len(d.chart.Bands) == 1 {
		return pale(d.ink(reports.Accent), innerBand)
	}
	return pale(d.ink(reports.Accent), outerBand)
}

func (d *drawing) shadeInk() color.NRGBA { return pale(d.ink(reports.Muted), behind) }
