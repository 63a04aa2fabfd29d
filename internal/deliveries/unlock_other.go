//go:build !linux && !darwin && !freebsd && !netbsd && !openbsd && !dragonfly

package deliveries

import "os"

// unlock closes a file that the database left in a panic.
func unlock(file *os.File) { _ = file.Close() }
