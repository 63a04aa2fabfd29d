package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"clientele/internal/job"
	"clientele/internal/pipeline"
	"clientele/internal/table"
)

// fileFlags are those that the one-file forms share.
type fileFlags struct {
	sheet, dates, decimal, out string
	threads                    int
	json, quiet                bool
	columns                    map[string]*string // headers by field
}

func (f *fileFlags) add(command *cobra.Command, out string) {
	flags := command.Flags()
	flags.StringVar(&f.sheet, "sheet", "", "sheet of a workbook; the first where empty")
	flags.StringVar(&f.dates, "dates", "", "how 03.04.25 is meant: \"day first\", \"month first\" or \"year first\"; seen from the data where empty")
	flags.StringVar(&f.decimal, "decimal", "", "the decimal mark, \".\" or \",\"; seen from the data where empty")
	flags.StringVar(&f.out, "out", "", out)
	flags.IntVar(&f.threads, "threads", 0, "worker threads; 0 is one for each core")
	flags.BoolVar(&f.json, "json", false, "write the answer to stdout as JSON, one object a line")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "no progress")
	f.columns = map[string]*string{}
}

// column adds a flag that names the column of a field.
func (f *fileFlags) column(command *cobra.Command, flag, field, what string) {
	value := new(string)
	f.columns[field] = value
	command.Flags().StringVar(value, flag, "", "the column of "+what+"; recognised by its name where empty")
}

func (f *fileFlags) file(path string) pipeline.OneFile {
	file := pipeline.OneFile{Path: path, Sheet: f.sheet, Dates: f.dates, Decimal: f.decimal, Threads: f.threads, Columns: map[string]string{}}
	for field, header := range f.columns {
		file.Columns[field] = *header
	}
	return file
}

// purchaseColumns adds the flags for the columns of purchases.
func (f *fileFlags) purchaseColumns(command *cobra.Command, amount bool) {
	f.column(command, "customer", "customer", "the customer")
	f.column(command, "at", "purchased_at", "the date or time of a purchase")
	f.column(command, "order", "order_id", "the order's number")
	if amount {
		f.column(command, "amount", "amount", "what was paid")
	}
}

func newRFMCommand(env environment) *cobra.Command {
	flags, question := &fileFlags{}, pipeline.RFMQuestion{}
	command := &cobra.Command{
		Use: "rfm FILE", Short: "recency, frequency and monetary value of one file's customers", Args: cobra.ExactArgs(1),
		Long:    "Scores every customer of a file (csv, xlsx, parquet or json) from 1 to 5 by how\nrecently, how often and for how much they bought, and names their segment.\nRows of one customer at one moment (or of one number, --order) are one purchase.\nScores are fifths of customers (equal ones share a score), or by bounds of your own:\n--recency 30,90,180,365 gives 5 up to 30 days and 1 beyond 365, --frequency 2,3,5,9\n5 from 9 purchases on and 1 below 2, --monetary likewise.\nColumns out: customer_id, recency_days, frequency, monetary, r, f, m, segment.",
		Example: "  clientele rfm sales.csv --customer client --at date --amount total --as-of 2026-10-31 --out rfm.csv",
		RunE: func(command *cobra.Command, arguments []string) error {
			return flags.one(command.Context(), env, arguments[0], func(ctx context.Context, report job.Sink) (*table.Table, pipeline.Counts, error) {
				return pipeline.RFM(ctx, flags.reading(arguments[0], env, report), question)
			})
		},
	}
	flags.add(command, "the CSV to write; stdout where empty")
	flags.purchaseColumns(command, true)
	command.Flags().StringVar(&question.AsOf, "as-of", "", "the day that recency is counted from; the last one with a purchase where empty")
	command.Flags().StringVar(&question.Recency, "recency", "", "four rising numbers of days, the bounds of its scores; fifths of customers where empty")
	command.Flags().StringVar(&question.Frequency, "frequency", "", "four rising numbers of purchases, likewise")
	command.Flags().StringVar(&question.Monetary, "monetary", "", "four rising amounts, likewise")
	return command
}

