package deliveries

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.etcd.io/bbolt"
)

// filled is a ledger with something in each table, and more deliveries than a
// page holds, some of them settled.
func filled(t testing.TB, n int) *Ledger {
	t.Helper()
	l := newLedger(t)
	queue(t, l, n)
	server, clock := scripted(3), &fakeClock{now: dawn()}
	mustDeliver(t, newDeliverer(l, server, clock))
	_, err := l.Begin(Run{Job: "month", Slot: "2026-12-01T08:00"}, dawn())
	err = errors.Join(err, l.SetAlertState("week under the band", []byte(`{"Holding": true}`)),
		l.End("month", "2026-12-01T08:00", "sent", "", []byte(`{"Last": "2026-12-01T08:00"}`), dawn()))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestView_CreatesNothing(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "state")
	l, err := View(folder)
	if err != nil {
		t.Fatal(err)
	}
	list, err := l.List("")
	states, err2 := l.States()
	_, found, err3 := l.NextDue()
	if err := errors.Join(err, err2, err3); err != nil || len(list) != 0 || len(states) != 0 || found {
		t.Errorf("%v, %v, %v, %v", list, states, found, err)
	}
	if _, err := os.Stat(folder); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder is there: %v", err)
	}
}

func TestView_ChangesNothing(t *testing.T) {
	l := filled(t, 20)
	before, err := os.ReadFile(l.path())
	if err != nil {
		t.Fatal(err)
	}
	view, err := View(l.folder)
	if err != nil {
		t.Fatal(err)
	}
	if list, err := view.List(""); err != nil || len(list) != 20 {
		t.Errorf("%d, %v", len(list), err)
	}
	if _, err := view.Queue(Delivery{Key: keyOf(99)}, messageOf(99), dawn()); !errors.Is(err, errReadOnly) {
		t.Errorf("queued: %v", err)
	}
	if err := view.Remember("x", []byte("1")); !errors.Is(err, errReadOnly) {
		t.Errorf("seen: %v", err)
	}
	if after, err := os.ReadFile(l.path()); err != nil || string(after) != string(before) {
		t.Errorf("the file changed: %v", err)
	}
}

func TestOpen_KeepsAddressesToItsOwner(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no modes there")
	}
	l := newLedger(t)
	queue(t, l, 1)
	if err := os.Chmod(l.path(), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(l.folder); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]os.FileMode{
		l.folder: 0o700, l.outbox(): 0o700, l.path(): 0o600,
		filepath.Join(l.outbox(), find(t, l, keyOf(0)).File): 0o600,
	} {
		if state, err := os.Stat(path); err != nil || state.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", path, state.Mode(), err)
		}
	}
}

func TestOpen_DoesNotBeginAnewWhereMessagesLie(t *testing.T) {
	l := newLedger(t)
	queue(t, l, 3)
	if err := os.Remove(l.path()); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(l.folder); err == nil || !strings.Contains(err.Error(), "3 messages lie in") {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat(l.path()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a ledger was made: %v", err)
	}
}

// A ledger that was there when the process began and is not any more is not
// made anew in the middle: everything would be sent again.
func TestLedger_ThatIsRemovedMeanwhileIsAnError(t *testing.T) {
	l := newLedger(t)
	queue(t, l, 1)
	if err := os.Remove(l.path()); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Queue(Delivery{Key: keyOf(0)}, messageOf(0), dawn()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%v", err)
	}
	if _, err := l.List(""); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%v", err)
	}
}

func TestOpen_RefusesAForeignFileAndLeavesIt(t *testing.T) {
	other := func(t *testing.T, path string, change func(*bbolt.Tx) error) {
		db, err := bbolt.Open(path, 0o600, nil)
		if err == nil {
			err = errors.Join(db.Update(change), db.Close())
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	cases := []struct {
		name string
		make func(t *testing.T, path string)
		want error
	}{
		{"text", func(t *testing.T, path string) { write(t, path, []byte("nothing of ours")) }, ErrDamaged},
		{"long text", func(t *testing.T, path string) { write(t, path, []byte(strings.Repeat("nothing of ours\n", 5000))) }, ErrDamaged},
		{"empty", func(t *testing.T, path string) { write(t, path, nil) }, ErrDamaged},
		{"zeros", func(t *testing.T, path string) { write(t, path, make([]byte, 1<<16)) }, ErrDamaged},
		{"another's database", func(t *testing.T, path string) {
			other(t, path, func(tx *bbolt.Tx) error { _, err := tx.CreateBucket([]byte("kitchen")); return err })
		}, ErrForeign},
		{"a later format", func(t *testing.T, path string) {
			other(t, path, func(tx *bbolt.Tx) error {
				meta, err := tx.CreateBucket([]byte(tableMeta))
				return errors.Join(err, meta.Put([]byte("format"), []byte{0, 0, 0, 9}))
			})
		}, ErrForeign},
		{"a folder", func(t *testing.T, path string) {
			if err := os.Mkdir(path, 0o700); err != nil {
				t.Fatal(err)
			}
		}, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			folder := t.TempDir()
			path := filepath.Join(folder, databaseName)
			c.make(t, path)
			before, _ := os.ReadFile(path)
			for name, open := range map[string]func(string) (*Ledger, error){"open": Open, "view": View} {
				_, err := open(folder)
				if err == nil || c.want != nil && !errors.Is(err, c.want) || !strings.Contains(err.Error(), path) {
					t.Errorf("%s: %v", name, err)
				}
			}
			if after, _ := os.ReadFile(path); string(after) != string(before) {
				t.Error("the file was changed")
			}
		})
	}
}

func write(t testing.TB, path string, text []byte) {
	t.Helper()
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

// Wherever the file ends too early, that is an error and no crash: the
// database maps it and faults behind its end.
func TestOpen_FindsATruncatedFile(t *testing.T) {
	l := filled(t, 200)
	whole, err := os.ReadFile(l.path())
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 1))
	ends := []int{1, 100, 4096, 8192, 12288, 16384, 20480, len(whole) / 2}
	for range 30 {
		ends = append(ends, random.IntN(len(whole)/2))
	}
	for _, end := range ends {
		write(t, l.path(), whole[:end])
		for name, open := range map[string]func(string) (*Ledger, error){"open": Open, "view": View} {
			if _, err := open(l.folder); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "nothing was changed") {
				t.Errorf("%s of %d of %d bytes: %v", name, end, len(whole), err)
			}
		}
		// A process that opened it when it was whole.
		_, err := l.List("")
		if end < len(whole)/4 && !errors.Is(err, ErrDamaged) {
			t.Errorf("list of %d of %d bytes: %v", end, len(whole), err)
		}
		if err := l.Remember(fmt.Sprint(end), []byte("1")); end < 8192 && !errors.Is(err, ErrDamaged) {
			t.Errorf("change of %d of %d bytes: %v", end, len(whole), err)
		}
	}
	write(t, l.path(), whole)
	if list, err := l.List(""); err != nil || len(list) != 200 {
		t.Errorf("whole again: %d, %v", len(list), err)
	}
}

