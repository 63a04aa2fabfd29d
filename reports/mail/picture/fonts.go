package picture

import (
	"fmt"
	"strings"
	"sync"
	"unicode"

	"codeberg.org/go-fonts/dejavu/dejavusans"
	"codeberg.org/go-fonts/dejavu/dejavusansbold"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"gonum.org/v1/plot/font"
)

// fonts are those of DejaVu: they have Cyrillic and the signs of all the
// currencies that the catalogue writes, which Liberation's do not have.
type fonts struct{ regular, bold *opentype.Font }

// loaded is what the embedded files say, read once: it never changes.
//
//nolint:gochecknoglobals // a constant that is computed, like a compiled expression
var loaded = sync.OnceValues(func() (*fonts, error) {
	regular, err := opentype.Parse(dejavusans.TTF)
	if err != nil {
		return nil, fmt.Errorf("read the font: %w", err)
	}
	bold, err := opentype.Parse(dejavusansbold.TTF)
	if err != nil {
		return nil, fmt.Errorf("read the bold font: %w", err)
	}
	return &fonts{regular, bold}, nil
})

// style is how letters look.
type style struct {
	size float64
	bold bool
}

func (f *fonts) face(s style) font.Face {
	face := font.Face{Font: font.Font{Typeface: "DejaVu Sans", Size: font.Length(s.size)}, Face: f.regular}
	if s.bold {
		face.Face = f.bold
	}
	return face
}

// spelled is a text without the one sign of a currency that the font has not.
func spelled(text string) string { return strings.ReplaceAll(text, "₾", "GEL") }

// draws says whether the font writes a text as its readers do: it has all signs,
// and the script is one whose letters stand beside each other from left to
// right. The letters of Arabic and Hindi change with their neighbours, and
// Hebrew runs the other way; what draws here knows nothing of either.
func (f *fonts) draws(text string) bool {
	var buffer sfnt.Buffer
	for _, r := range spelled(text) {
		if !unicode.In(r, unicode.Latin, unicode.Cyrillic, unicode.Greek, unicode.Armenian, unicode.Georgian, unicode.Common) {
			return false
		}
		if glyph, err := f.regular.GlyphIndex(&buffer, r); err != nil || glyph == 0 {
			return false
		}
	}
	return true
}

// measure is the width of a text in pixels.
func (f *fonts) measure(text string, s style) float64 {
	text = spelled(text)
	face := f.face(s).Face
	var buffer sfnt.Buffer
	unit, sum := fixed.Int26_6(face.UnitsPerEm()), 0
	for _, r := range text {
		glyph, err := face.GlyphIndex(&buffer, r)
		if err != nil {
			continue
		}
		advance, err := face.GlyphAdvance(&buffer, glyph, unit, 0)
		if err != nil {
			continue
		}
		sum += int(advance)
	}
	return float64(sum) / float64(unit) * s.size
}
