package reports_test

import (
	"testing"

	"clientele/reports"
	"clientele/reports/internal/sample"
)

// coloured collects which colours a document gives to the names of groups.
func coloured(t *testing.T, d *reports.Document) map[string]map[reports.Colour]string {
	t.Helper()
	out := map[string]map[reports.Colour]string{}
	put := func(where, label string, colour reports.Colour) {
		if out[label] == nil {
			out[label] = map[reports.Colour]string{}
		}
		out[label][colour] = where
	}
	for _, s := range d.Sections {
		for _, c := range s.Charts {
			if len(c.Colours) > 0 && len(c.Colours) != c.Data.Len() {
				t.Errorf("the chart %s has %d colours and %d rows", c.ID, len(c.Colours), c.Data.Len())
			}
			if c.Flow == nil {
				continue
			}
			for _, node := range c.Flow.Nodes {
				put(s.ID+" "+c.ID, s.ID+" "+node.Label, node.Colour)
			}
		}
		for _, one := range s.Tables {
			if len(one.Swatches) == 0 {
				continue
			}
			if len(one.Swatches) != one.Data.Len() {
				t.Errorf("the table %s has %d marks and %d rows", one.ID, len(one.Swatches), one.Data.Len())
			}
			first := one.Places()[0]
			for r, colour := range one.Swatches {
				if label, ok := one.Data.Rows[r][first].(string); ok {
					put(s.ID+" "+one.ID, s.ID+" "+label, colour)
				}
			}
		}
	}
	return out
}

func TestSegments_HaveTheSameColourInEachChartAndTable(t *testing.T) {
	for _, kind := range reports.Kinds() {
		d, err := kind.Make(sample.Answers(), sample.Settings("en"))
		if err != nil {
			t.Fatal(err)
		}
		groups := coloured(t, d)
		for label, colours := range groups {
			if len(colours) > 1 {
				t.Errorf("%s: %s has the colours %v", kind.ID, label, colours)
			}
		}
		if kind.ID == "complete" && len(groups) < 20 {
			t.Errorf("only %d groups have a colour", len(groups))
		}
	}
	plan, err := reports.CampaignPlan(sample.CampaignPlanAnswers(), sample.CampaignSettings("en"))
	if err != nil {
		t.Fatal(err)
	}
	for label, colours := range coloured(t, plan) {
		if len(colours) > 1 {
			t.Errorf("plan: %s has the colours %v", label, colours)
		}
	}
}

// In one table no two groups share a colour, unless they are more than there
// are colours for places.
func TestSegments_NoTwoOfATableShareAColour(t *testing.T) {
	d := monthly(t, "en", nil)
	for _, id := range []string{"segments", "lifecycle", "own", "clusters"} {
		seen := map[reports.Colour]int{}
		one := d.Find(id)
		if len(one.Swatches) != one.Data.Len() || one.Data.Len() < 2 {
			t.Fatalf("%s has %d marks, %d rows", id, len(one.Swatches), one.Data.Len())
		}
		for r, colour := range one.Swatches {
			if before, ok := seen[colour]; ok && one.Data.Len() <= 7 {
				t.Errorf("%s: rows %d and %d are both %s", id, before, r, colour.Name())
			}
			seen[colour] = r
		}
	}
}
