package html_test

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

func TestTheme(t *testing.T) {
	hold(t, browser(t),
		claim{"follows the system until the reader chooses", followsAndChooses},
		claim{"works where nothing may be kept", worksWithoutStorage},
		claim{"is light on paper", lightOnPaper},
	)
}

// worn is the ground of the page and the colour of a chart's text.
func worn(t *testing.T, ctx context.Context) [2]string {
	t.Helper()
	return tell[[2]string](t, ctx, `[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('.drawing svg text')).fill]`)
}

const (
	lightGround = "rgb(245, 246, 248)"
	darkGround  = "rgb(16, 21, 27)"
)

func followsAndChooses(t *testing.T, ctx context.Context) {
	t.Helper()
	path := keep(t, small())
	open(t, ctx, path, view{1440, "dark"})
	dark := worn(t, ctx)
	open(t, ctx, path, view{1440, "light"})
	light := worn(t, ctx)
	if dark[0] != darkGround || light[0] != lightGround || dark[1] == light[1] {
		t.Fatalf("light is %v, dark %v", light, dark)
	}
	tell[bool](t, ctx, `(document.querySelector('.theme input:checked').focus(), true)`)
	press(t, ctx, kb.ArrowRight+kb.ArrowRight) // over light to dark
	if got := worn(t, ctx); got != dark {
		t.Errorf("dark by choice is %v, not %v", got, dark)
	}
	open(t, ctx, path, view{1440, "light"})
	if got := worn(t, ctx); got != dark || tell[string](t, ctx, `document.querySelector('.theme input:checked').value`) != "dark" {
		t.Errorf("the choice was not kept: %v", got)
	}
	tell[bool](t, ctx, `(document.querySelector('.theme input[value=auto]').click(), true)`)
	if got := worn(t, ctx); got != light {
		t.Errorf("back to the system's is %v, not %v", got, light)
	}
	tell[bool](t, ctx, `(localStorage.clear(), true)`)
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
	open(t, ctx, keep(t, small()), view{1440, "light"})
	if !tell[bool](t, ctx, `(() => { try { return !localStorage; } catch (e) { return true; } })()`) {
		t.Fatal("storage is not forbidden")
	}
	tell[bool](t, ctx, `(document.querySelector('.theme input[value=dark]').click(), true)`)
	if got := worn(t, ctx); got[0] != darkGround {
		t.Errorf("dark by choice is %v", got)
	}
}

func lightOnPaper(t *testing.T, ctx context.Context) {
	t.Helper()
	open(t, ctx, keep(t, small()), view{700, "dark"})
	tell[bool](t, ctx, `(document.querySelector('.theme input[value=dark]').click(), true)`)
	paper(t, ctx)
	got := tell[[3]string](t, ctx, `[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color, getComputedStyle(document.documentElement).colorScheme]`)
	if got != [3]string{"rgb(255, 255, 255)", "rgb(27, 36, 48)", "light"} {
		t.Errorf("paper is %v", got)
	}
	tell[bool](t, ctx, `(localStorage.clear(), true)`)
}

// paper shows the page as it is printed.
func paper(t *testing.T, ctx context.Context) {
	t.Helper()
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}); err != nil {
		t.Fatal(err)
	}
}
