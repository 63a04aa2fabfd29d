package lake

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// aged makes everything in the lake look a week old.
func aged(t *testing.T, l *Lake) time.Time {
	t.Helper()
	now := time.Now()
	err := filepath.WalkDir(l.Dir(), func(path string, _ os.DirEntry, err error) error {
		return errors.Join(err, os.Chtimes(path, now, now.Add(-7*24*time.Hour)))
	})
	if err != nil {
		t.Fatal(err)
	}
	return now
}

// collectAll is a gc that takes everything for old.
func collectAll(t *testing.T, l *Lake, keep int) Removed {
	t.Helper()
	removed, err := l.GC(context.Background(), keep, time.Hour, aged(t, l))
	if err != nil {
		t.Fatal(err)
	}
	return removed
}

func TestGC_RemovesWhatNoKeptSnapshotNames(t *testing.T) {
	l := openLake(t)
	first := mustBring(t, l, "a.csv", "a", "2010-12", "2011-01").Snapshot
	mustBring(t, l, "b.csv", "b", "2010-12")
	mustBring(t, l, "a.csv", "corrected", "2010-12")
	want := latest(t, l)
	removed := collectAll(t, l, 1)
	if !slices.Equal(removed.Versions, []int{1, 2}) {
		t.Errorf("versions %v", removed.Versions)
	}
	gone := []string{first.Files[0].Path, first.Files[1].Path}
	if !slices.Equal(removed.Files, gone) || removed.Bytes != first.Files[0].Bytes+first.Files[1].Bytes {
		t.Errorf("removed %+v, want %v", removed, gone)
	}
	if got := latest(t, l); got.Version != 3 || !got.same(want) {
		t.Errorf("latest = %+v", got)
	}
	mustBeClean(t, l)
	if _, err := l.Rollback(context.Background(), 1); !errors.Is(err, ErrNoSnapshot) {
		t.Errorf("err = %v", err)
	}
	if again := collectAll(t, l, 1); len(again.Versions)+len(again.Files)+len(again.Staging) != 0 {
		t.Errorf("a second gc removed %+v", again)
	}
}

func TestGC_NeverTakesTheLatest(t *testing.T) {
	l := openLake(t)
	mustBring(t, l, "a.csv", "a", "2010-12")
	for _, keep := range []int{0, -1} {
		if _, err := l.GC(context.Background(), keep, 0, time.Now()); err == nil {
			t.Errorf("keep %d was accepted", keep)
		}
	}
	if removed := collectAll(t, l, 1); len(removed.Versions)+len(removed.Files) != 0 {
		t.Errorf("removed %+v", removed)
	}
	mustBeClean(t, l)
}

func TestGC_LeavesWritersAndReadersAlone(t *testing.T) {
	l := openLake(t)
	mustBring(t, l, "a.csv", "a", "2010-12")
	now := aged(t, l)
	// A writer that has placed its files and not published yet: the audit is
	// that moment. And a snapshot that was the latest until just now.
	tx, err := l.Begin()
	if err != nil {
		t.Fatal(err)
	}
	load := loadWith("a.csv", "corrected")
	if err := errors.Join(stage(tx, load, "2010-12", "b"), tx.AddLoad(load)); err != nil {
		t.Fatal(err)
	}
	gc := func() {
		removed, err := l.GC(context.Background(), 1, time.Hour, now)
		if err != nil || len(removed.Versions)+len(removed.Files)+len(removed.Staging) != 0 {
			t.Errorf("removed %+v, %v", removed, err)
		}
	}
	if _, err := tx.Commit(context.Background(), func(Snapshot) error { gc(); return nil }); err != nil {
		t.Fatal(err)
	}
	gc()
	mustBeClean(t, l)
	if list, err := l.List(); err != nil || len(list) != 2 {
		t.Errorf("list = %+v, %v", list, err)
	}
}

func TestGC_RemovesWhatDeadWritersLeft(t *testing.T) {
	l := openLake(t)
	mustBring(t, l, "a.csv", "a", "2010-12")
	tx, err := l.Begin()
	if err != nil {
		t.Fatal(err)
	}
	load := loadWith("b.csv", "b")
	if err := errors.Join(stage(tx, load, "2010-12", "b"), tx.AddLoad(load)); err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Commit(context.Background(), func(Snapshot) error { return errors.New("dies here") }); err == nil {
		t.Fatal("it did not die")
	}
	// Its age does not tell a dead writer from one that is slow.
	removed := collectAll(t, l, 1)
	if len(removed.Files) != 1 || len(removed.Staging) != 0 {
		t.Errorf("removed %+v while the writer lives", removed)
	}
	die(t, tx.folder)
	removed = collectAll(t, l, 1)
	if !slices.Equal(removed.Staging, []string{"staging/" + filepath.Base(tx.Dir())}) {
		t.Errorf("removed %+v", removed)
	}
	mustBeClean(t, l)
}

