package reports_test

import (
	"strings"
	"testing"

	"clientele/reports"
	"clientele/reports/internal/eyes"
)

// Whatever a company's colour: its links can be read, and its bars be seen on
// dark ground.
func TestCompanyColours_AnyAccentLeavesTextThatCanBeRead(t *testing.T) {
	for _, hex := range []string{"#0F6B5C", "#FFCC00", "#000000", "#FFFFFF", "#FF0000", "#808080", "#00ff00", "1A237E", "#2F62C9"} {
		slots, _ := reports.CompanyColours([]reports.OwnColour{{Colour: reports.Accent, Hex: hex}})
		p := (&reports.Look{Colours: slots}).Palette()
		if want := strings.ToUpper(strings.TrimPrefix(hex, "#")); p.Light(reports.Accent) != want {
			t.Errorf("%s: areas on white are %s", hex, p.Light(reports.Accent))
		}
		for ground, of := range grounds(p) {
			for _, behind := range []reports.Colour{reports.Ground, reports.Surface, reports.Soft} {
				if got := eyes.Contrast(of(reports.Link), of(behind)); got < 4.5 {
					t.Errorf("%s: links on %s (%s) have a contrast of %.2f", hex, behind.Name(), ground, got)
				}
			}
		}
		if got := eyes.Contrast(p.Dark(reports.Accent), p.Dark(reports.Surface)); got < 3 {
			t.Errorf("%s: bars on dark ground have a contrast of %.2f", hex, got)
		}
	}
}

func TestCompanyColours_SayWhatTheyChangeAndWhatIsAlike(t *testing.T) {
	for _, c := range []struct {
		given []reports.OwnColour
		want  []string // a piece of each doubt
	}{
		{nil, nil},
		{[]reports.OwnColour{{Colour: reports.Accent, Hex: "#2F62C9"}}, []string{"is hard to see on dark ground", "too dark for text on dark ground"}},
		{[]reports.OwnColour{{Colour: reports.Accent, Hex: "#FFCC00"}}, []string{"is pale on white", "too pale for text on white"}},
		{[]reports.OwnColour{{Colour: reports.Second, Hex: "#3355C0"}}, []string{"is hard to see on dark", "accent #2F62C9 and second #3355C0 are hard to tell apart"}},
		{[]reports.OwnColour{{Colour: reports.Second, Hex: "#7A57C2"}}, []string{"accent #2F62C9 and second #7A57C2 are hard to tell apart with protanopia"}},
	} {
		_, doubts := reports.CompanyColours(c.given)
		said := strings.Join(doubts, "\n")
		for _, want := range c.want {
			if !strings.Contains(said, want) {
				t.Errorf("%v: no %q in\n%s", c.given, want, said)
			}
		}
		if c.want == nil && said != "" {
			t.Errorf("%v: %s", c.given, said)
		}
	}
}
