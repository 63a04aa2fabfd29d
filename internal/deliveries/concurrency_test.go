package deliveries

import (
	"context"
	"sync"
	"testing"
	"time"
)

// slowly takes a while over each message, as a network does: who waits for the
// ledger looks for it only every 50 ms.
type slowly struct{ *fakeServer }

func (s slowly) Send(ctx context.Context, from, to string, message []byte, handingOver func() error) (Answer, error) {
	time.Sleep(10 * time.Millisecond)
	return s.fakeServer.Send(ctx, from, to, message, handingOver)
}

// Several processes that deliver from one ledger at once: each opens the file
// for itself, as others do.
func TestDeliver_ByManyAtOnceSendsEachOnce(t *testing.T) {
	const n, workers = 120, 4
	l, server, clock := newLedger(t), newServer(), &fakeClock{now: dawn()}
	queue(t, l, n)
	var group sync.WaitGroup
	sent := make([]int, workers)
	for worker := range workers {
		own, err := Open(l.folder)
		if err != nil {
			t.Fatal(err)
		}
		group.Add(1)
		go func() {
			defer group.Done()
			d := newDeliverer(own.WithoutSync(), slowly{server}, clock)
			summary, err := d.Deliver(context.Background())
			if err != nil {
				t.Error(err)
			}
			sent[worker] = summary.Sent
		}()
	}
	group.Wait()
	total, busy := 0, 0
	for _, count := range sent {
		total += count
		if count > 0 {
			busy++
		}
	}
	counts := judgeAll(t, l, n, func(d Delivery) int { return server.taken[d.Recipient+" "+d.SHA256] }, len(server.order))
	if counts[Sent] != n || total != n || busy < 2 {
		t.Errorf("%v; by each: %v", counts, sent)
	}
}

// A start that settles what others have in hand, while they are alive after
// all: it is as if they were dead, and still nothing is sent twice.
func TestRecover_WhileOthersDeliverSendsNothingTwice(t *testing.T) {
	const n = 60
	l, clock := newLedger(t), &fakeClock{now: dawn()}
	queue(t, l, n)
	server := newServer()
	steps := 0
	server.before = func(string, int) *failure {
		if steps++; steps%7 == 0 {
			if _, err := l.Recover(clock.Now()); err != nil {
				t.Error(err)
			}
		}
		return nil
	}
	server.after = func(string, int) (*failure, bool) {
		if steps%11 == 0 {
			if _, err := l.Recover(clock.Now()); err != nil {
				t.Error(err)
			}
		}
		return nil, true
	}
	mustDeliver(t, newDeliverer(l, server, clock))
	counts := judgeAll(t, l, n, func(d Delivery) int { return server.taken[d.Recipient+" "+d.SHA256] }, len(server.order))
	if counts[Sent] != n {
		t.Errorf("%v", counts)
	}
}
