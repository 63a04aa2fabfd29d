package dispatch

import (
	"slices"
	"strings"
	"testing"

	"clientele/internal/deliveries"
	"clientele/internal/smtp/unruly"
)

// refuses makes the server refuse somebody while it is true.
func refuses(to string, yes *bool) func(unruly.Moment) unruly.Fault {
	return func(m unruly.Moment) unruly.Fault {
		if *yes && m.Stage == unruly.Rcpt && m.To == to+"@example.com" {
			return unruly.Fault{Kind: unruly.Refuse, Code: 550, Text: "no such user"}
		}
		return unruly.Fault{}
	}
}

// A copy that was refused is sent by the command that its notice names: that very
// copy, once, and nothing is left that did not arrive.
func TestNotice_ARefusedCopyHasACommandThatSendsIt(t *testing.T) {
	refusing := false
	w := newWorld(t, unruly.Script{Fault: refuses("director", &refusing)}, dailyJob)
	w.due(false)
	w.now = at("2026-11-02 08:00")
	w.due(false)
	refusing = true
	again := Request{Job: "month", Period: "2026-11-02T08:00", Again: true, To: []string{"director@example.com"}}
	w.send(again, true)
	w.want("anna 1, boris 1, director 1, owner 1, vera 1")
	config := "-c " + w.folder + "/clientele.yaml"
	commands := commandsOf(w.mails("owner")[0].text)
	for _, want := range []string{
		"clientele send month --period 2026-11-02T08:00 " + config + " --again --to director@example.com",
		"clientele deliveries --dismiss --job month --period '2026-11-02T08:00 copy 2' " + config,
	} {
		if !slices.Contains(commands, want) {
			t.Errorf("the owner does not read %s but\n%s", want, strings.Join(commands, "\n"))
		}
	}
	refusing = false
	w.send(again, false)
	w.want("anna 1, boris 1, director 2, owner 1, vera 1")
	found, _, err := Deliveries(w.dispatcher().config, Wanted{To: "director@example.com"})
	if err != nil || len(found) != 2 || found[1].State != deliveries.Sent {
		t.Errorf("%+v, %v", found, err)
	}
}

// What was refused, or may have arrived, can be left as it is, too.
func TestNotice_WhatDidNotArriveCanBeDismissed(t *testing.T) {
	for stage, fault := range map[unruly.Stage]unruly.Fault{unruly.Rcpt: {Kind: unruly.Refuse, Code: 550}, unruly.End: {Kind: unruly.Drop}} {
		w := newWorld(t, unruly.Script{Fault: firstTime(stage, "director", fault)}, dailyJob)
		w.due(false)
		w.now = at("2026-11-02 08:00")
		w.due(true)
		want := "clientele deliveries --dismiss --job month --period 2026-11-02T08:00 -c " + w.folder + "/clientele.yaml"
		if commands := commandsOf(w.mails("owner")[0].text); !slices.Contains(commands, want) {
			t.Errorf("%v: the owner reads\n%s", fault, strings.Join(commands, "\n"))
		}
	}
}

// One mail is held back and one was refused: the subject counts both, and each
// step names whom it is for.
func TestNotice_OfTwoKindsOfTroubleSaysWhichStepIsForWhom(t *testing.T) {
	w := newWorld(t, unruly.Script{Fault: firstTime(unruly.Rcpt, "director", unruly.Fault{Kind: unruly.Refuse, Code: 550})}, strings.Replace(dailyJob, "Борис: boris", "Nobody Here: boris", 1))
	w.due(false)
	w.now = at("2026-11-02 08:00")
	w.due(true)
	notices := w.mails("owner")
	if len(notices) != 1 || !strings.Contains(notices[0].subject, "2 mails of “month” need a person") {
		t.Fatalf("%d notices; the first: %q\n%s", len(notices), notices[0].subject, notices[0].text)
	}
	if text := unwrapped(notices[0].text); !strings.Contains(text, `looked after by "Nobody Here"; the data names`) {
		t.Errorf("two sentences without a stop:\n%s", notices[0].text)
	}
	send := "clientele send month --period 2026-11-02T08:00 -c " + w.folder + "/clientele.yaml"
	commands := commandsOf(notices[0].text)
	for _, want := range []string{send + " --run --to boris@example.com", send + " --to director@example.com"} {
		if !slices.Contains(commands, want) {
			t.Errorf("the owner does not read %s but\n%s", want, strings.Join(commands, "\n"))
		}
	}
}
