package lake

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

func TestLatest_EmptyLakeIsVersionZero(t *testing.T) {
	l := openLake(t)
	snapshot, err := l.Latest()
	if err != nil || snapshot.Version != 0 || len(snapshot.Files) != 0 {
		t.Errorf("latest = %+v, %v", snapshot, err)
	}
	if _, err := l.At(7); !errors.Is(err, ErrNoSnapshot) || !strings.Contains(err.Error(), "version 7") {
		t.Errorf("err = %v", err)
	}
}

func TestOpen_AFileInTheWayIsNamed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lake")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("err = %v", err)
	}
}

func TestLake_CanBeMovedAndReachedByALink(t *testing.T) {
	l := openLake(t)
	mustBring(t, l, "a.csv", "a", "2010-12", "")
	moved := filepath.Join(t.TempDir(), "elsewhere")
	if err := os.Rename(l.Dir(), moved); err != nil {
		t.Fatal(err)
	}
	link := moved + "-link"
	if err := os.Symlink(moved, link); err != nil {
		t.Fatal(err)
	}
	for i, dir := range []string{moved, link} {
		again, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		mustBeClean(t, again)
		if got := latest(t, again); len(got.Files) != 2+i {
			t.Errorf("latest = %+v", got)
		}
		mustBring(t, again, filepath.Base(dir), dir, "2011-01")
	}
}

func TestList_ShowsDamageBesideWhatIsSound(t *testing.T) {
	l := openLake(t)
	for _, name := range []string{"a", "b", "c"} {
		mustBring(t, l, name, name, "2010-12")
	}
	if err := os.WriteFile(l.snapshotPath(2), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	list, err := l.List()
	if err != nil || len(list) != 3 {
		t.Fatalf("list = %+v, %v", list, err)
	}
	if list[0].Damage != nil || !errors.Is(list[1].Damage, ErrDamaged) || list[2].Damage != nil || list[2].PublishedAt.IsZero() {
		t.Errorf("list = %+v", list)
	}
}

func TestVerify_FindsOneFlippedBitInAFile(t *testing.T) {
	l := openLake(t)
	mustBring(t, l, "a.csv", strings.Repeat("a", 5000), "2010-12")
	mustBring(t, l, "b.csv", "b", "2010-12")
	file := mustBring(t, l, "a.csv", strings.Repeat("a", 5000), "2010-12").Snapshot.Files
	index := slices.IndexFunc(file, func(f File) bool { return f.Bytes > 5000 })
	path := l.Path(file[index])
	sound, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		content := bytes.Clone(sound)
		at, bit := random.IntN(len(content)), random.IntN(8)
		content[at] ^= 1 << bit
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		problems, err := l.Verify(context.Background())
		if err != nil || len(problems) != 1 || problems[0].Path != file[index].Path || !slices.Equal(problems[0].Versions, []int{1, 2}) {
			t.Fatalf("bit %d of byte %d: problems %+v, %v", bit, at, problems, err)
		}
	}
}

func TestVerify_NamesWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(l *Lake, path string) error
		want  string
	}{
		"missing": {func(_ *Lake, path string) error { return os.Remove(path) }, "is missing"},
		"longer": {func(_ *Lake, path string) error {
			return errors.Join(os.Chmod(path, 0o600), os.WriteFile(path, make([]byte, 100), 0o600))
		}, "has 100 bytes instead of"},
		"link": {func(l *Lake, path string) error {
			other := filepath.Join(l.Dir(), "other")
			return errors.Join(os.Rename(path, other), os.Symlink(other, path))
		}, "is not a regular file"},
		"changed through a second name": {func(l *Lake, path string) error {
			second := filepath.Join(l.Dir(), "second")
			content, err := os.ReadFile(path)
			content[5] ^= 1
			return errors.Join(err, os.Link(path, second), os.Chmod(second, 0o600), os.WriteFile(second, content, 0o600))
		}, "was changed"},
		"list missing": {func(l *Lake, _ string) error { return os.Remove(l.snapshotPath(2)) }, "is missing"},
		"list damaged": {func(l *Lake, _ string) error { return os.WriteFile(l.snapshotPath(2), nil, 0o600) }, "the file is empty"},
	} {
		t.Run(name, func(t *testing.T) {
			l := openLake(t)
			snapshot := mustBring(t, l, "a.csv", "a", "2010-12").Snapshot
			mustBring(t, l, "b.csv", "b", "2011-01")
			mustBring(t, l, "c.csv", "c", "2011-02")
			if err := c.spoil(l, l.Path(snapshot.Files[0])); err != nil {
				t.Fatal(err)
			}
			problems, err := l.Verify(context.Background())
			if err != nil || len(problems) != 1 || !strings.Contains(problems[0].What, c.want) {
				t.Errorf("problems %+v, %v, want one with %q", problems, err, c.want)
			}
		})
	}
}

