package pipeline

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"clientele/internal/job"
	"clientele/internal/lake"
	"clientele/reports"
	"clientele/reports/html"
	"clientele/reports/xlsx"
)

// Recalled is what an analysis left of a day, opened once to make reports of it
// anew: those that lie in the folder, and those of a manager. Nothing in the
// folder is changed, and no model runs. It is used from one goroutine at a time,
// and must be closed.
type Recalled struct {
	AsOf     string   // the day
	Folder   string   // of the reports
	Snapshot int      // of the lake that the figures are of
	Files    []Report // the reports that lie in the folder, in the order in which the config lists them

	work     *work
	found    *reports.Answers // nil until a report of all of them is asked for
	own      []sectionAnswer
	settings reports.Settings
	made     map[documentKey]*reports.Document
	personal *personal // nil until a manager's report is asked for
}

type documentKey struct{ kind, language string }

// Recall opens what an analysis left of a day; of the latest, where none is
// named. A folder without answers is a UsageError.
func Recall(ctx context.Context, config *Config, day string, options Options) (*Recalled, error) {
	options.AsOf = day
	if options.Clock == nil {
		options.Clock = func() time.Time { return time.Time{} } // no step of a recall is timed
	}
	r := &Recalled{work: &work{config: config, options: options, out: newOut()}, made: map[documentKey]*reports.Document{}}
	if err := r.open(ctx); err != nil {
		r.work.close()
		return nil, explained(err)
	}
	return r, nil
}

func (r *Recalled) open(ctx context.Context) error {
	w := r.work
	if err := w.recallDay(); err != nil {
		return err
	}
	r.AsOf, r.Folder = dayText(w.asOf), w.folder()
	if _, err := os.Stat(w.answersDir()); err != nil {
		return &UsageError{Text: fmt.Sprintf("there are no answers in %s", w.answersDir()), Hint: "ask first: clientele analyse -c " + w.config.path, Cause: err}
	}
	manifest, err := job.ReadManifest(filepath.Join(r.Folder, job.ManifestName))
	if err != nil {
		return err
	}
	if err := w.open(ctx); err != nil {
		return err
	}
	// The lake may have gone on, or have been rolled back, since.
	w.snapshot = lake.Snapshot{Version: manifest.Snapshot}
	r.Snapshot, r.Files = manifest.Snapshot, w.filesThere()
	r.settings, err = w.reportSettings()
	return err
}

// Close frees what Recall took.
func (r *Recalled) Close() error {
	r.personal.close()
	r.work.close()
	return nil
}

// Document is one of reports.Kinds in a language, with the figures of the files.
func (r *Recalled) Document(kind, language string) (*reports.Document, error) {
	key := documentKey{kind, language}
	if made, ok := r.made[key]; ok {
		return made, nil
	}
	at := slices.IndexFunc(reports.Kinds(), func(one reports.Kind) bool { return one.ID == kind })
	if at < 0 {
		return nil, &UsageError{Text: fmt.Sprintf("there is no report %q", kind)}
	}
	if err := r.readAll(context.Background()); err != nil {
		return nil, err
	}
	settings := r.settings
	settings.OwnSections = ownSections(r.own, language)
	settings.Language, settings.SegmentNames = language, r.work.config.RFM.names(language)
	made, err := reports.Kinds()[at].Make(*r.found, settings)
	if err != nil {
		return nil, fmt.Errorf("making the report %q: %w", kind, err)
	}
	r.made[key] = made
	return made, nil
}

// readAll reads the answers of all customers, which the reports of managers do
// without.
func (r *Recalled) readAll(ctx context.Context) error {
	if r.found != nil {
		return nil
	}
	found, err := r.work.readAnswers(ctx)
	if err != nil {
		return err
	}
	if r.own, err = r.work.sectionAnswers(ctx); err != nil {
		return err
	}
	r.found = &found
	return nil
}

// Workbook writes a document as a workbook.
func (r *Recalled) Workbook(document *reports.Document, out io.Writer) error {
	return xlsx.Write(out, document, xlsx.Options{TempDir: r.work.temporary.Path()})
}

// Page writes a document as a page.
func (r *Recalled) Page(document *reports.Document, out io.Writer) error {
	if r.work.pages == nil {
		pages, err := html.NewWriter()
		if err != nil {
			return err
		}
		r.work.pages = pages
	}
	return r.work.pages.Write(out, document)
}

// filesThere are the reports in the folder.
func (w *work) filesThere() []Report {
	var found []Report
	for i, language := range w.config.Languages {
		for _, kind := range reports.Kinds() {
			if !slices.Contains(w.config.Reports, kind.ID) {
				continue
			}
			one := w.reportFiles(kind, i, language)
			if isThere(one.Workbook) && isThere(one.Page) {
				found = append(found, one)
			}
		}
	}
	return found
}

func isThere(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// reportFiles are the paths of a report in a language of the config: the first
// one's have plain names.
func (w *work) reportFiles(kind reports.Kind, place int, language string) Report {
	name := kind.File
	if place > 0 {
		name += "." + language
	}
	return Report{
		ID: kind.ID, Language: language,
		Workbook: filepath.Join(w.folder(), name+".xlsx"), Page: filepath.Join(w.folder(), name+".html"),
	}
}

// answersDir is the folder of the answers: of this run, or, where it makes none,
// of the one that made them.
func (w *work) answersDir() string {
	if w.out.files == nil {
		return filepath.Join(w.folder(), answersFolder)
	}
	return filepath.Join(w.out.files.Dir(), answersFolder)
}
