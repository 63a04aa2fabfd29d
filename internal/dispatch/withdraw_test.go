package dispatch

import (
	"strings"
	"testing"
	"time"

	"clientele/internal/deliveries"
	"clientele/internal/smtp/unruly"
)

// refusing is a server that refuses some for as long as it is told to.
func refusing(code int, to ...string) (unruly.Script, *bool) {
	refuses := true
	return unruly.Script{Fault: func(m unruly.Moment) unruly.Fault {
		for _, one := range to {
			if refuses && m.Stage == unruly.Rcpt && m.To == one+"@example.com" {
				return unruly.Fault{Kind: unruly.Refuse, Code: code}
			}
		}
		return unruly.Fault{}
	}}, &refuses
}

// Who is taken out of the config while a mail waits for them does not get it; who
// is still in it does, under whatever name the job has by now.
func TestWithdraw_WhoIsTakenOutGetsNothingThatWaited(t *testing.T) {
	script, refuses := refusing(450, "anna", "vera")
	w := newWorld(t, script, dailyJob)
	w.due(false)
	w.now = at("2026-11-02 08:00")
	w.due(false)
	w.want("boris 1, director 1")
	*refuses = false
	w.config(strings.NewReplacer("Anna: anna@example.com, ", "", "name: month", "name: monthly").Replace(dailyJob))
	w.now = w.now.Add(10 * time.Minute)
	w.due(false)
	w.want("boris 1, director 1, vera 1")
	if state := w.stateOf("anna"); state != deliveries.Recalled {
		t.Errorf("Anna's mail is %s", state)
	}
}

// Who was taken out by a slip and is put back gets what waited: by itself within a
// day, later when a person sends it.
func TestWithdraw_WhoIsPutBackGetsWhatWaited(t *testing.T) {
	script, refuses := refusing(450, "anna")
	w := newWorld(t, script, dailyJob)
	for _, day := range []string{"2026-11-02", "2026-11-03"} {
		*refuses = true
		w.config(dailyJob)
		w.now = at(day + " 07:00")
		w.due(false)
		w.now = at(day + " 08:00")
		w.due(false)
		w.config(strings.Replace(dailyJob, "Anna: anna@example.com, ", "", 1))
		w.now = at(day + " 08:10")
		w.due(false)
		*refuses = false
		w.config(dailyJob)
		w.now = at(day + " 08:20")
		if day == "2026-11-02" {
			w.due(false)
			w.due(false)
			w.want("anna 1, boris 1, director 1, vera 1")
		}
	}
	w.now = at("2026-11-04 08:20")
	w.send(Request{Job: "month", Period: "2026-11-03T08:00"}, false)
	w.want("anna 2, boris 2, director 2, vera 2")
}

// A notice that waits for somebody who is the owner no more goes to who is.
func TestWithdraw_ANoticeGoesToTheOwnerOfNow(t *testing.T) {
	script, _ := refusing(450, "owner")
	w := newWorld(t, script, strings.Replace(dailyJob, "30 days", "1 day", 1))
	w.due(false)
	w.now = at("2026-11-02 08:00")
	w.due(true)
	w.want("")
	w.write("clientele.yaml", strings.Replace(w.read("clientele.yaml"), "owner: owner@", "owner: deputy@", 1))
	w.now = w.now.Add(10 * time.Minute)
	w.due(false)
	w.want("deputy 1")
}

// An owner whose address is refused is not written to each minute: the exit code
// says it, and the pauses between the notices grow to a day.
func TestTell_ARefusedOwnerIsNotWrittenToAgainAndAgain(t *testing.T) {
	script, refuses := refusing(550, "owner")
	w := newWorld(t, script, strings.Replace(dailyJob, "30 days", "1 day", 1))
	w.due(false)
	w.now = at("2026-11-02 08:00")
	for range 7 * 12 {
		if summary := w.due(true); summary.Untold != 4 || summary.Failed != 0 {
			t.Fatalf("summary: %+v", summary)
		}
		w.now = w.now.Add(5 * time.Minute)
	}
	found, _, err := Deliveries(w.dispatcher().config, Wanted{To: "owner@example.com"})
	if err != nil || len(found) != 3 { // at once, after one hour, after two more
		t.Errorf("%d notices in seven hours, %v", len(found), err)
	}
	*refuses = false
	w.now = w.now.Add(4 * time.Hour)
	w.due(false)
	w.want("owner 1")
}

// Who takes the place of an owner who is refused hears at once, though another one
// is refused still.
func TestTell_ANewOwnerHearsAtOnce(t *testing.T) {
	script, _ := refusing(550, "owner", "deputy")
	w := newWorld(t, script, strings.Replace(dailyJob, "30 days", "1 day", 1))
	owners := func(before, now string) {
		w.write("clientele.yaml", strings.Replace(w.read("clientele.yaml"), "owner: "+before, "owner: "+now, 1))
	}
	owners("owner@example.com", "[owner@example.com, deputy@example.com]")
	w.due(false)
	w.now = at("2026-11-02 08:00")
	w.due(true)
	owners("[owner@", "[head@")
	w.now = at("2026-11-02 08:05")
	w.due(false)
	w.want("head 1")
}

// A password that is not there does not come by itself: the first exit code says so.
func TestDue_AMissingPasswordIsToldAtOnce(t *testing.T) {
	w := newWorld(t, unruly.Script{}, dailyJob)
	w.due(false)
	delete(w.env, "SMTP_PASSWORD")
	w.now = at("2026-11-02 08:00")
	if summary := w.due(true); summary.Waiting != 4 || !strings.Contains(summary.Trouble, "SMTP_PASSWORD") {
		t.Errorf("summary: %+v", summary)
	}
	w.env["SMTP_PASSWORD"], w.now = hidden, w.now.Add(5*time.Minute)
	w.due(false)
	w.want("anna 1, boris 1, director 1, vera 1")
}

// A ledger that was removed is begun anew with a word, and by itself nothing that
// was sent goes out again.
func TestDue_WithoutItsLedgerNothingIsSentAgainByItself(t *testing.T) {
	w := newWorld(t, unruly.Script{}, dailyJob)
	w.due(false)
	w.now = at("2026-11-02 08:00")
	w.due(false)
	w.removeState()
	w.now = at("2026-11-02 09:00")
	w.due(false)
	if told := strings.Join(w.told, "\n"); strings.Count(told, "nothing is known of what was sent before") != 2 {
		t.Errorf("it is not told:\n%s", told)
	}
	w.now = at("2026-11-03 08:00")
	w.due(false)
	w.want("anna 2, boris 2, director 2, vera 2")
}
