package smtp

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync"
	"testing"
	"time"

	gosmtp "github.com/emersion/go-smtp"

	"clientele/internal/smtp/unruly"
)

// What the client believes of each attempt is compared with what the server
// kept: sent is sent once, a known failure is none, and only what nobody can
// know is called unknown. Most of the time is spent waiting for a slow server:
// several worlds wait together.
func TestSend_WhatTheClientBelievesIsWhatWas(t *testing.T) {
	seeds, recipients := uint64(3), 100
	if os.Getenv("CLIENTELE_LONG") != "" {
		seeds, recipients = 30, 300
	}
	var worlds sync.WaitGroup
	var mu sync.Mutex
	tally, places := map[string]int{}, make(chan struct{}, 10)
	for seed := range seeds {
		places <- struct{}{}
		worlds.Go(func() {
			defer func() { <-places }()
			believed := believe(t, seed, recipients)
			mu.Lock()
			defer mu.Unlock()
			for verdict, times := range believed {
				tally[verdict] += times
			}
		})
	}
	worlds.Wait()
	for _, verdict := range []string{"sent", "temporary", "permanent", "unknown"} {
		if tally[verdict] < 10 {
			t.Errorf("too few of a kind to show anything: %v", tally)
		}
	}
}

// believe sends to a server of a seed and counts what the client believes.
func believe(t *testing.T, seed uint64, recipients int) map[string]int {
	t.Helper()
	mix := unruly.Mix{Seed: seed, Rate: 0.12, Gone: 0.05, Slow: 2 * time.Millisecond}
	security := []unruly.Security{unruly.Plain, unruly.ByCommand, unruly.FromStart}[seed%3]
	server := unruly.Start(t, unruly.Script{Security: security, User: user, Password: password, Fault: mix.Fault})
	way := secured(server, string(security))
	if security == unruly.Plain {
		way.Security = None
	}
	client, tally := open(t, way), map[string]int{}
	for i := range recipients {
		to := fmt.Sprintf("person%d@example.com", i)
		for attempt := range 5 {
			id := fmt.Sprintf("%d.%d@x", i, attempt)
			handed := false
			_, err := client.Send(context.Background(), sender, to, letter(id), func() error { handed = true; return nil })
			accepted, answered := server.Count(to, id)
			verdict := "sent"
			if err != nil {
				verdict = "no *Error"
				if failure := (*Error)(nil); errors.As(err, &failure) {
					verdict = failure.Kind()
				}
			}
			tally[verdict]++
			if fits := map[string]bool{
				"sent":      accepted == 1 && answered == 1 && handed,
				"temporary": accepted == 0,
				"permanent": accepted == 0,
				"unknown":   accepted <= 1 && answered == 0 && handed,
			}; !fits[verdict] {
				t.Errorf("seed %d, %s attempt %d: believed %s, accepted %d, answered %d, handed over %v: %v", seed, to, attempt, verdict, accepted, answered, handed, err)
			}
			if verdict != "temporary" {
				break
			}
		}
	}
	for _, acceptance := range server.Accepted() {
		if acceptance.SHA256 != sha256.Sum256(letter(acceptance.MessageID)) {
			t.Errorf("seed %d: %s came in with other bytes", seed, acceptance.MessageID)
		}
	}
	if violations := server.Violations(); len(violations) > 0 {
		t.Errorf("seed %d: %q", seed, violations)
	}
	return tally
}

// backend is a mailbox behind the server of go-smtp, which knows nothing of ours.
type backend struct {
	from, to string
	content  string
}

func (b *backend) NewSession(*gosmtp.Conn) (gosmtp.Session, error) { return b, nil }
func (b *backend) Reset()                                          {}
func (b *backend) Logout() error                                   { return nil }
func (b *backend) Mail(from string, _ *gosmtp.MailOptions) error   { b.from = from; return nil }
func (b *backend) Rcpt(to string, _ *gosmtp.RcptOptions) error     { b.to = to; return nil }
func (b *backend) Data(r io.Reader) error {
	content, err := io.ReadAll(r)
	b.content = string(content)
	return err
}

func TestSend_AnotherServerReadsTheSame(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	mailbox := &backend{}
	server := gosmtp.NewServer(mailbox)
	server.Domain = "localhost"
	go server.Serve(listener)
	client := open(t, Server{Host: "127.0.0.1", Port: listener.Addr().(*net.TCPAddr).Port, Security: None})
	for i := range 3 {
		id := fmt.Sprint(i, "@x")
		if _, err := send(t, client, id); err != nil {
			t.Fatal(err)
		}
		if mailbox.from != sender || mailbox.to != recipient || mailbox.content != string(letter(id)) {
			t.Errorf("%+v", mailbox)
		}
	}
	client.Close()
	if err := server.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
		t.Error(err)
	}
}