func TestGC_StopsAtDamage(t *testing.T) {
	l := openLake(t)
	mustBring(t, l, "a.csv", "a", "2010-12")
	mustBring(t, l, "a.csv", "b", "2010-12")
	if err := os.WriteFile(l.snapshotPath(2), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := l.GC(context.Background(), 1, time.Hour, aged(t, l))
	if !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "nothing was removed") {
		t.Errorf("err = %v", err)
	}
	if _, err := l.At(1); err != nil {
		t.Error(err)
	}
}

// The three tests that follow are the moments at which a gc that read the
// lists a while ago can meet a writer. The age that protects writers is turned
// off, to try what stands behind it.

func TestGC_WriterPutsBackWhatWasTakenBeforeItPublished(t *testing.T) {
	l := openLake(t)
	tx, err := l.Begin()
	if err != nil {
		t.Fatal(err)
	}
	load := loadWith("a.csv", "a")
	if err := errors.Join(stage(tx, load, "2010-12", "a"), tx.AddLoad(load)); err != nil {
		t.Fatal(err)
	}
	_, err = tx.Commit(context.Background(), func(candidate Snapshot) error {
		removed := collectBlindly(t, l)
		if len(removed.Files) != 1 {
			t.Errorf("removed %+v, want the file that is about to be published", removed)
		}
		_, err := os.Stat(l.Path(candidate.Files[0]))
		if !errors.Is(err, os.ErrNotExist) {
			t.Errorf("the file is still there: %v", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	mustBeClean(t, l)
}

func TestGC_GivesBackWhatWasPublishedMeanwhile(t *testing.T) {
	l := openLake(t)
	mustBring(t, l, "a.csv", "a", "2010-12")
	if removed := collectBlindly(t, l); len(removed.Files) != 0 {
		t.Errorf("removed %+v", removed)
	}
	mustBeClean(t, l)
}

func TestGC_KilledOneIsUndoneByTheNextOpen(t *testing.T) {
	l := openLake(t)
	file := mustBring(t, l, "a.csv", "a", "2010-12").Snapshot.Files[0]
	at := filepath.Join(l.staging(), "gc-1", filepath.FromSlash(file.Path))
	if err := errors.Join(os.MkdirAll(filepath.Dir(at), 0o700), os.Rename(l.Path(file), at)); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(l.Dir()); err != nil {
		t.Fatal(err)
	}
	mustBeClean(t, l)
}

// collectBlindly is the part of a gc that removes files, with lists that were
// read before anything was published.
func collectBlindly(t *testing.T, l *Lake) Removed {
	t.Helper()
	var removed Removed
	if err := l.collect(context.Background(), nil, time.Now().Add(time.Hour), &removed); err != nil {
		t.Fatal(err)
	}
	return removed
}

// Two contents of one file come in turns, so that files are always listed by
// old snapshots only and about to be listed again, while gc runs all the time.
func TestGC_RunsBesideWriters(t *testing.T) {
	t.Parallel()
	l := openLake(t)
	stop, done := make(chan struct{}), make(chan error)
	go func() {
		for {
			select {
			case <-stop:
				done <- nil
				return
			default:
			}
			// The age that protects writers is turned off for the files in
			// data/, to try the protocol behind it.
			if err := collectYoung(l); err != nil {
				done <- err
				return
			}
		}
	}()
	for i := range 60 {
		mustBring(t, l, "a.csv", fmt.Sprint(i%2), "2010-12", "2011-01")
	}
	close(stop)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	mustBeClean(t, l)
	if got := latest(t, l); got.Version != 60 || len(got.Files) != 2 {
		t.Errorf("latest = %+v", got)
	}
}

func collectYoung(l *Lake) error {
	list, err := l.List()
	if err != nil || len(list) == 0 {
		return err
	}
	for _, old := range list[:len(list)-1] {
		if err := os.Remove(l.snapshotPath(old.Version)); err != nil {
			return err
		}
	}
	named := map[string]bool{}
	list[len(list)-1].Snapshot.name(named)
	var removed Removed
	return l.collect(context.Background(), named, time.Now().Add(time.Hour), &removed)
}
