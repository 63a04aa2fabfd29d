package html_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"clientele/reports"
	"clientele/reports/catalogue"
	"clientele/reports/html"
)

// chromium is a headless one that talks to nobody: one for all tests, since its
// start takes longer than most of them.
//
//nolint:gochecknoglobals // made once for all tests of the package, when the first one asks
var chromium = sync.OnceValues(start)

// started is set where a test has asked for the browser.
//
//nolint:gochecknoglobals // made once for all tests of the package, when the first one asks
var started struct {
	stop   func()
	folder string
}

func TestMain(m *testing.M) {
	code := m.Run()
	if started.stop != nil {
		started.stop()
		_ = os.RemoveAll(started.folder)
	}
	os.Exit(code)
}

var errNoChromium = errors.New("no Chromium is installed")

func start() (context.Context, error) {
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		return nil, errNoChromium
	}
	folder, err := os.MkdirTemp("", "clientele-pages-")
	if err != nil {
		return nil, err
	}
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("no-first-run", true), chromedp.Flag("disable-quic", true), chromedp.UserDataDir(folder))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	started.folder, started.stop = folder, func() { cancel(); stop() }
	return ctx, chromedp.Do(ctx)
}

// browser is a tab that knows nothing of the other tests' ones: no storage, no
// emulation, no process is theirs.
func browser(t *testing.T) context.Context {
	t.Helper()
	running, err := chromium()
	if errors.Is(err, errNoChromium) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	tab, closeTab := chromedp.NewContext(running, chromedp.WithNewBrowserContext())
	t.Cleanup(closeTab)
	if err := chromedp.Do(tab); err != nil {
		t.Fatal(err)
	}
	tab, end := context.WithTimeout(tab, 3*time.Minute)
	t.Cleanup(end)
	return tab
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

// complaints collects what a page writes on the console, what it is refused,
// and what it asks of others.
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
		case *network.EventRequestWillBeSent:
			if url := e.Request.URL; !strings.HasPrefix(url, "file://") && !strings.HasPrefix(url, "data:image/") {
				c.add("asks for " + url)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
}

// take returns what was heard since it was last asked.
func (c *complaints) take() []string {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	texts := c.texts
	c.texts = nil
	return texts
}

// keep writes a document's page to a file, without static pictures: they take
// longer than all the rest.
func keep(t *testing.T, d *reports.Document) string {
	t.Helper()
	var b bytes.Buffer
	if err := new(html.Writer).Write(&b, d); err != nil {
		t.Fatal(err)
	}
	return keepBytes(t, b.Bytes())
}

func keepBytes(t *testing.T, page []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(path, page, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// view is the window that a page is looked at through.
type view struct {
	width  int64
	scheme string // light or dark
}

// open shows a page and waits for its charts.
func open(t *testing.T, ctx context.Context, path string, v view) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(v.width, 900)); err != nil {
		t.Fatal(err)
	}
	medium := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: v.scheme}}}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, medium); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.Navigate("file://"+path)); err != nil {
		t.Fatalf("%v: %v", v, err)
	}
	if _, err := chromedp.Run(ctx, chromedp.Poll[bool](`document.querySelectorAll('figure.chart:not([data-drawn])').length === 0`,
		chromedp.WithPollingTimeout(time.Minute))); err != nil {
		t.Fatalf("%v: not all charts were drawn: %v", v, err)
	}
}

// tell evaluates an expression in the page.
func tell[T any](t *testing.T, ctx context.Context, expression string) T {
	t.Helper()
	got, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return got
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

// press sends keys to what has the focus.
func press(t *testing.T, ctx context.Context, keys string) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.KeyEvent(keys)); err != nil {
		t.Fatal(err)
	}
}
