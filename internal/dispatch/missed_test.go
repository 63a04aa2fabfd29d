package dispatch

import (
	"fmt"
	"strings"
	"testing"

	"clientele/internal/smtp/unruly"
)

// A machine that was off for a week has missed a time of each job: each owner
// has one mail of it, which lists them and says how each is sent after all.
func TestNotice_TimesThatWereMissedTogetherAreOneMail(t *testing.T) {
	jobs := "jobs:\n"
	for i := range 5 {
		jobs += fmt.Sprintf("  - {name: job%d, when: every Monday at 0%d:30, late: 2h, send: [{to: [anna@example.com, vera@example.com]}]}\n", i, i+1)
	}
	jobs += "  - {name: night, when: every Monday at 00:30, late: 2h, run: [load]}\n"
	for language, subject := range map[string]string{"en": "6 jobs missed their times", "ru": "6 заданий пропустили свои сроки", "es": "6 tareas perdieron su hora"} {
		t.Run(language, func(t *testing.T) {
			w := newWorld(t, unruly.Script{}, jobs)
			w.write("clientele.yaml", strings.NewReplacer("owner: owner@example.com", "owner: [owner@example.com, deputy@example.com]", "[en, ru]", "["+language+"]").Replace(w.read("clientele.yaml")))
			w.due(false)
			w.now = at("2026-11-09 17:00") // a Monday
			w.due(true)
			w.want("deputy 1, owner 1")
			notice := w.mails("owner")[0]
			if !strings.Contains(notice.subject, subject) {
				t.Errorf("its subject is %q", notice.subject)
			}
			commands := commandsOf(notice.text)
			for i := range 5 {
				due := fmt.Sprintf("2026-11-09T0%d:30", i+1)
				if want := fmt.Sprintf("clientele send job%d --period %s -c %s/clientele.yaml --run", i, due, w.folder); !strings.Contains(strings.Join(commands, "\n"), want) || !strings.Contains(notice.text, due) {
					t.Errorf("there is no %s in\n%s", want, notice.text)
				}
			}
			dismiss := commands[len(commands)-2]
			if !strings.Contains(dismiss, "--dismiss --job job0 --job job1 --job job2 --job job3 --job job4 --job night --period") {
				t.Errorf("all are dismissed by %s", dismiss)
			}
			w.due(false) // told once
			w.want("deputy 1, owner 1")
		})
	}
}

// Rules that cannot be judged are one mail too.
func TestNotice_AlertsThatCannotBeJudgedAreOneMail(t *testing.T) {
	w := newWorld(t, unruly.Script{}, `jobs:
  - {name: night, when: every day at 02:30, stale: 90 days}
alerts:
  - {name: one, when: revenue this month below plan, to: director@example.com}
  - {name: two, when: revenue this month above plan, to: director@example.com}
`)
	w.due(false)
	w.now = at("2026-11-02 02:30")
	w.due(true)
	w.want("owner 1")
	notice := w.mails("owner")[0]
	if text := unwrapped(notice.text); !strings.Contains(notice.subject, "2 alerts cannot be judged") || !strings.Contains(text, "“one” cannot be judged") || !strings.Contains(text, "“two” cannot be judged") {
		t.Errorf("%q\n%s", notice.subject, notice.text)
	}
}
