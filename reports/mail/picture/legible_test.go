package picture_test

import (
	"image/color"
	"slices"
	"testing"

	"clientele/reports"
	"clientele/reports/internal/sample"
	"clientele/reports/mail/picture"
)

// narrowest is how many pixels the narrowest telephones have, and legible how
// large letters have to be on them.
const (
	narrowest = 320.0
	legible   = 11.0
)

// capital is the height of DejaVu's capitals beside the size of its letters.
const capital = 1493.0 / 2048

// A picture that names its bars H has no other ink in the column of that name.
func TestDraw_LettersCanBeReadOnTheNarrowestTelephones(t *testing.T) {
	d := sample.Small()
	c := sample.Parts("letters", reports.RowBars)
	for i := range c.Data.Rows {
		c.Data.Rows[i][0] = "H"
	}
	drawn, decoded := draw(t, &c, settings(t, d))
	most, run := 0, 0
	for y := range decoded.Bounds().Dy() {
		if inkIn(decoded, y, 2*10, 2*10+16) {
			run++
			most = max(most, run)
		} else {
			run = 0
		}
	}
	size := float64(most) / 2 / capital * narrowest / float64(drawn.Width)
	if size < legible || size > 14 {
		t.Errorf("letters are %.1f pixels large on a telephone of %.0f", size, narrowest)
	}
	if told := picture.Letters * narrowest / float64(drawn.Width); told < legible {
		t.Errorf("letters of %.1f are %.1f pixels large on such a telephone", picture.Letters, told)
	}
}

// inkIn says whether a row of dots has ink between two columns.
func inkIn(p interface{ At(int, int) color.Color }, y, from, to int) bool {
	for x := from; x < to; x++ {
		if r, _, _, _ := p.At(x, y).RGBA(); r < 0xe000 {
			return true
		}
	}
	return false
}

func TestDraw_NamesThatTheFontCannotWriteAreNumbersWithAKey(t *testing.T) {
	d := sample.Small()
	for name, written := range map[string]bool{
		"株式会社サンプル": false, "삼성전자": false, "شركة المثال": false, "חברה לדוגמה": false, "บริษัท": false, "उदाहरण": false, "Anna 🧿": false, "\ue000": false,
		"e\u0301tat": true, "Ելենա": true, "ელენე": true, "Ωμέγα": true, "Čapek & Søn": true, "Орлова": true, "₾ 12 — „ok“": true,
	} {
		c := sample.Parts("scripts", reports.RowBars)
		c.Data.Rows[1][0], c.Data.Rows[2][0] = name, name
		drawn, _ := draw(t, &c, settings(t, d))
		var want []string
		if !written {
			want = []string{name}
		}
		if !slices.Equal(drawn.Keys, want) {
			t.Errorf("%q: the keys are %q", name, drawn.Keys)
		}
	}
}

// A box for an unknown sign looks the same whatever it stands for: pictures of
// two such names must not, and one of a number is that of the number.
func TestDraw_ANameWithoutLettersLooksLikeItsNumber(t *testing.T) {
	d := sample.Small()
	bytesOf := func(name string) string {
		c := sample.Parts("scripts", reports.RowBars)
		c.Data.Rows[1][0] = name
		drawn, _ := draw(t, &c, settings(t, d))
		return string(drawn.PNG)
	}
	if bytesOf("株式会社") != bytesOf("(1)") {
		t.Error("a name in Chinese does not look like (1)")
	}
	if bytesOf("(1)") == bytesOf("(2)") {
		t.Error("all numbers look the same")
	}
}