func newValueCommand(env environment) *cobra.Command {
	flags, question := &fileFlags{}, pipeline.ValueQuestion{}
	command := &cobra.Command{
		Use: "value FILE", Short: "what one file's customers will buy, and are worth", Args: cobra.ExactArgs(1),
		Long:    "Fits all customer-base models to the purchases up to a day. They, their mean and two\nnaive rules foretell what follows in the file (where it ends with that day: its own last\npart); the best of them says what each customer will buy in the units behind the day.\nWrites DIR/models.json (the contest is in it) and DIR/customers.csv:\n\n" + valueColumns,
		Example: "  clientele value sales.csv --customer client --at date --amount total --until 2026-06-30 --horizon 39 --unit week --out value/",
		RunE: func(command *cobra.Command, arguments []string) error {
			if err := required(command, "out"); err != nil {
				return err
			}
			return runValue(command.Context(), env, flags, arguments[0], question)
		},
	}
	flags.add(command, "the folder to write models.json and customers.csv into")
	flags.purchaseColumns(command, true)
	command.Flags().StringVar(&question.Until, "until", "", "the last day that the models learn from; the last one with a purchase where empty")
	command.Flags().Float64Var(&question.Horizon, "horizon", 26, "how many units are foretold")
	command.Flags().StringVar(&question.Unit, "unit", "week", "day, week or month")
	command.Flags().Float64Var(&question.DiscountRate, "discount-rate", 0.10, "discount of a year: 0.1 is 10 %")
	return command
}

// valueColumns says what customers.csv has.
const valueColumns = `  customer_id         as the file has it
  frequency           days with a purchase after the first of them
  recency, age        from the first purchase to the last one and to --until, in units
  monetary_value      mean of what was bought on such a day; 0 where there is none
  p_alive             the chance of still being a customer at --until; 1 where the model
                      cannot tell, as of who came but once
  expected_purchases  days with a purchase in the units foretold, on average
  lo90, hi90          the range that holds their number with a chance of 90 % or more
  expected_value      the mean of one purchase to come
  clv                 the money to come in the units foretold: purchases expected in each month
                      of 365.25/12 days, times expected_value, discounted at the month's end by
                      --discount-rate a year`

func newForecastCommand(env environment) *cobra.Command {
	flags, question := &fileFlags{}, pipeline.ForecastQuestion{}
	command := &cobra.Command{
		Use: "forecast FILE", Short: "continue the series of one file", Args: cobra.ExactArgs(1),
		Long:    "Forecasts every series of a file; times are dates or whole numbers. A file\nwithout a column of names is one series. A time without a row is a gap, not 0: it is\nfilled for the models and named on stderr; write 0 where nothing was sold.\nColumns out: series, step, at, mean, lo80, hi80, lo95, hi95, model.",
		Example: "  clientele forecast months.csv --series shop --at month --value revenue --horizon 18 --season 12 --out forecast.csv",
		RunE: func(command *cobra.Command, arguments []string) error {
			return runForecast(command.Context(), env, flags, arguments[0], question)
		},
	}
	flags.add(command, "the CSV to write; stdout where empty")
	flags.column(command, "series", "series", "the series' name")
	flags.column(command, "at", "at", "the time")
	flags.column(command, "value", "value", "the value")
	command.Flags().IntVar(&question.Horizon, "horizon", 12, "how many steps are forecast")
	command.Flags().IntVar(&question.Season, "season", 12, "values in a cycle: 12 for months of a year, 1 for none")
	command.Flags().BoolVar(&question.NonNegative, "non-negative", true, "never go below 0 where the series never has")
	return command
}

// reading reports the rows that are read as progress of a step.
func (f *fileFlags) reading(path string, env environment, sink job.Sink) pipeline.OneFile {
	file := f.file(path)
	started := env.now()
	file.Report = func(rows int64, part float64) {
		event := job.Event{Kind: job.Progress, Step: "reading " + filepath.Base(path), Position: 1, Of: 1, Rows: rows, Elapsed: env.now().Sub(started)}
		if part > 0 {
			event.Total = int64(float64(rows) / part)
		}
		sink.Event(event)
	}
	return file
}

// sink is that of a job, with the same flags.
func (f *fileFlags) sink(env environment) (job.Sink, func()) {
	return jobFlags{quiet: f.quiet, json: false}.sink(env)
}

// one runs an analysis whose answer is one table.
func (f *fileFlags) one(ctx context.Context, env environment, path string, analyse func(context.Context, job.Sink) (*table.Table, pipeline.Counts, error)) error {
	if err := f.checkOut(path); err != nil {
		return err
	}
	sink, end := f.sink(env)
	rows, counts, err := analyse(ctx, sink)
	end()
	if err != nil {
		return err
	}
	return f.answer(env, rows, counts)
}

