package etl

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"clientele/etl/columnar"
	"clientele/etl/export"
	"clientele/internal/lake"
)

// Loader loads files into one transaction of a lake.
type Loader struct {
	Transaction     *lake.Transaction
	Workers         int // goroutines that convert, one for each core where 0
	ExcludeProducts []string
}

// Loaded is what a load did.
type Loaded struct {
	Load    lake.Load
	Skipped bool          // the lake had it already
	Place   export.Place  // how it was read; empty where it was not
	Aside   []export.Line // lines that are no rows, the first ones
}

// Load brings one file into the transaction, unless the lake has it already:
// the same bytes under the same name, read by the same mapping. The name counts
// since rows bear it, and since of two exports the later one by name holds. Of
// several copies only the first one is read. A file of a size that the lake
// does not know is hashed while it is read.
func (l Loader) Load(ctx context.Context, file File, report Report) (Loaded, error) {
	before, err := os.Stat(file.Path)
	if err != nil {
		return Loaded{}, export.OpenError(file.Path, err)
	}
	mapping := append(file.Source.fingerprint(l.ExcludeProducts), "\n"+file.Name...)
	hash := startHash(ctx, file.Path)
	defer hash.stop()
	if l.Transaction.Knows(before.Size()) {
		sum, err := hash.wait()
		if err != nil {
			return Loaded{}, err
		}
		if copied, found := l.Transaction.Copy(file.Source.Name, sum, file.within()); found {
			l.forget(file)
			return Loaded{Load: copied, Skipped: true}, nil
		}
		if known, skip, err := l.skip(lake.LoadID(sum, mapping), file); skip || err != nil {
			return Loaded{Load: known, Skipped: true}, err
		}
	}
	folder, err := os.MkdirTemp(l.Transaction.Dir(), "file-*")
	if err != nil {
		return Loaded{}, fmt.Errorf("storing %s: %w", file.Name, err)
	}
	made, err := Convert(ctx, file, Settings{Folder: folder, Workers: l.Workers, ExcludeProducts: l.ExcludeProducts, Report: report})
	if err != nil {
		return Loaded{}, err
	}
	sum, err := hash.wait()
	if err != nil {
		return Loaded{}, err
	}
	if after, err := os.Stat(file.Path); err != nil || after.Size() != before.Size() || !after.ModTime().Equal(before.ModTime()) {
		return Loaded{}, &FileError{File: file.Path, Text: "it changed while it was read; wait until it is written and run again", Cause: err}
	}
	load := lake.Load{
		ID: lake.LoadID(sum, mapping), Source: file.Source.Name, File: file.Name, FileSHA256: sum, Entity: file.Source.Entity, Member: file.within(),
		Bytes: before.Size(), Profile: file.Source.Profile, Aside: made.AsideCount,
	}
	count(&load, made.Tally)
	if err := l.add(load, made); err != nil {
		return Loaded{}, err
	}
	return Loaded{Load: load, Place: made.Place, Aside: made.Aside}, nil
}

// forget drops what a file brought that is a copy of another one by now.
func (l Loader) forget(file File) {
	for _, load := range l.Transaction.Base().Loads {
		if load.Source == file.Source.Name && load.File == file.Name {
			l.Transaction.DropLoad(load.ID)
		}
	}
}

// skip keeps a load that the lake has.
func (l Loader) skip(id string, file File) (known lake.Load, skipped bool, err error) {
	if !l.Transaction.Has(id) {
		return known, false, nil
	}
	if err := l.Transaction.Keep(id, file.Source.Name, file.Name); err != nil {
		return known, false, err
	}
	known, _ = l.Transaction.Base().Load(id)
	return known, true, nil
}

// count fills in what became of the rows and their money.
func count(load *lake.Load, tally Tally) {
	load.Read, load.Loaded, load.Excluded, load.Rejected = tally.Read, tally.Loaded, tally.Excluded, tally.Rejected
	load.FirstAt, load.LastAt = tally.First(), tally.Last()
	entity, _ := EntityNamed(load.Entity)
	if _, hasMoney := entity.Field("amount"); !hasMoney {
		return
	}
	load.UnreadableAmounts = tally.UnreadableAmounts
	load.AmountRead, load.AmountLoaded = tally.AmountRead().String(), tally.AmountLoaded.String()
	load.AmountExcluded, load.AmountRejected = tally.AmountExcluded.String(), tally.AmountRejected.String()
}

// add gives the files to the transaction.
func (l Loader) add(load lake.Load, made Conversion) error {
	give := func(entity string, part int32, path string, rows int64) error {
		relative, err := filepath.Rel(l.Transaction.Dir(), path)
		if err != nil {
			return err
		}
		month := ""
		if part != 0 {
			month = PartName(part)
		}
		return l.Transaction.Add(entity, month, load.ID, relative, rows)
	}
	for _, part := range made.Parts {
		if err := give(load.Entity, part.Part, part.Path, part.Rows); err != nil {
			return fmt.Errorf("storing %s: %w", load.File, err)
		}
	}
	if made.Rejects != nil {
		if err := give(Rejects().Name, 0, made.Rejects.Path, made.Rejects.Rows); err != nil {
			return fmt.Errorf("storing %s: %w", load.File, err)
		}
	}
	return l.Transaction.AddLoad(load)
}

// First and Last are the first and the last moment in the rows that are stored,
// in UTC; "" where there is none.
func (t Tally) First() string { return momentText(t.first) }

// Last is the last moment; see First.
func (t Tally) Last() string { return momentText(t.last) }

func momentText(micros int64) string {
	if micros == columnar.Null {
		return ""
	}
	return time.UnixMicro(micros).UTC().Format("2006-01-02 15:04:05")
}

// hashing is a file's hash while it is made.
type hashing struct {
	stop context.CancelFunc
	done chan struct{}
	sum  string
	err  error
}

func startHash(ctx context.Context, path string) *hashing {
	ctx, stop := context.WithCancel(ctx)
	made := &hashing{stop: stop, done: make(chan struct{})}
	go func() {
		defer close(made.done)
		made.sum, made.err = hashFile(ctx, path)
	}()
	return made
}

func (h *hashing) wait() (string, error) {
	<-h.done
	return h.sum, h.err
}

func hashFile(ctx context.Context, path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", export.OpenError(path, err)
	}
	hash := sha256.New()
	_, err = io.Copy(hash, stoppable{ctx, file})
	if err = errors.Join(err, file.Close()); err != nil {
		return "", export.OpenError(path, err)
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// stoppable ends with its context.
type stoppable struct {
	ctx  context.Context
	from io.Reader
}

func (s stoppable) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.from.Read(p)
}
