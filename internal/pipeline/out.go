package pipeline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"clientele/internal/job"
	"clientele/internal/lake"
	"clientele/internal/table"
	"clientele/reports"
	"clientele/reports/csv"
	"clientele/reports/html"
	"clientele/reports/xlsx"
)

// out gathers what a run brings to its end.
type out struct {
	files      *job.Outputs
	read       []lake.Load     // of the files that the config names
	loads      []job.LoadCount // those of them that were loaded in this run
	known      int             // files that the lake had already
	unfinished error           // a model that did not converge
	workbook   string
	page       string
	findings   []string
}

func newOut() *out { return &out{} }

const (
	answersFolder = "answers"
	workbookName  = "clientele.xlsx"
	pageName      = "clientele.html"
	rejectsName   = "rejects.csv"
	rejectedCells = "rejected_cells"
)

// answers names the tables that the reports are made of, in the folder of
// answers each a Parquet file.
func answers(a *reports.Answers) []answer {
	return []answer{
		{"overview", &a.Overview}, {"overview_months", &a.Months},
		{"rfm", &a.RFM}, {"rfm_segments", &a.RFMSegments}, {"retention", &a.Retention},
		{"value_history", &a.ValueHistory}, {"value_deciles", &a.ValueDeciles},
		{"best_customers", &a.BestCustomers}, {"best_products", &a.BestProducts},
		{"forecast", &a.Forecast}, {"forecast_models", &a.ForecastModels},
		{"value_models", &a.ValueModels}, {"value_holdout", &a.ValueHoldout}, {"value_customers", &a.ValueCustomers},
		{"quality_loads", &a.QualityLoads}, {"quality_rejects", &a.QualityRejects},
		{"quality_excluded", &a.QualityExcluded}, {"quality_fields", &a.QualityFields},
	}
}

type answer struct {
	name string
	into **table.Table
}

// ofModels are the answers that are left out where a model declines.
func ofModels() []string {
	return []string{"forecast", "forecast_models", "value_models", "value_holdout", "value_customers"}
}

// keepStep writes the answers as Parquet, for the reports and for programs.
func (w *work) keepStep() job.Step {
	reads, optional := []string{rejectedCells}, []string(nil)
	for _, answer := range answers(&reports.Answers{}) {
		if slices.Contains(ofModels(), answer.name) {
			optional = append(optional, answer.name)
		} else {
			reads = append(reads, answer.name)
		}
	}
	return job.Step{Name: "answers", Reads: reads, Optional: optional, Writes: []string{answersFolder}, Run: w.keep}
}

func (w *work) keep(ctx context.Context, _ *job.Reporter) error {
	if err := w.begin(); err != nil {
		return err
	}
	for _, answer := range answers(&reports.Answers{}) {
		there, err := w.engine.HasTable(ctx, answer.name)
		if err != nil {
			return err
		}
		if !there {
			continue
		}
		path, err := w.out.files.Path(answersFolder + "/" + answer.name + ".parquet")
		if err != nil {
			return err
		}
		if _, err := w.engine.WriteTable(ctx, answer.name, path); err != nil {
			return err
		}
	}
	return w.writeRejects(ctx)
}

func (w *work) begin() error {
	files, err := job.Begin(w.folder())
	if err != nil {
		return &UsageError{Text: err.Error(), Hint: "the config says where the reports go (out:)", Cause: err}
	}
	w.out.files = files
	return nil
}

// writeRejects lists every cell that could not be read, for those who mend
// the source.
func (w *work) writeRejects(ctx context.Context) error {
	rejects, err := w.engine.ReadTable(ctx, rejectedCells)
	if err != nil {
		return err
	}
	file, err := w.out.files.Create(rejectsName)
	if err != nil {
		return err
	}
	return errors.Join(csv.Write(file, rejects), file.Close())
}

// recallStep takes the answers of an earlier run, to make the reports anew.
func (w *work) recallStep() job.Step {
	return job.Step{Name: "recall", Reads: []string{"lake"}, Writes: []string{answersFolder}, Run: func(context.Context, *job.Reporter) error {
		if err := w.recallDay(); err != nil {
			return err
		}
		previous := filepath.Join(w.folder(), answersFolder)
		entries, err := os.ReadDir(previous)
		if err != nil {
			return &UsageError{Text: fmt.Sprintf("there are no answers in %s", previous), Hint: "ask first: clientele analyse -c " + w.config.path, Cause: err}
		}
		if err := w.begin(); err != nil {
			return err
		}
		for _, entry := range entries {
			path, err := w.out.files.Path(answersFolder + "/" + entry.Name())
			if err != nil {
				return err
			}
			if err := os.Link(filepath.Join(previous, entry.Name()), path); err != nil {
				return fmt.Errorf("taking over the answers: %w", err)
			}
		}
		return w.recallRejects()
	}}
}

func (w *work) recallRejects() error {
	path, err := w.out.files.Path(rejectsName)
	if err != nil {
		return err
	}
	return os.Link(filepath.Join(w.folder(), rejectsName), path)
}

// recallDay is the day that was asked for, else the latest that has answers.
func (w *work) recallDay() error {
	day := w.options.AsOf
	if day == "" {
		day = w.config.AsOf
	}
	if day == "" {
		entries, err := os.ReadDir(w.config.resolve(w.config.Out))
		if err != nil {
			return &UsageError{Text: fmt.Sprintf("there are no answers in %s", w.config.Out), Hint: "ask first: clientele analyse -c " + w.config.path, Cause: err}
		}
		for _, entry := range entries {
			if _, err := time.Parse(time.DateOnly, entry.Name()); err == nil && entry.IsDir() {
				day = entry.Name()
			}
		}
	}
	asOf, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return &UsageError{Text: fmt.Sprintf("%q is no day for which there are answers", day), Hint: "days look like 2026-10-31"}
	}
	w.asOf = asOf
	return nil
}

