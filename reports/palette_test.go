package reports_test

import (
	"slices"
	"strings"
	"testing"

	"clientele/reports"
	"clientele/reports/internal/eyes"
	"clientele/reports/internal/sample"
)

// grounds are the palette's two halves.
func grounds(p reports.Palette) map[string]func(reports.Colour) string {
	return map[string]func(reports.Colour) string{"light": p.Light, "dark": p.Dark}
}

// apart complains about two colours of a list that some eyes cannot tell apart.
func apart(t *testing.T, need float64, colours ...reports.Colour) {
	t.Helper()
	p := (&reports.Look{}).Palette()
	for ground, of := range grounds(p) {
		for i, a := range colours {
			for _, b := range colours[:i] {
				if d, whose := eyes.Apart(of(a), of(b)); d < need {
					t.Errorf("%s and %s on %s ground are %.1f apart with %s, less than %g", a.Name(), b.Name(), ground, d, whose, need)
				}
			}
		}
	}
}

// A difference of 1 is just seen between patches side by side; marks of a chart
// and its legend are small and apart, 10 is seen at a glance.
func TestPalette_AllEyesTellTheSeriesOfAChartApart(t *testing.T) {
	apart(t, 11.5, reports.Accent, reports.Second, reports.Third, reports.Strong, reports.Fall, reports.Fourth, reports.Muted)
	apart(t, 10.5, reports.Accent, reports.Second, reports.Third, reports.Strong, reports.Fall, reports.Fourth, reports.Faint)
	apart(t, 10, reports.Muted, reports.Faint)
	apart(t, 11.5, reports.Accent, reports.Rise, reports.Fall, reports.Muted)
}

func TestPalette_AllEyesTellTheStagesApart(t *testing.T) {
	apart(t, 12, reports.GroupGood, reports.GroupNew, reports.GroupBack, reports.GroupRisk, reports.GroupGone, reports.Faint)
}

// Ten groups are families of hues with steps of lightness: they are never
// without their names, and still no two look the same.
func TestPalette_NoTwoSegmentsLookTheSameToAnybody(t *testing.T) {
	apart(t, 5.9, reports.GroupBest, reports.GroupGood, reports.GroupComing, reports.GroupPromising, reports.GroupNew, reports.GroupWatch,
		reports.GroupTiring, reports.GroupRisk, reports.GroupDear, reports.GroupGone)
}

// No chart of a report may bring together what cannot be told apart. What is
// pale or a mark differs by more than its colour.
func TestPalette_EachChartOfTheReportsCanBeReadByAllEyes(t *testing.T) {
	met := 0
	for _, kind := range reports.Kinds() {
		d, err := kind.Make(sample.Answers(), sample.Settings("en"))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range d.Sections {
			for _, c := range s.Charts {
				used := []reports.Colour{}
				for _, one := range c.Series {
					if !one.Pale && !one.Mark && !slices.Contains(used, one.Colour) {
						used = append(used, one.Colour)
					}
				}
				if len(used) > 1 {
					met++
					apart(t, 10, used...)
				}
			}
		}
	}
	if met < 5 {
		t.Errorf("only %d charts of more than one series", met)
	}
}

// WCAG 2.2: 1.4.3 asks 4.5 of text, 1.4.11 asks 3 of what a chart draws. Faint
// is what stands back on purpose, and groups have their names beside them.
func TestPalette_TextAndLinesHaveContrast(t *testing.T) {
	p := (&reports.Look{}).Palette()
	texts := []reports.Colour{reports.Ink, reports.Quiet, reports.Good, reports.Bad, reports.Link}
	drawn := []reports.Colour{reports.Accent, reports.Second, reports.Third, reports.Muted, reports.Strong, reports.Rise, reports.Fall, reports.Fourth}
	for ground, of := range grounds(p) {
		for _, behind := range []reports.Colour{reports.Ground, reports.Surface, reports.Soft} {
			for _, text := range texts {
				if got := eyes.Contrast(of(text), of(behind)); got < 4.5 {
					t.Errorf("text in %s on %s (%s ground) has a contrast of %.2f", text.Name(), behind.Name(), ground, got)
				}
			}
		}
		for _, c := range drawn {
			if got := eyes.Contrast(of(c), of(reports.Surface)); got < 2.9 {
				t.Errorf("%s on %s ground has a contrast of %.2f", c.Name(), ground, got)
			}
		}
	}
	if got := eyes.Contrast(p.Light(reports.Ink), p.Light(reports.HeatPale)); got < 4.5 {
		t.Errorf("digits on a workbook's heat have a contrast of %.2f", got)
	}
}

// A cell of a heat map is a mix of heat and surface; its class says how much.
func TestPalette_DigitsOfAHeatMapHaveContrast(t *testing.T) {
	p := (&reports.Look{}).Palette()
	for ground, of := range grounds(p) {
		for step := range 10 {
			text := reports.Ink
			if step == 6 {
				text = reports.HeatMiddle
			} else if step > 6 {
				text = reports.HeatInk
			}
			cell := eyes.Mixed(of(reports.Heat), of(reports.Surface), 0.06+0.1*float64(step))
			if got := eyes.Contrast(of(text), cell); got < 4.5 {
				t.Errorf("step %d on %s ground has a contrast of %.2f", step, ground, got)
			}
		}
	}
}

func TestPalette_EachPlaceIsItsColours(t *testing.T) {
	names := []string{}
	for i, slot := range (&reports.Look{}).Palette().Slots() {
		if int(slot.Colour) != i || slot.Colour.Name() != slot.Name || slices.Contains(names, slot.Name) {
			t.Errorf("the place %d is that of %d, %s", i, slot.Colour, slot.Name)
		}
		if slot.Light != strings.ToUpper(slot.Light) || slot.Dark != strings.ToUpper(slot.Dark) {
			t.Errorf("%s is written %s and %s", slot.Name, slot.Light, slot.Dark)
		}
		names = append(names, slot.Name)
	}
	own := reports.Look{Colours: []reports.Slot{{Colour: reports.Second, Light: "0F6B5C", Dark: "3FA08F"}}}
	if p := own.Palette(); p.Light(reports.Second) != "0F6B5C" || p.Dark(reports.Second) != "3FA08F" || p.Light(reports.Accent) != "2F62C9" {
		t.Errorf("a company's colour is %s and %s", p.Light(reports.Second), p.Dark(reports.Second))
	}
}

func TestSegmentColour_TheSameMeaningHasTheSameColourInBothKinds(t *testing.T) {
	for segment, stage := range map[string]string{"loyal": "active", "new": "new", "at_risk": "at_risk", "hibernating": "lost", "": "prospect"} {
		if a, b := reports.SegmentColour("rfm", segment), reports.SegmentColour("lifecycle", stage); a != b {
			t.Errorf("%s is %s, %s is %s", segment, a.Name(), stage, b.Name())
		}
	}
	if reports.PlaceColour(0) != reports.PlaceColour(7) || reports.PlaceColour(0) == reports.PlaceColour(6) {
		t.Error("places do not go round after seven")
	}
}
