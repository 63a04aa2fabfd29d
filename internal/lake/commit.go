package lake

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Commit is what a transaction did to the lake.
type Commit struct {
	// Snapshot is the latest one: the published one, or the one that was there
	// where nothing changed.
	Snapshot Snapshot
	Changed  bool
	// Added are the new loads, Replaced those that corrected files pushed out,
	// Dropped those that were dropped by name, Known those that the lake had.
	Added, Replaced, Dropped, Known []Load
}

// Commit publishes the transaction as the next snapshot. The audit, if any,
// sees the candidate after its files are in place and before anybody else can
// see it; its error publishes nothing. When another writer was faster, the
// transaction is put on top of that writer's snapshot and audited again.
//
// Loads of different source files merge. Two writers that bring different
// contents of the same source file do not: the slower one gets ErrConflict,
// because which of the two read the newer file cannot be known, and a run that
// is repeated reads what is there now.
//
// A commit that changes nothing publishes nothing.
func (tx *Transaction) Commit(ctx context.Context, audit func(candidate Snapshot) error) (Commit, error) {
	for {
		if err := ctx.Err(); err != nil {
			return Commit{}, unpublished("commit", context.Cause(ctx))
		}
		base, err := tx.lake.Latest()
		if err != nil {
			return Commit{}, unpublished("commit", err)
		}
		commit, err := tx.rebase(base)
		if err != nil {
			return Commit{}, unpublished("commit", err)
		}
		if !commit.Changed {
			return commit, nil
		}
		if err := tx.place(commit.Snapshot); err != nil {
			return Commit{}, unpublished("commit", err)
		}
		if audit != nil {
			if err := audit(commit.Snapshot); err != nil {
				return Commit{}, unpublished("check the loaded data", err)
			}
		}
		err = tx.lake.publish(commit.Snapshot, filepath.Join(tx.folder.path, listName))
		if errors.Is(err, errTaken) {
			continue
		}
		if err != nil {
			return Commit{}, err
		}
		return commit, tx.replaceCollected(commit.Snapshot)
	}
}

// listName is the name of a list before it is published. The dot keeps it
// apart from what a caller writes into the staging folder.
const listName = ".snapshot.json"

// place moves the transaction's files to their names, once. A file of the same
// name has the same content; it is written over all the same, which renews its
// age for gc and heals it if it was damaged.
func (tx *Transaction) place(next Snapshot) error {
	listed := make(map[string]bool, len(next.Files))
	for _, file := range next.Files {
		listed[file.Load+" "+file.Path] = true
	}
	folders := map[string]bool{}
	for i := range tx.files {
		s := &tx.files[i]
		if s.placed || !listed[s.file.Load+" "+s.file.Path] {
			continue
		}
		if err := tx.lake.place(s.path, s.file); err != nil {
			return err
		}
		s.placed = true
		at := filepath.Dir(tx.lake.Path(s.file))
		folders[at], folders[filepath.Dir(at)] = true, true
	}
	if len(folders) == 0 {
		return nil
	}
	folders[tx.lake.data()] = true
	return syncFolders(folders)
}

// replaceCollected looks, after publishing, whether a gc that ran at the same
// moment took one of the files for garbage, and puts it back. Together with
// gc, which looks for new snapshots after it set files aside, one of the two
// always notices.
func (tx *Transaction) replaceCollected(published Snapshot) error {
	for _, s := range tx.files {
		if !s.placed {
			continue
		}
		at := tx.lake.Path(s.file)
		if _, err := os.Lstat(at); !errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err := tx.lake.place(s.path, s.file); err != nil {
			return fmt.Errorf("snapshot %d was published, but %s was removed by a gc meanwhile and could not be put back: %w", published.Version, at, err)
		}
		if err := syncFolder(filepath.Dir(at)); err != nil {
			return fmt.Errorf("flush %s: %w", filepath.Dir(at), err)
		}
	}
	return nil
}
