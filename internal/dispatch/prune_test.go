package dispatch

import (
	"context"
	"strings"
	"testing"
	"time"

	"clientele/internal/pipeline"
	"clientele/internal/smtp/unruly"
)

// What went out more than 400 days ago is removed and counted in the log, but
// for times of which something still needs a person; and nothing of it is ever
// sent again.
func TestPrune_RemovesWhatIsOldAndOver(t *testing.T) {
	w := newWorld(t, unruly.Script{}, strings.Replace(dailyJob, "30 days", "3660 days", 1))
	w.due(false)
	w.now = at("2026-11-02 08:00")
	w.due(false)
	w.now, w.fails = at("2026-11-03 08:00"), &pipeline.UsageError{Text: "broken"}
	w.due(true)
	w.fails = nil
	w.send(Request{Job: "month", Run: true, To: []string{"vera@example.com"}}, false)
	w.want("anna 1, boris 1, director 1, owner 1, vera 2")
	w.now = at("2027-12-07 08:00").Add(-time.Minute) // 400 days after the first
	w.due(true)
	if told := strings.Join(w.told, "\n"); strings.Contains(told, "removed from the ledger") {
		t.Errorf("removed too early:\n%s", told)
	}
	w.now = at("2027-12-09 08:00")
	w.due(false)
	if told := strings.Join(w.told, "\n"); !strings.Contains(told, "removed from the ledger what ended more than 400 days ago: 4 mails and notes, 1 runs") {
		t.Errorf("it is not told:\n%s", told)
	}
	for period, want := range map[string]int{"2026-11-02T08:00": 0, "2026-11-03T08:00": 4} {
		found, _, err := Deliveries(w.dispatcher().config, Wanted{Jobs: []string{"month"}, Periods: []string{period}, Dismissed: true})
		if err != nil || len(found) != want {
			t.Errorf("of %s %d are known, want %d; %v", period, len(found), want, err)
		}
	}
	before := w.accepted()["vera@example.com"]
	if _, err := w.dispatcher().Send(context.Background(), Request{Job: "month", Period: "2026-11-02T08:00"}); err == nil {
		t.Error("a time that is forgotten was sent again")
	}
	w.send(Request{Job: "month", Period: "2026-11-03T08:00", Despite: true}, false)
	if after := w.accepted()["vera@example.com"]; after != before {
		t.Errorf("Vera got what she had: %d, %d", before, after)
	}
}

// A clock that runs years ahead for a round makes nothing old: when it is right
// again it is known still who has what.
func TestPrune_AClockThatLeapsMakesNothingOld(t *testing.T) {
	w := newWorld(t, unruly.Script{}, strings.Replace(dailyJob, "30 days", "3660 days", 1))
	w.due(false)
	w.now = at("2026-11-02 08:00")
	w.due(false)
	w.now = at("2029-11-02 09:00")
	w.due(false)
	w.now = at("2026-11-02 10:00")
	w.due(false)
	if summary := w.send(Request{Job: "month"}, false); summary.Known != 4 {
		t.Errorf("summary: %+v", summary)
	}
	w.want("anna 2, boris 2, director 2, vera 2")
}
