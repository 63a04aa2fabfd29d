package schedule

import (
	"cmp"
	"slices"
	"time"
)

// Job is what runs when its schedule comes.
type Job struct {
	Name string
	Spec Spec
	Zone *time.Location
	// Late is how long after its time a slot is still made up for. The job before it may
	// be running when a slot comes, so it is never less than LeastLate.
	Late time.Duration
}

// LeastLate is how late a job may always be.
const LeastLate = 5 * time.Minute

// Timetable is the schedule and its zone in words, by which an edited one is known.
func (j Job) Timetable() string { return j.Spec.String() + ", " + orUTC(j.Zone).String() }

// Due is a slot that has come.
type Due struct {
	Job  Job
	Slot Slot
	// Missed counts the slots before it that never ran and that this one stands for, up to
	// MostMissed.
	Missed int
	// TooLate: the slot came longer ago than the job's Late. It is not to be run, and told.
	TooLate bool
	// Edited: the timetable was changed after the slot, and the one before had promised no
	// time for its day. It is not to be run, and told.
	Edited bool
}

// MostMissed is where counting ends.
const MostMissed = 10_000

// Past is what is recorded of a job. The zero Past is of a job never seen.
type Past struct {
	// Timetable of the job when this was recorded.
	Timetable string `json:"timetable"`
	// Until: every slot up to this instant is dealt with. It ran, a later one stood for it,
	// it was told as too late, or it lies before the job was first seen.
	Until time.Time `json:"until"`
	// Next is the key of the first slot after Until by that timetable: what was promised
	// when the timetable is changed. Empty where none comes, or of an old record.
	Next string `json:"next,omitempty"`
	// Ran is what was dealt with before, the latest last. Nothing of it comes again, even
	// where a clock went back or a zone was edited.
	Ran []Span `json:"ran,omitempty"`
}

// Span is slots without a pause, by the keys of the first and the last.
type Span struct {
	First string `json:"first"`
	Last  string `json:"last"`
}

// mostSpans is how many pauses are remembered.
const mostSpans = 64

func (p Past) has(slot Slot) bool {
	key := slot.Key()
	return slices.ContainsFunc(p.Ran, func(s Span) bool { return s.First <= key && key <= s.Last })
}

// ahead is by how much a record may lie in the future before the clock must have been
// wrong when it was written, and jobs would else stand still until it comes true.
const ahead = 24 * time.Hour

// FindDue finds the slots that are to be run or told now: of each job at most one, its
// latest, by instant and name. A job that was never seen has none.
func FindDue(jobs []Job, past func(job string) Past, now time.Time) []Due {
	var due []Due
	for _, job := range jobs {
		if found, is := job.due(past(job.Name), now); is {
			due = append(due, found)
		}
	}
	slices.SortStableFunc(due, func(a, b Due) int {
		return cmp.Or(a.Slot.At.Compare(b.Slot.At), cmp.Compare(a.Job.Name, b.Job.Name))
	})
	return due
}

func (j Job) due(past Past, now time.Time) (Due, bool) {
	if past.Timetable == "" {
		return Due{}, false
	}
	slot, found := j.Spec.Last(now, j.Zone)
	if !found || !slot.At.After(past.Until) || past.has(slot) {
		return Due{}, false
	}
	due := Due{
		Job:     j,
		Slot:    slot,
		TooLate: now.Sub(slot.At) > max(j.Late, LeastLate),
	}
	if past.Timetable == j.Timetable() {
		due.Missed = j.missed(past.Until, slot)
		return due, true
	}
	if !j.keepsPromise(past, slot, now) {
		// What the new timetable would have had before it was written is nobody's business.
		due.Edited = true
		return due, !due.TooLate
	}
	return due, true
}

// keepsPromise says whether a slot of a new timetable, which came before that was
// written, stands for one of the timetable before: for one that came and did not run, or
// for one of the same day that will not come any more. Who moves 09:00 to 08:00 at half
// past eight gets the day's run at once, and not none.
func (j Job) keepsPromise(past Past, slot Slot, now time.Time) bool {
	if past.Next == "" {
		return false
	}
	if past.Next <= slot.Key() {
		return true
	}
	later, found := j.Spec.Next(now, j.Zone)
	return dayOf(past.Next) == dayOf(slot.Key()) && (!found || dayOf(later.Key()) != dayOf(slot.Key()))
}

// dayOf is the day of a key.
func dayOf(key string) string { return key[:len(time.DateOnly)] }

// dealt is a record of which all is dealt with up to an instant, by the job's timetable.
func (j Job) dealt(past Past, until time.Time) Past {
	past.Timetable, past.Until, past.Next = j.Timetable(), until, ""
	if next, found := j.Spec.Next(until, j.Zone); found {
		past.Next = next.Key()
	}
	return past
}

func (j Job) missed(after time.Time, slot Slot) int {
	count := 0
	for count < MostMissed {
		earlier, found := j.Spec.Next(after, j.Zone)
		if !found || !earlier.At.Before(slot.At) {
			break
		}
		count++
		after = earlier.At
	}
	return count
}

// Settle is the record of a job before what is due is looked for: a job that is new is
// known from now on, and a record that a wrong clock has left in the future ends now.
func (j Job) Settle(past Past, now time.Time) Past {
	if past.Timetable == "" {
		return j.dealt(past, now)
	}
	same := past.Timetable == j.Timetable()
	if past.Until.Sub(now) > ahead {
		past.Until = now
	}
	slot, found := j.Spec.Last(now, j.Zone)
	if found && slot.At.After(past.Until) && past.has(slot) {
		// The clock had gone back to long ago, and has come right again.
		past.Until = slot.At
	}
	if same {
		return j.dealt(past, past.Until)
	}
	if _, tell := j.due(past, now); tell {
		return past
	}
	return j.dealt(past, later(past.Until, now))
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// Done is the record once a slot was run or told.
func (d Due) Done(past Past) Past {
	past.Ran = remember(past.Ran, d)
	return d.Job.dealt(past, d.Slot.At)
}

// remember appends a slot to what ran. What it stood for did not run, so that it begins a
// span of its own; and a clock that ran years ahead leaves a gap in which slots still come.
func remember(ran []Span, d Due) []Span {
	key := d.Slot.Key()
	spans := slices.Clone(ran)
	if last := len(spans) - 1; last >= 0 && d.Missed == 0 && !d.Edited && spans[last].Last < key {
		spans[last].Last = key
		return spans
	}
	spans = append(spans, Span{First: key, Last: key})
	return spans[max(0, len(spans)-mostSpans):]
}
