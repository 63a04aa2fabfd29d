package eyes

import (
	"math"
	"testing"
)

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
	if got := Contrast("000000", "FFFFFF"); math.Abs(got-21) > 1e-9 {
		t.Errorf("it is %v", got)
	}
	if got := Contrast("777777", "FFFFFF"); math.Abs(got-4.48) > 0.005 { // the best known grey that fails AA
		t.Errorf("of #777 on white it is %v", got)
	}
}

// Who lacks a cone sees some colours alike that others tell apart, and never
// confuses black with white. Greys stay as they are for everybody.
func TestKinds_LoseColoursAndNoLightness(t *testing.T) {
	for _, eye := range Kinds() {
		if d := distance(eye.sees("000000"), eye.sees("FFFFFF")); math.Abs(d-100) > 0.1 {
			t.Errorf("black and white are %.2f apart with %s", d, eye.Name)
		}
		if grey := eye.sees("808080"); math.Hypot(grey.a, grey.b) > 0.1 {
			t.Errorf("grey is %v with %s", grey, eye.Name)
		}
	}
	for _, c := range []struct{ a, b, whose string }{{"D2601A", "8A8A00", "deuteranopia"}, {"2F62C9", "7A57C2", "protanopia"}} {
		normal := distance(Kinds()[0].sees(c.a), Kinds()[0].sees(c.b))
		if d, whose := Apart(c.a, c.b); whose != c.whose || d > normal/2 {
			t.Errorf("%s and %s are %.1f apart with %s, %.1f with normal eyes", c.a, c.b, d, whose, normal)
		}
	}
}

func TestToned_IsTheFirstStepWithContrast(t *testing.T) {
	if got := Toned("2F62C9", "000000", 4.5, "FFFFFF"); got != "2F62C9" {
		t.Errorf("a colour with contrast became %s", got)
	}
	got := Toned("FFCC00", "000000", 4.5, "FFFFFF", "F5F6F8")
	if c := Contrast(got, "F5F6F8"); c < 4.5 || c > 4.9 {
		t.Errorf("yellow became %s with a contrast of %.2f", got, c)
	}
}

func TestValid_TellsColours(t *testing.T) {
	for text, want := range map[string]bool{"0F6B5C": true, "0f6b5c": true, "": false, "F6B": false, "+F6B5C": false, "0F6B5G": false, "0F_6B5": false, "0F6B5C0": false} {
		if got := Valid(text); got != want {
			t.Errorf("%q is a colour: %v", text, got)
		}
	}
}
