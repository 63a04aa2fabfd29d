package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"clientele/internal/pipeline"
	"clientele/internal/table"
)

const planLong = `Says of a campaign who is reachable and why others are not, what it should bring
beyond what comes anyway, at what cost, from which effect on it pays, and how
many stay out so that the effect can be seen. Writes the target lists, a workbook
and a page into out/campaigns/<campaign>/plan, and keeps in the lake who is in
which arm: a later plan of the same campaign keeps them. Customers of another
campaign whose days overlap are left out, addressed or held out by it, unless the
file says "other_campaigns: allow"; lists/not-reachable.csv says who and why. A month later
"clientele measure CAMPAIGN.yaml" says what it earned.

"clientele plan --example" shows a campaign's file with every key.`

func newPlanCommand(env environment) *cobra.Command {
	flags := &jobFlags{}
	var draft, example bool
	command := &cobra.Command{
		Use: "plan CAMPAIGN.yaml", Short: "plan a campaign: whom to address, what it should bring, who stays out", Long: planLong, Args: cobra.MaximumNArgs(1),
		Example: "  clientele plan --example > november.yaml\n  clientele plan november.yaml --draft",
		RunE: func(command *cobra.Command, arguments []string) error {
			if example {
				_, err := io.WriteString(env.stdout, pipeline.CampaignExample())
				return err
			}
			if len(arguments) == 0 {
				return &usageError{fmt.Errorf("clientele plan needs the file of a campaign\nsee one: \"clientele plan --example\"")}
			}
			return runPlan(command.Context(), env, *flags, arguments[0], draft)
		},
	}
	command.Flags().StringVarP(&flags.config, configFlag, "c", configName, configUsage)
	command.Flags().StringVar(&flags.asOf, "as-of", "", "the day that the plan is made on; the last day with data where empty")
	flags.addLanguage(command)
	command.Flags().BoolVar(&draft, "draft", false, "show the plan and keep nothing of its draw")
	command.Flags().BoolVar(&example, "example", false, "print a campaign's file with every key and what it means")
	flags.add(command)
	return command
}

func runPlan(ctx context.Context, env environment, flags jobFlags, path string, draft bool) error {
	config, err := flags.readConfig()
	if err != nil {
		return err
	}
	sink, end := flags.sink(env)
	outcome, err := pipeline.PlanCampaign(ctx, config, path, pipeline.PlanOptions{
		Options: pipeline.Options{AsOf: flags.asOf, Threads: flags.threads, DryRun: flags.dryRun, Version: version, Clock: env.now, Sink: sink, Plan: env.stdout},
		Draft:   draft,
	})
	end()
	if flags.dryRun || err != nil {
		return err
	}
	if flags.json {
		return writePlanJSON(env.stdout, outcome)
	}
	return tellPlan(env.stdout, outcome)
}

// planJSON is a plan for programs: the tables of the answers, a row each an
// object.
type planJSON struct {
	Campaign string `json:"campaign"`
	Name     string `json:"name"`
	Channel  string `json:"channel"`
	Starts   string `json:"starts"`
	Ends     string `json:"ends"`
	AsOf     string `json:"as_of"`
	Snapshot int    `json:"snapshot"`
	Currency string `json:"currency"`
	Draft    bool   `json:"draft"`

	Segments []map[string]any `json:"segments"`
	Totals   map[string]any   `json:"totals"`
	Lists    []map[string]any `json:"lists"`
	Warnings []map[string]any `json:"warnings"`

	Folder   string   `json:"folder"`
	Workbook string   `json:"workbook"`
	Page     string   `json:"page"`
	Notes    []string `json:"notes,omitempty"`
}

func writePlanJSON(w io.Writer, plan pipeline.PlanOutcome) error {
	c := plan.Campaign
	out := planJSON{
		Campaign: c.ID, Name: c.Name, Channel: c.Channel, Starts: c.Starts.Format(time.DateOnly), Ends: c.Ends.Format(time.DateOnly),
		AsOf: plan.AsOf.Format(time.DateOnly), Snapshot: plan.Snapshot, Currency: plan.Currency, Draft: plan.Draft,
		Segments: objects(plan.Answers.Segments), Totals: objects(plan.Answers.Totals)[0], Lists: objects(plan.Answers.Lists), Warnings: objects(plan.Answers.Warnings),
		Folder: plan.Folder, Workbook: plan.Workbook, Page: plan.Page, Notes: plan.Warnings,
	}
	return writeJSON(w, out)
}

