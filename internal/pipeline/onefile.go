package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"clientele/etl"
	"clientele/etl/identity"
	"clientele/internal/duck"
	"clientele/internal/strictyaml"
	"clientele/internal/table"
	"clientele/reports/csv"
	"clientele/segments"
)

// OneFile is one file of purchases (or of series) that is analysed by itself,
// without a config or a lake.
type OneFile struct {
	Path    string
	Sheet   string
	Dates   string            // as in a config: day first, month first, year first
	Decimal string            // as in a config
	Columns map[string]string // headers by field; those not named are recognised
	// Otherwise gives fields a value where no column is recognised for them.
	Otherwise map[string]string
	Threads   int
	Report    etl.Report // progress, may be nil
}

// Counts says what became of a file's rows.
type Counts struct {
	Read, Used, Rejected int64
	Example              string // of a rejected cell
	// Doubt says that the last rows come long after all others, where the
	// answer is for their day; else it is "".
	Doubt string
}

// Refused is a sentence about the rows that could not be used, "" for none.
func (c Counts) Refused() string {
	if c.Rejected == 0 {
		return ""
	}
	return fmt.Sprintf("%d of %d rows were left out because a cell could not be read, for example %s", c.Rejected, c.Read, c.Example)
}

// desk is an engine with one file's rows in it.
type desk struct {
	engine    *duck.Engine
	temporary string
	files     []string // of the file's rows
	counts    Counts
}

func (d *desk) close() {
	if d.engine != nil {
		_ = d.engine.Close()
	}
	_ = os.RemoveAll(d.temporary) // a folder of the system's for temporary files
}

// open reads a file as an entity: wanted are the fields that must have a
// column.
func (f OneFile) open(ctx context.Context, entity string, wanted []string) (*desk, error) {
	if err := errors.Join(checkThreads(f.Threads), f.checkNotation()); err != nil {
		return nil, err
	}
	temporary, err := os.MkdirTemp("", "clientele-")
	if err != nil {
		return nil, fmt.Errorf("making a folder for temporary files: %w", err)
	}
	opened := &desk{temporary: temporary}
	if err := f.read(ctx, opened, entity, wanted); err != nil {
		opened.close()
		return nil, err
	}
	return opened, nil
}

// checkNotation refuses what a config could not say either.
func (f OneFile) checkNotation() (err error) {
	etl.Source{Dates: f.Dates, Decimal: f.Decimal}.Check(func(path, format string, arguments ...any) {
		if path == "dates" || path == "decimal" {
			err = &UsageError{Text: "--" + path + ": " + fmt.Sprintf(format, arguments...)}
		}
	})
	return err
}

func (f OneFile) read(ctx context.Context, into *desk, entity string, wanted []string) (err error) {
	threads := f.Threads
	if threads == 0 {
		threads = runtime.NumCPU()
	}
	into.engine, err = duck.Open(ctx, duck.Options{Threads: threads, MemoryLimit: "1GB", TempDirectory: into.temporary})
	if err != nil {
		return err
	}
	file, err := f.file(entity, wanted)
	if err != nil {
		return err
	}
	report := f.Report
	if report == nil {
		report = func(int64, float64) {}
	}
	converted, err := etl.Convert(ctx, file, etl.Settings{Folder: into.temporary, Workers: threads, Report: report})
	if err != nil {
		return err
	}
	for _, part := range converted.Parts {
		into.files = append(into.files, part.Path)
	}
	if err := into.view(ctx, "converted", entity); err != nil {
		return err
	}
	return into.count(converted)
}

// view shows the file's rows under a name.
func (d *desk) view(ctx context.Context, name, entity string) error {
	known, _ := etl.EntityNamed(entity)
	return d.engine.ViewParquet(ctx, name, known.Stored(), d.files)
}

// file is the source that the flags and the file's headers make.
func (f OneFile) file(entity string, wanted []string) (etl.File, error) {
	source := etl.Source{Name: "file", Entity: entity, Dates: f.Dates, Decimal: f.Decimal, TimeZone: "UTC"}
	if f.Sheet != "" {
		source.Sheet = []string{f.Sheet}
	}
	known, _ := etl.EntityNamed(entity)
	for _, field := range known.Input() {
		if header := f.Columns[field.Name]; header != "" {
			source.Columns = append(source.Columns, strictyaml.Pair[[]string]{Key: field.Name, Value: []string{header}})
		}
	}
	file := etl.File{Path: f.Path, Name: filepath.Base(f.Path), Source: source}
	completed, missing, header, err := recognise(file, wanted)
	if err != nil {
		return file, err
	}
	missing = slices.DeleteFunc(missing, func(field string) bool {
		value, ok := f.Otherwise[field]
		if ok {
			completed.Constants = append(completed.Constants, strictyaml.Pair[string]{Key: field, Value: value})
		}
		return ok
	})
	if len(missing) > 0 {
		return file, &UsageError{
			Text: fmt.Sprintf("%s: no column was recognised for %s; the file has: %s", f.Path, strings.Join(missing, ", "), strings.Join(header, ", ")),
			Hint: "name it, for example --" + flagOf(missing[0]) + " HEADER", Cause: etl.ErrInput,
		}
	}
	file.Source = completed
	return file, nil
}

