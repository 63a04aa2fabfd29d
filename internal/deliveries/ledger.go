package deliveries

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"go.etcd.io/bbolt"
)

const (
	databaseName = "deliveries.db"
	outboxName   = "outbox"
	// format is the number of what the tables hold. A ledger with another is
	// not touched.
	format = 1
	// patience is how long a transaction waits for those of other processes,
	// each of which takes milliseconds.
	patience = 20 * time.Second
	// lookPatience is the same for somebody who only looks.
	lookPatience = 5 * time.Second
)

// The tables. due is an index: when something is to be done, and for which
// delivery; it holds what is not final.
const (
	tableMeta       = "meta"
	tableDeliveries = "deliveries"
	tableDue        = "due"
	tableJobs       = "jobs"
	tableRuns       = "runs"
	tableAlerts     = "alerts"
)

func tables() []string {
	return []string{tableMeta, tableDeliveries, tableDue, tableJobs, tableRuns, tableAlerts}
}

// Ledger is the book of deliveries, runs and crossings of one workspace. The
// file is opened for each transaction and closed after it, so that others can
// look meanwhile. It may be used by several goroutines.
type Ledger struct {
	folder   string
	readOnly bool
	patience time.Duration
	unsynced bool
	// A second opening of the file by the same process would wait for the
	// first in steps of 50 ms, as if it were another's.
	turn sync.Mutex
}

// Open opens the ledger in a folder and creates both where they are not there.
// The whole file is examined once: a damaged one is refused and not changed.
func Open(folder string) (*Ledger, error) {
	l := &Ledger{folder: folder, patience: patience}
	return l, l.prepare()
}

// Exists says whether a folder has a ledger.
func Exists(folder string) bool {
	_, err := os.Lstat(filepath.Join(folder, databaseName))
	return !errors.Is(err, os.ErrNotExist)
}

// View opens the ledger for looking. It creates nothing and changes nothing;
// where there is no ledger yet, its lists are empty.
func View(folder string) (*Ledger, error) {
	l := &Ledger{folder: folder, readOnly: true, patience: lookPatience}
	return l, l.examine()
}

// WithoutSync is the same ledger without flushing to the disk: for tests and
// measurements, in which nobody pulls the plug.
func (l *Ledger) WithoutSync() *Ledger {
	return &Ledger{folder: l.folder, readOnly: l.readOnly, patience: l.patience, unsynced: true}
}

func (l *Ledger) path() string   { return filepath.Join(l.folder, databaseName) }
func (l *Ledger) outbox() string { return filepath.Join(l.folder, outboxName) }

func (l *Ledger) prepare() error {
	if err := makeFolder(l.folder); err != nil {
		return fmt.Errorf("make the folder of the ledger: %w", err)
	}
	if _, err := os.Lstat(l.path()); errors.Is(err, os.ErrNotExist) {
		if err := l.refuseOrphans(); err != nil {
			return err
		}
		if err := l.create(); err != nil {
			return fmt.Errorf("create %s: %w", l.path(), err)
		}
	}
	if err := makeFolder(l.outbox()); err != nil {
		return fmt.Errorf("make the outbox: %w", err)
	}
	if err := l.examine(); err != nil {
		return err
	}
	// Addresses are personal data, whatever a copy or a backup made of the modes.
	return errors.Join(narrow(l.path(), 0o600), narrow(l.outbox(), 0o700))
}

// refuseOrphans stops a ledger from being begun anew where messages lie in the
// outbox: somebody removed the one that knew which of them are sent already.
func (l *Ledger) refuseOrphans() error {
	left, err := filepath.Glob(filepath.Join(l.outbox(), "*"+messageSuffix))
	if err != nil || len(left) == 0 {
		return err
	}
	return fmt.Errorf("%s is not there, but %d messages lie in %s: which of them are sent is not known; "+
		"put the ledger back from a backup, or move the folder away to begin anew", l.path(), len(left), l.outbox())
}

// create makes the file aside and links it into place when it is whole: a
// ledger is there with all its tables or not at all, whenever the power goes.
func (l *Ledger) create() error {
	aside, err := os.CreateTemp(l.folder, "."+databaseName+".new-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(aside.Name()) }()
	if err := aside.Close(); err != nil {
		return err
	}
	db, err := bbolt.Open(aside.Name(), 0o600, &bbolt.Options{Timeout: l.patience, NoStatistics: true})
	if err != nil {
		return err
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		for _, name := range tables() {
			if _, err := tx.CreateBucket([]byte(name)); err != nil {
				return err
			}
		}
		return tx.Bucket([]byte(tableMeta)).Put([]byte("format"), binary.BigEndian.AppendUint32(nil, format))
	})
	if err := errors.Join(err, db.Close()); err != nil {
		return err
	}
	if err := os.Link(aside.Name(), l.path()); err != nil && !errors.Is(err, os.ErrExist) {
		// A file system without links. Two who create at once is then not seen.
		if err := os.Rename(aside.Name(), l.path()); err != nil {
			return err
		}
	}
	return syncFolder(l.folder)
}

// makeFolder makes a folder that only its owner enters, and flushes its name.
func makeFolder(path string) error {
	if state, err := os.Stat(path); err == nil && state.IsDir() {
		return nil
	}
	parent := filepath.Dir(path)
	if parent != path {
		if err := makeFolder(parent); err != nil {
			return err
		}
	}
	if err := os.Mkdir(path, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	return syncFolder(parent)
}

// narrow takes from a file what its mode gives to others.
func narrow(path string, mode os.FileMode) error {
	state, err := os.Stat(path)
	if err != nil || runtime.GOOS == "windows" || state.Mode().Perm()&^mode == 0 {
		return err
	}
	return os.Chmod(path, mode)
}

// syncFolder flushes a folder's names. Windows has no such call.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
