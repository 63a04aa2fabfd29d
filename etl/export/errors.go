package export

import (
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
)

// ErrInput marks errors that the user can mend: a file that is not there or
// is not what it is called.
var ErrInput = errors.New("input cannot be read")

// FileError is a file that cannot be read as a whole. Text says what is wrong
// and what to do.
type FileError struct {
	File  string
	Text  string
	Cause error
}

func (e *FileError) Error() string { return e.File + ": " + e.Text }

// Unwrap gives ErrInput and the cause. A file that ends too early is never
// io.EOF here: to whoever reads rows that is the good end.
func (e *FileError) Unwrap() []error {
	if errors.Is(e.Cause, io.EOF) {
		return []error{ErrInput, io.ErrUnexpectedEOF}
	}
	return []error{ErrInput, e.Cause}
}

// MissingError is an expected header that no row of a JSON file has.
type MissingError struct {
	File   string
	Header string
	Have   []string // the headers that there are
}

func (e *MissingError) Error() string {
	return fmt.Sprintf("%s: no row has %q", e.File, e.Header)
}

// Unwrap gives ErrInput.
func (e *MissingError) Unwrap() error { return ErrInput }

// emptyFile is the error of a file in which nothing stands.
func emptyFile(name string) error {
	return &FileError{File: name, Text: "the file is empty; export it again", Cause: io.ErrUnexpectedEOF}
}

// OpenError says in a sentence why a file cannot be opened or read.
func OpenError(name string, err error) error {
	var known *FileError
	if errors.As(err, &known) {
		return err
	}
	text := "it cannot be read: " + err.Error()
	switch {
	case errors.Is(err, os.ErrNotExist):
		text = "there is no such file; is the export there, and is its name right?"
	case errors.Is(err, os.ErrPermission):
		text = "reading it is not permitted; give this user the right to read it"
	case errors.Is(err, syscall.EISDIR):
		text = "it is a folder, not a file; name the files in it (folder/*.csv)"
	}
	return &FileError{File: name, Text: text, Cause: err}
}
