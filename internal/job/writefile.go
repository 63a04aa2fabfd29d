package job

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
)

// ErrDiskFull is a write for which there was no room.
var ErrDiskFull = errors.New("the disk is full")

// WriteFile writes one file aside, flushes it and renames it into place: a
// reader sees the old file or the new one, and a failure leaves the old. Behind
// a link the file that it leads to is replaced. What is no file at all, such as
// a pipe or /dev/stdout, cannot be replaced and is written to.
func WriteFile(path string, write func(io.Writer) error) error {
	if state, err := os.Stat(path); err == nil {
		if !state.Mode().IsRegular() {
			return writeInto(path, write)
		}
		if path, err = filepath.EvalSymlinks(path); err != nil {
			return notWritten(path, err)
		}
	}
	aside, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".tmp-*")
	if err != nil {
		return notWritten(path, err)
	}
	defer func() { _ = os.Remove(aside.Name()) }() // there only after a failure
	err = write(aside)
	if err == nil {
		err = errors.Join(aside.Chmod(modeOf(path)), aside.Sync())
	}
	if err := errors.Join(err, aside.Close()); err != nil {
		return notWritten(path, err)
	}
	if err := os.Rename(aside.Name(), path); err != nil {
		return notWritten(path, err)
	}
	if err := syncFolder(filepath.Dir(path)); err != nil {
		return fmt.Errorf("flush %s: %w", path, err)
	}
	return nil
}

func writeInto(path string, write func(io.Writer) error) error {
	to, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return notWritten(path, err)
	}
	if err := errors.Join(write(to), to.Close()); err != nil {
		return notWritten(path, err)
	}
	return nil
}

// modeOf keeps the mode of a file that is replaced. CreateTemp's own mode
// would hide a new one from colleagues.
func modeOf(path string) os.FileMode {
	if state, err := os.Stat(path); err == nil {
		return state.Mode().Perm()
	}
	return 0o644
}

func notWritten(path string, err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fmt.Errorf("write %s: %w (%w); what was there before is unchanged: make room and run it again", path, ErrDiskFull, err)
	}
	return fmt.Errorf("write %s: %w", path, err)
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
