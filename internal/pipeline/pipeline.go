// Package pipeline says which steps a job of Clientele has, and in which
// order: load the exports into the lake, ask the queries, fit the models, keep
// the answers, write the reports. Each step reads what an earlier one left in
// the lake or in a named table, and nothing else.
package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"time"

	"clientele/internal/duck"
	"clientele/internal/job"
	"clientele/internal/lake"
	"clientele/reports/html"
)

// Stages are the parts of the whole job that are to be done.
type Stages struct{ Load, Analyse, Report bool }

// Options are what a command line says on top of the config.
type Options struct {
	Stages  Stages
	AsOf    string // a day; empty is the config's, else the last day with data
	Threads int    // 0 is the config's, else one for each core
	DryRun  bool   // describe the steps instead of running them
	Version string // of the program, for the manifest
	Clock   job.Clock
	Sink    job.Sink
	Plan    io.Writer // where a dry run is described
}

// Outcome is what a job did.
type Outcome struct {
	AsOf     time.Time
	Snapshot int
	Folder   string          // of the reports
	Reports  []Report        // in the order in which the config lists them, a language after the other
	Workbook string          // path of the complete report, or of the first; empty where none was written
	Page     string          // path, likewise
	Findings []string        // what stands in the reports, a sentence each
	Loads    []job.LoadCount // of files that were loaded now
	Known    int             // files that the lake had already
	Warnings []string

	Forgotten []string // files that are gone, and what they brought with them
}

// Report is a report in one language, as a workbook and as a page.
type Report struct {
	ID       string `json:"id"`
	Language string `json:"language"`
	Workbook string `json:"workbook"` // path
	Page     string `json:"page"`     // path
}

// Run does the stages of a job. Some errors come with a finished outcome:
// RejectedError and ConvergenceError.
func Run(ctx context.Context, config *Config, options Options) (Outcome, error) {
	if err := checkThreads(options.Threads); err != nil {
		return Outcome{}, err
	}
	work := &work{config: config, options: options, out: newOut()}
	defer work.close()
	if _, err := work.askedDay(); err != nil {
		return Outcome{}, err // before anything is loaded
	}
	if err := work.readSections(ctx); err != nil {
		return Outcome{}, explained(err)
	}
	steps := work.steps()
	if options.DryRun {
		return Outcome{}, errors.Join(steps.Check(inputs()), steps.Describe(options.Plan))
	}
	if err := work.open(ctx); err != nil {
		return Outcome{}, explained(err)
	}
	results, err := steps.Run(ctx, inputs(), options.Clock, options.Sink)
	if err != nil {
		return Outcome{}, explained(withoutStep(err))
	}
	outcome, err := work.finish(ctx, results)
	if err != nil {
		return Outcome{}, explained(err)
	}
	return outcome, work.complaint()
}

// inputs are the names that a job finds before its first step.
func inputs() []string { return []string{"config", "exports"} }

// withoutStep is the error itself where it tells the user enough, and the
// step's name before it elsewhere.
func withoutStep(err error) error {
	var step *job.StepError
	if errors.As(err, &step) && ExitCode(step.Err) != ExitUnexpected {
		return step.Err
	}
	return err
}

// work is what the steps of one run share: where to read and where to write.
// What they find goes through the lake and the engine's tables.
type work struct {
	config    *Config
	options   Options
	temporary *lake.Folder
	engine    *duck.Engine
	lake      *lake.Lake
	snapshot  lake.Snapshot
	asOf      time.Time
	out       *out
	pages     *html.Writer // of all reports
}

func (w *work) open(ctx context.Context) (err error) {
	if w.lake, err = OpenLake(w.config); err != nil {
		return err
	}
	if w.temporary, err = w.lake.WorkDir(); err != nil {
		return err
	}
	w.engine, err = duck.Open(ctx, duck.Options{
		Threads: w.threads(), MemoryLimit: w.config.Limits.Memory, TempDirectory: w.temporary.Path(),
	})
	return err
}

// checkThreads refuses what no machine has.
func checkThreads(threads int) error {
	if threads < 0 || threads > mostThreads {
		return &UsageError{Text: fmt.Sprintf("--threads: %d is not between 1 and %d, or 0 for one a core", threads, mostThreads)}
	}
	return nil
}

const mostThreads = 256

// threads are those that somebody asked for, else one for each core.
func (w *work) threads() int {
	if asked := w.askedThreads(); asked > 0 {
		return asked
	}
	return runtime.NumCPU()
}

func (w *work) askedThreads() int {
	if w.options.Threads > 0 {
		return w.options.Threads
	}
	return w.config.Limits.Threads
}

// suitThreads leaves the engine one thread where the lake has too few rows to
// be shared out, unless somebody asked for more: it prepares each query for all
// of them, which took a fifth of the run of a small shop.
func (w *work) suitThreads(ctx context.Context, snapshot lake.Snapshot) error {
	if w.askedThreads() > 0 {
		return nil
	}
	rows, threads := int64(0), w.threads()
	for _, file := range snapshot.Files {
		rows += file.Rows
	}
	if rows <= duck.RowGroup {
		threads = 1
	}
	return w.engine.SetThreads(ctx, threads)
}

// close frees what open took; what it cannot free the next run does not miss.
func (w *work) close() {
	if w.engine != nil {
		_ = w.engine.Close()
	}
	if w.out.files != nil {
		_ = w.out.files.Abort()
	}
	if w.temporary != nil {
		_ = w.temporary.Remove()
	}
}

// steps lists the job.
func (w *work) steps() job.Job {
	var steps job.Job
	if w.options.Stages.Load {
		steps = append(steps, w.loadSteps()...)
	} else {
		steps = append(steps, w.readSnapshotStep())
	}
	if w.options.Stages.Analyse {
		steps = append(steps, w.analysisSteps()...)
		steps = append(steps, w.warningSteps()...)
		steps = append(steps, w.modelSteps()...)
		steps = append(steps, w.survivalStep())
		steps = append(steps, w.keepStep())
		steps = append(steps, w.sectionSteps()...)
	} else if w.options.Stages.Report {
		steps = append(steps, w.recallStep())
	} else {
		steps = append(steps, w.warningSteps()...)
	}
	if w.options.Stages.Report {
		steps = append(steps, w.reportStep())
	}
	return steps
}

// folder is where the reports of a day lie.
func (w *work) folder() string {
	return filepath.Join(w.config.resolve(w.config.Out), w.asOf.Format(time.DateOnly))
}

// OpenLake opens the lake that a config names.
func OpenLake(config *Config) (*lake.Lake, error) {
	opened, err := lake.Open(config.resolve(config.Lake))
	if err != nil {
		return nil, &UsageError{Text: err.Error(), Hint: "the config says where the lake is (lake:)", Cause: err}
	}
	return opened, nil
}
