package pipeline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"clientele/internal/job"
	"clientele/reports"
	"clientele/reports/html"
	"clientele/reports/xlsx"
)

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
	document, err := reports.Complete(found, reports.Settings{
		Company: w.config.Company, Language: w.config.Language, Currency: w.config.Currency, AsOf: w.asOf,
		Snapshot: strconv.Itoa(w.snapshot.Version), Retention: w.config.Retention.shown(), ValueHorizon: w.config.Value.HorizonDays,
	})
	if err != nil {
		return err
	}
	w.out.findings = findings(document)
	return w.render(document)
}

func (w *work) render(document *reports.Document) error {
	w.out.workbook, w.out.page = filepath.Join(w.folder(), workbookName), filepath.Join(w.folder(), pageName)
	return w.renderAs(document, workbookName, pageName)
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
	page, err := w.out.files.Create(pageName)
	if err != nil {
		return err
	}
	if err := errors.Join(html.Write(page, document), page.Close()); err != nil {
		return fmt.Errorf("writing %s: %w", pageName, err)
	}
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
