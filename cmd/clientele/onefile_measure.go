package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"clientele/internal/pipeline"
)

// measureFileFlags are those of measuring one file.
type measureFileFlags struct {
	question       pipeline.MeasureQuestion
	sheet, decimal string
	json, quiet    bool // which the command has for its other form too
}

func (f *measureFileFlags) add(command *cobra.Command) {
	flags, q := command.Flags(), &f.question
	flags.StringVar(&q.Arm, "arm", "", "one file: the column that says how each customer was treated")
	flags.StringVar(&q.Control, "control", "", "one file: what that column says of the controls")
	flags.StringSliceVar(&q.Metrics, "metric", nil, "one file: the columns that should have changed, A,B")
	flags.StringSliceVar(&q.Ratios, "ratio", nil, "one file: ratios of two columns that should have changed, revenue/orders")
	flags.StringSliceVar(&q.Covariates, "covariate", nil, "one file: the columns of what was known before, which make the estimate surer (CUPED)")
	flags.StringVar(&q.Segment, "segment", "", "one file: a column by whose values the results are told too")
	flags.StringVar(&q.Split, "split", "", "one file: the shares that the arms were drawn with, no=50,mail=25,letter=25; equal where empty")
	flags.Float64Var(&q.Cap, "cap", 0, "one file: the share of the values other than 0 that is capped: 0.01 lowers the greatest of a hundred")
	flags.Float64Var(&q.Margin, "margin", 0.05, "one file: the share of the control's mean that would not matter; an effect surely smaller is none")
	flags.IntVar(&q.Planned, "planned", 0, "one file: where this is a look before the end, how many customers there will be")
	flags.StringVar(&f.sheet, "sheet", "", "one file: sheet of a workbook; the first where empty")
	flags.StringVar(&f.decimal, "decimal", "", "one file: the decimal mark, \".\" or \",\"; seen from the data where empty")
}

const measureFileLong = `A file (csv, xlsx, parquet or json) has a row for each customer: the arm, and what
the customer did. Each arm is compared with the control, by each metric, for all
and for each segment. Rows with a cell of a metric that cannot be read (an empty
one too: write 0 where nothing was bought) are left out and counted.

--json writes one object:
  srm_p         p-value of χ² that the arms are as large as drawn (--split);
                srm_ok is false below 0.001, and nothing can be concluded
  results       a list; of each arm, metric and segment (null: all)
    arm, metric, segment, controls, treated
    control_mean, treated_mean   as they are
    effect, standard_error, lo95, hi95, p
                (all but the effect null where it cannot be known: an arm of one)
                the difference from the control: with covariates the estimate
                that they make surer ("cuped": true), where they do; else the
                plain one, which is also in "plain" (the same five)
    p_adjusted, p_bh             for so many results: Holm; Benjamini and Hochberg
    method      welch; score (shares of which few are); hall (long tails in arms
                of unequal size)
    variance_reduction           by covariates; null without any
    relative, relative_lo95, relative_hi95
                effect by the control's mean, Fieller's interval; null where that
                mean is not surely above 0
    capped_at, capped            with --cap: to what, and how many were
    anytime_lo95, anytime_hi95   an interval that holds at every look, however often;
                null while the arms are too small for one
    detectable  the effect that would be seen four times in five
    srm_p       of the segment
    margin, enough, verdict      worked, harmed, no_effect (surely within the
                margin), not_enough, unsound (srm_p below 0.001)
  control, arms (arm, customers, share), rows (read, used, without_arm, rejected,
  example), balance (arm, covariate, difference in standard deviations, p), cap,
  margin, notes, early (--planned is more than the file has: the verdicts go by
  the intervals that hold at every look)`

const measureFileExample = "  clientele measure test.csv --arm coupon --control 0 --metric orders,revenue --covariate spent_before --segment channel"

func runMeasureFile(ctx context.Context, env environment, path string, flags *measureFileFlags) error {
	shared := &fileFlags{sheet: flags.sheet, decimal: flags.decimal, quiet: flags.quiet}
	sink, end := shared.sink(env)
	answer, err := pipeline.MeasureFile(ctx, shared.reading(path, env, sink), flags.question)
	end()
	if err != nil {
		return err
	}
	for _, note := range measureNotes(answer) {
		if _, err := fmt.Fprintln(env.stderr, printable(note)); err != nil {
			return err
		}
	}
	if flags.json {
		return writeJSON(env.stdout, answer)
	}
	return tellMeasured(env.stdout, answer)
}

// measureNotes is what became of rows that are in no result.
func measureNotes(answer pipeline.MeasureAnswer) []string {
	var notes []string
	if rows := answer.Rows; rows.Rejected > 0 {
		notes = append(notes, fmt.Sprintf("%s of %s rows were left out because a cell could not be read, for example %s", whole(rows.Rejected), whole(rows.Read), rows.Example))
	}
	if rows := answer.Rows; rows.WithoutArm > 0 {
		notes = append(notes, fmt.Sprintf("%s of %s rows have no arm and were left out", whole(rows.WithoutArm), whole(rows.Read)))
	}
	if !answer.Sound {
		var sizes []string
		for _, arm := range answer.Arms {
			sizes = append(sizes, fmt.Sprintf("%s %s", arm.Arm, whole(int64(arm.Customers))))
		}
		notes = append(notes, fmt.Sprintf("the arms are not as large as drawn (%s; p = %.2g): either somebody is missing from one of them, and nothing can be concluded, or they were drawn with other shares, which --split tells", strings.Join(sizes, ", "), answer.SampleRatioP))
	}
	return append(notes, answer.Notes...)
}
