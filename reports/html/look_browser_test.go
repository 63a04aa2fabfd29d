package html_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"testing"

	"clientele/reports"
	"clientele/reports/internal/browser"
)

func TestLook(t *testing.T) {
	hold(t, chromium.Tab(t),
		claim{"a logo stands in the header, not too high", logoStands},
		claim{"marks of rows have their colours", marksHaveColours},
	)
}

// picture is a PNG of a size.
func picture(t *testing.T, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func logoStands(t *testing.T, ctx context.Context) {
	t.Helper()
	var heard browser.Complaints
	heard.Listen(ctx, t)
	d := small()
	d.Look = reports.Look{Logo: picture(t, 400, 100), Width: 400, Height: 100}
	open(t, ctx, keep(t, d), browser.View{Width: 1440, Scheme: "light"})
	type shown struct {
		Width, Height, Natural int
		Alt                    string
	}
	const measured = `(() => { const i = document.querySelector('header img'); return i && {Width: i.width, Height: i.height, Natural: i.naturalWidth, Alt: i.alt}; })()`
	if got := browser.Tell[shown](t, ctx, measured); got != (shown{192, 48, 400, "Harbour & Sons"}) {
		t.Errorf("the logo is %+v", got)
	}
	if texts := heard.Take(); len(texts) > 0 {
		t.Errorf("the console says %q", texts)
	}
	d.Look.Logo = []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="document.title='owned'"/>`)
	open(t, ctx, keep(t, d), browser.View{Width: 1440, Scheme: "light"})
	if browser.Tell[int](t, ctx, `document.images.length`) != 0 {
		t.Error("what is no PNG and no JPEG became a picture")
	}
}

func marksHaveColours(t *testing.T, ctx context.Context) {
	t.Helper()
	d := small()
	d.Sections[1].Tables[0].Swatches = []reports.Colour{reports.GroupBest, reports.GroupGone, reports.Accent, reports.Accent}
	open(t, ctx, keep(t, d), browser.View{Width: 1440, Scheme: "light"})
	got := browser.Tell[[]string](t, ctx, `[...document.querySelectorAll('[data-table=list] tbody th .swatch')].map(s => getComputedStyle(s).backgroundColor + s.getAttribute('aria-hidden') + (s.clientWidth > 5))`)
	palette := d.Look.Palette()
	if want := []string{rgb(t, palette.Light(reports.GroupBest)) + "truetrue", rgb(t, palette.Light(reports.GroupGone)) + "truetrue"}; len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("the marks are %v, not %v", got, want)
	}
}

// rgb is a colour of six hexadecimal digits as a browser tells it.
func rgb(t *testing.T, hex string) string {
	t.Helper()
	var r, g, b int
	if _, err := fmt.Sscanf(hex, "%02X%02X%02X", &r, &g, &b); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("rgb(%d, %d, %d)", r, g, b)
}
