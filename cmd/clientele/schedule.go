package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"clientele/internal/dispatch"
	"clientele/internal/pipeline"
)

const scheduleLong = `Runs the jobs of the config when they are due, one at a time, and mails what they
make. It goes on until it is told to stop (Ctrl-C, SIGTERM).

With --due it runs what is due now, sends what waits, and ends: for cron and
systemd timers, every few minutes. A job that was missed, because the machine
slept or was off, is made up for once when it is not later than its "late" allows.

What was sent is kept in state/ beside the config; killed at any moment, the next
run goes on where this one was, and nobody gets a mail twice.`

func newScheduleCommand(env environment) *cobra.Command {
	flags := &jobFlags{}
	var due bool
	next := 0
	command := &cobra.Command{
		Use: "schedule", Short: "run the jobs of the config when they are due, and mail what they make", Long: scheduleLong, Args: cobra.NoArgs,
		Example: "  clientele schedule --next\n  clientele schedule --due -c /srv/clientele/clientele.yaml",
		RunE: func(command *cobra.Command, _ []string) error {
			if command.Flags().Changed("next") {
				return tellNext(env, *flags, next)
			}
			return runSchedule(command.Context(), env, *flags, due)
		},
	}
	command.Flags().StringVarP(&flags.config, configFlag, "c", configName, configUsage)
	command.Flags().BoolVar(&due, "due", false, "run what is due now, send what waits, and end")
	command.Flags().IntVar(&next, "next", 5, "print so many coming times of each job, and run nothing")
	command.Flags().Lookup("next").NoOptDefVal = "5"
	command.MarkFlagsMutuallyExclusive("due", "next")
	command.Flags().IntVar(&flags.threads, "threads", 0, "worker threads of a run; 0 is one for each core")
	command.Flags().BoolVar(&flags.json, "json", false, "write the outcome, or the coming times, as JSON")
	command.Flags().BoolVarP(&flags.quiet, "quiet", "q", false, "no progress; what needs a person is still told")
	return command
}

func runSchedule(ctx context.Context, env environment, flags jobFlags, due bool) error {
	config, broken := flags.readConfig()
	if broken != nil {
		// A typing mistake must not end the jobs, nor be known to a log alone.
		var err error
		if config, err = dispatch.LastGood(flags.config); err != nil {
			return broken
		}
	}
	dispatcher, err := flags.dispatcherOf(env, config, dispatch.Options{Broken: broken})
	if err != nil {
		return err
	}
	if !due {
		err := dispatcher.Schedule(ctx)
		if err == nil && ctx.Err() != nil {
			return errStopped
		}
		return err
	}
	summary, err := dispatcher.Due(ctx)
	if errors.Is(err, dispatch.ErrBusy) {
		fmt.Fprintln(env.stderr, "clientele: another clientele runs jobs of this workspace now; it will do what is due")
		return nil
	}
	return flags.tellSummary(env, summary, err)
}

// errStopped ends a process that was asked to go on until it is stopped.
var errStopped = errors.New("stopped")

// dispatcher is what runs the jobs of the config that the flags name.
func (f *jobFlags) dispatcher(env environment, dryRun string) (*dispatch.Dispatcher, error) {
	config, err := f.readConfig()
	if err != nil {
		return nil, err
	}
	return f.dispatcherOf(env, config, dispatch.Options{DryRun: dryRun})
}

// dispatcherOf completes the options of a dispatcher.
func (f *jobFlags) dispatcherOf(env environment, config *pipeline.Config, options dispatch.Options) (*dispatch.Dispatcher, error) {
	sink, _ := jobFlags{quiet: true}.sink(env) // a log of jobs is one line a job
	options.Version, options.Threads, options.Sink = version, f.threads, sink
	options.Now, options.Wait, options.Lookup = env.now, env.wait, env.lookup
	options.Tell = func(line string) {
		if !f.quiet {
			fmt.Fprintln(env.stderr, env.now().Format("2006-01-02 15:04:05 MST"), printable(line))
		}
	}
	return dispatch.New(config, options)
}

// tellSummary writes what became of jobs and mails, and passes the error on.
func (f *jobFlags) tellSummary(env environment, summary dispatch.Summary, err error) error {
	var attention *dispatch.AttentionError
	if err != nil && !errors.As(err, &attention) {
		return err
	}
	if f.json {
		return joinWrite(err, writeJSON(env.stdout, summary))
	}
	if f.quiet {
		return err // a cron that mails whatever is printed has nothing to mail
	}
	_, write := fmt.Fprintln(env.stdout, printable(summary.String()))
	return joinWrite(err, write)
}

// tellNext prints when the jobs will run.
func tellNext(env environment, flags jobFlags, count int) error {
	if count < 1 || count > mostNext {
		return &usageError{fmt.Errorf("--next: between 1 and %d times can be printed", mostNext)}
	}
	config, err := flags.readConfig()
	if err != nil {
		return err
	}
	coming := dispatch.Next(config, env.now(), count)
	if flags.json {
		return writeJSON(env.stdout, coming)
	}
	if len(coming) == 0 {
		return &pipeline.UsageError{Text: "the config lists no jobs", Hint: "the README shows how (jobs:)"}
	}
	var text strings.Builder
	columns := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	for _, one := range coming {
		fmt.Fprintf(columns, "%s\t%s\t%s\n", one.At.Format("Mon 2006-01-02 15:04 MST"), one.Job, one.Zone)
	}
	_ = columns.Flush() // into memory
	_, err = fmt.Fprint(env.stdout, text.String())
	return err
}

const mostNext = 1000

// minuteText is how the commands write an instant.
func minuteText(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.Format("2006-01-02 15:04")
}
