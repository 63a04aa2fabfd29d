package dispatch

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"clientele/internal/deliveries"
	"clientele/internal/pipeline"
	"clientele/internal/smtp/unruly"
)

// stateOf is how the mail to somebody stands.
func (w *world) stateOf(to string) deliveries.State {
	w.t.Helper()
	found, _, err := Deliveries(w.dispatcher().config, Wanted{Jobs: []string{"month"}, To: to + "@example.com", Dismissed: true})
	if err != nil || len(found) != 1 {
		w.t.Fatalf("%v, %v", found, err)
	}
	return found[0].State
}

// What the owner dismissed is not told, counted, listed or sent again; the
// others' mails are, and --despite sends it after all.
func TestDismiss_IsTheEndOfIt(t *testing.T) {
	w := newWorld(t, unruly.Script{}, dailyJob)
	w.due(false)
	w.now, w.fails = at("2026-11-02 08:00"), &pipeline.UsageError{Text: "broken"}
	w.due(true)
	config := w.dispatcher().config
	if meant, err := Dismiss(config, Wanted{}, w.now); err == nil {
		t.Fatalf("everything was dismissed by a forgotten flag: %v", meant)
	}
	dismiss := Wanted{Jobs: []string{"month"}, Periods: []string{"2026-11-02T08:00"}, To: "Vera <VERA@example.com>"}
	if meant, err := Dismiss(config, dismiss, w.now); err != nil || len(meant) != 1 {
		t.Fatalf("dismissed: %v, %v", meant, err)
	}
	if _, err := Dismiss(config, dismiss, w.now); err == nil {
		t.Error("dismissed twice without a word")
	}
	if summary := w.send(Request{Job: "month"}, true); summary.Held != 3 || summary.Dismissed != 1 {
		t.Errorf("a send that is held back: %+v", summary)
	}
	w.fails = nil
	if summary := w.send(Request{Job: "month", Run: true}, false); summary.Sent != 3 || summary.Dismissed != 1 {
		t.Errorf("a send of the others: %+v", summary)
	}
	w.want("anna 1, boris 1, director 1, owner 1")
	found, dismissed, err := Deliveries(config, Wanted{Jobs: []string{"month"}, To: "vera@example.com"})
	if err != nil || len(found) != 0 || dismissed != 1 {
		t.Errorf("listed: %v, %d left out, %v", found, dismissed, err)
	}
	for range 3 {
		w.due(false)
	}
	w.send(Request{Job: "month", Despite: true}, false)
	w.want("anna 1, boris 1, director 1, owner 1, vera 1")
	if state := w.stateOf("vera"); state != deliveries.Sent {
		t.Errorf("sent after all, it is %s", state)
	}
}

// One that the server refused, or may have, is dismissed too: it is not tried
// again with the others, and one that may be there goes again by --again alone.
func TestDismiss_OfWhatDidNotArrive(t *testing.T) {
	for name, test := range map[string]struct {
		fault unruly.Fault
		stage unruly.Stage
		sends Request
		not   Request
	}{
		"refused": {unruly.Fault{Kind: unruly.Refuse, Code: 550}, unruly.Rcpt, Request{Despite: true}, Request{}},
		"unknown": {unruly.Fault{Kind: unruly.Drop}, unruly.End, Request{Again: true}, Request{Despite: true}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, unruly.Script{Fault: firstTime(test.stage, "director", test.fault)}, dailyJob)
			w.due(false)
			w.now = at("2026-11-02 08:00")
			w.due(true)
			if _, err := Dismiss(w.dispatcher().config, Wanted{To: "director@example.com"}, w.now); err != nil {
				t.Fatal(err)
			}
			to := []string{"director@example.com"}
			test.not.Job, test.not.To, test.sends.Job, test.sends.To = "month", to, "month", to
			w.send(test.not, false)
			w.want("anna 1, boris 1, owner 1, vera 1")
			w.send(test.sends, false)
			w.want("anna 1, boris 1, director 1, owner 1, vera 1")
		})
	}
}

// The notice names what can be done in commands that work wherever they are
// typed: they are taken from the mail, and dismiss what the mail tells of.
func TestNotice_NamesTheCommandsThatSendAndDismiss(t *testing.T) {
	w := newWorld(t, unruly.Script{}, dailyJob)
	moved := filepath.Join(t.TempDir(), "of Anna's")
	if err := os.Rename(w.folder, moved); err != nil {
		t.Fatal(err)
	}
	w.folder = moved
	w.due(false)
	w.now, w.fails = at("2026-11-02 08:00"), &pipeline.UsageError{Text: "broken"}
	w.due(true)
	commands := commandsOf(w.mails("owner")[0].text)
	config := "-c '" + strings.ReplaceAll(w.folder, "'", `'\''`) + "/clientele.yaml'"
	for _, want := range []string{
		"clientele send month --period 2026-11-02T08:00 " + config + " --run",
		"clientele send month --period 2026-11-02T08:00 " + config + " --despite",
		"clientele deliveries --dismiss --job month --period 2026-11-02T08:00 " + config,
		"clientele deliveries --job month " + config,
	} {
		if !slices.Contains(commands, want) {
			t.Errorf("the owner does not read %s but\n%s", want, strings.Join(commands, "\n"))
		}
	}
}

// commandsOf are the commands that a mail names.
func commandsOf(text string) (commands []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "clientele ") {
			commands = append(commands, line)
		}
	}
	return commands
}

// A job that nobody ever knew is a mistake, and not an empty list.
func TestDeliveries_AnUnknownJobIsTold(t *testing.T) {
	w := newWorld(t, unruly.Script{}, dailyJob)
	w.due(false)
	d := w.dispatcher()
	if _, _, err := Deliveries(d.config, Wanted{Jobs: []string{"month"}}); err != nil {
		t.Errorf("a job without a mail: %v", err)
	}
	if _, _, err := Deliveries(d.config, Wanted{Jobs: []string{"mnoth"}}); err == nil || !strings.Contains(err.Error(), `"mnoth"`) || !strings.Contains(err.Error(), `did you mean "month"?`) {
		t.Errorf("a misspelt job: %v", err)
	}
	w.now = at("2026-11-02 08:00")
	w.due(false)
	w.config(strings.Replace(dailyJob, "name: month", "name: monthly", 1))
	if found, _, err := Deliveries(w.dispatcher().config, Wanted{Jobs: []string{"month"}}); err != nil || len(found) != 4 {
		t.Errorf("a job that is called otherwise now: %d mails, %v", len(found), err)
	}
	if _, err := d.Send(context.Background(), Request{Job: "mnoth"}); err == nil || !strings.Contains(err.Error(), `did you mean "month"?`) {
		t.Errorf("a misspelt job is to be sent: %v", err)
	}
}
