package secret

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// FromFile takes the secret from a regular file of one line that nobody but
// its owner can read (mode 0600 or less) and that belongs to the user who runs
// the program or to root. The file is looked at after it is opened, so that it
// cannot be exchanged in between; a link in its place is refused, because the
// rights of a link's target are another's to change. Windows has no such modes:
// see ChecksRights.
func FromFile(path string) (Secret, error) {
	secret, err := fromFile(path)
	if err != nil {
		return Secret{}, fmt.Errorf("secret file %s: %w", path, err)
	}
	return secret, nil
}

func fromFile(path string) (_ Secret, err error) {
	info, err := os.Lstat(path)
	if err != nil {
		return Secret{}, reason(err)
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		return Secret{}, errors.New("it is a link; name the file itself")
	}
	file, err := open(path)
	if err != nil {
		return Secret{}, reason(err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	opened, err := file.Stat()
	if err != nil {
		return Secret{}, reason(err)
	}
	if !opened.Mode().IsRegular() {
		return Secret{}, errors.New("it is not a regular file")
	}
	if err := checkRights(opened); err != nil {
		return Secret{}, err
	}
	// Two bytes more than the longest, for the line end, and one to notice
	// that there are more.
	content, err := io.ReadAll(io.LimitReader(file, longest+3))
	if err != nil {
		return Secret{}, reason(err)
	}
	secret, err := fromText(string(content))
	if err != nil {
		return Secret{}, fmt.Errorf("it %w", err)
	}
	return secret, nil
}

// reason takes the path out of an error that names it already.
func reason(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
