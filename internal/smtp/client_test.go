package smtp

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"clientele/internal/smtp/unruly"
)

const (
	sender    = "reports@example.com"
	recipient = "anna@example.com"
	user      = "reports"
	password  = "correct horse battery staple"
)

// letter is a small message with what SMTP treats specially.
func letter(id string) []byte {
	return []byte("Message-ID: <" + id + ">\r\nSubject: =?utf-8?b?0J7RgtGH0ZHRgg==?=\r\n\r\n.\r\n..two\r\nlast\r\n")
}

// settings are a client's settings for a server, with short time-outs.
func settings(server *unruly.Server, security string) Server {
	quick := 5 * time.Second
	return Server{Host: server.Host(), Port: server.Port(), Security: security, RootCAs: server.Roots(),
		Timeouts: Timeouts{Dial: quick, TLS: quick, Greeting: quick, Command: quick, Body: quick, End: quick}}
}

// secured adds a login.
func secured(server *unruly.Server, security string) Server {
	result := settings(server, security)
	result.User, result.Password = user, func() (string, error) { return password, nil }
	return result
}

func ready() error { return nil }

func send(t *testing.T, client *Client, id string) (Answer, error) {
	t.Helper()
	return client.Send(context.Background(), sender, recipient, letter(id), ready)
}

// open makes a client that leaves with the test.
func open(t *testing.T, server Server) *Client {
	t.Helper()
	client := New(server)
	t.Cleanup(func() { client.Close() })
	return client
}

func failure(t *testing.T, err error) *Error {
	t.Helper()
	var failure *Error
	if !errors.As(err, &failure) {
		t.Fatalf("want an *Error, got %v", err)
	}
	return failure
}

func TestSend_DeliversTheSameBytesByEachWayToTLS(t *testing.T) {
	for _, test := range []struct {
		server unruly.Security
		client string
	}{{unruly.ByCommand, StartTLS}, {unruly.ByCommand, ""}, {unruly.FromStart, TLS}, {unruly.Plain, None}} {
		for _, mechanism := range []string{"PLAIN", "LOGIN"} {
			t.Run(fmt.Sprint(test.server, " ", test.client, " ", mechanism), func(t *testing.T) {
				server := unruly.Start(t, unruly.Script{Security: test.server, User: user, Password: password, Mechanisms: []string{"XOAUTH2", mechanism}})
				client := open(t, secured(server, test.client))
				answer, err := send(t, client, "one@x")
				if err != nil {
					t.Fatal(err)
				}
				if answer.Code != 250 || answer.Enhanced != "2.0.0" || answer.Text != "OK: queued as 1" {
					t.Errorf("answer %+v", answer)
				}
				accepted := server.Accepted()
				if len(accepted) != 1 || string(accepted[0].Bytes) != string(letter("one@x")) || accepted[0].To != recipient || accepted[0].From != sender || accepted[0].MessageID != "one@x" {
					t.Errorf("accepted %+v", accepted)
				}
				if violations := server.Violations(); len(violations) > 0 {
					t.Error(violations)
				}
			})
		}
	}
}

func TestSend_UsesAConnectionForAHundredMessages(t *testing.T) {
	server := unruly.Start(t, unruly.Script{Security: unruly.ByCommand, User: user, Password: password})
	client := open(t, secured(server, StartTLS))
	for i := range 101 {
		if _, err := send(t, client, fmt.Sprint(i, "@x")); err != nil {
			t.Fatal(err)
		}
	}
	if server.Sessions() != 2 || len(server.Accepted()) != 101 {
		t.Errorf("%d sessions for %d messages", server.Sessions(), len(server.Accepted()))
	}
}

func TestSend_MakesAConnectionAnewWhenTheServerLeftBetweenMessages(t *testing.T) {
	for _, stage := range []unruly.Stage{unruly.Pause, unruly.Mail} {
		for _, fault := range []unruly.Fault{{Kind: unruly.Drop}, {Kind: unruly.Refuse, Code: 421, Text: "4.7.0 Enough"}, {Kind: unruly.Refuse, Code: 451, Text: "4.7.0 Too many in this session"}} {
			second := 0
			server := unruly.Start(t, unruly.Script{Fault: func(moment unruly.Moment) unruly.Fault {
				if moment.Stage != stage || moment.Session > 1 {
					return unruly.Fault{}
				}
				if second++; stage == unruly.Mail && second == 1 {
					return unruly.Fault{}
				}
				return fault
			}})
			client := open(t, settings(server, None))
			for _, id := range []string{"one@x", "two@x"} {
				if _, err := send(t, client, id); err != nil {
					t.Errorf("%s %v: %v", stage, fault, err)
				}
			}
			if server.Sessions() != 2 || len(server.Accepted()) != 2 {
				t.Errorf("%s %v: %d sessions, %d accepted", stage, fault, server.Sessions(), len(server.Accepted()))
			}
		}
	}
}

func TestSend_GivesAnUnusedConnectionBack(t *testing.T) {
	server := unruly.Start(t, unruly.Script{Log: true})
	way := settings(server, None)
	way.Timeouts.Idle = 20 * time.Millisecond
	client := open(t, way)
	if _, err := send(t, client, "one@x"); err != nil {
		t.Fatal(err)
	}
	for range 200 {
		if commands := server.Commands(); commands[len(commands)-1] == "QUIT" {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("no QUIT: %q", server.Commands())
}

func TestSend_IntroducesItselfByTheSendersDomain(t *testing.T) {
	for _, security := range []unruly.Security{unruly.ByCommand, unruly.FromStart} {
		server := unruly.Start(t, unruly.Script{Security: security, Log: true})
		client := open(t, settings(server, string(security)))
		if _, err := send(t, client, "one@x"); err != nil {
			t.Fatal(err)
		}
		for _, command := range server.Commands() {
			if strings.HasPrefix(command, "EHLO") && command != "EHLO example.com" {
				t.Errorf("%s: %s", security, command)
			}
		}
	}
}
