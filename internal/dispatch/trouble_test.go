package dispatch

import (
	"context"
	"encoding/base64"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"clientele/internal/deliveries"
	"clientele/internal/pipeline"
	"clientele/internal/smtp/unruly"
)

// at One stage for one recipient something happens on the first attempt.
func firstTime(stage unruly.Stage, to string, fault unruly.Fault) func(unruly.Moment) unruly.Fault {
	return func(m unruly.Moment) unruly.Fault {
		if m.Stage == stage && m.Attempt == 1 && m.To == to+"@example.com" {
			return fault
		}
		return unruly.Fault{}
	}
}

// A mail that was taken without an answer is not sent again: the owner hears of
// it and decides.
func TestDue_ATakenMailWithoutAnAnswerIsNotSentTwice(t *testing.T) {
	w := newWorld(t, unruly.Script{Fault: firstTime(unruly.End, "director", unruly.Fault{Kind: unruly.Drop, Kept: true})}, dailyJob)
	w.due(false)
	w.now = at("2026-11-02 08:00")
	w.due(true)
	w.want("anna 1, boris 1, director 1, owner 1, vera 1")
	for range 40 {
		w.now = w.now.Add(10 * time.Minute)
		w.due(false)
	}
	w.want("anna 1, boris 1, director 1, owner 1, vera 1")
	if text := unwrapped(w.mails("owner")[0].text); !strings.Contains(text, "before the server answered") || !strings.Contains(text, "--again --to director@example.com") {
		t.Errorf("the owner reads:\n%s", text)
	}
	count, err := Arrived(w.dispatcher().config, Wanted{To: "director@example.com"}, w.now)
	if err != nil || count != 1 {
		t.Fatalf("noted %d, %v", count, err)
	}
	if summary := w.send(Request{Job: "month"}, false); summary.Known != 4 {
		t.Errorf("summary: %+v", summary)
	}
}

// Greylisting and a server that is away for a while delay mails; nobody hears of
// it.
func TestDue_WhatPassesIsTriedAgainWithoutAWord(t *testing.T) {
	for name, fault := range map[string]func(unruly.Moment) unruly.Fault{
		"greylisting":           unruly.Greylist(2),
		"a drop before the dot": firstTime(unruly.Data, "director", unruly.Fault{Kind: unruly.Drop}),
		"452 after the dot":     firstTime(unruly.End, "director", unruly.Fault{Kind: unruly.Refuse, Code: 452}),
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, unruly.Script{Fault: fault}, dailyJob)
			w.due(false)
			w.now = at("2026-11-02 08:00")
			for range 20 {
				w.due(false)
				w.now = w.now.Add(time.Minute)
			}
			w.want("anna 1, boris 1, director 1, vera 1")
		})
	}
}

// Who is refused for good is told of at once, the others have their mail.
func TestDue_ARefusedRecipientIsToldOfAtOnce(t *testing.T) {
	w := newWorld(t, unruly.Script{Fault: firstTime(unruly.Rcpt, "director", unruly.Fault{Kind: unruly.Refuse, Code: 550, Text: "no such user"})}, dailyJob)
	w.due(false)
	w.now = at("2026-11-02 08:00")
	w.due(true)
	w.want("anna 1, boris 1, owner 1, vera 1")
	notice := w.mails("owner")[0]
	if !strings.Contains(notice.subject, "1 mail of “month” did not arrive") || !strings.Contains(unwrapped(notice.text), "no such user") {
		t.Errorf("the owner reads %q:\n%s", notice.subject, notice.text)
	}
	w.send(Request{Job: "month"}, false) // the address was mended at the server
	w.want("anna 1, boris 1, director 1, owner 1, vera 1")
}

// A server that is gone: every mail waits, then is given up, and the owner hears
// of all of them when mail works again.
func TestDue_AServerThatIsGoneIsToldWhenItIsBack(t *testing.T) {
	gone := true
	w := newWorld(t, unruly.Script{Fault: func(unruly.Moment) unruly.Fault {
		if gone {
			return unruly.Fault{Kind: unruly.Drop}
		}
		return unruly.Fault{}
	}}, "  attempts: 3\n"+dailyJob)
	w.due(false)
	w.now = at("2026-11-02 08:00")
	summary := w.due(false)
	for range 30 {
		w.now = w.now.Add(5 * time.Minute)
		var err error
		if summary, err = w.dispatcher().Due(context.Background()); err != nil {
			w.checkNeeds(err, true)
		}
	}
	if summary.Untold == 0 {
		t.Errorf("nobody was told, and the summary does not say so: %+v", summary)
	}
	w.want("")
	gone = false
	for range 60 {
		w.now = w.now.Add(10 * time.Minute)
		if w.now.After(at("2026-11-03 07:50")) {
			break
		}
		_, _ = w.dispatcher().Due(context.Background())
	}
	w.want("owner 1")
	if text := w.mails("owner")[0].subject; !strings.Contains(text, "4 mails of “month” did not arrive") {
		t.Errorf("the owner reads %q", text)
	}
}

// Files that no mail can carry lie in a folder, and the mail says where.
func TestDue_LargeFilesGoInPartsOrToAFolder(t *testing.T) {
	w := newWorld(t, unruly.Script{}, "  attachment_mb: 0.02\n  too_large: {folder: share, link: 'https://files.example.com/x'}\n"+dailyJob)
	w.due(false)
	w.now = at("2026-11-02 08:00")
	w.due(false) // which makes the folder
	got := w.accepted()
	if got["director@example.com"] != 1 || got["vera@example.com"] < 1 {
		t.Fatalf("the server took %v", got)
	}
	text := w.mails("director")[0].text
	if !strings.Contains(text, "https://files.example.com/x/") {
		t.Errorf("the mail does not say where the file is:\n%s", text)
	}
	var found []string
	_ = filepath.WalkDir(filepath.Join(w.folder, "share"), func(path string, entry fs.DirEntry, _ error) error {
		if entry != nil && entry.Type().IsRegular() {
			found = append(found, path)
		}
		return nil
	})
	if len(found) == 0 {
		t.Error("the folder is empty")
	}
}

