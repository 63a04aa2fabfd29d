package mail_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"clientele/reports"
	"clientele/reports/internal/sample"
	"clientele/reports/mail"
)

// logo is a picture of one colour.
func logo(t *testing.T, kind string, width, height int) []byte {
	t.Helper()
	picture := image.NewGray(image.Rect(0, 0, width, height))
	picture.SetGray(1, 1, color.Gray{200})
	var out bytes.Buffer
	err := png.Encode(&out, picture)
	if kind == "image/jpeg" {
		out.Reset()
		err = jpeg.Encode(&out, picture, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestWrite_TheLogoStandsInTheMailAsItIs(t *testing.T) {
	for kind, name := range map[string]string{"image/png": "logo.png", "image/jpeg": "logo.jpg"} {
		d := sample.Small()
		d.Look = reports.Look{Logo: logo(t, kind, 300, 88), Width: 300, Height: 88}
		body := write(t, d, mail.Frame{})
		last := body.Pictures[len(body.Pictures)-1]
		if last.Type != kind || last.Name != name || !bytes.Equal(last.PNG, d.Look.Logo) || last.Alt != d.Company {
			t.Errorf("the %s is %s, %s, says %q", kind, last.Type, last.Name, last.Alt)
		}
		if want := `<img src="cid:` + last.CID + `" width="150" height="44" alt="Harbour &amp; Sons"`; !strings.Contains(body.HTML, want) {
			t.Errorf("no %s", want)
		}
	}
}

func TestWrite_WhatIsNoPictureIsNoLogo(t *testing.T) {
	for _, content := range []string{`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`, "GIF89a", ""} {
		d := sample.Small()
		d.Look.Logo = []byte(content)
		if body := write(t, d, mail.Frame{}); len(body.Pictures) != 1 || strings.Contains(body.HTML, "logo") {
			t.Errorf("%q is shown", content)
		}
	}
}

func TestWrite_TakesTheCompanysColours(t *testing.T) {
	d := sample.Small()
	plain := write(t, d, mail.Frame{})
	d.Look.Colours = []reports.Slot{{Colour: reports.Accent, Light: "A01E5A", Dark: "F08CC0"}, {Colour: reports.Ink, Light: "red;background:url(x)", Dark: "000"}}
	own := write(t, d, mail.Frame{})
	if !strings.Contains(own.HTML, "#A01E5A") || strings.Contains(plain.HTML, "#A01E5A") || bytes.Equal(own.Pictures[0].PNG, plain.Pictures[0].PNG) {
		t.Error("mail and picture do not have the company's colour")
	}
	if strings.Contains(own.HTML, "url(") || strings.Contains(own.HTML, "red;") {
		t.Error("what is no colour stands in a style")
	}
}

func TestWrite_APartSaysWhichOneItIs(t *testing.T) {
	d := sample.Small()
	body := write(t, d, mail.Frame{Part: 2, Parts: 3, Attached: []mail.Attached{{Name: "a.xlsx", Bytes: 5_000_000}, {Name: "b.xlsx", Bytes: 6_000_000, How: mail.InPart, Part: 3}}})
	if !strings.HasSuffix(body.Subject, "(2 of 3)") {
		t.Errorf("the subject is %q", body.Subject)
	}
	if plain := oneLine(body.Text); !strings.Contains(plain, "This is mail 2 of 3.") || !strings.Contains(plain, "b.xlsx (6.0 MB, in mail 3 of 3)") {
		t.Errorf("the text is\n%s", body.Text)
	}
}

func TestWrite_ALongSubjectKeepsItsPart(t *testing.T) {
	d := sample.Small()
	d.Company = strings.Repeat("Harbour ", 60)
	body := write(t, d, mail.Frame{Part: 2, Parts: 3})
	if n := len([]rune(body.Subject)); n > 170 || !strings.HasSuffix(body.Subject, "(2 of 3)") {
		t.Errorf("the subject of %d characters is %q", n, body.Subject)
	}
}

func BenchmarkWrite(b *testing.B) {
	d, err := reports.Director(sample.Answers(), sample.Settings("ru"))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := mail.Write(d, frame()); err != nil {
			b.Fatal(err)
		}
	}
}
