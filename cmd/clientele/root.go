package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"clientele/internal/dispatch"
	"clientele/internal/job"
	"clientele/internal/pipeline"
)

// version of the program, which manifests name.
const version = "0.1.0"

// environment is what the program has of the outside.
type environment struct {
	stdout, stderr io.Writer
	now            job.Clock
	terminal       bool // stderr is one, so a live line may be drawn

	lookup func(name string) (string, bool)                      // variables of the system's environment
	wait   func(ctx context.Context, length time.Duration) error // nil: by the machine's clock
}

func system() environment {
	return environment{stdout: os.Stdout, stderr: os.Stderr, now: time.Now, terminal: term.IsTerminal(int(os.Stderr.Fd())), lookup: os.LookupEnv}
}

// run is the program: a command line in, an exit code out.
func run(ctx context.Context, arguments []string, env environment) int {
	root := newRootCommand(env)
	root.SetArgs(arguments)
	root.SetOut(env.stdout)
	root.SetErr(env.stderr)
	err := root.ExecuteContext(ctx)
	if errors.Is(err, errStopped) {
		return pipeline.ExitOK
	}
	if ctx.Err() != nil {
		fmt.Fprintln(env.stderr, "clientele: interrupted; what was published before stays")
		return pipeline.ExitInterrupted
	}
	if err != nil {
		fmt.Fprintln(env.stderr, "clientele:", printableLines(err.Error()))
	}
	return exitCode(err)
}

// exitCode adds the command line's own mistakes to those of the pipeline.
func exitCode(err error) int {
	var usage *usageError
	if errors.As(err, &usage) {
		return pipeline.ExitUsage
	}
	var attention *dispatch.AttentionError
	if errors.As(err, &attention) {
		return pipeline.ExitAttention
	}
	return pipeline.ExitCode(err)
}

// usageError is a mistake in the command line.
type usageError struct{ error }

func (e *usageError) Unwrap() error { return e.error }

const rootLong = `Clientele reads the exports that a company already has, keeps them as Parquet,
asks who the customers are, what they are worth, who is leaving and what the
next months bring, and writes an Excel workbook and an HTML page.

Start with "clientele demo", then write a clientele.yaml of your own.

Exit codes:
  0    ok
  1    unexpected
  2    usage, config or input: the message says what to mend
  3    finished, but more rows were rejected than the config allows
  4    a data check failed, nothing was published
  5    finished, but a model did not converge; the report marks it
  6    a mail was held back or did not arrive, or a job failed; the owner of the
       jobs is told by mail, unless it is mail that fails
  130  interrupted`

func newRootCommand(env environment) *cobra.Command {
	root := &cobra.Command{
		Use: "clientele", Short: "an analytical CRM that runs as a batch", Long: rootLong, Version: version,
		SilenceErrors: true, SilenceUsage: true, Args: cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error { return command.Help() },
	}
	root.SetFlagErrorFunc(func(command *cobra.Command, err error) error {
		return &usageError{fmt.Errorf("%w\nrun \"%s --help\" to see the flags", err, command.CommandPath())}
	})
	root.AddCommand(
		newDemoCommand(env), newRunCommand(env), newLoadCommand(env), newAnalyseCommand(env), newReportCommand(env),
		newPlanCommand(env), newQueryCommand(env), newLakeCommand(env), newFieldsCommand(env), newInitCommand(env), newProfilesCommand(env),
		newRFMCommand(env), newRetentionCommand(env), newValueCommand(env), newForecastCommand(env),
		newMeasureCommand(env), newSegmentCommand(env),
		newScheduleCommand(env), newSendCommand(env), newDeliveriesCommand(env), newAlertsCommand(env),
	)
	wrapArguments(root)
	return root
}

// wrapArguments makes mistakes in the number of arguments, flags that exclude each
// other, and unknown commands usage errors.
func wrapArguments(command *cobra.Command) {
	if check := command.Args; check != nil {
		command.Args = func(command *cobra.Command, arguments []string) error {
			err := check(command, arguments)
			if err == nil {
				err = command.ValidateFlagGroups()
			}
			if err == nil {
				return nil
			}
			advice := ""
			if len(arguments) > 0 {
				command.SuggestionsMinimumDistance = 2
				if near := command.SuggestionsFor(arguments[0]); len(near) > 0 {
					advice = fmt.Sprintf("\ndid you mean %s?", strings.Join(near, " or "))
				}
			}
			return &usageError{fmt.Errorf("%w%s\nrun \"%s --help\"", err, advice, command.CommandPath())}
		}
	}
	for _, below := range command.Commands() {
		wrapArguments(below)
	}
}

// required returns a usage error that names the flags without a value.
func required(command *cobra.Command, names ...string) error {
	var missing []string
	for _, name := range names {
		if flag := command.Flags().Lookup(name); flag == nil || flag.Value.String() == "" {
			missing = append(missing, "--"+name)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return &usageError{fmt.Errorf("%s needs %s\nrun \"%s --help\"", command.CommandPath(), strings.Join(missing, ", "), command.CommandPath())}
}
