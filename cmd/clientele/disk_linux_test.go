package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// smallDisk mounts a disk of some kilobytes, which only root can do.
func smallDisk(t *testing.T, at, size string) {
	t.Helper()
	if err := os.MkdirAll(at, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", at, "tmpfs", 0, "size="+size); err != nil {
		t.Skipf("a small disk cannot be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(at, 0); err != nil {
			t.Error(err)
		}
	})
}

// fill leaves so many kilobytes free.
func fill(t *testing.T, disk string, free int) (ballast string) {
	t.Helper()
	ballast = filepath.Join(disk, "ballast")
	var state syscall.Statfs_t
	if err := syscall.Statfs(disk, &state); err != nil {
		t.Fatal(err)
	}
	write(t, ballast, strings.Repeat("x", int(state.Bavail)*int(state.Bsize)-free<<10))
	return ballast
}

func refusesForTheDisk(t *testing.T, done ended, what string) {
	t.Helper()
	if done.code != 2 || !strings.Contains(done.stderr, "the disk is full: ") || !strings.Contains(done.stderr, "make room and run it again") {
		t.Errorf("%s: exit code %d\n%s", what, done.code, done.stderr)
	}
}

// However far a load comes, it says what to do, and the last data stays.
func TestLoad_OnAFullDiskKeepsTheLastData(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := writeShop(folder, fewReports); err != nil {
		t.Fatal(err)
	}
	disk := filepath.Join(folder, "lake")
	smallDisk(t, disk, "2m")
	must(t, folder, "load", "-q")
	before, err := hashTree(disk)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(folder, "exports", "more.csv"), salesCSV(2, 30))
	for _, free := range []int{0, 8, 90} {
		ballast := fill(t, disk, free)
		refusesForTheDisk(t, execute(t, folder, "load", "-q"), "load")
		if err := os.Remove(ballast); err != nil {
			t.Fatal(err)
		}
		must(t, folder, "lake", "verify")
		after, err := hashTree(filepath.Join(disk, "snapshots"))
		if err != nil || len(after) != 1 {
			t.Fatalf("with %d KB free: snapshots %v, %v", free, after, err)
		}
		left, err := leftovers(folder)
		if err != nil || len(left) > 0 {
			t.Errorf("with %d KB free: left behind %q, %v", free, left, err)
		}
		must(t, folder, "lake", "gc", "--older-than", "0s")
		now, err := hashTree(disk)
		if err != nil || len(differences(before, now)) > 0 {
			t.Fatalf("with %d KB free: the lake changed: %q, %v", free, differences(before, now), err)
		}
	}
	must(t, folder, "load", "-q")
}

// The disk is full at every place where it can be: while data is written and
// while the list is. With 4 KB more at a time the load comes a bit further,
// until there is room for all of it.
func TestLoad_FullAtEveryPlaceKeepsTheLastData(t *testing.T) {
	step := sized(t, "KB more each time", 24, 4)
	folder := t.TempDir()
	disk := filepath.Join(folder, "lake")
	smallDisk(t, disk, "4m")
	writeMixed(t, folder, 1)
	must(t, folder, "load", "-q")
	writeMixed(t, folder, 2)
	old := content(t, folder)
	lists, failures := 0, 0
	for free := 0; ; free += step {
		ballast := fill(t, disk, free)
		done := execute(t, folder, "load", "-q")
		if err := os.Remove(ballast); err != nil {
			t.Fatal(err)
		}
		if done.code == 0 {
			t.Logf("%d failures below %d KB, %d of them at the list", failures, free, lists)
			break
		}
		failures++
		refusesForTheDisk(t, done, "load")
		if strings.Contains(done.stderr, "publish snapshot") {
			lists++
		}
		if content(t, folder) != old {
			t.Fatalf("with %d KB free: the data changed", free)
		}
		if left, err := leftovers(folder); err != nil || len(left) > 0 {
			t.Fatalf("with %d KB free: left behind %q, %v", free, left, err)
		}
		here(t, "lake", "verify", "-c", filepath.Join(folder, "clientele.yaml"))
		// Files that were placed for nothing would make room for the next try.
		here(t, "lake", "gc", "--older-than", "0s", "-c", filepath.Join(folder, "clientele.yaml"))
	}
	if failures == 0 || (step == 4 && lists == 0) {
		t.Errorf("%d failures, %d at the list: the places were not tried", failures, lists)
	}
	if content(t, folder) == old {
		t.Error("with room the new data did not come")
	}
	must(t, folder, "lake", "verify")
}

// However far the reports come, the old ones stay whole.
func TestRun_OnAFullDiskKeepsTheLastReports(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := writeShop(folder, fewReports); err != nil {
		t.Fatal(err)
	}
	disk := filepath.Join(folder, "out")
	smallDisk(t, disk, "6m")
	must(t, folder, "run", "-q")
	before, err := hashTree(disk)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(folder, "exports", "sales.csv"), salesCSV(1, 29))
	// Nothing can be written; the answers, but not the reports; and, at length,
	// some of the answers.
	places := []int{0, 600, 80}
	for _, free := range places[:sized(t, "places", 2, 3)] {
		ballast := fill(t, disk, free)
		refusesForTheDisk(t, execute(t, folder, "run", "-q"), "run")
		if err := os.Remove(ballast); err != nil {
			t.Fatal(err)
		}
		after, err := hashTree(disk)
		if err != nil || len(differences(before, after)) > 0 {
			t.Fatalf("with %d KB free: the reports changed: %q, %v", free, differences(before, after), err)
		}
		left, err := leftovers(folder)
		if err != nil || len(left) > 0 {
			t.Errorf("with %d KB free: left behind %q, %v", free, left, err)
		}
	}
	must(t, folder, "run", "-q")
}