// A flipped bit is found, unless it lies where nothing is kept.
func TestOpen_FindsAFlippedBitOrNothingIsChangedByIt(t *testing.T) {
	l := filled(t, 200)
	whole, err := os.ReadFile(l.path())
	if err != nil {
		t.Fatal(err)
	}
	want, err := l.List("")
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(2, 2))
	found := 0
	flips := 70
	if os.Getenv("CLIENTELE_LONG") != "" {
		flips = 150
	} else {
		t.Log("70 bits; CLIENTELE_LONG=1 flips 150")
	}
	for range flips {
		at, bit := random.IntN(len(whole)), byte(1)<<random.IntN(8)
		spoilt := append([]byte(nil), whole...)
		spoilt[at] ^= bit
		write(t, l.path(), spoilt)
		if _, err := Open(l.folder); err != nil {
			found++
			if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrForeign) {
				t.Errorf("byte %d: %v", at, err)
			}
			if after, err := os.ReadFile(l.path()); err != nil || string(after) != string(spoilt) {
				t.Fatalf("byte %d: the damaged file was changed: %v", at, err)
			}
			continue
		}
		got, err := l.List("")
		if err != nil || fmt.Sprintf("%#v", got) != fmt.Sprintf("%#v", want) {
			t.Fatalf("byte %d: not found, and the list is another: %v", at, err)
		}
	}
	if found < flips/10 {
		t.Errorf("%d of %d flips found", found, flips)
	}
	t.Logf("%d of %d flipped bits lie where something is kept", found, flips)
}

// Who looks does not wait for who delivers, and the other way round, except
// for the milliseconds of a transaction.
func TestLedger_IsFreeBetweenTransactions(t *testing.T) {
	l, server, clock := newLedger(t), newServer(), &fakeClock{now: dawn()}
	queue(t, l, 3)
	looked := 0
	server.before = func(string, int) *failure {
		view, err := View(l.folder)
		if err != nil {
			t.Fatal(err)
		}
		view.patience = 100 * time.Millisecond
		states, err := view.States()
		if err != nil || states[0].State == Queued && states[0].Count == 3 {
			t.Errorf("%v, %v", states, err)
		}
		looked++
		return nil
	}
	mustDeliver(t, newDeliverer(l, server, clock))
	if looked != 3 {
		t.Errorf("looked %d times", looked)
	}
}

func TestLedger_ThatIsLockedForLongIsBusy(t *testing.T) {
	l := newLedger(t)
	db, err := bbolt.Open(l.path(), 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	l.patience = 100 * time.Millisecond
	if _, err := l.List(""); !errors.Is(err, ErrBusy) {
		t.Errorf("%v", err)
	}
	if err := l.Remember("month", []byte("1")); !errors.Is(err, ErrBusy) {
		t.Errorf("%v", err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := l.Remember("month", []byte("1")); err != nil {
		t.Errorf("%v", err)
	}
}

// A panic of the database, or of what runs within it, leaves no lock behind.
func TestLedger_IsUnlockedAfterAPanic(t *testing.T) {
	l := newLedger(t)
	l.patience = time.Second
	for _, act := range []func(func(*bbolt.Tx) error) error{l.update, l.look} {
		if err := act(func(*bbolt.Tx) error { panic("a page that cannot be") }); !errors.Is(err, ErrDamaged) {
			t.Errorf("%v", err)
		}
	}
	if err := l.Remember("month", []byte("1")); err != nil {
		t.Errorf("%v", err)
	}
}

func TestExplain_NamesAFileSystemWithoutLocks(t *testing.T) {
	l := &Ledger{folder: "x"}
	for _, cause := range []error{syscall.ENOLCK, syscall.ENOTSUP, syscall.ENODEV} {
		if err := l.explain(openError(&os.PathError{Op: "flock", Err: cause})); !errors.Is(err, ErrNoLocks) || !strings.Contains(err.Error(), "a disk of this machine") {
			t.Errorf("%v: %v", cause, err)
		}
	}
}
