package deliveries

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

func TestRuns_OneThatBeganAndNeverEndedIsSeen(t *testing.T) {
	l := newLedger(t)
	const slot = "2026-12-01T08:00"
	if run, err := l.Begin(Run{Job: "month", Slot: slot}, dawn()); err != nil || run.Begins != 1 || run.AsOf != "" {
		t.Fatalf("%+v, %v", run, err)
	}
	if err := l.Made("month", slot, "2026-11-30"); err != nil {
		t.Fatal(err)
	}
	// The process dies here, and another begins.
	if open, err := l.Unended(); err != nil || len(open) != 1 || open[0].Begins != 1 || open[0].AsOf != "2026-11-30" {
		t.Errorf("%+v, %v", open, err)
	}
	if run, err := l.Begin(Run{Job: "month", Slot: slot}, dawn().Add(time.Hour)); err != nil || run.Begins != 2 || run.AsOf != "2026-11-30" {
		t.Errorf("what it had made is forgotten: %+v, %v", run, err)
	}
	if err := l.End("month", slot, "sent", "3 messages", json.RawMessage(`{"a":1}`), dawn().Add(2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if open, err := l.Unended(); err != nil || len(open) != 0 {
		t.Errorf("%+v, %v", open, err)
	}
	runs, err := l.Runs("month")
	if err != nil || len(runs) != 1 || runs[0].Outcome != "sent" || runs[0].Message != "3 messages" || runs[0].Ended != dawn().Add(2*time.Hour) {
		t.Errorf("%+v, %v", runs, err)
	}
	if past, err := l.Past("month"); err != nil || string(past) != `{"a":1}` {
		t.Errorf("%s, %v", past, err)
	}
	// Once more at a person's wish: what an ended run made is not this one's.
	if run, err := l.Begin(Run{Job: "month", Slot: slot}, dawn()); err != nil || run.Begins != 3 || run.AsOf != "" {
		t.Errorf("%+v, %v", run, err)
	}
}

func TestRuns_WhatNeverBeganDoesNotEnd(t *testing.T) {
	l := newLedger(t)
	if err := l.End("month", "x", "sent", "", json.RawMessage(`1`), dawn()); err == nil {
		t.Error("ended")
	}
	if past, err := l.Past("month"); err != nil || past != nil {
		t.Errorf("its past was kept: %s, %v", past, err)
	}
	if err := l.Made("month", "x", "2026-11-30"); err == nil {
		t.Error("made")
	}
}

func TestPast_IsKeptAsItIsGiven(t *testing.T) {
	l := newLedger(t)
	text := json.RawMessage(`{"b":[1,2.50,"Ж<&>"],"a":null}`)
	for name, keep := range map[string]func(string, json.RawMessage) error{"job": l.Remember, "alert": l.SetAlertState} {
		if err := keep(name, text); err != nil {
			t.Fatal(err)
		}
		if err := keep("", text); err == nil {
			t.Error("kept under no name")
		}
		if err := keep(strings.Repeat("x", longestKey+1), text); err == nil {
			t.Error("kept under an endless name")
		}
	}
	past, err := l.Past("job")
	state, err2 := l.AlertState("alert")
	if err != nil || err2 != nil || !sameJSON(past, text) || !sameJSON(state, text) {
		t.Errorf("%s, %s, %v, %v", past, state, err, err2)
	}
	if other, err := l.Past("alert"); err != nil || other != nil {
		t.Errorf("jobs and alerts share a table: %s, %v", other, err)
	}
}

func sameJSON(a, b json.RawMessage) bool {
	var x, y any
	if json.Unmarshal(a, &x) != nil || json.Unmarshal(b, &y) != nil {
		return false
	}
	first, _ := json.Marshal(x)
	second, _ := json.Marshal(y)
	return string(first) == string(second)
}
