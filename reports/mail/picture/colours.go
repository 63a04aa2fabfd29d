package picture

import (
	"image"
	"image/color"
	"image/draw"
	"slices"
	"strconv"

	"clientele/reports"
)

// ink is a colour of the palette as paper has it: pictures have a white ground.
func (d *drawing) ink(c reports.Colour) color.NRGBA { return parsed(d.settings.Palette.Light(c)) }

// parsed reads RRGGBB; what is none is grey.
func parsed(text string) color.NRGBA {
	n, err := strconv.ParseUint(text, 16, 32)
	if err != nil || len(text) != 6 {
		return color.NRGBA{0x80, 0x80, 0x80, 255}
	}
	return color.NRGBA{uint8(n >> 16), uint8(n >> 8), uint8(n), 255}
}

// pale is a colour of less weight as it looks on white: a picture of solid
// colours has few of them.
func pale(c color.NRGBA, weight float64) color.NRGBA {
	mix := func(v uint8) uint8 { return uint8(255 - (255-float64(v))*weight + 0.5) }
	return color.NRGBA{mix(c.R), mix(c.G), mix(c.B), 255}
}

// paletted is a picture in at most 256 colours, which makes it a third as
// large. A chart has few, and the shades between them at the edges of letters
// and lines: the commonest stay, the others take the nearest of these.
func paletted(picture image.Image) *image.Paletted {
	source, ok := picture.(*image.RGBA)
	if !ok {
		source = image.NewRGBA(picture.Bounds())
		draw.Draw(source, source.Bounds(), picture, picture.Bounds().Min, draw.Src)
	}
	counts := map[uint32]int{}
	for at := 0; at < len(source.Pix); {
		k, from := key(source.Pix[at:]), at
		for at < len(source.Pix) && key(source.Pix[at:]) == k { // most dots are as the one before
			at += 4
		}
		counts[k] += (at - from) / 4
	}
	all := make([]uint32, 0, len(counts))
	for k := range counts {
		all = append(all, k)
	}
	slices.SortFunc(all, func(a, b uint32) int { // a map has no order
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return int(a) - int(b)
	})
	palette := make(color.Palette, 0, 256)
	for _, k := range all[:min(256, len(all))] {
		palette = append(palette, color.RGBA{uint8(k >> 16), uint8(k >> 8), uint8(k), 255})
	}
	places := make(map[uint32]uint8, len(all))
	for i, k := range all {
		if i < len(palette) {
			places[k] = uint8(i)
		} else {
			places[k] = uint8(palette.Index(color.RGBA{uint8(k >> 16), uint8(k >> 8), uint8(k), 255}))
		}
	}
	out := image.NewPaletted(source.Bounds(), palette)
	last := key(source.Pix)
	place := places[last]
	for i := range out.Pix {
		if k := key(source.Pix[4*i:]); k != last {
			last, place = k, places[k]
		}
		out.Pix[i] = place
	}
	return out
}

// key is the colour of a dot; pictures are opaque.
func key(dot []uint8) uint32 { return uint32(dot[0])<<16 | uint32(dot[1])<<8 | uint32(dot[2]) }
