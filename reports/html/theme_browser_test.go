package html_test

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"clientele/reports/internal/browser"
)

func TestTheme(t *testing.T) {
	hold(t, chromium.Tab(t),
		claim{"follows the system until the reader chooses", followsAndChooses},
		claim{"works where nothing may be kept", worksWithoutStorage},
		claim{"is light on paper", lightOnPaper},
	)
}

// worn is the ground of the page and the colour of a chart's text.
func worn(t *testing.T, ctx context.Context) [2]string {
	t.Helper()
	return browser.Tell[[2]string](t, ctx, `[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('.drawing svg text')).fill]`)
}

const (
	lightGround = "rgb(245, 246, 248)"
	darkGround  = "rgb(16, 21, 27)"
)

func followsAndChooses(t *testing.T, ctx context.Context) {
	t.Helper()
	path := keep(t, small())
	open(t, ctx, path, browser.View{Width: 1440, Scheme: "dark"})
	dark := worn(t, ctx)
	open(t, ctx, path, browser.View{Width: 1440, Scheme: "light"})
	light := worn(t, ctx)
	if dark[0] != darkGround || light[0] != lightGround || dark[1] == light[1] {
		t.Fatalf("light is %v, dark %v", light, dark)
	}
	browser.Tell[bool](t, ctx, `(document.querySelector('.theme input:checked').focus(), true)`)
	browser.Press(t, ctx, kb.ArrowRight+kb.ArrowRight) // over light to dark
	if got := worn(t, ctx); got != dark {
		t.Errorf("dark by choice is %v, not %v", got, dark)
	}
	open(t, ctx, path, browser.View{Width: 1440, Scheme: "light"})
	if got := worn(t, ctx); got != dark || browser.Tell[string](t, ctx, `document.querySelector('.theme input:checked').value`) != "dark" {
		t.Errorf("the choice was not kept: %v", got)
	}
	browser.Tell[bool](t, ctx, `(document.querySelector('.theme input[value=auto]').click(), true)`)
	if got := worn(t, ctx); got != light {
		t.Errorf("back to the system's is %v, not %v", got, light)
	}
	browser.Tell[bool](t, ctx, `(localStorage.clear(), true)`)
}

func worksWithoutStorage(t *testing.T, ctx context.Context) {
	t.Helper()
	script, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
		Source: `Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('forbidden', 'SecurityError'); }});`,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if _, err := chromedp.Call(ctx, page.RemoveScriptToEvaluateOnNewDocument, page.RemoveScriptToEvaluateOnNewDocumentParams(script)); err != nil {
			t.Error(err)
		}
	}()
	open(t, ctx, keep(t, small()), browser.View{Width: 1440, Scheme: "light"})
	if !browser.Tell[bool](t, ctx, `(() => { try { return !localStorage; } catch (e) { return true; } })()`) {
		t.Fatal("storage is not forbidden")
	}
	browser.Tell[bool](t, ctx, `(document.querySelector('.theme input[value=dark]').click(), true)`)
	if got := worn(t, ctx); got[0] != darkGround {
		t.Errorf("dark by choice is %v", got)
	}
}

func lightOnPaper(t *testing.T, ctx context.Context) {
	t.Helper()
	open(t, ctx, keep(t, small()), browser.View{Width: 700, Scheme: "dark"})
	browser.Tell[bool](t, ctx, `(document.querySelector('.theme input[value=dark]').click(), true)`)
	browser.Paper(t, ctx)
	got := browser.Tell[[3]string](t, ctx, `[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color, getComputedStyle(document.documentElement).colorScheme]`)
	if got != [3]string{"rgb(255, 255, 255)", "rgb(27, 36, 48)", "light"} {
		t.Errorf("paper is %v", got)
	}
	browser.Tell[bool](t, ctx, `(localStorage.clear(), true)`)
}
