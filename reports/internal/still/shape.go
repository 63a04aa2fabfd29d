package still

import (
	"regexp"
	"strconv"
)

var (
	fontSize   = regexp.MustCompile(`(?:^|[ :])(\d+(?:\.\d+)?)px`)
	fontWeight = regexp.MustCompile(`font-weight:(bold|\d00)|font: ?(bold|\d00) `)
)

// middle is how far below its line's middle a text stands, in parts of its size:
// not all programs that draw SVG know dominant-baseline.
const middle = 0.35

// look is how a shape or a text is painted.
func (c *cleaner) look(a attributes, scale float64) []string {
	shade := a.numbers("fill-opacity", "opacity")
	if inside.MatchString(a["fill"]) && !a.drawn() && a["opacity"] == "" && len(shade) > 0 {
		shade[0] = "opacity" // printed to PDF a gradient loses its fill-opacity and hides what it crosses
	}
	out := append([]string{"fill", c.paint(a["fill"])}, shade...)
	if !a.drawn() {
		return out
	}
	out = append(out, "stroke", c.paint(a["stroke"]))
	out = append(out, a.numbers("stroke-opacity", "stroke-dasharray")...)
	if a["stroke-width"] != "" && a.value("stroke-width")*scale != 1 {
		out = append(out, "stroke-width", short(a.value("stroke-width")*scale, 2))
	}
	return append(out, a.words("stroke-linecap", "butt", "stroke-linejoin", "miter", "paint-order", "")...)
}

// shape writes a shape. Paths that look alike and follow each other, as the
// lines of a grid and the bars of a series do, are one.
func (c *cleaner) shape(name string, a attributes) {
	if name == "path" && a.dot() {
		at := enlarged.FindStringSubmatch(a["transform"])
		size, _ := strconv.ParseFloat(at[1], 64) // the pattern has checked it
		c.open("circle", append([]string{"cx", rounded(at[3], 1), "cy", rounded(at[4], 1), "r", short(size, 2)}, c.look(a, size)...)...)
		c.end("circle")
		return
	}
	look := append(c.look(a, 1), a.transform()...)
	if name != "path" {
		c.open(name, append(a.numbers("x", "y", "width", "height", "cx", "cy", "r", "rx", "points"), look...)...)
		c.end(name)
		return
	}
	c.path(a["d"], joined(look), a["transform"] == "" && !inside.MatchString(a["fill"]))
}

func (c *cleaner) path(d, look string, more bool) {
	if !path.MatchString(d) {
		return
	}
	if !more || !c.unended || c.line != look {
		c.endLine()
		c.out.WriteString("<path" + look + ` d="`)
		c.line, c.unended = look, true
	}
	c.out.WriteString(rounded(d, 1))
	if !more {
		c.endLine()
	}
}

// endLine ends the path that is open for more.
func (c *cleaner) endLine() {
	if c.unended {
		c.out.WriteString(`"></path>`)
		c.unended = false
	}
}

// text begins a text. Its style becomes attributes; its font is the page's.
func (c *cleaner) text(a attributes) {
	style := a["style"]
	size := 12.0
	if at := fontSize.FindStringSubmatch(style); at != nil {
		size, _ = strconv.ParseFloat(at[1], 64) // the pattern has checked it
	}
	x, y, transform := a.value("x"), a.value("y")+middle*size, a.transform()
	if at := moved.FindStringSubmatch(a["transform"]); at != nil {
		across, _ := strconv.ParseFloat(at[1], 64)
		down, _ := strconv.ParseFloat(at[2], 64)
		x, y, transform = x+across, y+down, nil
	}
	pairs := []string{"x", short(x, 1), "y", short(y, 1)}
	if size != 12 {
		pairs = append(pairs, "font-size", short(size, 1))
	}
	if at := fontWeight.FindStringSubmatch(style); at != nil {
		pairs = append(pairs, "font-weight", at[1]+at[2])
	}
	pairs = append(append(pairs, a.words("text-anchor", "start")...), transform...)
	c.open("text", append(pairs, c.look(a, 1)...)...)
	c.inText = true
}

// transform is the attribute of that name, where it says something.
func (a attributes) transform() []string {
	if a["transform"] == "" || !turned.MatchString(a["transform"]) {
		return nil
	}
	return []string{"transform", rounded(a["transform"], 2)}
}
