package main

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"clientele/internal/deliveries"
	"clientele/internal/dispatch"
	"clientele/internal/pipeline"
)

const deliveriesLong = `Shows what went to whom and when, and why not: the latest last.

A mail that was handed over without an answer of the server is "unknown": it may
have arrived. When you know that it did, say so with --arrived; when it did not,
"clientele send JOB --to ADDRESS --again" sends it once more.

A mail that was held back, or did not arrive, and that nobody wants any more is
dismissed with --dismiss: no notice and no exit code speaks of it again, and the
list leaves it out but for --with-dismissed. "clientele send JOB --despite" sends
it all the same.`

func newDeliveriesCommand(env environment) *cobra.Command {
	flags := &jobFlags{}
	wanted := dispatch.Wanted{}
	var arrived, dismiss bool
	command := &cobra.Command{
		Use: "deliveries", Short: "what went to whom and when, and why not", Long: deliveriesLong, Args: cobra.NoArgs,
		Example: "  clientele deliveries --job month --last 50\n  clientele deliveries --job month --to director@example.com --arrived\n  clientele deliveries --job month --period 2026-12-01T08:00 --dismiss",
		RunE: func(*cobra.Command, []string) error {
			config, err := flags.readConfig()
			if err != nil {
				return err
			}
			switch {
			case arrived:
				count, err := dispatch.Arrived(config, wanted, env.now())
				if err != nil {
					return err
				}
				_, err = fmt.Fprintf(env.stdout, "Noted as arrived: %s.\n", counted(count, "mail"))
				return err
			case dismiss:
				return runDismiss(env, config, wanted)
			}
			found, dismissed, err := dispatch.Deliveries(config, wanted)
			if err != nil {
				return err
			}
			if flags.json {
				return writeJSON(env.stdout, found)
			}
			return tellDeliveries(env, config.Zone(), found, dismissed)
		},
	}
	command.Flags().StringVarP(&flags.config, configFlag, "c", configName, configUsage)
	command.Flags().StringArrayVar(&wanted.Jobs, "job", nil, "of this job only, or of these; an alert's mails are of the job \"alert NAME\"")
	command.Flags().StringArrayVar(&wanted.Periods, "period", nil, "of this time only, or of these, as the column due shows them")
	command.Flags().StringVar(&wanted.To, "to", "", "to this address only")
	command.Flags().IntVar(&wanted.Last, "last", 100, "the latest so many; 0 is all")
	command.Flags().BoolVar(&arrived, "arrived", false, "note that those arrived of which it is unknown")
	command.Flags().BoolVar(&dismiss, "dismiss", false, "note that nobody wants any more what was held back or did not arrive")
	command.Flags().BoolVar(&wanted.Dismissed, "with-dismissed", false, "list those too that were dismissed")
	command.MarkFlagsMutuallyExclusive("arrived", "dismiss")
	command.Flags().BoolVar(&flags.json, "json", false, "write the list as JSON")
	return command
}

// runDismiss notes that nobody wants some mails any more, and says which.
func runDismiss(env environment, config *pipeline.Config, wanted dispatch.Wanted) error {
	meant, err := dispatch.Dismiss(config, wanted, env.now())
	if err != nil {
		return err
	}
	var text strings.Builder
	fmt.Fprintf(&text, "Dismissed: %s.\n", counted(len(meant), "mail"))
	for _, one := range meant {
		fmt.Fprintf(&text, "  %s (it was %s)\n", printable(one.String()), one.State)
	}
	_, err = fmt.Fprint(env.stdout, text.String())
	return err
}

// tellDeliveries prints a line for each mail.
func tellDeliveries(env environment, zone *time.Location, found []deliveries.Delivery, dismissed int) error {
	if dismissed > 0 {
		defer fmt.Fprintf(env.stderr, "clientele: %s left out that was dismissed; --with-dismissed lists it\n", counted(dismissed, "mail"))
	}
	if len(found) == 0 {
		_, err := fmt.Fprintln(env.stdout, "No such mail yet.")
		return err
	}
	var text strings.Builder
	columns := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	fmt.Fprintln(columns, "when\tjob\tdue\tto\tstate\tattached\twhy")
	for _, one := range found {
		when := slices.MaxFunc([]deliveries.Attempt{{At: one.Queued}, {At: one.Done}}, func(a, b deliveries.Attempt) int { return a.At.Compare(b.At) }).At
		why := one.Reason
		if one.Answer != "" {
			why = strings.TrimPrefix(why+": "+one.Answer, ": ")
		}
		if !one.State.Final() && one.Next.After(one.Queued) {
			why = strings.TrimSuffix("again from "+minuteText(one.Next.In(zone))+" on; "+why, "; ")
		}
		recipient := one.Recipient
		if one.Part > 0 {
			recipient += fmt.Sprintf(" (part %d)", one.Part)
		}
		cells := []string{minuteText(when.In(zone)), one.Job, one.Period, recipient, string(one.State), strings.Join(one.Attachments, ", "), why}
		for i := range cells {
			cells[i] = printable(cells[i])
		}
		fmt.Fprintln(columns, strings.Join(cells, "\t"))
	}
	_ = columns.Flush() // into memory
	_, err := fmt.Fprint(env.stdout, text.String())
	return err
}
