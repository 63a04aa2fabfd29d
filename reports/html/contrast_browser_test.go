package html_test

import (
	"context"
	"fmt"
	"testing"

	"clientele/reports/internal/browser"
)

// faint lists the texts whose contrast with what is behind them is below what
// WCAG 2.2 asks for at level AA (1.4.3): 4.5, and 3 where letters are large.
// Contrast and luminance are by its definitions.
const faint = `(() => {
	const parse = text => {
		const numbers = text.match(/[\d.]+(e-\d+)?/g).map(Number), unit = text.startsWith('color(') ? 1 : 255;
		return {rgb: numbers.slice(0, 3).map(v => v / unit), a: numbers.length > 3 ? numbers[3] : 1};
	};
	const over = (top, under) => ({rgb: top.rgb.map((v, i) => v * top.a + under.rgb[i] * (1 - top.a)), a: 1});
	const luminance = c => { const [r, g, b] = c.rgb.map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
	const contrast = (a, b) => { const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
	const grounds = new Map(); // of elements: many texts stand in each
	const behind = element => {
		if (!grounds.has(element)) grounds.set(element, layered(element));
		return grounds.get(element);
	};
	const layered = element => {
		const layers = [];
		for (let e = element; e; e = e.parentElement) {
			const c = parse(getComputedStyle(e).backgroundColor);
			layers.push(c);
			if (c.a === 1) break;
		}
		return layers.reverse().reduce((under, c) => over(c, under), {rgb: [1, 1, 1], a: 1});
	};
	const out = {checked: 0, faint: []}, known = new Set();
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let node; node = walker.nextNode();) {
		const element = node.parentElement;
		if (!node.data.trim() || element.closest('script,noscript,style,option')) continue;
		const box = element.getBoundingClientRect();
		if (box.width < 2 || box.height < 2 || !element.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
		out.checked++;
		const style = getComputedStyle(element), size = parseFloat(style.fontSize), drawn = element instanceof SVGElement;
		let ink = parse(drawn ? style.fill : style.color);
		for (let e = element; e; e = e.parentElement) ink.a *= Number(getComputedStyle(e).opacity);
		const ground = behind(element), ratio = contrast(over(ink, ground), ground);
		if (ratio >= (size >= 24 || size >= 18.66 && style.fontWeight >= 700 ? 3 : 4.5)) continue;
		const name = element.tagName + '.' + (element.getAttribute('class') || '') + ' in ' + (element.closest('[class]') || element).getAttribute('class') + ' ' + ratio.toFixed(2);
		if (!known.has(name)) out.faint.push(name + ' ' + node.data.trim().slice(0, 30));
		known.add(name);
	}
	return out;
})()`

// textsCanBeRead unfolds what is folded for as long as it looks.
func textsCanBeRead(t *testing.T, ctx context.Context) {
	t.Helper()
	browser.Tell[bool](t, ctx, `(document.querySelectorAll('details').forEach(d => { d.dataset.was = d.open; d.open = true; }), true)`)
	got := browser.Tell[struct {
		Checked int      `json:"checked"`
		Faint   []string `json:"faint"`
	}](t, ctx, faint)
	if len(got.Faint) > 0 || got.Checked < 50 {
		t.Errorf("of %d texts these are too faint: %v", got.Checked, got.Faint)
	}
	browser.Tell[bool](t, ctx, `(document.querySelectorAll('details').forEach(d => { d.open = d.dataset.was === 'true'; }), true)`)
}

// A grey of 4.4 on white is found, one of 4.5 is not: #787878 has 4.42 and
// #767676 has 4.54, as WebAIM's checker says.
func TestPage_AFaintTextIsFound(t *testing.T) {
	ctx := chromium.Tab(t)
	open(t, ctx, keep(t, small()), browser.View{Width: 1440, Scheme: "light"})
	for colour, want := range map[string]int{"#787878": 1, "#767676": 0} {
		browser.Tell[bool](t, ctx, fmt.Sprintf(`(() => {
			document.querySelectorAll('#probe').forEach(p => p.remove());
			const p = document.createElement('p');
			p.id = 'probe'; p.textContent = 'grey'; p.style.color = '%s'; p.style.background = '#fff';
			document.querySelector('main').append(p);
			return true;
		})()`, colour))
		if got := browser.Tell[struct {
			Faint []string `json:"faint"`
		}](t, ctx, faint); len(got.Faint) != want {
			t.Errorf("%s: %v", colour, got.Faint)
		}
	}
}
