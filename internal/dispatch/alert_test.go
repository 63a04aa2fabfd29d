package dispatch

import (
	"strings"
	"testing"

	"clientele/internal/smtp/unruly"
)

// A rule that begins to hold is mailed once, with a sentence and a picture, and
// not again while it holds; one that cannot be judged is told to the owner once.
func TestAlerts_AreMailedOncePerCrossing(t *testing.T) {
	w := newWorld(t, unruly.Script{}, `jobs:
  - {name: night, when: every day at 02:30, stale: 90 days}
alerts:
  - {name: sales, when: orders this week at least 1, to: [director@example.com, vera@example.com], language: ru}
  - {name: quiet, when: orders this week at least 100000, to: director@example.com}
  - {name: unknown, when: revenue this month below plan, to: director@example.com}
`)
	w.due(false)
	w.now = at("2026-11-02 02:30")
	w.due(true)
	w.want("director 1, owner 1, vera 1")
	mail := w.mails("director")[0]
	if !strings.Contains(mail.subject, "sales") || mail.pictures != 1 || !strings.Contains(unwrapped(mail.text), "Заказы") {
		t.Errorf("%q with %d pictures:\n%s", mail.subject, mail.pictures, mail.text)
	}
	if text := unwrapped(w.mails("owner")[0].text); !strings.Contains(text, "“unknown” cannot be judged") {
		t.Errorf("the owner reads:\n%s", text)
	}
	for day := range 3 {
		w.now = at("2026-11-03 02:30").AddDate(0, 0, day)
		w.due(false)
	}
	w.want("director 1, owner 1, vera 1")
}
