package picture

import (
	"math"

	"clientele/reports"
)

// dotted is up to how many points of a line have a dot each.
const dotted = 15

// lineValues are all values that lines and bands have.
func (d *drawing) lineValues() []float64 {
	var all []float64
	for _, s := range d.chart.Series {
		all = append(all, d.column(s.Column)...)
	}
	for _, band := range d.chart.Bands {
		all = append(append(all, d.column(band.Low)...), d.column(band.High)...)
	}
	return all
}

// paintLines draws from behind: shade, bands, the axes' lines, series, marks.
func (d *drawing) paintLines() {
	f := d.upright()
	n := d.chart.Data.Len()
	at := func(row int) float64 { return f.left + 6 + float64(row)*(f.right-f.left-12)/float64(n-1) }
	if first, last, ok := d.chart.Shaded(); ok {
		first = max(first-1, 0)
		d.pen.box(at(first), f.top, at(last), f.bottom, d.shadeInk())
		d.pen.stroke([]point{{at(first), f.top}, {at(first), f.bottom}}, 1.5, d.ink(reports.Muted), true)
	}
	for i, band := range d.chart.Bands {
		d.paintBand(f, at, i, band)
	}
	for _, tick := range d.values.ticks { // once more, above the bands
		y := half(d.values.at(tick, f.bottom, f.top))
		d.pen.stroke([]point{{f.left, y}, {f.right, y}}, 1, d.ink(reports.Rule), false)
	}
	d.ground(f)
	for _, s := range d.chart.Series {
		if !s.Mark {
			d.paintSeries(f, at, s)
		}
	}
	for _, s := range d.chart.Series {
		if s.Mark {
			d.paintDots(f, at, s, 5.5)
		}
	}
	d.paintNames(f, at)
}

func (d *drawing) paintBand(f frame, at func(int) float64, i int, band reports.Band) {
	low, high := d.column(band.Low), d.column(band.High)
	var upper, lower []point
	flush := func() {
		for k := len(lower) - 1; k >= 0; k-- {
			upper = append(upper, lower[k])
		}
		d.pen.area(upper, d.bandInk(i))
		upper, lower = nil, nil
	}
	for row := range low {
		if math.IsNaN(low[row]) || math.IsNaN(high[row]) {
			flush()
			continue
		}
		upper = append(upper, point{at(row), d.values.at(high[row], f.bottom, f.top)})
		lower = append(lower, point{at(row), d.values.at(low[row], f.bottom, f.top)})
	}
	flush()
}

func (d *drawing) paintSeries(f frame, at func(int) float64, s reports.Series) {
	ink := d.seriesInk(s)
	var run []point
	flush := func() {
		if len(run) == 1 {
			d.pen.dot(run[0], 3.5, ink)
		}
		d.pen.stroke(run, 3, ink, s.Dashed)
		run = nil
	}
	for row, v := range d.column(s.Column) {
		if math.IsNaN(v) {
			flush()
			continue
		}
		run = append(run, point{at(row), d.values.at(v, f.bottom, f.top)})
	}
	flush()
	if d.chart.Data.Len() <= dotted && !s.Dashed { // a bound has no values of its own
		d.paintDots(f, at, s, 4)
	}
}

// paintDots draws a dot with a white edge at each value.
func (d *drawing) paintDots(f frame, at func(int) float64, s reports.Series, radius float64) {
	for row, v := range d.column(s.Column) {
		if math.IsNaN(v) {
			continue
		}
		q := point{at(row), d.values.at(v, f.bottom, f.top)}
		d.pen.dot(q, radius+1.5, parsed("FFFFFF"))
		d.pen.dot(q, radius, d.seriesInk(s))
	}
}
