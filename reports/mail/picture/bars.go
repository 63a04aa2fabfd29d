package picture

import (
	"image/color"
	"math"
	"strings"

	"clientele/reports"
)

// bar goes from one value to another at a place of X, in one of the lanes that
// stand beside each other there.
type bar struct {
	row, lane int
	from, to  float64
	ink       color.NRGBA
	label     string // at its end, where the values have no axis
}

// spot marks a value across the bars of a place.
type spot struct {
	row   int
	value float64
	ink   color.NRGBA
}

// arrange finds the bars and the scale that holds them.
func (d *drawing) arrange() {
	switch d.chart.Kind {
	case reports.Waterfall:
		d.arrangeLayers(reports.WaterfallLayers(d.chart))
		d.labelSteps()
	case reports.Ranges:
		d.arrangeLayers(reports.RangeLayers(d.chart))
	case reports.Pie:
		d.arrangeParts()
	default:
		d.arrangeSeries()
	}
	for _, s := range d.chart.Series {
		if !s.Mark && d.chart.Kind != reports.Ranges {
			continue
		}
		for row, v := range d.column(s.Column) {
			if !math.IsNaN(v) {
				d.marks = append(d.marks, spot{row, v, d.seriesInk(s)})
			}
		}
	}
	var values []float64
	for _, b := range d.bars {
		values = append(values, b.from, b.to)
	}
	for _, m := range d.marks {
		values = append(values, m.value)
	}
	d.values = d.scaleOf(values)
}

func (d *drawing) stacked() bool {
	return d.chart.Kind == reports.StackedBars || d.chart.Kind == reports.StackedRows
}

// arrangeSeries stands series beside each other or on top of each other; what
// is below nought goes downwards.
func (d *drawing) arrangeSeries() {
	above, below := make([]float64, d.chart.Data.Len()), make([]float64, d.chart.Data.Len())
	lane, ended := 0, d.chart.Data.Index(d.chart.Incomplete)
	for _, s := range d.chart.Series {
		if s.Mark {
			continue
		}
		for row, v := range d.column(s.Column) {
			if math.IsNaN(v) {
				continue
			}
			b := bar{row: row, lane: lane, to: v, ink: d.seriesInk(s)}
			if row < len(d.chart.Colours) && d.lanes() == 1 && !d.stacked() {
				b.ink = d.ink(d.chart.Colours[row])
			}
			if ended >= 0 && d.chart.Data.Rows[row][ended] == false {
				b.ink = pale(b.ink, unended)
			}
			if d.stacked() {
				sum := &above[row]
				if v < 0 {
					sum = &below[row]
				}
				b.from, b.lane = *sum, 0
				*sum += v
				b.to = *sum
			} else {
				b.label = d.amount(row, s.Column)
			}
			d.bars = append(d.bars, b)
		}
		lane++
	}
}

// amount is a value as people read it, without the currency that the chart's
// title names.
func (d *drawing) amount(row int, column string) string {
	format := d.chart.Format
	format.Bare = format.Bare || format.Kind == reports.Money && d.titled()
	return d.settings.Presenter.Show(format, d.chart.Data.Rows[row][d.chart.Data.Index(column)])
}

// arrangeLayers stacks what the workbook stacks, the hidden layer first.
func (d *drawing) arrangeLayers(layers []reports.WaterfallLayer) {
	above, below := make([]float64, d.chart.Data.Len()), make([]float64, d.chart.Data.Len())
	for _, layer := range layers {
		for row, value := range layer.Values {
			if value == nil {
				continue
			}
			sum := &above[row]
			if value.IsNegative() {
				sum = &below[row]
			}
			from := *sum
			*sum += value.InexactFloat64()
			if !layer.Hidden {
				d.bars = append(d.bars, bar{row: row, from: from, to: *sum, ink: d.ink(layer.Colour)})
			}
		}
	}
}

// labelSteps writes each step's amount at the bar of its place; those that go
// down have their minus already.
func (d *drawing) labelSteps() {
	labelled := map[int]bool{}
	for i := range d.bars {
		if row := d.bars[i].row; !labelled[row] {
			d.bars[i].label, labelled[row] = d.amount(row, d.chart.Series[0].Column), true
		}
	}
}

// arrangeParts draws the parts of a whole as rows: lengths are compared better
// than angles, and a ring has no room for names beside it on a telephone.
func (d *drawing) arrangeParts() {
	percent := reports.Format{Kind: reports.Percent, Digits: 1}
	for _, part := range reports.PartsOf(d.chart) {
		share := d.settings.Presenter.Show(percent, part.Share)
		d.bars = append(d.bars, bar{row: part.Row, to: part.Value.InexactFloat64(), ink: d.ink(part.Colour), label: share})
	}
}

// lanes is how many bars stand beside each other at a place.
func (d *drawing) lanes() int {
	if d.stacked() || d.chart.Kind == reports.Waterfall || d.chart.Kind == reports.Ranges || d.chart.Kind == reports.Pie {
		return 1
	}
	n := 0
	for _, s := range d.chart.Series {
		if !s.Mark {
			n++
		}
	}
	return max(1, n)
}

// places are the places along X.
func (d *drawing) places() int { return d.chart.Data.Len() }

// thickness is how many rows of the usual height a place takes: bars beside each
// other have a label each, and a long name has two lines.
func (d *drawing) thickness() float64 {
	thick := 0.55 + 0.45*float64(d.lanes())
	for row := range d.places() {
		if len(d.fold(d.name(row), d.nameRoom(), 2, style{size: letters})) > 1 {
			return math.Max(thick, (2*(letters+1)+6)/rowHeight)
		}
	}
	return thick
}

// nameRoom is how wide names stand beside bars that lie on their side.
func (d *drawing) nameRoom() float64 {
	widest := 0.0
	for row := range d.places() {
		widest = math.Max(widest, d.fonts.measure(d.name(row), style{size: letters}))
	}
	return math.Min(widest, d.width*0.38)
}

// lies says that bars lie on their side: names of places need room.
func (d *drawing) lies() bool {
	switch d.chart.Kind {
	case reports.RowBars, reports.StackedRows, reports.Ranges, reports.Waterfall, reports.Pie:
		return true
	}
	if timely(d.chart) {
		return false
	}
	room := (d.width-90)/float64(d.places()) - 6
	for row := range d.places() {
		for _, word := range strings.Fields(d.name(row)) {
			if d.fonts.measure(word, style{size: letters}) > room {
				return true
			}
		}
	}
	return false
}

// hasAxis says that rows are read by an axis and not by labels at their ends.
func (d *drawing) hasAxis() bool {
	for _, b := range d.bars {
		if b.label != "" {
			return false
		}
	}
	return true
}

// paintColumns draws upright bars.
func (d *drawing) paintColumns() {
	f := d.upright()
	place := (f.right - f.left) / float64(d.places())
	at := func(row int) float64 { return f.left + (float64(row)+0.5)*place }
	lanes := float64(d.lanes())
	wide := math.Min(place*0.74, 54*lanes)
	for _, b := range d.bars {
		left := at(b.row) - wide/2 + float64(b.lane)*wide/lanes
		d.pen.box(left, d.values.at(b.from, f.bottom, f.top), left+wide/lanes-math.Min(1.5, wide*0.06), d.values.at(b.to, f.bottom, f.top), b.ink)
	}
	d.ground(f)
	for _, m := range d.marks {
		y := d.values.at(m.value, f.bottom, f.top)
		d.pen.box(at(m.row)-place*0.46, y-2, at(m.row)+place*0.46, y+2, m.ink)
	}
	d.paintNames(f, at)
}
