package lake

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A disk of one megabyte that something else fills while a load runs.
func TestDisk_FullOneKeepsTheLastSnapshot(t *testing.T) {
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("no small disk can be mounted here (%v): only the limited writer is tried", err)
	}
	defer func() { _ = syscall.Unmount(disk, 0) }()
	l, err := Open(filepath.Join(disk, "lake"))
	if err != nil {
		t.Fatal(err)
	}
	before := mustBring(t, l, "a.csv", "a", "2010-12").Snapshot
	tx, err := l.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Abort() }() // before the disk goes
	load := loadWith("b.csv", "b")
	if err := errors.Join(stage(tx, load, "2010-12", "b"), tx.AddLoad(load)); err != nil {
		t.Fatal(err)
	}
	filler := filepath.Join(disk, "filler")
	if err := os.WriteFile(filler, make([]byte, 2<<20), 0o600); !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("the disk is not full: %v", err)
	}
	_, err = tx.Commit(context.Background(), nil)
	if !errors.Is(err, ErrDiskFull) || !strings.Contains(err.Error(), "nothing was published, the last snapshot stays") {
		t.Errorf("err = %v", err)
	}
	if got := latest(t, l); got.Version != before.Version || !got.same(before) {
		t.Errorf("latest = %+v", got)
	}
	mustBeClean(t, l)
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	if commit, err := tx.Commit(context.Background(), nil); err != nil || commit.Snapshot.Version != 2 {
		t.Errorf("after room was made: %+v, %v", commit, err)
	}
	mustBeClean(t, l)
}
