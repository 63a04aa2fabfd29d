package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"clientele/internal/deliveries"
	"clientele/internal/smtp/unruly"
)

// missedShop is a shop that mails two owners what it missed.
const missedShop = fewReports + `mail:
  from: Reports <reports@example.com>
  server: %s
  port: %d
  security: none
  owner: [owner@example.com, deputy@example.com]
jobs:
  - {name: morning, when: every day at 08:00, late: 1 hour, send: [{to: anna@example.com, reports: [data]}]}
  - {name: noon, when: every day at 12:00, late: 1 hour, send: [{to: anna@example.com, reports: [data]}]}
`

// Killed between the notices to two owners, and at any other look at the clock,
// the next run tells both; nobody hears of it twice, but where it is not known
// whether the mail had arrived.
func TestSchedule_KilledBetweenTwoNoticesBothOwnersAreTold(t *testing.T) {
	t.Parallel()
	moments := []string{"mails 1", "mails 2"}
	for look := range sized(t, "other looks at the clock", 3, 60) {
		moments = append(moments, fmt.Sprintf("looks %d", 1+look))
	}
	killed := 0
	for _, moment := range moments {
		server := unruly.Start(t, unruly.Script{})
		folder := t.TempDir()
		if err := writeShop(folder, fmt.Sprintf(missedShop, server.Host(), server.Port())); err != nil {
			t.Fatal(err)
		}
		if done := executeAt(t, folder, "2026-01-05T14:00:00Z", nil); done.code != 0 {
			t.Fatalf("the first look: %s", done.stderr)
		}
		child := command(t, folder, "schedule", "--due")
		child.Env = append(child.Env, clockVariable+"=2026-01-06T14:00:00Z", dieVariable+"="+moment)
		said, err := child.CombinedOutput()
		if strings.HasPrefix(moment, "mails") && (err == nil || child.ProcessState.ExitCode() != -1) {
			t.Fatalf("%s: it was not killed: %v\n%s", moment, err, said)
		}
		if child.ProcessState.ExitCode() == -1 {
			killed++
		}
		for _, minute := range []int{5, 10} {
			executeAt(t, folder, fmt.Sprintf("2026-01-06T14:%02d:00Z", minute), nil)
		}
		unknown := false
		var list []deliveries.Delivery
		if err := json.Unmarshal([]byte(must(t, folder, "deliveries", "--json").stdout), &list); err != nil {
			t.Fatal(err)
		}
		for _, one := range list {
			unknown = unknown || one.State == deliveries.Unknown
		}
		got := map[string]int{}
		for _, one := range server.Accepted() {
			got[one.To]++
		}
		for _, owner := range []string{"owner@example.com", "deputy@example.com"} {
			if got[owner] == 0 || got[owner] > 1 && !unknown {
				t.Errorf("killed at %s: %s was told %d times", moment, owner, got[owner])
			}
		}
		if left, err := filepath.Glob(filepath.Join(folder, "state", "outbox", ".new-*")); err != nil || len(left) > 0 {
			t.Errorf("killed at %s: left behind %q, %v", moment, left, err)
		}
		_ = os.RemoveAll(folder)
	}
	if killed < len(moments)/2 {
		t.Errorf("%d of %d moments killed the process", killed, len(moments))
	}
}
