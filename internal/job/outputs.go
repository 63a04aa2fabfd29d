package job

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Outputs is a folder of results that is written aside, as DIR.tmp-…, and put
// in place as a whole.
//
// What is guaranteed: whoever looks into DIR finds all old files or all new
// ones. On Linux the two folders are exchanged in one system call, so this
// holds at every moment and after a kill at any. Where the system or the file
// system cannot do that, the old folder is renamed away before the new one is
// renamed in: between the two DIR is missing, and after a kill just there the
// next Begin (or Recover) puts the new one in place. A folder that was written
// aside by a run that died is removed by the next Begin.
//
// Files that people put into DIR are carried over. They are told from results
// by the manifest: what it lists, and the manifest itself, is replaced. A
// folder that has files and no manifest is not one of ours and is refused.
type Outputs struct {
	dir, aside string
	lock       *os.File
	exchange   func(a, b string) error
}

// Begin makes the folder aside, and cleans up after runs that died.
func Begin(dir string) (*Outputs, error) {
	return begin(dir, exchange)
}

func begin(dir string, exchange func(a, b string) error) (*Outputs, error) {
	dir = filepath.Clean(dir)
	if base := filepath.Base(dir); base == "." || base == ".." || base == string(filepath.Separator) {
		return nil, fmt.Errorf("write into %s: name a folder of its own for the results, since they replace a folder as a whole", dir)
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return nil, notWritten(dir, err)
	}
	if err := Recover(dir); err != nil {
		return nil, err
	}
	if err := replaceable(dir); err != nil {
		return nil, err
	}
	o := &Outputs{dir: dir, exchange: exchange}
	for n := 0; ; n++ {
		aside := dir + asideMark + strconv.Itoa(os.Getpid()) + "-" + strconv.Itoa(n)
		err := os.Mkdir(aside, 0o755)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return nil, notWritten(dir, err)
		}
		// Another run may take the folder for one of a dead run before it is
		// locked, and remove it; then the next name is tried.
		if lock, ok := lockFolder(aside); ok {
			o.aside, o.lock = aside, lock
			return o, nil
		}
	}
}

// The marks between DIR's name and a number in the folders beside it: results
// that are being written, and results that are about to be removed.
const (
	asideMark = ".tmp-"
	oldMark   = ".old-"
)

// replaceable refuses a folder that was not written by Publish, so that a slip
// of the hand in --out does not replace somebody's documents.
func replaceable(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) || (err == nil && len(entries) == 0) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("write into %s: %w", dir, err)
	}
	state, err := os.Lstat(dir)
	if err != nil || !state.IsDir() {
		return errors.Join(err, fmt.Errorf("write into %s: it must be a folder, and not a link to one", dir))
	}
	if _, err := os.Stat(filepath.Join(dir, ManifestName)); err != nil {
		return fmt.Errorf("write into %s: it has files but no %s of an earlier run, and would be replaced as a whole; name another folder, or empty this one", dir, ManifestName)
	}
	return nil
}

// Dir is the folder aside, where the results are to be written.
func (o *Outputs) Dir() string { return o.aside }

// Path is where to write one result; folders above it are made. The name is
// relative, and links and .. do not leave the folder.
func (o *Outputs) Path(name string) (string, error) {
	if !filepath.IsLocal(name) {
		return "", fmt.Errorf("write %q: the name must stay inside the folder of results", name)
	}
	path := filepath.Join(o.aside, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", notWritten(name, err)
	}
	return path, nil
}

// Create opens one result for writing. Two results of the same name are a
// mistake and an error.
func (o *Outputs) Create(name string) (io.WriteCloser, error) {
	path, err := o.Path(name)
	if err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return nil, notWritten(name, err)
	}
	return file, nil
}

// Files are the hashes of all results but the manifest, by name.
func (o *Outputs) Files() ([]FileHash, error) {
	var files []FileHash
	err := filepath.WalkDir(o.aside, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(o.aside, path)
		if err != nil || name == ManifestName {
			return err
		}
		file, err := HashFile(path, name)
		files = append(files, file)
		return err
	})
	return files, err
}

// Publish puts the results in place of those that were there. After an error
// those are untouched.
func (o *Outputs) Publish() error {
	if _, err := os.Stat(filepath.Join(o.aside, ManifestName)); err != nil {
		return fmt.Errorf("publish %s: the manifest must be among the results: %w", o.dir, err)
	}
	// What people put into the folder since Begin counts too.
	if err := replaceable(o.dir); err != nil {
		return err
	}
	if err := carryOver(o.dir, o.aside); err != nil {
		return notWritten(o.dir, err)
	}
	if err := syncTree(o.aside); err != nil {
		return notWritten(o.dir, err)
	}
	if err := o.swap(); err != nil {
		return notWritten(o.dir, err)
	}
	if err := syncFolder(filepath.Dir(o.dir)); err != nil {
		return fmt.Errorf("results are in %s, but may not survive a power cut: %w", o.dir, err)
	}
	// The old results cannot be told from a dead run's now, so the next Begin
	// removes them where this could not: that is no failure of this run.
	_ = o.Abort()
	return nil
}

// swap puts aside in place of dir; what was in dir is then in aside.
func (o *Outputs) swap() error {
	if _, err := os.Lstat(o.dir); errors.Is(err, fs.ErrNotExist) {
		return os.Rename(o.aside, o.dir)
	}
	err := o.exchange(o.aside, o.dir)
	if !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	old := o.dir + oldMark + strings.TrimPrefix(o.aside, o.dir+asideMark)
	if err := os.Rename(o.dir, old); err != nil {
		return err
	}
	if err := os.Rename(o.aside, o.dir); err != nil {
		return errors.Join(err, os.Rename(old, o.dir))
	}
	return os.RemoveAll(old)
}

// Abort removes the folder aside. After Publish it does nothing.
func (o *Outputs) Abort() error {
	err := os.RemoveAll(o.aside)
	if o.lock != nil {
		err = errors.Join(err, o.lock.Close())
		o.lock = nil
	}
	if err != nil {
		return fmt.Errorf("remove %s: %w", o.aside, err)
	}
	return nil
}
