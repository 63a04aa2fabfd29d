//go:build linux || darwin

package lake

import (
	"errors"
	"os"
	"syscall"
)

// lockFolder marks a folder as that of a living run. It is false where the
// folder was removed before it was locked.
func lockFolder(path string) (*os.File, bool) {
	folder, err := os.Open(path)
	if err != nil {
		return nil, false
	}
	err = syscall.Flock(int(folder.Fd()), syscall.LOCK_EX)
	if errors.Is(err, syscall.ENOLCK) || errors.Is(err, syscall.ENOTSUP) {
		return folder, true // a file system without locks: nothing is marked, and nothing swept
	}
	opened, err1 := folder.Stat()
	named, err2 := os.Stat(path)
	if err != nil || err1 != nil || err2 != nil || !os.SameFile(opened, named) {
		_ = folder.Close()
		return nil, false
	}
	return folder, true
}

// tryLock reports whether a folder belongs to no living run. Then it is held
// until the file is closed.
func tryLock(path string) (*os.File, bool) {
	folder, err := os.Open(path)
	if err != nil {
		return nil, false
	}
	if err := syscall.Flock(int(folder.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = folder.Close()
		return nil, false
	}
	return folder, true
}

// living reports whether a run has the folder; one that cannot be asked is
// judged by its age alone.
func living(path string) bool {
	folder, err := os.Open(path)
	if err != nil {
		return false
	}
	defer func() { _ = folder.Close() }() // only opened to be asked
	return errors.Is(syscall.Flock(int(folder.Fd()), syscall.LOCK_EX|syscall.LOCK_NB), syscall.EWOULDBLOCK)
}
