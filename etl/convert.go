package etl

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"clientele/internal/duck"
	"clientele/internal/table"
	"clientele/queries"
)

// File is a source's file: where it lies, and how the lake and the reports
// call it.
type File struct {
	Path   string // to open it
	Name   string // relative to the config, with slashes
	Source Source
}

// Convert reads a file and leaves its rows in the engine's table `converted`,
// each with its problems.
func Convert(ctx context.Context, engine *duck.Engine, file File, excludeProducts []string, report Report) error {
	entity, ok := EntityNamed(file.Source.Entity)
	if !ok {
		return fmt.Errorf("source %s: no entity is called %q", file.Source.Name, file.Source.Entity)
	}
	decided, err := readRaw(ctx, engine, entity, file, report)
	if err != nil {
		return err
	}
	if err := engine.CreateTable(ctx, "load_words", loadWords(file.Source, excludeProducts)); err != nil {
		return err
	}
	if err := engine.CreateTable(ctx, "headers", headers(file.Source)); err != nil {
		return err
	}
	query, err := queries.Get("load/" + entity.Name)
	if err != nil {
		return err
	}
	bound, err := query.BindSome(map[string]any{
		"source": file.Source.Name, "source_file": file.Name, "zone": file.Source.TimeZone,
		"day_order": decided.dayOrder, "decimal_mark": decided.decimalMark,
		"derive_order": !file.Source.fills("order_id"),
	})
	if err != nil {
		return err
	}
	if err := engine.CreateAs(ctx, "converted", bound); err != nil {
		return fmt.Errorf("converting %s: %w", file.Name, err)
	}
	return engine.Drop(ctx, "raw", "load_words") // half of the memory, and no longer needed
}

// decisions are what was seen of a file's notation, or said in the config.
type decisions struct{ decimalMark, dayOrder string }

// readRaw reads a file into table `raw`.
func readRaw(ctx context.Context, engine *duck.Engine, entity Entity, file File, report Report) (decisions, error) {
	format, err := formatOf(file)
	if err != nil {
		return decisions{}, err
	}
	if format == "parquet" {
		return readParquet(ctx, engine, entity, file, report)
	}
	records, err := openRecords(file.Path, format, file.Source)
	if err != nil {
		return decisions{}, err
	}
	columns, err := planColumns(file.Name, entity, file.Source, records.Header())
	if err != nil {
		return decisions{}, errors.Join(err, records.Close())
	}
	raw := newRawTable(ctx, records, columns, report)
	_, err = engine.CreateFrom(ctx, "raw", raw, columns.empty...)
	raw.Close()
	if err = errors.Join(raw.failure(err), records.Close()); err != nil {
		var missing *ColumnError
		if errors.As(err, &missing) {
			missing.File = file.Name // as the other readers' columns are reported
		}
		return decisions{}, err
	}
	return columns.decide(file)
}

// decide takes what the config says, else what the data shows.
func (p *plan) decide(file File) (made decisions, err error) {
	made = decisions{decimalMark: file.Source.Decimal, dayOrder: file.Source.Dates}
	if made.decimalMark == "" {
		if made.decimalMark, err = p.notation.decimalMark(file.Name); err != nil {
			return decisions{}, err
		}
	}
	if made.dayOrder == "" {
		if made.dayOrder, err = p.notation.dayOrder(file.Name); err != nil {
			return decisions{}, err
		}
	}
	return made, nil
}

// readParquet lets the engine itself read, with every column as text.
func readParquet(ctx context.Context, engine *duck.Engine, entity Entity, file File, report Report) (decisions, error) {
	header, err := engine.ParquetColumns(ctx, file.Path)
	if err != nil {
		return decisions{}, &FileError{File: file.Path, Text: "it is no readable Parquet file: " + err.Error(), Cause: err}
	}
	columns, err := planColumns(file.Name, entity, file.Source, header)
	if err != nil {
		return decisions{}, err
	}
	picked := make([]duck.Picked, len(columns.fields))
	for i, field := range columns.fields {
		picked[i] = duck.Picked{As: field.Name, Constant: columns.constant[i]}
		if at := columns.at[i]; len(at) > 0 {
			picked[i].Column = header[at[len(at)-1]]
		}
	}
	rows, err := engine.CreateFromParquet(ctx, "raw", file.Path, picked, columns.empty)
	if err != nil {
		return decisions{}, &FileError{File: file.Path, Text: "it cannot be read as Parquet: " + err.Error(), Cause: err}
	}
	report(rows, 1)
	made := decisions{decimalMark: ".", dayOrder: "year first"}
	if file.Source.Dates != "" {
		made.dayOrder = file.Source.Dates
	}
	if file.Source.Decimal != "" {
		made.decimalMark = file.Source.Decimal
	}
	return made, nil
}

// failure is the reader's own error rather than the engine's report of it,
// which wraps it in words of the engine.
func (r *rawTable) failure(err error) error {
	if err != nil && r.current.err != nil && !errors.Is(r.current.err, io.EOF) {
		return r.current.err
	}
	return err
}

// loadWords are the words of the config that decide about rows.
func loadWords(source Source, excludeProducts []string) *table.Table {
	words := &table.Table{Columns: []table.Column{{Name: "role"}, {Name: "word"}}}
	seen := map[string]bool{}
	add := func(role string, list []string) {
		for _, word := range list {
			word = strings.ToLower(strings.TrimSpace(word))
			if key := role + "\x00" + word; word != "" && !seen[key] {
				seen[key] = true
				words.Rows = append(words.Rows, []any{role, word})
			}
		}
	}
	add("return", source.Returns)
	add("exclude product", excludeProducts)
	add("exclude status", source.ExcludeStatuses)
	return words
}

// headers gives the column of the file for each field that has one.
func headers(source Source) *table.Table {
	rows := &table.Table{Columns: []table.Column{{Name: "field"}, {Name: "header"}}}
	for _, pair := range source.Columns {
		rows.Rows = append(rows.Rows, []any{pair.Key, pair.Value})
	}
	return rows
}
