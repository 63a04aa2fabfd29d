package deliveries

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
)

func TestKey_ComesBackFromItsBytesAndKeepsItsOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 4))
	texts := []string{"a", "ab", "a b", "\x01", "Месяц", "anna@example.com", "2026-12-01T08:00", strings.Repeat("x", 300)}
	any := func() Key {
		pick := func() string { return texts[random.IntN(len(texts))] }
		return Key{Job: pick(), Period: pick(), Recipient: pick(), Part: random.IntN(3) * random.IntN(1000)}
	}
	for range 2000 {
		a, b := any(), any()
		if got, err := parseKey(a.bytes()); err != nil || got != a {
			t.Fatalf("%#v comes back as %#v, %v", a, got, err)
		}
		byBytes := bytes.Compare(a.bytes(), b.bytes())
		byParts := slices.Compare([]string{a.Job, a.Period, a.Recipient}, []string{b.Job, b.Period, b.Recipient})
		if byParts == 0 {
			byParts = a.Part - b.Part
		}
		if (byBytes < 0) != (byParts < 0) || (byBytes == 0) != (a == b) || a.Compare(b) != byBytes {
			t.Fatalf("%#v and %#v: %d by bytes, %d by parts", a, b, byBytes, byParts)
		}
	}
}

func TestKey_RefusesWhatCannotBeOne(t *testing.T) {
	good := keyOf(0)
	for name, spoil := range map[string]func(*Key){
		"no job":        func(k *Key) { k.Job = "" },
		"no period":     func(k *Key) { k.Period = "" },
		"no recipient":  func(k *Key) { k.Recipient = "" },
		"a NUL":         func(k *Key) { k.Period = "a\x00b" },
		"not UTF-8":     func(k *Key) { k.Recipient = "a\xff" },
		"a part below":  func(k *Key) { k.Part = -1 },
		"an endless it": func(k *Key) { k.Job = strings.Repeat("x", 3000) },
	} {
		key := good
		spoil(&key)
		l := newLedger(t)
		if _, err := l.Queue(Delivery{Key: key}, []byte("x"), dawn()); err == nil {
			t.Errorf("%s was queued", name)
		}
		if _, err := l.Hold(Delivery{Key: key}, "", dawn()); err == nil {
			t.Errorf("%s was held", name)
		}
		if _, _, err := l.Find(key); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// No state leads out of a final one but the late answer to an unknown one, and
// every state that is not final leads to a final one.
func TestState_FinalOnesStay(t *testing.T) {
	for _, from := range AllStates() {
		leads := false
		for _, to := range AllStates() {
			may := from.may(to)
			leads = leads || may && to.Final()
			if may && from.Final() && from != Unknown {
				t.Errorf("from %s to %s", from, to)
			}
			if may && (to == Queued || to == Held || to == Recalled) {
				t.Errorf("from %s to %s by itself", from, to)
			}
			if may && to == HandingOver && from != Sending {
				t.Errorf("from %s to %s", from, to)
			}
		}
		if !from.Final() && !leads {
			t.Errorf("%s leads nowhere", from)
		}
		if from.NeedsPerson() && !from.Final() {
			t.Errorf("%s needs a person and goes on", from)
		}
	}
}

// FuzzRecord holds that any bytes in the place of a record are an error or the
// delivery of that key, and never a crash.
func FuzzRecord(f *testing.F) {
	key := keyOf(0)
	record, err := encode(key.bytes(), Delivery{Key: key, State: Queued})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(key.bytes(), record)
	f.Add([]byte{}, []byte{})
	f.Add([]byte("a\x00b\x00c\x00\x00\x00\x00\x00"), []byte(`12345678 {"job":"a"}`))
	f.Fuzz(func(t *testing.T, raw, record []byte) {
		delivery, err := decodeDelivery(raw, record)
		if err == nil && !bytes.Equal(delivery.bytes(), raw) {
			t.Errorf("%q is taken for %v", raw, delivery)
		}
		if parsed, err := parseKey(raw); err == nil && !bytes.Equal(parsed.bytes(), raw) {
			t.Errorf("%q is taken for the key %v", raw, parsed)
		}
		// With a right sum: what somebody wrote on purpose.
		forged := append(fmt.Appendf(nil, "%08x ", sum(raw, record)), record...)
		if delivery, err := decodeDelivery(raw, forged); err == nil && (!delivery.State.known() || delivery.Check() != nil) {
			t.Errorf("%q is taken for %v", forged, delivery)
		}
	})
}

// FuzzFile holds that a ledger that was changed anywhere, or cut, is an error
// or works, and never ends the process. Each three bytes set one byte of it.
func FuzzFile(f *testing.F) {
	l := filled(f, 60)
	whole, err := os.ReadFile(l.path())
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte{}, uint16(0))
	f.Add([]byte{0, 0, 1}, uint16(1))
	f.Add([]byte{64, 8, 255, 64, 10, 1}, uint16(0))
	f.Add([]byte{3, 10, 1, 3, 16, 4}, uint16(100))
	folder := f.TempDir()
	f.Fuzz(func(t *testing.T, changes []byte, cut uint16) {
		spoilt := append([]byte(nil), whole...)
		for ; len(changes) >= 3; changes = changes[3:] {
			spoilt[(int(changes[0])<<8|int(changes[1]))*len(spoilt)>>16] = changes[2]
		}
		spoilt = spoilt[:max(1, len(spoilt)-int(cut))]
		damaged := &Ledger{folder: folder, patience: lookPatience, unsynced: true}
		write(t, damaged.path(), spoilt)
		if err := makeFolder(damaged.outbox()); err != nil {
			t.Fatal(err)
		}
		if damaged.examine() != nil {
			return
		}
		if _, err := damaged.List(""); err != nil {
			t.Errorf("examined, and cannot be listed: %v", err)
		}
		if _, err := damaged.Queue(Delivery{Key: keyOf(999)}, messageOf(999), dawn()); err != nil {
			t.Errorf("examined, and cannot be written: %v", err)
		}
		if err := damaged.examine(); err != nil {
			t.Errorf("what was written cannot be read: %v", err)
		}
	})
}