// objects are the rows of a table for programs: decimals as numbers.
func objects(rows *table.Table) []map[string]any {
	out := []map[string]any{}
	for row := range rows.Len() {
		one := map[string]any{}
		for i, column := range rows.Columns {
			value := rows.Rows[row][i]
			if column.Kind == table.Decimal && value != nil {
				value = rows.Float(row, column.Name)
			}
			one[column.Name] = value
		}
		out = append(out, one)
	}
	return out
}

// beforeGoods says what profit is where nobody knows what a sale leaves.
func beforeGoods(warnings *table.Table) string {
	for row := range warnings.Len() {
		if warnings.Text(row, "key") == "no_margin" {
			return " before the cost of the goods (no margin_percent)"
		}
	}
	return ""
}

// tellPlan writes a plan in a few lines.
func tellPlan(w io.Writer, plan pipeline.PlanOutcome) error {
	var out strings.Builder
	c, totals := plan.Campaign, plan.Answers.Totals
	draft := ""
	if plan.Draft {
		draft = " (a draft: nothing of the draw is kept)"
	}
	fmt.Fprintf(&out, "%s: %s from %s to %s, planned on %s%s\n\n", printable(c.Name), c.Channel, c.Starts.Format(time.DateOnly), c.Ends.Format(time.DateOnly), plan.AsOf.Format(time.DateOnly), draft)
	columns := tabwriter.NewWriter(&out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(columns, "segment\tcustomers\treachable\taddress\tleave alone\tpays from\texpected\tprofit\t")
	for row := range plan.Answers.Segments.Len() {
		tellSegment(columns, plan.Answers.Segments, row, printable(plan.Answers.Segments.Text(row, "segment")))
	}
	tellSegment(columns, totals, 0, "all")
	if err := columns.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(&out, "\npays from, expected: points of buyers beyond those who buy anyway; profit in %s%s, with its 95 %% interval\n", plan.Currency, beforeGoods(plan.Answers.Warnings))
	if left := leftOut(totals); left != "" {
		fmt.Fprintf(&out, "not reachable: %s\n", left)
	}
	if totals.Value(0, "detectable") != nil {
		fmt.Fprintf(&out, "the draw can see a lift of %s points in 4 of 5 cases\n", points(totals, 0, "detectable"))
	}
	for row := range plan.Answers.Warnings.Len() {
		fmt.Fprintf(&out, "! %s\n", printable(plan.Answers.Warnings.Text(row, "text")))
	}
	for _, warning := range plan.Warnings {
		fmt.Fprintf(&out, "note: %s\n", printable(warning))
	}
	fmt.Fprintf(&out, "\nplan:  %s\npage:  %s\n", plan.Workbook, plan.Page)
	for row := range plan.Answers.Lists.Len() {
		fmt.Fprintf(&out, "list:  %s (%d)\n", printable(plan.Answers.Lists.Text(row, "file")), plan.Answers.Lists.Integer(row, "customers"))
	}
	_, err := io.WriteString(w, out.String())
	return err
}

func tellSegment(w io.Writer, rows *table.Table, row int, name string) {
	lift := "not known"
	if rows.Value(row, "lift") != nil {
		lift = points(rows, row, "lift")
	}
	fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%s\t%s\t%s\t\n", name, rows.Integer(row, "customers"), rows.Integer(row, "reachable"),
		rows.Integer(row, "treated"), rows.Integer(row, "control"), points(rows, row, "break_even"), lift, profit(rows, row))
}

// points are a share in percentage points.
func points(rows *table.Table, row int, column string) string {
	if rows.Value(row, column) == nil {
		return "–"
	}
	return fmt.Sprintf("%.2f", 100*rows.Float(row, column))
}

// profit is an amount with its interval, where it has one.
func profit(rows *table.Table, row int) string {
	if rows.Value(row, "profit") == nil {
		return "–"
	}
	text := fmt.Sprintf("%.0f", rows.Float(row, "profit"))
	if rows.Value(row, "profit_lo") != nil {
		text += fmt.Sprintf(" (%.0f to %.0f)", rows.Float(row, "profit_lo"), rows.Float(row, "profit_hi"))
	}
	return text
}

// leftOut says how many are not addressed, and why.
func leftOut(totals *table.Table) string {
	var parts []string
	for _, reason := range []struct{ column, text string }{
		{"no_consent", "without consent"}, {"no_address", "without a usable address"}, {"suppressed", "on a list of those never to be addressed"},
		{"under_pressure", "addressed often enough"}, {"other_campaign", "in another campaign of these days"}, {"holdout", "held out of all campaigns"},
	} {
		if n := totals.Integer(0, reason.column); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, reason.text))
		}
	}
	return strings.Join(parts, ", ")
}
