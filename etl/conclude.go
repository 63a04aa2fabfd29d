package etl

import (
	"slices"

	"clientele/etl/columnar"
	"clientele/etl/values"
)

// onlyRowProblems drops what is said of single cells of rows that are doubtful
// as a whole.
func (w *worker) onlyRowProblems() {
	if len(w.problems) == 0 {
		return
	}
	w.made.problems = slices.DeleteFunc(w.made.problems, func(found problem) bool {
		_, whole := w.problems[found.row]
		return whole && found.rank > 0
	})
	for row := range w.problems {
		w.made.amounts[row] = columnar.Null
	}
}

// conclude says into which file each row goes, and counts it.
func (w *worker) conclude() {
	m := &w.made
	for i := range m.parts {
		m.parts[i] = 0
	}
	for _, found := range m.problems {
		m.parts[found.row] = columnar.NotStored
	}
	at := m.bought
	if place, there := w.plan.at[w.plan.entity.When]; there {
		at = m.numbers[place]
	}
	for row := range m.parts {
		rejected := m.parts[row] == columnar.NotStored
		m.tally.row(m.amounts[row], rejected, len(m.reasons) > 0 && m.reasons[row] != "")
		if at == nil || rejected {
			continue
		}
		m.tally.moment(at[row])
		if w.plan.entity.Monthly {
			year, month := values.Month(at[row])
			m.parts[row] = int32(year*12 + month - 1)
		}
	}
	set := func(name string, column columnar.Column) {
		if at := w.plan.storedAt(name); at >= 0 {
			m.columns[at] = column
		}
	}
	set("source", columnar.Column{Every: w.plan.source.Name})
	set("source_file", columnar.Column{Every: w.plan.file})
	set("source_row", columnar.Column{Numbers: w.rows})
	if len(m.reasons) > 0 {
		set("excluded", columnar.Column{Texts: m.reasons})
	}
}

// exclude says why a row is left out; the first reason stays.
func (w *worker) exclude(row int, reason string) {
	m := &w.made
	if len(m.reasons) == 0 {
		m.reasons = slices.Grow(m.reasons, len(w.rows))[:len(w.rows)]
		clear(m.reasons)
	}
	if m.reasons[row] == "" {
		m.reasons[row] = reason
	}
}

// maxShown is how many bytes of a text can matter for what is shown of it.
const maxShown = 1024

// shorten cuts a long text, visibly.
func shorten(text string) string {
	const most = 200
	runes := []rune(text[:min(len(text), maxShown)])
	if len(runes) <= most {
		return text
	}
	return string(runes[:most-1]) + "…"
}
