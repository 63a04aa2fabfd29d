package deliveries

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"syscall"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// Errors of the ledger's file, for callers that branch on them.
var (
	ErrDamaged  = errors.New("the ledger is damaged")
	ErrForeign  = errors.New("not a ledger of this version")
	ErrBusy     = errors.New("the ledger is in use")
	ErrNoLocks  = errors.New("the file system has no locks")
	ErrDiskFull = errors.New("the disk is full")
	errReadOnly = errors.New("the ledger is open for looking only")
)

// update changes the ledger in one transaction: all of it or nothing.
func (l *Ledger) update(change func(*bbolt.Tx) error) error {
	if l.readOnly {
		return errReadOnly
	}
	l.turn.Lock()
	defer l.turn.Unlock()
	return l.explain(l.transact(false, func(db *bbolt.DB) error { return db.Update(checked(change)) }))
}

// look reads the ledger as one transaction left it. Where there is none yet, a
// ledger that is only looked at is not read at all.
func (l *Ledger) look(read func(*bbolt.Tx) error) error {
	l.turn.Lock()
	defer l.turn.Unlock()
	err := l.transact(true, func(db *bbolt.DB) error { return db.View(checked(read)) })
	if l.readOnly && errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return l.explain(err)
}

// transact opens the file, acts and closes it. The database panics over a page
// that cannot be, and faults where the file is shorter than its map: both are
// damage, which must neither end the process nor keep the file locked.
func (l *Ledger) transact(readOnly bool, act func(*bbolt.DB) error) (err error) {
	var file *os.File
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if cause := recover(); cause != nil {
			if file != nil {
				unlock(file)
			}
			err = fmt.Errorf("%w: %v", ErrDamaged, cause)
		}
	}()
	db, err := bbolt.Open(l.path(), 0o600, &bbolt.Options{
		Timeout: l.patience, ReadOnly: readOnly, NoStatistics: true, NoSync: l.unsynced,
		OpenFile: func(path string, flag int, mode os.FileMode) (*os.File, error) {
			// Never created here: an empty ledger in the place of a lost one
			// would send everything again.
			var err error
			if file, err = os.OpenFile(path, flag&^os.O_CREATE, mode); err != nil {
				return nil, err
			}
			return file, refuseEmpty(file)
		},
	})
	if err != nil {
		if file != nil {
			_ = file.Close()
		}
		return openError(err)
	}
	return errors.Join(act(db), db.Close())
}

// openError tells a file that cannot be a ledger from one that cannot be had.
func openError(err error) error {
	var system syscall.Errno
	for _, known := range []error{ErrDamaged, ErrForeign, berrors.ErrTimeout} {
		if errors.Is(err, known) {
			return err
		}
	}
	if errors.As(err, &system) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrDamaged, err)
}

// refuseEmpty stops the database from making a new ledger of a file that lost
// its contents.
func refuseEmpty(file *os.File) error {
	state, err := file.Stat()
	if err != nil {
		return err
	}
	if !state.Mode().IsRegular() {
		return fmt.Errorf("%w: not a file", ErrForeign)
	}
	if state.Size() == 0 {
		return fmt.Errorf("%w: it is empty", ErrDamaged)
	}
	return nil
}

// checked acts only on a ledger of this format with all its tables.
func checked(act func(*bbolt.Tx) error) func(*bbolt.Tx) error {
	return func(tx *bbolt.Tx) error {
		meta := tx.Bucket([]byte(tableMeta))
		if meta == nil {
			return fmt.Errorf("%w: it has no format", ErrForeign)
		}
		if raw := meta.Get([]byte("format")); len(raw) != 4 || binary.BigEndian.Uint32(raw) != format {
			return fmt.Errorf("%w: its format is %x, this program writes %d", ErrForeign, raw, format)
		}
		for _, name := range tables() {
			if tx.Bucket([]byte(name)) == nil {
				return fmt.Errorf("%w: it has no table %s", ErrDamaged, name)
			}
		}
		return act(tx)
	}
}

// explain says of an error of the file what it means and what to do.
func (l *Ledger) explain(err error) error {
	const mend = "nothing was changed; put a copy from before back in its place, or, where there is none, move the folder away, " +
		"and look up in the mail server's log what was sent before a job of the same period runs again"
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errRecord):
		return fmt.Errorf("%s: %w: %w; %s", l.path(), ErrDamaged, err, mend)
	case errors.Is(err, ErrDamaged):
		return fmt.Errorf("%s: %w; %s", l.path(), err, mend)
	case errors.Is(err, ErrForeign):
		return fmt.Errorf("%s: %w; nothing was changed; use the version that wrote it, or move the folder away", l.path(), err)
	case errors.Is(err, berrors.ErrTimeout):
		return fmt.Errorf("%s: %w by another process for more than %v: wait for it or end it", l.path(), ErrBusy, l.patience)
	case errors.Is(err, syscall.ENOLCK), errors.Is(err, syscall.ENOTSUP), errors.Is(err, syscall.ENOSYS), errors.Is(err, syscall.ENODEV):
		return fmt.Errorf("%s: %w (%w): let the folder of the state lie on a disk of this machine", l.path(), ErrNoLocks, err)
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return fmt.Errorf("%s: %w (%w); the ledger is as it was: make room and start again", l.path(), ErrDiskFull, err)
	}
	return fmt.Errorf("%s: %w", l.path(), err)
}
