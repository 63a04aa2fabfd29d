package html_test

import (
	"slices"
	"testing"

	"github.com/chromedp/chromedp"

	"clientele/reports/internal/sample"
)

// fit is how tables stand in their cards.
type fit struct {
	Wide     []string `json:"wide"`     // tables that go on beyond their card
	Unshaded []string `json:"unshaded"` // those of them without a sign, or a sign without need
	Broken   []string `json:"broken"`   // words of segments that are on two lines
}

const measure = `(() => {
	const out = {wide: [], unshaded: [], broken: []};
	document.querySelectorAll('.edge').forEach(edge => {
		const box = edge.firstElementChild, id = box.querySelector('table').dataset.table || 'behind a chart', wide = box.scrollWidth > box.clientWidth + 1;
		if (wide && !edge.closest('details')) out.wide.push(id);
		if (wide !== edge.classList.contains('after')) out.unshaded.push(id);
	});
	document.querySelectorAll('table[data-table=segments] tbody th bdi').forEach(name => {
		const text = name.firstChild;
		for (const word of text.data.matchAll(/\S+/g)) {
			const range = document.createRange();
			range.setStart(text, word.index);
			range.setEnd(text, word.index + word[0].length);
			if (range.getClientRects().length > 1) out.broken.push(word[0]);
		}
	});
	return out;
})()`

// The sample has 24 columns of periods and, in Russian, the longest names of
// segments.
func TestPage_TablesFitOrShowThatTheyGoOn(t *testing.T) {
	ctx := browser(t)
	fitting := []string{"segments", "cohorts", "rfm-grid", "best-customers", "value-customers", "loads", "loads-money",
		"leaving", "churn-risks", "churn-reliability", "value-map", "value-total", "value-check", "value-coverage", "value-holdout", "value-tracking", "value-frequency",
		"bridge", "forecast", "forecast-marks", "forecast-effects", "figures-counts", "figures-money", "parts-segment", "parts-owner", "plan", "plan-owner", "deals", "deal-stages", "deal-owners", "deal-check", "judged", "campaigns", "campaigns-money"}
	for _, language := range languages() {
		open(t, ctx, keep(t, document(t, sample.Answers(), sample.Settings(language))), view{1280, "light"})
		for _, width := range []int64{1280, 390} {
			if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900)); err != nil {
				t.Fatalf("%s at %d: %v", language, width, err)
			}
			tell[bool](t, ctx, `(dispatchEvent(new Event('resize')), true)`) // its own one comes with the next frame
			got := tell[fit](t, ctx, measure)
			if len(got.Unshaded)+len(got.Broken) > 0 {
				t.Errorf("%s at %d: without the right sign: %v; broken words: %v", language, width, got.Unshaded, got.Broken)
			}
			for _, id := range got.Wide {
				if width == 1280 && slices.Contains(fitting, id) {
					t.Errorf("%s: %s does not fit at 1280 pixels", language, id)
				}
			}
			if width == 390 && len(got.Wide) == 0 {
				t.Error("no table is too wide for a telephone: the sign was not tested")
			}
			t.Logf("%s at %d: %v", language, width, got.Wide)
		}
	}
}
