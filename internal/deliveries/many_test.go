package deliveries

import (
	"context"
	"fmt"
	"os"
	"testing"
)

// Many deliveries to a sender that fails at each stage by a seeded script, and
// is wrong about some of it, over as many hours as it takes.
func TestDeliver_NothingIsSentTwiceAndNothingIsLost(t *testing.T) {
	n := 500
	if os.Getenv("CLIENTELE_LONG") != "" {
		n = 10_000
	} else {
		t.Log("500 deliveries; CLIENTELE_LONG=1 makes 10,000")
	}
	l, server, clock := newLedger(t), scripted(1), &fakeClock{now: dawn()}
	queue(t, l, n)
	summary, err := newDeliverer(l, server, clock).Finish(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	counts := judgeAll(t, l, n, func(d Delivery) int { return server.taken[d.Recipient+" "+d.SHA256] }, len(server.order))
	t.Logf("%v; over %v", counts, clock.Now().Sub(dawn()))
	for _, state := range []State{Sent, Refused, GivenUp, Unknown} {
		if counts[state] == 0 {
			t.Errorf("no delivery is %s: the script tries too little", state)
		}
	}
	if counts[Sent] != summary.Sent || counts[Refused] != summary.Refused || counts[GivenUp] != summary.GivenUp || counts[Unknown] != summary.Unknown {
		t.Errorf("the summary says %+v", summary)
	}
	tellAll(t, l, clock, n-counts[Sent])
}

// judgeAll compares what the server took, of each and of all, with what the
// ledger says of it.
func judgeAll(t *testing.T, l *Ledger, n int, taken func(Delivery) int, all int) map[State]int {
	t.Helper()
	counts := map[State]int{}
	list, err := l.List("")
	if err != nil || len(list) != n {
		t.Fatalf("%d deliveries, %v", len(list), err)
	}
	for i, d := range list {
		times := taken(d)
		all -= times
		counts[d.State]++
		switch d.State {
		case Sent:
			if times != 1 {
				t.Fatalf("%d is sent, and was taken %d times", i, times)
			}
		case Refused, GivenUp:
			if times != 0 {
				t.Fatalf("%d is %s (%s), and was taken %d times", i, d.State, d.Answer, times)
			}
		case Unknown:
			if times > 1 {
				t.Fatalf("%d is unknown, and was taken %d times", i, times)
			}
		default:
			t.Fatalf("%d is %s after everything", i, d.State)
		}
	}
	if all != 0 {
		t.Errorf("the server took %d messages that nobody queued", all)
	}
	return counts
}

// tellAll tells the owner of everything by notices, over a server that fails
// too, until there is nothing to tell; it counts of how many was told, and
// that none was told of twice by notices that arrived.
func tellAll(t *testing.T, l *Ledger, clock *fakeClock, want int) {
	t.Helper()
	told := map[Key]int{}
	for notice := range 50 {
		list, err := l.ToTell()
		if err != nil {
			t.Fatal(err)
		}
		if len(list) == 0 {
			break
		}
		key := Key{Job: "notice", Period: fmt.Sprintf("%03d", notice), Recipient: "owner@example.com"}
		if _, err := l.Queue(Delivery{Key: key, Kind: "notice", Tells: keysOf(list)}, []byte(key.String()), clock.Now()); err != nil {
			t.Fatal(err)
		}
		if again, err := l.ToTell(); err != nil || len(again) != 0 {
			t.Fatalf("%d would be told of by a second notice, %v", len(again), err)
		}
		server := newServer()
		switch notice { // the first notices do not arrive, each for another reason
		case 0:
			server.before = func(string, int) *failure { return fail(Permanent, "rcpt", 550) }
		case 1:
			server.before = func(string, int) *failure { return failAll(Temporary, "dial", 0) }
		case 2:
			server.after = func(string, int) (*failure, bool) { return fail(NotKnown, "end", 0), false }
		}
		if _, err := newDeliverer(l, server, clock).Finish(context.Background()); err != nil {
			t.Fatal(err)
		}
		for _, key := range keysOf(list) {
			if find(t, l, key); notice > 2 {
				told[key]++
			}
		}
	}
	if len(told) != want {
		t.Errorf("the owner heard of %d, not of %d", len(told), want)
	}
	for key, times := range told {
		if times != 1 {
			t.Errorf("the owner heard %d times of %s", times, key)
		}
	}
}
