package deliveries

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"
)

// Laws of pruning, over ledgers of all states and ages: a time of a job goes as a
// whole or stays as a whole; it goes where all of it is old and over and a later
// time is known, and only there.
func TestPrune_TakesWholeTimesThatAreOldAndOver(t *testing.T) {
	removed, kept := 0, 0
	for seed := range uint64(20) {
		random := rand.New(rand.NewPCG(seed, 6))
		l, before := newLedger(t), dawn()
		stays, latest := map[jobTime]bool{}, map[string]string{}
		written := map[Key]bool{}
		for range 60 {
			key := Key{Job: fmt.Sprintf("job%d", random.IntN(3)), Period: fmt.Sprintf("2026-0%d-01T08:00", 1+random.IntN(6)), Recipient: fmt.Sprintf("r%d@example.com", random.IntN(4))}
			if random.IntN(8) == 0 {
				key.Period += " copy 2"
			}
			if written[key] {
				continue
			}
			written[key] = true
			old := random.IntN(4) > 0
			now := before.Add(time.Hour)
			if old {
				now = before.Add(-time.Hour)
			}
			var err error
			state := []State{Queued, Recalled, Held, Dismissed}[max(0, random.IntN(24)-20)]
			if random.IntN(9) > 0 {
				state = Recalled
			}
			if state == Queued || state == Recalled {
				_, err = l.Queue(Delivery{Key: key}, []byte("x"), now)
			} else {
				_, err = l.Hold(Delivery{Key: key}, "because", now)
			}
			if err == nil && state == Recalled {
				err = l.Recall(key, "so", now)
			}
			if err == nil && state == Dismissed {
				err = l.Dismiss([]Key{key}, now)
			}
			if err != nil {
				t.Fatal(err)
			}
			of := jobTime{key.Job, base(key)}
			stays[of] = stays[of] || !old || state == Queued || state == Held
			latest[of.job] = max(latest[of.job], of.time)
		}
		pruned, err := l.Prune(Pruning{Before: before, Time: base, Over: func(d Delivery) bool { return !d.State.NeedsPerson() }})
		if err != nil {
			t.Fatal(err)
		}
		for key := range written {
			_, found, err := l.Find(key)
			want := stays[jobTime{key.Job, base(key)}] || latest[key.Job] == base(key)
			if err != nil || found != want {
				t.Errorf("seed %d: %s is there: %v, want %v; %v", seed, key, found, want, err)
			}
			if found {
				kept++
			} else {
				removed++
				pruned.Deliveries--
			}
		}
		if pruned != (Pruned{}) {
			t.Errorf("seed %d: the count is wrong by %+v", seed, pruned)
		}
		if err := l.examine(); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
	}
	if removed < 100 || kept < 100 {
		t.Errorf("%d removed, %d kept: that tries too little", removed, kept)
	}
}

// What is not over stays, however old: a run that a kill cut short, which begins
// again, and what a notice under way tells of.
func TestPrune_WhatIsUnderWayStays(t *testing.T) {
	l, long := newLedger(t), dawn().AddDate(2, 0, 0)
	for _, slot := range []string{"2026-12-01T08:00", "2026-12-02T08:00"} {
		if _, err := l.Begin(Run{Job: "month", Slot: slot}, dawn()); err != nil {
			t.Fatal(err)
		}
	}
	told := Key{Job: "alert gone", Period: "2026-12-01", Recipient: "-"}
	later := Key{Job: "alert gone", Period: "2026-12-02", Recipient: "-"}
	for _, key := range []Key{told, later} {
		if _, err := l.Hold(Delivery{Key: key}, "because", dawn()); err != nil {
			t.Fatal(err)
		}
	}
	notice := Delivery{Key: Key{Job: "several jobs", Period: "2026-12-01 notice", Recipient: "owner@example.com"}, Tells: []Key{told}}
	if _, err := l.Queue(notice, []byte("x"), dawn()); err != nil {
		t.Fatal(err)
	}
	pruned, err := l.Prune(Pruning{Before: long, Time: base, Over: func(Delivery) bool { return true }})
	if err != nil || pruned != (Pruned{}) {
		t.Errorf("removed %+v, %v", pruned, err)
	}
}

func base(key Key) string {
	period, _, _ := strings.Cut(key.Period, " ")
	return period
}

// The room of what was removed is used again: a ledger that is pruned does not
// grow from year to year, and what is asked of it each minute stays quick.
func TestPrune_TheFileStopsGrowing(t *testing.T) {
	l := newLedger(t)
	const days = 20 // stand for 400
	var sizes []int64
	for year := range 5 {
		from := dawn().AddDate(0, 0, year*days)
		write30(t, l, from, days)
		pruned, err := l.Prune(Pruning{Before: from.AddDate(0, 0, -1), Time: base, Over: func(Delivery) bool { return true }})
		if err != nil || year > 1 && (pruned.Deliveries != 30*days || pruned.Runs != 5*days) {
			t.Fatalf("year %d: %+v, %v", year, pruned, err)
		}
		sizes = append(sizes, sizeOf(t, l))
	}
	if sizes[4] > sizes[1]+sizes[1]/20 {
		t.Errorf("it grows: %v bytes", sizes)
	}
	runs, err := l.Runs("")
	if err != nil || len(runs) > 5*(days+2) {
		t.Errorf("%d runs, %v", len(runs), err)
	}
}

func sizeOf(t *testing.T, l *Ledger) int64 {
	t.Helper()
	var size int64
	err := l.look(func(tx *bbolt.Tx) error { size = tx.Size(); return nil })
	if err != nil {
		t.Fatal(err)
	}
	return size
}
