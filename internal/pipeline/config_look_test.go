package pipeline

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"clientele/reports"
)

// picture is a square of one colour, or of noise, which does not pack.
func picture(t *testing.T, width, height int, noise bool) image.Image {
	t.Helper()
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	random := rand.New(rand.NewPCG(1, 2))
	if noise {
		for i := range out.Pix {
			out.Pix[i] = byte(random.Uint32())
		}
		return out
	}
	out.Set(0, 0, color.RGBA{15, 107, 92, 255})
	return out
}

func pngOf(t *testing.T, picture image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// withLogo reads a config whose logo has some content.
func withLogo(t *testing.T, content []byte) (*Config, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "logo.png")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return readText(t, fmt.Sprintf("look:\n  logo: %q\n", path))
}

func TestConfigLook_TakesPicturesThatAllOfficesShow(t *testing.T) {
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, picture(t, 40, 30, false), nil); err != nil {
		t.Fatal(err)
	}
	for _, content := range [][]byte{pngOf(t, picture(t, 40, 30, false)), photo.Bytes()} {
		config, err := withLogo(t, content)
		if err != nil {
			t.Fatal(err)
		}
		if look := config.look; !bytes.Equal(look.Logo, content) || look.Width != 40 || look.Height != 30 || len(look.inputs) != 1 || len(look.inputs[0].SHA256) != 64 {
			t.Errorf("%d bytes became a logo of %d bytes, %d × %d, inputs %v", len(content), len(look.Logo), look.Width, look.Height, look.inputs)
		}
	}
}

func TestConfigLook_SaysWhyAPictureIsNoLogo(t *testing.T) {
	whole := pngOf(t, picture(t, 40, 30, true))
	for _, c := range []struct {
		content []byte
		want    string
	}{
		{pngOf(t, picture(t, 300, 300, true)), "has more than 256 KB"},
		{pngOf(t, picture(t, 2001, 4, false)), "has 2001 × 4 pixels, and a side may have 2000"},
		{[]byte("\ufeff  <svg xmlns='http://www.w3.org/2000/svg'/>"), "is an SVG, which can bear scripts"},
		{[]byte(`<?xml version="1.0"?><svg/>`), "is an SVG"},
		{[]byte("GIF89a"), "is neither PNG nor JPEG"},
		{nil, "is neither PNG nor JPEG"},
		{whole[:len(whole)/2], "is damaged"},
	} {
		_, err := withLogo(t, c.content)
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), ":3:9: look.logo: the picture") {
			t.Errorf("the error is %v, no %q", err, c.want)
		}
	}
}

func TestConfigLook_NamesTheLineOfEveryMistake(t *testing.T) {
	_, err := readText(t, `look:
  logo: nowhere.png
  colours:
    accent: green
    second: "#12345"
    third: #0F6B5C
    fifth: "#0F6B5C"
`)
	if err == nil {
		t.Fatal("accepted")
	}
	for _, want := range []string{
		`3:9: look.logo: the picture "nowhere.png" cannot be read: no such file`,
		`5:13: look.colours.accent: "green" is no colour`,
		`6:13: look.colours.second: "#12345" is no colour`,
		"look.colours.third: has no value",
		"8:5: look.colours.fifth: unknown key",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%v\ndoes not say %q", err, want)
		}
	}
}

func TestConfigLook_AColourThatIsHardToReadGetsTones(t *testing.T) {
	config, err := readText(t, "look:\n  colours:\n    accent: \"#0F6B5C\"\n")
	if err != nil {
		t.Fatal(err)
	}
	p := config.look.Palette()
	if p.Light(reports.Accent) != "0F6B5C" || p.Light(reports.Link) != "0F6B5C" || p.Dark(reports.Accent) == "0F6B5C" {
		t.Errorf("areas are %s and %s, links %s", p.Light(reports.Accent), p.Dark(reports.Accent), p.Light(reports.Link))
	}
	if said := strings.Join(config.look.doubts, "\n"); !strings.Contains(said, "the accent #0F6B5C is hard to see on dark ground") {
		t.Errorf("nobody is told: %s", said)
	}
	if plain, err := readText(t, ""); err != nil || len(plain.look.doubts)+len(plain.look.Colours) > 0 {
		t.Errorf("a config without a look has %v, %v", plain.look, err)
	}
}
