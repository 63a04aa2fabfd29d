package picture

import (
	"image"
	"image/color"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgimg"
)

// point is a place in pixels from the upper left.
type point struct{ x, y float64 }

// pen draws on a canvas whose origin is at the upper left and whose unit is a
// pixel of the mail.
type pen struct {
	canvas *vgimg.Canvas
	fonts  *fonts
	height float64
}

// dotsPerInch makes a point of the canvas a pixel.
const dotsPerInch = 72

func newPen(fonts *fonts, width, height, scale int) *pen {
	canvas := vgimg.NewWith(vgimg.UseWH(vg.Length(width), vg.Length(height)), vgimg.UseDPI(dotsPerInch*scale))
	return &pen{canvas: canvas, fonts: fonts, height: float64(height)}
}

func (p *pen) image() image.Image { return p.canvas.Image() }

func (p *pen) at(q point) vg.Point {
	return vg.Point{X: vg.Length(q.x), Y: vg.Length(p.height - q.y)}
}

// stroke draws a line through points.
func (p *pen) stroke(points []point, width float64, ink color.Color, dashed bool) {
	if len(points) < 2 {
		return
	}
	var path vg.Path
	path.Move(p.at(points[0]))
	for _, q := range points[1:] {
		path.Line(p.at(q))
	}
	p.canvas.SetColor(ink)
	p.canvas.SetLineWidth(vg.Length(width))
	p.canvas.SetLineDash(nil, 0)
	if dashed {
		p.canvas.SetLineDash([]vg.Length{6, 4}, 0)
	}
	p.canvas.Stroke(path)
}

// area fills what points surround.
func (p *pen) area(points []point, ink color.Color) {
	if len(points) < 3 {
		return
	}
	var path vg.Path
	path.Move(p.at(points[0]))
	for _, q := range points[1:] {
		path.Line(p.at(q))
	}
	path.Close()
	p.canvas.SetColor(ink)
	p.canvas.Fill(path)
}

// box fills a rectangle, whichever of its corners come first, on whole dots:
// edges are sharp.
func (p *pen) box(x0, y0, x1, y1 float64, ink color.Color) {
	x0, x1 = half(math.Min(x0, x1)), half(math.Max(x0, x1))
	y0, y1 = half(math.Min(y0, y1)), half(math.Max(y0, y1))
	p.area([]point{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}}, ink)
}

// half is the nearest dot of a picture with two dots to a pixel.
func half(v float64) float64 { return math.Round(2*v) / 2 }

// dot fills a circle.
func (p *pen) dot(q point, radius float64, ink color.Color) {
	var path vg.Path
	at := p.at(q)
	path.Move(vg.Point{X: at.X + vg.Length(radius), Y: at.Y})
	path.Arc(at, vg.Length(radius), 0, 2*math.Pi)
	path.Close()
	p.canvas.SetColor(ink)
	p.canvas.Fill(path)
}

// align is where a text stands to its place.
type align float64

const (
	begins align = 0
	middle align = 0.5
	ends   align = 1
)

// write writes a text with its base line at a place.
func (p *pen) write(q point, text string, s style, ink color.Color, a align) {
	if text == "" {
		return
	}
	q.x -= float64(a) * p.fonts.measure(text, s)
	p.canvas.SetColor(ink)
	p.canvas.FillString(p.fonts.face(s), p.at(q), spelled(text))
}