// recognise completes a source's columns; where there is no amount, pieces and
// their price do.
func recognise(file etl.File, wanted []string) (completed etl.Source, missing, header []string, err error) {
	completed, missing, header, err = etl.Recognise(file, wanted)
	if err != nil || !slices.Contains(missing, "amount") {
		return completed, missing, header, err
	}
	pieces := slices.DeleteFunc(slices.Clone(wanted), func(field string) bool { return field == "amount" })
	counted, lacking, _, err := etl.Recognise(file, append(pieces, "quantity", "price"))
	if err != nil || slices.Contains(lacking, "quantity") || slices.Contains(lacking, "price") {
		return completed, missing, header, err
	}
	return counted, lacking, header, nil
}

// flagOf is the flag that names a field's column.
func flagOf(field string) string {
	switch field {
	case "purchased_at":
		return "at"
	case "order_id":
		return "order"
	}
	return field
}

func (d *desk) count(converted etl.Conversion) error {
	d.counts = Counts{Read: converted.Tally.Read, Rejected: converted.Tally.Rejected, Example: converted.Example}
	d.counts.Used = d.counts.Read - d.counts.Rejected
	if d.counts.Used == 0 {
		return &UsageError{Text: "the file has no row that can be used. " + d.counts.Refused(), Cause: etl.ErrInput}
	}
	return nil
}

// purchases reads a file of purchases and makes the tables that analyses read
// (purchase_lines, orders, and others by name).
func (f OneFile) purchases(ctx context.Context, wanted []string, tables ...string) (*desk, error) {
	desk, err := f.open(ctx, "purchases", wanted)
	if err != nil {
		return nil, err
	}
	if err := desk.marts(ctx, append(tables, "orders")); err != nil {
		desk.close()
		return nil, err
	}
	return desk, nil
}

func (d *desk) marts(ctx context.Context, tables []string) error {
	for _, entity := range append(etl.Entities(), etl.Rejects()) {
		if entity.Name == "purchases" {
			if err := d.view(ctx, entity.Name, entity.Name); err != nil {
				return err
			}
			continue
		}
		if err := d.engine.ViewParquet(ctx, entity.Name, entity.Stored(), nil); err != nil {
			return err
		}
	}
	// One file's customers are called as the file calls them.
	sources := &table.Table{Columns: []table.Column{{Name: "source"}, {Name: "namespace"}}, Rows: [][]any{{"file", ""}}}
	if err := d.engine.CreateTable(ctx, "sources", sources); err != nil {
		return err
	}
	if err := viewFixedRates(ctx, d.engine, nil); err != nil {
		return err
	}
	if err := makeRFMTables(ctx, d.engine, segments.Thresholds{}, segments.StandardRFM()); err != nil {
		return err
	}
	for _, query := range neededFor(tables) {
		arguments := map[string]any{"zone": "UTC", "currency": "", "rate_days": int64(0)}
		if err := create(ctx, d.engine, query, arguments, identity.Rules{}); err != nil {
			return err
		}
	}
	return nil
}

// lastDay is the last day with a purchase.
func (d *desk) lastDay(ctx context.Context) (time.Time, error) {
	found, err := d.engine.Ask(ctx, "staging/last_day", map[string]any{"zone": "UTC"})
	if err != nil {
		return time.Time{}, err
	}
	return found.Time(0, "last_on"), nil
}

// doubt looks whether the last day is one that a slip has made.
func (d *desk) doubt(ctx context.Context, flag string) error {
	found, err := d.engine.Ask(ctx, "checks/audit_apart", map[string]any{"zone": "UTC", "until": endOfDays})
	if err != nil || found.Len() == 0 {
		return err
	}
	apart := findingOf(audit{}, found, 0)
	apart.remedy = "if the date is a slip, mend the file, or name the last day that counts with --" + flag
	d.counts.Doubt = apart.sentence()
	return nil
}

// dayOr is a day that a flag gives, else the last one with a purchase.
func (d *desk) dayOr(ctx context.Context, flag, given string) (time.Time, error) {
	if given == "" {
		if err := d.doubt(ctx, flag); err != nil {
			return time.Time{}, err
		}
		return d.lastDay(ctx)
	}
	day, err := time.Parse(time.DateOnly, given)
	if err != nil {
		return day, &UsageError{Text: fmt.Sprintf("--%s: %q is no day; days look like 2026-10-31", flag, given)}
	}
	return day, nil
}

// WriteCSV writes an answer for spreadsheets and scripts: text that a
// spreadsheet would take for a formula is made harmless.
func WriteCSV(w io.Writer, rows *table.Table) error { return csv.Write(w, rows) }
