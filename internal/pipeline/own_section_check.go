package pipeline

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"clientele/internal/duck"
	"clientele/internal/lake"
	"clientele/internal/strictyaml"
)

// readSections finds the mistakes of own sections that can be found before
// anything is loaded: what their queries say that cannot be, and where the
// config names what they do not have. Only the tables that models make have
// columns that are known later.
func (w *work) readSections(ctx context.Context) (err error) {
	if len(w.config.ownSections) == 0 || !w.options.Stages.Analyse {
		return nil
	}
	if w.lake, err = OpenLake(w.config); err != nil {
		return err
	}
	folder, err := w.lake.WorkDir()
	if err != nil {
		return err
	}
	defer func() { _ = folder.Remove() }()
	desk, err := w.openDesk(ctx, filepath.Join(folder.Path(), "own"), time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		return err
	}
	defer desk.close()
	var found sectionMistakes
	for i := range w.config.ownSections {
		if err := w.config.ownSections[i].parse(ctx, desk.engine, &found); err != nil {
			return err
		}
	}
	if err := found.err(); err != nil {
		return err
	}
	there, err := w.emptyTables(ctx, desk.engine)
	if err != nil {
		return err
	}
	if err := desk.lock(ctx); err != nil {
		return err
	}
	for i := range w.config.ownSections {
		section := &w.config.ownSections[i]
		if slices.ContainsFunc(section.tables(), func(name string) bool { return !slices.Contains(there, name) }) {
			continue
		}
		if err := w.bind(ctx, desk, section, &found); err != nil {
			return err
		}
	}
	return found.err()
}

// parse reads a section's query.
func (s *ownSection) parse(ctx context.Context, engine *duck.Engine, found *sectionMistakes) (err error) {
	s.read, err = engine.ReadSelect(ctx, s.text)
	var of *duck.TextError
	switch {
	case errors.As(err, &of):
		found.add(s, of)
	case errors.Is(err, duck.ErrNoSelect):
		found.add(s, &duck.TextError{Text: err.Error()})
	case err != nil:
		return err
	}
	if err == nil {
		for _, mistake := range nameMistakes(s.read) {
			found.add(s, mistake)
		}
	}
	return nil
}

// emptyTables makes the tables of the lake without a row, and those that
// queries make of them, and names them.
func (w *work) emptyTables(ctx context.Context, engine *duck.Engine) ([]string, error) {
	blank := &work{config: w.config, options: w.options, lake: w.lake, engine: engine, out: newOut(), asOf: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)}
	if err := blank.makeEmpty(ctx); err != nil {
		return nil, err
	}
	var wanted []string
	for i := range w.config.ownSections {
		wanted = append(wanted, w.config.ownSections[i].tables()...)
	}
	for _, query := range neededFor(wanted) {
		if err := create(ctx, engine, query, blank.arguments(), w.config.identityRules()); err != nil {
			return nil, err
		}
	}
	there := given()
	for _, query := range neededFor(wanted) {
		there = append(there, query.Table())
	}
	return append(there, toldForecasts), nil
}

func (w *work) makeEmpty(ctx context.Context) error {
	if err := w.view(ctx, lake.Snapshot{}); err != nil {
		return err
	}
	if err := w.config.rfmTables(ctx, w.engine); err != nil {
		return err
	}
	if err := w.makePlanned(ctx); err != nil {
		return err
	}
	return w.makeTold(ctx)
}

// sectionMistakes are what is wrong with own sections, in the order in which
// the config lists them.
type sectionMistakes struct{ texts []string }

func (m *sectionMistakes) add(section *ownSection, mistake *duck.TextError) {
	m.texts = append(m.texts, placed(section, mistake))
}

// addTo adds a mistake of the config's.
func (m *sectionMistakes) addTo(config *Config, path, format string, arguments ...any) {
	m.texts = append(m.texts, config.describe(config.document.Mistake(path, format, arguments...)))
}

func (m *sectionMistakes) err() error {
	if len(m.texts) == 0 {
		return nil
	}
	return &UsageError{Text: strings.Join(m.texts, "\n")}
}

// placed tells a mistake with the file, the line and the words that it is in.
func placed(section *ownSection, mistake *duck.TextError) string {
	return strictyaml.Elsewhere(section.file, section.text, mistake.Line, mistake.Column, strings.ReplaceAll(mistake.Text, "\n", "; ")).Error()
}
