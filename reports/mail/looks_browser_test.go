package mail_test

import (
	"regexp"
	"strings"
	"testing"

	"clientele/reports/internal/browser"
	"clientele/reports/internal/sample"
	"clientele/reports/mail"
)

// looked is what is wrong with a body as a window shows it.
const looked = `(() => {
	const width = document.documentElement.clientWidth, out = {Wide: [], Small: [], Blank: [], Texts: 0};
	if (document.documentElement.scrollWidth > width) out.Wide.push('page ' + document.documentElement.scrollWidth);
	document.querySelectorAll('body *').forEach(e => {
		const box = e.getBoundingClientRect();
		if (!e.closest('.scroll table') && box.width > 0 && (box.right > width + 0.5 || box.left < -0.5)) out.Wide.push(e.tagName + '.' + e.className + ' ' + Math.round(box.right) + ' ' + e.textContent.trim().slice(0, 20));
	});
	out.Scrolls = [...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.scrollWidth + ' of ' + e.clientWidth + ' ' + e.textContent.trim().slice(0, 20));
	document.querySelectorAll('img').forEach(e => { if (!e.complete || e.naturalWidth === 0 || !e.alt || !e.width || !e.height) out.Blank.push(e.src.slice(0, 40)); });
	document.querySelectorAll('.picture img').forEach(e => { // its letters are 16 pixels large where it is 464 wide
		const letters = 16 * e.getBoundingClientRect().width / 464;
		if (e.naturalWidth > 0 && letters < 11) out.Small.push('picture ' + letters);
	});
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let node; node = walker.nextNode();) {
		const e = node.parentElement, box = e.getBoundingClientRect();
		if (!node.data.trim() || box.width < 2 || box.height < 2 || !e.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
		out.Texts++;
		if (parseFloat(getComputedStyle(e).fontSize) < 14) out.Small.push(node.data.trim().slice(0, 30));
	}
	return out;
})()`

type appearance struct {
	Wide, Small, Blank, Scrolls []string
	Texts                       int
}

// bodies are mails of each kind, the longest words being Russian, by name.
func bodies(t *testing.T) map[string]mail.Body {
	t.Helper()
	out := map[string]mail.Body{"notice": notice(t, failed(1000))}
	for _, d := range mails(t, "ru") {
		out[d.ID] = d.Body
	}
	out["manager"] = write(t, ofManager(t, "ru"), frame())
	small := sample.Small()
	small.Title, small.Company = strings.Repeat("Unbreakable", 20), strings.Repeat("Ы", 300)
	out["small"] = write(t, small, hostileFrame(strings.Repeat("long", 60)))
	return out
}

func TestMail_FitsTelephonesAndDesks(t *testing.T) {
	ctx := chromium.Tab(t)
	var heard browser.Complaints
	heard.Listen(ctx, t)
	for name, body := range bodies(t) {
		path := file(t, body)
		for _, width := range []int64{320, 360, 800} {
			browser.Open(t, ctx, path, browser.View{Width: width, Scheme: "light"})
			got := browser.Tell[appearance](t, ctx, looked)
			if len(got.Wide)+len(got.Small)+len(got.Blank)+len(got.Scrolls) > 0 || got.Texts < 10 {
				t.Errorf("%s at %d: of %d texts: too wide %q, too small %q, no picture %q, scrolls %q", name, width, got.Texts, got.Wide, got.Small, got.Blank, got.Scrolls)
			}
			if texts := heard.Take(); len(texts) > 0 {
				t.Errorf("%s at %d complains: %q", name, width, texts)
			}
		}
	}
}

// Programs that take the block of styles away and show no pictures still show
// all texts within the window.
func TestMail_FitsWithoutStylesAndPictures(t *testing.T) {
	ctx := chromium.Tab(t)
	for name, body := range bodies(t) {
		bare := regexp.MustCompile(`(?s)<style>.*?</style>`).ReplaceAllString(body.HTML, "")
		bare = regexp.MustCompile(`src="cid:[^"]*"`).ReplaceAllString(bare, `src="data:,"`)
		path := browser.Keep(t, []byte(bare))
		for _, width := range []int64{320, 360, 800} {
			browser.Open(t, ctx, path, browser.View{Width: width, Scheme: "light"})
			if got := browser.Tell[appearance](t, ctx, looked); len(got.Wide)+len(got.Small) > 0 {
				t.Errorf("%s at %d: too wide %q, too small %q", name, width, got.Wide, got.Small)
			}
		}
	}
}

func TestMail_CanBeReadInLightAndDark(t *testing.T) {
	ctx := chromium.Tab(t)
	for name, body := range bodies(t) {
		path := file(t, body)
		for _, scheme := range []string{"light", "dark"} {
			browser.Open(t, ctx, path, browser.View{Width: 800, Scheme: scheme})
			got := browser.Tell[struct {
				Checked int      `json:"checked"`
				Faint   []string `json:"faint"`
			}](t, ctx, faint)
			if len(got.Faint) > 0 || got.Checked < 10 {
				t.Errorf("%s, %s: of %d texts these are too faint: %v", name, scheme, got.Checked, got.Faint)
			}
		}
	}
}

// faint lists the texts whose contrast with what is behind them is below 4.5,
// as WCAG 2.2 defines it (1.4.3). Large letters are no excuse here.
const faint = `(() => {
	const parse = text => { const n = text.match(/[\d.]+/g).map(Number); return {rgb: n.slice(0, 3).map(v => v / 255), a: n.length > 3 ? n[3] : 1}; };
	const luminance = c => { const [r, g, b] = c.rgb.map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
	const behind = element => {
		for (let e = element; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c.a === 1) return c; }
		return {rgb: [1, 1, 1]};
	};
	const out = {checked: 0, faint: []};
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let node; node = walker.nextNode();) {
		const e = node.parentElement, box = e.getBoundingClientRect();
		if (!node.data.trim() || box.width < 2 || box.height < 2 || !e.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
		out.checked++;
		const [x, y] = [luminance(parse(getComputedStyle(e).color)), luminance(behind(e))].sort((p, q) => q - p), ratio = (x + 0.05) / (y + 0.05);
		if (ratio < 4.5) out.faint.push(e.tagName + '.' + e.className + ' ' + ratio.toFixed(2) + ' ' + node.data.trim().slice(0, 30));
	}
	return out;
})()`
