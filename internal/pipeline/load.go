package pipeline

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"clientele/etl"
	"clientele/internal/duck"
	"clientele/internal/job"
	"clientele/internal/lake"
	"clientele/internal/strictyaml"
	"clientele/internal/table"
)

// loadSteps is one step: all sources are published together or not at all.
func (w *work) loadSteps() job.Job {
	return job.Job{{Name: loadStep, Reads: inputs(), Writes: []string{"lake"}, Run: w.load}}
}

const loadStep = "load"

// readSnapshotStep stands in for the load where the lake is taken as it is.
func (w *work) readSnapshotStep() job.Step {
	return job.Step{Name: "lake", Reads: []string{"config"}, Writes: []string{"lake"}, Run: func(context.Context, *job.Reporter) error {
		latest, err := w.lake.Latest()
		if err != nil {
			return err
		}
		if latest.Version == 0 {
			return &UsageError{Text: "nothing has been loaded yet", Hint: "load something first: clientele load -c " + w.config.path}
		}
		w.snapshot = latest
		return nil
	}}
}

// load brings the exports into the lake. Where another run brought another
// content of the same file meanwhile, what is there now is read.
func (w *work) load(ctx context.Context, report *job.Reporter) error {
	var err error
	for range conflictsMet {
		w.out.read, w.out.loads, w.out.known, w.out.forgotten = nil, nil, 0, nil
		if err = w.loadOnce(ctx, report); !errors.Is(err, lake.ErrConflict) {
			return err
		}
	}
	return &UsageError{Text: err.Error(), Hint: "several runs load changing files at once; run it again when they are done", Cause: err}
}

// conflictsMet is how often a load begins anew: with more, two schedules fight
// and a person has to look.
const conflictsMet = 5

func (w *work) loadOnce(ctx context.Context, report *job.Reporter) (err error) {
	transaction, err := w.lake.Begin()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, transaction.Abort()) }()
	exports, err := w.exports(transaction.Base())
	if err != nil {
		return err
	}
	w.forget(transaction, exports, report)
	w.tellUnread(exports, report)
	loader := etl.Loader{Transaction: transaction, Workers: w.threads(), ExcludeProducts: w.config.Exclude.Products}
	reading := newReading(exports, report)
	for _, export := range exports {
		if err := w.loadFile(ctx, loader, export, reading, report); err != nil {
			return err
		}
	}
	w.settle(transaction, exports, report)
	commit, err := transaction.Commit(ctx, func(candidate lake.Snapshot) error { return w.audit(ctx, transaction.Base(), candidate) })
	var failed *AuditError
	if errors.As(err, &failed) {
		return failed // says itself that nothing was published
	}
	if err != nil {
		return err
	}
	w.snapshot = commit.Snapshot
	return nil
}

// export is a file that the config names, and by which source.
type export struct {
	etl.File
	source int
}

// exports lists the files of all sources.
func (w *work) exports(base lake.Snapshot) ([]export, error) {
	var exports []export
	for i := range w.config.Sources {
		var loaded []string
		for _, load := range base.Loads {
			if load.Source == w.config.Sources[i].Name {
				loaded = append(loaded, load.File)
			}
		}
		files, err := w.config.files(i, loaded)
		if err == nil && w.config.isRatesFile(i) {
			files, err = w.config.ratesColumns(files)
		}
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			exports = append(exports, export{file, i})
		}
	}
	return exports, nil
}

// forget drops the loads of sources that the config calls by another name now,
// since their files are about to be loaded under it. Loads of a source that is
// gone, with files that no source reads, stay and are told.
func (w *work) forget(transaction *lake.Transaction, exports []export, report *job.Reporter) {
	named, read := map[string]bool{}, map[string]bool{}
	for _, source := range w.config.Sources {
		named[source.Name] = true
	}
	for _, export := range exports {
		read[export.Name] = true
	}
	for _, load := range transaction.Base().Loads {
		switch {
		case named[load.Source]:
		case read[load.File]:
			transaction.DropLoad(load.ID)
		default:
			report.Warn(fmt.Sprintf("the config names no source %q any more; what %s brought stays in the lake", load.Source, load.File))
		}
	}
}

