package mail_test

import (
	"context"
	"encoding/base64"
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

	"clientele/reports/mail"
)

// chromium is a headless one that talks to nobody, started once.
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
	folder, err := os.MkdirTemp("", "clientele-mails-")
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

// browser is a tab of its own.
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

// complaints collects what a page writes on the console and asks of others.
type complaints struct {
	mutex sync.Mutex
	texts []string
}

func (c *complaints) add(text string) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.texts = append(c.texts, text)
}

func (c *complaints) take() []string {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	texts := c.texts
	c.texts = nil
	return texts
}

func (c *complaints) listen(ctx context.Context, t *testing.T) {
	t.Helper()
	err := chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			c.add(e.ExceptionDetails.Text)
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

// file keeps a body as a page that a browser can open: its pictures, which a
// mail program takes from the mail, stand in it.
func file(t *testing.T, body mail.Body) string {
	t.Helper()
	page := body.HTML
	for _, p := range body.Pictures {
		page = strings.ReplaceAll(page, "cid:"+p.CID, "data:"+p.Type+";base64,"+base64.StdEncoding.EncodeToString(p.PNG))
	}
	return keepPage(t, page)
}

func keepPage(t *testing.T, page string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "mail.html")
	if err := os.WriteFile(path, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// open shows a page in a window.
func open(t *testing.T, ctx context.Context, path string, width int64, scheme string) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900)); err != nil {
		t.Fatal(err)
	}
	medium := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, medium); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.Navigate("file://"+path)); err != nil {
		t.Fatal(err)
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
