package deliveries

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// smallDisk is a ledger on a disk of one megabyte, and a way to leave so many
// bytes of it free.
func smallDisk(t *testing.T) (l *Ledger, leave func(bytes int64)) {
	t.Helper()
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("no small disk can be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(disk, syscall.MNT_DETACH) })
	l, err := Open(filepath.Join(disk, "state"))
	if err != nil {
		t.Fatal(err)
	}
	filler := filepath.Join(disk, "filler")
	return l, func(bytes int64) {
		t.Helper()
		if err := os.RemoveAll(filler); err != nil {
			t.Fatal(err)
		}
		var stat syscall.Statfs_t
		if err := syscall.Statfs(disk, &stat); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filler, make([]byte, max(0, int64(stat.Bavail)*stat.Bsize-bytes)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// Whatever is left of the disk, a message is queued whole or not at all.
func TestDisk_AFullOneQueuesAllOrNothing(t *testing.T) {
	refused, taken := 0, 0
	for room := int64(0); room <= 96<<10; room += 4 << 10 {
		l, leave := smallDisk(t)
		queue(t, l, 3)
		leave(room)
		for i := 3; i < 12; i++ {
			added, err := l.Queue(Delivery{Key: keyOf(i)}, append(messageOf(i), make([]byte, 5000)...), dawn())
			if err != nil && !errors.Is(err, ErrDiskFull) {
				t.Fatalf("room %d: %v", room, err)
			}
			delivery, found, findErr := l.Find(keyOf(i))
			if findErr != nil || found != added || added != (err == nil) {
				t.Fatalf("room %d: added %v, found %v: %v, %v", room, added, found, err, findErr)
			}
			if !added {
				refused++
				continue
			}
			taken++
			if _, err := l.Message(delivery); err != nil {
				t.Fatalf("room %d: %v", room, err)
			}
		}
		if left, err := filepath.Glob(filepath.Join(l.outbox(), ".new-*")); err != nil || len(left) != 0 {
			t.Errorf("room %d: left %v, %v", room, left, err)
		}
		if _, err := Open(l.folder); err != nil {
			t.Errorf("room %d: %v", room, err)
		}
		leave(1 << 20)
		if added, err := l.Queue(Delivery{Key: keyOf(99)}, messageOf(99), dawn()); err != nil || !added {
			t.Errorf("room %d: with room again: %v, %v", room, added, err)
		}
	}
	if refused == 0 || taken == 0 {
		t.Errorf("%d refused, %d taken: the disks try too little", refused, taken)
	}
}