func (w *work) loadFile(ctx context.Context, loader etl.Loader, file export, reading *reading, report *job.Reporter) error {
	loaded, err := loader.Load(ctx, file.File, reading.begin(file))
	if err != nil {
		return w.placeRates(file, w.place(file.source, err))
	}
	reading.end(file, loaded.Skipped)
	// What was rejected is told again where a file is known: it is still
	// missing from the figures.
	if loaded.Load.Rejected > 0 {
		report.Warn(fmt.Sprintf("%s: %d of %d rows rejected", file.Name, loaded.Load.Rejected, loaded.Load.Read))
	}
	w.out.read = append(w.out.read, loaded.Load)
	if loaded.Skipped {
		w.out.known++
	} else {
		w.out.loads = append(w.out.loads, loadCount(loaded.Load))
	}
	return nil
}

// place adds to an error about a column where the config names it.
func (w *work) place(source int, err error) error {
	var column *etl.ColumnError
	if errors.As(err, &column) {
		mistake := w.config.document.Mistake(strictyaml.Child(w.config.sourcePath(source)+".columns", column.Field), "%s", column.Error())
		return &UsageError{Text: w.config.describe(mistake), Cause: err}
	}
	return err
}

// view gives the engine the tables of a snapshot: each entity, the rejects,
// the loads and those of the snapshot before, and what the config says of the
// sources and of currencies.
func (w *work) view(ctx context.Context, snapshot lake.Snapshot) error {
	if err := w.suitThreads(ctx, snapshot); err != nil {
		return err
	}
	if err := ViewLake(ctx, w.engine, w.lake, snapshot); err != nil {
		return err
	}
	before, err := w.previous(snapshot)
	if err != nil {
		return err
	}
	previous, err := loadsTable(before)
	if err != nil {
		return err
	}
	if err := w.engine.CreateTable(ctx, previousLoads, previous); err != nil {
		return err
	}
	if err := w.viewRates(ctx); err != nil {
		return err
	}
	return w.engine.CreateTable(ctx, "sources", w.sourcesTable())
}

// ViewLake makes a view of each entity of a snapshot, and the table of loads.
func ViewLake(ctx context.Context, engine *duck.Engine, from *lake.Lake, snapshot lake.Snapshot) error {
	for _, entity := range append(etl.Entities(), etl.Rejects()) {
		files := from.Paths(snapshot.FilesOf(entity.Name))
		if err := engine.ViewParquet(ctx, entity.Name, entity.Stored(), files); err != nil {
			return err
		}
	}
	loads, err := loadsTable(snapshot.Loads)
	if err != nil {
		return err
	}
	return engine.CreateTable(ctx, "loads", loads)
}

func (w *work) sourcesTable() *table.Table {
	sources := &table.Table{Columns: []table.Column{{Name: "source"}, {Name: "namespace"}}}
	for _, source := range w.config.Sources {
		sources.Rows = append(sources.Rows, []any{source.Name, source.CustomerNamespace()})
	}
	return sources
}

func loadsTable(loads []lake.Load) (*table.Table, error) {
	money := func(name string) table.Column { return table.Column{Name: name, Kind: table.Decimal, Scale: 4} }
	whole := func(name string) table.Column { return table.Column{Name: name, Kind: table.Integer} }
	rows := &table.Table{Columns: []table.Column{
		{Name: "source"}, {Name: "source_file"}, {Name: "entity"},
		whole("rows_read"), whole("rows_loaded"), whole("rows_excluded"), whole("rows_rejected"),
		money("amount_read"), money("amount_loaded"), money("amount_excluded"), money("amount_rejected"),
		whole("unreadable_amounts"), {Name: "first_at", Kind: table.Timestamp}, {Name: "last_at", Kind: table.Timestamp},
	}}
	for _, load := range loads {
		row := []any{load.Source, load.File, load.Entity, load.Read, load.Loaded, load.Excluded, load.Rejected}
		for _, amount := range []string{load.AmountRead, load.AmountLoaded, load.AmountExcluded, load.AmountRejected} {
			value, err := parseAmount(amount)
			if err != nil {
				return nil, fmt.Errorf("load of %s: %w", load.File, err)
			}
			row = append(row, value)
		}
		row = append(row, load.UnreadableAmounts, parseMoment(load.FirstAt), parseMoment(load.LastAt))
		rows.Rows = append(rows.Rows, row)
	}
	return rows, nil
}

func parseAmount(text string) (any, error) {
	if text == "" {
		return nil, nil
	}
	return decimal.NewFromString(text)
}

func parseMoment(text string) any {
	at, err := time.Parse("2006-01-02 15:04:05", strings.TrimSpace(text))
	if err != nil {
		return nil // empty: the entity has no time
	}
	return at
}
