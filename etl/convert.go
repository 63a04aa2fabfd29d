package etl

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"

	"clientele/etl/columnar"
	"clientele/etl/export"
	"clientele/etl/profiles"
	"clientele/etl/values"
)

// File is a source's file: where it lies, and how the lake and the reports
// call it.
type File struct {
	Path   string // to open it
	Name   string // relative to the config, with slashes
	Source Source

	part string // the sheet, where its source reads several; see Members
}

// Report is told how far a load has come: rows read so far, and which part of
// the file that is (0 where the format does not say).
type Report func(rows int64, part float64)

// Settings are what a conversion needs besides the file.
type Settings struct {
	Folder          string // where files are written; it must be there and empty
	Workers         int    // goroutines that convert, one for each core where 0; what they make does not depend on it
	ExcludeProducts []string
	Report          Report
}

// Conversion is what a file became.
type Conversion struct {
	Tally   Tally
	Parts   []columnar.Part // files of rows; see PartName
	Rejects *columnar.Part  // the file of what could not be read; nil where all could
	Example string          // of what could not be read

	Place      export.Place
	Aside      []export.Line // lines that are no rows, the first ones
	AsideCount int64         // how many there are
}

// Convert reads a file into Parquet files of its entity.
//
// How numbers and dates are written is decided from all of them, which are only
// known at the end. So the file is read as its first rows are written, and read
// again in the rare case that the others are written otherwise.
func Convert(ctx context.Context, file File, settings Settings) (Conversion, error) {
	first := attempt{file: file, settings: settings, folder: settings.Folder}
	made, again, err := first.run(ctx)
	if err != nil || again == nil {
		return made, err
	}
	folder, err := os.MkdirTemp(settings.Folder, "again-*")
	if err != nil {
		return Conversion{}, fmt.Errorf("reading %s again: %w", file.Name, err)
	}
	second := attempt{file: file, settings: settings, folder: folder, decided: again}
	made, _, err = second.run(ctx)
	return made, err
}

// attempt is one way to read a file.
type attempt struct {
	file     File
	settings Settings
	folder   string
	decided  *decisions // nil where they have to be seen
}

// run converts the file. again is how it should have been read, nil if it was.
func (a *attempt) run(ctx context.Context) (made Conversion, again *decisions, err error) {
	table, err := openTable(a.file)
	if err != nil {
		return made, nil, err
	}
	defer func() { err = errors.Join(err, table.Close()) }()
	plan, err := planFile(a.file, table.Header(), a.settings.ExcludeProducts)
	if err != nil {
		return made, nil, err
	}
	workers := a.settings.Workers
	if workers < 1 {
		workers = runtime.GOMAXPROCS(0)
	}
	line, err := newAssembly(plan, a.folder, workers)
	if err != nil {
		return made, nil, err
	}
	from := &reader{plan: plan, table: table}
	decided, gather := a.start(plan, from, table.Place().Format)
	if err := line.run(ctx, from, decided, gather, workers, a.settings.Report); err != nil {
		return made, nil, columnsMissing(err, a.file)
	}
	line.made.Place, line.made.Aside, line.made.AsideCount = table.Place(), table.Aside(), table.AsideCount()
	if !gather {
		return line.made, nil, nil
	}
	right, err := decide(line.seen, a.file.Source, a.file.Name)
	if err != nil {
		return made, nil, err
	}
	if right != decided {
		return made, &right, nil
	}
	return line.made, nil, nil
}

// start decides how the file is read at first.
func (a *attempt) start(p *plan, from *reader, format string) (decided decisions, gather bool) {
	source := a.file.Source
	switch {
	case a.decided != nil:
		return *a.decided, false
	case source.Decimal != "" && source.Dates != "":
		return decisions{source.Decimal[0], values.DayOrderNamed(source.Dates)}, false
	case format == "parquet":
		// Its numbers and dates are typed; texts among them are dirt.
		decided = decisions{decimalMark: '.', dayOrder: values.DayOrderNamed(source.Dates)}
		if source.Decimal != "" {
			decided.decimalMark = source.Decimal[0]
		}
		return decided, false
	}
	sample := &batch{}
	sample.reset()
	from.read(sample)
	seen := values.Notation{}
	newWorker(p, decisions{decimalMark: '.'}, true).convert(sample)
	seen.Add(sample.made.notation)
	from.sample = sample
	expected, _, _ := likely(seen, source)
	return expected, true
}

// openTable opens the table of a source's file.
func openTable(file File) (export.Table, error) {
	source := file.Source
	options := export.Options{
		Format: source.Format, Sheet: source.firstSheet(), Encoding: source.Encoding, Delimiter: source.Delimiter, Member: source.Member,
		Block: source.Block, HeaderRow: source.HeaderRow, Layout: source.Layout, Known: profiles.KnownHeader,
	}
	for _, pair := range source.Columns {
		if source.Profile == "" && len(pair.Value) == 1 {
			options.Expected = append(options.Expected, pair.Value[0])
		}
	}
	return export.Open(file.Path, options)
}
