//go:build unix

package secret

import (
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// ChecksRights says that FromFile looks at mode and owner of a file here.
const ChecksRights = true

// open follows no link and does not wait for a pipe's other end.
func open(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
}

func checkRights(info fs.FileInfo) error {
	if mode := info.Mode().Perm(); mode&0o177 != 0 {
		return fmt.Errorf("its mode is %04o and may be 0600 at most, so that nobody else reads it (chmod 600)", mode)
	}
	status, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return fmt.Errorf("its owner cannot be told on this system")
	}
	if user := os.Geteuid(); status.Uid != 0 && int(status.Uid) != user {
		return fmt.Errorf("it belongs to user %d and is to belong to user %d, who runs this, or to root", status.Uid, user)
	}
	return nil
}
