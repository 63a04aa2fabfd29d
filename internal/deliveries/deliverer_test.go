package deliveries

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestDeliver_SendsEachOnceInTheOrderOfKeys(t *testing.T) {
	l, server, clock := newLedger(t), newServer(), &fakeClock{now: dawn()}
	for _, i := range []int{3, 1, 2, 0} {
		if _, err := l.Queue(Delivery{Key: keyOf(i)}, messageOf(i), dawn()); err != nil {
			t.Fatal(err)
		}
	}
	d := newDeliverer(l, server, clock)
	if got := mustDeliver(t, d); got != (Summary{Sent: 4}) {
		t.Errorf("summary %+v", got)
	}
	if got := mustDeliver(t, d); got != (Summary{}) {
		t.Errorf("a second round: %+v", got)
	}
	if len(server.order) != 4 || !slices.IsSorted(server.order) {
		t.Errorf("order %v", server.order)
	}
	for i := range 4 {
		if n := server.taken[keyOf(i).Recipient+" "+hashOf(messageOf(i))]; n != 1 {
			t.Errorf("%d came %d times, or changed", i, n)
		}
		if got := find(t, l, keyOf(i)); got.State != Sent || got.Answer != "250 2.0.0 Ok" || got.Done != dawn() {
			t.Errorf("%+v", got)
		}
	}
}

func TestQueue_OfAKeyThatIsThereChangesNothing(t *testing.T) {
	l, server, clock := newLedger(t), newServer(), &fakeClock{now: dawn()}
	queue(t, l, 1)
	again := func() {
		t.Helper()
		if added, err := l.Queue(Delivery{Key: keyOf(0)}, []byte("rendered anew"), dawn()); added || err != nil {
			t.Errorf("queued again: %v, %v", added, err)
		}
	}
	again()
	mustDeliver(t, newDeliverer(l, server, clock))
	again()
	mustDeliver(t, newDeliverer(l, server, clock))
	if files := listed(t, l); len(files) != 1 {
		t.Errorf("the outbox has %v", files)
	}
	if len(server.order) != 1 || server.taken[keyOf(0).Recipient+" "+hashOf(messageOf(0))] != 1 {
		t.Errorf("taken %v", server.taken)
	}
}

// What becomes of a delivery after each answer of a server.
func TestDeliver_EachAnswerHasItsState(t *testing.T) {
	cases := []struct {
		name          string
		before, after *failure
		want          State
		tried         int
	}{
		{"greylisting", fail(Temporary, "rcpt", 450), nil, Waiting, 1},
		{"unknown recipient", fail(Permanent, "rcpt", 550), nil, Refused, 0},
		{"dropped in the body", fail(Temporary, "body", 0), nil, Waiting, 1},
		{"no connection", failAll(Temporary, "dial", 0), nil, Waiting, 0},
		{"password refused", failAll(Permanent, "auth", 535), nil, Waiting, 0},
		{"disk full, said after the end", nil, fail(Temporary, "end", 452), Waiting, 1},
		{"refused after the end", nil, fail(Permanent, "end", 554), Refused, 0},
		{"dropped after the end", nil, fail(NotKnown, "end", 0), Unknown, 0},
		{"dropped after the end, and the sender thinks it may try again", nil, fail(Temporary, "end", 0), Unknown, 0},
		{"a kind that nobody knows", fail("strange", "rcpt", 450), nil, Waiting, 1},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			l, server, clock := newLedger(t), newServer(), &fakeClock{now: dawn()}
			queue(t, l, 1)
			server.before = func(string, int) *failure { return c.before }
			server.after = func(string, int) (*failure, bool) { return c.after, false }
			mustDeliver(t, newDeliverer(l, server, clock))
			got := find(t, l, keyOf(0))
			if got.State != c.want || got.Tried != c.tried || len(got.Attempts) != 1 || got.Reason == "" {
				t.Errorf("%+v", got)
			}
			if told, err := l.ToTell(); err != nil || (len(told) == 1) != c.want.NeedsPerson() {
				t.Errorf("to tell: %v, %v", told, err)
			}
		})
	}
}

