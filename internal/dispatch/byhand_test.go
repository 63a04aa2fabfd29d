package dispatch

import (
	"context"
	"strings"
	"testing"

	"clientele/internal/pipeline"
	"clientele/internal/smtp/unruly"
)

// After a failed run the reports that lie there are older ones: a person who
// just sends does not send them by mistake, and with --despite they say so.
func TestSend_AfterAFailedRunNothingOldGoesOutUnsaid(t *testing.T) {
	w := newWorld(t, unruly.Script{}, dailyJob)
	w.due(false)
	w.now, w.fails = at("2026-11-02 08:00"), &pipeline.UsageError{Text: "clientele.yaml:35:17: no such column\n  34 | columns:\n> 35 |   order_id: Name"}
	w.due(true)
	if text := unwrapped(w.mails("owner")[0].text); !strings.Contains(text, "no such column") || strings.Contains(text, "34 |") {
		t.Errorf("the owner reads:\n%s", text)
	}
	if summary := w.send(Request{Job: "month"}, true); summary.Held != 4 || summary.Sent != 0 {
		t.Errorf("summary: %+v", summary)
	}
	w.want("owner 1")
	w.send(Request{Job: "month", Despite: true}, false)
	w.want("anna 1, boris 1, director 1, owner 1, vera 1")
	if text := unwrapped(w.mails("director")[0].text); !strings.Contains(text, "this is the last good report") || strings.Contains(text, "no such column") {
		t.Errorf("the director reads:\n%s", text)
	}
}

// A report of which too much was left out goes out by a plain send no more than
// one that was not made.
func TestSend_WhatWasRejectedIsHeldUntilAPersonSaysSo(t *testing.T) {
	w := newWorld(t, unruly.Script{}, dailyJob)
	w.due(false)
	w.now, w.fails = at("2026-11-02 08:00"), &pipeline.RejectedError{File: "s.csv", Rejected: 9, Read: 10, Allowed: 5}
	w.due(true)
	w.send(Request{Job: "month"}, true)
	w.want("owner 1")
	w.send(Request{Job: "month", Despite: true}, false)
	w.want("anna 1, boris 1, director 1, owner 1, vera 1")
	if text := unwrapped(w.mails("director")[0].text); strings.Contains(text, "last good report") {
		t.Errorf("the director reads:\n%s", text)
	}
}

// A guard that would hold back does not count a mail that its recipient has.
func TestSend_WhoHasTheMailIsNotHeldBack(t *testing.T) {
	w := newWorld(t, unruly.Script{}, dailyJob)
	w.due(false)
	w.now = at("2026-11-02 08:00")
	w.due(false)
	w.config(strings.Replace(dailyJob, "30 days", "1 day", 1))
	if summary := w.send(Request{Job: "month"}, false); summary.Held != 0 || summary.Known != 4 {
		t.Errorf("summary: %+v", summary)
	}
	w.want("anna 1, boris 1, director 1, vera 1")
}

// Asked for once more and once more, a mail that waits does not become two.
func TestSend_AgainDoesNotPileUpCopies(t *testing.T) {
	w := newWorld(t, unruly.Script{}, dailyJob)
	w.due(false)
	w.now = at("2026-11-02 08:00")
	w.due(false)
	w.env["SMTP_PASSWORD"] = "wrong"
	again := Request{Job: "month", Again: true, To: []string{"anna@example.com"}}
	for range 3 {
		if summary := w.send(again, true); summary.Waiting != 1 {
			t.Errorf("%d wait", summary.Waiting)
		}
	}
	w.env["SMTP_PASSWORD"] = hidden
	w.send(again, false)
	w.want("anna 2, boris 1, director 1, vera 1")
}

// A time that was never the job's would send to everybody again.
func TestSend_ATimeThatIsNoneOfTheJobsIsRefused(t *testing.T) {
	w := newWorld(t, unruly.Script{}, dailyJob)
	w.due(false)
	w.now = at("2026-11-02 08:00")
	w.due(false)
	for _, period := range []string{"2026-10-01T08:00", "2026-11-02T03:17", "2026-11-03T08:00", "yesterday"} {
		if _, err := w.dispatcher().Send(context.Background(), Request{Job: "month", Period: period}); err == nil || pipeline.ExitCode(err) != pipeline.ExitUsage {
			t.Errorf("%s: %v", period, err)
		}
	}
	w.want("anna 1, boris 1, director 1, vera 1")
	w.send(Request{Job: "month", Period: "2026-11-02T08:00"}, false)
	w.want("anna 1, boris 1, director 1, vera 1")
}
