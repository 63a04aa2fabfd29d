// Package lake keeps immutable Parquet files and publishes lists of them.
//
// A snapshot is one JSON list of files for all entities together. It is
// published by an exclusive hard link of its file: of two writers that reach
// for the same number one gets it, and the other starts again from the
// winner's list. That is a compare-and-swap without a lock, so a reader sees
// the old list or the new one, and a writer that is killed leaves nothing but
// files that no list names. The folder:
//
//	snapshots/00000001.json        the lists; nothing in them changes ever
//	data/<entity>/<YYYY-MM|all>/   the files; each named by its hash
//	ledger/<name>/00000001.json    what reports have told, entry by entry; see Told
//	staging/<unique>/              what is being written; the next run removes leftovers
//
// All paths in a list are relative to the lake, so the folder can be moved.
// No time stands in a list: the same loads give the same bytes, and the time
// of a snapshot is the modification time of its file.
package lake

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"time"
)

// Lake is a folder of snapshots. It holds no state of its own: several
// processes may have the same lake open.
type Lake struct {
	dir string
	// write puts a small file on disk, durably. It is a field so that a test
	// can give the lake a disk that is full.
	write func(path string, data []byte) error
}

// Open opens the lake in dir and makes its folders where they are missing.
func Open(dir string) (*Lake, error) {
	l := &Lake{dir: dir, write: writeSynced}
	for _, folder := range []string{l.snapshots(), l.data(), l.staging()} {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return nil, fmt.Errorf("open lake %s: %w", dir, diskFull(err))
		}
	}
	if err := l.recoverCollected(); err != nil {
		return nil, fmt.Errorf("open lake %s: %w", dir, err)
	}
	return l, nil
}

// Dir is the folder that was opened.
func (l *Lake) Dir() string { return l.dir }

// Path is where a file of a snapshot lies.
func (l *Lake) Path(file File) string {
	return filepath.Join(l.dir, filepath.FromSlash(file.Path))
}

// Paths are where several files of a snapshot lie, in the same order.
func (l *Lake) Paths(files []File) []string {
	paths := make([]string, len(files))
	for i, file := range files {
		paths[i] = l.Path(file)
	}
	return paths
}

// Latest returns the newest snapshot. A lake that nothing was loaded into has
// the empty snapshot of version 0.
func (l *Lake) Latest() (Snapshot, error) {
	versions, err := l.versions()
	if err != nil || len(versions) == 0 {
		return Snapshot{}, err
	}
	return l.At(versions[len(versions)-1])
}

// At returns one snapshot; version 0 is the empty one that every lake starts
// from. A version that is not there is ErrNoSnapshot, one that cannot be read
// is ErrDamaged.
func (l *Lake) At(version int) (Snapshot, error) {
	if version == 0 {
		return Snapshot{}, nil
	}
	path := l.snapshotPath(version)
	content, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return Snapshot{}, fmt.Errorf("%w: version %d in %s; `clientele lake list` shows those that are kept", ErrNoSnapshot, version, l.dir)
	}
	if err != nil {
		return Snapshot{}, fmt.Errorf("read snapshot %d: %w", version, err)
	}
	snapshot, err := Parse(content)
	if err == nil && snapshot.Version != version {
		err = fmt.Errorf("it says that it is version %d", snapshot.Version)
	}
	if err != nil {
		return Snapshot{}, fmt.Errorf("%w: %s: %w; restore that file from a backup or go back with `clientele lake rollback VERSION`", ErrDamaged, path, err)
	}
	return snapshot, nil
}

// Listing is a snapshot as a list of all of them shows it.
type Listing struct {
	Version     int
	PublishedAt time.Time
	Snapshot    Snapshot
	// Damage says why the snapshot cannot be read; nil for a sound one.
	Damage error
}

// List returns all snapshots that are kept, oldest first. A damaged one is
// listed with its damage, so that the others can still be chosen from.
func (l *Lake) List() ([]Listing, error) {
	versions, err := l.versions()
	if err != nil {
		return nil, err
	}
	var listings []Listing
	for _, version := range versions {
		state, err := os.Stat(l.snapshotPath(version))
		if errors.Is(err, os.ErrNotExist) {
			continue // collected since the folder was read
		}
		if err != nil {
			return nil, fmt.Errorf("list snapshots: %w", err)
		}
		snapshot, err := l.At(version)
		listings = append(listings, Listing{version, state.ModTime(), snapshot, err})
	}
	return listings, nil
}

// versions are the numbers of the snapshots that are kept, ascending.
func (l *Lake) versions() ([]int, error) {
	entries, err := os.ReadDir(l.snapshots())
	if err != nil {
		return nil, fmt.Errorf("list snapshots: %w", err)
	}
	var versions []int
	for _, entry := range entries {
		version, ok := versionOf(entry.Name())
		if ok {
			versions = append(versions, version)
		}
	}
	sort.Ints(versions)
	return versions, nil
}

// versionOf reads the number in a snapshot's file name. Whatever else lies in
// the folder (a copy made by hand, an editor's backup) is no snapshot.
func versionOf(name string) (int, bool) {
	digits, ok := strings.CutSuffix(name, ".json")
	if !ok {
		return 0, false
	}
	version, err := strconv.Atoi(digits)
	return version, err == nil && version > 0 && name == snapshotName(version)
}

func snapshotName(version int) string { return fmt.Sprintf("%08d.json", version) }

func (l *Lake) snapshotPath(version int) string {
	return filepath.Join(l.snapshots(), snapshotName(version))
}

func (l *Lake) snapshots() string { return filepath.Join(l.dir, "snapshots") }
func (l *Lake) data() string      { return filepath.Join(l.dir, "data") }
func (l *Lake) staging() string   { return filepath.Join(l.dir, "staging") }
