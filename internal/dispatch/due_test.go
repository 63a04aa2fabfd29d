package dispatch

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"clientele/internal/deliveries"
	"clientele/internal/pipeline"
	"clientele/internal/smtp/unruly"
)

const dailyJob = `jobs:
  - name: month
    when: every day at 08:00
    stale: 30 days
    send:
      - {to: director@example.com}
      - {to: vera@example.com, reports: [director, data], language: ru, attach: [xlsx, html]}
      - managers: {Anna: anna@example.com, Борис: boris@example.com}
`

func TestDue_EachRecipientHasTheMailOfEachTimeOnce(t *testing.T) {
	w := newWorld(t, unruly.Script{}, dailyJob)
	w.due(false) // the jobs are seen for the first time: nothing before is made up for
	w.want("")
	w.now = at("2026-11-02 07:59")
	w.due(false)
	w.want("")
	w.now = at("2026-11-02 08:00")
	if summary := w.due(false); summary.Sent != 4 || len(summary.Ran) != 1 {
		t.Errorf("summary: %+v", summary)
	}
	w.want("anna 1, boris 1, director 1, vera 1")
	for range 3 {
		w.due(false)
	}
	w.want("anna 1, boris 1, director 1, vera 1")
	w.now = at("2026-11-03 08:03")
	w.due(false)
	w.want("anna 2, boris 2, director 2, vera 2")
	if w.runs != 2 {
		t.Errorf("the pipeline ran %d times, want once for each time", w.runs)
	}
}

// What is attached are the files of the folder of reports, byte for byte, or of
// the manager's own customers.
func TestDue_TheMailHasWhatIsPromised(t *testing.T) {
	w := newWorld(t, unruly.Script{}, dailyJob)
	w.due(false)
	w.now = at("2026-11-02 08:00")
	w.due(false)
	director := w.mails("director")[0]
	on := func(name string) []byte {
		content, err := os.ReadFile(filepath.Join(w.folder, "out", lastDay, name))
		if err != nil {
			t.Fatal(err)
		}
		return content
	}
	if got := attached(director, ".xlsx"); !bytes.Equal(got, on("director.xlsx")) {
		t.Errorf("the workbook attached has %d bytes, that of the folder %d", len(got), len(on("director.xlsx")))
	}
	if director.pictures == 0 || !strings.Contains(director.html, "cid:") || director.text == "" {
		t.Errorf("the mail has %d pictures, %d bytes of HTML, %d of text", director.pictures, len(director.html), len(director.text))
	}
	for field, want := range map[string]string{"Auto-Submitted": "auto-generated", "List-Unsubscribe": "<mailto:owner@example.com?subject=unsubscribe>"} {
		if got := director.header.Get(field); got != want {
			t.Errorf("%s: %q, want %q", field, got, want)
		}
	}
	if from, err := director.header.AddressList("From"); err != nil || len(from) != 1 || from[0].Name != "Отчёты" {
		t.Errorf("From: %v, %v", from, err)
	}
	vera := w.mails("vera")[0]
	for _, name := range []string{"director.ru.xlsx", "director.ru.html", "data.ru.xlsx", "data.ru.html"} {
		there := false
		for _, content := range vera.attachments {
			there = there || bytes.Equal(content, on(name))
		}
		if !there || len(vera.attachments) != 4 {
			t.Errorf("Vera has %d files; %s is among them: %v", len(vera.attachments), name, there)
		}
	}
	anna := w.mails("anna")[0]
	for _, text := range []string{anna.subject, anna.text, anna.html} {
		if strings.Contains(text, "of Борис") || strings.Contains(text, "of Pedro") {
			t.Errorf("Anna reads of others' customers: %s", text)
		}
	}
	if len(anna.attachments) != 1 {
		t.Errorf("Anna has %d files", len(anna.attachments))
	}
}

// attached is the first file whose name ends so.
func attached(mail received, ending string) []byte {
	for name, content := range mail.attachments {
		if strings.HasSuffix(name, ending) {
			return content
		}
	}
	return nil
}

