package xlsx_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// An offset that is wider than its cell is cut by LibreOffice, which would put
// all charts of a row on one another.
func TestGrid_SmallChartsStandBesideEachOther(t *testing.T) {
	book := completeBook(t, "en")
	anchors := regexp.MustCompile(`<xdr:from><xdr:col>(\d+)</xdr:col><xdr:colOff>(\d+)</xdr:colOff><xdr:row>(\d+)</xdr:row>.*?<xdr:to><xdr:col>(\d+)</xdr:col>`)
	beside, all := 0, map[string][]int{}
	drawings := strings.Split(part(t, book, "xl/drawings/drawing"), "<xdr:wsDr")
	for i, drawing := range drawings {
		for _, a := range anchors.FindAllStringSubmatch(drawing, -1) {
			from, _ := strconv.Atoi(a[1])
			to, _ := strconv.Atoi(a[4])
			key := strconv.Itoa(i) + " row " + a[3]
			for _, other := range all[key] {
				beside++
				if from < other-1 {
					t.Errorf("%s: a chart begins in column %d, the one before ends in %d", key, from, other)
				}
			}
			all[key] = append(all[key], to)
			if offset, _ := strconv.Atoi(a[2]); offset > 45*9525*7 {
				t.Errorf("%s: the chart is %d off its cell", key, offset)
			}
		}
	}
	if beside < 8 {
		t.Errorf("only %d charts stand beside others", beside)
	}
}

// The hidden bars carry the others; steps up and down have colours that all
// eyes tell apart.
func TestWaterfall_ItsStepsStandOnHiddenBars(t *testing.T) {
	book := completeBook(t, "en")
	found := false
	for _, chart := range strings.Split(part(t, book, "xl/charts/chart"), "<chartSpace") {
		if !strings.Contains(chart, "step by step") {
			continue
		}
		found = true
		series := strings.Split(chart, "<ser>")[1:]
		if len(series) != 4 {
			t.Fatalf("%d sets of bars", len(series))
		}
		if !strings.Contains(chart, `<grouping val="stacked"`) || !strings.Contains(chart, `<overlap val="100"`) {
			t.Error("the bars are not stacked on each other")
		}
		for i, want := range []string{`<a:alpha val="0"`, "2F62C9", "298F71", "AB3A26"} {
			if !strings.Contains(series[i], want) {
				t.Errorf("the bars %d have no %s: %.400s", i, want, series[i])
			}
		}
	}
	if !found {
		t.Error("no waterfall")
	}
}

// A target is a stroke across its bar: a line that is not drawn, with marks.
func TestPlan_TargetsAreMarksAcrossBars(t *testing.T) {
	book := completeBook(t, "en")
	for _, chart := range strings.Split(part(t, book, "xl/charts/chart"), "<chartSpace") {
		if !strings.Contains(chart, "Target and revenue by month") {
			continue
		}
		line := regexp.MustCompile(`(?s)<lineChart>.*</lineChart>`).FindString(chart)
		if !strings.Contains(line, `<symbol val="dash"`) || !strings.Contains(line, "<a:noFill") || !strings.Contains(chart, "<barChart>") {
			t.Errorf("the targets are drawn as %s", line)
		}
		return
	}
	t.Error("no chart of targets")
}
