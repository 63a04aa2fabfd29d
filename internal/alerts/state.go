package alerts

import "time"

// State is what is kept of a rule from run to run. The zero State is that of a
// rule that was never judged.
type State struct {
	// Rule is the sentence that the state is of: one that was changed begins anew.
	Rule string `json:"rule"`
	// Day is the latest day for which it was judged, as 2026-10-31.
	Day string `json:"day,omitempty"`
	// Period is the month that the rule was judged of, where it is of months: each is
	// a number of its own, and can cross anew.
	Period string `json:"period,omitempty"`
	// Holding says that it holds since Since, and is not armed.
	Holding bool   `json:"holding,omitempty"`
	Since   string `json:"since,omitempty"`
	// Mailed is the last day for which a mail went out.
	Mailed string `json:"mailed,omitempty"`
}

// Reading is what one run found of a rule.
type Reading struct {
	Rule   string    // the sentence
	Day    time.Time // that the numbers are for
	Period string    // the month, as 2026-10; empty of weeks and days
	Known  bool      // false: there are no numbers, and nothing changes
	Verdict
}

// Step says whether a mail is due, and what to keep.
//
// A mail is due when the rule begins to hold. While it holds there is silence, until
// it is released, or is of another month; then it is armed again. Nothing is told
// and nothing changes for a day before the latest that was judged, whose report is
// of the past, nor where nothing is known. For one day there is one mail at most,
// however often it is judged and its data are corrected; a crossing that corrected
// data undo is armed again, without a mail.
func Step(state State, reading Reading) (mail bool, next State) {
	if state.Rule != reading.Rule {
		state = State{Rule: reading.Rule}
	}
	day := reading.Day.Format(time.DateOnly)
	if !reading.Known || day < state.Day {
		return false, state
	}
	next = state
	next.Day = day
	if state.Period != reading.Period {
		next.Period, next.Holding, next.Since = reading.Period, false, ""
	}
	switch {
	case next.Holding && reading.Released:
		next.Holding, next.Since = false, ""
	case !next.Holding && reading.Holds:
		next.Holding, next.Since = true, day
		if mail = day > next.Mailed; mail {
			next.Mailed = day
		}
	}
	return mail, next
}

// Crossing identifies a crossing for which a mail is due: no rule has two on a day.
func (s State) Crossing() string { return s.Since }