// A pause is made up for once, the latest time standing for all; what is too
// late is told and not sent.
func TestDue_APauseIsMadeUpForOnceIfNotTooLate(t *testing.T) {
	w := newWorld(t, unruly.Script{}, strings.Replace(dailyJob, "stale: 30 days", "stale: 60 days\n    late: 6h", 1))
	w.due(false)
	w.now = at("2026-11-06 13:59") // five times have passed, the last one 5:59 ago
	w.due(false)
	w.want("anna 1, boris 1, director 1, vera 1")
	w.now = at("2026-11-07 14:01")
	w.due(true)
	w.want("anna 1, boris 1, director 1, owner 1, vera 1")
	notice := w.mails("owner")[0]
	told := strings.Join(strings.Fields(notice.text), " ") // wherever its lines end
	if !strings.Contains(told, "2026-11-07 08:00") || !strings.Contains(told, "later than the 6 hours") {
		t.Errorf("the owner reads:\n%s", notice.text)
	}
	w.due(false) // told once
	w.want("anna 1, boris 1, director 1, owner 1, vera 1")
}

func TestSchedule_GoesOnThroughDaysAndStopsCleanly(t *testing.T) {
	w := newWorld(t, unruly.Script{}, strings.Replace(dailyJob, "30 days", "90 days", 1))
	ctx, stop := context.WithCancel(context.Background())
	d := w.dispatcher()
	waits := 0
	wait := d.options.Wait
	d.options.Wait = func(ctx context.Context, length time.Duration) error {
		if waits++; w.now.After(at("2026-11-02 13:00")) {
			stop()
		}
		return wait(ctx, length)
	}
	if err := d.Schedule(ctx); err != nil {
		t.Fatal(err)
	}
	w.want("anna 1, boris 1, director 1, vera 1")
	if last := w.told[len(w.told)-1]; last != "stopped" {
		t.Errorf("the last word is %q", last)
	}
	if waits < 60*24 {
		t.Errorf("it looked %d times in a day, which is not each minute", waits)
	}
}

// Whoever runs jobs is alone at it.
func TestDue_AnotherProcessIsWaitedFor(t *testing.T) {
	w := newWorld(t, unruly.Script{}, dailyJob)
	d := w.dispatcher()
	err := d.locked(func() error {
		_, err := w.dispatcher().Due(context.Background())
		return err
	})
	if !errors.Is(err, ErrBusy) {
		t.Errorf("got %v", err)
	}
}

// The guards: what is doubtful is held back and told to the owner, once.
func TestDue_WhatIsDoubtfulIsHeldBackAndTold(t *testing.T) {
	for name, test := range map[string]struct {
		config string
		fails  error
		before func(*world)
		says   string
	}{
		"data that is too old": {config: strings.Replace(dailyJob, "30 days", "1 day", 1), says: "The data ends on"},
		"a failed run":         {config: dailyJob, fails: &pipeline.UsageError{Text: "no file matches exports/*.csv"}, says: "no file matches exports/*.csv"},
		"a failed audit":       {config: dailyJob, fails: &pipeline.AuditError{Problems: []string{"dates: a day before 1990"}}, says: "dates: a day before 1990"},
		"too many rejects":     {config: dailyJob, fails: &pipeline.RejectedError{File: "s.csv", Rejected: 9, Read: 10, Allowed: 5}, says: "9 of 10 rows were rejected"},
		"no folder for a file": {config: "  attachment_mb: 0.02\n" + dailyJob, says: "too_large.folder"},
		"an unknown manager":   {config: strings.Replace(dailyJob, "{Anna: anna", "{Ana: anna", 1), says: "Anna"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, unruly.Script{}, test.config)
			w.due(false)
			w.now, w.fails = at("2026-11-02 08:00"), test.fails
			if test.before != nil {
				test.before(w)
			}
			w.due(true)
			if got := w.accepted(); got["owner@example.com"] != 1 || name != "an unknown manager" && len(got) != 1 || got["anna@example.com"] != 0 {
				t.Fatalf("the server took %v\n%s", got, strings.Join(w.told, "\n"))
			}
			if text := unwrapped(w.mails("owner")[0].text); !strings.Contains(text, test.says) {
				t.Errorf("the owner does not read %q:\n%s", test.says, text)
			}
			w.due(false)
			if got := w.accepted()["owner@example.com"]; got != 1 {
				t.Errorf("the owner was told %d times", got)
			}
			found, _, err := Deliveries(w.dispatcher().config, Wanted{Jobs: []string{"month"}, To: "anna@example.com"})
			if err != nil || len(found) != 1 || found[0].State != deliveries.Held || !strings.Contains(found[0].Reason, test.says) {
				t.Errorf("the list says %+v, %v", found, err)
			}
		})
	}
}

