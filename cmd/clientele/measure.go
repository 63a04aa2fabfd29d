package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"clientele/internal/pipeline"
)

const measureLong = `Says what a campaign brought that would not have come anyway, by those who were
held out of it: the verdict in words, buyers, orders and revenue with their
ranges, incremental revenue less cost, and what would make the comparison wrong.

A campaign is a CAMPAIGN.yaml that was planned (clientele plan), or the id of one
of the lake (entities campaigns and campaign_members) or of the plans. Its arms
are those that were drawn, whoever was reached. The terms of the kept plan hold;
what the file says otherwise by now is told. Writes measured.xlsx and
measured.html to OUT/campaigns/ID/measured/AS-OF.

One file, without a config, needs --arm:

`

func newMeasureCommand(env environment) *cobra.Command {
	file, flags, config, asOf := &measureFileFlags{}, &jobFlags{}, "", ""
	command := &cobra.Command{
		Use: "measure CAMPAIGN.yaml | CAMPAIGN-ID | FILE", Short: "what a campaign really brought", Args: cobra.ExactArgs(1),
		Long: measureLong + measureFileLong, Example: "  clientele measure campaign.yaml\n  clientele measure SPRING26 --as-of 2026-10-31 --json\n" + measureFileExample,
		RunE: func(command *cobra.Command, arguments []string) error {
			if file.question.Arm != "" || isDataFile(arguments[0]) {
				file.json, file.quiet = flags.json, flags.quiet
				return runMeasureFile(command.Context(), env, arguments[0], file)
			}
			flags.config = config
			return runMeasure(command.Context(), env, *flags, arguments[0], asOf)
		},
	}
	command.Flags().StringVarP(&config, configFlag, "c", configName, configUsage)
	command.Flags().StringVar(&asOf, "as-of", "", "the day that the numbers are true for; the last day with data where empty")
	command.Flags().IntVar(&flags.threads, "threads", 0, "worker threads; 0 is one for each core")
	command.Flags().BoolVar(&flags.json, "json", false, "write the answer to stdout as JSON")
	command.Flags().BoolVarP(&flags.quiet, "quiet", "q", false, "no progress")
	flags.addLanguage(command)
	file.add(command)
	return command
}

// isDataFile tells a file of customers from a campaign: by its ending, and only
// where there is one.
func isDataFile(path string) bool {
	if !slices.Contains([]string{".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".parquet", ".json", ".jsonl"}, strings.ToLower(filepath.Ext(path))) {
		return false
	}
	info, err := os.Stat(path)
	return err == nil && !info.IsDir()
}

// isCampaignFile tells a CAMPAIGN.yaml from the id of a campaign.
func isCampaignFile(argument string) bool {
	ending := strings.ToLower(filepath.Ext(argument))
	return ending == ".yaml" || ending == ".yml"
}

func runMeasure(ctx context.Context, env environment, flags jobFlags, argument, asOf string) error {
	question := pipeline.CampaignQuestion{ID: argument}
	if isCampaignFile(argument) {
		question = pipeline.CampaignQuestion{File: argument}
	}
	config, err := flags.readConfig()
	if err != nil {
		return err
	}
	sink, end := flags.sink(env)
	measured, err := pipeline.MeasureCampaign(ctx, config, question, pipeline.Options{
		AsOf: asOf, Threads: flags.threads, Version: version, Clock: env.now, Sink: sink,
	})
	end()
	if err != nil {
		return err
	}
	if flags.json {
		return joinWrite(nil, writeJSON(env.stdout, measured))
	}
	return joinWrite(nil, tellCampaign(env.stdout, measured))
}

// tellCampaign writes what a campaign brought: the answer in words, the figures,
// the checks that failed.
func tellCampaign(w io.Writer, m pipeline.CampaignMeasured) error {
	var text bytes.Buffer
	fmt.Fprintf(&text, "%s, %s to %s, as of %s: %s\n", printable(m.Name), m.Starts, m.Until, m.AsOf, strings.ReplaceAll(m.Verdict, "_", " "))
	for _, sentence := range m.Says {
		fmt.Fprintf(&text, "  %s\n", printable(sentence))
	}
	for _, changed := range m.Changed {
		fmt.Fprintf(&text, "Note: %s\n", printable(changed))
	}
	for _, warning := range m.Warnings {
		fmt.Fprintf(&text, "Note: %s\n", printable(warning))
	}
	text.WriteString("\n")
	columns := tabwriter.NewWriter(&text, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(columns, "segment\tmetric\tcontrols\ttreated\tcontrol mean\ttreated mean\teffect\tfrom\tto\tp (Holm)\tverdict\t")
	for _, r := range m.Results {
		segment := "all"
		if r.Segment != nil {
			segment = shownLabel(*r.Segment)
		}
		lo, hi := r.Lo95, r.Hi95
		if !m.Complete {
			lo, hi = r.AnytimeLo95, r.AnytimeHi95
		}
		fmt.Fprintf(columns, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t\n", segment, r.Metric, whole(int64(r.Controls)), whole(int64(r.Treated)),
			shownFigure(r.ControlMean, figure), shownFigure(r.TreatedMean, figure), shownFigure(r.Effect, signed), shownFigure(lo, signed), shownFigure(hi, signed),
			shownFigure(r.PAdjusted, chance), strings.ReplaceAll(r.Verdict, "_", " "))
	}
	_ = columns.Flush() // into memory
	for _, c := range m.Checks {
		if c.OK != nil && !*c.OK {
			fmt.Fprintf(&text, "Check: %s\n", printable(checkSentence(c)))
		}
	}
	fmt.Fprintf(&text, "Workbook: %s\nPage:     %s\n", m.Workbook, m.Page)
	_, err := w.Write(text.Bytes())
	return err
}

func shownFigure(value *float64, show func(float64) string) string {
	if value == nil {
		return "–"
	}
	return show(*value)
}
