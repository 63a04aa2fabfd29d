package html_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"testing"
	"time"

	"clientele/reports"
	"clientele/reports/internal/sample"
)

func TestLook(t *testing.T) {
	hold(t, browser(t),
		claim{"a logo stands in the header, not too high", logoStands},
		claim{"marks of rows have their colours", marksHaveColours},
		claim{"all charts are drawn soon", drawnSoon},
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
	var heard complaints
	heard.listen(ctx, t)
	d := small()
	d.Look = reports.Look{Logo: picture(t, 400, 100), Width: 400, Height: 100}
	open(t, ctx, keep(t, d), view{1440, "light"})
	type shown struct {
		Width, Height, Natural int
		Alt                    string
	}
	const measured = `(() => { const i = document.querySelector('header img'); return i && {Width: i.width, Height: i.height, Natural: i.naturalWidth, Alt: i.alt}; })()`
	if got := tell[shown](t, ctx, measured); got != (shown{192, 48, 400, "Harbour & Sons"}) {
		t.Errorf("the logo is %+v", got)
	}
	if texts := heard.take(); len(texts) > 0 {
		t.Errorf("the console says %q", texts)
	}
	d.Look.Logo = []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="document.title='owned'"/>`)
	open(t, ctx, keep(t, d), view{1440, "light"})
	if tell[int](t, ctx, `document.images.length`) != 0 {
		t.Error("what is no PNG and no JPEG became a picture")
	}
}

func marksHaveColours(t *testing.T, ctx context.Context) {
	t.Helper()
	d := small()
	d.Sections[1].Tables[0].Swatches = []reports.Colour{reports.GroupBest, reports.GroupGone, reports.Accent, reports.Accent}
	open(t, ctx, keep(t, d), view{1440, "light"})
	got := tell[[]string](t, ctx, `[...document.querySelectorAll('[data-table=list] tbody th .swatch')].map(s => getComputedStyle(s).backgroundColor + s.getAttribute('aria-hidden') + (s.clientWidth > 5))`)
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

// A quiet machine draws the 43 charts of the sample within a second; a busy one
// is only measured.
func drawnSoon(t *testing.T, ctx context.Context) {
	t.Helper()
	path := keepBytes(t, render(t, document(t, sample.Answers(), sample.Settings("en"))))
	began := time.Now()
	open(t, ctx, path, view{1440, "light"})
	got := tell[map[string]float64](t, ctx, `Object.fromEntries([...performance.getEntriesByType('mark')].map(m => [m.name, Math.round(m.startTime)]))`)
	t.Logf("milliseconds from navigation: charts in sight %v, all charts %v; the test waited %v", got["charts in sight"], got["all charts"], time.Since(began).Round(time.Millisecond))
	if got["charts in sight"] <= 0 || got["all charts"] < got["charts in sight"] {
		t.Errorf("the page measures nothing: %v", got)
	}
	if long() && got["all charts"] > 1000 {
		t.Errorf("all charts were drawn after %v ms", got["all charts"])
	}
}
