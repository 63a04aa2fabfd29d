package html_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"clientele/internal/table"
	"clientele/reports"
	"clientele/reports/catalogue"
	"clientele/reports/internal/browser"
	"clientele/reports/internal/sample"
)

// onePages are the director's pages that have to fit: of three languages, of
// hostile and of long names, of next to nothing.
func onePages(t *testing.T) map[string]*reports.Document {
	t.Helper()
	hostile := sample.HostileSettings()
	hostile.Currency = "EUR" // the config takes no other than a code
	long := sample.Answers()
	for _, at := range []struct {
		t      *table.Table
		column string
	}{{long.Leaving, "customer"}, {long.Leaving, "owner"}, {long.Plan, "scope_value"}, {long.Campaigns, "campaign"}} {
		for _, row := range at.t.Rows {
			if i := at.t.Index(at.column); row[i] != nil {
				row[i] = strings.Repeat("Общество с ограниченной ответственностью ", 2)
			}
		}
	}
	few := reports.Answers{Months: sample.Answers().Months}
	pages := map[string]*reports.Document{}
	add := func(name string, a reports.Answers, s reports.Settings) {
		d, err := reports.Director(a, s)
		if err != nil {
			t.Fatal(err)
		}
		pages[name] = d
	}
	for _, language := range catalogue.Languages() {
		add(language, sample.Answers(), sample.Settings(language))
		hostile.Language = language
		add("hostile "+language, sample.HostileAnswers(), hostile)
	}
	add("long names", long, sample.Settings("ru"))
	add("months alone", few, sample.Settings("ru"))
	add("nothing", reports.Answers{}, sample.Settings("es"))
	return pages
}

// sheet is how a page stands on paper or in a window.
type sheet struct {
	Over   int      `json:"over"`   // pixels beyond the right edge
	Bottom int      `json:"bottom"` // where the last line ends
	Cut    []string `json:"cut"`    // what is cut by its box
	Dead   []string `json:"dead"`   // links that lead nowhere
	Stills int      `json:"stills"`
	Nav    int      `json:"nav"`
}

const measureSheet = `(() => {
	const out = {over: Math.max(0, document.documentElement.scrollWidth - innerWidth), bottom: 0, cut: [], dead: [], stills: 0, nav: document.querySelectorAll('nav').length};
	const seen = e => e.getClientRects().length > 0 && getComputedStyle(e).clipPath === 'none';
	document.querySelectorAll('main li, main p, main h2, main h3, main td, main th, main dt, main dd, main figcaption, main svg').forEach(e => {
		if (!seen(e)) return;
		const at = e.getBoundingClientRect();
		out.bottom = Math.max(out.bottom, Math.round(at.bottom));
		if (at.right > innerWidth + 1 && !e.closest('.scroll')) out.cut.push(e.textContent.slice(0, 60));
		if (!e.closest('svg') && !e.closest('.scroll') && (e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== 'visible')) out.cut.push(e.textContent.slice(0, 60));
	});
	document.querySelectorAll('a[href^="#"]').forEach(a => { if (!document.getElementById(a.getAttribute('href').slice(1))) out.dead.push(a.getAttribute('href')); });
	document.querySelectorAll('.still svg').forEach(e => { if (seen(e)) out.stills++; });
	return out;
})()`

// paper is what is left of A4 within the page's margins, in CSS pixels: 188 by
// 280 millimetres.
const paperWide, paperHigh = 710, 1058

// The one page is one page: what printing counts, and what stands on it.
func TestOnePage_FitsOnASheetOfPaperAndOnATelephone(t *testing.T) {
	ctx := chromium.Tab(t)
	pages, err := writer()
	if err != nil {
		t.Fatal(err)
	}
	for name, document := range onePages(t) {
		var page bytes.Buffer
		if err := pages.Write(&page, document); err != nil {
			t.Fatal(err)
		}
		open(t, ctx, browser.Keep(t, page.Bytes()), browser.View{Width: 360, Scheme: "light"})
		if got := browser.Tell[state](t, ctx, ask); got.Owned || browser.Tell[int](t, ctx, `document.images.length`) > 0 {
			t.Errorf("%s: a name's script ran, or it became a picture: the title is %q", name, got.Title)
		}
		widths := []int64{360}
		if name == "es" || name == "long names" {
			widths = []int64{360, 768, 1440}
		}
		for _, width := range widths {
			turn(t, ctx, browser.View{Width: width, Scheme: "light"})
			if got := browser.Tell[sheet](t, ctx, measureSheet); got.Over > 0 || len(got.Cut)+len(got.Dead) > 0 {
				t.Errorf("%s at %d: %d pixels too wide, cut: %q, dead links: %q", name, width, got.Over, got.Cut, got.Dead)
			}
		}
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(paperWide, paperHigh)); err != nil {
			t.Fatal(err)
		}
		browser.Paper(t, ctx)
		paper := browser.Tell[sheet](t, ctx, measureSheet)
		if paper.Over > 0 || len(paper.Cut) > 0 || paper.Bottom > paperHigh {
			t.Errorf("%s on paper: %d pixels too wide, the last line at %d of %d, cut: %q", name, paper.Over, paper.Bottom, paperHigh, paper.Cut)
		}
		charts := 0
		for _, s := range document.Sections {
			charts += len(s.Charts)
		}
		if paper.Stills != charts || paper.Nav != 0 {
			t.Errorf("%s on paper: %d pictures of %d charts, %d contents", name, paper.Stills, charts, paper.Nav)
		}
		t.Logf("%s: the last line at %d of %d", name, paper.Bottom, paperHigh)
		pdf, err := chromedp.Run(ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize(), chromedp.PDFPrintBackground()))
		if err != nil {
			t.Fatal(err)
		}
		if n := sheets(pdf); n != 1 {
			t.Errorf("%s is printed on %d pages", name, n)
		}
	}
}
