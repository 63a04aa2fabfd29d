package pipeline

import (
	"errors"
	"os"
)

// errNoFile is said of folders, pipes and devices where a file is wanted.
var errNoFile = errors.New("it is no file")

// openRegular opens a file. What is none is not opened at all: to open a named
// pipe would wait for somebody who writes into it.
func openRegular(path string) (*os.File, error) {
	about, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !about.Mode().IsRegular() {
		return nil, errNoFile
	}
	return os.Open(path)
}