// checkOut refuses, before anything is read, a file that cannot be written and
// one that is the input.
func (f *fileFlags) checkOut(input string) error { return checkOutput("--out", f.out, input) }

func checkOutput(flag, out, input string) error {
	if out == "" {
		return nil
	}
	folder := filepath.Dir(out)
	if state, err := os.Stat(folder); err != nil || !state.IsDir() {
		return &usageError{fmt.Errorf("%s %s: there is no folder %s; make it first", flag, out, folder)}
	}
	there, err := os.Stat(out)
	if err != nil {
		return nil // it is made
	}
	if there.IsDir() {
		return &usageError{fmt.Errorf("%s %s: it is a folder; name a file in it", flag, out)}
	}
	if from, err := os.Stat(input); err == nil && os.SameFile(there, from) {
		return &usageError{fmt.Errorf("%s %s: it is the file that is read, and would be lost; name another", flag, out)}
	}
	return nil
}

// writeOut puts a file in place. What keeps it from that is the user's to mend.
func writeOut(path string, fill func(io.Writer) error) error {
	return writeOutput("--out", path, fill)
}

func writeOutput(flag, path string, fill func(io.Writer) error) error {
	if err := job.WriteFile(path, fill); err != nil {
		return &usageError{fmt.Errorf("%s: %w", flag, err)}
	}
	return nil
}

// answer writes a table where the flags say, and what was left out to stderr.
func (f *fileFlags) answer(env environment, rows *table.Table, counts pipeline.Counts) error {
	for _, note := range []string{counts.Refused(), counts.Doubt} {
		if note == "" {
			continue
		}
		if _, err := fmt.Fprintln(env.stderr, printable(note)); err != nil {
			return err
		}
	}
	if f.out != "" {
		if err := writeOut(f.out, func(w io.Writer) error { return pipeline.WriteCSV(w, rows) }); err != nil {
			return err
		}
	}
	switch {
	case f.json:
		return writeRowsJSON(env.stdout, rows)
	case f.out == "":
		return pipeline.WriteCSV(env.stdout, rows)
	}
	_, err := fmt.Fprintf(env.stderr, "%s rows in %s\n", whole(int64(rows.Len())), f.out)
	return err
}

func runValue(ctx context.Context, env environment, flags *fileFlags, path string, question pipeline.ValueQuestion) error {
	sink, end := flags.sink(env)
	answer, err := pipeline.CustomerValue(ctx, flags.reading(path, env, sink), question)
	end()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(flags.out, 0o755); err != nil {
		return &usageError{fmt.Errorf("making the folder %s: %w", flags.out, err)}
	}
	folder := flags.out
	if err := writeOut(filepath.Join(folder, "models.json"), func(w io.Writer) error { return pipeline.WriteModels(w, answer.Models) }); err != nil {
		return err
	}
	if flags.json {
		if err := writeJSON(env.stdout, answer.Models); err != nil {
			return err
		}
	}
	flags.out, flags.json = filepath.Join(folder, "customers.csv"), false
	if err := flags.answer(env, answer.Customers, answer.Counts); err != nil {
		return err
	}
	return answer.Err
}

func runForecast(ctx context.Context, env environment, flags *fileFlags, path string, question pipeline.ForecastQuestion) error {
	if err := flags.checkOut(path); err != nil {
		return err
	}
	sink, end := flags.sink(env)
	started := env.now()
	question.Progress = func(done, of int) {
		sink.Event(job.Event{Kind: job.Progress, Step: "forecasting", Position: 1, Of: 1, Rows: int64(done), Total: int64(of), Elapsed: env.now().Sub(started)})
	}
	answer, err := pipeline.ForecastFile(ctx, flags.reading(path, env, sink), question)
	end()
	if err != nil {
		return err
	}
	for _, refused := range answer.Refused {
		if _, err := fmt.Fprintln(env.stderr, "not forecast:", printable(refused)); err != nil {
			return err
		}
	}
	for _, gaps := range answer.Gaps {
		if _, err := fmt.Fprintln(env.stderr, "gaps:", printable(gaps)); err != nil {
			return err
		}
	}
	if answer.Rows.Len() == 0 {
		return &usageError{errors.New("no series of the file could be forecast")}
	}
	return flags.answer(env, answer.Rows, answer.Counts)
}
