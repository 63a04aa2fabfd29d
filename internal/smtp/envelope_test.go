package smtp

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"clientele/internal/smtp/unruly"
)

func TestSend_AddressesGoOverTheWireAsTheNetworkKnowsThem(t *testing.T) {
	for _, test := range []struct {
		to, wire string
		utf8     bool // the server offers SMTPUTF8
		refusal  string
	}{
		{to: "anna@пример.рф", wire: "anna@xn--e1afmkfd.xn--p1ai"},
		{to: "Anna.O'Neill+1@Example.COM", wire: "Anna.O'Neill+1@example.com"},
		{to: "анна@пример.рф", wire: "анна@xn--e1afmkfd.xn--p1ai", utf8: true},
		{to: "анна@пример.рф", refusal: "SMTPUTF8"},
		{to: "anna@example.com> SIZE=1", refusal: "holds ' '|no domain"},
		{to: "a>b@example.com", refusal: "holds '>'"},
		{to: "anna\r\nRCPT TO:<eve@example.com>", refusal: "holds '\\r'"},
		{to: "anna@example.com\r\nDATA", refusal: "no domain"},
		{to: "\"a b\"@example.com", refusal: `holds '"'`},
		{to: "anna", refusal: "no address like"},
		{to: "@example.com", refusal: "no address like"},
		{to: "anna@", refusal: "no address like"},
		{to: "anna@-b.com", refusal: "no domain"},
		{to: strings.Repeat("a", 65) + "@example.com", refusal: "too long"},
		{to: "a\u202eb@example.com", refusal: "holds"},
	} {
		t.Run(test.to, func(t *testing.T) {
			server := unruly.Start(t, unruly.Script{UTF8: test.utf8, Log: true})
			_, err := open(t, settings(server, None)).Send(context.Background(), sender, test.to, letter("one@x"), ready)
			if test.refusal == "" {
				if accepted := server.Accepted(); err != nil || accepted[0].To != test.wire {
					t.Errorf("%v, %v", accepted, err)
				}
				if commands := strings.Join(server.Commands(), "\n"); strings.Contains(commands, " SMTPUTF8") != test.utf8 {
					t.Error(commands)
				}
				return
			}
			got := failure(t, err)
			fits := false
			for _, words := range strings.Split(test.refusal, "|") {
				fits = fits || strings.Contains(got.Text, words)
			}
			if got.Stage != StageRcpt || got.Verdict != Permanent || got.Server || !fits {
				t.Errorf("%s %s %v", got.Stage, got.Verdict, got)
			}
			if len(server.Accepted()) != 0 {
				t.Error("was accepted")
			}
		})
	}
}

func TestSend_KnowsBeforeSendingThatAMessageIsTooLarge(t *testing.T) {
	for _, test := range []struct {
		size, limit int
		fits        bool
	}{{2000, 2000, true}, {2000, 1999, false}, {12_345_678, 10_240_000, false}} {
		server := unruly.Start(t, unruly.Script{Size: test.limit, Log: true})
		message := append(letter("one@x"), bytes.Repeat([]byte("x"), test.size)...)
		message = append(message[:test.size-2], "\r\n"...)
		_, err := open(t, settings(server, None)).Send(context.Background(), sender, recipient, message, ready)
		if test.fits {
			if err != nil || len(server.Accepted()) != 1 {
				t.Errorf("%v", err)
			}
			continue
		}
		got := failure(t, err)
		if got.Stage != StageMail || got.Verdict != Permanent || got.Server {
			t.Errorf("%s %s %v", got.Stage, got.Verdict, got)
		}
		if test.limit > 1e6 && !strings.Contains(got.Text, "the server takes at most 10.2 MB and the message has 12.3 MB; set attachment_mb") {
			t.Error(got)
		}
		for _, command := range server.Commands() {
			if strings.HasPrefix(command, "MAIL") {
				t.Error(command)
			}
		}
	}
}

func TestWireSize_IsWhatTheServerReceives(t *testing.T) {
	for _, message := range []string{"a: b\r\n\r\ntext\r\n", "a: b\n\ntext", "\n", "a: b\n\r\n.\n..\n", "a: b\n\nx\n\n\n", "x"} {
		server := unruly.Start(t, unruly.Script{})
		if _, err := open(t, settings(server, None)).Send(context.Background(), sender, recipient, []byte(message), ready); err != nil {
			t.Fatal(err)
		}
		size, err := wireSize([]byte(message))
		received := server.Accepted()[0]
		want := strings.ReplaceAll(strings.ReplaceAll(message, "\r\n", "\n"), "\n", "\r\n")
		if !strings.HasSuffix(want, "\r\n") {
			want += "\r\n"
		}
		if err != nil || size != received.Size || string(received.Bytes) != want {
			t.Errorf("%q: counted %d, received %q", message, size, received.Bytes)
		}
	}
}

func TestSend_ALoneCRCannotSmuggleASecondMessageIn(t *testing.T) {
	server := unruly.Start(t, unruly.Script{})
	for _, message := range []string{"a: b\r\n\r\nx\r.\r\nMAIL FROM:<eve@example.com>\r\n", "a: b\r\n\r\nx\r\r\n", "a: b\r"} {
		_, err := open(t, settings(server, None)).Send(context.Background(), sender, recipient, []byte(message), ready)
		if got := failure(t, err); got.Verdict != Permanent || got.Stage != StageBody || !strings.Contains(got.Text, "CR without an LF in line "+fmt.Sprint(1+2*strings.Count(message, "\n\r\n"))) {
			t.Error(got)
		}
	}
}

func TestCheck_FindsAllMistakesAtOnce(t *testing.T) {
	err := Server{Host: "mail server", Port: 70000, Security: "ssl", User: "x"}.Check()
	for _, words := range []string{`server "mail server": is no host name`, "port 70000", `security "ssl": is none of starttls, tls, none`, `user "x": no password`} {
		if err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%q is not in %v", words, err)
		}
	}
	if err := (Server{Host: "почта.рф", Port: 587}).Check(); err != nil {
		t.Error(err)
	}
	if _, err := Roots([]byte("no certificate")); err == nil {
		t.Error("took text for a certificate")
	}
}

func TestTimeouts_AreAtLeastWhatRFC5321AsksForWhereAMessageIsUnderWay(t *testing.T) {
	// 4.5.3.2.5 and 4.5.3.2.6: 3 minutes for a block of the message, 10 for the
	// answer to its end.
	limits := New(Server{}).limits
	if limits.Body < 3*time.Minute || limits.End < 10*time.Minute || limits.Parting >= 10*time.Second {
		t.Errorf("%+v", limits)
	}
	if own := New(Server{Timeouts: Timeouts{End: time.Second}}).limits; own.End != time.Second || own.Body != limits.Body {
		t.Errorf("%+v", own)
	}
}
