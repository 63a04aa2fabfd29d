package deliveries

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
	"time"
)

// Whatever is done in whatever order, by people, starts and a server that
// fails at each stage: the ledger agrees with itself, a message is taken no
// more often than people wished plus once, what is final changes only by
// people, and in the end everything is final and told.
func TestLaw_AnyOrderOfActsSendsOnceAndTells(t *testing.T) {
	seeds := 15
	if os.Getenv("CLIENTELE_LONG") != "" {
		seeds = 500
	} else {
		t.Log("15 seeds; CLIENTELE_LONG=1 tries 500")
	}
	reached := map[State]int{}
	for seed := range uint64(seeds) {
		w := &world{t: t, l: newLedger(t), server: scripted(seed), clock: &fakeClock{now: dawn()},
			random: rand.New(rand.NewPCG(seed, 5)), wished: map[Key]int{}, before: map[Key]State{}}
		for range 60 {
			w.act()
			w.check()
		}
		w.end()
		for key := range w.before {
			reached[find(t, w.l, key).State]++
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	t.Log(reached)
	for _, state := range []State{Sent, Refused, Unknown, Held, Recalled} {
		if reached[state] == 0 {
			t.Errorf("no delivery ends %s: the acts try too little", state)
		}
	}
}

type world struct {
	t       *testing.T
	l       *Ledger
	server  *fakeServer
	clock   *fakeClock
	random  *rand.Rand
	wished  map[Key]int   // how often a person wished it again, or freed it
	before  map[Key]State // before the last act
	touched Key           // by the last act, where a person did it
	notices int
}

func (w *world) act() {
	w.t.Helper()
	key := keyOf(w.random.IntN(8))
	w.touched = Key{}
	var err error
	switch n := w.random.IntN(12); n {
	case 0, 1, 2:
		w.touched = key
		_, err = w.l.Queue(Delivery{Key: key}, fmt.Appendf(nil, "rendered %d", w.random.IntN(99)), w.clock.Now())
	case 3:
		w.touched = key
		_, err = w.l.Hold(Delivery{Key: key}, "stale", w.clock.Now())
	case 4:
		w.touched = key
		err = w.l.Recall(key, "no", w.clock.Now())
	case 5:
		w.touched = key
		if err = w.l.Resolve(key, SendAgain, w.clock.Now()); err == nil {
			w.wished[key]++
		}
	case 6:
		w.touched = key
		err = w.l.Resolve(key, WasSent, w.clock.Now())
	case 7:
		w.clock.pass(time.Duration(w.random.IntN(300)) * time.Minute)
	case 8:
		_, err = w.l.Recover(w.clock.Now())
	case 9:
		err = w.tell()
	default:
		_, err = newDeliverer(w.l, w.server, w.clock).Deliver(w.t.Context())
	}
	if err != nil && !errors.Is(err, ErrState) && !errors.Is(err, ErrNotFound) && !errors.Is(err, errMessage) {
		w.t.Errorf("%v", err)
	}
}

func (w *world) tell() error {
	list, err := w.l.ToTell()
	if err != nil || len(list) == 0 {
		return err
	}
	w.notices++
	_, err = w.l.Queue(noticeOf(fmt.Sprintf("%05d", w.notices), keysOf(list)...), []byte("notice"), w.clock.Now())
	return err
}

// check holds that the ledger agrees with itself and with the server.
func (w *world) check() {
	w.t.Helper()
	if err := w.l.examine(); err != nil {
		w.t.Fatal(err)
	}
	list, err := w.l.List("month")
	if err != nil {
		w.t.Fatal(err)
	}
	taken := map[string]int{}
	for _, to := range w.server.order {
		taken[to]++
	}
	for _, d := range list {
		was := w.before[d.Key]
		if was.Final() && was != d.State && d.Key != w.touched {
			w.t.Errorf("%s was %s and is %s", d.Key, was, d.State)
		}
		times := taken[d.Recipient]
		if most := 1 + w.wished[d.Key]; times > most {
			w.t.Errorf("%s was taken %d times, %d at most were wished", d.Key, times, most)
		}
		if d.State == Sent && times == 0 && d.Reason == "" {
			w.t.Errorf("%s is sent, and nobody took it", d.Key)
		}
		if d.State.Final() != !d.Done.IsZero() || d.State.claimed() {
			w.t.Errorf("%s is %s since %v", d.Key, d.State, d.Done)
		}
		w.before[d.Key] = d.State
	}
}

// end lets everything come to its end: the owner's mailbox takes all.
func (w *world) end() {
	w.t.Helper()
	before := w.server.before
	w.server.before = func(to string, try int) *failure {
		if to == "owner@example.com" {
			return nil
		}
		return before(to, try)
	}
	for range 20 {
		w.touched = Key{}
		if _, err := newDeliverer(w.l, w.server, w.clock).Finish(w.t.Context()); err != nil {
			w.t.Fatal(err)
		}
		w.check()
		if err := w.tell(); err != nil {
			w.t.Fatal(err)
		}
	}
	list, err := w.l.List("month")
	if err != nil {
		w.t.Fatal(err)
	}
	for _, d := range list {
		if !d.State.Final() || d.State.NeedsPerson() && d.Told.IsZero() {
			w.t.Errorf("%s ends %s, told %v", d.Key, d.State, d.Told)
		}
	}
}
