package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"clientele/internal/pipeline"
	"clientele/internal/table"
)

const segmentLong = `Says who belongs to a rule of the segment language, how many they are and what
they brought, without a change of the config. A rule that is worth keeping goes
into the config under segments:.

  country is Spain and bought in category Coffee at least 2 times
  no order in the last 90 days and revenue at least 500
  bought within 30 days of the first order and not in segment VIP
  opened campaign SPRING26 and did not buy within 14 days of campaign SPRING26

The README has the whole language.`

// segmentRows is how many customers are shown unless more are asked for.
const segmentRows = 20

func newSegmentCommand(env environment) *cobra.Command {
	flags, out, asOf, limit := &jobFlags{}, "", "", 0
	command := &cobra.Command{
		Use: "segment 'RULE'", Short: "who belongs to a rule", Args: cobra.ExactArgs(1), Long: segmentLong,
		Example: "  clientele segment 'no order in the last 90 days and revenue at least 500' --out sleeping.csv",
		RunE: func(command *cobra.Command, arguments []string) error {
			return runSegment(command.Context(), env, *flags, arguments[0], asOf, out, limit)
		},
	}
	command.Flags().StringVarP(&flags.config, configFlag, "c", configName, configUsage)
	command.Flags().StringVar(&asOf, "as-of", "", "the day that the numbers are true for; the last day with data where empty")
	command.Flags().IntVar(&flags.threads, "threads", 0, "worker threads; 0 is one for each core")
	command.Flags().BoolVar(&flags.json, "json", false, "write the answer to stdout as JSON: the totals, then a customer a line")
	command.Flags().BoolVarP(&flags.quiet, "quiet", "q", false, "no progress")
	command.Flags().StringVar(&out, "out", "", "write all customers of the rule to this csv file")
	command.Flags().IntVar(&limit, "limit", segmentRows, "the most customers to show")
	return command
}

func runSegment(ctx context.Context, env environment, flags jobFlags, rule, asOf, out string, limit int) error {
	config, err := pipeline.ReadConfig(flags.config)
	if err != nil {
		return err
	}
	sink, end := flags.sink(env)
	answer, err := pipeline.AskSegment(ctx, config, rule, pipeline.Options{AsOf: asOf, Threads: flags.threads, Version: version, Clock: env.now, Sink: sink})
	end()
	if err != nil {
		return err
	}
	for _, warning := range answer.Warnings {
		fmt.Fprintln(env.stderr, "Note:", printable(warning))
	}
	if out != "" {
		if err := writeOut(out, func(w io.Writer) error { return pipeline.WriteCSV(w, answer.Customers) }); err != nil {
			return err
		}
	}
	all := answer.Customers.Len()
	shownFirst := &table.Table{Columns: answer.Customers.Columns, Rows: answer.Customers.Rows[:min(max(limit, 0), all)]}
	if flags.json {
		return writeSegmentJSON(env.stdout, answer, shownFirst)
	}
	if err := writeSegment(env.stdout, answer); err != nil {
		return err
	}
	if err := writeRows(env.stdout, shownFirst); err != nil {
		return err
	}
	if all > shownFirst.Len() {
		_, err = fmt.Fprintf(env.stderr, "the first %d of %d customers are shown; --limit shows more, --out FILE.csv takes all\n", shownFirst.Len(), all)
	}
	return err
}

// writeSegment tells in three lines what the rule finds.
func writeSegment(w io.Writer, answer pipeline.SegmentAnswer) error {
	totals := answer.Totals
	_, err := fmt.Fprintf(w, "Rule:       %s\nCustomers:  %d of %d, as of %s\nRevenue:    %s %s, %.1f%% of all; %s in the last 12 months; average order %s\n\n",
		printable(answer.Rule), totals.Integer(0, "customers"), totals.Integer(0, "of_customers"), answer.AsOf,
		money(totals, "revenue"), answer.Currency, 100*totals.Float(0, "revenue_share"), money(totals, "revenue_12m"), money(totals, "average_order"))
	return err
}

// money is an amount of the first row with its cents, a dash where there is none.
func money(rows *table.Table, column string) string {
	if rows.Value(0, column) == nil {
		return "–"
	}
	return rows.Decimal(0, column).StringFixed(2)
}

func writeSegmentJSON(w io.Writer, answer pipeline.SegmentAnswer, customers *table.Table) error {
	rule, err := json.Marshal(answer.Rule)
	if err != nil {
		return err
	}
	totals := &table.Table{Columns: answer.Totals.Columns, Rows: answer.Totals.Rows}
	if _, err := io.WriteString(w, `{"rule":`+escaped(string(rule))+`,"as_of":"`+answer.AsOf+"\"}\n"); err != nil {
		return err
	}
	if err := writeRowsJSON(w, totals); err != nil {
		return err
	}
	return writeRowsJSON(w, customers)
}
