package pipeline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"clientele/internal/job"
	"clientele/queries"
	"clientele/reports"
	"clientele/reports/html"
	"clientele/reports/xlsx"
)

// reportStep renders the answers.
func (w *work) reportStep() job.Step {
	return job.Step{Name: "reports", Reads: []string{answersFolder}, Writes: []string{"workbook", "page"}, Run: w.report}
}

func (w *work) report(ctx context.Context, report *job.Reporter) error {
	for _, doubt := range w.config.look.doubts {
		report.Warn(doubt)
	}
	found, err := w.readAnswers(ctx)
	if err != nil {
		return err
	}
	settings, err := w.reportSettings()
	if err != nil {
		return err
	}
	if err := w.findings(found, settings); err != nil {
		return err
	}
	own, err := w.sectionAnswers(ctx)
	if err != nil {
		return err
	}
	for i, language := range w.config.Languages {
		settings.OwnSections = ownSections(own, language)
		settings.Language, settings.SegmentNames = language, w.config.RFM.names(language)
		for _, kind := range reports.Kinds() {
			if !slices.Contains(w.config.Reports, kind.ID) {
				continue
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
			document, err := kind.Make(found, settings)
			if err != nil {
				return fmt.Errorf("making the report %q: %w", kind.ID, err)
			}
			files := w.reportFiles(kind, i, language)
			if err := w.renderAs(document, filepath.Base(files.Workbook), filepath.Base(files.Page)); err != nil {
				return err
			}
			w.wrote(files)
		}
	}
	return nil
}

// readAnswers reads what the analysis left in the folder of answers.
func (w *work) readAnswers(ctx context.Context) (reports.Answers, error) {
	var found reports.Answers
	for _, answer := range answers(&found) {
		path := filepath.Join(w.answersDir(), answer.name+".parquet")
		if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
			continue
		}
		rows, err := w.engine.ReadFile(ctx, path)
		if err != nil {
			return found, err
		}
		*answer.into = rows
	}
	return found, nil
}

// reportSettings are what the answers do not say themselves, but for the
// language.
func (w *work) reportSettings() (reports.Settings, error) {
	settings := reports.Settings{
		Company: w.config.Company, Language: w.config.Language(), Currency: w.config.Currency, AsOf: w.asOf,
		Snapshot: strconv.Itoa(w.snapshot.Version), Retention: w.config.Retention.shown(), ValueHorizon: w.config.Value.HorizonDays, Look: w.config.look.Look,
	}
	all, err := queries.All()
	if err != nil {
		return settings, err
	}
	for _, query := range all {
		settings.Queries = append(settings.Queries, reports.Source{Query: query.Name, What: query.Description, Reads: query.Reads})
	}
	return settings, nil
}

// wrote remembers a report. The terminal names the first one, and the complete
// one rather than any other.
func (w *work) wrote(report Report) {
	first := len(w.out.reports) == 0
	w.out.reports = append(w.out.reports, report)
	if first || report.ID == "complete" && report.Language == w.config.Language() {
		w.out.workbook, w.out.page = report.Workbook, report.Page
	}
}

// renderAs writes a document as a workbook and as a page.
func (w *work) renderAs(document *reports.Document, workbookName, pageName string) error {
	workbook, err := w.out.files.Create(workbookName)
	if err != nil {
		return err
	}
	if err := errors.Join(xlsx.Write(workbook, document, xlsx.Options{TempDir: w.temporary.Path()}), workbook.Close()); err != nil {
		return fmt.Errorf("writing %s: %w", workbookName, err)
	}
	if w.pages == nil {
		if w.pages, err = html.NewWriter(); err != nil {
			return err
		}
	}
	page, err := w.out.files.Create(pageName)
	if err != nil {
		return err
	}
	if err := errors.Join(w.pages.Write(page, document), page.Close()); err != nil {
		return fmt.Errorf("writing %s: %w", pageName, err)
	}
	return nil
}

// findings keeps the sentences of what matters, in the company's own language,
// whichever reports are made.
func (w *work) findings(found reports.Answers, settings reports.Settings) error {
	document, err := reports.Complete(found, settings)
	if err != nil {
		return err
	}
	for _, section := range document.Sections {
		for _, point := range section.Points {
			w.out.findings = append(w.out.findings, point.Text)
		}
	}
	return nil
}
