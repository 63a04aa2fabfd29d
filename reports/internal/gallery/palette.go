package main

import (
	"bytes"
	"cmp"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"slices"
)

// mostBytes is how large a picture may be.
const mostBytes = 300_000

// keep writes a picture with at most 256 colours, which makes it a third as
// large; a page has few.
func keep(path string, content []byte) error {
	picture, err := png.Decode(bytes.NewReader(content))
	if err != nil {
		return fmt.Errorf("read the picture %s: %w", path, err)
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&out, paletted(picture)); err != nil {
		return fmt.Errorf("write the picture %s: %w", path, err)
	}
	if out.Len() > mostBytes {
		return fmt.Errorf("the picture %s has %d bytes, more than %d", path, out.Len(), mostBytes)
	}
	return os.WriteFile(path, out.Bytes(), 0o644)
}

// counted is a colour and how many points have it.
type counted struct {
	at    [3]uint8
	count int
}

// paletted is a picture in its own colours where these are few, else in those
// of a median cut. It does not dither: areas of one colour stay so.
func paletted(picture image.Image) *image.Paletted {
	bounds := picture.Bounds()
	points := map[[3]uint8]int{}
	at := func(x, y int) [3]uint8 {
		c := color.NRGBAModel.Convert(picture.At(x, y)).(color.NRGBA)
		return [3]uint8{c.R, c.G, c.B}
	}
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			points[at(x, y)]++
		}
	}
	palette := medianCut(points)
	places := map[[3]uint8]uint8{}
	out := image.NewPaletted(bounds, palette)
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			c := at(x, y)
			place, known := places[c]
			if !known {
				place = uint8(palette.Index(color.NRGBA{c[0], c[1], c[2], 255}))
				places[c] = place
			}
			out.SetColorIndex(x, y, place)
		}
	}
	return out
}

// exact is how many of the commonest colours stay as they are: grounds, texts
// and areas are not to be tinged.
const exact = 96

// medianCut keeps the commonest colours; the others, which are edges of letters
// and lines, lie in a box that is cut along its widest side until there are 256
// colours, each box being its commonest.
func medianCut(points map[[3]uint8]int) color.Palette {
	all := make([]counted, 0, len(points))
	for at, count := range points {
		all = append(all, counted{at, count})
	}
	slices.SortFunc(all, func(a, b counted) int { return slices.Compare(a.at[:], b.at[:]) }) // a map has no order
	slices.SortStableFunc(all, func(a, b counted) int { return cmp.Compare(b.count, a.count) })
	var boxes [][]counted
	for _, one := range all[:min(exact, len(all))] {
		boxes = append(boxes, []counted{one})
	}
	if len(all) > exact {
		boxes = append(boxes, all[exact:])
	}
	for len(boxes) < 256 {
		widest, axis, most := -1, 0, 0
		for i, box := range boxes {
			if a, spread := spreadOf(box); spread > most {
				widest, axis, most = i, a, spread
			}
		}
		if widest < 0 {
			break
		}
		box := boxes[widest]
		slices.SortStableFunc(box, func(a, b counted) int { return cmp.Compare(a.at[axis], b.at[axis]) })
		middle := len(box) / 2
		boxes[widest] = box[:middle]
		boxes = append(boxes, box[middle:])
	}
	out := make(color.Palette, len(boxes))
	for i, box := range boxes {
		c := slices.MaxFunc(box, func(a, b counted) int { return cmp.Compare(a.count, b.count) }).at
		out[i] = color.NRGBA{c[0], c[1], c[2], 255}
	}
	return out
}

// spreadOf is the axis along which a box is widest, and how wide; 0 for a box
// of one colour.
func spreadOf(box []counted) (axis, spread int) {
	for a := range 3 {
		low, high := uint8(255), uint8(0)
		for _, one := range box {
			low, high = min(low, one.at[a]), max(high, one.at[a])
		}
		if wide := int(high) - int(low); len(box) > 1 && wide > spread {
			axis, spread = a, wide
		}
	}
	return axis, spread
}
