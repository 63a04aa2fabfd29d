package etl

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"clientele/internal/lake"
)

func TestFailure_AFullDiskIsToldAndPublishesNothing(t *testing.T) {
	w := newWorkspace(t, 1)
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=256k"); err != nil {
		t.Skipf("no small disk can be mounted here: %v", err)
	}
	defer func() { _ = syscall.Unmount(disk, 0) }()
	var err error
	if w.lake, err = lake.Open(filepath.Join(disk, "lake")); err != nil {
		t.Fatal(err)
	}
	small := w.file("small.csv", plainCSV, shop())
	_, before := w.mustLoad(nil, small)
	if _, _, err := w.load(nil, small, w.file("large.csv", randomPurchases(3, 30_000).csv(), randomSource())); err == nil || !strings.Contains(strings.ToLower(err.Error()), syscall.ENOSPC.Error()) {
		t.Errorf("got %v", err)
	}
	after, err := w.lake.Latest()
	if err != nil || after.Version != before.Version {
		t.Errorf("version %d after %d (%v)", after.Version, before.Version, err)
	}
	if staged, err := filepath.Glob(filepath.Join(disk, "lake", "staging", "*")); err != nil || len(staged) != 0 {
		t.Errorf("left: %v (%v)", staged, err)
	}
	if problems, err := w.lake.Verify(t.Context()); err != nil || len(problems) != 0 {
		t.Errorf("%v (%v)", problems, err)
	}
}
