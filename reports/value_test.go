package reports_test

import (
	"slices"
	"strings"
	"testing"

	"clientele/internal/table"
	"clientele/reports"
)

func TestValue_MarksAModelThatDidNotConverge(t *testing.T) {
	lead := func(converged bool) string {
		document := earlier(t, "en", func(answers *reports.Answers) {
			models := *answers.ValueModels
			models.Columns = append(slices.Clone(models.Columns), table.Column{Name: "converged", Kind: table.Boolean})
			models.Rows = make([][]any, len(answers.ValueModels.Rows))
			for i, row := range answers.ValueModels.Rows {
				models.Rows[i] = append(slices.Clone(row), converged)
			}
			answers.ValueModels = &models
		})
		return sentences(section(t, document, "value"))
	}
	if text := lead(false); strings.Count(text, "The model BG/NBD did not converge") != 1 {
		t.Errorf("the mark stands %d times in %q", strings.Count(text, "did not converge"), text)
	}
	if text := lead(true); strings.Contains(text, "did not converge") {
		t.Errorf("a firm model is marked in %q", text)
	}
}

func TestValue_SaysWhereNoModelOfSpendWasFitted(t *testing.T) {
	for language, want := range map[string]string{"en": "own mean of repeat purchases", "ru": "собственных повторных покупок", "es": "propias compras repetidas"} {
		if lead := sentences(section(t, monthly(t, language, nil), "value")); strings.Contains(lead, want) {
			t.Errorf("%s: with a model it says: %s", language, lead)
		}
		d := monthly(t, language, func(a *reports.Answers) {
			kept := &table.Table{Columns: a.ValueModels.Columns}
			for r, row := range a.ValueModels.Rows {
				if a.ValueModels.Text(r, "model") == "BG/NBD" {
					kept.Rows = append(kept.Rows, row)
				}
			}
			a.ValueModels = kept
		})
		if lead := sentences(section(t, d, "value")); !strings.Contains(lead, want) {
			t.Errorf("%s: without one it says: %s", language, lead)
		}
	}
}
