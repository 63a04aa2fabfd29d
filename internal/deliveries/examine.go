package deliveries

import "go.etcd.io/bbolt"

// examine reads the whole ledger once, so that damage is found before
// anything is sent or written.
func (l *Ledger) examine() error {
	return l.look(func(tx *bbolt.Tx) error {
		b := open(tx)
		return b.each(func(Delivery) error { return nil })
	})
}