func TestDeliver_GivesUpAfterTheLastAttempt(t *testing.T) {
	l, server, clock := newLedger(t), newServer(), &fakeClock{now: dawn()}
	queue(t, l, 1)
	server.before = func(string, int) *failure { return fail(Temporary, "rcpt", 450) }
	summary, err := newDeliverer(l, server, clock).Finish(context.Background())
	if err != nil || summary.GivenUp != 1 {
		t.Fatalf("%+v, %v", summary, err)
	}
	got := find(t, l, keyOf(0))
	if got.State != GivenUp || len(got.Attempts) != 6 || server.tries[keyOf(0).Recipient] != 6 {
		t.Errorf("%+v", got)
	}
	// 1 + 5 + 15 + 60 + 240 minutes, each longer by up to a fifth.
	if took := got.Done.Sub(dawn()); took < 321*time.Minute || took > 386*time.Minute {
		t.Errorf("given up after %v", took)
	}
}

// A server that cannot be reached costs one try for all, not one for each.
func TestDeliver_StopsTheRoundWhereTheServerFails(t *testing.T) {
	l, server, clock := newLedger(t), newServer(), &fakeClock{now: dawn()}
	queue(t, l, 100)
	down := true
	server.before = func(string, int) *failure {
		if down {
			return failAll(Temporary, "dial", 0)
		}
		return nil
	}
	d := newDeliverer(l, server, clock)
	got := mustDeliver(t, d)
	if got.Waiting != 1 || !strings.HasPrefix(got.Trouble, "dial") || len(server.tries) != 1 {
		t.Errorf("%+v after %d tries", got, len(server.tries))
	}
	if got.Next.Before(dawn().Add(time.Minute)) {
		t.Errorf("the next try is at %v", got.Next)
	}
	if second := mustDeliver(t, d); second != (Summary{Next: got.Next}) || len(server.tries) != 1 {
		t.Errorf("before that: %+v", second)
	}
	down = false
	if got, err := d.Finish(context.Background()); err != nil || got.Sent != 100 {
		t.Errorf("after it came back: %+v, %v", got, err)
	}
}

func TestDeliver_StopsBeforeAServerThatNeverAnswersMakesAllUnknown(t *testing.T) {
	l, server, clock := newLedger(t), newServer(), &fakeClock{now: dawn()}
	queue(t, l, 100)
	server.after = func(string, int) (*failure, bool) { return fail(NotKnown, "end", 0), true }
	if got := mustDeliver(t, newDeliverer(l, server, clock)); got.Unknown != silentInARow || got.Trouble == "" {
		t.Errorf("%+v", got)
	}
}

func TestDeliver_StopsWhereTimeOutsFollowEachOther(t *testing.T) {
	l, server, clock := newLedger(t), newServer(), &fakeClock{now: dawn()}
	queue(t, l, 100)
	server.before = func(string, int) *failure {
		clock.pass(2 * time.Minute)
		return fail(Temporary, "mail", 0)
	}
	got := mustDeliver(t, newDeliverer(l, server, clock))
	if got.Trouble == "" || len(server.tries) != slowInARow {
		t.Errorf("%+v after %d tries", got, len(server.tries))
	}
}

