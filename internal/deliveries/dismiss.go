package deliveries

import (
	"errors"
	"fmt"
	"time"

	"go.etcd.io/bbolt"
)

// Dismiss settles deliveries that need a person, who wants no more of them: no
// notice tells of them from now on, and a guard that holds them back again
// changes nothing. All are dismissed or, where one of them needs nobody, none.
// What each was before is kept; Queue and Resolve still send it, where a person
// wants it after all.
func (l *Ledger) Dismiss(keys []Key, now time.Time) error {
	return l.update(func(tx *bbolt.Tx) error {
		b := open(tx)
		var telling []Key
		for _, key := range keys {
			after, err := b.change(key, func(d *Delivery) error {
				if !d.State.NeedsPerson() {
					return fmt.Errorf("%s is %s: %w", key, d.State, ErrState)
				}
				was := d.State
				d.moves(Dismissed, now.UTC(), d.Reason)
				d.Was = was
				return nil
			})
			if err != nil {
				return err
			}
			telling = append(telling, after.Telling...)
		}
		for _, notice := range telling {
			if err := b.recallIdle(notice, now.UTC()); err != nil {
				return err
			}
		}
		return nil
	})
}

// recallIdle keeps back a notice that is not on its way yet, where nothing of
// what it tells needs a person any more.
func (b book) recallIdle(notice Key, now time.Time) error {
	found, is, err := b.get(notice)
	if err != nil || !is || found.State != Queued && found.State != Waiting {
		return err
	}
	for _, key := range found.Tells {
		told, is, err := b.get(key)
		if err != nil || is && told.State.NeedsPerson() {
			return err
		}
	}
	after, err := b.change(notice, func(d *Delivery) error {
		d.moves(Recalled, now, "all that it tells of was dismissed")
		return nil
	})
	return errors.Join(err, b.endTelling(after))
}
