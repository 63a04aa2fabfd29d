package deliveries

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

func noticeOf(n string, tells ...Key) Delivery {
	return Delivery{Key: Key{Job: "notice", Period: n, Recipient: "owner@example.com"}, Kind: "notice", Tells: tells}
}

func toTell(t *testing.T, l *Ledger) []Key {
	t.Helper()
	list, err := l.ToTell()
	if err != nil {
		t.Fatal(err)
	}
	return keysOf(list)
}

// refused is a ledger with one delivery that the server refused.
func refused(t *testing.T) (*Ledger, *fakeServer, *Deliverer) {
	t.Helper()
	l, server, clock := newLedger(t), newServer(), &fakeClock{now: dawn()}
	queue(t, l, 1)
	server.before = func(to string, _ int) *failure {
		if to == keyOf(0).Recipient {
			return fail(Permanent, "rcpt", 550)
		}
		return nil
	}
	d := newDeliverer(l, server, clock)
	mustDeliver(t, d)
	return l, server, d
}

func TestTell_ANoticeThatIsSentTellsOnce(t *testing.T) {
	l, _, d := refused(t)
	if got := toTell(t, l); !slices.Equal(got, []Key{keyOf(0)}) {
		t.Fatal(got)
	}
	if _, err := l.Queue(noticeOf("1", keyOf(0)), []byte("notice"), dawn()); err != nil {
		t.Fatal(err)
	}
	if got := toTell(t, l); len(got) != 0 {
		t.Errorf("while the notice is under way: %v", got)
	}
	mustDeliver(t, d)
	if got := find(t, l, keyOf(0)); got.Told != dawn() || len(got.Telling) != 0 || len(toTell(t, l)) != 0 {
		t.Errorf("told %v, telling %v", got.Told, got.Telling)
	}
}

func TestTell_ANoticeThatFailsLeavesItToTheNext(t *testing.T) {
	cases := map[string]struct {
		before, after *failure
		recall        bool
	}{
		"refused":  {before: fail(Permanent, "rcpt", 550)},
		"unknown":  {after: fail(NotKnown, "end", 0)},
		"recalled": {recall: true},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			l, server, d := refused(t)
			notice := noticeOf("1", keyOf(0))
			if _, err := l.Queue(notice, []byte("notice"), dawn()); err != nil {
				t.Fatal(err)
			}
			server.before = func(string, int) *failure { return c.before }
			server.after = func(string, int) (*failure, bool) { return c.after, false }
			if c.recall {
				if err := l.Recall(notice.Key, "no", dawn()); err != nil {
					t.Fatal(err)
				}
			}
			mustDeliver(t, d)
			if got := toTell(t, l); !slices.Equal(got, []Key{keyOf(0)}) {
				t.Errorf("to tell: %v", got)
			}
		})
	}
}

func TestTell_OneOfTwoOwnersIsEnough(t *testing.T) {
	l, server, d := refused(t)
	other := noticeOf("1", keyOf(0))
	other.Recipient = "gone@example.com"
	for _, notice := range []Delivery{noticeOf("1", keyOf(0)), other} {
		if _, err := l.Queue(notice, []byte("notice"), dawn()); err != nil {
			t.Fatal(err)
		}
	}
	server.before = func(to string, _ int) *failure {
		if to == other.Recipient {
			return fail(Permanent, "rcpt", 550)
		}
		return nil
	}
	mustDeliver(t, d)
	if got := toTell(t, l); len(got) != 0 || find(t, l, keyOf(0)).Told.IsZero() {
		t.Errorf("to tell: %v", got)
	}
}

func TestTold_MarksWithoutANotice(t *testing.T) {
	l, _, _ := refused(t)
	if err := l.Told([]Key{keyOf(0)}, dawn()); err != nil || len(toTell(t, l)) != 0 {
		t.Errorf("%v", err)
	}
	if err := l.Told([]Key{keyOf(7)}, dawn()); !errors.Is(err, ErrNotFound) {
		t.Errorf("%v", err)
	}
}

