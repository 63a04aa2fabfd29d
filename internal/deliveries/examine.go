package deliveries

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"go.etcd.io/bbolt"
)

// examine reads the whole ledger once, so that damage is found before
// anything is sent or written: its pages, its records, and that the index of
// what is due names what is not final, and nothing else.
func (l *Ledger) examine() error {
	l.turn.Lock()
	err := l.transact(true, func(db *bbolt.DB) error {
		file, err := os.Open(l.path())
		if err != nil {
			return err
		}
		defer func() { _ = file.Close() }()
		state, err := file.Stat()
		if err != nil {
			return err
		}
		if err := checkStructure(file, state.Size(), db.Info().PageSize); err != nil {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		return db.View(checked(examineRecords))
	})
	l.turn.Unlock()
	if l.readOnly && errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return l.explain(err)
}

func examineRecords(tx *bbolt.Tx) error {
	b := open(tx)
	due := map[string]bool{}
	err := b.due.ForEach(func(key, _ []byte) error {
		due[string(key)] = true
		return nil
	})
	if err != nil {
		return err
	}
	err = b.each(func(d Delivery) error {
		at, is := d.due()
		key := string(dueKey(at, d.bytes()))
		if is && !due[key] {
			return fmt.Errorf("%w: %s is %s, and the index does not have it", errRecord, d.Key, d.State)
		}
		if is {
			delete(due, key)
		}
		return nil
	})
	if err == nil && len(due) > 0 {
		err = fmt.Errorf("%w: the index has %d entries of no delivery", errRecord, len(due))
	}
	if err != nil {
		return err
	}
	if _, err := b.trouble(); err != nil {
		return err
	}
	return examineOthers(tx)
}

func examineOthers(tx *bbolt.Tx) error {
	jobs := tx.Bucket([]byte(tableJobs)).ForEach(examineKept)
	runs := tx.Bucket([]byte(tableRuns)).ForEach(func(key, record []byte) error {
		_, err := decodeRun(key, record)
		return err
	})
	return errors.Join(jobs, runs, tx.Bucket([]byte(tableAlerts)).ForEach(examineKept))
}

func examineKept(key, record []byte) error {
	var kept json.RawMessage
	return decode(key, record, &kept)
}

func decodeRun(key, record []byte) (Run, error) {
	var run Run
	if err := decode(key, record, &run); err != nil {
		return Run{}, err
	}
	if named, err := runKey(run.Job, run.Slot); err != nil || !bytes.Equal(named, key) {
		return Run{}, errRecord
	}
	return run, nil
}
