package deliveries

import (
	"bytes"
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
}

// job is what the ledger knows of a job besides its runs.
type job struct {
	Seen time.Time `json:"seen"` // when it was first seen: earlier slots are none of it
	Last string    `json:"last,omitempty"`
}

func runKey(name, slot string) ([]byte, error) {
	if err := (Key{Job: name, Period: slot, Recipient: "-"}).Check(); err != nil {
		return nil, err
	}
	return []byte(name + "\x00" + slot), nil
}

// Begin notes that a run begins, and how often it has. Of one that began and
// did not end, what it had made is still known.
func (l *Ledger) Begin(name, slot string, now time.Time) (Run, error) {
	return l.changeRun(name, slot, func(_ *bbolt.Tx, run *Run) error {
		next := Run{Job: name, Slot: slot, Begun: now.UTC(), Begins: run.Begins + 1}
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

// End notes how a run ended. Its slot counts as done from here on.
func (l *Ledger) End(name, slot, outcome, message string, now time.Time) error {
	_, err := l.changeRun(name, slot, func(tx *bbolt.Tx, run *Run) error {
		if run.Begins == 0 {
			return fmt.Errorf("end the run of %s for %s: it never began", name, slot)
		}
		run.Ended, run.Outcome, run.Message = now.UTC(), outcome, message
		return changeJob(tx, name, func(j *job) {
			if j.Seen.IsZero() {
				j.Seen = run.Begun
			}
			j.Last = max(j.Last, slot)
		})
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
			var run Run
			if err := decode(key, record, &run); err != nil {
				return err
			}
			if named, err := runKey(run.Job, run.Slot); err != nil || !bytes.Equal(named, key) {
				return errRecord
			}
			if wanted(run) {
				list = append(list, run)
			}
			return nil
		})
	})
	return list, err
}

// See notes when each job was first seen; of those known already nothing
// changes. A job is owed no slot from before that.
func (l *Ledger) See(names []string, now time.Time) error {
	return l.update(func(tx *bbolt.Tx) error {
		for _, name := range names {
			if _, err := runKey(name, "-"); err != nil {
				return err
			}
			err := changeJob(tx, name, func(j *job) {
				if j.Seen.IsZero() {
					j.Seen = now.UTC()
				}
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Since says what a scheduler must know of a job: its last slot whose run
// ended, empty where none did, and when the job was first seen.
func (l *Ledger) Since(name string) (lastSlot string, known time.Time, err error) {
	err = l.look(func(tx *bbolt.Tx) error {
		var j job
		if record := tx.Bucket([]byte(tableJobs)).Get([]byte(name)); record != nil {
			if err := decode([]byte(name), record, &j); err != nil {
				return err
			}
		}
		lastSlot, known = j.Last, j.Seen
		return nil
	})
	return lastSlot, known, err
}

func changeJob(tx *bbolt.Tx, name string, change func(*job)) error {
	table, key := tx.Bucket([]byte(tableJobs)), []byte(name)
	var j job
	if record := table.Get(key); record != nil {
		if err := decode(key, record, &j); err != nil {
			return err
		}
	}
	change(&j)
	record, err := encode(key, j)
	if err != nil {
		return err
	}
	return table.Put(key, record)
}
