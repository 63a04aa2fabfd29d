package lake

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
)

func TestRollback_PublishesTheOldListAndKeepsHistory(t *testing.T) {
	l := openLake(t)
	first := mustBring(t, l, "a.csv", "a", "2010-12").Snapshot
	second := mustBring(t, l, "a.csv", "corrected", "2010-12").Snapshot
	back, err := l.Rollback(context.Background(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if back.Version != 3 || back.Parent != 2 || back.Restored != 1 || !latest(t, l).same(first) {
		t.Errorf("rolled back to %+v", back)
	}
	if again, err := l.Rollback(context.Background(), 2); err != nil || !again.same(second) || again.Version != 4 {
		t.Errorf("the rollback was rolled back to %+v, %v", again, err)
	}
	if empty, err := l.Rollback(context.Background(), 0); err != nil || empty.Version != 5 || len(latest(t, l).Loads) != 0 {
		t.Errorf("rolled back to %+v, %v", empty, err)
	}
	mustBeClean(t, l)
	if left, err := os.ReadDir(l.staging()); err != nil || len(left) != 0 {
		t.Errorf("staging holds %v, %v", left, err)
	}
}

func TestRollback_LeadsOutOfADamagedLatest(t *testing.T) {
	l := openLake(t)
	first := mustBring(t, l, "a.csv", "a", "2010-12").Snapshot
	mustBring(t, l, "b.csv", "b", "2010-12")
	if err := os.WriteFile(l.snapshotPath(2), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Begin(); !errors.Is(err, ErrDamaged) {
		t.Errorf("a load began on a damaged snapshot: %v", err)
	}
	if _, err := l.Rollback(context.Background(), 1); err != nil {
		t.Fatal(err)
	}
	if !latest(t, l).same(first) {
		t.Errorf("latest = %+v", latest(t, l))
	}
}

// A gc removes the old snapshot and its files after the rollback has read it.
func TestRollback_HoldsItsFilesAgainstGC(t *testing.T) {
	l := openLake(t)
	first := mustBring(t, l, "a.csv", "a", "2010-12").Snapshot
	mustBring(t, l, "a.csv", "corrected", "2010-12")
	l.write = func(path string, content []byte) error {
		if err := os.Remove(l.snapshotPath(1)); err != nil {
			return err
		}
		if removed := collectBlindly(t, l); len(removed.Files) != 1 {
			t.Errorf("removed %+v, want the old file", removed)
		}
		return writeSynced(path, content)
	}
	if _, err := l.Rollback(context.Background(), 1); err != nil {
		t.Fatal(err)
	}
	mustBeClean(t, l)
	if !latest(t, l).same(first) {
		t.Errorf("latest = %+v", latest(t, l))
	}
}

func TestRollback_RefusesWhatCannotBeRead(t *testing.T) {
	l := openLake(t)
	file := mustBring(t, l, "a.csv", "a", "2010-12").Snapshot.Files[0]
	mustBring(t, l, "a.csv", "corrected", "2010-12")
	if err := os.Remove(l.Path(file)); err != nil {
		t.Fatal(err)
	}
	_, err := l.Rollback(context.Background(), 1)
	if err == nil || !strings.Contains(err.Error(), file.Path+" is missing; nothing was published") {
		t.Errorf("err = %v", err)
	}
	if _, err := l.Rollback(context.Background(), 9); !errors.Is(err, ErrNoSnapshot) {
		t.Errorf("err = %v", err)
	}
	if latest(t, l).Version != 2 {
		t.Error("something was published")
	}
}
