package deliveries

import (
	"errors"
	"fmt"
	"time"

	"go.etcd.io/bbolt"
)

// errLost is a delivery that another process took over, because this one held
// it for longer than it said it would.
var errLost = errors.New("another process took the delivery over")

// interrupted is the stage of an attempt that a dead process did not finish.
const interrupted = "interrupted"

// claim takes the first delivery that is due, in the order of time and key,
// and makes it this owner's until the lease ends. It is false where nothing is
// due. What processes left that are gone is settled on the way.
func (l *Ledger) claim(owner string, lease time.Duration, now time.Time) (Delivery, bool, error) {
	now = now.UTC()
	var taken Delivery
	found := false
	err := l.update(func(tx *bbolt.Tx) error {
		b := open(tx)
		trouble, err := b.trouble()
		if err != nil || trouble.Until.After(now) {
			return err
		}
		for {
			at, raw, is, err := b.first()
			if err != nil || !is || at.After(now) {
				return err
			}
			key, err := parseKey(raw)
			if err != nil {
				return fmt.Errorf("%w: %w", errRecord, err)
			}
			delivery, is, err := b.get(key)
			if err != nil {
				return err
			}
			if due, open := delivery.due(); !is || !open || due.UnixMicro() != at.UnixMicro() {
				return fmt.Errorf("%w: the index does not agree with %s", errRecord, key)
			}
			if delivery.State.claimed() {
				if err := b.settle(delivery, l.wasAccepted(delivery), now); err != nil {
					return err
				}
				continue
			}
			number, err := b.deliveries.NextSequence()
			if err != nil {
				return err
			}
			found = true
			taken, err = b.change(key, func(d *Delivery) error {
				d.moves(Sending, now, "")
				d.Claim = Claim{Number: number, Owner: owner, Until: now.Add(lease)}
				return nil
			})
			return err
		}
	})
	return taken, found && err == nil, err
}

// settle ends the claim of a process that is gone: what the server cannot have
// is sent again at once, and what it may have is unknown.
func (b book) settle(delivery Delivery, accepted bool, now time.Time) error {
	after, err := b.change(delivery.Key, func(d *Delivery) error {
		switch {
		case d.State == HandingOver && accepted:
			d.moves(Sent, now, "the server took it when the ledger could not be written")
			d.Claim = Claim{}
			return nil
		case d.State == HandingOver:
			d.tried(Attempt{At: now, Stage: interrupted})
			d.moves(Unknown, now, "the process ended while it was handed over: it may have arrived or not")
			return nil
		}
		d.tried(Attempt{At: now, Stage: interrupted})
		d.moves(Waiting, now, "the process ended before it was handed over")
		d.Next = now
		return nil
	})
	return errors.Join(err, b.endTelling(after))
}

// Recover settles what earlier processes had in hand, without waiting for
// their leases to end. It is for who holds the lock of the workspace: then no
// such process is alive. One that is all the same loses nothing but its try:
// it notices before it hands a message over, and the answer that it has
// already waited for is still taken.
func (l *Ledger) Recover(now time.Time) (settled []Delivery, err error) {
	now = now.UTC()
	err = l.update(func(tx *bbolt.Tx) error {
		b := open(tx)
		open, err := b.ready(time.Time{}, now.AddDate(100, 0, 0))
		if err != nil {
			return err
		}
		settled = settled[:0]
		for _, delivery := range open {
			if !delivery.State.claimed() {
				continue
			}
			if err := b.settle(delivery, l.wasAccepted(delivery), now); err != nil {
				return err
			}
			after, _, err := b.get(delivery.Key)
			if err != nil {
				return err
			}
			settled = append(settled, after)
		}
		return nil
	})
	return settled, err
}

// handOver notes that the end of a message is about to be sent. Whoever lost
// the claim must not send it.
func (l *Ledger) handOver(taken Delivery) error {
	return l.update(func(tx *bbolt.Tx) error {
		_, err := open(tx).change(taken.Key, func(d *Delivery) error {
			if d.Claim.Number != taken.Claim.Number || d.State != Sending {
				return fmt.Errorf("%s: %w", taken.Key, errLost)
			}
			d.State = HandingOver
			return nil
		})
		return err
	})
}

// finish notes how an attempt ended, and whether the server dealt with the
// message. The answer to one that was handed over counts even where the claim
// is lost meanwhile: it is the truth.
func (l *Ledger) finish(taken Delivery, heard bool, end func(*Delivery)) (Delivery, error) {
	var after Delivery
	err := l.update(func(tx *bbolt.Tx) (err error) {
		b := open(tx)
		after, err = b.change(taken.Key, func(d *Delivery) error {
			if d.Claim.Number != taken.Claim.Number {
				return fmt.Errorf("%s: %w", taken.Key, errLost)
			}
			before := d.State
			end(d)
			if !before.may(d.State) {
				return fmt.Errorf("%s: from %s to %s: %w", taken.Key, before, d.State, ErrState)
			}
			return nil
		})
		if err == nil && heard {
			err = b.meta.Delete([]byte(metaTrouble))
		}
		return errors.Join(err, b.endTelling(after))
	})
	return after, err
}
