package html_test

import (
	"fmt"
	"testing"
	"time"

	"clientele/reports"
	"clientele/reports/catalogue"
	"clientele/reports/internal/browser"
	"clientele/reports/internal/sample"
)

// state is what a page says of itself.
type state struct {
	Title  string `json:"title"`
	Owned  bool   `json:"owned"` // a name's script ran
	Charts int    `json:"charts"`
	Drawn  int    `json:"drawn"`
	Shapes int    `json:"shapes"` // charts that have lines or areas in them
	Over   int    `json:"over"`   // pixels by which the page is wider than the window
}

const ask = `(() => {
	const charts = [...document.querySelectorAll('figure.chart')];
	return {
		title: document.title,
		owned: document.title.includes('owned') && !document.title.includes('document.title') || 'owned' in document.body.dataset,
		charts: charts.length,
		drawn: charts.filter(f => f.dataset.drawn === 'yes').length,
		shapes: charts.filter(f => f.querySelectorAll('.drawing svg path').length > 3 && f.querySelectorAll('.drawing svg text').length > 2).length,
		over: document.documentElement.scrollWidth - window.innerWidth,
	};
})()`

// looks are a kind of report, its language and how it is looked at.
type looks struct {
	kind     reports.Kind
	language string
	views    []browser.View
}

// hostileLooks are all reports, each in one language, at one width and in one
// light, so that all meet in a few; and in every one where CLIENTELE_LONG is set.
func hostileLooks() []looks {
	all := []browser.View{{Width: 1440, Scheme: "light"}, {Width: 360, Scheme: "dark"}, {Width: 1440, Scheme: "dark"}, {Width: 360, Scheme: "light"}}
	var out []looks
	spoken := catalogue.Languages()
	for i, kind := range reports.Kinds() {
		if !long() {
			at := i % len(all)
			out = append(out, looks{kind, spoken[i%len(spoken)], all[at : at+1]})
			continue
		}
		for _, language := range spoken {
			out = append(out, looks{kind, language, all})
		}
	}
	return out
}

func TestPage_HostileNamesRunNothingAskNobodyAndBreakNoLayout(t *testing.T) {
	if !long() {
		t.Log("each report in one language at one width in one light; CLIENTELE_LONG=1 tries them all")
	}
	ctx := chromium.Tab(t)
	var heard browser.Complaints
	heard.Listen(ctx, t)
	for _, l := range hostileLooks() {
		settings := sample.HostileSettings()
		settings.Language = l.language
		d, err := l.kind.Make(sample.HostileAnswers(), settings)
		if err != nil {
			t.Fatal(err)
		}
		path := keep(t, d)
		for _, v := range l.views {
			name := fmt.Sprintf("%s in %s at %d, %s", l.kind.ID, l.language, v.Width, v.Scheme)
			open(t, ctx, path, v)
			got := browser.Tell[state](t, ctx, ask)
			if got.Owned {
				t.Errorf("%s: a name's script ran: the title is %q", name, got.Title)
			}
			if got.Charts != charts(d) || got.Drawn != got.Charts || got.Shapes != got.Charts {
				t.Errorf("%s: of %d charts %d are drawn, %d show something", name, got.Charts, got.Drawn, got.Shapes)
			}
			if got.Over > 0 {
				t.Errorf("%s: the page is %d pixels too wide", name, got.Over)
			}
			if texts := heard.Take(); len(texts) > 0 {
				t.Errorf("%s: the console says: %q", name, texts)
			}
		}
	}
}

// A page that does ask, and does complain, is heard.
func TestPage_ARequestAndAComplaintAreHeard(t *testing.T) {
	ctx := chromium.Tab(t)
	var heard browser.Complaints
	heard.Listen(ctx, t)
	path := keep(t, small())
	open(t, ctx, path, browser.View{Width: 1440, Scheme: "light"})
	heard.Take()
	browser.Tell[bool](t, ctx, `(() => { const i = document.createElement('img'); i.src = 'https://pixel.example/a.png'; document.body.append(i); console.warn('loud'); return true; })()`)
	var texts []string
	for range 100 { // events come when they come
		if texts = append(texts, heard.Take()...); len(texts) > 1 {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Errorf("of a refused picture and a warning only %q is heard", texts)
}

// charts is the number of a document's charts.
func charts(d *reports.Document) int {
	count := 0
	for _, s := range d.Sections {
		count += len(s.Charts)
		for _, g := range s.Grids {
			count += len(g.Charts)
		}
	}
	return count
}
