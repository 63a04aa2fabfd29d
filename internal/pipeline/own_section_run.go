package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"clientele/internal/duck"
	"clientele/internal/job"
	"clientele/internal/table"
	"clientele/reports"
)

// sectionsTable says of each own section what became of its query.
const sectionsTable = "own_sections"

// sectionSteps is the step that answers the queries of own sections, none where
// the config has none.
func (w *work) sectionSteps() job.Job {
	if len(w.config.ownSections) == 0 {
		return nil
	}
	var reads []string
	for _, name := range w.wantedTables() {
		if name != toldForecasts { // of the ledger, which lies beside the lake
			reads = append(reads, name)
		}
	}
	return job.Job{{Name: "own sections", Reads: []string{answersFolder}, Optional: reads, Writes: []string{sectionsTable}, Run: w.answerSections}}
}

// wantedTables are those that own sections read.
func (w *work) wantedTables() []string {
	var names []string
	for i := range w.config.ownSections {
		names = append(names, w.config.ownSections[i].tables()...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// A section has at most so many rows, and so many values: what a sheet holds,
// and what is held in memory while reports are written.
const (
	mostSectionRows   = 1_048_575
	mostSectionValues = 5_000_000
)

func (w *work) answerSections(ctx context.Context, report *job.Reporter) error {
	desk, there, err := w.furnishedDesk(ctx)
	if err != nil {
		return err
	}
	defer func() { desk.close() }()
	if err := w.bindAll(ctx, desk, there); err != nil {
		return err
	}
	told := &table.Table{Columns: columnsOf("section t, query t, sha256 t, reads t, answered b, more b, problem t, detail t")}
	for i := range w.config.ownSections {
		section := &w.config.ownSections[i]
		if desk.stuck {
			if desk, there, err = w.furnishedDesk(ctx); err != nil {
				return err
			}
		}
		more, problem, err := w.answerSection(ctx, desk, section, there)
		if err != nil {
			return err
		}
		row := []any{section.id, section.Query, section.sum(), strings.Join(section.tables(), " "), problem == nil, more, nil, nil}
		if problem != nil {
			row[6], row[7] = problem.Kind, problem.Text
			report.Warn(problemSentence(section, problem))
		}
		told.Rows = append(told.Rows, row)
	}
	return w.keepSections(ctx, told)
}

// furnishedDesk opens a desk with the tables that own sections read, and names
// those that are there. The lake's own are read where they lie.
func (w *work) furnishedDesk(ctx context.Context) (*sectionDesk, []string, error) {
	folder, err := os.MkdirTemp(w.temporary.Path(), "own-")
	if err != nil {
		return nil, nil, fmt.Errorf("making a folder for own sections: %w", err)
	}
	opened, err := w.openDesk(ctx, folder, w.asOf)
	if err != nil {
		return nil, nil, err
	}
	there, err := w.furnish(ctx, opened)
	if err == nil {
		err = opened.lock(ctx, filepath.Join(w.lake.Dir(), "data"))
	}
	if err != nil {
		opened.close()
		return nil, nil, err
	}
	return opened, there, nil
}

func (w *work) furnish(ctx context.Context, desk *sectionDesk) (there []string, err error) {
	if slices.Contains(w.wantedTables(), toldForecasts) {
		if err := w.makeTold(ctx); err != nil {
			return nil, err
		}
	}
	made, err := w.engine.Tables(ctx)
	if err != nil {
		return nil, err
	}
	for _, name := range w.wantedTables() {
		if fields, ok := entityFields(name); ok {
			if err := desk.engine.ViewParquet(ctx, name, fields, w.lake.Paths(w.snapshot.FilesOf(name))); err != nil {
				return nil, err
			}
			there = append(there, name)
			continue
		}
		if !made[name] {
			continue
		}
		file := filepath.Join(desk.folder, name+".parquet")
		if err := errors.Join(w.engine.WriteSorted(ctx, name, file), desk.engine.ViewFile(ctx, name, file)); err != nil {
			return nil, err
		}
		there = append(there, name)
	}
	return there, nil
}

// bindAll checks the sections once more, now that all tables are there that
// this run makes.
func (w *work) bindAll(ctx context.Context, desk *sectionDesk, there []string) error {
	found := sectionMistakes{config: w.config}
	for i := range w.config.ownSections {
		section := &w.config.ownSections[i]
		if missing(section, there) != "" {
			continue
		}
		if err := w.bind(ctx, desk, section, &found); err != nil {
			return err
		}
	}
	return found.err()
}

// missing is a table that a section reads and that this run did not make.
func missing(section *ownSection, there []string) string {
	for _, name := range section.tables() {
		if !slices.Contains(there, name) {
			return name
		}
	}
	return ""
}

// answerSection runs a section's query and keeps its answer as a file in the
// folder of answers. What fails is told by the section, and stops nothing: the
// rest of the report is as true as ever.
func (w *work) answerSection(ctx context.Context, desk *sectionDesk, section *ownSection, there []string) (more bool, problem *reports.OwnProblem, err error) {
	if name := missing(section, there); name != "" {
		return false, &reports.OwnProblem{Kind: reports.OwnMissing, Text: name}, nil
	}
	columns, err := desk.columns(ctx, section)
	if err == nil {
		more, err = desk.keep(ctx, section, min(mostSectionRows, int64(mostSectionValues/max(1, len(columns)))))
	}
	var of *duck.TextError
	switch {
	case ctx.Err() != nil:
		return false, nil, ctx.Err()
	case errors.Is(err, errStuck), errors.Is(err, context.DeadlineExceeded):
		return false, &reports.OwnProblem{Kind: reports.OwnTime, Text: strconv.Itoa(w.config.Limits.Section)}, nil
	case errors.As(err, &of) && of.Kind == "Out of Memory":
		return false, &reports.OwnProblem{Kind: reports.OwnMemory, Text: w.config.Limits.Memory}, nil
	case errors.As(err, &of):
		return false, &reports.OwnProblem{Kind: reports.OwnFailed, Text: of.Text, Line: of.Line, Column: of.Column}, nil
	case err != nil:
		return false, nil, err
	}
	file := filepath.Join(desk.folder, section.id+".answer.parquet")
	if _, err := desk.engine.WriteTable(ctx, section.id, file); err != nil {
		return false, nil, err
	}
	return more, nil, w.takeAnswer(file, answersFolder+"/"+section.id+".parquet")
}

// takeAnswer copies a file into the run's outputs, which may lie on another
// disk than the lake.
func (w *work) takeAnswer(file, name string) (err error) {
	from, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("keeping %s: %w", name, err)
	}
	defer func() { _ = from.Close() }() // nothing was written
	to, err := w.out.files.Create(name)
	if err != nil {
		return err
	}
	if _, err := io.Copy(to, from); err != nil {
		return errors.Join(fmt.Errorf("keeping %s: %w", name, err), to.Close())
	}
	return to.Close()
}

func (w *work) keepSections(ctx context.Context, told *table.Table) error {
	if err := w.engine.CreateTable(ctx, sectionsTable, told); err != nil {
		return err
	}
	path, err := w.out.files.Path(answersFolder + "/" + sectionsTable + ".parquet")
	if err != nil {
		return err
	}
	_, err = w.engine.WriteTable(ctx, sectionsTable, path)
	return err
}

// problemSentence is a section's problem for whoever runs the job.
func problemSentence(section *ownSection, problem *reports.OwnProblem) string {
	at := section.file
	if problem.Line > 0 {
		at = fmt.Sprintf("%s:%d:%d", at, problem.Line, problem.Column)
	}
	switch problem.Kind {
	case reports.OwnTime:
		return at + ": the query took longer than " + secondsText(problem.Text) + " and was stopped; narrow it, or allow more (limits.section_seconds)"
	case reports.OwnMemory:
		return at + ": the query took more memory than " + problem.Text + " and was stopped; narrow it, or allow more (limits.memory)"
	case reports.OwnMissing:
		return at + ": the table " + problem.Text + " was not made in this run, so the section has no figures"
	}
	return at + ": the query failed: " + strings.ReplaceAll(problem.Text, "\n", "; ")
}

func secondsText(number string) string {
	if number == "1" {
		return "1 second"
	}
	return number + " seconds"
}
