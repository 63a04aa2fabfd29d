package picture

import (
	"math"

	"clientele/reports"
)

// paintRows draws bars that lie on their side, with their names at the left and
// their values at their ends, or below an axis where they have none.
func (d *drawing) paintRows() {
	f := frame{left: padding, right: d.width - padding, top: d.top, bottom: d.height - padding}
	plain := style{size: letters}
	if d.hasAxis() {
		f.bottom -= legendLine
	}
	longest, room := 0.0, d.nameRoom()
	for _, b := range d.bars {
		longest = math.Max(longest, d.fonts.measure(b.label, plain))
	}
	f.left += room + 12
	f.right -= longest + 8
	if d.values.least < 0 { // a bar to the left has its label there
		f.left += longest
	}
	if d.hasAxis() {
		d.paintAxis(f)
	}
	place := (f.bottom - f.top) / float64(d.places())
	for row := range d.places() {
		lines, y := d.fold(d.name(row), room, 2, plain), f.top+(float64(row)+0.5)*place
		for i, text := range lines {
			shift := (float64(i) - float64(len(lines)-1)/2) * (letters + 1)
			d.pen.write(point{padding + room, y + shift + letters*0.36}, text, plain, d.ink(reports.Ink), ends)
		}
	}
	d.paintRowBars(f, place)
	x := half(d.values.at(0, f.left, f.right))
	d.pen.stroke([]point{{x, f.top}, {x, f.bottom}}, 1.25, d.ink(reports.Muted), false)
	for _, m := range d.marks {
		x, y := d.values.at(m.value, f.left, f.right), f.top+(float64(m.row)+0.5)*place
		d.pen.box(x-2, y-place*0.42, x+2, y+place*0.42, m.ink)
	}
}

func (d *drawing) paintRowBars(f frame, place float64) {
	lanes := float64(d.lanes())
	thick := place * 0.68
	tips := make(map[int][2]float64) // of the places: what their bars reach
	for _, b := range d.bars {
		tip, known := tips[b.row]
		if !known {
			tip = [2]float64{math.Inf(1), math.Inf(-1)}
		}
		tips[b.row] = [2]float64{math.Min(tip[0], math.Min(b.from, b.to)), math.Max(tip[1], math.Max(b.from, b.to))}
	}
	for _, b := range d.bars {
		top := f.top + (float64(b.row)+0.5)*place - thick/2 + float64(b.lane)*thick/lanes
		from, to := d.values.at(b.from, f.left, f.right), d.values.at(b.to, f.left, f.right)
		if math.Abs(to-from) < 1.5 { // a little is not nothing
			to = from + math.Copysign(1.5, b.to-b.from)
		}
		d.pen.box(from, top, to, top+thick/lanes-1, b.ink)
		if b.label == "" {
			continue
		}
		left, right := math.Min(from, to), math.Max(from, to)
		if d.lanes() == 1 {
			left, right = d.values.at(tips[b.row][0], f.left, f.right), d.values.at(tips[b.row][1], f.left, f.right)
		}
		q, a := point{right + 6, top + thick/lanes/2 + letters*0.36}, begins
		if b.to < 0 && b.to < b.from {
			q.x, a = left-6, ends
		}
		d.pen.write(q, b.label, style{size: letters}, d.ink(reports.Ink), a)
	}
}

// paintAxis draws the lines of the values and their numbers below.
func (d *drawing) paintAxis(f frame) {
	plain, last := style{size: letters}, math.Inf(-1)
	for _, tick := range d.values.ticks {
		x := half(d.values.at(tick, f.left, f.right))
		d.pen.stroke([]point{{x, f.top}, {x, f.bottom}}, 1, d.ink(reports.Rule), false)
		text := d.tickLabel(tick)
		wide := d.fonts.measure(text, plain)
		if x-wide/2 < last+10 {
			continue
		}
		last = x + wide/2
		d.inside(x, f.bottom+letters+5, text)
	}
}
