package smtp

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"

	"clientele/internal/smtp/unruly"
)

// place is what a fault at a stage of the server is to the client.
type place struct {
	at     unruly.Stage
	stage  Stage
	server bool
}

func places() []place {
	return []place{
		{unruly.Greeting, StageGreeting, true}, {unruly.Hello, StageGreeting, true}, {unruly.StartTLS, StageGreeting, true},
		{unruly.Auth, StageAuth, true}, {unruly.Mail, StageMail, true}, {unruly.Rcpt, StageRcpt, false},
		{unruly.Data, StageData, false}, {unruly.End, StageEnd, false},
	}
}

// outcome is one delivery through a server that misbehaves.
type outcome struct {
	server *unruly.Server
	handed bool
	err    error
	took   time.Duration
}

func through(t *testing.T, script unruly.Script, change func(*Server)) outcome {
	t.Helper()
	script.Security, script.User, script.Password = unruly.ByCommand, user, password
	result := outcome{server: unruly.Start(t, script)}
	way := secured(result.server, StartTLS)
	if change != nil {
		change(&way)
	}
	began := time.Now()
	_, result.err = open(t, way).Send(context.Background(), sender, recipient, letter("one@x"), func() error { result.handed = true; return nil })
	result.took = time.Since(began)
	return result
}

func (o outcome) check(t *testing.T, stage Stage, code int, verdict Verdict, server bool) {
	t.Helper()
	got := failure(t, o.err)
	if got.Stage != stage || got.Code != code || got.Verdict != verdict || got.Server != server {
		t.Errorf("want %s %d %s server %v, got %s %d %s server %v: %v", stage, code, verdict, server, got.Stage, got.Code, got.Verdict, got.Server, got)
	}
	if o.handed != (stage == StageEnd) {
		t.Errorf("handing over was said: %v", o.handed)
	}
	if violations := o.server.Violations(); len(violations) > 0 {
		t.Error(violations)
	}
}

func TestSend_ARefusalAtAnyStageIsKnown(t *testing.T) {
	for _, where := range places() {
		for code, verdict := range map[int]Verdict{421: Temporary, 450: Temporary, 451: Temporary, 452: Temporary, 501: Permanent, 550: Permanent, 554: Permanent} {
			t.Run(fmt.Sprint(where.at, " ", code), func(t *testing.T) {
				t.Parallel()
				fault := unruly.Fault{Kind: unruly.Refuse, Code: code, Text: fmt.Sprintf("%d.1.2 Not\n%d.1.2 now", code/100, code/100)}
				result := through(t, unruly.Script{Fault: unruly.Once(where.at, fault)}, nil)
				result.check(t, where.stage, code, verdict, where.server || code == 421)
				got := failure(t, result.err)
				if got.Enhanced != fmt.Sprintf("%d.1.2", code/100) || !strings.HasPrefix(got.Text, "Not") || !strings.HasSuffix(got.Text, "now") {
					t.Errorf("%q %q", got.Enhanced, got.Text)
				}
				if len(result.server.Accepted()) != 0 {
					t.Error("was accepted")
				}
			})
		}
	}
}