// reportStep renders the answers.
func (w *work) reportStep() job.Step {
	return job.Step{Name: "reports", Reads: []string{answersFolder}, Writes: []string{"workbook", "page"}, Run: w.report}
}

func (w *work) report(ctx context.Context, _ *job.Reporter) error {
	var found reports.Answers
	for _, answer := range answers(&found) {
		path := filepath.Join(w.out.files.Dir(), answersFolder, answer.name+".parquet")
		if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
			continue
		}
		rows, err := w.engine.ReadFile(ctx, path)
		if err != nil {
			return err
		}
		*answer.into = rows
	}
	document, err := reports.Monthly(found, reports.Settings{
		Company: w.config.Company, Language: w.config.Language, Currency: w.config.Currency, AsOf: w.asOf,
		Snapshot: strconv.Itoa(w.snapshot.Version), RetentionUnit: "month", ValueHorizon: w.config.Value.HorizonDays,
	})
	if err != nil {
		return err
	}
	w.out.findings = findings(document)
	return w.render(document)
}

func (w *work) render(document *reports.Document) error {
	workbook, err := w.out.files.Create(workbookName)
	if err != nil {
		return err
	}
	if err := errors.Join(xlsx.Write(workbook, document, xlsx.Options{TempDir: w.temporary}), workbook.Close()); err != nil {
		return fmt.Errorf("writing %s: %w", workbookName, err)
	}
	page, err := w.out.files.Create(pageName)
	if err != nil {
		return err
	}
	if err := errors.Join(html.Write(page, document), page.Close()); err != nil {
		return fmt.Errorf("writing %s: %w", pageName, err)
	}
	w.out.workbook, w.out.page = filepath.Join(w.folder(), workbookName), filepath.Join(w.folder(), pageName)
	return nil
}

// findings are the sentences of the document's summary.
func findings(document *reports.Document) []string {
	var sentences []string
	for _, section := range document.Sections {
		for _, point := range section.Points {
			sentences = append(sentences, point.Text)
		}
	}
	return sentences
}

// finish writes the manifest and puts the folder in place.
func (w *work) finish(ctx context.Context, results []job.Result) (Outcome, error) {
	outcome := Outcome{
		AsOf: w.asOf, Snapshot: w.snapshot.Version, Loads: w.out.loads, Known: w.out.known, Warnings: job.Warnings(results),
		Workbook: w.out.workbook, Page: w.out.page, Findings: w.out.findings,
	}
	if w.out.files == nil || ctx.Err() != nil {
		return outcome, ctx.Err()
	}
	outcome.Folder = w.folder()
	manifest, err := w.manifest(results)
	if err != nil {
		return outcome, err
	}
	path, err := w.out.files.Path(job.ManifestName)
	if err != nil {
		return outcome, err
	}
	if err := job.WriteManifest(path, manifest); err != nil {
		return outcome, err
	}
	return outcome, w.out.files.Publish()
}

func (w *work) manifest(results []job.Result) (job.Manifest, error) {
	outputs, err := w.out.files.Files()
	if err != nil {
		return job.Manifest{}, err
	}
	manifest := job.Manifest{
		Clientele: w.options.Version, AsOf: w.asOf.Format(time.DateOnly), Config: w.config.hash, Snapshot: w.snapshot.Version,
		Outputs: outputs, Steps: w.stepCounts(results), Warnings: job.Warnings(results),
	}
	for _, load := range w.snapshot.Loads {
		manifest.Inputs = append(manifest.Inputs, job.FileHash{File: load.File, SHA256: load.FileSHA256})
		manifest.Counts = append(manifest.Counts, loadCount(load))
	}
	return manifest, nil
}

// stepCounts are the steps with their rows. Those of a load are the rows behind
// the snapshot, whether this run read them or an earlier one did: the manifest
// is of what the figures are made of.
func (w *work) stepCounts(results []job.Result) []job.StepCount {
	counts := job.StepCounts(results)
	for i := range counts {
		if counts[i].Name != loadStep {
			continue
		}
		counts[i].Rows = 0
		for _, load := range w.snapshot.Loads {
			counts[i].Rows += load.Read
		}
	}
	return counts
}

// loadCount is a load as the manifest and the command line tell it.
func loadCount(load lake.Load) job.LoadCount {
	return job.LoadCount{
		Source: load.Source, File: load.File, Entity: load.Entity,
		Read: load.Read, Loaded: load.Loaded, Excluded: load.Excluded, Rejected: load.Rejected,
		AmountRead: load.AmountRead, AmountLoaded: load.AmountLoaded,
		AmountExcluded: load.AmountExcluded, AmountRejected: load.AmountRejected, UnreadableAmounts: load.UnreadableAmounts,
	}
}

// complaint is what a finished run still has to say by its exit code.
func (w *work) complaint() error {
	for _, load := range w.out.read {
		if float64(load.Rejected)*100 > w.config.Limits.Rejected*float64(load.Read) {
			return &RejectedError{File: load.File, Rejected: load.Rejected, Read: load.Read, Allowed: w.config.Limits.Rejected}
		}
	}
	return w.out.unfinished
}

func parseMoment(text string) any {
	at, err := time.Parse("2006-01-02 15:04:05", strings.TrimSpace(text))
	if err != nil {
		return nil // empty: the entity has no time
	}
	return at
}