// A context that ends counts against nobody, and the next start goes on.
func TestDeliver_GoesOnAfterAStop(t *testing.T) {
	l, server, clock := newLedger(t), newServer(), &fakeClock{now: dawn()}
	queue(t, l, 10)
	ctx, stop := context.WithCancel(context.Background())
	server.before = func(string, int) *failure {
		if len(server.order) == 4 {
			stop()
			return fail(Temporary, "rcpt", 0)
		}
		return nil
	}
	d := newDeliverer(l, server, clock)
	if got, err := d.Deliver(ctx); !errors.Is(err, context.Canceled) || got.Sent != 4 {
		t.Errorf("%+v, %v", got, err)
	}
	server.before = nil
	if got := mustDeliver(t, d); got.Sent != 6 {
		t.Errorf("%+v", got)
	}
	if got := find(t, l, keyOf(4)); got.Tried != 0 || got.State != Sent {
		t.Errorf("%+v", got)
	}
}

func TestDeliver_NeverSendsAMessageThatWasChangedInTheOutbox(t *testing.T) {
	for name, spoil := range map[string]func(string) error{
		"changed": func(path string) error { return os.WriteFile(path, []byte("other"), 0o600) },
		"gone":    os.Remove,
	} {
		t.Run(name, func(t *testing.T) {
			l, server, clock := newLedger(t), newServer(), &fakeClock{now: dawn()}
			queue(t, l, 2)
			if err := spoil(filepath.Join(l.outbox(), find(t, l, keyOf(0)).File)); err != nil {
				t.Fatal(err)
			}
			if got := mustDeliver(t, newDeliverer(l, server, clock)); got != (Summary{Sent: 1, GivenUp: 1}) {
				t.Errorf("%+v", got)
			}
			if told, err := l.ToTell(); err != nil || !slices.Equal(keysOf(told), []Key{keyOf(0)}) {
				t.Errorf("%v, %v", told, err)
			}
		})
	}
}

// A process that holds a message longer than it said does not send it: the
// one that took it over does.
func TestDeliver_WhoLostTheClaimDoesNotHandOver(t *testing.T) {
	l, server, clock := newLedger(t), newServer(), &fakeClock{now: dawn()}
	queue(t, l, 1)
	slept := false
	server.before = func(string, int) *failure {
		if slept {
			return nil
		}
		slept = true
		clock.pass(3 * time.Hour)
		other := newServer()
		if got := mustDeliver(t, newDeliverer(l, other, clock)); got.Sent != 1 {
			t.Errorf("the other: %+v", got)
		}
		return nil
	}
	if got := mustDeliver(t, newDeliverer(l, server, clock)); got != (Summary{}) || len(server.order) != 0 {
		t.Errorf("the sleeper: %+v, taken %v", got, server.order)
	}
}

// One that was handed over while others thought the process dead is unknown
// until its answer comes.
func TestDeliver_ALateAnswerIsTheTruth(t *testing.T) {
	l, server, clock := newLedger(t), newServer(), &fakeClock{now: dawn()}
	queue(t, l, 1)
	server.after = func(string, int) (*failure, bool) {
		if settled, err := l.Recover(clock.Now()); err != nil || len(settled) != 1 || settled[0].State != Unknown {
			t.Errorf("recover: %+v, %v", settled, err)
		}
		return nil, true
	}
	mustDeliver(t, newDeliverer(l, server, clock))
	if got := find(t, l, keyOf(0)); got.State != Sent {
		t.Errorf("%+v", got)
	}
}

func TestBackoff_DependsOnTheSeedAlone(t *testing.T) {
	b := DefaultBackoff()
	different := false
	for attempt := 1; attempt < 20; attempt++ {
		step := b.Steps[min(attempt, len(b.Steps))-1]
		for i := range 50 {
			got := b.pause(attempt, keyOf(i).bytes())
			if got != b.pause(attempt, keyOf(i).bytes()) {
				t.Fatal("two pauses of one seed")
			}
			if got < step || got > step+step/5+1 {
				t.Fatalf("attempt %d: %v", attempt, got)
			}
			different = different || got != b.pause(attempt, keyOf(i+1).bytes())
		}
	}
	if !different {
		t.Error("no jitter")
	}
	if got := (Backoff{}).pause(3, nil); got <= 0 {
		t.Errorf("no steps: %v", got)
	}
}
