package reports_test

import (
	"math"
	"strconv"
	"testing"
)

// linear is a colour, RRGGBB, in linear light (IEC 61966-2-1).
func linear(t testing.TB, hex string) [3]float64 {
	t.Helper()
	if len(hex) != 6 {
		t.Fatalf("%q is no colour", hex)
	}
	var out [3]float64
	for i := range out {
		n, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatalf("%q is no colour", hex)
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			out[i] = c / 12.92
		} else {
			out[i] = math.Pow((c+0.055)/1.055, 2.4)
		}
	}
	return out
}

// contrast is the ratio of WCAG 2.2, definition of "contrast ratio".
func contrast(t testing.TB, a, b string) float64 {
	t.Helper()
	luminance := func(hex string) float64 {
		c := linear(t, hex)
		return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2]
	}
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// eyes are the matrices on linear light of G. M. Machado, M. M. Oliveira,
// L. A. F. Fernandes, A physiologically-based model for simulation of color
// vision deficiency, IEEE TVCG 15 (2009), severity 1.0.
func eyes() map[string][3][3]float64 {
	return map[string][3][3]float64{
		"normal":       {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
		"protanopia":   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
		"deuteranopia": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
		"tritanopia":   {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
	}
}

// seen is a colour in CIE Lab (white D65) as eyes see it.
func seen(t testing.TB, hex string, eye [3][3]float64) lab {
	t.Helper()
	in, c := linear(t, hex), [3]float64{}
	for i, row := range eye {
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
	rotation := -2 * math.Sqrt(seventh/(seventh+math.Pow(25, 7))) * math.Sin(60*radians*math.Exp(-math.Pow((middle-275)/25, 2)))
	return math.Sqrt(dl*dl/(sl*sl) + dc*dc/(sc*sc) + dh*dh/(sh*sh) + rotation*dc/sc*dh/sh)
}

// Pairs 1, 4, 7, 10, 13, 17, 19, 20, 25, 31, 33 and 34 of table 1 of the paper.
func TestDistance_IsThatOfThePaper(t *testing.T) {
	for _, c := range []struct {
		p, q lab
		want float64
	}{
		{lab{50, 2.6772, -79.7751}, lab{50, 0, -82.7485}, 2.0425},
		{lab{50, -1.3802, -84.2814}, lab{50, 0, -82.7485}, 1.0000},
		{lab{50, 0, 0}, lab{50, -1, 2}, 2.3669},
		{lab{50, 2.4900, -0.0010}, lab{50, -2.4900, 0.0010}, 7.1792},
		{lab{50, -0.0010, 2.4900}, lab{50, 0.0009, -2.4900}, 4.8045},
		{lab{50, 2.5, 0}, lab{73, 25, -18}, 27.1492},
		{lab{50, 2.5, 0}, lab{56, -27, -3}, 31.9030},
		{lab{50, 2.5, 0}, lab{58, 24, 15}, 19.4535},
		{lab{60.2574, -34.0099, 36.2677}, lab{60.4626, -34.1751, 39.4387}, 1.2644},
		{lab{22.7233, 20.0904, -46.6940}, lab{23.0331, 14.9730, -42.5619}, 2.0373},
		{lab{90.8027, -2.0831, 1.4410}, lab{91.1528, -1.6435, 0.0447}, 1.4441},
		{lab{6.7747, -0.2908, -2.4247}, lab{5.8714, -0.0985, -2.2286}, 0.6377},
		{lab{2.0776, 0.0795, -1.1350}, lab{0.9033, -0.0636, -0.5514}, 0.9082},
	} {
		for _, got := range []float64{distance(c.p, c.q), distance(c.q, c.p)} {
			if math.Abs(got-c.want) > 0.00005 {
				t.Errorf("from %v to %v it is %.4f, the paper has %.4f", c.p, c.q, got, c.want)
			}
		}
	}
}

func TestContrast_OfBlackAndWhiteIs21(t *testing.T) {
	if got := contrast(t, "000000", "FFFFFF"); math.Abs(got-21) > 1e-9 {
		t.Errorf("it is %v", got)
	}
	if got := contrast(t, "777777", "FFFFFF"); math.Abs(got-4.48) > 0.005 { // the best known grey that fails AA
		t.Errorf("of #777 on white it is %v", got)
	}
}
