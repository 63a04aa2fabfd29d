package message

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// placed says where a file stands in the folder: the hash first, so that no
// name of a report, however odd, can be a path or hide it.
func placed(file Attachment, hash string, limits Limits) Aside {
	name := hash + "-" + file.Name
	aside := Aside{File: file, Path: filepath.Join(limits.Folder, name)}
	aside.Place = aside.Path
	if limits.Link != "" {
		aside.Place = strings.TrimRight(limits.Link, "/") + "/" + url.PathEscape(name)
	}
	return aside
}

// WriteAside puts the files that are too large into the folder, each written
// beside its place and renamed; one that is there already with the same size is
// left as it is (its name holds the hash of its content). To be called before
// the mail that names them is sent.
func (p Packed) WriteAside() error {
	for _, aside := range p.Aside {
		if err := aside.write(); err != nil {
			return fmt.Errorf("putting file %q aside: %w", aside.File.Name, err)
		}
	}
	return nil
}

func (a Aside) write() (err error) {
	info, err := os.Lstat(a.Path)
	switch {
	case err == nil && info.Mode().IsRegular() && info.Size() == a.File.Size:
		return nil
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	}
	content, err := a.File.Open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, content.Close()) }()
	temporary, err := os.CreateTemp(filepath.Dir(a.Path), ".aside-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, temporary.Close(), os.Remove(temporary.Name()))
		}
	}()
	n, err := io.Copy(temporary, content)
	if err != nil {
		return err
	}
	if n != a.File.Size {
		return changed(a.File, n)
	}
	// Who may read it is for the folder's own rights to say: a web server runs
	// as another user.
	if err := temporary.Chmod(0o644); err != nil {
		return err
	}
	if err := temporary.Sync(); err != nil {
		return err
	}
	if err := temporary.Close(); err != nil {
		return err
	}
	return os.Rename(temporary.Name(), a.Path)
}
