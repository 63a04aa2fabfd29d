package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
	"unicode"

	"github.com/shopspring/decimal"
	"github.com/spf13/cobra"

	"clientele/internal/job"
	"clientele/internal/pipeline"
	"clientele/internal/table"
)

// queryRows is how many rows are shown unless more are asked for: a terminal
// is not the place for a million.
const queryRows = 1000

func newQueryCommand(env environment) *cobra.Command {
	var (
		config string
		asJSON bool
		limit  int
	)
	command := &cobra.Command{
		Use: "query 'SELECT …'", Short: "ask the lake in SQL", Args: cobra.ExactArgs(1),
		Long:    "Answers a SELECT over the lake: customers, orders, purchase_lines, and the entities\nas they were loaded (purchases, contacts, events, …, rejects, loads). The statement\ncan read the lake and nothing else.",
		Example: "  clientele query 'select month, sum(amount) as revenue from orders group by month order by month'",
		RunE: func(command *cobra.Command, arguments []string) error {
			settings, err := pipeline.ReadConfig(config)
			if err != nil {
				return err
			}
			answer, more, err := pipeline.Ask(command.Context(), settings, arguments[0], limit, pipeline.Options{Clock: env.now, Sink: job.Discard{}})
			if err != nil {
				return err
			}
			if asJSON {
				err = writeRowsJSON(env.stdout, answer)
			} else {
				err = writeRows(env.stdout, answer)
			}
			if err == nil && more {
				_, err = fmt.Fprintf(env.stderr, "only the first %d rows are shown; --limit shows more\n", limit)
			}
			return err
		},
	}
	command.Flags().StringVarP(&config, configFlag, "c", configName, configUsage)
	command.Flags().BoolVar(&asJSON, "json", false, "one JSON object a line")
	command.Flags().IntVar(&limit, "limit", queryRows, "the most rows to show")
	return command
}

// writeRows shows a table in columns.
func writeRows(w io.Writer, rows *table.Table) error {
	columns := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, column := range rows.Columns {
		fmt.Fprintf(columns, "%s\t", printable(column.Name))
	}
	fmt.Fprintln(columns)
	for _, row := range rows.Rows {
		for i, value := range row {
			fmt.Fprintf(columns, "%s\t", printable(shown(value, rows.Columns[i].Kind)))
		}
		fmt.Fprintln(columns)
	}
	return columns.Flush()
}

// printable takes control characters out of text that goes to a terminal,
// where they could move the cursor or worse.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if acts(r) {
			return '·'
		}
		return r
	}, text)
}

// printableLines is printable for a text of several lines.
func printableLines(text string) string {
	lines := strings.Split(strings.ReplaceAll(text, "\t", " "), "\n")
	for i := range lines {
		lines[i] = printable(lines[i])
	}
	return strings.Join(lines, "\n")
}

func shown(value any, kind table.Kind) string {
	switch v := value.(type) {
	case nil:
		return ""
	case time.Time:
		if kind == table.Date {
			return v.Format(time.DateOnly)
		}
		return v.Format("2006-01-02 15:04:05.999999")
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case decimal.Decimal:
		return v.String()
	}
	return fmt.Sprint(value)
}

// escaped writes what encoding/json leaves raw, and a terminal would act on, in
// JSON's own escapes. Such characters stand in texts only.
func escaped(line string) string {
	if !strings.ContainsFunc(line, acts) {
		return line
	}
	var out strings.Builder
	for _, r := range line {
		if acts(r) {
			fmt.Fprintf(&out, "\\u%04x", r)
			continue
		}
		out.WriteRune(r)
	}
	return out.String()
}

// acts tells characters that move a cursor or turn the direction of text. All
// of them lie below U+10000.
func acts(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }

// writeRowsJSON writes an object a line with the columns in their order.
// Decimals are numbers with all their digits.
func writeRowsJSON(w io.Writer, rows *table.Table) error {
	for _, row := range rows.Rows {
		var line strings.Builder
		for i, value := range row {
			name, err := json.Marshal(rows.Columns[i].Name)
			if err != nil {
				return err
			}
			written, err := jsonValue(value, rows.Columns[i].Kind)
			if err != nil {
				return fmt.Errorf("column %s: %w", rows.Columns[i].Name, err)
			}
			line.WriteString(map[bool]string{true: "{", false: ","}[i == 0] + string(name) + ":" + string(written))
		}
		if _, err := io.WriteString(w, escaped(line.String())+"}\n"); err != nil {
			return err
		}
	}
	return nil
}

func jsonValue(value any, kind table.Kind) ([]byte, error) {
	switch v := value.(type) {
	case decimal.Decimal:
		return []byte(v.String()), nil
	case time.Time:
		return json.Marshal(shown(v, kind))
	}
	return json.Marshal(value)
}