func TestVerify_CanBeInterrupted(t *testing.T) {
	l := openLake(t)
	mustBring(t, l, "a.csv", "a", "2010-12")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := l.Verify(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v", err)
	}
}

func TestAdd_RefusesWhatIsNoFinishedParquetFile(t *testing.T) {
	l := openLake(t)
	tx, err := l.Begin()
	if err != nil {
		t.Fatal(err)
	}
	at := func(name string) string { return filepath.Join(tx.Dir(), name) }
	err = errors.Join(
		os.WriteFile(at("good"), parquet("rows"), 0o600), os.WriteFile(at("half"), []byte("PAR1 rows"), 0o600),
		os.WriteFile(at("empty"), nil, 0o600), os.Mkdir(at("folder"), 0o700), os.Symlink(at("good"), at("link")),
		os.WriteFile(at("../outside"), parquet("rows"), 0o600))
	if err != nil {
		t.Fatal(err)
	}
	id := loadWith("a.csv", "a").ID
	for _, name := range []string{"half", "empty", "folder", "link", "absent", "../outside", at("good"), ""} {
		if err := tx.Add("purchases", "2010-12", id, name, 1); err == nil {
			t.Errorf("%q was accepted", name)
		}
	}
	// A link's size is that of its target's name, so it must be asked for what
	// it is, and not fail by chance.
	if err := tx.Add("purchases", "2010-12", id, "link", 1); err == nil || !strings.Contains(err.Error(), "not a regular file") {
		t.Errorf("err = %v", err)
	}
	for _, bad := range [][3]string{{"Purchases", "2010-12", id}, {"", "", id}, {"a/b", "", id}, {"purchases", "2010-00", id}, {"purchases", "201012", id}, {"purchases", "2010-12", "no"}} {
		if err := tx.Add(bad[0], bad[1], bad[2], "good", 1); err == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
	if err := tx.Add("purchases", "2010-12", id, "good", 1); err != nil {
		t.Error(err)
	}
	if err := tx.Add("purchases", "2010-12", id, "good", 1); err == nil {
		t.Error("the same rows were accepted twice")
	}
	if _, err := tx.Commit(context.Background(), nil); err == nil || !strings.Contains(err.Error(), id) {
		t.Errorf("a file of no load was committed: %v", err)
	}
}

func TestAddLoad_RefusesBooksThatDoNotBalance(t *testing.T) {
	l := openLake(t)
	tx, err := l.Begin()
	if err != nil {
		t.Fatal(err)
	}
	good := loadWith("a.csv", "a")
	lines, money := good, good
	lines.Read++
	money.AmountRejected = "0.49"
	for _, load := range []Load{lines, money, {}} {
		if err := tx.AddLoad(load); err == nil {
			t.Errorf("%+v was accepted", load)
		}
	}
	if err := tx.AddLoad(good); err != nil {
		t.Fatal(err)
	}
	if err := tx.AddLoad(good); err == nil {
		t.Error("the same load was accepted twice")
	}
	if err := tx.AddLoad(loadWith("a.csv", "b")); err == nil {
		t.Error("two contents of one file were accepted")
	}
	if err := tx.Keep(strings.Repeat("0", 32), "shop", "b.csv"); err == nil {
		t.Error("a load that is not there was kept")
	}
}

// A disk that takes half of what is written.
func TestCommit_FullDiskPublishesNothingAndSaysSo(t *testing.T) {
	l := openLake(t)
	before := mustBring(t, l, "a.csv", "a", "2010-12").Snapshot
	tx, err := l.Begin()
	if err != nil {
		t.Fatal(err)
	}
	load := loadWith("b.csv", "b")
	if err := errors.Join(stage(tx, load, "2010-12", "b"), tx.AddLoad(load)); err != nil {
		t.Fatal(err)
	}
	l.write = func(path string, content []byte) error {
		return errors.Join(writeSynced(path, content[:len(content)/2]), &os.PathError{Op: "write", Path: path, Err: syscall.ENOSPC})
	}
	_, err = tx.Commit(context.Background(), nil)
	if !errors.Is(err, ErrDiskFull) || !strings.Contains(err.Error(), "nothing was published, the last snapshot stays") {
		t.Errorf("err = %v", err)
	}
	if after := latest(t, l); after.Version != before.Version {
		t.Errorf("latest = %+v", after)
	}
	l.write = func(string, []byte) error { return io.ErrShortWrite }
	if _, err := tx.Commit(context.Background(), nil); !errors.Is(err, io.ErrShortWrite) || !strings.Contains(err.Error(), "nothing was published") {
		t.Errorf("err = %v", err)
	}
	l.write = writeSynced
	if commit, err := tx.Commit(context.Background(), nil); err != nil || commit.Snapshot.Version != 2 {
		t.Errorf("after room was made: %+v, %v", commit, err)
	}
	mustBeClean(t, l)
}
