// Package schedule says when a job runs, and which of its times are due.
//
// A schedule is a set of wall clock times: dates and times of the day as a clock on the
// office's wall shows them, found without any time zone. Each is then mapped to an instant
// of the job's zone: the first one at which that clock shows the time or a later one. So
// a time that a clock change leaves out runs right after the change, a time that it
// repeats runs at the first of the two, and every one runs exactly once by construction.
// A job of every hour so rests in the hour that comes twice.
package schedule

import (
	"time"
)

// Calendar knows which days people work on.
type Calendar interface {
	Working(day time.Time) bool
}

// Slot is one time at which a job is to run.
type Slot struct {
	// Wall is the local date and time, written as if it were UTC. Of several that a clock
	// change leaves out, and so come at one instant, it is the latest.
	Wall time.Time
	// At is the instant, in the job's zone.
	At time.Time
}

// keyLayout sorts like the times it is made of.
const keyLayout = "2006-01-02T15:04"

// Key is the wall clock time, "2026-12-01T08:00": one of them is one run, whatever the
// clocks do.
func (s Slot) Key() string { return s.Wall.Format(keyLayout) }

// Spec is a schedule. The zero Spec never comes.
type Spec struct {
	text    string
	minutes []int // of the day, ascending
	days    days
}

// String writes the schedule in one form, however it was written.
func (s Spec) String() string { return s.text }

// Next is the first slot with At > after. There is none where the schedule does not come
// any more.
func (s Spec) Next(after time.Time, zone *time.Location) (Slot, bool) {
	if !known(after) {
		return Slot{}, false
	}
	zone = orUTC(zone)
	wall, found := s.wallAfter(reached(after, zone))
	if !found {
		return Slot{}, false
	}
	slot := Slot{Wall: wall, At: instant(wall, zone)}
	if reading(slot.At).Equal(wall) {
		return slot, true
	}
	// The time was left out, and others with it, perhaps: the latest stands for them.
	return s.Last(slot.At, zone)
}

// Last is the latest slot with At <= until.
func (s Spec) Last(until time.Time, zone *time.Location) (Slot, bool) {
	if !known(until) {
		return Slot{}, false
	}
	zone = orUTC(zone)
	wall, found := s.wallUntil(reached(until, zone))
	if !found {
		return Slot{}, false
	}
	return Slot{Wall: wall, At: instant(wall, zone)}, true
}

// Coming lists the next slots, at most so many.
func (s Spec) Coming(after time.Time, zone *time.Location, most int) []Slot {
	var coming []Slot
	for len(coming) < most {
		slot, found := s.Next(after, zone)
		if !found {
			break
		}
		coming = append(coming, slot)
		after = slot.At
	}
	return coming
}

// known holds the search to years that have four digits in a Key.
func known(at time.Time) bool { return at.Year() > 0 && at.Year() < 9999 }

func orUTC(zone *time.Location) *time.Location {
	if zone == nil {
		return time.UTC
	}
	return zone
}
