package deliveries

import (
	"fmt"
	"time"

	"go.etcd.io/bbolt"
)

// Alert is whether the rule of a name has been crossed since it was last
// armed: the mail is sent once per crossing, not once per look.
type Alert struct {
	Name    string    `json:"name"`
	Crossed bool      `json:"crossed"`
	Key     string    `json:"key,omitempty"` // of the crossing: the period in which it was seen first
	Since   time.Time `json:"since"`
}

// Cross notes a crossing, and reports whether it is a new one. Its mail is
// queued before this, under the same key: a process that dies in between finds
// the rule armed and the mail queued, and queues no second one.
func (l *Ledger) Cross(name, key string, now time.Time) (first bool, err error) {
	err = l.changeAlert(name, func(alert *Alert) {
		if first = !alert.Crossed; first {
			*alert = Alert{Name: name, Crossed: true, Key: key, Since: now.UTC()}
		}
	})
	return first && err == nil, err
}

// Rearm notes that a rule does not hold any more, so that its next crossing is
// a new one.
func (l *Ledger) Rearm(name string, now time.Time) error {
	return l.changeAlert(name, func(alert *Alert) {
		if alert.Crossed || alert.Since.IsZero() {
			*alert = Alert{Name: name, Since: now.UTC()}
		}
	})
}

// Alert is what is known of a rule; one never heard of is armed.
func (l *Ledger) Alert(name string) (Alert, error) {
	alert := Alert{Name: name}
	err := l.look(func(tx *bbolt.Tx) error {
		if record := tx.Bucket([]byte(tableAlerts)).Get([]byte(name)); record != nil {
			return decode([]byte(name), record, &alert)
		}
		return nil
	})
	return alert, err
}

func (l *Ledger) changeAlert(name string, change func(*Alert)) error {
	if name == "" || len(name) > longestKey {
		return fmt.Errorf("an alert whose name has %d bytes", len(name))
	}
	return l.update(func(tx *bbolt.Tx) error {
		table, key := tx.Bucket([]byte(tableAlerts)), []byte(name)
		alert := Alert{Name: name}
		if record := table.Get(key); record != nil {
			if err := decode(key, record, &alert); err != nil {
				return err
			}
		}
		change(&alert)
		record, err := encode(key, alert)
		if err != nil {
			return err
		}
		return table.Put(key, record)
	})
}
