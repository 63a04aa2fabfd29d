package deliveries

import (
	"errors"
	"fmt"
	"time"

	"go.etcd.io/bbolt"
)

// Trouble is a server that fails for all: what is due waits for it together.
// It is noted once and not in each delivery, and ends with the first message
// that the server deals with.
type Trouble struct {
	Times []time.Time `json:"times"` // of the rounds that failed in a row: the last ones
	Count int         `json:"count"` // and how many they are
	Since time.Time   `json:"since"`
	Until time.Time   `json:"until"` // nothing is tried before
	Stage string      `json:"stage"`
	Code  int         `json:"code,omitempty"`
	Text  string      `json:"text"`
	// Setup is what the caller knows by how the server was spoken to; no secret.
	Setup string `json:"setup,omitempty"`
}

// Tried is when the server failed last.
func (t Trouble) Tried() time.Time {
	if len(t.Times) == 0 {
		return t.Since
	}
	return t.Times[len(t.Times)-1]
}

const metaTrouble = "trouble"

func (b book) trouble() (trouble Trouble, err error) {
	if record := b.meta.Get([]byte(metaTrouble)); record != nil {
		err = decode([]byte(metaTrouble), record, &trouble)
	}
	return trouble, err
}

func (b book) setTrouble(trouble Trouble) error {
	record, err := encode([]byte(metaTrouble), trouble)
	if err != nil {
		return err
	}
	return b.meta.Put([]byte(metaTrouble), record)
}

// Trouble is what keeps the server from all messages; its Count is 0 where
// nothing does.
func (l *Ledger) Trouble() (trouble Trouble, err error) {
	err = l.look(func(tx *bbolt.Tx) error {
		trouble, err = open(tx).trouble()
		return err
	})
	return trouble, err
}

// NoteSetup keeps with a trouble how the server was spoken to; without a trouble
// there is nothing to keep.
func (l *Ledger) NoteSetup(setup string) error {
	return l.changeTrouble(func(trouble *Trouble) { trouble.Setup = setup })
}

// TryNow ends the pause that a server that failed for all is left, and no other.
func (l *Ledger) TryNow(now time.Time) error {
	now = now.UTC()
	return l.changeTrouble(func(trouble *Trouble) {
		if trouble.Until.After(now) {
			trouble.Until = now
		}
	})
}

func (l *Ledger) changeTrouble(change func(*Trouble)) error {
	return l.update(func(tx *bbolt.Tx) error {
		b := open(tx)
		trouble, err := b.trouble()
		if err != nil || trouble.Count == 0 {
			return err
		}
		change(&trouble)
		return b.setTrouble(trouble)
	})
}

// Hurry makes what waits due at once, for a person who has mended what it
// waits for.
func (l *Ledger) Hurry(now time.Time) error {
	now = now.UTC()
	return l.update(func(tx *bbolt.Tx) error {
		b := open(tx)
		trouble, err := b.trouble()
		if err != nil {
			return err
		}
		if trouble.Until.After(now) {
			trouble.Until = now
			if err := b.setTrouble(trouble); err != nil {
				return err
			}
		}
		late, err := b.ready(now, now.AddDate(100, 0, 0))
		if err != nil {
			return err
		}
		for _, delivery := range late {
			if delivery.State != Waiting {
				continue
			}
			if _, err := b.change(delivery.Key, func(d *Delivery) error { d.Next = now; return nil }); err != nil {
				return err
			}
		}
		return nil
	})
}

// troubled notes that the server failed for all. A delivery that was due in
// each of the last rounds, as many as there are attempts, is given up.
func (l *Ledger) troubled(how end, backoff Backoff, now time.Time) (givenUp []Delivery, err error) {
	err = l.update(func(tx *bbolt.Tx) error {
		b := open(tx)
		trouble, err := b.trouble()
		if err != nil {
			return err
		}
		if trouble.Count == 0 {
			trouble.Since = now
		}
		trouble.Times = append(trouble.Times, now)
		if excess := len(trouble.Times) - max(backoff.Attempts, 1); excess > 0 {
			trouble.Times = trouble.Times[excess:]
		}
		trouble.Count++
		trouble.Until = now.Add(backoff.pause(trouble.Count, nil))
		trouble.Stage, trouble.Code, trouble.Text = how.stage, how.code, how.answer
		if err := b.setTrouble(trouble); err != nil || !backoff.exhausted(len(trouble.Times)) {
			return err
		}
		givenUp, err = b.giveUp(trouble, now)
		return err
	})
	return givenUp, err
}

func (b book) giveUp(trouble Trouble, now time.Time) ([]Delivery, error) {
	ready, err := b.ready(time.Time{}, trouble.Times[0])
	if err != nil {
		return nil, err
	}
	var givenUp []Delivery
	for _, delivery := range ready {
		if delivery.State.claimed() {
			continue
		}
		after, err := b.change(delivery.Key, func(d *Delivery) error {
			d.tried(Attempt{At: now, Stage: trouble.Stage, Code: trouble.Code, Answer: trouble.Text})
			d.Answer = trouble.Text
			d.moves(GivenUp, now, fmt.Sprintf("given up: the server failed %d times in a row for all", len(trouble.Times)))
			return nil
		})
		if err := errors.Join(err, b.endTelling(after)); err != nil {
			return nil, err
		}
		givenUp = append(givenUp, after)
	}
	return givenUp, nil
}

// ready lists the deliveries that something is to be done about in a span of
// time, both ends included, in the order of time and key.
func (b book) ready(from, until time.Time) ([]Delivery, error) {
	var list []Delivery
	cursor := b.due.Cursor()
	for key, _ := cursor.Seek(dueKey(from, nil)); key != nil; key, _ = cursor.Next() {
		at, raw, err := parseDue(key)
		if err != nil || at.After(until) {
			return list, err
		}
		delivery, err := decodeDelivery(raw, b.deliveries.Get(raw))
		if err != nil {
			return nil, err
		}
		list = append(list, delivery)
	}
	return list, nil
}
