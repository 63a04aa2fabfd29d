package etl

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"

	"clientele/etl/columnar"
	"clientele/etl/export"
	"clientele/etl/values"
)

// assembly is one pass over a file: one goroutine reads records, several
// convert them, and one writes them in their order.
type assembly struct {
	plan    *plan
	folder  string
	work    chan *batch
	order   chan *batch
	free    chan *batch
	rows    *columnar.Writer
	rejects *columnar.Writer
	made    Conversion
	seen    values.Notation
}

func newAssembly(p *plan, folder string, workers int) (*assembly, error) {
	ahead := 2*workers + 2
	line := &assembly{plan: p, folder: folder, work: make(chan *batch, ahead), order: make(chan *batch, ahead), free: make(chan *batch, 2*ahead), made: Conversion{Tally: newTally()}}
	var err error
	if line.rows, err = columnar.NewWriter(p.stored, workers, func(part int32) string { return filepath.Join(folder, PartName(part)+".parquet") }); err != nil {
		return nil, err
	}
	rejected, err := storedFields(Rejects())
	if err != nil {
		return nil, err
	}
	line.rejects, err = columnar.NewWriter(rejected, 1, func(int32) string { return filepath.Join(folder, "rejects.parquet") })
	return line, err
}

func storedFields(entity Entity) (fields []columnar.Field, err error) {
	for _, field := range entity.Stored() {
		made, err := columnar.FieldOf(field.ID, field.Name, field.Type)
		if err != nil {
			return nil, err
		}
		fields = append(fields, made)
	}
	return fields, nil
}

// PartName is the month of a part, like 2024-05, or all.
func PartName(part int32) string {
	if part == 0 {
		return "all"
	}
	return fmt.Sprintf("%04d-%02d", part/12, part%12+1)
}

// empty is a batch that was used, else a new one.
func (l *assembly) empty() *batch {
	select {
	case used := <-l.free:
		used.reset()
		return used
	default:
		fresh := &batch{}
		fresh.reset()
		return fresh
	}
}

// run converts what a reader gives. gather says whether the notation of numbers
// and dates has still to be seen.
func (l *assembly) run(ctx context.Context, from *reader, decided decisions, gather bool, workers int, report Report) (err error) {
	ctx, stop := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() { from.ahead(ctx, l, report) })
	for range workers {
		running.Go(func() {
			worker := newWorker(l.plan, decided, gather)
			for next := range l.work {
				worker.convert(next)
				close(next.done)
			}
		})
	}
	defer func() {
		stop()
		for range l.order { // drained so that the reader ends
		}
		running.Wait()
		l.rows.Abandon()
		l.rejects.Abandon()
	}()
	last := error(nil)
	for next := range l.order {
		select {
		case <-next.done:
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := l.take(next); err != nil {
			return err
		}
		if last = next.err; last != nil {
			break
		}
		l.free <- next
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return l.finish()
}

// take writes what was made of a batch.
func (l *assembly) take(next *batch) error {
	if err := next.failed(); err != nil {
		return err
	}
	if err := l.rows.Write(next.made.parts, next.made.columns); err != nil {
		return err
	}
	l.made.Tally.add(next.made.tally)
	l.seen.Add(next.made.notation)
	if len(next.made.problems) == 0 {
		return nil
	}
	return l.reject(next)
}

// reject writes what is wrong with rows.
func (l *assembly) reject(next *batch) error {
	problems := next.made.problems
	if l.made.Example == "" {
		l.made.Example = fmt.Sprintf("row %d: %q %s", next.rows[problems[0].row], problems[0].value, problems[0].reason)
	}
	parts := make([]int32, len(problems))
	rows, amounts := make([]int64, len(problems)), make([]int64, len(problems))
	columns, headers, values, reasons := make([]string, len(problems)), make([]string, len(problems)), make([]string, len(problems)), make([]string, len(problems))
	for i, found := range problems {
		rows[i], amounts[i] = next.rows[found.row], next.made.amounts[found.row]
		columns[i], headers[i], values[i], reasons[i] = found.column, found.header, found.value, found.reason
	}
	return l.rejects.Write(parts, []columnar.Column{
		{Every: l.plan.entity.Name}, {Every: l.plan.source.Name}, {Every: l.plan.file}, {Numbers: rows},
		{Texts: columns, Whole: true}, {Texts: headers, Whole: true}, {Texts: values, Whole: true}, {Texts: reasons}, {Numbers: amounts},
	})
}

func (l *assembly) finish() (err error) {
	if l.made.Parts, err = l.rows.Close(); err != nil {
		return err
	}
	rejected, err := l.rejects.Close()
	if len(rejected) > 0 {
		l.made.Rejects = &rejected[0]
	}
	return err
}

// columnsMissing makes the error of a JSON key that never came one of ours.
func columnsMissing(err error, file File) error {
	var missing *export.MissingError
	if !errors.As(err, &missing) {
		return err
	}
	for _, pair := range file.Source.Columns {
		for _, header := range pair.Value {
			if strings.EqualFold(header, missing.Header) {
				return &ColumnError{File: file.Name, Field: pair.Key, Headers: pair.Value, Have: missing.Have}
			}
		}
	}
	return err
}
