package lake

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Removed is what a gc removed, with paths relative to the lake.
type Removed struct {
	Versions []int
	Files    []string
	// Staging are the folders of writers that died.
	Staging []string
	// Bytes are those of Files.
	Bytes int64
}

// collecting is the prefix of the folders in staging/ where gc sets files
// aside before it removes them.
const collecting = "gc-"

// GC removes snapshots but for the newest keep, files that no kept snapshot
// names, and the staging folders of writers that died. Nothing younger than
// olderThan goes: a file may belong to a writer that has not published yet,
// and a snapshot that was the latest until a moment ago may still be read.
func (l *Lake) GC(ctx context.Context, keep int, olderThan time.Duration, now time.Time) (Removed, error) {
	var removed Removed
	if keep < 1 {
		return removed, fmt.Errorf("gc: %d snapshots to keep: at least the latest must stay", keep)
	}
	if olderThan < 0 {
		return removed, fmt.Errorf("gc: an age of %s is none", olderThan)
	}
	listings, err := l.List()
	if err != nil {
		return removed, fmt.Errorf("gc: %w", err)
	}
	before := now.Add(-olderThan)
	oldest := firstKept(listings, keep, before)
	named := map[string]bool{}
	for _, kept := range listings[oldest:] {
		if kept.Damage != nil {
			return removed, fmt.Errorf("gc: nothing was removed, since it cannot be known what is in use: %w", kept.Damage)
		}
		kept.Snapshot.name(named)
	}
	for _, old := range listings[:oldest] {
		if err := os.Remove(l.snapshotPath(old.Version)); err != nil {
			return removed, fmt.Errorf("gc: %w", err)
		}
		removed.Versions = append(removed.Versions, old.Version)
	}
	// The lists must be gone for good before the files that they name.
	if err := syncFolder(l.snapshots()); err != nil {
		return removed, fmt.Errorf("gc: %w", err)
	}
	if err := l.recoverCollected(); err != nil {
		return removed, fmt.Errorf("gc: %w", err)
	}
	if err := l.collect(ctx, named, before, &removed); err != nil {
		return removed, fmt.Errorf("gc: %w", err)
	}
	if err := l.removeStaging(before, &removed); err != nil {
		return removed, fmt.Errorf("gc: %w", err)
	}
	return removed, nil
}

// firstKept is the position of the oldest listing that stays. A snapshot stays
// if it is among the newest, or if it was the latest at any moment since
// before; all that are newer than one that stays do so too.
func firstKept(listings []Listing, keep int, before time.Time) int {
	first := max(0, len(listings)-keep)
	for i := range listings[:first] {
		superseded := listings[i+1].PublishedAt
		if superseded.After(before) {
			return i
		}
	}
	return first
}

// name adds the paths of a snapshot's files to a set.
func (s Snapshot) name(paths map[string]bool) {
	for _, file := range s.Files {
		paths[file.Path] = true
	}
}

// collect removes the files in data/ that are not named and are old. It first
// sets them aside, then looks for snapshots that were published meanwhile and
// gives back what those name, and only then removes the rest.
func (l *Lake) collect(ctx context.Context, named map[string]bool, before time.Time, removed *Removed) error {
	aside, err := os.MkdirTemp(l.staging(), collecting+"*")
	if err != nil {
		return diskFull(err)
	}
	sizes := map[string]int64{}
	var paths []string
	err = filepath.WalkDir(l.data(), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return errors.Join(err, ctx.Err())
		}
		relative, err := filepath.Rel(l.dir, path)
		if err != nil {
			return err
		}
		state, err := os.Lstat(path)
		if err != nil || named[filepath.ToSlash(relative)] || state.ModTime().After(before) {
			return err
		}
		to := filepath.Join(aside, relative)
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return diskFull(err)
		}
		paths = append(paths, filepath.ToSlash(relative))
		sizes[filepath.ToSlash(relative)] = state.Size()
		return os.Rename(path, to)
	})
	if err := errors.Join(err, l.giveBack(aside)); err != nil {
		return err
	}
	for _, path := range paths {
		if _, err := os.Lstat(filepath.Join(l.dir, filepath.FromSlash(path))); err != nil {
			removed.Files = append(removed.Files, path)
			removed.Bytes += sizes[path]
		}
	}
	return os.RemoveAll(aside)
}

// giveBack returns those files of a gc's folder that a snapshot names.
func (l *Lake) giveBack(aside string) error {
	listings, err := l.List()
	if err != nil {
		return err
	}
	named := map[string]bool{}
	for _, listing := range listings {
		if listing.Damage != nil {
			return fmt.Errorf("files were set aside in %s, and are not removed since it cannot be known what is in use: %w", aside, listing.Damage)
		}
		listing.Snapshot.name(named)
	}
	return filepath.WalkDir(aside, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		relative, err := filepath.Rel(aside, path)
		if err != nil || !named[filepath.ToSlash(relative)] {
			return err
		}
		to := filepath.Join(l.dir, relative)
		if err := os.Link(path, to); err != nil && !errors.Is(err, os.ErrExist) {
			return err
		}
		return syncFolder(filepath.Dir(to))
	})
}

// recoverCollected gives back what a gc that was killed had set aside although
// a snapshot names it. The rest waits for the next gc.
func (l *Lake) recoverCollected() error {
	entries, err := os.ReadDir(l.staging())
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), collecting) {
			continue
		}
		err := l.giveBack(filepath.Join(l.staging(), entry.Name()))
		if err != nil && !errors.Is(err, ErrDamaged) && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

// removeStaging removes staging folders in which nothing was written since.
func (l *Lake) removeStaging(before time.Time, removed *Removed) error {
	entries, err := os.ReadDir(l.staging())
	if err != nil {
		return err
	}
	for _, entry := range entries {
		path := filepath.Join(l.staging(), entry.Name())
		youngest, err := youngestIn(path)
		if errors.Is(err, os.ErrNotExist) {
			continue // its writer finished meanwhile
		}
		if err != nil {
			return err
		}
		if youngest.After(before) || living(path) {
			continue
		}
		if err := os.RemoveAll(path); err != nil {
			return err
		}
		removed.Staging = append(removed.Staging, "staging/"+entry.Name())
	}
	return nil
}

// youngestIn is the latest modification of anything in a folder: a long COPY
// changes the file it writes and not the folder.
func youngestIn(folder string) (time.Time, error) {
	var youngest time.Time
	err := filepath.WalkDir(folder, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		state, err := entry.Info()
		if err == nil && state.ModTime().After(youngest) {
			youngest = state.ModTime()
		}
		return err
	})
	return youngest, err
}
