package deliveries

import (
	"slices"
	"testing"
)

// unanswered is a ledger whose notice of a refused delivery had no answer.
func unanswered(t *testing.T) (*Ledger, *fakeServer, *Deliverer) {
	t.Helper()
	l, server, d := refused(t)
	if _, err := l.Queue(noticeOf("1", keyOf(0)), []byte("notice"), dawn()); err != nil {
		t.Fatal(err)
	}
	server.after = func(string, int) (*failure, bool) { return fail(NotKnown, "end", 0), false }
	mustDeliver(t, d)
	if got := toTell(t, l); !slices.Equal(got, []Key{keyOf(0)}) {
		t.Fatalf("after the first: %v", got)
	}
	return l, server, d
}

func TestTell_ASecondNoticeToTheSameOwnerThatMayHaveArrivedTells(t *testing.T) {
	for owner, want := range map[string]int{"owner@example.com": 0, "other@example.com": 1} {
		l, _, d := unanswered(t)
		second := noticeOf("2", keyOf(0))
		second.Recipient = owner
		if _, err := l.Queue(second, []byte("notice"), dawn()); err != nil {
			t.Fatal(err)
		}
		mustDeliver(t, d)
		if got := toTell(t, l); len(got) != want {
			t.Errorf("the second to %s: still to tell %v", owner, got)
		}
	}
}

func TestTell_ANoticeThatAPersonFoundToHaveArrivedHasTold(t *testing.T) {
	l, _, _ := unanswered(t)
	if err := l.Resolve(noticeOf("1").Key, WasSent, dawn()); err != nil {
		t.Fatal(err)
	}
	if got := toTell(t, l); len(got) != 0 || find(t, l, keyOf(0)).Told.IsZero() {
		t.Errorf("still to tell: %v", got)
	}
}
