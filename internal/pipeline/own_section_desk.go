package pipeline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"clientele/internal/duck"
	"clientele/internal/table"
)

// sectionDesk is an engine of its own in which the queries of own sections run: it has
// the tables that they read, and can reach nothing else. One thread, so that
// the same lake gives the same rows whatever a query leaves open.
type sectionDesk struct {
	engine *duck.Engine
	folder string // of its own, for answers and for what it spills
	limit  time.Duration
	named  map[string]any
	stuck  bool // a query did not stop; its engine cannot be used or closed
}

// spillLimit bounds what a runaway query writes.
const spillLimit = "4GB"

// patience is how long after its time a query may take to stop.
const patience = 5 * time.Second

func (w *work) openDesk(ctx context.Context, folder string, asOf time.Time) (*sectionDesk, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("making a folder for own sections: %w", err)
	}
	engine, err := duck.Open(ctx, duck.Options{Threads: 1, MemoryLimit: w.config.Limits.Memory, TempDirectory: folder, SpillLimit: spillLimit})
	if err != nil {
		return nil, err
	}
	return &sectionDesk{engine: engine, folder: folder, limit: time.Duration(w.config.Limits.Section) * time.Second, named: map[string]any{asOfParameter: asOf}}, nil
}

func (d *sectionDesk) close() {
	if !d.stuck {
		_ = d.engine.Close() // what it cannot free the next run does not miss
	}
}

// lock ends the desk's access to all but its own folder and the lake's files.
func (d *sectionDesk) lock(ctx context.Context, folders ...string) error {
	var allowed []string
	for _, folder := range append([]string{d.folder}, folders...) {
		absolute, err := filepath.Abs(folder)
		if err != nil {
			return fmt.Errorf("locking the query engine down: %w", err)
		}
		allowed = append(allowed, absolute+string(filepath.Separator))
	}
	return d.engine.LockDown(ctx, allowed...)
}

// errStuck says that a query did not stop when its time was over.
var errStuck = errors.New("the query did not stop")

// within does what runs a user's text, and gives it so long. The engine looks
// at the clock between pieces of work only, so that one piece can go on: that
// engine is left alone.
func (d *sectionDesk) within(ctx context.Context, do func(context.Context) error) error {
	limited, cancel := context.WithTimeout(ctx, d.limit)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- do(limited) }()
	late := time.NewTimer(d.limit + patience)
	defer late.Stop()
	select {
	case err := <-done:
		if limited.Err() != nil && err != nil {
			return errors.Join(limited.Err(), ctx.Err())
		}
		return err
	case <-late.C:
		d.stuck = true
		return errStuck
	}
}

// columns are those of a section's answer.
func (d *sectionDesk) columns(ctx context.Context, section *ownSection) (columns []table.Column, err error) {
	err = d.within(ctx, func(ctx context.Context) (err error) {
		columns, err = d.engine.Columns(ctx, section.read, d.named)
		return err
	})
	return columns, err
}

// keep answers a section's query.
func (d *sectionDesk) keep(ctx context.Context, section *ownSection, most int64) (more bool, err error) {
	err = d.within(ctx, func(ctx context.Context) (err error) {
		more, err = d.engine.Keep(ctx, section.read, duck.Lay{Table: section.id, Named: d.named, Most: most})
		return err
	})
	return more, err
}
