package html_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"golang.org/x/net/html/atom"
)

func TestPage_EachChartHasAPictureAndFitsInTwoMegabytes(t *testing.T) {
	for _, language := range languages() {
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

// Intl writes the same, but for the minus, which is that of the tables.
func TestAxes_WriteNumbersAsTheBrowserDoes(t *testing.T) {
	ctx := chromium.Tab(t)
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
