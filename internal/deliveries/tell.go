package deliveries

import (
	"bytes"
	"errors"
	"slices"
	"time"

	"go.etcd.io/bbolt"
)

// ToTell lists what needs a person and of which no notice has told the owner
// or is on its way, in the order of keys. A notice that itself could not be
// delivered is not in it, but what it was to tell is, again.
func (l *Ledger) ToTell() ([]Delivery, error) {
	var list []Delivery
	err := l.look(func(tx *bbolt.Tx) error {
		list = nil
		return open(tx).deliveries.ForEach(func(raw, record []byte) error {
			if bytes.Contains(record, []byte(writtenAsSent)) {
				return nil // nearly all are, and to read them all takes a second in a year
			}
			d, err := decodeDelivery(raw, record)
			if err == nil && d.State.NeedsPerson() && d.Told.IsZero() && len(d.Telling) == 0 && len(d.Tells) == 0 {
				list = append(list, d)
			}
			return err
		})
	})
	return list, err
}

// writtenAsSent is in the record of a delivery that was sent and in no other: in
// a text the quotes would stand behind backslashes.
const writtenAsSent = `"state":"` + string(Sent) + `"`

// Told marks deliveries of which the owner has heard in another way than by a
// notice that names them in Tells.
func (l *Ledger) Told(keys []Key, now time.Time) error {
	return l.update(func(tx *bbolt.Tx) error {
		b := open(tx)
		for _, key := range keys {
			if _, err := b.change(key, func(d *Delivery) error { d.Told = now.UTC(); return nil }); err != nil {
				return err
			}
		}
		return nil
	})
}

// beginTelling marks what a notice tells of as being told.
func (b book) beginTelling(notice Delivery) error {
	if notice.State != Queued {
		return nil
	}
	return b.eachTold(notice, func(d *Delivery) {
		if !slices.Contains(d.Telling, notice.Key) {
			d.Telling = append(slices.Clone(d.Telling), notice.Key)
		}
	})
}

// endTelling marks what a notice told as told, or as still to be told where
// the notice did not arrive or nobody knows whether it did: heard twice is
// better than never. A second notice to the same owner of which nobody knows is
// the last: one after the other would be sent for ever to who may have them all.
func (b book) endTelling(notice Delivery) error {
	if !notice.State.Final() {
		return nil
	}
	return b.eachTold(notice, func(d *Delivery) {
		under, once := slices.Index(d.Telling, notice.Key), slices.Contains(d.Unanswered, notice.Recipient)
		if under >= 0 {
			d.Telling = slices.Delete(slices.Clone(d.Telling), under, under+1)
		} else if !once || notice.State != Sent {
			return // it was sent again meanwhile, and is to be told of anew if it fails
		}
		if notice.State == Unknown && !once {
			d.Unanswered = append(slices.Clone(d.Unanswered), notice.Recipient)
		}
		if (notice.State == Sent || notice.State == Unknown && once) && d.Told.IsZero() {
			d.Told = notice.Done
		}
	})
}

func (b book) eachTold(notice Delivery, mark func(*Delivery)) error {
	for _, key := range notice.Tells {
		_, err := b.change(key, func(d *Delivery) error { mark(d); return nil })
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
	}
	return nil
}
