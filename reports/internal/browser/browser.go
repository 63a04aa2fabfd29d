// Package browser shows pages to tests in a headless Chromium that talks to
// nobody.
package browser

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

var errNone = errors.New("no Chromium is installed")

// Browser is one for all tests of a package, since its start takes longer than
// most of them: the first that asks for a tab starts it. The zero Browser is
// ready.
type Browser struct {
	once    sync.Once
	running context.Context
	stop    func()
	folder  string
	failed  error
}

// Run runs a package's tests and ends the browser after them.
func (b *Browser) Run(m *testing.M) int {
	code := m.Run()
	if b.stop != nil {
		b.stop()
		_ = os.RemoveAll(b.folder)
	}
	return code
}

// Tab returns a tab that knows nothing of the others: no storage, no emulation,
// no process is theirs. It is closed after the test; a test without a browser
// is skipped.
func (b *Browser) Tab(t testing.TB) context.Context {
	t.Helper()
	b.once.Do(func() { b.failed = b.start() })
	if errors.Is(b.failed, errNone) {
		t.Skip(b.failed)
	}
	if b.failed != nil {
		t.Fatal(b.failed)
	}
	tab, closeTab := chromedp.NewContext(b.running, chromedp.WithNewBrowserContext())
	t.Cleanup(closeTab)
	if err := chromedp.Do(tab); err != nil {
		t.Fatal(err)
	}
	tab, end := context.WithTimeout(tab, 3*time.Minute)
	t.Cleanup(end)
	return tab
}

func (b *Browser) start() error {
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		return errNone
	}
	var err error
	if b.folder, err = os.MkdirTemp("", "clientele-pages-"); err != nil {
		return err
	}
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("no-first-run", true), chromedp.Flag("disable-quic", true), chromedp.UserDataDir(b.folder))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	b.running, b.stop = ctx, func() { cancel(); stop() }
	return chromedp.Do(ctx)
}
