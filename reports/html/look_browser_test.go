package html_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"

	"clientele/reports"
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

// The clock of a busy machine says little, so the work of the page's own thread
// is counted: reading, laying out and drawing all 43 charts of the sample.
func drawnSoon(t *testing.T, ctx context.Context) {
	t.Helper()
	if _, err := chromedp.Call(ctx, performance.Enable, performance.EnableParams{TimeDomain: performance.EnableTimeDomainThreadTicks}); err != nil {
		t.Fatal(err)
	}
	path := keepBytes(t, completePage(t, "en"))
	open(t, ctx, path, view{1440, "light"})
	marks := tell[map[string]float64](t, ctx, `Object.fromEntries([...performance.getEntriesByType('mark')].map(m => [m.name, Math.round(m.startTime)]))`)
	metrics, err := chromedp.Call(ctx, performance.GetMetrics, cdp.Empty{})
	if err != nil {
		t.Fatal(err)
	}
	seconds := map[string]float64{}
	for _, m := range metrics.Metrics {
		seconds[m.Name] = m.Value
	}
	t.Logf("charts in sight after %v ms, all after %v ms by the clock; work of the page's thread %.2f s, of it scripts %.2f s, layout %.2f s, styles %.2f s",
		marks["charts in sight"], marks["all charts"], seconds["TaskDuration"], seconds["ScriptDuration"], seconds["LayoutDuration"], seconds["RecalcStyleDuration"])
	if marks["charts in sight"] <= 0 || marks["all charts"] < marks["charts in sight"] {
		t.Errorf("the page measures nothing: %v", marks)
	}
	if work := seconds["TaskDuration"]; work <= 0 || work > 2.5 {
		t.Errorf("the page's thread works for %.2f s", work)
	}
}
