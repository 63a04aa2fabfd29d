package browser

import (
	"context"
	"strings"
	"sync"
	"testing"

	browserlog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Complaints collects what a page writes on the console, what it is refused,
// and what it asks of others.
type Complaints struct {
	mutex sync.Mutex
	texts []string
}

// Listen begins to hear a tab.
func (c *Complaints) Listen(ctx context.Context, t testing.TB) {
	t.Helper()
	err := chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			c.add(e.ExceptionDetails.Text)
		case *runtime.EventConsoleAPICalled:
			for _, argument := range e.Args {
				c.add(string(argument.Value))
			}
		case *browserlog.EventEntryAdded:
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

// Take returns what was heard since it was last asked.
func (c *Complaints) Take() []string {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	texts := c.texts
	c.texts = nil
	return texts
}

func (c *Complaints) add(text string) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.texts = append(c.texts, text)
}