func TestSend_TroubleWithoutAnAnswerIsTemporaryBeforeTheDotAndUnknownAfterIt(t *testing.T) {
	for _, where := range places() {
		for _, kind := range []unruly.Kind{unruly.Drop, unruly.Silent, unruly.Rubbish, unruly.Overlong, unruly.Endless} {
			for _, kept := range []bool{false, true} {
				if kept && where.at != unruly.End {
					continue
				}
				t.Run(fmt.Sprint(where.at, " ", kind, " ", kept), func(t *testing.T) {
					t.Parallel()
					result := through(t, unruly.Script{Fault: unruly.Once(where.at, unruly.Fault{Kind: kind, Kept: kept})}, func(way *Server) {
						if kind == unruly.Silent {
							limit := 300 * time.Millisecond
							way.Timeouts = Timeouts{Dial: limit, Greeting: limit, TLS: limit, Command: limit, Body: limit, End: limit}
						}
					})
					verdict := Temporary
					if where.at == unruly.End {
						verdict = Unknown
					}
					result.check(t, where.stage, 0, verdict, where.server)
					if kind == unruly.Silent && !errors.Is(result.err, context.DeadlineExceeded) {
						t.Errorf("%v", result.err)
					}
					if accepted, answered := result.server.Count(recipient, "one@x"); answered != 0 || (accepted == 1) != kept {
						t.Errorf("accepted %d, answered %d", accepted, answered)
					}
					if result.took > 4*time.Second {
						t.Errorf("took %v", result.took)
					}
				})
			}
		}
	}
}

func TestSend_BearsSlowAndTalkativeServers(t *testing.T) {
	for _, where := range places() {
		for _, fault := range []unruly.Fault{{Kind: unruly.Late, Delay: 20 * time.Millisecond}, {Kind: unruly.Dribble, Delay: time.Millisecond}, {Kind: unruly.Lines}} {
			t.Run(fmt.Sprint(where.at, " ", fault.Kind), func(t *testing.T) {
				t.Parallel()
				result := through(t, unruly.Script{Fault: unruly.Once(where.at, fault)}, nil)
				if accepted, answered := result.server.Count(recipient, "one@x"); result.err != nil || accepted != 1 || answered != 1 || !result.handed {
					t.Errorf("accepted %d, answered %d: %v", accepted, answered, result.err)
				}
			})
		}
	}
}

func TestSend_ADribblingServerHasNoMoreTimeThanASilentOne(t *testing.T) {
	result := through(t, unruly.Script{Fault: unruly.Once(unruly.Rcpt, unruly.Fault{Kind: unruly.Dribble, Delay: 100 * time.Millisecond})},
		func(way *Server) { way.Timeouts.Command = 250 * time.Millisecond })
	result.check(t, StageRcpt, 0, Temporary, false)
}

// long is a message that does not fit into the buffers between client and server.
func long() []byte {
	return append(letter("long@x"), strings.Repeat(strings.Repeat("x", 76)+"\r\n", 200_000)...)
}

func TestSend_ABodyThatTheServerBreaksOffIsNotDelivered(t *testing.T) {
	for _, test := range []unruly.Fault{{Kind: unruly.Drop}, {Kind: unruly.Refuse, Code: 452, Text: "4.3.1 Disk full"}, {Kind: unruly.Silent}} {
		server := unruly.Start(t, unruly.Script{Security: unruly.ByCommand, Fault: unruly.Once(unruly.Body, test)})
		way := settings(server, StartTLS)
		way.Timeouts.End = 200 * time.Millisecond
		handed := false
		_, err := open(t, way).Send(context.Background(), sender, recipient, long(), func() error { handed = true; return nil })
		if test.Kind == unruly.Silent {
			if err != nil || !handed {
				// It reads and throws away: the client cannot tell before the dot.
				if got := failure(t, err); got.Stage != StageEnd || got.Verdict != Unknown {
					t.Error(err)
				}
			}
			continue
		}
		got := failure(t, err)
		if got.Stage != StageBody || got.Verdict != Temporary || got.Code != test.Code || handed || len(server.Accepted()) > 0 {
			t.Errorf("%v: %s %s, handed %v: %v", test, got.Stage, got.Verdict, handed, got)
		}
	}
}

