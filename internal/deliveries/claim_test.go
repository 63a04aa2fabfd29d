package deliveries

import (
	"errors"
	"slices"
	"testing"
	"time"
)

func TestClaim_WhoLostItChangesNothing(t *testing.T) {
	l := newLedger(t)
	queue(t, l, 1)
	first, found, err := l.claim("first", time.Minute, dawn())
	if err != nil || !found {
		t.Fatal(found, err)
	}
	if _, found, err := l.claim("second", time.Minute, dawn()); err != nil || found {
		t.Fatalf("claimed twice: %v, %v", found, err)
	}
	second, found, err := l.claim("second", time.Minute, dawn().Add(time.Minute))
	if err != nil || !found || second.Claim.Number == first.Claim.Number {
		t.Fatal(second.Claim, found, err)
	}
	if _, err := l.finish(first, true, func(d *Delivery) { d.moves(Waiting, dawn(), "450") }); !errors.Is(err, errLost) {
		t.Errorf("the first one noted its failure: %v", err)
	}
	if err := l.handOver(first); !errors.Is(err, errLost) {
		t.Errorf("the first one handed over: %v", err)
	}
	if err := l.handOver(second); err != nil {
		t.Errorf("the second one did not: %v", err)
	}
	if err := l.handOver(second); !errors.Is(err, errLost) {
		t.Errorf("handed over twice: %v", err)
	}
	if _, err := l.finish(second, true, func(d *Delivery) { d.moves(Queued, dawn(), "") }); !errors.Is(err, ErrState) {
		t.Errorf("from handing over back to queued: %v", err)
	}
	got := find(t, l, keyOf(0))
	if got.State != HandingOver || got.Claim != second.Claim || got.Claim.Owner != "second" {
		t.Errorf("%s, %+v", got.State, got.Claim)
	}
	if stages := stagesOf(got); !slices.Equal(stages, []string{interrupted}) || got.Tried != 0 {
		t.Errorf("attempts %v, %d counted", stages, got.Tried)
	}
}

func stagesOf(d Delivery) []string {
	var stages []string
	for _, attempt := range d.Attempts {
		stages = append(stages, attempt.Stage)
	}
	return stages
}

// Who is tried again and again by hand does not grow without an end.
func TestDelivery_KeepsTheLastAttempts(t *testing.T) {
	var d Delivery
	for i := range 3 * mostAttempts {
		d.tried(Attempt{At: dawn(), Code: i})
	}
	if len(d.Attempts) != mostAttempts || d.Attempts[mostAttempts-1].Code != 3*mostAttempts-1 {
		t.Errorf("%d kept, the last %d", len(d.Attempts), d.Attempts[len(d.Attempts)-1].Code)
	}
}

func TestDelivery_KeepsAServersWordShort(t *testing.T) {
	l, server, clock := newLedger(t), newServer(), &fakeClock{now: dawn()}
	queue(t, l, 1)
	server.before = func(string, int) *failure {
		return fail(Temporary, "rcpt"+string(slices.Repeat([]rune{'Ж'}, 100_000)), 450)
	}
	mustDeliver(t, newDeliverer(l, server, clock))
	if got := find(t, l, keyOf(0)); len([]rune(got.Answer)) > longestAnswer+1 || len([]rune(got.Attempts[0].Answer)) > longestAnswer+1 {
		t.Errorf("%d runes", len([]rune(got.Answer)))
	}
}
