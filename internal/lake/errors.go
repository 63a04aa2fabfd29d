package lake

import (
	"errors"
	"fmt"
	"syscall"
)

// What a caller may want to tell apart; each is wrapped with the file that it
// is about and with what to do next.
var (
	// ErrNoSnapshot is a version that the lake does not keep.
	ErrNoSnapshot = errors.New("no such snapshot")
	// ErrDamaged is a snapshot whose file is not what was published.
	ErrDamaged = errors.New("damaged snapshot")
	// ErrConflict is a commit that another writer's commit contradicts: both
	// replace what the same source file brought, with different contents.
	ErrConflict = errors.New("another run changed the same source file")
	// ErrDiskFull is a write for which there was no room.
	ErrDiskFull = errors.New("the disk is full")

	// errTaken is a version that another writer published first.
	errTaken = errors.New("another writer published this version")
)

// diskFull marks an error that means that there is no room, by the system's
// error number, so that it reads as a sentence and can be told apart.
func diskFull(err error) error {
	if errors.Is(err, ErrDiskFull) {
		return err
	}
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fmt.Errorf("%w (%w)", ErrDiskFull, err)
	}
	return err
}

// unpublished is the error of a commit that failed: it says that the lake is
// as it was, which is the first thing that somebody at night needs to know.
func unpublished(what string, err error) error {
	err = diskFull(err)
	if errors.Is(err, ErrDiskFull) {
		return fmt.Errorf("%s: %w; nothing was published, the last snapshot stays: make room and run it again", what, err)
	}
	return fmt.Errorf("%s: %w; nothing was published", what, err)
}
