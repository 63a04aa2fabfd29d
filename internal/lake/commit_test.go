package lake

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestCommit_PublishesFilesAndLoads(t *testing.T) {
	l := openLake(t)
	commit := mustBring(t, l, "exports/a.csv", "a", "2010-12", "2011-01")
	if !commit.Changed || commit.Snapshot.Version != 1 || len(commit.Added) != 1 {
		t.Fatalf("commit = %+v", commit)
	}
	snapshot := latest(t, l)
	if !snapshot.same(commit.Snapshot) || snapshot.Version != 1 || snapshot.Parent != 0 {
		t.Fatalf("latest %+v is not what was committed %+v", snapshot, commit.Snapshot)
	}
	files := snapshot.FilesOf("purchases")
	if len(files) != 2 || files[0].Month != "2010-12" || files[1].Month != "2011-01" {
		t.Fatalf("files = %+v", files)
	}
	content, err := os.ReadFile(l.Path(files[0]))
	if err != nil || string(content) != string(parquet("a2010-12")) {
		t.Fatalf("content %q, %v", content, err)
	}
	if !strings.HasPrefix(files[0].Path, "data/purchases/2010-12/purchases-2010-12-") {
		t.Errorf("path = %s", files[0].Path)
	}
	if got := snapshot.Rows("purchases"); got != int64(2*len("a2010-12")) {
		t.Errorf("rows = %d", got)
	}
	if !slices.Equal(snapshot.Entities(), []string{"purchases"}) {
		t.Errorf("entities = %v", snapshot.Entities())
	}
	mustBeClean(t, l)
	if left, err := os.ReadDir(l.staging()); err != nil || len(left) != 0 {
		t.Errorf("staging holds %v, %v", left, err)
	}
}

func TestCommit_SameLoadTwiceChangesNothing(t *testing.T) {
	l := openLake(t)
	first := mustBring(t, l, "a.csv", "a", "2010-12")
	again := mustBring(t, l, "a.csv", "a", "2010-12")
	copied := mustBring(t, l, "copy of a.csv", "a", "2010-12")
	for _, commit := range []Commit{again, copied} {
		if commit.Changed || len(commit.Known) != 1 || commit.Snapshot.Version != first.Snapshot.Version {
			t.Errorf("commit = %+v", commit)
		}
	}
	// A writer that did not ask whether the load is known, because it was not
	// when it began.
	tx, err := l.Begin()
	if err != nil {
		t.Fatal(err)
	}
	load := loadWith("a.csv", "a")
	if err := errors.Join(stage(tx, load, "2010-12", "a2010-12"), tx.AddLoad(load)); err != nil {
		t.Fatal(err)
	}
	if commit, err := tx.Commit(context.Background(), nil); err != nil || commit.Changed {
		t.Errorf("commit = %+v, %v", commit, err)
	}
}

func TestCommit_CorrectedFileReplacesWhatItBrought(t *testing.T) {
	l := openLake(t)
	mustBring(t, l, "a.csv", "a", "2010-12", "2011-01")
	mustBring(t, l, "b.csv", "b", "2010-12")
	commit := mustBring(t, l, "a.csv", "corrected", "2011-01", "2011-02")
	if len(commit.Replaced) != 1 || commit.Replaced[0].ID != loadWith("a.csv", "a").ID {
		t.Fatalf("replaced = %+v", commit.Replaced)
	}
	var got []string
	for _, file := range latest(t, l).Files {
		got = append(got, file.Month+" "+file.Load)
	}
	a, b := loadWith("a.csv", "corrected").ID, loadWith("b.csv", "b").ID
	want := []string{"2010-12 " + b, "2011-01 " + a, "2011-02 " + a}
	if !slices.Equal(got, want) {
		t.Errorf("files = %v, want %v", got, want)
	}
	mustBeClean(t, l)
}

