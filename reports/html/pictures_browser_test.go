package html_test

import (
	"context"
	"math"
	"os"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"

	"clientele/reports/internal/browser"
)

// The page of all sections with its pictures, opened once in each language.
func TestPictures(t *testing.T) {
	for _, language := range languages() {
		t.Run(language, func(t *testing.T) {
			path := browser.Keep(t, completePage(t, language))
			hold(t, chromium.Tab(t),
				claim{"all charts are drawn soon", func(t *testing.T, ctx context.Context) { drawnSoon(t, ctx, path) }},
				claim{"paper has the report, its pictures and no controls", paperHasTheReport(language)},
				claim{"a picture says and shows what the browser draws", stillsAreWhatIsDrawn})
		})
	}
}

// The clock of a busy machine says little, so the work of the page's own thread
// is counted: reading, laying out and drawing all 43 charts of the sample.
func drawnSoon(t *testing.T, ctx context.Context, path string) {
	t.Helper()
	if _, err := chromedp.Call(ctx, performance.Enable, performance.EnableParams{TimeDomain: performance.EnableTimeDomainThreadTicks}); err != nil {
		t.Fatal(err)
	}
	open(t, ctx, path, browser.View{Width: 1440, Scheme: "light"})
	marks := browser.Tell[map[string]float64](t, ctx, `Object.fromEntries([...performance.getEntriesByType('mark')].map(m => [m.name, Math.round(m.startTime)]))`)
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

// kept is how a picture of the page and one that the browser makes anew of the
// same data differ, and how wide their texts are: by the table of widths, and
// as the browser's font has them.
type kept struct {
	Compared int
	Differ   []string
	Texts    int
	Table    float64 // pixels, all texts
	Font     float64
	Worst    string
	Off      float64 // of the worst, a share of its width
}

// compare draws each figure's data again, as large as its picture and with the
// same widths of texts: a label that nearly fills its place is one line in one
// browser and two in the next.
const compare = `(() => {
	const out = {Compared: 0, Differ: [], Texts: 0, Table: 0, Font: 0, Worst: '', Off: 0}, list = [...document.querySelectorAll('figure.chart')];
	const style = getComputedStyle(document.documentElement);
	const pen = document.createElement('canvas').getContext('2d'), family = getComputedStyle(document.body).fontFamily;
	const seen = e => ((e.getAttribute('fill') || '#000') !== 'none' && e.getAttribute('fill-opacity') !== '0' ||
		!['', 'none', null].includes(e.getAttribute('stroke')) && e.getAttribute('stroke-width') !== '0') && e.getAttribute('opacity') !== '0';
	const shapes = svg => [...svg.querySelectorAll('path, circle, polygon')].filter(e => !e.closest('defs') && seen(e))
		.reduce((sum, e) => sum + (e.localName === 'path' ? e.getAttribute('d').split('M').length - 1 : 1), 0);
	const texts = svg => [...svg.querySelectorAll('text')].map(e => e.textContent).sort().join('|');
	const measure = (text, size) => clienteleText.measureText(text, size + 'px').width;
	echarts.setPlatformAPI(clienteleText);
	for (const figure of list) {
		const data = JSON.parse(figure.querySelector('script').textContent), still = figure.querySelector('.still svg');
		const [, , width, height] = still.getAttribute('viewBox').split(' ').map(Number);
		const chart = echarts.init(null, null, {renderer: 'svg', ssr: true, width, height});
		chart.setOption(clienteleDraw(data, name => style.getPropertyValue('--' + name).trim(), {width, family, measure, language: document.documentElement.lang, paper: true}));
		const box = document.createElement('div');
		box.innerHTML = chart.renderToSVGString();
		const live = box.querySelector('svg');
		if (texts(live) !== texts(still)) out.Differ.push(figure.id + ' says ' + texts(still) + ' and not ' + texts(live));
		if (shapes(live) !== shapes(still)) out.Differ.push(figure.id + ' has ' + shapes(still) + ' shapes and not ' + shapes(live));
		out.Compared++;
		chart.dispose();
		pen.font = '12px ' + family;
		for (const e of still.querySelectorAll('text')) {
			const table = measure(e.textContent, 12), font = pen.measureText(e.textContent).width, off = Math.abs(table - font) / font;
			out.Texts++;
			out.Table += table;
			out.Font += font;
			if (font > 24 && off > out.Off) [out.Off, out.Worst] = [off, e.textContent];
		}
	}
	return out;
})()`

// A picture is what the browser draws where texts are as wide as in the
// picture; and where the browser has DejaVu Sans, of which the widths are, they
// are: all together to 1 %, none off by more than 8 %, since fonts are kerned and
// drawn on whole pixels.
func stillsAreWhatIsDrawn(t *testing.T, ctx context.Context) {
	t.Helper()
	widths, err := os.ReadFile("../internal/still/widths.js")
	if err != nil {
		t.Fatal(err)
	}
	font := browser.Tell[float64](t, ctx, `(() => { const pen = document.createElement('canvas').getContext('2d');
		pen.font = '100px ' + getComputedStyle(document.body).fontFamily; return pen.measureText('Жmш').width; })()`)
	got := browser.Tell[kept](t, ctx, string(widths)+compare)
	if got.Compared < 40 {
		t.Errorf("only %d pictures", got.Compared)
	}
	for _, one := range got.Differ {
		t.Error(one)
	}
	if dejaVu := font > 296 && font < 298; !dejaVu { // 108 + 97 + 92 in widths.js
		t.Logf("widths are not compared: the browser's font is not DejaVu Sans: %g", font)
		return
	}
	if got.Texts < 400 || math.Abs(got.Table/got.Font-1) > 0.01 || got.Off > 0.08 {
		t.Errorf("%d texts are %.0f px wide by the table and %.0f by the font; %q is off by %.1f %%",
			got.Texts, got.Table, got.Font, got.Worst, got.Off*100)
	}
	t.Logf("%d texts, %.0f by the table, %.0f by the font; %q off by %.1f %%", got.Texts, got.Table, got.Font, got.Worst, got.Off*100)
}
