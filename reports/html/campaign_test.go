package html_test

import (
	"testing"

	"clientele/reports"
	"clientele/reports/internal/browser"
	"clientele/reports/internal/sample"
)

// campaignPages are the sample's plan and result, in the longest words and with
// the worst names.
func campaignPages(t *testing.T) map[string]*reports.Document {
	t.Helper()
	out := map[string]*reports.Document{}
	keep := func(name string, d *reports.Document, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		out[name] = d
	}
	d, err := reports.CampaignPlan(sample.CampaignPlanAnswers(), sample.CampaignSettings("ru"))
	keep("plan", d, err)
	d, err = reports.CampaignMeasured(sample.CampaignMeasuredAnswers(), sample.CampaignSettings("ru"))
	keep("result", d, err)
	plan, result, settings := sample.HostileCampaign()
	d, err = reports.CampaignPlan(plan, settings)
	keep("hostile plan", d, err)
	d, err = reports.CampaignMeasured(result, settings)
	keep("hostile result", d, err)
	return out
}

func TestCampaignPage_DrawsItsChartsFitsAndRunsNoName(t *testing.T) {
	ctx := chromium.Tab(t)
	var heard browser.Complaints
	heard.Listen(ctx, t)
	pages := campaignPages(t)
	for _, name := range []string{"plan", "result", "hostile plan", "hostile result"} {
		path := keep(t, pages[name])
		open(t, ctx, path, browser.View{Width: 1280, Scheme: "light"})
		for _, width := range []int64{1280, 390} {
			turn(t, ctx, browser.View{Width: width, Scheme: "light"})
			got := browser.Tell[state](t, ctx, ask)
			if got.Owned || got.Over > 0 {
				t.Errorf("%s at %d: a name's script ran: %v; the page is %d too wide", name, width, got.Owned, got.Over)
			}
			if got.Charts < 2 || got.Drawn != got.Charts || got.Shapes != got.Charts {
				t.Errorf("%s at %d: of %d charts %d are drawn, %d show something", name, width, got.Charts, got.Drawn, got.Shapes)
			}
			tables := browser.Tell[fit](t, ctx, measure)
			if len(tables.Unshaded) > 0 {
				t.Errorf("%s at %d: tables go on without a sign: %v", name, width, tables.Unshaded)
			}
			for _, id := range tables.Wide {
				if name == "plan" || name == "result" {
					if width == 1280 && id != "campaign-audience" { // as many reasons as there are
						t.Errorf("%s: %s does not fit at 1280 pixels", name, id)
					}
				}
			}
		}
	}
	if texts := heard.Take(); len(texts) > 0 {
		t.Errorf("the console says: %q", texts)
	}
}
