// Package picture draws a chart as a PNG for the body of a mail, where no
// script runs and no program shows SVG.
//
// It draws with the canvas of gonum's plot and not with its plots: those have a
// box, ticks and a legend of another house, and cut the last label of an axis.
// The same chart gives the same bytes.
package picture

import (
	"bytes"
	"errors"
	"fmt"
	"image/png"

	"clientele/reports"
)

// Settings say how to draw.
type Settings struct {
	Palette   reports.Palette
	Presenter *reports.Presenter // of numbers, months and names
	Width     int                // pixels that the picture takes in the mail
	Scale     int                // dots of the picture to such a pixel
}

// Picture is a drawn chart; its width and height are those it takes in a mail.
type Picture struct {
	PNG           []byte
	Width, Height int
	// Keys are names that the font cannot write. In the picture stands the number
	// of each, (1) for the first.
	Keys []string
}

// ErrForm is a chart whose form has no picture: a stream chart, more rows than
// a mail has room for, no values.
var ErrForm = errors.New("a chart of this form has no picture")

// mostRows is how many bars that lie on their side a picture has room for.
const mostRows = 16

// Can says whether a chart has a picture.
func Can(c *reports.Chart) bool {
	if c.Data == nil || c.Data.Len() == 0 || c.Kind == reports.Sankey || len(c.Series) == 0 {
		return false
	}
	switch c.Kind {
	case reports.Line:
		return c.Data.Len() > 1 && hasValues(c)
	case reports.RowBars, reports.StackedRows, reports.Ranges, reports.Pie, reports.Waterfall:
		return c.Data.Len() <= mostRows && hasValues(c)
	}
	return (timely(c) || c.Data.Len() <= mostRows) && hasValues(c)
}

func hasValues(c *reports.Chart) bool {
	for _, s := range c.Series {
		at := c.Data.Index(s.Column)
		if at < 0 {
			return false
		}
		for _, row := range c.Data.Rows {
			if _, ok := reports.ChartNumber(c, row[at]); ok {
				return true
			}
		}
	}
	return false
}

// Draw makes a chart's picture.
func Draw(c *reports.Chart, s Settings) (Picture, error) {
	if !Can(c) {
		return Picture{}, fmt.Errorf("draw the chart %s: %w", c.ID, ErrForm)
	}
	fonts, err := loaded()
	if err != nil {
		return Picture{}, fmt.Errorf("draw the chart %s: %w", c.ID, err)
	}
	d := &drawing{chart: c, settings: s, fonts: fonts, width: float64(s.Width)}
	d.plan()
	d.pen = newPen(fonts, s.Width, int(d.height), s.Scale)
	d.paint()
	var out bytes.Buffer
	if err := png.Encode(&out, paletted(d.pen.image())); err != nil { // the best compression takes four times as long for a tenth less
		return Picture{}, fmt.Errorf("draw the chart %s: %w", c.ID, err)
	}
	return Picture{PNG: out.Bytes(), Width: s.Width, Height: int(d.height), Keys: d.keys}, nil
}
