package job

import (
	"fmt"
	"time"
)

// Kind says what happened.
type Kind uint8

// The kinds of events. Each step ends in exactly one of Finished, Skipped,
// Failed and NotRun.
const (
	Started Kind = iota
	Progress
	FileDone
	Warning
	Finished
	Skipped
	Failed
	NotRun
)

// String is the kind's name as the JSON sink and messages show it.
func (k Kind) String() string {
	switch k {
	case Started:
		return "started"
	case Progress:
		return "progress"
	case FileDone:
		return "file done"
	case Warning:
		return "warning"
	case Finished:
		return "finished"
	case Skipped:
		return "skipped"
	case Failed:
		return "failed"
	case NotRun:
		return "not run"
	}
	return fmt.Sprintf("kind %d", uint8(k))
}

// MarshalText writes the kind's name.
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// Event is something that happened in a step.
type Event struct {
	Kind Kind
	Step string
	// Position and Of number the steps from 1.
	Position, Of int
	// Rows were done; Total are to be done, 0 where that is not known.
	Rows, Total int64
	// Files were done of AllFiles, 0 where the step reads none; File is the one
	// that is being read, or was just done.
	Files, AllFiles int
	File            string
	// Elapsed is the time since the step started.
	Elapsed time.Duration
	Message string
}

// Sink is where events go. The runner and a step's reporter call it, never two
// of them at once.
type Sink interface{ Event(event Event) }

// Discard is a sink that shows nothing.
type Discard struct{}

// Event does nothing.
func (Discard) Event(Event) {}

// rate is rows per second, 0 where nothing can be said yet.
func (e Event) rate() float64 {
	if e.Rows <= 0 || e.Elapsed <= 0 {
		return 0
	}
	return float64(e.Rows) / e.Elapsed.Seconds()
}

// left is the time that the rest will take at the rate so far; false where
// nothing can be said.
func (e Event) left() (time.Duration, bool) {
	rate := e.rate()
	if rate == 0 || e.Total <= e.Rows {
		return 0, false
	}
	seconds := float64(e.Total-e.Rows) / rate
	const longest = 1000 * time.Hour // beyond it, and beyond what a Duration holds, nobody waits
	if seconds > longest.Seconds() {
		return longest, true
	}
	return time.Duration(seconds * float64(time.Second)), true
}
