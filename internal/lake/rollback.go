package lake

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

// Rollback publishes a new snapshot with the list of an old one; version 0
// empties the lake. History stays, so a rollback can be rolled back. It works
// also where the latest snapshot is damaged, which is when it is needed most.
// The files of the old one are checked first.
func (l *Lake) Rollback(ctx context.Context, version int) (Snapshot, error) {
	what := fmt.Sprintf("roll back to snapshot %d", version)
	old, err := l.At(version)
	if err != nil {
		return Snapshot{}, unpublished(what, err)
	}
	folder, err := l.stage("rollback-")
	if err != nil {
		return Snapshot{}, unpublished(what, err)
	}
	tx := &Transaction{lake: l, folder: folder}
	defer func() { _ = tx.Abort() }() // the next run removes leftovers
	if err := tx.hold(ctx, old.Files); err != nil {
		return Snapshot{}, unpublished(what, err)
	}
	for {
		if err := ctx.Err(); err != nil {
			return Snapshot{}, unpublished(what, context.Cause(ctx))
		}
		versions, err := l.versions()
		if err != nil {
			return Snapshot{}, unpublished(what, err)
		}
		if len(versions) == 0 {
			return Snapshot{}, nil // version 0 of a lake that has no other
		}
		last := versions[len(versions)-1]
		next := Snapshot{Version: last + 1, Parent: last, Restored: version, Files: old.Files, Loads: old.Loads}
		err = l.publish(next, filepath.Join(folder.path, listName))
		if errors.Is(err, errTaken) {
			continue
		}
		if err != nil {
			return Snapshot{}, err
		}
		return next, tx.replaceCollected(next)
	}
}

// hold gives files that lie in the lake a second name in the staging folder,
// so that a gc at the same moment cannot take them, and checks them.
func (tx *Transaction) hold(ctx context.Context, files []File) error {
	for i, file := range files {
		at := filepath.Join(tx.folder.path, strconv.Itoa(i))
		if err := os.Link(tx.lake.Path(file), at); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
		problem, err := verifyAt(ctx, at, file)
		if err != nil {
			return err
		}
		if problem != "" {
			return fmt.Errorf("%s %s", file.Path, problem)
		}
		tx.files = append(tx.files, staged{path: at, file: file, placed: true})
	}
	return nil
}
