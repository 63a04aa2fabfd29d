package lake

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

// example is a snapshot with two loads and three files, in disorder.
func example() Snapshot {
	a, b := loadWith("a.csv", "a"), loadWith(`b "<&>\u202e.csv`, "b")
	file := func(load Load, month, hash string) File {
		f := File{Entity: "purchases", Month: month, Load: load.ID, Rows: 3, Bytes: 11, SHA256: strings.Repeat(hash, 64)}
		f.Path = f.name()
		return f
	}
	return Snapshot{
		Version: 3, Parent: 2, Restored: 1,
		Files: []File{file(b, "2011-01", "b"), file(a, "2010-12", "a"), file(a, "", "c")},
		Loads: []Load{b, a},
	}
}

func encoded(t testing.TB, snapshot Snapshot) []byte {
	t.Helper()
	content, err := Encode(snapshot)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestEncode_BytesDoNotDependOnTheOrder(t *testing.T) {
	want := encoded(t, example())
	for seed := range uint64(20) {
		s := example()
		random := rand.New(rand.NewPCG(seed, 0))
		random.Shuffle(len(s.Files), func(i, j int) { s.Files[i], s.Files[j] = s.Files[j], s.Files[i] })
		random.Shuffle(len(s.Loads), func(i, j int) { s.Loads[i], s.Loads[j] = s.Loads[j], s.Loads[i] })
		if got := encoded(t, s); !bytes.Equal(got, want) {
			t.Fatalf("seed %d gave\n%s\nwant\n%s", seed, got, want)
		}
	}
}

func TestParse_ReadsWhatEncodeWrote(t *testing.T) {
	for _, s := range []Snapshot{example(), {Version: 1, Files: []File{}, Loads: []Load{}}} {
		got, err := Parse(encoded(t, s))
		if err != nil {
			t.Fatal(err)
		}
		s.sort()
		if got.Version != s.Version || got.Parent != s.Parent || got.Restored != s.Restored || !got.same(s) {
			t.Errorf("got %+v, want %+v", got, s)
		}
	}
}

func TestParse_FindsAFlippedBitInAnyByte(t *testing.T) {
	content := encoded(t, example())
	random := rand.New(rand.NewPCG(1, 2))
	for i := range content {
		bit := random.IntN(8)
		content[i] ^= 1 << bit
		if _, err := Parse(content); err == nil {
			t.Fatalf("bit %d of byte %d was flipped, and nothing was found:\n%s", bit, i, content)
		}
		content[i] ^= 1 << bit
	}
}

func TestParse_FindsEveryCut(t *testing.T) {
	content := encoded(t, example())
	for n := range content {
		if _, err := Parse(content[:n]); err == nil {
			t.Fatalf("cut after %d bytes, and nothing was found", n)
		}
	}
	if _, err := Parse(append(content, '\n')); err == nil {
		t.Error("a line was appended, and nothing was found")
	}
}

// Lists that somebody made with a right checksum, but that must not be
// followed.
func TestParse_RefusesListsThatCannotBe(t *testing.T) {
	for name, spoil := range map[string]func(*Snapshot){
		"path outside":          func(s *Snapshot) { s.Files[0].Path = "../../etc/passwd" },
		"absolute path":         func(s *Snapshot) { s.Files[0].Path = "/etc/passwd" },
		"path of another hash":  func(s *Snapshot) { s.Files[0].SHA256 = strings.Repeat("f", 64) },
		"hash too short":        func(s *Snapshot) { s.Files[0].SHA256 = "f" },
		"entity as a path":      func(s *Snapshot) { s.Files[0].Entity = "../x"; s.Files[0].Path = s.Files[0].name() },
		"thirteenth month":      func(s *Snapshot) { s.Files[0].Month = "2011-13"; s.Files[0].Path = s.Files[0].name() },
		"file of no load":       func(s *Snapshot) { s.Files[0].Load = strings.Repeat("0", 32) },
		"file twice":            func(s *Snapshot) { s.Files = append(s.Files, s.Files[0]) },
		"load twice":            func(s *Snapshot) { s.Loads = append(s.Loads, s.Loads[0]) },
		"source file twice":     func(s *Snapshot) { s.Loads[0].File = s.Loads[1].File },
		"negative rows":         func(s *Snapshot) { s.Files[0].Rows = -1 },
		"own parent":            func(s *Snapshot) { s.Parent = 3 },
		"version 0":             func(s *Snapshot) { s.Version, s.Parent, s.Restored = 0, 0, 0 },
		"restores itself":       func(s *Snapshot) { s.Restored = 3 },
		"lines do not add up":   func(s *Snapshot) { s.Loads[0].Rejected++ },
		"amounts do not add up": func(s *Snapshot) { s.Loads[0].AmountLoaded = "7.51" },
		"amount is no decimal":  func(s *Snapshot) { s.Loads[0].AmountLoaded = "1e999999999" },
		"amount is a fraction":  func(s *Snapshot) { s.Loads[0].AmountLoaded = "15/2" },
		"load without a file":   func(s *Snapshot) { s.Loads[0].File = "" },
		"load without a hash":   func(s *Snapshot) { s.Loads[0].ID = "x" },
	} {
		t.Run(name, func(t *testing.T) {
			s := example()
			spoil(&s)
			if _, err := Parse(encoded(t, s)); err == nil || strings.Contains(err.Error(), "checksum") {
				t.Errorf("err = %v, want one about the content", err)
			}
		})
	}
}

func TestAt_DamageNamesTheFileAndTheWayOut(t *testing.T) {
	for name, c := range map[string]struct{ content, want string }{
		"empty":        {"", "the file is empty"},
		"half written": {`{"format": 1, "version": 1, "fil`, "it is not a whole list of files: unexpected EOF"},
		"later format": {`{"format": 2, "branches": 1}`, "its format is 2, and this version reads format 1"},
		"unknown":      {`{"format": 1, "colour": "red"}`, `unknown field "colour"`},
		"other":        {string(encoded(t, example())), "it says that it is version 3"},
	} {
		t.Run(name, func(t *testing.T) {
			l := openLake(t)
			path := l.snapshotPath(1)
			if err := os.WriteFile(path, []byte(c.content), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := l.Latest()
			if !errors.Is(err, ErrDamaged) {
				t.Fatalf("err = %v", err)
			}
			for _, want := range []string{c.want, path, "rollback"} {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q is not in %v", want, err)
				}
			}
		})
	}
}

func TestVersionOf_IgnoresWhatIsNoSnapshot(t *testing.T) {
	for name, want := range map[string]int{
		"00000001.json": 1, "12345678.json": 12345678, "123456789.json": 123456789,
		"00000000.json": 0, "1.json": 0, "00000001.json~": 0, "00000001 (copy).json": 0, "-0000001.json": 0, "+0000001.json": 0, "000000001.json": 0,
	} {
		if got, ok := versionOf(name); ok != (want > 0) || (ok && got != want) {
			t.Errorf("versionOf(%q) = %d, %v, want %d", name, got, ok, want)
		}
	}
}

// What Parse accepts it accepts because Encode would write the same.
func FuzzSnapshot(f *testing.F) {
	f.Add(encoded(f, example()))
	f.Add(encoded(f, Snapshot{Version: 1}))
	f.Add([]byte(`{"format":1}`))
	f.Add([]byte(`{"format":1,"files":[{"path":"../x"}]}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		snapshot, err := Parse(content)
		if err != nil {
			return
		}
		if again := encoded(t, snapshot); !bytes.Equal(again, content) {
			t.Errorf("accepted\n%s\nand would write\n%s", content, again)
		}
	})
}
