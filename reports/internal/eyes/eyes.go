// Package eyes tells how colours, RRGGBB, look to people: their contrast, and
// how far apart they are for normal eyes and those that lack a kind of cone.
package eyes

import (
	"fmt"
	"math"
	"slices"
	"strconv"
)

// Valid reports whether a text is a colour.
func Valid(hex string) bool {
	_, err := strconv.ParseUint(hex, 16, 32)
	return err == nil && len(hex) == 6 && !slices.Contains([]byte("+-_"), hex[0])
}

// parts are red, green and blue between 0 and 255; black of what is no colour.
func parts(hex string) [3]float64 {
	var out [3]float64
	if !Valid(hex) {
		return out
	}
	all, _ := strconv.ParseUint(hex, 16, 32) // Valid has said that it can be read
	for i := range out {
		out[2-i] = float64(all >> (8 * i) & 255)
	}
	return out
}

// linear is a colour in linear light (IEC 61966-2-1).
func linear(hex string) [3]float64 {
	var out [3]float64
	for i, part := range parts(hex) {
		c := part / 255
		if c <= 0.04045 {
			out[i] = c / 12.92
		} else {
			out[i] = math.Pow((c+0.055)/1.055, 2.4)
		}
	}
	return out
}

// Contrast is the ratio of WCAG 2.2, definition of "contrast ratio".
func Contrast(a, b string) float64 {
	luminance := func(hex string) float64 {
		c := linear(hex)
		return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2]
	}
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// Mixed is a share of a with the rest of b, as color-mix(in srgb) has it.
func Mixed(a, b string, share float64) string {
	x, y, out := parts(a), parts(b), ""
	for i := range x {
		out += fmt.Sprintf("%02X", int(share*x[i]+(1-share)*y[i]+0.5))
	}
	return out
}

// Toned is a colour moved towards another one in steps of a fiftieth until its
// contrast with all grounds is enough.
func Toned(hex, towards string, enough float64, grounds ...string) string {
	for step := range 51 {
		toned := Mixed(towards, hex, float64(step)/50)
		if !slices.ContainsFunc(grounds, func(ground string) bool { return Contrast(toned, ground) < enough }) {
			return toned
		}
	}
	return towards
}

// Eye is a kind of eyes.
type Eye struct {
	Name   string
	matrix [3][3]float64
}

// Kinds are normal eyes and the three kinds that lack one of the cones, by
// the matrices on linear light of G. M. Machado, M. M. Oliveira, L. A. F.
// Fernandes, A physiologically-based model for simulation of color vision
// deficiency, IEEE TVCG 15 (2009), severity 1.0.
func Kinds() []Eye {
	return []Eye{
		{"normal", [3][3]float64{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}},
		{"protanopia", [3][3]float64{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}},
		{"deuteranopia", [3][3]float64{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}},
		{"tritanopia", [3][3]float64{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}},
	}
}

// Apart is how far apart two colours are for the eyes that tell them apart the
// worst, and whose these are. A distance of 1 is just seen between patches side
// by side.
func Apart(a, b string) (least float64, whose string) {
	least = math.Inf(1)
	for _, eye := range Kinds() {
		if d := distance(eye.sees(a), eye.sees(b)); d < least {
			least, whose = d, eye.Name
		}
	}
	return least, whose
}

// sees is a colour in CIE Lab (white D65) as eyes see it.
func (e Eye) sees(hex string) lab {
	in, c := linear(hex), [3]float64{}
	for i, row := range e.matrix {
		c[i] = min(1, max(0, row[0]*in[0]+row[1]*in[1]+row[2]*in[2]))
	}
	curve := func(v float64) float64 {
		if v > 216.0/24389 {
			return math.Cbrt(v)
		}
		return (24389.0/27*v + 16) / 116
	}
	x := curve((0.4124564*c[0] + 0.3575761*c[1] + 0.1804375*c[2]) / 0.95047)
	y := curve(0.2126729*c[0] + 0.7151522*c[1] + 0.0721750*c[2])
	z := curve((0.0193339*c[0] + 0.1191920*c[1] + 0.9503041*c[2]) / 1.08883)
	return lab{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

type lab struct{ l, a, b float64 }

// distance is CIEDE2000 as G. Sharma, W. Wu, E. N. Dalal, The CIEDE2000
// color-difference formula, Color Research and Application 30 (2005) write it.
func distance(p, q lab) float64 {
	seventh := math.Pow((math.Hypot(p.a, p.b)+math.Hypot(q.a, q.b))/2, 7)
	g := 1 + 0.5*(1-math.Sqrt(seventh/(seventh+math.Pow(25, 7))))
	chroma := func(c lab) (float64, float64) {
		hue := math.Atan2(c.b, g*c.a) * 180 / math.Pi
		if hue < 0 {
			hue += 360
		}
		return math.Hypot(g*c.a, c.b), hue
	}
	c1, h1 := chroma(p)
	c2, h2 := chroma(q)
	turn, middle := h2-h1, (h1+h2)/2
	switch {
	case c1*c2 == 0:
		turn, middle = 0, h1+h2
	case math.Abs(h1-h2) > 180:
		turn -= math.Copysign(360, turn)
		if middle += 180; h1+h2 >= 360 {
			middle -= 360
		}
	}
	radians := math.Pi / 180
	dl, dc, dh := q.l-p.l, c2-c1, 2*math.Sqrt(c1*c2)*math.Sin(turn/2*radians)
	light, c := (p.l+q.l)/2-50, (c1+c2)/2
	weight := 1 - 0.17*math.Cos((middle-30)*radians) + 0.24*math.Cos(2*middle*radians) +
		0.32*math.Cos((3*middle+6)*radians) - 0.20*math.Cos((4*middle-63)*radians)
	sl, sc, sh := 1+0.015*light*light/math.Sqrt(20+light*light), 1+0.045*c, 1+0.015*c*weight
	seventh = math.Pow(c, 7)
	rotation := -2 * math.Sqrt(seventh/(seventh+math.Pow(25, 7))) * math.Sin(60*radians*math.Exp(-(middle-275)/25*(middle-275)/25))
	return math.Sqrt(dl*dl/(sl*sl) + dc*dc/(sc*sc) + dh*dh/(sh*sh) + rotation*dc/sc*dh/sh)
}
