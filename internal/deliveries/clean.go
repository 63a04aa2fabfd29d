package deliveries

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"go.etcd.io/bbolt"
)

// Clean removes from the outbox the messages of deliveries that were settled
// before a moment: sent or recalled, or failed for good and told to the owner.
// The ledger keeps knowing them. Files of no delivery, which a process left
// that died before it could queue them, go when they are older than that too.
func (l *Ledger) Clean(before time.Time) (removed int, err error) {
	kept := map[string]bool{}
	err = l.look(func(tx *bbolt.Tx) error {
		return open(tx).each(func(d Delivery) error {
			settled := d.State.Final() && d.Done.Before(before) && (!d.State.NeedsPerson() || !d.Told.IsZero())
			if d.File != "" && !settled {
				kept[d.File] = true
			}
			return nil
		})
	})
	if err != nil {
		return 0, err
	}
	entries, err := os.ReadDir(l.outbox())
	if err != nil {
		return 0, fmt.Errorf("read the outbox: %w", err)
	}
	for _, entry := range entries {
		state, err := entry.Info()
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return removed, fmt.Errorf("look at the outbox: %w", err)
		}
		if !ours(entry.Name()) || kept[strings.TrimSuffix(entry.Name(), acceptedSuffix)] || !state.ModTime().Before(before) {
			continue
		}
		if err := os.Remove(filepath.Join(l.outbox(), entry.Name())); err != nil && !errors.Is(err, os.ErrNotExist) {
			return removed, fmt.Errorf("remove a message from the outbox: %w", err)
		}
		removed++
	}
	return removed, nil
}

// ours tells the outbox's own files from what somebody put there.
func ours(name string) bool {
	return strings.HasSuffix(name, messageSuffix) || strings.HasSuffix(name, messageSuffix+acceptedSuffix) ||
		strings.HasPrefix(name, ".new-")
}
