package job

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// without is an exchange on a file system that has none.
func without(_, _ string) error { return errors.ErrUnsupported }

// ways are both ways to put results in place.
func ways() map[string]func(a, b string) error {
	return map[string]func(a, b string) error{"exchange": exchange, "two renames": without}
}

// write writes one generation of results, with a manifest that lists them.
func write(dir string, exchange func(a, b string) error, generation string, files ...string) error {
	o, err := begin(dir, exchange)
	if err != nil {
		return err
	}
	defer func() { _ = o.Abort() }()
	for _, name := range files {
		if err := put(o, name, generation); err != nil {
			return err
		}
	}
	hashes, err := o.Files()
	if err != nil {
		return err
	}
	if err := WriteManifest(filepath.Join(o.Dir(), ManifestName), Manifest{AsOf: generation, Outputs: hashes}); err != nil {
		return err
	}
	return o.Publish()
}

func put(o *Outputs, name, content string) error {
	w, err := o.Create(name)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, content)
	return errors.Join(err, w.Close())
}

// tree is every file below a folder with its content, but for the manifest.
func tree(t *testing.T, root string) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || entry.Name() == ManifestName {
			return err
		}
		content, err := os.ReadFile(path)
		name, _ := filepath.Rel(root, path)
		files = append(files, filepath.ToSlash(name)+"="+string(content))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// beside are the names in the folder that holds dir.
func beside(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

func TestOutputs_ReplaceTheFolderAsAWhole(t *testing.T) {
	for way, exchange := range ways() {
		t.Run(way, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "out", "2011-12-09")
			if err := write(dir, exchange, "one", "report.xlsx", "lists/gone.csv"); err != nil {
				t.Fatal(err)
			}
			if err := write(dir, exchange, "two", "report.xlsx", "lists/vip.csv"); err != nil {
				t.Fatal(err)
			}
			want := []string{"lists/vip.csv=two", "report.xlsx=two"}
			if got := tree(t, dir); !slices.Equal(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
			if got := beside(t, dir); !slices.Equal(got, []string{"2011-12-09"}) {
				t.Errorf("left over: %v", got)
			}
			state, err := os.Stat(dir)
			if err != nil || state.Mode().Perm() != 0o755 {
				t.Errorf("mode %v, %v: colleagues must be able to read it", state.Mode(), err)
			}
		})
	}
}

func TestOutputs_AbortLeavesTheOldResults(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "2011-12-09")
	if err := write(dir, exchange, "one", "report.xlsx"); err != nil {
		t.Fatal(err)
	}
	o, err := Begin(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(put(o, "report.xlsx", "half"), o.Abort()); err != nil {
		t.Fatal(err)
	}
	if got := tree(t, dir); !slices.Equal(got, []string{"report.xlsx=one"}) {
		t.Errorf("got %v", got)
	}
	if got := beside(t, dir); len(got) != 1 {
		t.Errorf("left over: %v", got)
	}
}

