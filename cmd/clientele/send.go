package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"clientele/internal/dispatch"
)

const sendLong = `Mails the reports that a job of the config mails, as they were made last, for the
job's last time: whoever has that mail already does not get it again. What was
held back is sent when what held it back is mended.

With --dry-run DIR the mails are written as .eml files, which mail programs open;
nothing is sent and nothing noted. With --test ADDRESS one small mail is sent, and
each step of the talk with the server is told.`

func newSendCommand(env environment) *cobra.Command {
	flags := &jobFlags{}
	request := dispatch.Request{}
	var dryRun, test string
	command := &cobra.Command{
		Use: "send JOB", Short: "mail the reports of a job", Long: sendLong, Args: cobra.MaximumNArgs(1),
		Example: "  clientele send --test admin@example.com\n  clientele send month --dry-run look\n  clientele send month --to director@example.com --again",
		RunE: func(command *cobra.Command, arguments []string) error {
			if test != "" {
				return runTest(command.Context(), env, *flags, test)
			}
			if len(arguments) == 0 {
				return &usageError{fmt.Errorf("clientele send needs the name of a job, or --test ADDRESS")}
			}
			request.Job = arguments[0]
			return runSend(command.Context(), env, *flags, request, dryRun)
		},
	}
	command.Flags().StringVarP(&flags.config, configFlag, "c", configName, configUsage)
	command.Flags().StringVar(&test, "test", "", "send one small mail to this address, and tell what the server answers")
	command.Flags().StringVar(&dryRun, "dry-run", "", "write the mails as .eml files into this folder instead of sending them")
	command.Flags().StringVar(&request.Period, "period", "", "the time of the job that is meant, as \"clientele deliveries\" shows it; the last one where empty")
	command.Flags().StringSliceVar(&request.To, "to", nil, "only these recipients of the job")
	command.Flags().BoolVar(&request.Run, "run", false, "load, analyse and report first, as the job does")
	command.Flags().BoolVar(&request.Despite, "despite", false, "send although a guard holds back")
	command.Flags().BoolVar(&request.Again, "again", false, "send to those who have it, or may have it, once more")
	command.Flags().IntVar(&flags.threads, "threads", 0, "worker threads of a run; 0 is one for each core")
	command.Flags().BoolVar(&flags.json, "json", false, "write the outcome as JSON")
	command.Flags().BoolVarP(&flags.quiet, "quiet", "q", false, "no progress")
	return command
}

func runSend(ctx context.Context, env environment, flags jobFlags, request dispatch.Request, dryRun string) error {
	dispatcher, err := flags.dispatcher(env, dryRun)
	if err != nil {
		return err
	}
	summary, err := dispatcher.Send(ctx, request)
	if errors.Is(err, dispatch.ErrBusy) {
		return fmt.Errorf("%w; try again when it is done", err)
	}
	return flags.tellSummary(env, summary, err)
}

func runTest(ctx context.Context, env environment, flags jobFlags, to string) error {
	dispatcher, err := flags.dispatcher(env, "")
	if err != nil {
		return err
	}
	return dispatcher.Test(ctx, to)
}
