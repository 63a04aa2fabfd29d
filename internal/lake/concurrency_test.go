package lake

import (
	"fmt"
	"os"
	"sync"
	"testing"
)

func TestCommit_FourWritersLoseNothing(t *testing.T) {
	t.Parallel()
	const writers = 4
	commits := 8
	if os.Getenv("CLIENTELE_LONG") != "" {
		commits = 20
	} else {
		t.Log("8 commits a writer; CLIENTELE_LONG=1 makes 20")
	}
	l := openLake(t)
	var group sync.WaitGroup
	errs := make(chan error, writers)
	for w := range writers {
		group.Go(func() {
			own, err := Open(l.Dir()) // as another process would
			for i := 0; i < commits && err == nil; i++ {
				name := fmt.Sprintf("%d-%d.csv", w, i)
				_, err = bring(own, name, name, "2010-12")
			}
			errs <- err
		})
	}
	stop := make(chan struct{})
	seen := make(chan error, 1)
	go func() { seen <- readWhole(l, stop) }()
	group.Wait()
	close(stop)
	if err := <-seen; err != nil {
		t.Error(err)
	}
	for range writers {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	list, err := l.List()
	if err != nil || len(list) != writers*commits {
		t.Fatalf("%d snapshots, %v, want %d", len(list), err, writers*commits)
	}
	for i, listing := range list {
		if listing.Version != i+1 || listing.Snapshot.Parent != i || len(listing.Snapshot.Loads) != i+1 {
			t.Fatalf("snapshot %d at position %d has parent %d and %d loads", listing.Version, i, listing.Snapshot.Parent, len(listing.Snapshot.Loads))
		}
	}
	if got := latest(t, l); len(got.Files) != writers*commits {
		t.Errorf("%d files", len(got.Files))
	}
	mustBeClean(t, l)
}

// readWhole reads the latest snapshot all the time: it must be whole, never go
// back, and all of its files must be there.
func readWhole(l *Lake, stop <-chan struct{}) error {
	for version := 0; ; {
		snapshot, err := l.Latest()
		if err != nil {
			return err
		}
		if snapshot.Version < version {
			return fmt.Errorf("version %d was read after version %d", snapshot.Version, version)
		}
		version = snapshot.Version
		if len(snapshot.Files) != version || len(snapshot.Loads) != version {
			return fmt.Errorf("snapshot %d has %d files and %d loads", version, len(snapshot.Files), len(snapshot.Loads))
		}
		for _, file := range snapshot.Files {
			if state, err := os.Stat(l.Path(file)); err != nil || state.Size() != file.Bytes {
				return fmt.Errorf("snapshot %d: %s: %w", version, file.Path, err)
			}
		}
		select {
		case <-stop:
			return nil
		default:
		}
	}
}
