package deliveries

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

const (
	messageSuffix  = ".eml"
	acceptedSuffix = ".accepted"
)

// errMessage is a message that is not in the outbox as it was put there.
var errMessage = errors.New("the message in the outbox is not what was queued")

// messageName names the file of a message. The key is part of it, so that two
// deliveries never share a file, whatever their bytes.
func messageName(key Key, message []byte) string {
	hash := sha256.New()
	hash.Write(key.bytes())
	hash.Write(message)
	return hex.EncodeToString(hash.Sum(nil)[:16]) + messageSuffix
}

func hashOf(message []byte) string {
	sum := sha256.Sum256(message)
	return hex.EncodeToString(sum[:])
}

// put writes a message aside, flushes it, renames it and flushes the folder:
// what the ledger will say is queued is there whenever the power goes.
func (l *Ledger) put(name string, message []byte) error {
	aside, err := os.CreateTemp(l.outbox(), ".new-*") // mode 0600
	if err != nil {
		return l.notPut(err)
	}
	defer func() { _ = os.Remove(aside.Name()) }() // there only after a failure
	_, err = aside.Write(message)
	if err == nil && !l.unsynced {
		err = aside.Sync()
	}
	if err := errors.Join(err, aside.Close()); err != nil {
		return l.notPut(err)
	}
	if err := os.Rename(aside.Name(), filepath.Join(l.outbox(), name)); err != nil {
		return l.notPut(err)
	}
	if l.unsynced {
		return nil
	}
	return syncFolder(l.outbox())
}

func (l *Ledger) notPut(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fmt.Errorf("put a message into %s: %w (%w); it is not queued: make room and start again", l.outbox(), ErrDiskFull, err)
	}
	return fmt.Errorf("put a message into %s: %w", l.outbox(), err)
}

// Message is what lies in the outbox for a delivery. Bytes that are not those
// that were queued are not returned.
func (l *Ledger) Message(delivery Delivery) ([]byte, error) {
	if delivery.File == "" {
		return nil, fmt.Errorf("%s: %w: nothing was queued", delivery.Key, errMessage)
	}
	message, err := os.ReadFile(filepath.Join(l.outbox(), filepath.Base(delivery.File)))
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s is gone", errMessage, delivery.File)
	}
	if err != nil {
		return nil, fmt.Errorf("read a message of the outbox: %w", err)
	}
	if hashOf(message) != delivery.SHA256 {
		return nil, fmt.Errorf("%w: %s was changed", errMessage, delivery.File)
	}
	return message, nil
}

// accepted marks in the outbox, where a name costs no room, that the server
// has taken a message of which the ledger could not be told. Recover reads it.
func (l *Ledger) accepted(delivery Delivery) error {
	name := filepath.Join(l.outbox(), filepath.Base(delivery.File))
	if err := os.Rename(name, name+acceptedSuffix); err != nil {
		return err
	}
	return syncFolder(l.outbox())
}

func (l *Ledger) wasAccepted(delivery Delivery) bool {
	if delivery.File == "" {
		return false
	}
	_, err := os.Stat(filepath.Join(l.outbox(), filepath.Base(delivery.File)+acceptedSuffix))
	return err == nil
}
