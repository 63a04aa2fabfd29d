package html_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"clientele/reports/internal/browser"
	"clientele/reports/internal/sample"
)

// widths are those of windows: one of each way that a page is laid out in, the
// narrowest of them among them, or where time does not matter more. Every chart
// is drawn again for each.
func widths() []int64 {
	if long() {
		return []int64{1440, 1280, 1024, 901, 900, 768, 521, 520, 414, 390, 360}
	}
	return []int64{1280, 1024, 900, 360}
}

// A page is opened once, dark, and looked at in light, through windows ever
// narrower, and as it is printed: to load it and to draw its charts takes longer
// than to look.
func TestWindows(t *testing.T) {
	for _, kind := range kinds() {
		for _, language := range languages() {
			t.Run(kind.ID+" in "+language, func(t *testing.T) {
				d, err := kind.Make(sample.Answers(), sample.Settings(language))
				if err != nil {
					t.Fatal(err)
				}
				ctx := chromium.Tab(t)
				open(t, ctx, keep(t, d), browser.View{Width: widths()[0], Scheme: "dark"})
				hold(t, ctx, claim{"texts can be read in the dark", textsCanBeRead})
				turn(t, ctx, browser.View{Width: widths()[0], Scheme: "light"})
				hold(t, ctx, claim{"texts can be read in the light", textsCanBeRead})
				for _, width := range widths() {
					turn(t, ctx, browser.View{Width: width, Scheme: "light"})
					t.Run(fmt.Sprint(width), func(t *testing.T) {
						hold(t, ctx,
							claim{"the page is not wider than its window", pageIsNotTooWide},
							claim{"the head of a row paints as far as its card and a key figure is one line", headsAndFigures},
							claim{"tables fit or show that they go on", tablesFit(kind.ID, width)})
					})
				}
				hold(t, ctx, claim{"paper cuts no table", paperCutsNoTable})
			})
		}
	}
}

func pageIsNotTooWide(t *testing.T, ctx context.Context) {
	t.Helper()
	out := browser.Tell[[]string](t, ctx, `(() => {
		const width = document.documentElement.clientWidth, out = [];
		if (document.documentElement.scrollWidth > width) out.push('page ' + document.documentElement.scrollWidth);
		document.querySelectorAll('main *').forEach(e => {
			if (e.closest('.scroll table, .drawing, .hidden, .still')) return;
			const box = e.getBoundingClientRect();
			if (box.width > 0 && (box.right > width + 1 || box.left < -1)) out.push(e.tagName + '.' + e.className + ' ' + Math.round(box.right));
		});
		return out;
	})()`)
	if len(out) > 0 {
		t.Errorf("beyond the window: %v", out)
	}
}

// A head that stays in sight covers what scrolls below it up to the card's edge
// by a shadow, which has no box.
func headsAndFigures(t *testing.T, ctx context.Context) {
	t.Helper()
	out := browser.Tell[[]string](t, ctx, `(() => {
		const out = [];
		document.querySelectorAll('section:has(tbody th)').forEach(s => {
			const pad = parseFloat(getComputedStyle(s).paddingLeft), shadow = getComputedStyle(s.querySelector('tbody th')).boxShadow.match(/-?[\d.]+px/);
			if (!shadow || Math.abs(parseFloat(shadow[0]) + pad) > 0.5) out.push(s.id + ': padding ' + pad + ', shadow ' + shadow);
		});
		document.querySelectorAll('.cards dd:not(.than, .long)').forEach(e => {
			const text = document.createRange();
			text.selectNodeContents(e.querySelector('data') || e);
			if (text.getBoundingClientRect().height > 1.6 * parseFloat(getComputedStyle(e).lineHeight)) out.push(e.textContent.trim());
		});
		document.querySelectorAll('.cards .than').forEach(e => {
			const size = e => parseFloat(getComputedStyle(e).fontSize);
			if (size(e) >= size(e.previousElementSibling)) out.push('as large as its figure: ' + e.textContent.trim());
		});
		return out;
	})()`)
	if len(out) > 0 {
		t.Error(out)
	}
}

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
func tablesFit(kind string, width int64) func(*testing.T, context.Context) {
	fitting := []string{"segments", "cohorts", "rfm-grid", "best-customers", "value-customers", "loads", "loads-money",
		"leaving", "churn-risks", "churn-reliability", "value-map", "value-total", "value-check", "value-coverage", "value-holdout", "value-tracking", "value-frequency",
		"bridge", "forecast", "forecast-marks", "forecast-effects", "figures-counts", "figures-money", "parts-segment", "parts-owner", "plan", "plan-owner", "deals", "deal-stages", "deal-owners", "deal-check", "judged", "campaigns", "campaigns-money"}
	return func(t *testing.T, ctx context.Context) {
		t.Helper()
		got := browser.Tell[fit](t, ctx, measure)
		if len(got.Unshaded)+len(got.Broken) > 0 {
			t.Errorf("without the right sign: %v; broken words: %v", got.Unshaded, got.Broken)
		}
		for _, id := range got.Wide {
			if width == 1280 && slices.Contains(fitting, id) {
				t.Errorf("%s does not fit at 1280 pixels", id)
			}
		}
		if kind == "complete" && width <= 390 && len(got.Wide) == 0 {
			t.Error("no table is too wide for a telephone: the sign was not tested")
		}
		t.Log(got.Wide)
	}
}

// A4 less its margins is 696 pixels wide.
func paperCutsNoTable(t *testing.T, ctx context.Context) {
	t.Helper()
	browser.Turn(t, ctx, browser.View{Width: 696, Scheme: "light"})
	browser.Paper(t, ctx)
	cut := browser.Tell[[]string](t, ctx, `[...document.querySelectorAll('.scroll table')].filter(table => table.getBoundingClientRect().right > 697)
		.map(table => (table.dataset.table || table.dataset.behind) + ' ' + Math.round(table.getBoundingClientRect().right) + '/' + table.tHead.rows[0].cells.length)`)
	if len(cut) > 0 {
		t.Errorf("paper of 696 pixels cuts %v", cut)
	}
}
