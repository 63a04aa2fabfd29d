package html_test

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"clientele/reports/internal/browser"
)

func TestContents_FoldAwayWhereThereIsNoRoom(t *testing.T) {
	ctx := chromium.Tab(t)
	path := keep(t, small())
	const unfolded = `document.querySelector('nav ol').checkVisibility()`
	open(t, ctx, path, browser.View{Width: 1440, Scheme: "light"})
	if !browser.Tell[bool](t, ctx, unfolded) || browser.Tell[int](t, ctx, `document.querySelector('nav summary').tabIndex`) != -1 {
		t.Error("at 1440 pixels the contents are folded, or can be")
	}
	open(t, ctx, path, browser.View{Width: 360, Scheme: "light"})
	if browser.Tell[bool](t, ctx, unfolded) {
		t.Error("at 360 pixels the contents are in the way")
	}
	browser.Tell[bool](t, ctx, `(document.querySelector('nav summary').focus(), true)`)
	browser.Press(t, ctx, kb.Enter)
	if !browser.Tell[bool](t, ctx, unfolded) {
		t.Error("Enter does not unfold the contents")
	}
	browser.Press(t, ctx, kb.Tab+kb.Tab+kb.Enter)
	if browser.Tell[bool](t, ctx, unfolded) || browser.Tell[string](t, ctx, `location.hash`) != "#second" {
		t.Error("the second link does not lead to its section and fold the contents")
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1440, 900)); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Run(ctx, chromedp.Poll[bool](unfolded, chromedp.WithPollingTimeout(5*time.Second))); err != nil {
		t.Error("a window made wide again has no contents")
	}
}
