package job

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func exampleManifest() Manifest {
	return Manifest{
		Clientele: "0.1.0", AsOf: "2011-12-09", Config: "c0ffee", Snapshot: 3,
		Inputs:   []FileHash{{"exports/b.csv", "bb", 2}, {"exports/a <&>.csv", "aa", 1}},
		Outputs:  []FileHash{{"report.xlsx", "dd", 4}, {"report.html", "cc", 3}},
		Counts:   []LoadCount{{Source: "shop", File: "b.csv", Read: 2, Loaded: 2, AmountRead: "1.50"}, {Source: "shop", File: "a.csv"}},
		Steps:    []StepCount{{"load", "finished", 2}, {"analyse", "skipped", 0}},
		Warnings: []string{"second", "first"},
	}
}

func TestManifest_BytesDoNotDependOnTheOrderOfFiles(t *testing.T) {
	want, err := exampleManifest().Encode()
	if err != nil {
		t.Fatal(err)
	}
	for seed := range uint64(20) {
		m := exampleManifest()
		random := rand.New(rand.NewPCG(seed, 0))
		random.Shuffle(len(m.Inputs), func(i, j int) { m.Inputs[i], m.Inputs[j] = m.Inputs[j], m.Inputs[i] })
		random.Shuffle(len(m.Outputs), func(i, j int) { m.Outputs[i], m.Outputs[j] = m.Outputs[j], m.Outputs[i] })
		random.Shuffle(len(m.Counts), func(i, j int) { m.Counts[i], m.Counts[j] = m.Counts[j], m.Counts[i] })
		got, err := m.Encode()
		if err != nil || !bytes.Equal(got, want) {
			t.Fatalf("seed %d: %v\n%s", seed, err, cmp.Diff(string(want), string(got)))
		}
	}
	if !bytes.HasSuffix(want, []byte("}\n")) || !bytes.Contains(want, []byte("a <&>.csv")) {
		t.Errorf("not canonical:\n%s", want)
	}
}

func TestManifest_IsReadAsItWasWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), ManifestName)
	if err := WriteManifest(path, exampleManifest()); err != nil {
		t.Fatal(err)
	}
	got, err := ReadManifest(path)
	if err != nil {
		t.Fatal(err)
	}
	want, err := exampleManifest().Encode()
	if err != nil {
		t.Fatal(err)
	}
	again, err := got.Encode()
	if err != nil || !bytes.Equal(again, want) {
		t.Errorf("%v\n%s", err, cmp.Diff(string(want), string(again)))
	}
}

func TestManifest_EmptyListsAreNotNull(t *testing.T) {
	content, err := Manifest{}.Encode()
	if err != nil || bytes.Contains(content, []byte("null")) {
		t.Errorf("%v\n%s", err, content)
	}
}

func TestReadManifest_SaysWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct{ content, want string }{
		"cut":   {`{"format": 1, `, "unexpected end"},
		"later": {`{"format": 2}`, "its format is 2"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), ManifestName)
			if err := os.WriteFile(path, []byte(c.content), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := ReadManifest(path)
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), path) {
				t.Errorf("err = %v, want one with %q and the path", err, c.want)
			}
		})
	}
}

// The hash of "abc" stands in FIPS 180-2, appendix B.1.
func TestHashFile_IsSHA256(t *testing.T) {
	path := filepath.Join(t.TempDir(), "abc.txt")
	if err := os.WriteFile(path, []byte("abc"), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := HashFile(path, "exports/abc.txt")
	want := FileHash{"exports/abc.txt", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", 3}
	if err != nil || got != want {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestWriteFile_FailureLeavesTheOldFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "models.json")
	if err := os.WriteFile(path, []byte("old"), 0o640); err != nil {
		t.Fatal(err)
	}
	err := WriteFile(path, func(w io.Writer) error {
		_, err := io.WriteString(w, "half")
		return errors.Join(err, syscall.ENOSPC)
	})
	if !errors.Is(err, ErrDiskFull) || !strings.Contains(err.Error(), "what was there before is unchanged") {
		t.Errorf("err = %v", err)
	}
	content, err := os.ReadFile(path)
	if err != nil || string(content) != "old" {
		t.Errorf("content %q, %v", content, err)
	}
	if err := WriteFile(path, func(w io.Writer) error { _, err := io.WriteString(w, "new"); return err }); err != nil {
		t.Fatal(err)
	}
	content, err = os.ReadFile(path)
	state, _ := os.Stat(path)
	if err != nil || string(content) != "new" || state.Mode().Perm() != 0o640 {
		t.Errorf("content %q, mode %s, %v", content, state.Mode(), err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("left over: %v, %v", entries, err)
	}
}
