package dispatch

import (
	"fmt"
	"strings"
)

// Summary counts what became of jobs and mails.
type Summary struct {
	Ran     []string `json:"ran"` // jobs with their times
	Sent    int      `json:"sent"`
	Waiting int      `json:"waiting"` // tried in vain, and tried again later
	Held    int      `json:"held"`
	Failed  int      `json:"failed"`  // refused by the server, or given up
	Unknown int      `json:"unknown"` // handed over, and the server's answer never came
	Known   int      `json:"known"`   // sent already, by an earlier run
	Written int      `json:"written"` // as files, in a dry run

	Dismissed int `json:"dismissed,omitempty"` // by a person, and so not sent

	Noted   int    `json:"noted"`             // what else a person has to hear of: a run that failed, an alert that cannot be judged
	Notices int    `json:"notices,omitempty"` // to the owner, of those sent
	Untold  int    `json:"untold"`            // of what the owner has not been told yet, as no notice could be sent
	Trouble string `json:"trouble,omitempty"` // with the server, which will hardly pass by itself

	Again string `json:"trouble_again,omitempty"` // when it was tried last and is tried next, and what lets mails go at once

	UntoldOf []string `json:"untold_of,omitempty"` // which times of jobs those are
	Config   string   `json:"config,omitempty"`    // why it cannot be read, where the jobs go on as they were
}

// attention is the error of a summary that needs a person, nil otherwise.
func (s Summary) attention() error {
	if s.Held+s.Failed+s.Unknown+s.Noted+s.Untold == 0 && s.Trouble+s.Config == "" {
		return nil
	}
	return &AttentionError{Summary: s}
}

// AttentionError says that something was held back, or did not arrive, or may
// not have; the owner was told, or will be.
type AttentionError struct{ Summary Summary }

func (e *AttentionError) Error() string {
	var parts []string
	for _, part := range []struct {
		count int
		what  string
	}{
		{e.Summary.Held, "held back"}, {e.Summary.Failed, "not delivered"}, {e.Summary.Unknown, "perhaps not delivered"},
	} {
		if part.count > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.count, part.what))
		}
	}
	text := "this needs a person"
	if len(parts) > 0 {
		text += ": mails " + strings.Join(parts, ", ")
	}
	if e.Summary.Config != "" {
		text += "; the config cannot be read, and the jobs go on as they were: " + e.Summary.Config
	}
	if e.Summary.Trouble != "" {
		text += "; the mail server: " + e.Summary.Trouble
		if e.Summary.Again != "" {
			text += " (" + e.Summary.Again + ")"
		}
	}
	return text + "; " + e.Summary.toldOwner() + "\n`clientele deliveries` shows what and why"
}

// mostNamed is how many times of jobs a line names.
const mostNamed = 5

// toldOwner says of what the owner was told, and of what not yet.
func (s Summary) toldOwner() string {
	switch {
	case s.Untold == 0 && s.Trouble != "" && s.Notices == 0:
		return "the owner cannot be told by mail while that lasts"
	case s.Untold == 0:
		return "the owner was told by mail"
	}
	names := strings.Join(s.UntoldOf[:min(len(s.UntoldOf), mostNamed)], "; ")
	if more := len(s.UntoldOf) - mostNamed; more > 0 {
		names += fmt.Sprintf("; and %d more", more)
	}
	text := "not told to the owner by mail yet: " + names
	if s.Notices > 0 {
		text += "; of the rest the owner was told"
	}
	return text
}

// String tells a summary in a line.
func (s Summary) String() string {
	var parts []string
	if len(s.Ran) > 0 {
		parts = append(parts, "ran "+strings.Join(s.Ran, ", "))
	}
	for _, part := range []struct {
		count int
		what  string
	}{
		{s.Written, "written"}, {s.Sent, "sent"}, {s.Known, "sent before"}, {s.Waiting, "wait to be tried again"}, {s.Held, "held back"},
		{s.Failed, "not delivered"}, {s.Unknown, "perhaps not delivered"}, {s.Dismissed, "dismissed before"},
	} {
		if part.count > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.count, part.what))
		}
	}
	if s.Untold > 0 {
		parts = append(parts, fmt.Sprintf("%d to be told to the owner", s.Untold))
	}
	if len(parts) == 0 {
		return "Nothing to do: no job was due and no mail waits."
	}
	return "Mails and jobs: " + strings.Join(parts, "; ") + "."
}