// The password is nowhere but on the wire: not in what is told, kept, mailed or
// complained of, whatever the server says.
func TestSecret_IsNowhereWhateverHappens(t *testing.T) {
	leak := "535 I know your password " + hidden + " and " + base64.StdEncoding.EncodeToString([]byte("\x00reports\x00"+hidden))
	for name, fault := range map[string]func(unruly.Moment) unruly.Fault{
		"all goes well":        nil,
		"the login is refused": unruly.Once(unruly.Auth, unruly.Fault{Kind: unruly.Refuse, Code: 535, Text: leak}),
		"the server repeats it": func(m unruly.Moment) unruly.Fault {
			if m.Stage == unruly.Rcpt && m.To != "owner@example.com" {
				return unruly.Fault{Kind: unruly.Refuse, Code: 550, Text: leak}
			}
			return unruly.Fault{}
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, unruly.Script{Fault: fault, Log: true}, dailyJob)
			w.due(false)
			w.now = at("2026-11-02 08:00")
			var ends []string
			for range 10 {
				_, err := w.dispatcher().Due(context.Background())
				ends = append(ends, fmt.Sprintf("%v %+v %#v", err, err, err))
				w.now = w.now.Add(time.Hour)
			}
			test := w.dispatcher().Test(context.Background(), "owner@example.com")
			ends = append(ends, fmt.Sprint(test))
			places := map[string]string{"what is told": strings.Join(w.told, "\n"), "errors": strings.Join(ends, "\n")}
			for _, one := range w.server.Accepted() {
				mail := read(t, one.Bytes)
				places["the mail to "+one.To] = string(one.Bytes) + mail.text + mail.html + mail.subject
			}
			_ = filepath.WalkDir(w.folder, func(path string, entry fs.DirEntry, _ error) error {
				if entry != nil && entry.Type().IsRegular() {
					content, err := os.ReadFile(path)
					if err != nil {
						t.Error(err)
					}
					places["the file "+path] = string(content)
				}
				return nil
			})
			for place, text := range places {
				for form, written := range map[string]string{"plain": hidden, "base64": base64.StdEncoding.EncodeToString([]byte(hidden)), "PLAIN": base64.StdEncoding.EncodeToString([]byte("\x00reports\x00" + hidden)), "its beginning": "hunter2"} {
					if strings.Contains(text, written) {
						t.Errorf("the password stands (%s) in %s", form, place)
					}
				}
			}
		})
	}
}

// A password that is refused is no recipient's fault: all waits, the exit code
// says so each time, and what waits goes out as soon as a person has mended it.
func TestDue_ARefusedPasswordIsToldByTheExitCodeAndNothingIsLost(t *testing.T) {
	w := newWorld(t, unruly.Script{}, dailyJob)
	w.due(false)
	w.env["SMTP_PASSWORD"], w.now = "wrong", at("2026-11-02 08:00")
	for range 2 {
		if summary := w.due(true); summary.Waiting != 4 || !strings.Contains(summary.Trouble, "535") {
			t.Errorf("summary: %+v", summary)
		}
		w.now = w.now.Add(10 * time.Second)
	}
	w.want("")
	w.env["SMTP_PASSWORD"] = hidden
	if err := w.dispatcher().Test(context.Background(), "owner@example.com"); err != nil {
		t.Fatal(err)
	}
	w.due(false)
	w.want("anna 1, boris 1, director 1, owner 1, vera 1")
}

// A mail that had been held as one goes in parts, and the process dies after the
// first of them is queued: the others follow.
func TestSend_KilledBetweenPartsOfWhatWasHeld(t *testing.T) {
	w := newWorld(t, unruly.Script{}, "  attachment_mb: 0.3\n"+dailyJob)
	w.due(false)
	w.now, w.fails = at("2026-11-02 08:00"), &pipeline.UsageError{Text: "broken"}
	w.due(true)
	w.fails = nil
	first := deliveries.Key{Job: "month", Period: "2026-11-02T08:00", Recipient: "vera@example.com", Part: 1}
	if err := w.dispatcher().queue(first, kindReport, []byte("Subject: part 1\r\n\r\n"), "part 1", nil); err != nil {
		t.Fatal(err)
	}
	w.send(Request{Job: "month", Run: true, To: []string{"vera@example.com"}}, false)
	w.want("owner 1, vera 2")
}

// Of two mails it is not known whether they arrived: the owner has a command for
// each, for one of them may have.
func TestTell_EachMailThatMayHaveArrivedHasItsCommand(t *testing.T) {
	w := newWorld(t, unruly.Script{Fault: func(m unruly.Moment) unruly.Fault {
		if m.Stage == unruly.End && (m.To == "vera@example.com" || m.To == "anna@example.com") {
			return unruly.Fault{Kind: unruly.Drop}
		}
		return unruly.Fault{}
	}}, dailyJob)
	w.due(false)
	w.now = at("2026-11-02 08:00")
	w.due(true)
	text := unwrapped(w.mails("owner")[0].text)
	for _, to := range []string{"anna", "vera"} {
		if !strings.Contains(text, "--again --to "+to+"@example.com") {
			t.Errorf("no command for %s:\n%s", to, text)
		}
	}
}
