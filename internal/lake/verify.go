package lake

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
)

// Problem is one thing that is not as it was published.
type Problem struct {
	// Versions are the snapshots that are affected, none by an entry of a ledger.
	Versions []int
	// Path is relative to the lake.
	Path string
	// What says what is wrong, as the end of a sentence about the path.
	What string
}

// Verify reads every file that any kept snapshot names, every snapshot and every
// entry of a ledger, and reports what is missing or changed: a single flipped bit is found.
func (l *Lake) Verify(ctx context.Context) ([]Problem, error) {
	listings, err := l.List()
	if err != nil {
		return nil, err
	}
	problems := gaps(listings)
	used := map[string][]int{}
	var files []File
	for _, listing := range listings {
		if listing.Damage != nil {
			problems = append(problems, Problem{[]int{listing.Version}, "snapshots/" + snapshotName(listing.Version), listing.Damage.Error()})
			continue
		}
		for _, file := range listing.Snapshot.Files {
			if used[file.Path] == nil {
				files = append(files, file)
			}
			if !slices.Contains(used[file.Path], listing.Version) {
				used[file.Path] = append(used[file.Path], listing.Version)
			}
		}
	}
	slices.SortFunc(files, compareFiles)
	for _, file := range files {
		what, err := verifyAt(ctx, l.Path(file), file)
		if err != nil {
			return problems, fmt.Errorf("verify %s: %w", file.Path, err)
		}
		if what != "" {
			problems = append(problems, Problem{used[file.Path], file.Path, what})
		}
	}
	told, err := l.verifyLedgers()
	return append(problems, told...), err
}

// gaps finds snapshots that were removed by hand: gc removes from the oldest
// on and leaves no holes.
func gaps(listings []Listing) []Problem {
	var problems []Problem
	for i := 1; i < len(listings); i++ {
		for missing := listings[i-1].Version + 1; missing < listings[i].Version && len(problems) < mostProblems; missing++ {
			problems = append(problems, Problem{[]int{missing}, "snapshots/" + snapshotName(missing), "is missing"})
		}
	}
	return problems
}

// verifyAt says what is wrong with a file that lies at path, "" for nothing. An
// error is a failure to look, such as an interruption.
func verifyAt(ctx context.Context, path string, file File) (string, error) {
	state, err := os.Lstat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return "is missing", nil
	case err != nil:
		return "cannot be read: " + err.Error(), nil
	case !state.Mode().IsRegular():
		return "is not a regular file", nil
	case state.Size() != file.Bytes:
		return fmt.Sprintf("has %d bytes instead of %d", state.Size(), file.Bytes), nil
	}
	content, err := os.Open(path)
	if err != nil {
		return "cannot be read: " + err.Error(), nil
	}
	defer func() { _ = content.Close() }() // only read
	hash := sha256.New()
	if _, err := io.Copy(hash, interruptible{ctx, content}); err != nil {
		if ctx.Err() != nil {
			return "", context.Cause(ctx)
		}
		return "cannot be read: " + err.Error(), nil
	}
	if hex.EncodeToString(hash.Sum(nil)) != file.SHA256 {
		return "was changed: its hash is not the one that was published", nil
	}
	return "", nil
}

// interruptible stops a long read when the context ends.
type interruptible struct {
	ctx  context.Context
	from io.Reader
}

func (r interruptible) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.from.Read(p)
}