func TestHold_IsToldOnceAndGoesItsWayWhenItMay(t *testing.T) {
	l, server, clock := newLedger(t), newServer(), &fakeClock{now: dawn()}
	hold := func(reason string, want bool) {
		t.Helper()
		if added, err := l.Hold(Delivery{Key: keyOf(0)}, reason, clock.Now()); err != nil || added != want {
			t.Errorf("held: %v, %v", added, err)
		}
	}
	hold("the data are 4 days old", true)
	if got := toTell(t, l); len(got) != 1 {
		t.Fatal(got)
	}
	if err := l.Told([]Key{keyOf(0)}, dawn()); err != nil {
		t.Fatal(err)
	}
	clock.pass(24 * time.Hour)
	hold("the data are 5 days old", false)
	if got := find(t, l, keyOf(0)); got.Reason != "the data are 5 days old" || len(toTell(t, l)) != 0 {
		t.Errorf("%s, %v", got.Reason, got.Told)
	}
	queue(t, l, 1) // a person says despite
	mustDeliver(t, newDeliverer(l, server, clock))
	if got := find(t, l, keyOf(0)); got.State != Sent {
		t.Errorf("%s", got.State)
	}
	hold("too late", false)
	if got := find(t, l, keyOf(0)); got.State != Sent {
		t.Errorf("after it was sent: %s", got.State)
	}
}

func TestResolve_DoesWhatAPersonDecides(t *testing.T) {
	unknown := func() (*Ledger, *Deliverer, *fakeServer) {
		l, server, clock := newLedger(t), newServer(), &fakeClock{now: dawn()}
		queue(t, l, 1)
		server.after = func(string, int) (*failure, bool) { return fail(NotKnown, "end", 0), true }
		d := newDeliverer(l, server, clock)
		mustDeliver(t, d)
		server.after = nil
		return l, d, server
	}
	l, d, server := unknown()
	if err := l.Resolve(keyOf(0), WasSent, dawn()); err != nil || find(t, l, keyOf(0)).State != Sent || len(toTell(t, l)) != 0 {
		t.Errorf("%v", err)
	}
	if got := mustDeliver(t, d); got != (Summary{}) || len(server.order) != 1 {
		t.Errorf("%+v", got)
	}
	l, d, server = unknown()
	if err := l.Resolve(keyOf(0), SendAgain, dawn()); err != nil {
		t.Error(err)
	}
	if got := mustDeliver(t, d); got.Sent != 1 || len(server.taken) != 1 {
		t.Errorf("%+v, %v", got, server.taken)
	}
	for _, wrong := range []struct {
		key      Key
		decision Decision
		want     error
	}{
		{keyOf(0), WasSent, ErrState},
		{keyOf(0), "perhaps", nil},
		{keyOf(5), SendAgain, ErrNotFound},
	} {
		if err := l.Resolve(wrong.key, wrong.decision, dawn()); err == nil || wrong.want != nil && !errors.Is(err, wrong.want) {
			t.Errorf("%v: %v", wrong, err)
		}
	}
	// What is not there any more cannot be sent again.
	if err := os.Remove(filepath.Join(l.outbox(), find(t, l, keyOf(0)).File)); err != nil {
		t.Fatal(err)
	}
	if err := l.Resolve(keyOf(0), SendAgain, dawn()); !errors.Is(err, errMessage) || find(t, l, keyOf(0)).State != Sent {
		t.Errorf("%v", err)
	}
}

// What was sent again at a person's wish and fails again is told of again.
func TestResolve_AnewIsToldAnew(t *testing.T) {
	l, _, d := refused(t)
	if _, err := l.Queue(noticeOf("1", keyOf(0)), []byte("notice"), dawn()); err != nil {
		t.Fatal(err)
	}
	if err := l.Resolve(keyOf(0), SendAgain, dawn()); err != nil {
		t.Fatal(err)
	}
	mustDeliver(t, d) // the notice is sent, the delivery refused once more
	if got := toTell(t, l); !slices.Equal(got, []Key{keyOf(0)}) {
		t.Errorf("%v", got)
	}
}

func TestRecall_KeepsBackWhatIsNotOnItsWay(t *testing.T) {
	l, server, clock := newLedger(t), newServer(), &fakeClock{now: dawn()}
	queue(t, l, 2)
	if err := l.Recall(keyOf(0), "wrong numbers", dawn()); err != nil {
		t.Fatal(err)
	}
	if got := mustDeliver(t, newDeliverer(l, server, clock)); got.Sent != 1 || server.taken[keyOf(0).Recipient+" "+hashOf(messageOf(0))] != 0 {
		t.Errorf("%+v", got)
	}
	if err := l.Recall(keyOf(1), "too late", dawn()); !errors.Is(err, ErrState) {
		t.Errorf("%v", err)
	}
	if added, err := l.Queue(Delivery{Key: keyOf(0)}, messageOf(0), dawn()); err != nil || added {
		t.Errorf("queued over a person's decision: %v, %v", added, err)
	}
}

