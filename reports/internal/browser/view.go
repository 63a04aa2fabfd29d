package browser

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// View is the window that a page is looked at through.
type View struct {
	Width  int64
	Scheme string // light or dark
}

// Keep writes a page to a file and returns its path.
func Keep(t testing.TB, page []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(path, page, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Open loads a page from its file and shows it.
func Open(t testing.TB, ctx context.Context, path string, v View) {
	t.Helper()
	Turn(t, ctx, v)
	if err := chromedp.Do(ctx, chromedp.Navigate("file://"+path)); err != nil {
		t.Fatalf("%v: %v", v, err)
	}
}

// Turn shows the page that is open through another window.
func Turn(t testing.TB, ctx context.Context, v View) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(v.Width, 900)); err != nil {
		t.Fatal(err)
	}
	medium := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: v.Scheme}}}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, medium); err != nil {
		t.Fatal(err)
	}
}

// Paper shows the page that is open as it is printed.
func Paper(t testing.TB, ctx context.Context) {
	t.Helper()
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}); err != nil {
		t.Fatal(err)
	}
}

// Tell evaluates an expression in the page.
func Tell[T any](t testing.TB, ctx context.Context, expression string) T {
	t.Helper()
	got, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return got
}

// Press sends keys to what has the focus.
func Press(t testing.TB, ctx context.Context, keys string) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.KeyEvent(keys)); err != nil {
		t.Fatal(err)
	}
}
