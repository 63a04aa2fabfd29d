package lake

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"
)

// parquet is content that begins and ends as a Parquet file does; the lake
// looks no deeper.
func parquet(text string) []byte { return []byte("PAR1" + text + "PAR1") }

func openLake(t *testing.T) *Lake {
	t.Helper()
	l, err := Open(filepath.Join(t.TempDir(), "lake"))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// loadWith is a load of ten lines whose ID follows from the content.
func loadWith(file, content string) Load {
	sum := sha256.Sum256([]byte(content))
	hash := hex.EncodeToString(sum[:])
	return Load{
		ID: LoadID(hash, nil), Source: "shop", File: file, FileSHA256: hash, Entity: "purchases",
		Read: 10, Loaded: 7, Excluded: 2, Rejected: 1,
		AmountRead: "10.00", AmountLoaded: "7.5", AmountExcluded: "2", AmountRejected: "0.50",
	}
}

// stage writes a file into the transaction's folder and adds it.
func stage(tx *Transaction, load Load, month, content string) error {
	name := load.ID + month + ".parquet"
	if err := os.WriteFile(filepath.Join(tx.Dir(), name), parquet(content), 0o644); err != nil {
		return err
	}
	return tx.Add(load.Entity, month, load.ID, name, int64(len(content)))
}

// bring commits one source file with one Parquet file for each month.
func bring(l *Lake, file, content string, months ...string) (Commit, error) {
	tx, err := l.Begin()
	if err != nil {
		return Commit{}, err
	}
	defer func() { _ = tx.Abort() }() // tests look at the lake itself
	load := loadWith(file, content)
	if tx.Has(load.ID) {
		if err := tx.Keep(load.ID, load.Source, load.File); err != nil {
			return Commit{}, err
		}
		return tx.Commit(context.Background(), nil)
	}
	for _, month := range months {
		if err := stage(tx, load, month, content+month); err != nil {
			return Commit{}, err
		}
	}
	if err := tx.AddLoad(load); err != nil {
		return Commit{}, err
	}
	return tx.Commit(context.Background(), nil)
}

func mustBring(t *testing.T, l *Lake, file, content string, months ...string) Commit {
	t.Helper()
	commit, err := bring(l, file, content, months...)
	if err != nil {
		t.Fatal(err)
	}
	return commit
}

func latest(t *testing.T, l *Lake) Snapshot {
	t.Helper()
	snapshot, err := l.Latest()
	if err != nil {
		t.Fatal(err)
	}
	return snapshot
}

// mustBeClean fails the test where verify finds anything.
func mustBeClean(t *testing.T, l *Lake) {
	t.Helper()
	problems, err := l.Verify(context.Background())
	if err != nil || len(problems) > 0 {
		t.Fatalf("verify: %v, problems %+v", err, problems)
	}
}
