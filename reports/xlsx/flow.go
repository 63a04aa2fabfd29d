package xlsx

import (
	"math"

	"clientele/reports"
)

// rowPixels is the height of a row that nobody set.
const rowPixels = 20

// The heights of charts in pixels: two have to fit on a page together.
const (
	chartHeight = 300
	halfHeight  = 260
)

func (w *sheetWriter) drawings(s *reports.Section) error {
	charts, most := native(s.Charts), chartHeight
	if len(charts) > 1 {
		most = halfHeight
	}
	for i := range charts {
		if i > 0 && (i%2 == 0 || !w.fits(most)) {
			if err := w.breakPage(); err != nil {
				return err
			}
		}
		height, err := w.charts.add(w.sheet, name(1, w.row), &charts[i], w.pixels(), most)
		if err != nil {
			return err
		}
		w.row += height/rowPixels + 2
	}
	return nil
}

// native are the charts that offices draw: streams they do not know, and their
// table stands for them.
func native(charts []reports.Chart) []reports.Chart {
	var out []reports.Chart
	for _, c := range charts {
		if c.Kind != reports.Sankey {
			out = append(out, c)
		}
	}
	return out
}

// pixels is the sheet's width on the screen, within what is good for a chart.
func (w *sheetWriter) pixels() int {
	if w.single {
		return int(w.whole())
	}
	return int(min(max(w.whole(), 640), 960))
}

// whole is the sheet's width in pixels.
func (w *sheetWriter) whole() float64 {
	width := 0.0
	for _, one := range w.widths {
		width += one*7 + 5
	}
	return width
}

// A page of A4, landscape, within its margins: its width in pixels, and its
// height as a part of that.
const (
	pageWidth = 1027
	pageRatio = 0.62
)

// fits says that something so high still fits on the page: a sheet that is
// wider is made smaller, and has more rows on a page.
func (w *sheetWriter) fits(height int) bool {
	if w.single {
		return true
	}
	used := 0.0
	for row := max(w.broken, 1); row < w.row; row++ {
		points, err := w.file.GetRowHeight(w.sheet, row)
		if err != nil {
			return true
		}
		used += points * 4 / 3
	}
	page := max(w.whole(), pageWidth) * pageRatio
	return math.Mod(used, page)+float64(height) <= page // long tables have broken pages by themselves
}

// breakPage begins a page with the next row.
func (w *sheetWriter) breakPage() error {
	w.broken = w.row
	return w.file.InsertPageBreak(w.sheet, name(1, w.row))
}

// extent says how far the sheet goes: readers that stream believe it.
func (w *sheetWriter) extent() error {
	return w.file.SetSheetDimension(w.sheet, "A1:"+name(len(w.widths), w.row))
}
