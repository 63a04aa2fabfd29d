package pipeline

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"clientele/internal/table"
	"clientele/reports"
)

// sectionAnswer is a section with what its query brought.
type sectionAnswer struct {
	*ownSection
	data    *table.Table
	reads   []string
	more    bool
	problem *reports.OwnProblem
}

// sectionAnswers reads what the queries of own sections brought.
func (w *work) sectionAnswers(ctx context.Context) ([]sectionAnswer, error) {
	if len(w.config.ownSections) == 0 {
		return nil, nil
	}
	told, err := w.readAnswer(ctx, sectionsTable)
	if err != nil {
		return nil, err
	}
	var out []sectionAnswer
	for i := range w.config.ownSections {
		one := sectionAnswer{ownSection: &w.config.ownSections[i], problem: &reports.OwnProblem{Kind: reports.OwnNotAsked}}
		for r := range told.Len() {
			if told.Text(r, "section") != one.id || told.Text(r, "sha256") != one.sum() {
				continue
			}
			one.reads, one.more = strings.Fields(told.Text(r, "reads")), told.Boolean(r, "more")
			if !told.Boolean(r, "answered") {
				one.problem = &reports.OwnProblem{Kind: told.Text(r, "problem"), Text: told.Text(r, "detail")}
				break
			}
			if one.data, err = w.readAnswer(ctx, one.id); err != nil {
				return nil, err
			}
			one.problem = nil
		}
		out = append(out, one)
	}
	return out, nil
}

// readAnswer reads a file of the folder of answers, an empty table where there
// is none.
func (w *work) readAnswer(ctx context.Context, name string) (*table.Table, error) {
	path := filepath.Join(w.answersDir(), name+".parquet")
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return &table.Table{}, nil
	}
	return w.engine.ReadFile(ctx, path)
}

// ownSections are the sections in the words of a language.
func ownSections(answers []sectionAnswer, language string) []reports.OwnSection {
	var out []reports.OwnSection
	for _, one := range answers {
		made := reports.OwnSection{
			ID: one.id, Query: one.Query, Reads: one.reads, In: one.standsIn(), After: one.After,
			Title: inLanguage(one.Title, language), Lead: inLanguage(one.Lead, language), Note: inLanguage(one.Note, language),
			PageRows: pageRows, Data: one.data, More: one.more, Problem: one.problem,
		}
		if one.Rows != nil {
			if made.PageRows = *one.Rows; *one.Rows == 0 {
				made.PageRows = reports.OnlyInWorkbook
			}
		}
		for _, pair := range one.Columns {
			made.Columns = append(made.Columns, shownColumn(pair.Key, pair.Value, language))
		}
		if one.Chart != nil {
			kind, _ := chartKind(one.Chart.Kind)
			made.Chart = &reports.OwnChart{Kind: kind, X: one.Chart.X, Y: one.Chart.Y}
		}
		out = append(out, made)
	}
	return out
}

func shownColumn(name string, form OwnColumn, language string) reports.OwnColumn {
	column := reports.OwnColumn{Name: name, Label: inLanguage(form.Label, language), Digits: -1, Total: form.Total, Bar: form.Bar, Hide: form.Hide}
	if kind, known := columnFormat(form.Format); known {
		column.Format = &kind
	}
	if form.Digits != nil {
		column.Digits = *form.Digits
	}
	return column
}
