package lake

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func tell(t *testing.T, l *Lake, on, content string) Told {
	t.Helper()
	told, err := l.Tell("forecasts", Told{On: on, Snapshot: 3, Content: json.RawMessage(content)})
	if err != nil {
		t.Fatal(err)
	}
	return told
}

func TestLedger_KeepsWhatWasToldInOrder(t *testing.T) {
	l := openLake(t)
	tell(t, l, "2026-10-31", `{"mean":[1.5,"<b>"]}`)
	tell(t, l, "2026-11-30", `{"mean":[2]}`)
	told, damaged, err := l.Ledger("forecasts")
	if err != nil || len(damaged) > 0 || len(told) != 2 {
		t.Fatal(told, damaged, err)
	}
	if told[0].Number != 1 || told[0].On != "2026-10-31" || told[0].Snapshot != 3 || string(told[0].Content) != `{"mean":[1.5,"<b>"]}` || told[1].Number != 2 {
		t.Errorf("%+v", told)
	}
	if none, _, err := l.Ledger("plans"); err != nil || none != nil {
		t.Error("a ledger that nobody wrote has entries", none, err)
	}
}

// A run that is repeated says the same again; a corrected one says something
// new, and what was said before stays.
func TestLedger_TheSameIsToldOnce(t *testing.T) {
	l := openLake(t)
	first := tell(t, l, "2026-10-31", `"<a>"`)
	if again := tell(t, l, "2026-10-31", `"<a>"`); again.Number != first.Number {
		t.Errorf("entry %d, want the first one again", again.Number)
	}
	if corrected := tell(t, l, "2026-10-31", `2`); corrected.Number != 2 {
		t.Errorf("entry %d, want 2", corrected.Number)
	}
	if back := tell(t, l, "2026-10-31", `"<a>"`); back.Number != 3 {
		t.Errorf("entry %d: what was said last was something else", back.Number)
	}
	if other := tell(t, l, "2026-11-30", `"<a>"`); other.Number != 4 {
		t.Errorf("entry %d, want a new one for another day", other.Number)
	}
}

func TestLedger_RefusesWhatNobodyCouldRead(t *testing.T) {
	l := openLake(t)
	for _, c := range []struct{ ledger, on, content, says string }{
		{"../data", "2026-10-31", `1`, "no name of a ledger"},
		{"forecasts", "31.10.2026", `1`, "no day"},
		{"forecasts", "2026-10-31", `{"a": 1}`, "without blanks"},
		{"forecasts", "2026-10-31", `{`, "not JSON"},
		{"forecasts", "2026-10-31", ``, "not JSON"},
	} {
		_, err := l.Tell(c.ledger, Told{On: c.on, Content: json.RawMessage(c.content)})
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%+v: %v", c, err)
		}
	}
	if entries, _ := os.ReadDir(filepath.Join(l.dir, "ledger")); len(entries) > 0 {
		t.Error("something was written")
	}
}

func TestLedger_WritersAtOnceAllKeepTheirs(t *testing.T) {
	l := openLake(t)
	const writers = 8
	var group sync.WaitGroup
	for i := range writers {
		group.Go(func() {
			if _, err := l.Tell("forecasts", Told{On: "2026-10-31", Content: json.RawMessage(fmt.Sprint(i))}); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	told, _, err := l.Ledger("forecasts")
	if err != nil || len(told) != writers {
		t.Fatalf("%d entries of %d, %v", len(told), writers, err)
	}
	seen := map[string]bool{}
	for i, one := range told {
		seen[string(one.Content)] = true
		if one.Number != i+1 {
			t.Errorf("entry %d stands at %d", one.Number, i+1)
		}
	}
	if len(seen) != writers {
		t.Errorf("%d different entries of %d", len(seen), writers)
	}
}

func TestVerify_FindsEveryFlippedBitOfALedger(t *testing.T) {
	l := openLake(t)
	tell(t, l, "2026-10-31", `{"mean":[1.5]}`)
	tell(t, l, "2026-11-30", `{"mean":[2.5]}`)
	path := filepath.Join(l.ledgerPath("forecasts"), snapshotName(1))
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for bit := range 8 * len(whole) {
		changed := append([]byte(nil), whole...)
		changed[bit/8] ^= 1 << (bit % 8)
		if err := os.WriteFile(path, changed, 0o600); err != nil {
			t.Fatal(err)
		}
		problems, err := l.Verify(t.Context())
		if err != nil || len(problems) != 1 || problems[0].Path != "ledger/forecasts/00000001.json" {
			t.Fatalf("bit %d: %+v, %v", bit, problems, err)
		}
		told, damaged, err := l.Ledger("forecasts")
		if err != nil || len(told) != 1 || told[0].Number != 2 || len(damaged) != 1 {
			t.Fatalf("bit %d: %+v, %+v, %v", bit, told, damaged, err)
		}
	}
	// Its number is taken all the same.
	if next := tell(t, l, "2026-10-31", `{"mean":[1.5]}`); next.Number != 3 {
		t.Errorf("entry %d, want 3", next.Number)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	problems, err := l.Verify(t.Context())
	if err != nil || len(problems) != 1 || problems[0].What != "is missing" {
		t.Errorf("a removed entry: %+v, %v", problems, err)
	}
}

func TestLedger_OutlivesRollbackAndGC(t *testing.T) {
	l := openLake(t)
	mustBring(t, l, "a.csv", "a", "2026-01")
	mustBring(t, l, "b.csv", "b", "2026-02")
	tell(t, l, "2026-10-31", `1`)
	if _, err := l.Rollback(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	if _, err := l.GC(t.Context(), 1, 0, time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	told, damaged, err := l.Ledger("forecasts")
	if err != nil || len(told) != 1 || len(damaged) > 0 {
		t.Errorf("%+v, %+v, %v", told, damaged, err)
	}
	if problems, err := l.Verify(t.Context()); err != nil || len(problems) > 0 {
		t.Errorf("%+v, %v", problems, err)
	}
}

func TestLedger_AFullDiskTellsNothing(t *testing.T) {
	l := openLake(t)
	tell(t, l, "2026-10-31", `1`)
	l.write = func(string, []byte) error { return ErrDiskFull }
	if _, err := l.Tell("forecasts", Told{On: "2026-11-30", Content: json.RawMessage(`2`)}); err == nil {
		t.Fatal("a full disk was not noticed")
	}
	if told, damaged, err := l.Ledger("forecasts"); err != nil || len(told) != 1 || len(damaged) > 0 {
		t.Errorf("%+v, %+v, %v", told, damaged, err)
	}
}

func FuzzParseEntry(f *testing.F) {
	whole, err := encodeEntry(Told{Number: 1, On: "2026-10-31", Snapshot: 2, Content: json.RawMessage(`{"a":1}`)})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add([]byte(`{"format":1,"number":1,"on":"2026-10-31","snapshot":2,"content":null,"checksum":""}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		told, err := parseEntry(content)
		if err != nil {
			return
		}
		again, err := encodeEntry(told)
		if err != nil || string(again) != string(content) {
			t.Fatalf("%q was read as %+v, which is written as %q (%v)", content, told, again, err)
		}
	})
}
