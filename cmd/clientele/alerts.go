package main

import (
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"clientele/internal/dispatch"
	"clientele/internal/pipeline"
)

const alertsLong = `Shows how the alerts of the config stood when they were judged last: the figure, the
border that it is held against, since when it is crossed, and who was told.

Alerts are judged after each job that analyses; this command judges nothing anew.`

// newAlertsCommand lists alerts as deliveries lists mails: by the word that the
// config has for them.
func newAlertsCommand(env environment) *cobra.Command {
	flags := &jobFlags{}
	command := &cobra.Command{
		Use: "alerts", Short: "how the alerts of the config stand, and who was told", Long: alertsLong, Args: cobra.NoArgs,
		Example: "  clientele alerts\n  clientele alerts --json -c /srv/clientele/clientele.yaml",
		RunE: func(*cobra.Command, []string) error {
			config, err := flags.readConfig()
			if err != nil {
				return err
			}
			standings, err := dispatch.Alerts(config)
			if err != nil {
				return err
			}
			if flags.json {
				return writeJSON(env.stdout, standings)
			}
			if len(standings) == 0 {
				return &pipeline.UsageError{Text: "the config lists no alerts", Hint: "the README shows how (alerts:)"}
			}
			return tellStandings(env, config.Zone(), standings)
		},
	}
	command.Flags().StringVarP(&flags.config, configFlag, "c", configName, configUsage)
	command.Flags().BoolVar(&flags.json, "json", false, "write the list as JSON")
	return command
}

// tellStandings prints a line for each rule.
func tellStandings(env environment, zone *time.Location, standings []dispatch.Standing) error {
	var text strings.Builder
	columns := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	fmt.Fprintln(columns, "alert\tjudged\tas of\tfigure\tborder\tstands\tmailed\trule")
	for _, one := range standings {
		figure := figureText(one.Figure, one.Unit)
		if one.EndsLow != nil {
			figure += " so far, " + figureText(one.EndsLow, "") + " to " + figureText(one.EndsTop, "") + " at its end"
		}
		cells := []string{one.Name, minuteText(one.Judged.In(zone)), one.AsOf, figure, figureText(one.Border, one.Unit), standsText(one), toldText(one, zone), one.Rule}
		if one.Judged.IsZero() {
			cells[1] = ""
		}
		for i := range cells {
			cells[i] = printable(cells[i])
		}
		fmt.Fprintln(columns, strings.Join(cells, "\t"))
	}
	_ = columns.Flush() // into memory
	_, err := fmt.Fprint(env.stdout, text.String())
	return err
}

// standsText says in words how a rule stands.
func standsText(one dispatch.Standing) string {
	switch {
	case one.Judged.IsZero():
		return "not judged yet"
	case one.Unknown != "":
		return "cannot be judged: " + one.Unknown
	case one.Since != "" && !one.Beyond:
		return "crossed since " + one.Since + ", nearly back"
	case one.Since != "":
		return "crossed since " + one.Since
	case one.Beyond:
		return "crossed" // on a day of the past, which is not told
	}
	return "not crossed"
}

// toldText says who was told of the last crossing, and when.
func toldText(one dispatch.Standing, zone *time.Location) string {
	if len(one.Mails) == 0 {
		return "to " + strings.Join(one.To, ", ") + ": never"
	}
	var told []string
	for _, mail := range one.Mails {
		told = append(told, strings.TrimSpace(fmt.Sprintf("to %s: %s %s", mail.To, mail.State, minuteText(mail.At.In(zone)))))
	}
	return strings.Join(told, "; ")
}

// figureText is money to the cent, or a count; empty where nothing is known.
func figureText(value *float64, unit string) string {
	switch {
	case value == nil:
		return ""
	case unit == "" && *value == float64(int64(*value)):
		return whole(int64(*value))
	}
	return strings.TrimSpace(amount(strconv.FormatFloat(*value, 'f', 2, 64)) + " " + unit)
}
