package html_test

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"golang.org/x/net/html/atom"

	"clientele/reports/catalogue"
)

func TestPage_EachChartHasAPictureAndFitsInTwoMegabytes(t *testing.T) {
	for _, language := range catalogue.Languages() {
		page := completePage(t, language)
		root := parse(t, page)
		charts, pictures := 0, 0
		for _, div := range elements(root, atom.Div) {
			switch attribute(div, "class") {
			case "drawing":
				charts++
			case "still":
				pictures++
				if len(elements(div, atom.Svg)) != 1 {
					t.Errorf("%s: a picture is none: %s", language, text(div))
				}
			}
		}
		if charts < 40 || pictures != charts {
			t.Errorf("%s: %d charts have %d pictures", language, charts, pictures)
		}
		if n := len(page); n > 1_800_000 {
			t.Errorf("%s: the page has %d bytes", language, n)
		}
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
func TestStills_SayAndShowWhatTheBrowserDraws(t *testing.T) {
	ctx := browser(t)
	widths, err := os.ReadFile("../internal/still/widths.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range catalogue.Languages() {
		path := filepath.Join(t.TempDir(), "page.html")
		if err := os.WriteFile(path, completePage(t, language), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(1000, 900), chromedp.Navigate("file://"+path)); err != nil {
			t.Fatal(err)
		}
		font, err := chromedp.Run(ctx, chromedp.Evaluate[float64](`(() => { const pen = document.createElement('canvas').getContext('2d');
			pen.font = '100px ' + getComputedStyle(document.body).fontFamily; return pen.measureText('Жmш').width; })()`))
		if err != nil {
			t.Fatal(err)
		}
		got, err := chromedp.Run(ctx, chromedp.Evaluate[kept](string(widths)+compare))
		if err != nil {
			t.Fatal(err)
		}
		if got.Compared < 40 {
			t.Errorf("%s: only %d pictures", language, got.Compared)
		}
		for _, one := range got.Differ {
			t.Errorf("%s: %s", language, one)
		}
		if dejaVu := font > 296 && font < 298; !dejaVu { // 108 + 97 + 92 in widths.js
			t.Logf("%s: widths are not compared: the browser's font is not DejaVu Sans: %g", language, font)
			continue
		}
		if got.Texts < 400 || math.Abs(got.Table/got.Font-1) > 0.01 || got.Off > 0.08 {
			t.Errorf("%s: %d texts are %.0f px wide by the table and %.0f by the font; %q is off by %.1f %%",
				language, got.Texts, got.Table, got.Font, got.Worst, got.Off*100)
		}
		t.Logf("%s: %d texts, %.0f by the table, %.0f by the font; %q off by %.1f %%", language, got.Texts, got.Table, got.Font, got.Worst, got.Off*100)
	}
}

// Intl writes the same, but for the minus, which is that of the tables.
func TestAxes_WriteNumbersAsTheBrowserDoes(t *testing.T) {
	ctx := browser(t)
	path := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(path, render(t, small()), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.Navigate("file://"+path)); err != nil {
		t.Fatal(err)
	}
	got, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](`(() => {
		const out = [];
		const values = [0, 1, 999, 999.994, 999.996, 1234, 1235, 123456, 999994, 999996, 999999999, 1e6, 12.5e6, 9.5e9, 12e9, 1.5e12, 2e13, 1e15, -5, -1234, -1.2e6];
		for (let i = -60; i < 160; i++) values.push(i % 3 ? 1.37 ** i : -(1.91 ** (i / 2)), Math.round(i * i * 7.3) / 100);
		for (const language of ['en', 'ru', 'es']) {
			for (const [kind, format] of [['percent', {style: 'percent', maximumFractionDigits: 1}], ['money', {notation: 'compact', maximumFractionDigits: 2}]]) {
				const ours = clienteleDraw.axisNumber(kind, language), theirs = new Intl.NumberFormat(language, format);
				for (const value of values) {
					if (Math.abs(value) > (kind === 'percent' ? 1e6 : 9.9e15)) continue;
					const want = theirs.format(value).replace(/^-(?=[0.,]*(\D*)$)/, '').replace('-', '\u2212').replace(/\u202f/g, '\u00a0');
					if (ours(value) !== want) out.push([language, kind, value, ours(value), want].join(' '));
				}
			}
		}
		return out;
	})()`))
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range slices.Compact(got) {
		t.Error(strings.ReplaceAll(one, "\u00a0", "_"))
	}
}
