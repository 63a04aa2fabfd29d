package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"clientele/internal/job"
	"clientele/internal/pipeline"
)

// configFlag and what follows it are the flag that names the config.
const (
	configFlag  = "config"
	configName  = "clientele.yaml"
	configUsage = "the config; paths in it are relative to it"
)

// jobFlags are those that all stages of the job share.
type jobFlags struct {
	config  string
	asOf    string
	threads int
	json    bool
	dryRun  bool
	quiet   bool

	languages []string // of the reports, instead of the config's
}

// addLanguage adds the flag of commands that write for people.
func (f *jobFlags) addLanguage(command *cobra.Command) {
	command.Flags().StringSliceVar(&f.languages, "language", nil, languageUsage)
}

const languageUsage = "of the reports: en, ru, es or several, instead of the config's"

// readConfig reads the config, with what the flags say instead of it.
func (f *jobFlags) readConfig() (*pipeline.Config, error) {
	config, err := pipeline.ReadConfig(f.config)
	if err != nil {
		return nil, err
	}
	return config.In(f.languages)
}

func (f *jobFlags) add(command *cobra.Command) {
	flags := command.Flags()
	flags.IntVar(&f.threads, "threads", 0, "worker threads; 0 is one for each core")
	flags.BoolVar(&f.json, "json", false, "write the outcome and the progress as JSON")
	flags.BoolVar(&f.dryRun, "dry-run", false, "list the steps and do nothing")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "no progress")
}

func newRunCommand(env environment) *cobra.Command {
	return newStagesCommand(env, pipeline.Stages{Load: true, Analyse: true, Report: true}, &cobra.Command{
		Use: "run", Short: "load, analyse, report: the whole job",
		Long:    "Loads new and corrected exports into the lake, asks all questions, and writes the\nworkbook and the page. What is loaded already is not loaded again.",
		Example: "  clientele run -c clientele.yaml --as-of 2026-10-31",
	})
}

func newLoadCommand(env environment) *cobra.Command {
	return newStagesCommand(env, pipeline.Stages{Load: true}, &cobra.Command{
		Use: "load", Short: "bring exports into the lake", Long: "Loads new and corrected exports into the lake and says what became of their rows.",
	})
}

func newAnalyseCommand(env environment) *cobra.Command {
	return newStagesCommand(env, pipeline.Stages{Analyse: true}, &cobra.Command{
		Use: "analyse", Aliases: []string{"analyze"}, Short: "ask the lake all questions and keep the answers",
		Long: "Asks the lake all questions, fits the models, and keeps the answers as Parquet\nfiles in out/<as-of>/answers, where `report` and other programs find them.",
	})
}

func newReportCommand(env environment) *cobra.Command {
	return newStagesCommand(env, pipeline.Stages{Report: true}, &cobra.Command{
		Use: "report", Short: "write the reports from the answers",
		Long: "Writes the reports, each as a workbook and as a page, from the answers that\n`analyse` kept.",
	})
}

func newStagesCommand(env environment, stages pipeline.Stages, command *cobra.Command) *cobra.Command {
	flags := &jobFlags{}
	command.Args = cobra.NoArgs
	command.Flags().StringVarP(&flags.config, configFlag, "c", configName, configUsage)
	flags.add(command)
	if stages.Analyse || stages.Report {
		flags.addLanguage(command)
		command.Flags().StringVar(&flags.asOf, "as-of", "", "the day that the numbers are true for; the last day with data where empty")
	}
	command.RunE = func(command *cobra.Command, _ []string) error {
		return runStages(command.Context(), env, *flags, stages)
	}
	return command
}

func runStages(ctx context.Context, env environment, flags jobFlags, stages pipeline.Stages) error {
	config, err := flags.readConfig()
	if err != nil {
		return err
	}
	sink, end := flags.sink(env)
	outcome, err := pipeline.Run(ctx, config, pipeline.Options{
		Stages: stages, AsOf: flags.asOf, Threads: flags.threads, DryRun: flags.dryRun, Version: version,
		Clock: env.now, Sink: sink, Plan: env.stdout,
	})
	end()
	if flags.dryRun || !finished(err) {
		return err
	}
	return joinWrite(err, flags.tell(env, outcome))
}

// finished tells a run that came to its end, whatever it has to complain of.
func finished(err error) bool {
	switch pipeline.ExitCode(err) {
	case pipeline.ExitOK, pipeline.ExitRejected, pipeline.ExitConvergence:
		return true
	}
	return false
}

// joinWrite keeps the exit code of a finished run, unless its outcome could
// not be written.
func joinWrite(err, write error) error {
	if write != nil {
		return fmt.Errorf("writing the outcome: %w", write)
	}
	return err
}

// sink is where progress goes: a live line on a terminal, plain lines
// elsewhere, JSON on request, nothing if quiet. Call end before printing.
func (f jobFlags) sink(env environment) (sink job.Sink, end func()) {
	switch {
	case f.quiet:
		return job.Discard{}, func() {}
	case f.json:
		return job.NewJSON(env.stderr), func() {}
	case env.terminal:
		live := job.NewLive(env.stderr)
		return brief{live}, live.Close
	}
	return brief{job.NewPlain(env.stderr)}, func() {}
}

// brief leaves out what only engineers want to see: the queries, which are a
// step each, the steps that a failure kept from running, and the failure, which
// is the program's last words anyhow. With --json all events come.
type brief struct{ sink job.Sink }

// Event passes an event on, or not.
func (b brief) Event(event job.Event) {
	query := strings.Contains(event.Step, "/")
	// Warnings are told with the outcome, as notes.
	if event.Kind == job.NotRun || event.Kind == job.Failed || event.Kind == job.Warning || query && (event.Kind == job.Started || event.Kind == job.Finished) {
		return
	}
	b.sink.Event(event)
}

// tell writes what a run did.
func (f jobFlags) tell(env environment, outcome pipeline.Outcome) error {
	if f.json {
		return writeJSON(env.stdout, newOutcomeJSON(outcome))
	}
	return tellOutcome(env.stdout, outcome)
}

// outcomeJSON is the outcome for programs.
type outcomeJSON struct {
	AsOf     string          `json:"as_of,omitempty"`
	Snapshot int             `json:"snapshot"`
	Folder   string          `json:"folder,omitempty"`
	Workbook string          `json:"workbook,omitempty"` // of the complete report, or of the first
	Page     string          `json:"page,omitempty"`
	Findings []string        `json:"findings,omitempty"`
	Loads    []job.LoadCount `json:"loads"`
	Known    int             `json:"files_known_already"`
	Warnings []string        `json:"warnings,omitempty"`

	Forgotten []string `json:"files_forgotten,omitempty"`

	Reports []pipeline.Report `json:"reports,omitempty"`
}

func newOutcomeJSON(outcome pipeline.Outcome) outcomeJSON {
	out := outcomeJSON{
		Snapshot: outcome.Snapshot, Folder: outcome.Folder, Workbook: outcome.Workbook, Page: outcome.Page,
		Findings: outcome.Findings, Known: outcome.Known, Warnings: outcome.Warnings, Forgotten: outcome.Forgotten, Reports: outcome.Reports, Loads: append([]job.LoadCount{}, outcome.Loads...),
	}
	if !outcome.AsOf.IsZero() {
		out.AsOf = outcome.AsOf.Format(time.DateOnly)
	}
	return out
}

func writeJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}
