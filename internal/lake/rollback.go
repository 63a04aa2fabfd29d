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
func (l *Lake) Rollback(ctx context.Context, version int) (Snapshot, error) {
	what := fmt.Sprintf("roll back to snapshot %d", version)
	old, err := l.At(version)
	if err != nil {
		return Snapshot{}, unpublished(what, err)
	}
	for _, file := range old.Files {
		problem, err := l.verifyFile(ctx, file)
		if err != nil {
			return Snapshot{}, unpublished(what, err)
		}
		if problem != "" {
			return Snapshot{}, unpublished(what, fmt.Errorf("%s %s", file.Path, problem))
		}
	}
	dir, err := os.MkdirTemp(l.staging(), "rollback-*")
	if err != nil {
		return Snapshot{}, unpublished(what, err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // gc removes leftovers
	for attempt := 0; ; attempt++ {
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
		err = l.publish(next, filepath.Join(dir, strconv.Itoa(attempt)))
		if !errors.Is(err, os.ErrExist) {
			return next, err
		}
	}
}
