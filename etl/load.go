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
	"strings"

	"clientele/internal/duck"
	"clientele/internal/lake"
	"clientele/queries"
)

// Report is told how far a load has come: rows read so far, and which part of
// the file that is (0 where the format does not say).
type Report func(rows int64, part float64)

// Loader loads files into one transaction of a lake.
type Loader struct {
	Engine          *duck.Engine
	Transaction     *lake.Transaction
	ExcludeProducts []string
}

// Loaded is what a load did.
type Loaded struct {
	Load    lake.Load
	Skipped bool // the lake had it already
}

// Load brings one file into the transaction, unless the lake has it already:
// the same bytes read by the same mapping.
func (l Loader) Load(ctx context.Context, file File, report Report) (Loaded, error) {
	before, err := os.Stat(file.Path)
	if err != nil {
		return Loaded{}, openError(file.Path, err)
	}
	hash, err := hashFile(file.Path)
	if err != nil {
		return Loaded{}, err
	}
	id := lake.LoadID(hash, file.Source.fingerprint(l.ExcludeProducts))
	if l.Transaction.Has(id) {
		if err := l.Transaction.Keep(id, file.Source.Name, file.Name); err != nil {
			return Loaded{}, err
		}
		known, _ := l.Transaction.Base().Load(id)
		return Loaded{Load: known, Skipped: true}, nil
	}
	if err := Convert(ctx, l.Engine, file, l.ExcludeProducts, report); err != nil {
		return Loaded{}, err
	}
	if after, err := os.Stat(file.Path); err != nil || after.Size() != before.Size() || !after.ModTime().Equal(before.ModTime()) {
		return Loaded{}, &FileError{File: file.Path, Text: "it changed while it was read; wait until it is written and run again", Cause: err}
	}
	load := lake.Load{ID: id, Source: file.Source.Name, File: file.Name, FileSHA256: hash, Entity: file.Source.Entity}
	if err := l.count(ctx, &load); err != nil {
		return Loaded{}, err
	}
	if err := l.write(ctx, file, load); err != nil {
		return Loaded{}, err
	}
	if err := l.Transaction.AddLoad(load); err != nil {
		return Loaded{}, err
	}
	return Loaded{Load: load}, l.Engine.Drop(ctx, "converted", "headers", "rejected")
}

// count fills in what became of the rows and their money.
func (l Loader) count(ctx context.Context, load *lake.Load) error {
	counts, err := l.Engine.Ask(ctx, "load/counts", nil)
	if err != nil {
		return err
	}
	load.Read, load.Loaded = counts.Integer(0, "rows_read"), counts.Integer(0, "rows_loaded")
	load.Excluded, load.Rejected = counts.Integer(0, "rows_excluded"), counts.Integer(0, "rows_rejected")
	const second = "2006-01-02 15:04:05"
	if at := counts.Time(0, "first_at"); !at.IsZero() {
		load.FirstAt = at.Format(second)
	}
	if at := counts.Time(0, "last_at"); !at.IsZero() {
		load.LastAt = at.Format(second)
	}
	entity, _ := EntityNamed(load.Entity)
	if _, hasMoney := entity.Field("amount"); !hasMoney {
		return nil
	}
	load.UnreadableAmounts = counts.Integer(0, "unreadable_amounts")
	load.AmountRead = counts.Decimal(0, "amount_read").StringFixed(4)
	load.AmountLoaded = counts.Decimal(0, "amount_loaded").StringFixed(4)
	load.AmountExcluded = counts.Decimal(0, "amount_excluded").StringFixed(4)
	load.AmountRejected = counts.Decimal(0, "amount_rejected").StringFixed(4)
	return nil
}

// write puts the good rows and the rejects into files of the transaction.
func (l Loader) write(ctx context.Context, file File, load lake.Load) error {
	entity, _ := EntityNamed(load.Entity)
	if err := l.writeMonths(ctx, entity, load.ID); err != nil {
		return fmt.Errorf("storing %s: %w", file.Name, err)
	}
	if load.Rejected == 0 {
		return nil
	}
	query, err := queries.Get("load/rejects")
	if err != nil {
		return err
	}
	bound, err := query.Bind(map[string]any{"entity": load.Entity})
	if err != nil {
		return err
	}
	if err := l.Engine.CreateAs(ctx, "rejected", bound); err != nil {
		return err
	}
	return l.writePart(ctx, Rejects(), "rejected", "all", load.ID)
}

func (l Loader) writeMonths(ctx context.Context, entity Entity, loadID string) error {
	months, err := l.Engine.Ask(ctx, "load/months", nil)
	if err != nil {
		return err
	}
	for i := range months.Len() {
		if err := l.writePart(ctx, entity, "converted", months.Text(i, "partition_month"), loadID); err != nil {
			return err
		}
	}
	return nil
}

func (l Loader) writePart(ctx context.Context, entity Entity, from, part, loadID string) error {
	name := strings.Join([]string{entity.Name, part, loadID}, "-") + ".parquet"
	path := filepath.Join(l.Transaction.Dir(), name)
	rows, err := l.Engine.WriteParquet(ctx, from, "partition_month", part, path, entity.Stored(), entity.Order)
	if err != nil {
		return err
	}
	month := part
	if part == "all" {
		month = ""
	}
	return l.Transaction.Add(entity.Name, month, loadID, name, rows)
}

func hashFile(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", openError(path, err)
	}
	hash := sha256.New()
	_, err = io.Copy(hash, file)
	if err = errors.Join(err, file.Close()); err != nil {
		return "", openError(path, err)
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}
