package lake

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Folder is a folder in staging/ that belongs to a living run: it is locked,
// and the lock goes with the process. Whoever makes one removes those of runs
// that died, so that a kill leaves nothing behind for longer than until the
// next run.
type Folder struct {
	path string
	lock *os.File
}

// WorkDir makes a folder for temporary files on the lake's disk. Its maker
// removes it; the next run does where the maker died.
func (l *Lake) WorkDir() (*Folder, error) {
	folder, err := l.stage("work-")
	if err != nil {
		return nil, fmt.Errorf("making a folder for temporary files: %w", diskFull(err))
	}
	return folder, nil
}

// Path is where the folder lies.
func (f *Folder) Path() string { return f.path }

// Remove removes the folder with all that is in it. Doing it twice is no error.
func (f *Folder) Remove() error {
	err := os.RemoveAll(f.path)
	if f.lock != nil {
		_ = f.lock.Close() // only opened to be locked
		f.lock = nil
	}
	return err
}

// stage cleans up after the dead, and makes a folder.
func (l *Lake) stage(prefix string) (*Folder, error) {
	l.sweep()
	for {
		path, err := os.MkdirTemp(l.staging(), prefix+"*")
		if err != nil {
			return nil, err
		}
		// Another run may take the folder for a dead one's before it is locked,
		// and remove it; then the next name is tried.
		if lock, ok := lockFolder(path); ok {
			return &Folder{path, lock}, nil
		}
	}
}

// sweep removes the folders of runs that died. What cannot be removed waits
// for the next run, or for gc: it is in nobody's way. The folders of a gc stay,
// since they may hold files that have to be given back.
func (l *Lake) sweep() {
	entries, err := os.ReadDir(l.staging())
	if err != nil {
		return
	}
	for _, entry := range entries {
		if !entry.IsDir() || strings.HasPrefix(entry.Name(), collecting) {
			continue
		}
		path := filepath.Join(l.staging(), entry.Name())
		if lock, free := tryLock(path); free {
			_ = os.RemoveAll(path)
			_ = lock.Close()
		}
	}
}
