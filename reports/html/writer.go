package html

import (
	"fmt"
	"html/template"
	"io"

	"clientele/reports"
	"clientele/reports/internal/still"
)

// Writer writes pages. One for many pages takes the static picture of a chart
// that several of them have once, and starts what takes it once.
// The zero Writer writes pages without static pictures.
type Writer struct{ painter *still.Painter }

// NewWriter returns a writer.
func NewWriter() (*Writer, error) {
	var texts [2]string
	for i, name := range []string{"echarts.min.js", "draw.js"} {
		content, err := assets.ReadFile("assets/" + name)
		if err != nil {
			return nil, fmt.Errorf("read the page's %s: %w", name, err)
		}
		texts[i] = string(content)
	}
	return &Writer{still.New(texts[0], texts[1])}, nil
}

// Write renders a document.
func Write(w io.Writer, document *reports.Document) error {
	writer, err := NewWriter()
	if err != nil {
		return err
	}
	return writer.Write(w, document)
}

// The width of a chart on paper: two small ones and a half stand beside each
// other.
const (
	paperWidth      = 660
	smallPaperWidth = 205
)

// pictures are the static pictures that a page needs and the places that they
// are wanted in.
type pictures struct {
	wanted []still.Picture
	places []*template.HTML
}

// want returns the place of the static picture of what the script draws.
func (p *pictures) want(c *reports.Chart, d sized, data []byte) *template.HTML {
	width, height := d.paper()
	place := new(template.HTML)
	p.wanted = append(p.wanted, still.Picture{ID: c.ID, Data: data, Width: width, Height: height})
	p.places = append(p.places, place)
	return place
}

// sized is what the script draws, which knows its size on paper.
type sized interface{ paper() (width, height int) }

func (d drawing) paper() (int, int) {
	switch {
	case d.width > 0:
		return d.width, d.high
	case d.Small:
		return smallPaperWidth, d.Height
	case d.Option.Y.Type == "category": // each row needs its height
		return paperWidth, d.Height
	}
	return paperWidth, min(d.Height, 300)
}

// onOnePage makes a chart low: it is one of several on one printed page. The
// steps of a waterfall lie on their side in half of its width.
func (d *drawing) onOnePage(c *reports.Chart) {
	d.Height, d.width, d.high = 260, 790, 195
	if c.Kind == reports.Waterfall {
		d.Height, d.width, d.high = 40+28*c.Data.Len(), 315, 40+22*c.Data.Len()
	}
}

func (s streams) paper() (int, int) { return paperWidth, s.Height }

// take puts the pictures into their places.
func (p *pictures) take(painter *still.Painter, document *reports.Document) error {
	if painter == nil {
		return nil
	}
	colours := map[string]string{}
	palette := document.Look.Palette()
	for _, slot := range palette.Slots() {
		colours[slot.Name] = "#" + slot.Light
	}
	for i := range p.wanted {
		p.wanted[i].Language, p.wanted[i].Colours = document.Language, colours
	}
	taken, err := painter.Paint(p.wanted)
	for i, svg := range taken {
		*p.places[i] = template.HTML(svg)
	}
	return err
}
