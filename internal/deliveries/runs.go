package deliveries

import (
	"encoding/json"
	"fmt"
	"time"

	"go.etcd.io/bbolt"
)

// Run is one run of a job, for one slot of its calendar. One that has begun
// and not ended is under way, or its process died.
type Run struct {
	Job     string    `json:"job"`
	Slot    string    `json:"slot"` // schedule's key of the slot: later ones compare greater
	Begun   time.Time `json:"begun,omitzero"`
	Begins  int       `json:"begins"` // how often it was begun
	Ended   time.Time `json:"ended,omitzero"`
	Outcome string    `json:"outcome,omitempty"`
	AsOf    string    `json:"as_of,omitempty"` // the day for which its numbers are true
	Message string    `json:"message,omitempty"`
	// Alone: by the timetable of then its day had no other time.
	Alone bool `json:"alone,omitempty"`
}

func runKey(name, slot string) ([]byte, error) {
	if err := (Key{Job: name, Period: slot, Recipient: "-"}).Check(); err != nil {
		return nil, err
	}
	return []byte(name + "\x00" + slot), nil
}

// Begin notes that a run begins, of which Job, Slot and Alone are the caller's, and
// how often it has. Of one that began and did not end, what it had made is still
// known.
func (l *Ledger) Begin(begun Run, now time.Time) (Run, error) {
	return l.changeRun(begun.Job, begun.Slot, func(_ *bbolt.Tx, run *Run) error {
		next := Run{Job: begun.Job, Slot: begun.Slot, Begun: now.UTC(), Begins: run.Begins + 1, Alone: begun.Alone}
		if run.Ended.IsZero() {
			next.AsOf = run.AsOf
		}
		*run = next
		return nil
	})
}

// Made notes that a run under way has made its reports, and the day for which
// their numbers are true: what begins again after a crash goes on from there.
func (l *Ledger) Made(name, slot, asOf string) error {
	_, err := l.changeRun(name, slot, func(_ *bbolt.Tx, run *Run) error {
		if run.Begins == 0 || !run.Ended.IsZero() {
			return fmt.Errorf("note the reports of %s for %s: no such run is under way", name, slot)
		}
		run.AsOf = asOf
		return nil
	})
	return err
}

// End notes how a run ended. past is what the schedule keeps of the job from
// now on: both are written at once, so that no kill leaves a slot that is done
// and comes again. Where there is none, what was kept stays.
func (l *Ledger) End(name, slot, outcome, message string, past json.RawMessage, now time.Time) error {
	_, err := l.changeRun(name, slot, func(tx *bbolt.Tx, run *Run) error {
		if run.Begins == 0 {
			return fmt.Errorf("end the run of %s for %s: it never began", name, slot)
		}
		run.Ended, run.Outcome, run.Message = now.UTC(), outcome, message
		if past == nil {
			return nil
		}
		return remember(tx, tableJobs, name, past)
	})
	return err
}

func (l *Ledger) changeRun(name, slot string, change func(*bbolt.Tx, *Run) error) (Run, error) {
	key, err := runKey(name, slot)
	if err != nil {
		return Run{}, err
	}
	var run Run
	err = l.update(func(tx *bbolt.Tx) error {
		table := tx.Bucket([]byte(tableRuns))
		run = Run{}
		if record := table.Get(key); record != nil {
			if err := decode(key, record, &run); err != nil {
				return err
			}
		}
		if err := change(tx, &run); err != nil {
			return err
		}
		record, err := encode(key, run)
		if err != nil {
			return err
		}
		return table.Put(key, record)
	})
	return run, err
}

// Runs lists the runs of a job, or of all jobs where none is named, by job and
// slot.
func (l *Ledger) Runs(name string) ([]Run, error) {
	return l.runs(func(run Run) bool { return name == "" || run.Job == name })
}

// Unended lists the runs that have begun and not ended.
func (l *Ledger) Unended() ([]Run, error) {
	return l.runs(func(run Run) bool { return run.Ended.IsZero() })
}

func (l *Ledger) runs(wanted func(Run) bool) ([]Run, error) {
	var list []Run
	err := l.look(func(tx *bbolt.Tx) error {
		return tx.Bucket([]byte(tableRuns)).ForEach(func(key, record []byte) error {
			run, err := decodeRun(key, record)
			if err != nil {
				return err
			}
			if wanted(run) {
				list = append(list, run)
			}
			return nil
		})
	})
	return list, err
}
