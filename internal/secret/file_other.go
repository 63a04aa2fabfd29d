//go:build !unix

package secret

import (
	"io/fs"
	"os"
)

// ChecksRights says that FromFile cannot look at who may read a file here:
// on Windows that is in lists of access, which are the administrator's to set.
const ChecksRights = false

func open(path string) (*os.File, error) { return os.Open(path) }

func checkRights(fs.FileInfo) error { return nil }
