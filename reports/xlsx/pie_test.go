package xlsx_test

import (
	"regexp"
	"strings"
	"testing"

	"clientele/reports"
	"clientele/reports/internal/sample"
	"clientele/reports/xlsx"
)

// partly is a document with a ring, bars with colours of their own and rows
// that have a colour.
func partly() *reports.Document {
	d := sample.Small()
	colours := []reports.Colour{reports.GroupBest, reports.GroupRisk, reports.GroupGone}
	charts := d.Sections[0].Charts
	bars, ring := charts[3], charts[1]
	bars.Colours, ring.Colours, ring.Kind, ring.ID = colours, colours, reports.Pie, "ring"
	d.Sections[0].Charts = []reports.Chart{ring, bars}
	d.Sections[0].Tables[0].Swatches = append(colours, reports.Muted)
	return d
}

func TestCharts_PartsAndBarsHaveTheirOwnColours(t *testing.T) {
	d := partly()
	book := render(t, d, xlsx.Options{})
	palette := d.Look.Palette()
	for i, form := range []string{"doughnutChart", "barChart"} {
		xml := regexp.MustCompile(`<` + form + `>.*</` + form + `>`).FindString(part(t, book, []string{"xl/charts/chart1.xml", "xl/charts/chart2.xml"}[i]))
		points := regexp.MustCompile(`<dPt><idx val="(\d)">.*?<a:srgbClr val="(\w{6})">`).FindAllStringSubmatch(xml, -1)
		if len(points) != 3 {
			t.Fatalf("%s has the points %v", form, points)
		}
		for r, point := range points {
			if want := palette.Light(d.Sections[0].Charts[i].Colours[r]); point[2] != want {
				t.Errorf("%s: part %s is %s, not %s", form, point[1], point[2], want)
			}
		}
	}
}

// A ring's parts are named with what they are and their share of the whole.
func TestCharts_APartIsNamedWithItsShare(t *testing.T) {
	d := partly()
	d.Sections[0].Charts[0].Data.Rows = d.Sections[0].Charts[0].Data.Rows[:2]
	d.Sections[0].Charts[0].Series[0].Column, d.Sections[0].Charts[0].Format = "share", reports.Format{Kind: reports.Decimal, Digits: 1}
	f := open(t, render(t, d, xlsx.Options{}))
	sheets := f.GetSheetList()
	text := ""
	for _, row := range rows(t, f, sheets[len(sheets)-1]) {
		text += strings.Join(row, "\t") + "\n"
	}
	if !strings.Contains(text, ": 0.5 (60%)\t0.5") || !strings.Contains(text, ": 0.3 (40%)") {
		t.Errorf("the parts are named %s", text)
	}
}

// The mark of a row is the ground of its first cell: it moves with the row when
// a reader sorts, and is no part of the name.
func TestTables_RowsHaveTheColourTheyHaveInCharts(t *testing.T) {
	d := partly()
	f := open(t, render(t, d, xlsx.Options{}))
	seen := map[string]bool{}
	for _, cell := range []string{"Alpha & Co", "Beta <b>", "Delta"} {
		found, err := f.SearchSheet("First section", cell)
		if err != nil || len(found) == 0 {
			t.Fatalf("%q is not there: %v", cell, err)
		}
		id, err := f.GetCellStyle("First section", found[len(found)-1])
		if err != nil {
			t.Fatal(err)
		}
		style, err := f.GetStyle(id)
		if err != nil || len(style.Fill.Color) != 1 {
			t.Fatalf("%q has the ground %v, %v", cell, style.Fill, err)
		}
		ground := strings.TrimPrefix(style.Fill.Color[0], "#")
		if contrast := (luminance(t, ground) + 0.05) / (luminance(t, "1B2430") + 0.05); contrast < 4.5 || seen[ground] {
			t.Errorf("%q stands on %s with a contrast of %.1f", cell, ground, contrast)
		}
		seen[ground] = true
	}
}
