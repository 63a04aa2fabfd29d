package deliveries

import (
	"bytes"
	"time"

	"go.etcd.io/bbolt"
)

// List returns the deliveries of a job, or of all jobs where none is named, in
// the order of their keys.
func (l *Ledger) List(job string) ([]Delivery, error) {
	if job == "" {
		return l.list(func(Delivery) bool { return true })
	}
	return l.under(job + "\x00")
}

// Parts returns what there is of one mail: a delivery, or several where it
// went in parts. It looks at no others, however many there are.
func (l *Ledger) Parts(job, period, recipient string) ([]Delivery, error) {
	return l.under(job + "\x00" + period + "\x00" + recipient + "\x00")
}

// under lists the deliveries whose keys begin so.
func (l *Ledger) under(prefix string) ([]Delivery, error) {
	var list []Delivery
	err := l.look(func(tx *bbolt.Tx) error {
		list = nil
		cursor := open(tx).deliveries.Cursor()
		for raw, record := cursor.Seek([]byte(prefix)); bytes.HasPrefix(raw, []byte(prefix)); raw, record = cursor.Next() {
			delivery, err := decodeDelivery(raw, record)
			if err != nil {
				return err
			}
			list = append(list, delivery)
		}
		return nil
	})
	return list, err
}

func (l *Ledger) list(wanted func(Delivery) bool) ([]Delivery, error) {
	var list []Delivery
	err := l.look(func(tx *bbolt.Tx) error {
		return open(tx).each(func(d Delivery) error {
			if wanted(d) {
				list = append(list, d)
			}
			return nil
		})
	})
	return list, err
}

// Unfinished lists what something is still done about by itself, by when that is
// due. It looks at no others.
func (l *Ledger) Unfinished() (list []Delivery, err error) {
	err = l.look(func(tx *bbolt.Tx) error {
		list, err = open(tx).ready(time.Time{}, endOfTime())
		return err
	})
	return list, err
}

// KeptBack lists what was recalled since a moment and has a message.
func (l *Ledger) KeptBack(since time.Time) (list []Delivery, err error) {
	err = l.look(func(tx *bbolt.Tx) error {
		list = nil
		return open(tx).deliveries.ForEach(func(raw, record []byte) error {
			if !bytes.Contains(record, []byte(writtenAsRecalled)) {
				return nil // nearly none are, and to read them all takes a second in a year
			}
			d, err := decodeDelivery(raw, record)
			if err == nil && d.State == Recalled && d.File != "" && !d.Done.Before(since) {
				list = append(list, d)
			}
			return err
		})
	})
	return list, err
}

const writtenAsRecalled = `"state":"` + string(Recalled) + `"`

// endOfTime is later than anything is due.
func endOfTime() time.Time { return time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC) }

// Find returns the delivery of a key, and whether there is one.
func (l *Ledger) Find(key Key) (delivery Delivery, found bool, err error) {
	err = l.look(func(tx *bbolt.Tx) error {
		delivery, found, err = open(tx).get(key)
		return err
	})
	return delivery, found, err
}

// StateCount says how many deliveries stand in a state.
type StateCount struct {
	State State `json:"state"`
	Count int   `json:"count"`
}

// States counts the deliveries by state, in the order of a delivery's life;
// states in which there are none are left out.
func (l *Ledger) States() ([]StateCount, error) {
	counts := map[State]int{}
	if _, err := l.list(func(d Delivery) bool { counts[d.State]++; return false }); err != nil {
		return nil, err
	}
	var states []StateCount
	for _, state := range AllStates() {
		if counts[state] > 0 {
			states = append(states, StateCount{State: state, Count: counts[state]})
		}
	}
	return states, nil
}

// NextDue is when something is to be done about a delivery by itself; it is
// false where nothing is.
func (l *Ledger) NextDue() (at time.Time, found bool, err error) {
	err = l.look(func(tx *bbolt.Tx) error {
		b := open(tx)
		trouble, err := b.trouble()
		if err != nil {
			return err
		}
		if at, _, found, err = b.first(); found {
			at = later(at, trouble.Until)
		}
		return err
	})
	return at, found, err
}
