package html_test

import (
	"bytes"
	"context"
	"os"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"clientele/internal/garbage"
	"clientele/reports"
	"clientele/reports/catalogue"
	"clientele/reports/html"
	"clientele/reports/internal/browser"
)

var chromium browser.Browser //nolint:gochecknoglobals // one for all tests of the package

func TestMain(m *testing.M) {
	garbage.CollectLate()
	os.Exit(chromium.Run(m))
}

// long says that time does not matter.
func long() bool { return os.Getenv("CLIENTELE_LONG") != "" }

// kinds are the reports to look at: all, or where time matters the first and
// the last of them, which are the one of one page and the one of all sections.
func kinds() []reports.Kind {
	all := reports.Kinds()
	if long() {
		return all
	}
	return []reports.Kind{all[0], all[len(all)-1]}
}

// languages are those to look at a page in: all, or where time matters Russian,
// whose words are the longest.
func languages() []string {
	if long() {
		return catalogue.Languages()
	}
	return []string{"ru"}
}

// keep writes a document's page to a file, without static pictures: they take
// longer than all the rest.
func keep(t *testing.T, d *reports.Document) string {
	t.Helper()
	var b bytes.Buffer
	if err := new(html.Writer).Write(&b, d); err != nil {
		t.Fatal(err)
	}
	return browser.Keep(t, b.Bytes())
}

// open shows a page and waits for its charts.
func open(t *testing.T, ctx context.Context, path string, v browser.View) {
	t.Helper()
	browser.Open(t, ctx, path, v)
	drawn := chromedp.Poll[bool](`document.querySelectorAll('figure.chart:not([data-drawn])').length === 0`,
		chromedp.WithPollingInterval(10*time.Millisecond), chromedp.WithPollingTimeout(time.Minute))
	if _, err := chromedp.Run(ctx, drawn); err != nil {
		t.Fatalf("%v: not all charts were drawn: %v", v, err)
	}
}

// turn shows the open page through another window and waits until its charts,
// which are drawn anew, are seen.
func turn(t *testing.T, ctx context.Context, v browser.View) {
	t.Helper()
	browser.Turn(t, ctx, v)
	// The window's own event comes with the next frame.
	seen := chromedp.Evaluate[bool](`new Promise(done => {
		dispatchEvent(new Event('resize'));
		requestAnimationFrame(() => requestAnimationFrame(() => done(true)));
	})`, chromedp.EvalAwaitPromise)
	if _, err := chromedp.Run(ctx, seen); err != nil {
		t.Fatalf("%v: %v", v, err)
	}
}

// claim is what a page does in a browser.
type claim struct {
	says  string
	holds func(*testing.T, context.Context)
}

// hold tries claims in the same browser: its start takes longer than most of
// them.
func hold(t *testing.T, ctx context.Context, claims ...claim) {
	t.Helper()
	for _, one := range claims {
		t.Run(one.says, func(t *testing.T) { one.holds(t, ctx) })
	}
}
