package deliveries

import (
	"encoding/binary"
	"time"

	"go.etcd.io/bbolt"
)

// book is the tables of deliveries within one transaction.
type book struct {
	deliveries, due, meta *bbolt.Bucket
}

func open(tx *bbolt.Tx) book {
	return book{
		deliveries: tx.Bucket([]byte(tableDeliveries)),
		due:        tx.Bucket([]byte(tableDue)),
		meta:       tx.Bucket([]byte(tableMeta)),
	}
}

// get reads a delivery; it is false where there is none of that key.
func (b book) get(key Key) (Delivery, bool, error) {
	raw := key.bytes()
	record := b.deliveries.Get(raw)
	if record == nil {
		return Delivery{}, false, nil
	}
	delivery, err := decodeDelivery(raw, record)
	return delivery, err == nil, err
}

// set writes a delivery and its line of the index; before is what stood there,
// with an empty state where nothing did.
func (b book) set(before, after Delivery) error {
	raw := after.bytes()
	record, err := encode(raw, after)
	if err != nil {
		return err
	}
	if at, is := before.due(); is && before.State != "" {
		if err := b.due.Delete(dueKey(at, raw)); err != nil {
			return err
		}
	}
	if at, is := after.due(); is {
		if err := b.due.Put(dueKey(at, raw), []byte{}); err != nil {
			return err
		}
	}
	return b.deliveries.Put(raw, record)
}

// change applies a change to a delivery that is there.
func (b book) change(key Key, change func(*Delivery) error) (Delivery, error) {
	before, found, err := b.get(key)
	if err != nil {
		return Delivery{}, err
	}
	if !found {
		return Delivery{}, notFound(key)
	}
	after := before
	after.Attempts = append([]Attempt(nil), before.Attempts...)
	if err := change(&after); err != nil {
		return before, err
	}
	return after, b.set(before, after)
}

// each calls act for every delivery in the order of their keys.
func (b book) each(act func(Delivery) error) error {
	return b.deliveries.ForEach(func(raw, record []byte) error {
		delivery, err := decodeDelivery(raw, record)
		if err != nil {
			return err
		}
		return act(delivery)
	})
}

// first is the delivery with which something is to be done before all others.
func (b book) first() (at time.Time, raw []byte, found bool, err error) {
	key, _ := b.due.Cursor().First()
	if key == nil {
		return time.Time{}, nil, false, nil
	}
	at, raw, err = parseDue(key)
	return at, raw, err == nil, err
}

// dueKey orders the index by time and then by key. Microseconds since 1970
// are enough, and no time before that is ever due.
func dueKey(at time.Time, raw []byte) []byte {
	var since uint64
	if micro := at.UnixMicro(); micro > 0 {
		since = uint64(micro)
	}
	return append(binary.BigEndian.AppendUint64(nil, since), raw...)
}

func parseDue(key []byte) (time.Time, []byte, error) {
	if len(key) < 8 {
		return time.Time{}, nil, errRecord
	}
	return time.UnixMicro(int64(binary.BigEndian.Uint64(key))).UTC(), key[8:], nil
}