// Last month's export was renamed, and this month's came under its name.
func TestCommit_RenamedFileKeepsItsLoad(t *testing.T) {
	l := openLake(t)
	mustBring(t, l, "export.csv", "november", "2011-11")
	tx, err := l.Begin()
	if err != nil {
		t.Fatal(err)
	}
	old, december := loadWith("export-old.csv", "november"), loadWith("export.csv", "december")
	err = errors.Join(tx.Keep(old.ID, old.Source, old.File), stage(tx, december, "2011-12", "d"), tx.AddLoad(december))
	if err != nil {
		t.Fatal(err)
	}
	commit, err := tx.Commit(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(commit.Snapshot.Files) != 2 || len(commit.Replaced) != 0 {
		t.Fatalf("commit = %+v", commit)
	}
	if load, _ := commit.Snapshot.Load(old.ID); load.File != "export-old.csv" || load.Read != 10 {
		t.Errorf("the old load is %+v", load)
	}
}

// Two files whose names were swapped are both known, and both stay.
func TestCommit_SwappedNamesLoseNothing(t *testing.T) {
	l := openLake(t)
	mustBring(t, l, "a.csv", "a", "2011-11")
	before := mustBring(t, l, "b.csv", "b", "2011-11").Snapshot
	tx, err := l.Begin()
	if err != nil {
		t.Fatal(err)
	}
	a, b := loadWith("a.csv", "a"), loadWith("b.csv", "b")
	if err := errors.Join(tx.Keep(a.ID, a.Source, "b.csv"), tx.Keep(b.ID, b.Source, "a.csv")); err != nil {
		t.Fatal(err)
	}
	commit, err := tx.Commit(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(commit.Snapshot.Files, before.Files) {
		t.Errorf("files = %+v, want %+v", commit.Snapshot.Files, before.Files)
	}
	if load, _ := commit.Snapshot.Load(a.ID); load.File != "b.csv" {
		t.Errorf("load a is %+v", load)
	}
}

func TestCommit_MergesWithAWriterThatWasFaster(t *testing.T) {
	l := openLake(t)
	mustBring(t, l, "a.csv", "a", "2010-12")
	tx, err := l.Begin()
	if err != nil {
		t.Fatal(err)
	}
	slow := loadWith("slow.csv", "slow")
	if err := errors.Join(stage(tx, slow, "2010-12", "slow"), tx.AddLoad(slow)); err != nil {
		t.Fatal(err)
	}
	// The faster one comes between the audit and the link, the last moment
	// that it can.
	var seen []int
	commit, err := tx.Commit(context.Background(), func(candidate Snapshot) error {
		seen = append(seen, len(candidate.Files))
		if len(seen) == 1 {
			mustBring(t, l, "fast.csv", "fast", "2010-12")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if commit.Snapshot.Version != 3 || commit.Snapshot.Parent != 2 || len(commit.Snapshot.Loads) != 3 {
		t.Errorf("commit = %+v", commit)
	}
	if !slices.Equal(seen, []int{2, 3}) {
		t.Errorf("the audit saw %v files, want the merged list audited too", seen)
	}
	mustBeClean(t, l)
}

func TestCommit_ContradictionIsAConflict(t *testing.T) {
	l := openLake(t)
	mustBring(t, l, "a.csv", "first", "2010-12")
	tx, err := l.Begin()
	if err != nil {
		t.Fatal(err)
	}
	load := loadWith("a.csv", "second")
	if err := errors.Join(stage(tx, load, "2010-12", "second"), tx.AddLoad(load)); err != nil {
		t.Fatal(err)
	}
	mustBring(t, l, "a.csv", "third", "2010-12")
	_, err = tx.Commit(context.Background(), nil)
	if !errors.Is(err, ErrConflict) || !strings.Contains(err.Error(), "shop: a.csv") {
		t.Fatalf("err = %v", err)
	}
	if _, found := latest(t, l).Load(loadWith("a.csv", "third").ID); !found {
		t.Error("the faster writer's load is gone")
	}
}

func TestCommit_KeptLoadThatIsGoneIsAConflict(t *testing.T) {
	l := openLake(t)
	mustBring(t, l, "a.csv", "a", "2010-12")
	kept := loadWith("renamed.csv", "a")
	tx, err := l.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if err := tx.Keep(kept.ID, kept.Source, kept.File); err != nil {
		t.Fatal(err)
	}
	mustBring(t, l, "a.csv", "corrected", "2010-12")
	if _, err := tx.Commit(context.Background(), nil); !errors.Is(err, ErrConflict) {
		t.Errorf("err = %v", err)
	}
}

// A network file system can make a link and answer that it exists, when its
// first answer was lost.
func TestCommit_OwnLinkIsNotTakenForAnotherWriters(t *testing.T) {
	l := openLake(t)
	l.write = func(path string, content []byte) error {
		return errors.Join(writeSynced(path, content), os.Link(path, l.snapshotPath(1)))
	}
	if commit := mustBring(t, l, "a.csv", "a", "2010-12"); !commit.Changed || commit.Snapshot.Version != 1 {
		t.Errorf("commit = %+v", commit)
	}
}

func TestCommit_FailedAuditPublishesNothing(t *testing.T) {
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
	broken := errors.New("two currencies in one month")
	_, err = tx.Commit(context.Background(), func(candidate Snapshot) error {
		for _, path := range l.Paths(candidate.Files) {
			if _, err := os.Stat(path); err != nil {
				t.Errorf("the audit cannot read %v", err)
			}
		}
		return broken
	})
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), "nothing was published") {
		t.Errorf("err = %v", err)
	}
	if after := latest(t, l); after.Version != before.Version {
		t.Errorf("version = %d", after.Version)
	}
}

func TestCommit_InterruptedPublishesNothing(t *testing.T) {
	l := openLake(t)
	tx, err := l.Begin()
	if err != nil {
		t.Fatal(err)
	}
	load := loadWith("b.csv", "b")
	if err := errors.Join(stage(tx, load, "2010-12", "b"), tx.AddLoad(load)); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := tx.Commit(ctx, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v", err)
	}
	if latest(t, l).Version != 0 {
		t.Error("something was published")
	}
}

func TestCommit_DroppedLoadGoesAndCanComeAgain(t *testing.T) {
	l := openLake(t)
	mustBring(t, l, "a.csv", "a", "2010-12")
	load := loadWith("a.csv", "a")
	tx, err := l.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if !tx.Has(load.ID) {
		t.Error("the load is not known")
	}
	tx.DropLoad(load.ID)
	if tx.Has(load.ID) || tx.Keep(load.ID, load.Source, load.File) == nil {
		t.Error("a dropped load is still known, so it could not be read again")
	}
	commit, err := tx.Commit(context.Background(), nil)
	if err != nil || len(commit.Dropped) != 1 || len(commit.Snapshot.Files) != 0 {
		t.Fatalf("commit = %+v, %v", commit, err)
	}
	if commit := mustBring(t, l, "a.csv", "a", "2010-12"); !commit.Changed || len(commit.Snapshot.Files) != 1 {
		t.Errorf("commit = %+v", commit)
	}
	mustBeClean(t, l)
}

func TestCommit_SameContentGivesTheSameBytes(t *testing.T) {
	var lists [2]string
	for i, order := range [][]string{{"a.csv", "b.csv"}, {"b.csv", "a.csv"}} {
		l := openLake(t)
		tx, err := l.Begin()
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range order {
			load := loadWith(name, name)
			if err := errors.Join(stage(tx, load, "2010-12", name), stage(tx, load, "", name), tx.AddLoad(load)); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := tx.Commit(context.Background(), nil); err != nil {
			t.Fatal(err)
		}
		content, err := os.ReadFile(filepath.Join(l.Dir(), "snapshots", "00000001.json"))
		if err != nil {
			t.Fatal(err)
		}
		lists[i] = string(content)
	}
	if lists[0] != lists[1] {
		t.Errorf("two orders of the same loads gave\n%s\nand\n%s", lists[0], lists[1])
	}
}
