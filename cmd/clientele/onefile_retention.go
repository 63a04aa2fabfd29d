package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"clientele/internal/pipeline"
	"clientele/internal/table"
)

const retentionLong = `Follows the customers of a file by cohorts: those who first bought in the same
period, and how many of them are active in each later one.
Columns out: cohort, period, customers, active, rate, complete.
cohort is the first day of the cohort's period, period 0 the cohort's own.

--period     day, week (from Monday), month, quarter or year of the calendar; or
             brackets of days since each customer's own first day: 1-7,8-30,31-90,
             or 1,7,30 for single days. Period 0 is then the first day itself (or the
             first bracket, where that begins at 0: 0-6,7-13), 1 the bracket behind
             it, and cohorts are months (--cohort names another unit).
--window     when a customer is active in a period: on (bought in it), on-or-after
             (in it or any later one), on-or-before (in it or any earlier one
             after 0), streak (in every one up to it).
--rolling    periods are counted from each customer's own first day, in whole days:
             a week is 7, a month 30, a quarter 90, a year 365.
--recurring  whoever buys in a period is of its cohort, not only who buys for the
             first time.
--measure    customers; or orders or revenue, which add the columns orders or
             revenue (net of returns) and base, what the same customers brought in
             period 0. rate is then their part of the base, for revenue the net
             retention; gross_rate is the gross one, for which no customer counts
             for more than they brought in period 0, and none who brought nothing
             then. Where more was sent back than bought, rates fall below 0.

A cell is complete when its period has ended on the day (--as-of). With periods of
the customers' own, a cell behind period 0 counts those whose period has ended, and
is complete when they are all of the cohort. Means are of complete cells alone: weighted by what the
rate is a part of, or simple. They are written to --mean-out (period, cohorts,
customers, active, rate), or, where only --mean is given, told on stderr.`

func newRetentionCommand(env environment) *cobra.Command {
	flags, question, meanOut := &fileFlags{}, pipeline.RetentionQuestion{}, ""
	command := &cobra.Command{
		Use: "retention FILE", Short: "how many of one file's customers come back, by cohort", Args: cobra.ExactArgs(1),
		Long: retentionLong,
		Example: "  clientele retention sales.csv --customer client --at date --period month --out retention.csv\n" +
			"  clientele retention sales.csv --period 1-7,8-30,31-90 --measure revenue --mean-out mean.csv",
		RunE: func(command *cobra.Command, arguments []string) error {
			tell := command.Flags().Changed("mean")
			return runRetention(command.Context(), env, flags, arguments[0], question, meanOut, tell)
		},
	}
	flags.add(command, "the CSV to write; stdout where empty")
	flags.purchaseColumns(command, true)
	own := command.Flags()
	own.StringVar(&question.Form.Period, "period", "month", "day, week, month, quarter, year, or brackets of days")
	own.StringVar(&question.Form.Window, "window", "on", "on, on-or-after, on-or-before or streak")
	own.StringVar(&question.Form.Cohort, "cohort", "", "the unit of the cohorts, where customers count their own periods; the period's where empty")
	own.BoolVar(&question.Form.Rolling, "rolling", false, "count periods from each customer's own first day")
	own.BoolVar(&question.Form.Recurring, "recurring", false, "every period in which a customer buys starts a cohort")
	own.StringVar(&question.Measure, "measure", "customers", "customers, orders or revenue")
	own.StringVar(&question.Mean, "mean", "weighted", "weighted or simple")
	own.StringVar(&meanOut, "mean-out", "", "the CSV to write the mean of the cohorts into")
	own.StringVar(&question.AsOf, "as-of", "", "the last day that counts; the last one in the file where empty")
	return command
}

func runRetention(ctx context.Context, env environment, flags *fileFlags, path string, question pipeline.RetentionQuestion, meanOut string, tell bool) error {
	if err := errors.Join(flags.checkOut(path), checkOutput("--mean-out", meanOut, path)); err != nil {
		return err
	}
	if meanOut != "" && filepath.Clean(meanOut) == filepath.Clean(flags.out) {
		return &usageError{fmt.Errorf("--mean-out %s: it is the file of --out; name another", meanOut)}
	}
	sink, end := flags.sink(env)
	answer, err := pipeline.Retention(ctx, flags.reading(path, env, sink), question)
	end()
	if err != nil {
		return err
	}
	if meanOut != "" {
		if err := writeOutput("--mean-out", meanOut, func(w io.Writer) error { return pipeline.WriteCSV(w, answer.Means) }); err != nil {
			return err
		}
	} else if tell {
		if err := tellMeans(env.stderr, answer.Means, question.Mean); err != nil {
			return err
		}
	}
	return flags.answer(env, answer.Cells, answer.Counts)
}

// tellMeans is a line for each period.
func tellMeans(w io.Writer, means *table.Table, mean string) error {
	for r := range means.Len() {
		cohorts := "1 cohort"
		if n := means.Integer(r, "cohorts"); n > 1 {
			cohorts = whole(n) + " cohorts"
		}
		if _, err := fmt.Fprintf(w, "%s mean of period %d: %s (%s)\n", mean, means.Integer(r, "period"), rates(means, r), cohorts); err != nil {
			return err
		}
	}
	if means.Len() == 0 {
		_, err := fmt.Fprintln(w, "no mean: no period of any cohort is complete")
		return err
	}
	return nil
}

func rates(means *table.Table, row int) string {
	text := func(column string) string {
		if means.Value(row, column) == nil {
			return "none"
		}
		return fmt.Sprintf("%.1f %%", 100*means.Float(row, column))
	}
	if means.Index("gross_rate") < 0 {
		return text("rate")
	}
	return text("rate") + " net, " + text("gross_rate") + " gross"
}
