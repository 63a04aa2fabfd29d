package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"clientele/internal/pipeline"
)

const initLong = `Looks at every table of the files and folders (also in archives): which system
wrote it, what its rows are, how many they are and of which time. Writes a config
with remarks, and asks what the files do not decide. Files of one kind become one
source, by a pattern that finds next month's export too.

The config is clientele.yaml here, where the other commands look for it, or where
--out says. A config that is there already is never written over.

  --explain FILE shows which column becomes which field, why, and three values.

Exit codes: 0 where a config could be made, whatever it asks; 2 where nothing in
the files can be used, and, with --strict, where the config would not run before
a question is answered.`

// initFlags are those of `clientele init`.
type initFlags struct {
	out, explain        string
	print, json, strict bool
}

func newInitCommand(env environment) *cobra.Command {
	flags := &initFlags{}
	command := &cobra.Command{
		Use: "init [FILE|FOLDER…]", Short: "make a config of the exports in a folder", Long: initLong,
		Example: "  clientele init exports\n  clientele init --explain exports/orders.csv",
		Args:    cobra.ArbitraryArgs,
		RunE: func(_ *cobra.Command, arguments []string) error {
			if flags.explain != "" {
				return runExplain(env, *flags)
			}
			return runInit(env, *flags, arguments)
		},
	}
	command.Flags().StringVar(&flags.out, "out", "", "the config to write; clientele.yaml here where empty")
	command.Flags().BoolVar(&flags.print, "print", false, "write the config to stdout and nothing else")
	command.Flags().StringVar(&flags.explain, "explain", "", "a file: show what each of its columns becomes, and write nothing")
	command.Flags().BoolVar(&flags.json, "json", false, "tell what was found as JSON")
	command.Flags().BoolVar(&flags.strict, "strict", false, "exit with 2 where a question must be answered before the config runs")
	return command
}

func runInit(env environment, flags initFlags, paths []string) error {
	if len(paths) == 0 {
		paths = []string{"."}
	}
	config := flags.out
	if config == "" {
		config = configName
	}
	survey, err := pipeline.Init(pipeline.InitOptions{Paths: paths, Base: filepath.Dir(config)})
	if err != nil {
		return err
	}
	writing := error(nil)
	if survey.Usable() && !flags.print {
		writing = pipeline.WriteNew(config, survey.Config)
	}
	switch {
	case flags.json:
		err = writeJSON(env.stdout, survey)
	case flags.print && survey.Usable():
		_, err = fmt.Fprint(env.stdout, survey.Config)
	default:
		err = tellSurvey(env, survey, config, writing == nil)
	}
	switch {
	case err != nil:
		return fmt.Errorf("writing what was found: %w", err)
	case writing != nil:
		return writing
	case !survey.Usable():
		return &usageError{fmt.Errorf("nothing was found that can be loaded\nexport orders, invoices, customers or deals as CSV or Excel files, and name their folder")}
	case flags.strict && !survey.Runs:
		return &usageError{fmt.Errorf("a question must be answered before the config runs: %s", config)}
	}
	return nil
}

// tellSurvey says what was found, what is asked, and what comes next.
func tellSurvey(env environment, survey *pipeline.Survey, config string, written bool) error {
	var text bytes.Buffer
	for _, table := range survey.Tables {
		tellTable(&text, table)
	}
	if len(survey.Unread) > 0 {
		fmt.Fprintln(&text, "Left out:")
		for _, one := range survey.Unread {
			fmt.Fprintf(&text, "  %s: %s\n", printable(one.File), printable(one.Why))
		}
	}
	for i, question := range survey.Questions {
		if i == 0 {
			fmt.Fprintln(&text, "Questions:")
		}
		must := ""
		if question.Must {
			must = " (the config does not run before)"
		}
		fmt.Fprintf(&text, "  %d. %s: %s%s\n", i+1, printable(question.Where), printable(question.Text), must)
		if question.Line != "" {
			fmt.Fprintf(&text, "       %s\n", strings.TrimSpace(printable(question.Line)))
		}
	}
	if survey.Usable() && written {
		fmt.Fprintf(&text, "Config:   %s\nTry next: clientele run -c %[1]s\n", printable(config))
	}
	_, err := env.stdout.Write(text.Bytes())
	return err
}

func tellTable(text *bytes.Buffer, table pipeline.FoundTable) {
	fmt.Fprintf(text, "%s\n", printable(table.Label()))
	what := "unknown: " + table.Why
	if table.Sureness != "unknown" {
		what = fmt.Sprintf("%s: %s", table.What(), table.Sureness)
	}
	fmt.Fprintf(text, "    %s\n", printable(what))
	facts := []string{counted(int(table.Rows), "row")}
	if table.From != "" {
		facts = append(facts, table.From+" to "+table.To)
	}
	facts = append(facts, strings.TrimSpace(table.Format+" "+table.Encoding))
	if table.Aside > 0 {
		facts = append(facts, counted(int(table.Aside), "line")+" that are no rows")
	}
	if table.Damaged > 0 {
		facts = append(facts, counted(int(table.Damaged), "damaged row"))
	}
	fmt.Fprintf(text, "    %s\n", printable(strings.Join(facts, ", ")))
	if unplaced := table.Unplaced(); len(unplaced) > 0 && table.Sureness != "unknown" {
		fmt.Fprintf(text, "    not placed: %s\n", printable(brief8(unplaced)))
	}
	if table.Note != "" {
		fmt.Fprintf(text, "    %s\n", printable(table.Note))
	}
}

// brief8 lists the first eight.
func brief8(names []string) string {
	if len(names) > 8 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:8], ", "), len(names)-8)
	}
	return strings.Join(names, ", ")
}

// runExplain shows the mapping of one file.
func runExplain(env environment, flags initFlags) error {
	survey, err := pipeline.Init(pipeline.InitOptions{Paths: []string{flags.explain}, Base: filepath.Dir(flags.explain)})
	if err != nil {
		return err
	}
	if flags.json {
		return writeJSON(env.stdout, survey)
	}
	var text bytes.Buffer
	for _, table := range survey.Tables {
		tellTable(&text, table)
		for _, column := range table.Columns {
			fmt.Fprintf(&text, "  %s\n", printable(cut(column.Header, 60)))
			if len(column.Fields) > 0 {
				fmt.Fprintf(&text, "      → %s  (%s, %s)\n", strings.Join(column.Fields, ", "), percent(column.Certainty), printable(column.Why))
			} else {
				fmt.Fprintln(&text, "      not used")
			}
			for _, sample := range column.Samples {
				fmt.Fprintf(&text, "      | %s\n", printable(cut(sample, 60)))
			}
		}
	}
	for _, one := range survey.Unread {
		fmt.Fprintf(&text, "%s: %s\n", printable(one.File), printable(one.Why))
	}
	if _, err := env.stdout.Write(text.Bytes()); err != nil {
		return fmt.Errorf("writing what was found: %w", err)
	}
	if len(survey.Tables) == 0 {
		return &usageError{fmt.Errorf("%s holds no table", flags.explain)}
	}
	return nil
}

func percent(share float64) string { return fmt.Sprintf("%.0f %% sure", 100*share) }

// cut shortens a text to a number of letters, on one line.
func cut(text string, letters int) string {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) > letters {
		return string(runes[:letters-1]) + "…"
	}
	return string(runes)
}
