package smtp

import (
	"context"
	"net"
	"net/netip"
	"sync"
	"time"
)

const (
	// mostMessages is after how many a connection is made anew: servers count,
	// and some refuse the hundred and first.
	mostMessages = 100
	// parley bounds NOOP and QUIT, on which nothing depends.
	parley = 5 * time.Second
)

// Client sends messages to one server. It may be used by several at once, and
// sends one message after the other.
type Client struct {
	server Server
	limits Timeouts
	lookup func(ctx context.Context, host string) ([]netip.Addr, error)

	lock    sync.Mutex
	resting *session // between two messages
	asleep  *time.Timer
}

// New makes a client; nothing is connected before the first Send.
func New(server Server) *Client {
	if server.Security == "" {
		server.Security = StartTLS
	}
	return &Client{server: server, limits: server.Timeouts.filled(), lookup: func(ctx context.Context, host string) ([]netip.Addr, error) {
		return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
	}}
}

// Send hands a message over for one recipient. handingOver is called when all
// but the final dot has been sent; if it fails the connection is closed and the
// server drops the message. An error is always an *Error. A nil error is a 250
// to the final dot and nothing less.
func (c *Client) Send(ctx context.Context, from, to string, message []byte, handingOver func() error) (Answer, error) {
	c.lock.Lock()
	defer c.lock.Unlock()
	letter, stage, err := newEnvelope(from, to, message)
	if err != nil {
		return Answer{}, &Error{Host: clean(c.server.address()), Stage: stage, Text: clean(err.Error()), Verdict: Permanent}
	}
	answer, failure := c.deliver(ctx, letter, handingOver)
	if failure != nil {
		return Answer{}, failure
	}
	return answer, nil
}

// deliver uses the resting connection or makes one. Many servers allow some
// messages a connection and then refuse MAIL for now: that is no failure yet.
func (c *Client) deliver(ctx context.Context, letter envelope, handingOver func() error) (Answer, *Error) {
	current := c.wake(ctx)
	reused := current != nil
	for {
		if current == nil {
			fresh, failure := c.dial(ctx, letter.domain)
			if failure != nil {
				return Answer{}, failure
			}
			current = fresh
		}
		answer, failure := current.transfer(ctx, letter, handingOver)
		if failure == nil {
			c.rest(ctx, current)
			return answer, nil
		}
		_ = current.raw.Close()
		if !reused || failure.Stage != StageMail || failure.Verdict != Temporary || ctx.Err() != nil {
			return Answer{}, failure
		}
		current, reused = nil, false
	}
}

// wake takes the resting connection if it still lives. NOOP asks: RSET would
// make the library say EHLO again, and there is nothing to reset, since a
// connection on which anything failed is not kept.
func (c *Client) wake(ctx context.Context) *session {
	current := c.resting
	if current == nil {
		return nil
	}
	c.asleep.Stop()
	c.resting = nil
	if failure := current.during(ctx, StageMail, min(parley, c.limits.Command), current.client.Noop); failure != nil {
		_ = current.raw.Close()
		return nil
	}
	return current
}

// rest keeps a connection for the next message, for a while.
func (c *Client) rest(ctx context.Context, current *session) {
	current.used++
	if current.used >= mostMessages || ctx.Err() != nil {
		current.leave()
		return
	}
	c.resting = current
	c.asleep = time.AfterFunc(c.limits.Idle, func() {
		c.lock.Lock()
		defer c.lock.Unlock()
		if c.resting == current {
			c.resting = nil
			current.leave()
		}
	})
}

// Close leaves the server. The client may be used again.
func (c *Client) Close() error {
	c.lock.Lock()
	defer c.lock.Unlock()
	if c.resting != nil {
		c.asleep.Stop()
		c.resting.leave()
		c.resting = nil
	}
	return nil
}

// leave takes its leave, and closes the connection whatever the server says.
func (s *session) leave() {
	_ = s.during(context.Background(), StageMail, parley, s.client.Quit)
	_ = s.raw.Close()
}