// unwrapped is a text without the ends of its lines.
func unwrapped(text string) string { return strings.Join(strings.Fields(text), " ") }

// With failed: send the last good report goes out, and says so.
func TestDue_AFailedRunMaySendTheLastGoodReport(t *testing.T) {
	w := newWorld(t, unruly.Script{}, strings.Replace(dailyJob, "stale:", "failed: send\n    stale:", 1))
	w.due(false)
	w.now, w.fails = at("2026-11-02 08:00"), &pipeline.UsageError{Text: "no file matches exports/*.csv"}
	w.due(true)
	w.want("anna 1, boris 1, director 1, owner 1, vera 1")
	if text := unwrapped(w.mails("director")[0].text); !strings.Contains(text, "this is the last good report") {
		t.Errorf("the director is not told:\n%s", text)
	}
}

// What was held back is sent when it was mended, to each once.
func TestSend_SendsWhatWasHeldBackOnceItIsMended(t *testing.T) {
	w := newWorld(t, unruly.Script{}, dailyJob)
	w.due(false)
	w.now, w.fails = at("2026-11-02 08:00"), &pipeline.UsageError{Text: "broken"}
	w.due(true)
	w.want("owner 1")
	w.fails, w.now = nil, at("2026-11-02 10:00")
	w.send(Request{Job: "month", Run: true}, false)
	w.want("anna 1, boris 1, director 1, owner 1, vera 1")
	if summary := w.send(Request{Job: "month"}, false); summary.Known != 4 {
		t.Errorf("summary: %+v", summary)
	}
	w.want("anna 1, boris 1, director 1, owner 1, vera 1")
	w.send(Request{Job: "month", Again: true, To: []string{"anna@example.com"}}, false)
	w.want("anna 2, boris 1, director 1, owner 1, vera 1")
}

func TestSend_ADryRunWritesMailsAndNothingElse(t *testing.T) {
	w := newWorld(t, unruly.Script{}, dailyJob)
	folder := filepath.Join(w.folder, "look")
	d := w.dispatcherWith(folder)
	if _, err := d.Send(context.Background(), Request{Job: "month"}); err != nil {
		t.Fatal(err)
	}
	w.want("")
	if _, err := os.Stat(filepath.Join(w.folder, "state")); err == nil {
		t.Error("a dry run has made a ledger")
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.eml"))
	if err != nil || len(files) != 4 {
		t.Fatalf("it wrote %q, %v", files, err)
	}
	content, err := os.ReadFile(filepath.Join(folder, "month director@example.com.eml"))
	if err != nil {
		t.Fatal(err)
	}
	if mail := read(t, content); mail.pictures == 0 || len(mail.attachments) != 1 {
		t.Errorf("the file has %d pictures and %d files", mail.pictures, len(mail.attachments))
	}
}

// Killed between a run and its mails, the next one takes what was made, unless
// the run complained: then it runs again, so that the complaint is not lost.
func TestMake_AKilledRunThatComplainedIsDoneAgain(t *testing.T) {
	for name, test := range map[string]struct {
		fails error
		kept  string
	}{
		"a sound run":     {nil, lastDay},
		"rejected rows":   {&pipeline.RejectedError{File: "s.csv", Rejected: 9, Read: 10, Allowed: 5}, ""},
		"an unsure model": {&pipeline.ConvergenceError{Model: "m", Note: "n"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, unruly.Script{}, dailyJob)
			w.now, w.fails = at("2026-11-02 08:00"), test.fails
			d := w.dispatcher()
			job, err := d.config.JobNamed("month")
			if err != nil {
				t.Fatal(err)
			}
			o := &order{job: job, slot: w.now, period: "2026-11-02T08:00", run: true}
			if _, err := d.ledger.Begin(deliveries.Run{Job: job.Name, Slot: o.period}, w.now); err != nil {
				t.Fatal(err)
			}
			things, err := d.make(context.Background(), o)
			if err != nil {
				t.Fatal(err)
			}
			things.close()
			run, err := d.ledger.Begin(deliveries.Run{Job: job.Name, Slot: o.period}, w.now) // as after a kill
			if err != nil || run.AsOf != test.kept {
				t.Errorf("the next run goes on from %q, want %q; %v", run.AsOf, test.kept, err)
			}
		})
	}
}
