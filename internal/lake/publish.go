package lake

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// publish makes the snapshot the latest, by a hard link that succeeds for one
// writer only. The error is errTaken where another one had the number. The
// temporary path must be on the lake's file system and not exist.
func (l *Lake) publish(snapshot Snapshot, temporary string) error {
	what := fmt.Sprintf("publish snapshot %d", snapshot.Version)
	content, err := Encode(snapshot)
	if err != nil {
		return unpublished(what, err)
	}
	err = l.writeOnce(content, temporary, l.snapshotPath(snapshot.Version))
	if errors.Is(err, errTaken) {
		return errTaken
	}
	if err != nil {
		return unpublished(what, err)
	}
	if err := syncFolder(l.snapshots()); err != nil {
		return fmt.Errorf("snapshot %d was published, but may not survive a power cut: flush %s: %w", snapshot.Version, l.snapshots(), err)
	}
	return nil
}

// writeOnce gives a file its content and its name at once, by a hard link of a
// temporary one, which is removed. The error is errTaken where the name is.
func (l *Lake) writeOnce(content []byte, temporary, at string) error {
	defer func() { _ = os.Remove(temporary) }() // the link keeps the content
	if err := l.write(temporary, content); err != nil {
		return err
	}
	err := os.Link(temporary, at)
	if err != nil && linked(temporary, at) {
		// A network file system can report "exists" for a link that it made
		// itself, when its first answer was lost.
		err = nil
	}
	if errors.Is(err, os.ErrExist) {
		return errTaken
	}
	return err
}

// linked reports whether two paths are one file.
func linked(a, b string) bool {
	stateA, errA := os.Lstat(a)
	stateB, errB := os.Lstat(b)
	return errA == nil && errB == nil && os.SameFile(stateA, stateB)
}

// place gives a staged file its name in data/, over whatever bears it. The
// staged one stays, as a second name of the same bytes.
func (l *Lake) place(from string, file File) error {
	to := l.Path(file)
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	if linked(from, to) {
		return nil
	}
	second := from + ".placing"
	if err := os.Link(from, second); err != nil {
		return err
	}
	return os.Rename(second, to)
}

// writeSynced writes a new file and flushes it.
func writeSynced(path string, content []byte) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

// syncFolders flushes folders; the order does not matter, since nothing that
// they hold is listed yet.
func syncFolders(folders map[string]bool) error {
	for folder := range folders {
		if err := syncFolder(folder); err != nil {
			return err
		}
	}
	return nil
}

// syncFolder flushes a folder's names. Windows has no such call.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
