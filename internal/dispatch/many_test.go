package dispatch

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"clientele/internal/smtp/unruly"
)

// A thousand small reports, each of other customers: made, packed, handed over
// with TLS and a login, and noted before and after. In the usual run it is some
// dozens, so that every part of it is exercised.
func TestSend_AThousandReportsOfManagers(t *testing.T) {
	count := 30
	if os.Getenv("CLIENTELE_LONG") != "" {
		count = 1000
	}
	var config strings.Builder
	config.WriteString("jobs:\n  - name: managers\n    when: every day at 08:00\n    stale: 90 days\n    send:\n")
	for i := range count {
		fmt.Fprintf(&config, "      - {to: manager%d@example.com, who: revenue is at least %d, attach: [xlsx]}\n", i, 1+i%7)
	}
	w := newWorld(t, unruly.Script{Forget: true}, config.String())
	begun := time.Now()
	w.now = at("2026-11-02 09:00")
	summary := w.send(Request{Job: "managers"}, false)
	took := time.Since(begun)
	got := w.accepted()
	if summary.Sent != count || len(got) != count {
		t.Fatalf("%d of %d were sent, to %d recipients", summary.Sent, count, len(got))
	}
	for to, times := range got {
		if times != 1 {
			t.Errorf("%s has the mail %d times", to, times)
		}
	}
	t.Logf("%d reports made and sent in %v, %v each", count, took.Round(time.Millisecond), (took / time.Duration(count)).Round(time.Millisecond))
}