func TestSend_CertificatesAreChecked(t *testing.T) {
	for kind, words := range map[unruly.Kind]string{
		unruly.Stranger: "certificate is valid for mail.example.org, not localhost", unruly.Expired: "expired",
		unruly.Unknown: "unknown authority", unruly.Outdated: "protocol version", unruly.Garble: "does not look like a TLS handshake",
		unruly.Drop: "closed the connection",
	} {
		for _, security := range []unruly.Security{unruly.ByCommand, unruly.FromStart} {
			server := unruly.Start(t, unruly.Script{Security: security, User: user, Password: password, Log: true, Fault: unruly.Once(unruly.TLS, unruly.Fault{Kind: kind})})
			_, err := send(t, open(t, secured(server, string(security))), "one@x")
			got := failure(t, err)
			if got.Stage != StageTLS || got.Verdict != Temporary || !got.Server || !strings.Contains(got.Text, words) {
				t.Errorf("%s %s: %s %s %v", security, kind, got.Stage, got.Verdict, got)
			}
			for _, command := range server.Commands() {
				if strings.HasPrefix(command, "AUTH") || strings.HasPrefix(command, "MAIL") {
					t.Errorf("%s %s: said %s", security, kind, command)
				}
			}
			var name x509.HostnameError
			if kind == unruly.Stranger && !errors.As(err, &name) {
				t.Errorf("not to be told apart: %v", err)
			}
		}
	}
}

func TestSend_SaysNothingInPlainTextWhereTLSIsMissing(t *testing.T) {
	for fault, words := range map[unruly.Kind]string{unruly.Bare: "does not offer STARTTLS", unruly.Inject: "in plain text"} {
		at := unruly.Hello
		if fault == unruly.Inject {
			at = unruly.StartTLS
		}
		result := through(t, unruly.Script{Log: true, Fault: unruly.Once(at, unruly.Fault{Kind: fault})}, nil)
		result.check(t, StageGreeting, 0, Temporary, true)
		if !strings.Contains(result.err.Error(), words) {
			t.Error(result.err)
		}
		for _, command := range result.server.Commands() {
			if !strings.HasPrefix(command, "EHLO") && command != "STARTTLS" {
				t.Errorf("%s: said %s", fault, command)
			}
		}
	}
}

func TestSend_ReadsNoAnswerTwice(t *testing.T) {
	result := through(t, unruly.Script{Fault: unruly.Once(unruly.Data, unruly.Fault{Kind: unruly.Hasty})}, nil)
	got := failure(t, result.err)
	if got.Verdict == Permanent || !strings.Contains(got.Text, "not asked") {
		t.Error(got)
	}
}

func TestSend_ARefusedSizeConcernsThatMessageAlone(t *testing.T) {
	for text, server := range map[string]bool{"552 5.3.4 Too big": false, "552 Too big": false, "550 5.6.7 No such letters": false,
		"550 5.7.1 Not from you": true, "452 4.3.1 Disk full": true} {
		var code int
		fmt.Sscan(text, &code)
		result := through(t, unruly.Script{Fault: unruly.Once(unruly.Mail, unruly.Fault{Kind: unruly.Refuse, Code: code, Text: text[4:]})}, nil)
		if got := failure(t, result.err); got.Server != server {
			t.Errorf("%s: server %v", text, got.Server)
		}
	}
}

func TestSend_AServerThatIsNotThereIsTemporary(t *testing.T) {
	server, err := unruly.New(unruly.Script{})
	if err != nil {
		t.Fatal(err)
	}
	way := settings(server, None)
	server.Close()
	_, err = send(t, open(t, way), "one@x")
	got := failure(t, err)
	if got.Stage != StageDial || got.Verdict != Temporary || !got.Server || !strings.Contains(got.Text, "refused") {
		t.Error(got.Stage, got.Verdict, got)
	}
}

func TestFailure_AServerThatGoesIsToldInTheSameWords(t *testing.T) {
	for _, gone := range []error{io.EOF, io.ErrUnexpectedEOF, syscall.ECONNRESET, syscall.EPIPE} {
		if got := describe(&net.OpError{Op: "read", Net: "tcp", Err: gone}); got != "the server closed the connection" {
			t.Errorf("%v: %s", gone, got)
		}
	}
}
