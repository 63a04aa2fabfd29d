package smtp

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"clientele/internal/smtp/unruly"
)

// forms are the ways in which a server may say a password.
func forms(user, password string) []string {
	both := "\x00" + user + "\x00" + password
	return []string{password, strings.ToUpper(password), both,
		base64.StdEncoding.EncodeToString([]byte(password)), base64.RawStdEncoding.EncodeToString([]byte(password)),
		base64.StdEncoding.EncodeToString([]byte(both)), base64.RawStdEncoding.EncodeToString([]byte(both)),
		password[:4] + "\x07" + password[4:], strings.ReplaceAll(password, " ", "\t")}
}

func TestSend_NoErrorAndNoAnswerHoldsThePassword(t *testing.T) {
	for _, secret := range []string{password, "Пароль с пробелами", `p\w"[a]$(x)`, "tr0ub4dor&3"} {
		for _, where := range places() {
			if where.at == unruly.Greeting || where.at == unruly.Hello || where.at == unruly.StartTLS {
				continue // what is said before the login cannot hold the password
			}
			words := strings.Join(forms(user, secret), " | ")
			for _, fault := range []unruly.Fault{{Kind: unruly.Refuse, Code: 535, Text: "5.7.8 bad: " + words}, {Kind: unruly.Lines, Text: words}} {
				server := unruly.Start(t, unruly.Script{Security: unruly.FromStart, User: user, Password: secret, Fault: unruly.Once(where.at, fault)})
				way := secured(server, TLS)
				way.Password = func() (string, error) { return secret, nil }
				client := open(t, way)
				answer, err := send(t, client, "one@x")
				said := fmt.Sprintf("%v %+v %#v %+v %v", err, err, answer, client.server, way)
				for unwrapped := err; unwrapped != nil; unwrapped = errors.Unwrap(unwrapped) {
					said += fmt.Sprintf(" %+v", unwrapped)
				}
				for _, form := range append(forms(user, secret), printable(secret)) {
					if strings.Contains(strings.ToLower(said), strings.ToLower(form)) {
						t.Errorf("%s: %q stands in %q", where.at, form, said)
					}
				}
				if fault.Kind == unruly.Refuse && !strings.Contains(said, hidden) {
					t.Errorf("%s: nothing hidden in %q", where.at, said)
				}
			}
		}
	}
}

func TestSend_ARubbishAnswerDoesNotCarryThePasswordEither(t *testing.T) {
	// Not an answer of SMTP: the words come back through the protocol's error.
	server := unruly.Start(t, unruly.Script{Security: unruly.FromStart, User: user, Password: password,
		Fault: func(moment unruly.Moment) unruly.Fault {
			if moment.Stage == unruly.Mail {
				return unruly.Fault{Kind: unruly.Refuse, Code: 7, Text: password}
			}
			return unruly.Fault{}
		}})
	_, err := send(t, open(t, secured(server, TLS)), "one@x")
	if got := failure(t, err); strings.Contains(fmt.Sprintf("%+v %+v", err, got.Err), password) || !strings.Contains(got.Text, hidden) {
		t.Errorf("%v", err)
	}
}

func TestSend_ServersWordsAreShortAndPrintable(t *testing.T) {
	hostile := "5.7.1 \x1b[2J\u202egnp.exe\u200b\x00\xff " + strings.Repeat("слово ", 150)
	result := through(t, unruly.Script{Fault: unruly.Once(unruly.Rcpt, unruly.Fault{Kind: unruly.Refuse, Code: 550, Text: hostile})}, nil)
	got := failure(t, result.err)
	if utf8.RuneCountInString(got.Text) > 200 || !utf8.ValidString(got.Text) {
		t.Errorf("%d runes: %q", utf8.RuneCountInString(got.Text), got.Text)
	}
	for _, r := range got.Error() {
		if !unicode.IsPrint(r) {
			t.Errorf("%q in %q", r, got.Error())
		}
	}
	if !strings.HasPrefix(got.Text, "[2Jgnp.exe? слово") || got.Enhanced != "5.7.1" {
		t.Errorf("%q %q", got.Enhanced, got.Text)
	}
}

func TestSend_APasswordThatCannotBeReadIsSaid(t *testing.T) {
	server := unruly.Start(t, unruly.Script{Security: unruly.FromStart, User: user, Password: password})
	way := secured(server, TLS)
	way.Password = func() (string, error) { return "", errors.New("open secrets/smtp: permission denied") }
	_, err := send(t, open(t, way), "one@x")
	if got := failure(t, err); got.Stage != StageAuth || got.Verdict != Permanent || !got.Server || !strings.Contains(got.Text, "secrets/smtp: permission denied") {
		t.Error(got)
	}
}

func TestSend_NamesTheLoginsThatAreOffered(t *testing.T) {
	for offered, words := range map[string]string{"XOAUTH2 GSSAPI": "neither PLAIN nor LOGIN, but XOAUTH2 GSSAPI", "": "offers no login"} {
		script := unruly.Script{Security: unruly.FromStart, User: user, Password: password, Mechanisms: []string{offered}}
		if offered == "" {
			script.User = ""
		}
		server := unruly.Start(t, script)
		_, err := send(t, open(t, secured(server, TLS)), "one@x")
		if got := failure(t, err); got.Stage != StageAuth || got.Verdict != Permanent || !strings.Contains(got.Text, words) {
			t.Error(got)
		}
	}
}

func TestSend_WithoutTLSGoesToThisMachineOnly(t *testing.T) {
	for _, host := range []string{"192.0.2.1", "2001:db8::1", "0.0.0.0"} {
		way := Server{Host: host, Port: 25, Security: None}
		_, err := open(t, way).Send(context.Background(), sender, recipient, letter("one@x"), ready)
		if got := failure(t, err); got.Stage != StageDial || got.Verdict != Permanent || !got.Server || !strings.Contains(got.Text, "on this machine only") {
			t.Errorf("%s: %v", host, got)
		}
	}
}
