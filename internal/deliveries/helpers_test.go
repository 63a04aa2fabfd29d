package deliveries

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// dawn is when the tests' clocks begin.
func dawn() time.Time { return time.Date(2026, 12, 1, 8, 0, 0, 0, time.UTC) }

// fakeClock goes on only when somebody waits, or a test says so.
type fakeClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *fakeClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *fakeClock) Wait(ctx context.Context, until time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if until.After(c.now) {
		c.now = until
	}
	return ctx.Err()
}

func (c *fakeClock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// failure is what a sender reports in these tests.
type failure struct {
	kind, stage string
	code        int
	ofServer    bool
}

func (f *failure) Error() string     { return fmt.Sprintf("%s: %d %s", f.stage, f.code, f.kind) }
func (f *failure) Kind() string      { return f.kind }
func (f *failure) OfServer() bool    { return f.ofServer }
func (f *failure) At() (string, int) { return f.stage, f.code }
func fail(kind, stage string, code int) *failure {
	return &failure{kind: kind, stage: stage, code: code}
}
func failAll(kind, stage string, code int) *failure {
	return &failure{kind: kind, stage: stage, code: code, ofServer: true}
}

// fakeServer takes messages as its script says, and counts what it took.
type fakeServer struct {
	mu sync.Mutex
	// before is the failure before the message is handed over, after the one
	// after the server took it or did not; takes says which.
	before func(to string, try int) *failure
	after  func(to string, try int) (err *failure, takes bool)
	tries  map[string]int
	taken  map[string]int // by recipient and bytes
	order  []string
}

func newServer() *fakeServer {
	return &fakeServer{tries: map[string]int{}, taken: map[string]int{}}
}

func (s *fakeServer) Send(ctx context.Context, _, to string, message []byte, handingOver func() error) (Answer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return Answer{}, err
	}
	s.tries[to]++
	if s.before != nil {
		if err := s.before(to, s.tries[to]); err != nil {
			return Answer{}, err
		}
	}
	if err := handingOver(); err != nil {
		return Answer{}, fmt.Errorf("not handed over: %w", err)
	}
	takes := true
	var failed *failure
	if s.after != nil {
		failed, takes = s.after(to, s.tries[to])
	}
	if takes {
		s.taken[to+" "+hashOf(message)]++
		s.order = append(s.order, to)
	}
	if failed != nil {
		return Answer{}, failed
	}
	return Answer{Code: 250, Enhanced: "2.0.0", Text: "Ok"}, nil
}

// scripted is a server that fails at every stage as the seed has it.
func scripted(seed uint64) *fakeServer {
	random := rand.New(rand.NewPCG(seed, 8))
	server := newServer()
	server.before = func(to string, try int) *failure {
		if strings.HasSuffix(to, "77@example.com") { // a mailbox that is full for days
			return fail(Temporary, "rcpt", 452)
		}
		switch n := random.IntN(1000); {
		case n < 3:
			return failAll(Temporary, "dial", 0)
		case n < 4:
			return failAll(Permanent, "auth", 535)
		case n < 60 && try == 1:
			return fail(Temporary, "rcpt", 450)
		case n < 90:
			return fail(Temporary, "mail", 451)
		case n < 120:
			return fail(Permanent, "rcpt", 550)
		case n < 160:
			return fail(Temporary, "body", 0)
		}
		return nil
	}
	server.after = func(string, int) (*failure, bool) {
		switch n := random.IntN(1000); {
		case n < 20: // dropped after the dot, message taken
			return fail(NotKnown, "end", 0), true
		case n < 40: // dropped after the dot, message not taken
			return fail(NotKnown, "end", 0), false
		case n < 50: // a sender that is wrong about it
			return fail(Temporary, "end", 0), true
		case n < 80:
			return fail(Temporary, "end", 452), false
		case n < 100:
			return fail(Permanent, "end", 554), false
		}
		return nil, true
	}
	return server
}

func newLedger(t testing.TB) *Ledger {
	t.Helper()
	l, err := Open(filepath.Join(t.TempDir(), "state"))
	if err != nil {
		t.Fatal(err)
	}
	return l.WithoutSync()
}

func keyOf(i int) Key {
	return Key{Job: "month", Period: "2026-12-01T08:00", Recipient: fmt.Sprintf("r%05d@example.com", i)}
}

func messageOf(i int) []byte {
	return fmt.Appendf(nil, "To: r%05d@example.com\r\nMessage-ID: <%d@example.com>\r\n\r\nNumbers\r\n", i, i)
}

func queue(t testing.TB, l *Ledger, n int) {
	t.Helper()
	for i := range n {
		added, err := l.Queue(Delivery{Key: keyOf(i), Kind: "report", MessageID: fmt.Sprintf("<%d@example.com>", i)}, messageOf(i), dawn())
		if err != nil || !added {
			t.Fatalf("queue %d: %v, %v", i, added, err)
		}
	}
}

func newDeliverer(l *Ledger, server Sender, clock Clock) *Deliverer {
	return &Deliverer{Ledger: l, Sender: server, Clock: clock, Backoff: DefaultBackoff(), From: "reports@example.com", Owner: "test"}
}

func find(t testing.TB, l *Ledger, key Key) Delivery {
	t.Helper()
	d, found, err := l.Find(key)
	if err != nil || !found {
		t.Fatalf("%s: %v, %v", key, found, err)
	}
	return d
}

func mustDeliver(t testing.TB, d *Deliverer) Summary {
	t.Helper()
	summary, err := d.Deliver(context.Background())
	if err != nil && !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	return summary
}

func keysOf(list []Delivery) []Key {
	keys := make([]Key, 0, len(list))
	for _, d := range list {
		keys = append(keys, d.Key)
	}
	return keys
}
