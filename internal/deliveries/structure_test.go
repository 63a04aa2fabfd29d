package deliveries

import (
	"encoding/binary"
	"errors"
	"os"
	"testing"

	"go.etcd.io/bbolt"
)

// Damage that no checksum of a record shows.
func TestOpen_FindsPagesThatContradictEachOther(t *testing.T) {
	cases := map[string]func(page []byte) bool{
		"a list of free pages that names itself": func(page []byte) bool {
			if binary.NativeEndian.Uint16(page[8:]) != freePage || binary.NativeEndian.Uint16(page[10:]) == 0 {
				return false
			}
			copy(page[pageHeader:], page[:8])
			return true
		},
		"keys that are not in order": func(page []byte) bool {
			if binary.NativeEndian.Uint16(page[8:]) != leafPage || binary.NativeEndian.Uint16(page[10:]) < 2 {
				return false
			}
			var first, second [elementSize]byte
			copy(first[:], page[pageHeader:])
			copy(second[:], page[pageHeader+elementSize:])
			move := func(element []byte, by int) { // positions count from the element
				at := binary.NativeEndian.Uint32(element[4:])
				binary.NativeEndian.PutUint32(element[4:], uint32(int(at)+by))
			}
			move(first[:], -elementSize)
			move(second[:], elementSize)
			copy(page[pageHeader:], second[:])
			copy(page[pageHeader+elementSize:], first[:])
			return true
		},
		"a branch that leads back to itself": func(page []byte) bool {
			if binary.NativeEndian.Uint16(page[8:]) != branchPage {
				return false
			}
			copy(page[pageHeader+8:pageHeader+16], page[:8])
			return true
		},
	}
	for name, spoil := range cases {
		t.Run(name, func(t *testing.T) {
			l := filled(t, 200)
			file, err := os.ReadFile(l.path())
			if err != nil {
				t.Fatal(err)
			}
			size, spoilt := os.Getpagesize(), 0
			for at := 2 * size; at+size <= len(file); at += size {
				if spoil(file[at : at+size]) {
					spoilt++
				}
			}
			if spoilt == 0 {
				t.Fatal("nothing was spoilt")
			}
			write(t, l.path(), file)
			if _, err := Open(l.folder); !errors.Is(err, ErrDamaged) {
				t.Errorf("%v", err)
			}
		})
	}
}

// An index that lacks a delivery would never send it, and say nothing.
func TestOpen_FindsAnIndexThatDoesNotAgree(t *testing.T) {
	for name, spoil := range map[string]func(due *bbolt.Bucket) error{
		"lacks one": func(due *bbolt.Bucket) error { key, _ := due.Cursor().First(); return due.Delete(key) },
		"has one of no delivery": func(due *bbolt.Bucket) error {
			return due.Put(dueKey(dawn(), keyOf(77).bytes()), []byte{})
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLedger(t)
			queue(t, l, 3)
			if err := l.update(func(tx *bbolt.Tx) error { return spoil(open(tx).due) }); err != nil {
				t.Fatal(err)
			}
			if _, err := Open(l.folder); !errors.Is(err, ErrDamaged) {
				t.Errorf("%v", err)
			}
		})
	}
}
