package deliveries

import (
	"encoding/json"
	"fmt"

	"go.etcd.io/bbolt"
)

// What the schedule keeps of a job, and what is kept of an alert from run to
// run, is theirs alone: the ledger keeps it as it is given.

// Past is what the schedule keeps of a job; nothing where it was never seen.
func (l *Ledger) Past(job string) (json.RawMessage, error) { return l.recalled(tableJobs, job) }

// Remember keeps what the schedule keeps of a job; see End for that of one
// that ran.
func (l *Ledger) Remember(job string, past json.RawMessage) error {
	return l.update(func(tx *bbolt.Tx) error { return remember(tx, tableJobs, job, past) })
}

// AlertState is what is kept of an alert; nothing where it was never judged.
func (l *Ledger) AlertState(name string) (json.RawMessage, error) {
	return l.recalled(tableAlerts, name)
}

// SetAlertState keeps what is to be kept of an alert. Its mail is queued before
// this: a process that dies in between finds the mail there, and queues no
// second one.
func (l *Ledger) SetAlertState(name string, state json.RawMessage) error {
	return l.update(func(tx *bbolt.Tx) error { return remember(tx, tableAlerts, name, state) })
}

func (l *Ledger) recalled(table, name string) (kept json.RawMessage, err error) {
	err = l.look(func(tx *bbolt.Tx) error {
		if record := tx.Bucket([]byte(table)).Get([]byte(name)); record != nil {
			return decode([]byte(name), record, &kept)
		}
		return nil
	})
	return kept, err
}

func remember(tx *bbolt.Tx, table, name string, kept json.RawMessage) error {
	if name == "" || len(name) > longestKey {
		return fmt.Errorf("a name of %d bytes", len(name))
	}
	record, err := encode([]byte(name), kept)
	if err != nil {
		return err
	}
	return tx.Bucket([]byte(table)).Put([]byte(name), record)
}
