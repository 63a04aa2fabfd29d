package picture

import (
	"math"

	"clientele/reports"
)

// Width is how wide a picture is on a desk, in pixels, and Letters how large its
// letters are there, as large as those of the text around it. The narrowest
// telephones have 320 pixels, all of which the picture takes: 11 for a letter.
const (
	Width   = 464
	Letters = 16.0
)

// Sizes in pixels of a desk.
const (
	letters    = Letters
	padding    = 10.0
	legendLine = 24.0
	tall       = 290.0 // of a picture with upright values
	rowHeight  = 31.0
)

// drawing is a chart while it is drawn: first it is planned, since the height
// depends on what it holds, then painted.
type drawing struct {
	chart    *reports.Chart
	settings Settings
	fonts    *fonts
	pen      *pen

	width, height float64
	legend        [][]entry // a line of the legend each
	top           float64   // of the plot
	values        scale
	bars          []bar
	marks         []spot
	rows          bool     // bars lie on their side
	keys          []string // names that stand as numbers
}

// plan finds out all that the height depends on.
func (d *drawing) plan() {
	d.legend = d.legends()
	d.top = padding
	if n := len(d.legend); n > 0 {
		d.top += float64(n)*legendLine + 4
	}
	if d.chart.Kind == reports.Line {
		d.values = d.scaleOf(d.lineValues())
		d.height = d.top + tall - padding
		return
	}
	d.arrange()
	d.rows = d.lies()
	d.height = d.top + tall - padding
	if d.rows {
		d.height = d.top + rowHeight*float64(d.places())*d.thickness() + padding
		if d.hasAxis() {
			d.height += legendLine
		} else {
			d.values = d.values.without()
		}
	}
	d.height = math.Round(d.height)
}

// paint draws what was planned.
func (d *drawing) paint() {
	d.paintLegend()
	switch {
	case d.chart.Kind == reports.Line:
		d.paintLines()
	case d.rows:
		d.paintRows()
	default:
		d.paintColumns()
	}
}

// frame is where the values are drawn.
type frame struct{ left, right, top, bottom float64 }

// upright is the frame of a picture whose values stand upright, with its lines
// and the numbers beside them.
func (d *drawing) upright() frame {
	f := frame{left: padding, right: d.width - padding - 4, top: d.top + letters/2, bottom: d.height - padding - 2*(letters+3) - 2}
	if d.chart.XTitle != "" {
		f.bottom -= letters + 2
	}
	plain := style{size: letters}
	for _, tick := range d.values.ticks {
		f.left = math.Max(f.left, padding+8+d.fonts.measure(d.tickLabel(tick), plain))
	}
	for _, tick := range d.values.ticks {
		y := d.values.at(tick, f.bottom, f.top)
		d.pen.stroke([]point{{f.left, half(y)}, {f.right, half(y)}}, 1, d.ink(reports.Rule), false)
		d.pen.write(point{f.left - 8, y + letters*0.36}, d.tickLabel(tick), plain, d.ink(reports.Quiet), ends)
	}
	return f
}

// ground draws the line that values stand on.
func (d *drawing) ground(f frame) {
	y := half(d.values.at(0, f.bottom, f.top))
	d.pen.stroke([]point{{f.left, y}, {f.right, y}}, 1.25, d.ink(reports.Muted), false)
}

// values of a column as numbers; NaN where there is none.
func (d *drawing) column(name string) []float64 {
	at, out := d.chart.Data.Index(name), make([]float64, d.chart.Data.Len())
	for i, row := range d.chart.Data.Rows {
		out[i] = math.NaN()
		if at < 0 {
			continue
		}
		if number, ok := reports.ChartNumber(d.chart, row[at]); ok {
			out[i] = number.InexactFloat64()
		}
	}
	return out
}
