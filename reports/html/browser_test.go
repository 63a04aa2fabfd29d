package html_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"clientele/reports"
	"clientele/reports/internal/sample"
)

// browser starts a headless Chromium that talks to nobody.
func browser(t *testing.T) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Skip("no Chromium is installed")
	}
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("no-first-run", true), chromedp.Flag("disable-quic", true), chromedp.UserDataDir(t.TempDir()))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	ctx, end := context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(end)
	return ctx
}

// complaints collects what a page writes on the console and what it is refused.
type complaints struct {
	mutex sync.Mutex
	texts []string
}

func (c *complaints) add(text string) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.texts = append(c.texts, text)
}

func (c *complaints) listen(ctx context.Context, t *testing.T) {
	t.Helper()
	err := chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			c.add(e.ExceptionDetails.Text)
		case *runtime.EventConsoleAPICalled:
			for _, argument := range e.Args {
				c.add(string(argument.Value))
			}
		case *log.EventEntryAdded:
			c.add(e.Entry.Text)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

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
		shapes: charts.filter(f => f.querySelectorAll('svg path').length > 8 && f.querySelectorAll('svg text').length > 2).length,
		over: document.documentElement.scrollWidth - window.innerWidth,
	};
})()`

func TestPage_DrawsItsChartsAndRunsNoName(t *testing.T) {
	ctx := browser(t)
	var heard complaints
	heard.listen(ctx, t)
	for _, c := range []struct {
		name     string
		document *reports.Document
	}{
		{"hostile", document(t, sample.HostileAnswers(), sample.HostileSettings())},
		{"Russian", document(t, sample.Answers(), sample.Settings("ru"))},
	} {
		path := filepath.Join(t.TempDir(), "page.html")
		if err := os.WriteFile(path, render(t, c.document), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, width := range []int64{1400, 360} {
			if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate("file://"+path)); err != nil {
				t.Fatalf("%s at %d: %v", c.name, width, err)
			}
			if _, err := chromedp.Run(ctx, chromedp.Poll[bool](`document.querySelectorAll('figure.chart:not([data-drawn])').length === 0`,
				chromedp.WithPollingTimeout(time.Minute))); err != nil {
				t.Fatalf("%s at %d: not all charts were drawn: %v", c.name, width, err)
			}
			got, err := chromedp.Run(ctx, chromedp.Evaluate[state](ask))
			if err != nil {
				t.Fatalf("%s at %d: %v", c.name, width, err)
			}
			if got.Owned {
				t.Errorf("%s at %d: a name's script ran: the title is %q", c.name, width, got.Title)
			}
			if got.Charts < 6 || got.Drawn != got.Charts || got.Shapes != got.Charts {
				t.Errorf("%s at %d: of %d charts %d are drawn, %d show something", c.name, width, got.Charts, got.Drawn, got.Shapes)
			}
			if got.Over > 0 {
				t.Errorf("%s: at %d pixels the page is %d too wide", c.name, width, got.Over)
			}
		}
	}
	if len(heard.texts) > 0 {
		t.Errorf("the console says: %q", heard.texts)
	}
}
