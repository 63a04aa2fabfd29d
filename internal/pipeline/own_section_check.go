package pipeline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"clientele/etl"
	"clientele/internal/duck"
	"clientele/internal/strictyaml"
	"clientele/internal/table"
)

// readSections finds the mistakes of own sections that can be found before
// anything is loaded: what their queries say that cannot be, and where the
// config names what they do not have. Only the tables that models make have
// columns that are known later.
func (w *work) readSections(ctx context.Context) (err error) {
	if len(w.config.ownSections) == 0 || !w.options.Stages.Analyse {
		return nil
	}
	folder, err := os.MkdirTemp("", "clientele-sections-")
	if err != nil {
		return fmt.Errorf("making a folder for own sections: %w", err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	desk, err := w.openDesk(ctx, folder, someDay())
	if err != nil {
		return err
	}
	defer desk.close()
	found := sectionMistakes{config: w.config}
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
			if strings.HasPrefix(mistake.Text, noTable) {
				found.hint = "tables: " + strings.Join(askable(), ", ") + ", and the answers of the reports, as rfm"
			}
		}
	}
	return nil
}

// emptyTables makes the tables of the lake without a row, and those that
// queries make of them, and names them.
func (w *work) emptyTables(ctx context.Context, engine *duck.Engine) ([]string, error) {
	blank := &work{config: w.config, options: w.options, engine: engine, out: newOut(), asOf: someDay()}
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

// makeEmpty makes the tables that are there before the first query.
func (w *work) makeEmpty(ctx context.Context) error {
	for _, entity := range append(etl.Entities(), etl.Rejects()) {
		if err := w.engine.ViewParquet(ctx, entity.Name, entity.Stored(), nil); err != nil {
			return err
		}
	}
	loads, err := loadsTable(nil)
	if err != nil {
		return err
	}
	told, err := toldTable(nil)
	if err != nil {
		return err
	}
	for name, empty := range map[string]*table.Table{
		"loads": loads, previousLoads: loads, toldForecasts: told, plannedTerms: termsTable(nil), "sources": w.sourcesTable(), fixedRates: fixedRatesTable(w.config.Rates.Keys),
	} {
		if err := w.engine.CreateTable(ctx, name, empty); err != nil {
			return err
		}
	}
	if _, err := w.engine.CreateFrom(ctx, toldMembers, &memberRows{}); err != nil {
		return err
	}
	return w.config.rfmTables(ctx, w.engine)
}

// someDay stands for the report's day where none is known yet.
func someDay() time.Time { return time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) }

// sectionMistakes are what is wrong with own sections: with their queries, in
// the order in which the config lists them, and with what the config says of
// the answers.
type sectionMistakes struct {
	config *Config
	texts  []string
	hint   string
}

func (m *sectionMistakes) add(section *ownSection, mistake *duck.TextError) {
	m.texts = append(m.texts, placed(section, mistake))
}

func (m *sectionMistakes) err() error {
	texts := m.texts
	if err := m.config.document.Err(); err != nil {
		texts = append(texts, err.Error())
	}
	if len(texts) == 0 {
		return nil
	}
	return &UsageError{Text: strings.Join(texts, "\n"), Hint: m.hint}
}

// placed tells a mistake with the file, the line and the words that it is in.
func placed(section *ownSection, mistake *duck.TextError) string {
	text := tidy(mistake.Text)
	if mistake.Line == 0 {
		return section.file + ": " + text
	}
	return strictyaml.Elsewhere(section.file, section.text, mistake.Line, mistake.Column, text).Error()
}

// tidy puts the engine's lines into one.
func tidy(text string) string {
	return strings.NewReplacer("!\n", "; ", "\n", "; ", ": : ", ": ").Replace(text)
}
