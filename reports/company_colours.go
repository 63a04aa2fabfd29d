package reports

import (
	"fmt"
	"strings"

	"clientele/reports/internal/eyes"
)

// What a colour has to hold against its ground, WCAG 2.2: text (1.4.3) and what
// a chart draws (1.4.11).
const (
	textContrast  = 4.5
	drawnContrast = 3.0
)

// enoughApart is the distance below which two series of a chart are hard to
// tell, as CIEDE2000 measures it.
const enoughApart = 10

// OwnColour is one that a company gives to a place of the palette.
type OwnColour struct {
	Colour Colour
	Hex    string // with or without #
}

// IsColour reports whether a text is a colour: six hexadecimal digits, with or
// without # before them.
func IsColour(text string) bool { return eyes.Valid(strings.TrimPrefix(text, "#")) }

// CompanyColours are the places of the palette that a company's own colours
// change. A colour stays as it is given wherever it is an area on white; the
// tones for dark ground, and for text and links, are derived where the given
// one would be hard to read. The doubts say so, and what cannot be told apart.
func CompanyColours(given []OwnColour) (slots []Slot, doubts []string) {
	standard := (&Look{}).Palette()
	darkSurface := standard.Dark(Surface)
	for _, own := range given {
		hex := strings.ToUpper(strings.TrimPrefix(own.Hex, "#"))
		slot := standard.slots[own.Colour]
		slot.Light, slot.Dark = hex, eyes.Toned(hex, "FFFFFF", drawnContrast, darkSurface)
		slots = append(slots, slot)
		if ratio := eyes.Contrast(hex, standard.Light(Surface)); ratio < drawnContrast {
			doubts = append(doubts, fmt.Sprintf("the %s #%s is pale on white: its contrast is %.1f where charts need %.0f, so lines in it are hard to see", slot.Name, hex, ratio, drawnContrast))
		}
		if slot.Dark != hex {
			doubts = append(doubts, fmt.Sprintf("the %s #%s is hard to see on dark ground, where charts have #%s instead", slot.Name, hex, slot.Dark))
		}
		if own.Colour == Accent {
			link, text := linkSlot(hex, standard)
			slots, doubts = append(slots, link), append(doubts, text...)
		}
	}
	return slots, append(doubts, likened(given, slots)...)
}

// linkSlot is the tone of an accent for text and links.
func linkSlot(hex string, standard Palette) (Slot, []string) {
	link := standard.slots[Link]
	link.Light = eyes.Toned(hex, "000000", textContrast, standard.Light(Surface), standard.Light(Ground), standard.Light(Soft))
	link.Dark = eyes.Toned(hex, "FFFFFF", textContrast, standard.Dark(Surface), standard.Dark(Ground), standard.Dark(Soft))
	var doubts []string
	if link.Light != hex {
		doubts = append(doubts, fmt.Sprintf("the accent #%s is too pale for text on white: links have #%s instead", hex, link.Light))
	}
	if link.Dark != hex {
		doubts = append(doubts, fmt.Sprintf("the accent #%s is too dark for text on dark ground: links have #%s instead", hex, link.Dark))
	}
	return link, doubts
}

// likened says which of a company's colours are hard to tell from another series'.
func likened(given []OwnColour, slots []Slot) []string {
	p := (&Look{Colours: slots}).Palette()
	own := map[Colour]bool{}
	for _, one := range given {
		own[one.Colour] = true
	}
	var doubts []string
	series := []Colour{Accent, Second, Third, Fourth, Strong, Fall, Muted}
	for i, a := range series {
		for _, b := range series[:i] {
			if !own[a] && !own[b] {
				continue
			}
			if d, whose := eyes.Apart(p.Light(a), p.Light(b)); d < enoughApart {
				doubts = append(doubts, fmt.Sprintf("the colours %s #%s and %s #%s are hard to tell apart with %s: their distance is %.0f, and %d is enough",
					b.Name(), p.Light(b), a.Name(), p.Light(a), vision(whose), d, enoughApart))
			}
		}
	}
	return doubts
}

func vision(eye string) string {
	if eye == "normal" {
		return "any eyes"
	}
	return eye
}
