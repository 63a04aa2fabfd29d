package etl

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// unpublished fails where a failed load left anything behind.
func (w *workspace) unpublished(what string) {
	w.Helper()
	latest, err := w.lake.Latest()
	if err != nil || latest.Version != 0 {
		w.Errorf("%s: version %d is published (%v)", what, latest.Version, err)
	}
	left, err := filepath.Glob(filepath.Join(w.dir, "lake", "*", "*"))
	if err != nil || len(left) != 0 {
		w.Errorf("%s: left in the lake: %v (%v)", what, left, err)
	}
}

func TestFailure_AFileThatCannotBeReadIsToldWithWhatToDo(t *testing.T) {
	w := newWorkspace(t, 1)
	good := w.file("good.csv", plainCSV, shop())
	folder := good
	folder.Path = filepath.Join(w.dir, "exports")
	if err := os.Mkdir(folder.Path, 0o700); err != nil {
		t.Fatal(err)
	}
	missing := good
	missing.Path = filepath.Join(w.dir, "missing.csv")
	cases := map[string]struct {
		file File
		want string
	}{
		"missing": {missing, "missing.csv: there is no such file; is the export there, and is its name right?"},
		"folder":  {folder, "exports: it is a folder, not a file; name the files in it (folder/*.csv)"},
	}
	if os.Getuid() != 0 { // who may read everything
		closed := w.file("closed.csv", plainCSV, shop())
		if err := os.Chmod(closed.Path, 0); err != nil {
			t.Fatal(err)
		}
		cases["closed"] = struct {
			file File
			want string
		}{closed, "closed.csv: reading it is not permitted; give this user the right to read it"}
	}
	for name, c := range cases {
		_, _, err := w.load(nil, good, c.file) // the good one is not published alone
		var told *FileError
		if !errors.As(err, &told) || !errors.Is(err, ErrInput) || !strings.HasSuffix(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
		w.unpublished(name)
	}
}

func TestFailure_AFormatThatTheFileDoesNotHaveIsTold(t *testing.T) {
	w := newWorkspace(t, 1)
	for format, want := range map[string]string{
		"xlsx": "", "parquet": "it is no readable Parquet file", "json": "",
	} {
		source := shop()
		source.Format = format
		_, _, err := w.load(nil, w.file("f.csv", plainCSV, source))
		if !errors.Is(err, ErrInput) || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "f.csv") {
			t.Errorf("%s: %v", format, err)
		}
		w.unpublished(format)
	}
}

// An export that is still being written, or is replaced while it is read, would
// be kept under the hash of another content.
func TestFailure_AFileThatChangesWhileItIsReadIsNotLoaded(t *testing.T) {
	for name, change := range map[string]func(path string) error{
		"grows": func(path string) error {
			file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
			if err != nil {
				return err
			}
			_, err = file.WriteString("Z,2024-05-01,x,1\n")
			return errors.Join(err, file.Close())
		},
		"is replaced": func(path string) error {
			return errors.Join(os.WriteFile(path+".new", []byte(plainCSV), 0o600), os.Rename(path+".new", path))
		},
		"vanishes": os.Remove,
	} {
		w := newWorkspace(t, 1)
		file := w.file("f.csv", plainCSV+strings.Repeat("C,2024-05-01,x,1\n", 20_000), shop())
		transaction, err := w.lake.Begin()
		if err != nil {
			t.Fatal(err)
		}
		changed := false
		loader := Loader{Transaction: transaction, Workers: w.workers}
		_, err = loader.Load(context.Background(), file, func(int64, float64) {
			if !changed {
				changed = true
				if err := change(file.Path); err != nil {
					t.Error(err)
				}
			}
		})
		if !errors.Is(err, ErrInput) || !strings.Contains(err.Error(), "it changed while it was read; wait until it is written and run again") {
			t.Errorf("%s: %v", name, err)
		}
		if err := transaction.Abort(); err != nil {
			t.Error(err)
		}
		w.unpublished(name)
	}
}

func TestFailure_AnInterruptedLoadEndsAndLeavesNothing(t *testing.T) {
	w := newWorkspace(t, 2)
	file := w.file("f.csv", plainCSV+strings.Repeat("C,2024-05-01,x,1\n", 200_000), shop())
	transaction, err := w.lake.Begin()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	_, err = Loader{Transaction: transaction, Workers: w.workers}.Load(ctx, file, func(rows int64, _ float64) {
		if rows > 10_000 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if err := transaction.Abort(); err != nil {
		t.Error(err)
	}
	w.unpublished("interrupted")
	w.expect(w.file("g.csv", plainCSV, shop()), shown(), plainOutcome()...) // the engine lives
}
