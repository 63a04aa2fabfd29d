package alerts

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

func onDay(day int) time.Time {
	return time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, day)
}

func reading(day int, mark byte) Reading {
	return Reading{Rule: "r", Day: onDay(day), Known: mark != '?', Verdict: Verdict{Holds: mark == '#', Released: mark == '.'}}
}

// # holds, . is released, - is in between, ? is not known; ^ below marks a mail.
func TestStep_MailsOnceWhenItBeginsToHold(t *testing.T) {
	for _, one := range []struct{ name, days, mails string }{
		{"silent while it holds", ".##########", ".^........."},
		{"held from the first day", "####", "^..."},
		{"each edge once", ".#.#.#", ".^.^.^"},
		{"wavering about the bound is one crossing", ".#-#-#.#", ".^.....^"},
		{"in between does not arm and does not hold", "---#---#", "...^...."},
		{"unknown days change nothing", ".#??#?.?#", ".^......^"},
		{"nothing known", "????", "...."},
	} {
		state, got := State{}, ""
		for day := range len(one.days) {
			mail, next := Step(state, reading(day, one.days[day]))
			state = next
			got += map[bool]string{true: "^", false: "."}[mail]
		}
		if got != one.mails {
			t.Errorf("%s: %s gives %s, want %s", one.name, one.days, got, one.mails)
		}
	}
}

// step is Step over days that are given with their marks: "3#".
func steps(t *testing.T, rule string, days ...string) (mails string, state State) {
	t.Helper()
	for _, one := range days {
		var day int
		var mark byte
		if _, err := fmt.Sscanf(one, "%d%c", &day, &mark); err != nil {
			t.Fatal(err)
		}
		r := reading(day, mark)
		r.Rule, r.Period = rule, r.Day.Format("2006-01")
		if rule == "r" {
			r.Period = ""
		}
		var mail bool
		if mail, state = Step(state, r); mail {
			mails += one + " "
		}
	}
	return mails, state
}

func TestStep_ADayIsToldOfOnceAndThePastNever(t *testing.T) {
	for _, one := range []struct {
		name string
		days []string
		want string
	}{
		{"twice the same day", []string{"3.", "4#", "4#", "4#"}, "4# "},
		{"corrected data undo it, and bring it back", []string{"4#", "4.", "4#", "5#"}, "4# "},
		{"corrected data bring it first", []string{"4.", "4#"}, "4# "},
		{"undone, and a crossing of a later day", []string{"4#", "4.", "5#"}, "4# 5# "},
		{"a report for an old day", []string{"9.", "3#", "5#", "9."}, ""},
		{"a day of which nothing is known is no latest day", []string{"3.", "9?", "5#"}, "5# "},
		{"an old day does not arm", []string{"9#", "3.", "10#"}, "9# "},
	} {
		if got, _ := steps(t, "r", one.days...); got != one.want {
			t.Errorf("%s: %v mails %q, want %q", one.name, one.days, got, one.want)
		}
	}
}

func TestStep_WhatIsNotKnownHoldsForNobody(t *testing.T) {
	one := reading(1, '#')
	one.Known = false
	if mail, next := Step(State{}, one); mail || next != (State{Rule: "r"}) {
		t.Errorf("%v %+v", mail, next)
	}
}

func TestStep_EachMonthIsANumberOfItsOwn(t *testing.T) {
	got, state := steps(t, "month", "29#", "30#", "31#", "32#", "40.", "41#", "61-", "62#")
	if got != "29# 31# 41# 62# " {
		t.Error(got)
	}
	if state.Period != "2026-12" || state.Crossing() != "2026-12-02" {
		t.Errorf("%+v", state)
	}
}

func TestStep_ARuleThatWasChangedBeginsAnew(t *testing.T) {
	_, state := Step(State{}, reading(1, '#'))
	changed := reading(1, '#')
	changed.Rule = "another"
	if mail, next := Step(state, changed); !mail || next.Rule != "another" {
		t.Errorf("%v %+v", mail, next)
	}
}

// Over any sequence of days, with repeats and days of the past between, there are as
// many mails as upward edges of the days in their order; a state that is written and
// read between is the same.
func TestStep_MailsAreTheUpwardEdges(t *testing.T) {
	total := 0
	for seed := range uint64(2000) {
		random := rand.New(rand.NewPCG(seed, 8))
		days := 2 + random.IntN(40)
		marks := make([]byte, days)
		for i := range marks {
			marks[i] = "#.-?"[random.IntN(4)]
		}
		edges, holding := 0, false
		for _, mark := range marks {
			if mark == '#' && !holding {
				holding = true
				edges++
			} else if mark == '.' {
				holding = false
			}
		}
		state, mails := State{}, 0
		for day := range days {
			asked := []int{day}
			for range random.IntN(3) {
				asked = append(asked, random.IntN(day+1)) // again, or of the past
			}
			for _, one := range asked {
				mail, next := Step(state, reading(one, marks[one]))
				if mail {
					mails++
				}
				text, err := json.Marshal(next)
				state = State{}
				if err != nil || json.Unmarshal(text, &state) != nil || state != next {
					t.Fatalf("seed %d: %s is not %+v", seed, text, next)
				}
			}
		}
		if mails != edges {
			t.Fatalf("seed %d: %s has %d edges and %d mails", seed, marks, edges, mails)
		}
		total += edges
	}
	if total < 5000 {
		t.Errorf("only %d edges were tried", total)
	}
}