func TestOutputs_WhatPeopleAddedIsKept(t *testing.T) {
	for way, exchange := range ways() {
		t.Run(way, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "2011-12-09")
			if err := write(dir, exchange, "one", "report.xlsx", "old list.csv"); err != nil {
				t.Fatal(err)
			}
			notes := filepath.Join(dir, "board meeting", "notes.txt")
			err := errors.Join(os.MkdirAll(filepath.Dir(notes), 0o755), os.WriteFile(notes, []byte("mine"), 0o644),
				os.Symlink("report.xlsx", filepath.Join(dir, "shortcut")))
			if err != nil {
				t.Fatal(err)
			}
			if err := write(dir, exchange, "two", "report.xlsx"); err != nil {
				t.Fatal(err)
			}
			want := []string{"board meeting/notes.txt=mine", "report.xlsx=two", "shortcut=two"}
			if got := tree(t, dir); !slices.Equal(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

func TestOutputs_AFolderOfOthersIsRefused(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "documents")
	if err := errors.Join(os.Mkdir(dir, 0o755), os.WriteFile(filepath.Join(dir, "will.txt"), []byte("mine"), 0o644)); err != nil {
		t.Fatal(err)
	}
	if err := write(dir, exchange, "one", "report.xlsx"); err == nil || !strings.Contains(err.Error(), "no run.json of an earlier run") {
		t.Errorf("err = %v", err)
	}
	if got := tree(t, dir); !slices.Equal(got, []string{"will.txt=mine"}) {
		t.Errorf("got %v", got)
	}
	for _, bad := range []string{".", "..", "/", filepath.Join("a", "..")} {
		if _, err := Begin(bad); err == nil {
			t.Errorf("Begin(%q) was accepted", bad)
		}
	}
	link := filepath.Join(filepath.Dir(dir), "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Fatal(err)
	}
	if _, err := Begin(link); err == nil {
		t.Error("a link to a folder was accepted")
	}
}

func TestOutputs_NamesStayInside(t *testing.T) {
	o, err := Begin(filepath.Join(t.TempDir(), "2011-12-09"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"../escape", "/etc/escape", "", "a/../../escape"} {
		if _, err := o.Create(name); err == nil {
			t.Errorf("%q was accepted", name)
		}
	}
	if err := put(o, "twice.csv", "a"); err != nil {
		t.Fatal(err)
	}
	if err := put(o, "twice.csv", "b"); !errors.Is(err, fs.ErrExist) {
		t.Errorf("the same result twice: %v", err)
	}
	if err := o.Publish(); err == nil {
		t.Error("results without a manifest were published")
	}
	if err := o.Abort(); err != nil {
		t.Error(err)
	}
}

func TestOutputs_LivingRunsAreLeftAloneAndDeadOnesRemoved(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "2011-12-09")
	alive, err := Begin(dir)
	if err != nil {
		t.Fatal(err)
	}
	dead := dir + ".tmp-4294967-0"
	copied := dir + ".old-2010"
	if err := errors.Join(os.Mkdir(dead, 0o755), os.Mkdir(copied, 0o755), put(alive, "report.xlsx", "alive")); err != nil {
		t.Fatal(err)
	}
	if err := write(dir, exchange, "other", "report.xlsx"); err != nil {
		t.Fatal(err)
	}
	want := []string{"2011-12-09", filepath.Base(copied), filepath.Base(alive.Dir())}
	if got := beside(t, dir); !slices.Equal(got, want) {
		t.Errorf("beside: %v, want %v", got, want)
	}
	if err := WriteManifest(filepath.Join(alive.Dir(), ManifestName), Manifest{}); err != nil {
		t.Fatal(err)
	}
	if err := alive.Publish(); err != nil {
		t.Fatal(err)
	}
	if got := tree(t, dir); !slices.Equal(got, []string{"report.xlsx=alive"}) {
		t.Errorf("got %v", got)
	}
	if got := beside(t, dir); !slices.Equal(got, want[:2]) {
		t.Errorf("left over: %v", got)
	}
}

// A run that was killed between the two renames of a file system without
// exchange.
func TestRecover_PutsCompleteResultsInPlace(t *testing.T) {
	for _, c := range []struct{ left, want string }{{"old tmp", "new"}, {"old", "old"}, {"dir old", "dir"}, {"dir tmp", "dir"}, {"dir old tmp", "dir"}} {
		t.Run(c.left, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "2011-12-09")
			for part, content := range map[string]string{"old": "old", "tmp": "new", "dir": "dir"} {
				if !slices.Contains(strings.Fields(c.left), part) {
					continue
				}
				at := map[string]string{"old": dir + ".old-12-0", "tmp": dir + ".tmp-12-0", "dir": dir}[part]
				if err := errors.Join(os.Mkdir(at, 0o755), os.WriteFile(filepath.Join(at, "a"), []byte(content), 0o644)); err != nil {
					t.Fatal(err)
				}
			}
			if err := Recover(dir); err != nil {
				t.Fatal(err)
			}
			if got := tree(t, dir); !slices.Equal(got, []string{"a=" + c.want}) {
				t.Errorf("got %v, want %s", got, c.want)
			}
			if got := beside(t, dir); len(got) != 1 {
				t.Errorf("left over: %v", got)
			}
		})
	}
}

func TestOutputs_FilesAreHashedByName(t *testing.T) {
	o, err := Begin(filepath.Join(t.TempDir(), "2011-12-09"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = o.Abort() }()
	if err := errors.Join(put(o, "z.csv", "abc"), put(o, "lists/a.csv", ""), put(o, ManifestName, "{}")); err != nil {
		t.Fatal(err)
	}
	files, err := o.Files()
	got := fmt.Sprintf("%.8s %.8s", files[0].SHA256, files[1].SHA256)
	if err != nil || len(files) != 2 || files[0].File != "lists/a.csv" || files[1].Bytes != 3 || got != "e3b0c442 ba7816bf" {
		t.Errorf("files = %+v, %v", files, err)
	}
}
