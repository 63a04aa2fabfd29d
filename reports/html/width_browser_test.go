package html_test

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"clientele/reports/internal/sample"
)

func TestWidth(t *testing.T) {
	hold(t, browser(t),
		claim{"no page is wider than its window", noPageIsTooWide},
		claim{"the head of a row paints as far as its card and a key figure is one line", headsAndFigures},
		claim{"contents fold away where there is no room", contentsFold},
	)
}

// widths are those of windows: the first three, or where time does not matter
// all. Every chart is drawn again for each.
func widths(all ...int64) []int64 {
	if long() {
		return all
	}
	return all[:3]
}

// The longest words are Russian.
func noPageIsTooWide(t *testing.T, ctx context.Context) {
	t.Helper()
	for _, kind := range kinds() {
		d, err := kind.Make(sample.Answers(), sample.Settings("ru"))
		if err != nil {
			t.Fatal(err)
		}
		open(t, ctx, keep(t, d), view{1440, "light"})
		for _, width := range widths(1440, 1024, 360, 768, 414) {
			if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900)); err != nil {
				t.Fatal(err)
			}
			out := tell[[]string](t, ctx, `(() => {
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
				t.Errorf("%s at %d: beyond the window: %v", kind.ID, width, out)
			}
		}
	}
}

// A head that stays in sight covers what scrolls below it up to the card's edge
// by a shadow, which has no box.
func headsAndFigures(t *testing.T, ctx context.Context) {
	t.Helper()
	for _, kind := range kinds() {
		d, err := kind.Make(sample.Answers(), sample.Settings("es"))
		if err != nil {
			t.Fatal(err)
		}
		open(t, ctx, keep(t, d), view{1440, "light"})
		for _, width := range widths(1440, 900, 360, 768) {
			if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900)); err != nil {
				t.Fatal(err)
			}
			out := tell[[]string](t, ctx, `(() => {
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
				t.Errorf("%s at %d: %v", kind.ID, width, out)
			}
		}
	}
}

func contentsFold(t *testing.T, ctx context.Context) {
	t.Helper()
	path := keep(t, small())
	const unfolded = `document.querySelector('nav ol').checkVisibility()`
	open(t, ctx, path, view{1440, "light"})
	if !tell[bool](t, ctx, unfolded) || tell[int](t, ctx, `document.querySelector('nav summary').tabIndex`) != -1 {
		t.Error("at 1440 pixels the contents are folded, or can be")
	}
	open(t, ctx, path, view{360, "light"})
	if tell[bool](t, ctx, unfolded) {
		t.Error("at 360 pixels the contents are in the way")
	}
	tell[bool](t, ctx, `(document.querySelector('nav summary').focus(), true)`)
	press(t, ctx, kb.Enter)
	if !tell[bool](t, ctx, unfolded) {
		t.Error("Enter does not unfold the contents")
	}
	press(t, ctx, kb.Tab+kb.Tab+kb.Enter)
	if tell[bool](t, ctx, unfolded) || tell[string](t, ctx, `location.hash`) != "#second" {
		t.Error("the second link does not lead to its section and fold the contents")
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1440, 900)); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Run(ctx, chromedp.Poll[bool](unfolded, chromedp.WithPollingTimeout(5*time.Second))); err != nil {
		t.Error("a window made wide again has no contents")
	}
}
