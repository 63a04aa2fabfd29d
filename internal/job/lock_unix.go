//go:build linux || darwin

package job

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// lockFolder marks a folder as that of a living run; the mark goes with the
// process. It is false where the folder was removed meanwhile.
func lockFolder(path string) (*os.File, bool) {
	folder, err := os.Open(path)
	if err != nil {
		return nil, false
	}
	err = syscall.Flock(int(folder.Fd()), syscall.LOCK_EX)
	if errors.Is(err, syscall.ENOLCK) || errors.Is(err, syscall.ENOTSUP) {
		return folder, true // a file system without locks: nothing is marked
	}
	opened, err1 := folder.Stat()
	named, err2 := os.Stat(path)
	if err != nil || err1 != nil || err2 != nil || !os.SameFile(opened, named) {
		_ = folder.Close()
		return nil, false
	}
	return folder, true
}

// tryLock reports whether no living run has the folder; one that is not there
// is nobody's. The lock is held until the file is closed.
func tryLock(path string) (*os.File, bool) {
	folder, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, true
	}
	if err != nil {
		return nil, false
	}
	if err := syscall.Flock(int(folder.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = folder.Close()
		return nil, false
	}
	return folder, true
}
