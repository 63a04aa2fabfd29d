package deliveries

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// A ledger that cannot be written from some moment of a round on, also between
// the server's answer and its note: nothing is sent twice and nothing is lost
// after it can be written again. The answer is kept in the outbox meanwhile.
func TestDeliver_AnAnswerThatCannotBeNotedIsNotLost(t *testing.T) {
	const n = 4
	kept := 0
	for moment := range 3 * n { // before and after each message is handed over, and after the server took it
		l, server, clock := newLedger(t), newServer(), &fakeClock{now: dawn()}
		queue(t, l, n)
		aside, calls := l.path()+".aside", 0
		fail := func() {
			if calls++; calls == moment+1 {
				if err := os.Rename(l.path(), aside); err != nil {
					t.Fatal(err)
				}
			}
		}
		server.before = func(string, int) *failure { fail(); return nil }
		server.after = func(string, int) (*failure, bool) { fail(); return nil, true }
		d := newDeliverer(l, server, clock)
		_, err := d.Deliver(t.Context())
		if moment < 2*n && !errors.Is(err, os.ErrNotExist) {
			t.Errorf("moment %d: %v", moment, err)
		}
		marks, err := filepath.Glob(filepath.Join(l.outbox(), "*"+acceptedSuffix))
		if err != nil {
			t.Fatal(err)
		}
		kept += len(marks)
		if moment < 2*n {
			if err := os.Rename(aside, l.path()); err != nil {
				t.Fatal(err)
			}
		}
		// By the next start, or by the next process when the claim has run out.
		if moment%4 < 2 {
			if _, err := l.Recover(clock.Now()); err != nil {
				t.Fatal(err)
			}
		} else {
			clock.pass(2 * defaultLease)
		}
		mustDeliver(t, d)
		counts := judgeAll(t, l, n, func(d Delivery) int { return server.taken[d.Recipient+" "+d.SHA256] }, len(server.order))
		if counts[Sent] != n {
			t.Errorf("moment %d: %v", moment, counts)
		}
	}
	if kept != n {
		t.Errorf("%d answers were kept in the outbox, not %d", kept, n)
	}
}
