package still

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// placeholder stands where an id begins; no XML text can have it.
const placeholder = "\x01"

// clean writes an SVG anew with the elements and attributes that a picture
// needs and no other: no style, no class, no script, no address but that of a
// gradient in it. What nobody sees is left out and numbers are short.
func clean(raw string) (string, error) {
	c := cleaner{gradients: map[string]string{}}
	decoder := xml.NewDecoder(strings.NewReader(legal(raw)))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return c.out.String(), nil
		}
		if err != nil {
			return "", fmt.Errorf("read what the chart library drew: %w", err)
		}
		switch one := token.(type) {
		case xml.StartElement:
			err = c.start(decoder, one)
		case xml.EndElement:
			c.end(one.Name.Local)
		case xml.CharData:
			if c.inText {
				c.escape(string(one))
			}
		}
		if err != nil {
			return "", fmt.Errorf("read what the chart library drew: %w", err)
		}
	}
}

// legal is a text without what XML cannot bear.
func legal(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' || r >= 0x20 && r != 0xFFFE && r != 0xFFFF {
			return r
		}
		return -1
	}, strings.ToValidUTF8(text, "\uFFFD"))
}

// cleaner writes the elements that stay.
type cleaner struct {
	out       strings.Builder
	inText    bool
	gradients map[string]string // the library's ids and ours
	unended   bool              // a path is open for more lines
	line      string            // its look
}

// start writes an element and, where it has none that matter, skips its
// children.
func (c *cleaner) start(decoder *xml.Decoder, element xml.StartElement) error {
	a := attributesOf(element.Attr)
	switch name := element.Name.Local; name {
	case "svg":
		c.open(name, append([]string{"xmlns", "http://www.w3.org/2000/svg", "font-size", "12"}, a.numbers("width", "height", "viewBox")...)...)
	case "g", "defs":
		c.open(name)
	case "linearGradient":
		c.open(name, append(append([]string{"id", c.gradient(a["id"])}, a.words("gradientUnits", "")...), a.numbers("x1", "y1", "x2", "y2")...)...)
	case "stop":
		c.open(name, append([]string{"stop-color", c.paint(a["stop-color"])}, a.numbers("offset", "stop-opacity")...)...)
	case "text":
		c.text(a)
	case "path", "rect", "circle", "polyline", "polygon":
		if a.visible() {
			c.shape(name, a)
		}
		return decoder.Skip()
	default:
		return decoder.Skip()
	}
	return nil
}

// open begins an element.
func (c *cleaner) open(name string, pairs ...string) {
	c.endLine()
	c.out.WriteString("<" + name + joined(pairs) + ">")
}

func (c *cleaner) end(name string) {
	c.endLine()
	c.inText = false
	c.out.WriteString("</" + name + ">")
}

func (c *cleaner) escape(text string) {
	_ = xml.EscapeText(&c.out, []byte(text)) // a Builder does not fail
}

// joined writes pairs of names and values, leaving out those without a value.
func joined(pairs []string) string {
	var b strings.Builder
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			b.WriteString(" " + pairs[i] + `="` + pairs[i+1] + `"`)
		}
	}
	return b.String()
}

// gradient is our id for one of the library's.
func (c *cleaner) gradient(id string) string {
	if _, ok := c.gradients[id]; !ok {
		c.gradients[id] = placeholder + strconv.Itoa(len(c.gradients))
	}
	return c.gradients[id]
}

// paint is a colour, or a gradient of this picture.
func (c *cleaner) paint(text string) string {
	if at := inside.FindStringSubmatch(text); at != nil {
		return "url(#" + c.gradient(at[1]) + ")"
	}
	if colour.MatchString(text) {
		return text
	}
	return ""
}
