//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package deliveries

import (
	"os"
	"syscall"
)

// unlock frees a file that the database left in a panic. To close it is not
// enough: the map of the file, which nobody can undo then, keeps its lock.
func unlock(file *os.File) {
	_ = syscall.Flock(int(file.Fd()), syscall.LOCK_UN)
	_ = file.Close()
}
