package deliveries

import (
	"errors"
	"fmt"
	"time"

	"go.etcd.io/bbolt"
)

// ErrNotFound is a delivery that the ledger does not have, ErrState one whose
// state does not allow what is asked.
var (
	ErrNotFound = errors.New("no such delivery")
	ErrState    = errors.New("its state does not allow it")
)

func notFound(key Key) error { return fmt.Errorf("%s: %w", key, ErrNotFound) }

// Queue puts a message into the outbox and its delivery into the ledger, to be
// sent from now on, or from delivery.Next on. Where the key is there already
// nothing is done, and false returned: a second run of a period sends nothing
// twice. A delivery that was held takes the message and goes on its way, and so
// does one that was dismissed before there was a message.
//
// Key, Kind, MessageID, Subject, Attachments, Tells and Next are the caller's;
// the rest is set here. Those that a notice tells of are marked in the same
// transaction, so that no second notice tells of them.
func (l *Ledger) Queue(delivery Delivery, message []byte, now time.Time) (bool, error) {
	added, err := l.QueueAll([]Letter{{delivery, message}}, now)
	return added == 1, err
}

// Letter is a delivery with its message.
type Letter struct {
	Delivery Delivery
	Message  []byte
}

// QueueAll queues several as Queue does one, all of them or none: whenever the
// process dies, notices to several people are either all on their way or none
// of them is, and what they tell of is still to be told. It counts those that
// were added.
func (l *Ledger) QueueAll(letters []Letter, now time.Time) (int, error) {
	if l.readOnly {
		return 0, errReadOnly
	}
	var wanted []Delivery
	for _, letter := range letters {
		delivery, free, err := l.post(letter)
		if err != nil {
			return 0, err
		}
		if free {
			wanted = append(wanted, delivery)
		}
	}
	if len(wanted) == 0 {
		return 0, nil
	}
	added := 0
	err := l.update(func(tx *bbolt.Tx) error {
		added = 0
		for _, delivery := range wanted {
			is, err := open(tx).add(delivery, Queued, now)
			if err != nil {
				return err
			}
			if is {
				added++
			}
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return added, nil
}

// post puts a message into the outbox where its key is free.
func (l *Ledger) post(letter Letter) (delivery Delivery, free bool, err error) {
	delivery = letter.Delivery
	if err := delivery.Check(); err != nil {
		return delivery, false, err
	}
	if len(letter.Message) == 0 {
		return delivery, false, fmt.Errorf("%s: a message without a byte", delivery.Key)
	}
	err = l.look(func(tx *bbolt.Tx) error {
		before, found, err := open(tx).get(delivery.Key)
		free = !found || before.takes()
		return err
	})
	if err != nil || !free {
		return delivery, false, err
	}
	delivery.File, delivery.SHA256, delivery.Bytes = messageName(delivery.Key, letter.Message), hashOf(letter.Message), int64(len(letter.Message))
	return delivery, true, l.put(delivery.File, letter.Message)
}

// Hold notes a delivery that a guard kept back, and why. One that is there
// already stays as it is, unless it was held too: then the reason is the new
// one, and whether the owner was told stays.
func (l *Ledger) Hold(delivery Delivery, reason string, now time.Time) (bool, error) {
	if err := delivery.Check(); err != nil {
		return false, err
	}
	added := false
	err := l.update(func(tx *bbolt.Tx) (err error) {
		delivery.Reason = reason
		added, err = open(tx).add(delivery, Held, now)
		return err
	})
	return added && err == nil, err
}

// add writes a delivery that is new, or was held.
func (b book) add(delivery Delivery, state State, now time.Time) (bool, error) {
	before, found, err := b.get(delivery.Key)
	if err != nil || found && (!before.takes() || before.State == Dismissed && state == Held) {
		return false, err
	}
	added := Delivery{
		Key: delivery.Key, Kind: delivery.Kind, Guard: delivery.Guard, MessageID: delivery.MessageID, Subject: delivery.Subject,
		Attachments: delivery.Attachments, File: delivery.File, SHA256: delivery.SHA256, Bytes: delivery.Bytes,
		Tells: delivery.Tells, Queued: now.UTC(), Next: later(delivery.Next, now).UTC(),
	}
	added.moves(state, now.UTC(), delivery.Reason)
	if found && state == Held {
		added.Told, added.Telling, added.Unanswered, added.Queued, added.Done = before.Told, before.Telling, before.Unanswered, before.Queued, before.Done
	}
	if err := b.set(before, added); err != nil {
		return false, err
	}
	return !found || state != Held, b.beginTelling(added)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// Decision is what a person makes of a delivery that is not under way.
type Decision string

// The decisions of a person.
const (
	WasSent   Decision = "sent"  // it arrived, whatever the ledger says
	SendAgain Decision = "again" // it did not arrive, or is wanted once more
)

// Resolve settles a delivery as a person decided, who answers for it: one of
// which it is unknown whether it arrived was sent, or a final one is sent
// again, with the same bytes and Message-ID and a full count of attempts.
func (l *Ledger) Resolve(key Key, decision Decision, now time.Time) error {
	now = now.UTC()
	return l.update(func(tx *bbolt.Tx) error {
		b := open(tx)
		after, err := b.change(key, func(d *Delivery) error {
			if !d.State.Final() || d.State == Held {
				return fmt.Errorf("%s is %s: %w", key, d.State, ErrState)
			}
			switch decision {
			case WasSent:
				if d.State != Unknown {
					return fmt.Errorf("%s is %s, not unknown: %w", key, d.State, ErrState)
				}
				d.moves(Sent, now, "a person found that it arrived")
			case SendAgain:
				if _, err := l.Message(*d); err != nil {
					return fmt.Errorf("%s cannot be sent again: %w", key, err)
				}
				d.moves(Queued, now, "sent again at a person's wish")
				d.Tried, d.Next, d.Answer, d.Told, d.Telling, d.Unanswered = 0, now, "", time.Time{}, nil, nil
			default:
				return fmt.Errorf("decide %q over %s: it is neither %s nor %s", decision, key, WasSent, SendAgain)
			}
			d.Claim = Claim{}
			return nil
		})
		if err != nil {
			return err
		}
		return b.endTelling(after) // a notice that was found to have arrived has told
	})
}

// Recall keeps back a delivery that is not on its way yet.
func (l *Ledger) Recall(key Key, reason string, now time.Time) error {
	return l.update(func(tx *bbolt.Tx) error {
		b := open(tx)
		after, err := b.change(key, func(d *Delivery) error {
			if d.State != Queued && d.State != Waiting && !d.takes() {
				return fmt.Errorf("%s is %s: %w", key, d.State, ErrState)
			}
			d.moves(Recalled, now.UTC(), reason)
			return nil
		})
		if err != nil {
			return err
		}
		return b.endTelling(after)
	})
}
