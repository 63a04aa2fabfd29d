package deliveries

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What needs a person can be dismissed, each for what it is; nothing else can.
func TestDismiss_SettlesWhatNeedsAPersonAndNothingElse(t *testing.T) {
	l, server, clock := newLedger(t), newServer(), &fakeClock{now: dawn()}
	queue(t, l, 3)
	server.before = func(to string, _ int) *failure {
		return map[string]*failure{keyOf(0).Recipient: fail(Permanent, "rcpt", 550), keyOf(1).Recipient: fail(Temporary, "rcpt", 450)}[to]
	}
	mustDeliver(t, newDeliverer(l, server, clock))
	held := Delivery{Key: keyOf(9), Kind: "report", Guard: "stale"}
	if _, err := l.Hold(held, "old data", dawn()); err != nil {
		t.Fatal(err)
	}
	for i, want := range map[int]error{1: ErrState, 2: ErrState, 7: ErrNotFound} {
		if err := l.Dismiss([]Key{keyOf(0), keyOf(i)}, dawn()); !errors.Is(err, want) {
			t.Errorf("with %s: %v, want %v", keyOf(i), err, want)
		}
	}
	if got := find(t, l, keyOf(0)); got.State != Refused {
		t.Fatalf("one of two could not be dismissed, and the other is %s", got.State)
	}
	if err := l.Dismiss([]Key{keyOf(0), held.Key}, dawn()); err != nil {
		t.Fatal(err)
	}
	for key, was := range map[Key]State{keyOf(0): Refused, held.Key: Held} {
		if got := find(t, l, key); got.State != Dismissed || got.Was != was || got.Reason == "" || got.Done != dawn() {
			t.Errorf("%+v", got)
		}
	}
	if got := toTell(t, l); len(got) != 0 {
		t.Errorf("to tell: %v", got)
	}
	if added, err := l.Hold(held, "older data", dawn()); err != nil || added || find(t, l, held.Key).State != Dismissed {
		t.Errorf("held back again: %v, %v", added, err)
	}
}

// Who wants it after all gets it: what never had a message takes one, what has
// one goes again with the same bytes.
func TestDismiss_CanStillBeSent(t *testing.T) {
	l, server, d := refused(t)
	held := keyOf(9)
	if _, err := l.Hold(Delivery{Key: held}, "old data", dawn()); err != nil {
		t.Fatal(err)
	}
	if err := l.Dismiss([]Key{keyOf(0), held}, dawn()); err != nil {
		t.Fatal(err)
	}
	server.before = nil
	if added, err := l.Queue(Delivery{Key: keyOf(0)}, []byte("other bytes"), dawn()); err != nil || added {
		t.Errorf("one that has a message took another: %v, %v", added, err)
	}
	added, err := l.Queue(Delivery{Key: held}, messageOf(9), dawn())
	if err := errors.Join(err, l.Resolve(keyOf(0), SendAgain, dawn())); err != nil || !added {
		t.Fatal(added, err)
	}
	mustDeliver(t, d)
	for key, message := range map[Key][]byte{keyOf(0): messageOf(0), held: messageOf(9)} {
		if got := find(t, l, key); got.State != Sent || got.Was != "" || server.taken[key.Recipient+" "+hashOf(message)] != 1 {
			t.Errorf("%+v, taken: %v", got, server.taken)
		}
	}
}

// A notice that waits is not sent where all that it tells of was dismissed.
func TestDismiss_KeepsBackANoticeThatHasNothingLeftToTell(t *testing.T) {
	l, server, d := refused(t)
	held := keyOf(9)
	if _, err := l.Hold(Delivery{Key: held}, "old data", dawn()); err != nil {
		t.Fatal(err)
	}
	notice := noticeOf("1", keyOf(0), held)
	if _, err := l.Queue(notice, []byte("notice"), dawn()); err != nil {
		t.Fatal(err)
	}
	if err := l.Dismiss([]Key{held}, dawn()); err != nil || find(t, l, notice.Key).State != Queued {
		t.Fatalf("it still has something to tell: %s, %v", find(t, l, notice.Key).State, err)
	}
	if err := l.Dismiss([]Key{keyOf(0)}, dawn()); err != nil {
		t.Fatal(err)
	}
	mustDeliver(t, d)
	if got := find(t, l, notice.Key); got.State != Recalled || slices.Contains(server.order, "owner@example.com") || len(find(t, l, held).Telling) != 0 {
		t.Errorf("%s, sent to %v, telling %v", got.State, server.order, find(t, l, held).Telling)
	}
}

// Of several letters all are queued or none is: one that cannot be put into the
// outbox leaves the others where they were, and what they tell of to be told.
func TestQueueAll_QueuesAllOrNone(t *testing.T) {
	l, server, d := refused(t)
	server.before = nil
	first, second := noticeOf("1", keyOf(0)), noticeOf("1", keyOf(0))
	second.Recipient = "deputy@example.com"
	letters := []Letter{{first, []byte("notice")}, {second, []byte("notice to the deputy")}}
	blocked := filepath.Join(l.outbox(), messageName(second.Key, letters[1].Message))
	if err := os.Mkdir(blocked, 0o700); err != nil {
		t.Fatal(err)
	}
	if added, err := l.QueueAll(letters, dawn()); err == nil || added != 0 {
		t.Fatalf("%d, %v", added, err)
	}
	if _, found, err := l.Find(first.Key); err != nil || found || len(toTell(t, l)) != 1 {
		t.Fatalf("half of the notices: %v, %v; to tell %v", found, err, toTell(t, l))
	}
	if err := os.Remove(blocked); err != nil {
		t.Fatal(err)
	}
	if added, err := l.QueueAll(letters, dawn()); err != nil || added != 2 || len(toTell(t, l)) != 0 {
		t.Fatalf("%d, %v", added, err)
	}
	if added, err := l.QueueAll(letters, dawn()); err != nil || added != 0 {
		t.Errorf("queued twice: %d, %v", added, err)
	}
	mustDeliver(t, d)
	if got := strings.Join(server.order, " "); got != "deputy@example.com owner@example.com" {
		t.Errorf("sent to %s", got)
	}
}