func TestHurry_TriesAtOnceWhatWaits(t *testing.T) {
	l, server, clock := newLedger(t), newServer(), &fakeClock{now: dawn()}
	queue(t, l, 3)
	server.before = func(string, int) *failure { return fail(Temporary, "rcpt", 450) }
	d := newDeliverer(l, server, clock)
	mustDeliver(t, d)
	server.before = func(string, int) *failure { return failAll(Permanent, "auth", 535) }
	if err := l.Hurry(clock.Now()); err != nil {
		t.Fatal(err)
	}
	if got := mustDeliver(t, d); got.Trouble == "" {
		t.Errorf("%+v", got)
	}
	server.before = nil
	if got := mustDeliver(t, d); got.Sent != 0 {
		t.Errorf("sent in the pause: %+v", got)
	}
	trouble, err := l.Trouble()
	if err != nil || trouble.Count != 1 || trouble.Code != 535 {
		t.Errorf("%+v, %v", trouble, err)
	}
	if err := l.Hurry(clock.Now()); err != nil {
		t.Fatal(err)
	}
	if got := mustDeliver(t, d); got.Sent != 3 {
		t.Errorf("%+v", got)
	}
	if trouble, err := l.Trouble(); err != nil || trouble.Count != 0 {
		t.Errorf("%+v, %v", trouble, err)
	}
}

// A server that is away for good makes all be given up after as many rounds as
// there are attempts; one queued late has as many to come.
func TestTrouble_GivesUpWhatWaitedForAllOfIt(t *testing.T) {
	l, server, clock := newLedger(t), newServer(), &fakeClock{now: dawn()}
	queue(t, l, 5)
	server.before = func(string, int) *failure { return failAll(Temporary, "dial", 0) }
	d := newDeliverer(l, server, clock)
	for range 3 {
		clock.now = later(mustDeliver(t, d).Next, clock.now)
	}
	late := Key{Job: "late", Period: "1", Recipient: "r@example.com"}
	if _, err := l.Queue(Delivery{Key: late}, []byte("late"), clock.Now()); err != nil {
		t.Fatal(err)
	}
	for rounds := 4; find(t, l, late).State != GivenUp; rounds++ {
		summary := mustDeliver(t, d)
		if want := map[bool]int{true: 5}[rounds == 6]; summary.GivenUp != want && rounds < 9 {
			t.Errorf("round %d: %+v", rounds, summary)
		}
		if rounds > 9 {
			t.Fatal("it is never given up")
		}
		clock.now = later(summary.Next, clock.now)
	}
	if server.tries[keyOf(0).Recipient] != 6 || len(toTell(t, l)) != 6 {
		t.Errorf("%v tries, to tell %v", server.tries, toTell(t, l))
	}
}

func TestClean_RemovesOnlyWhatIsSettled(t *testing.T) {
	l, server, clock := newLedger(t), newServer(), &fakeClock{now: dawn()}
	queue(t, l, 3)
	server.before = func(to string, _ int) *failure {
		return map[string]*failure{keyOf(1).Recipient: fail(Permanent, "rcpt", 550), keyOf(2).Recipient: fail(Temporary, "rcpt", 450)}[to]
	}
	mustDeliver(t, newDeliverer(l, server, clock))
	for name, text := range map[string]string{"orphan" + messageSuffix: "x", ".new-1": "x", "notes.txt": "of somebody"} {
		write(t, filepath.Join(l.outbox(), name), []byte(text))
	}
	for _, file := range listed(t, l) {
		if err := os.Chtimes(filepath.Join(l.outbox(), file), dawn(), dawn()); err != nil {
			t.Fatal(err)
		}
	}
	if removed, err := l.Clean(dawn()); err != nil || removed != 0 {
		t.Errorf("too early: %d, %v", removed, err)
	}
	if removed, err := l.Clean(dawn().Add(time.Hour)); err != nil || removed != 3 {
		t.Errorf("the one that was sent and the two of nobody: %d, %v", removed, err)
	}
	if got := listed(t, l); len(got) != 3 {
		t.Errorf("left: %v", got)
	}
	if err := l.Told([]Key{keyOf(1)}, dawn()); err != nil {
		t.Fatal(err)
	}
	if removed, err := l.Clean(dawn().Add(time.Hour)); err != nil || removed != 1 {
		t.Errorf("the refused one, once told: %d, %v", removed, err)
	}
	if _, err := l.Message(find(t, l, keyOf(2))); err != nil {
		t.Errorf("the one that waits: %v", err)
	}
}

func listed(t *testing.T, l *Ledger) []string {
	t.Helper()
	entries, err := os.ReadDir(l.outbox())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}
