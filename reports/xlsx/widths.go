package xlsx

import (
	"slices"
	"strings"
	"unicode/utf8"

	"clientele/reports"
)

// The widths of columns, in characters.
const (
	leastWidth = 6
	greatWidth = 44
	wideWidth  = 60
	firstWidth = 26
	sampleRows = 1000 // rows whose texts are measured
)

// widthsOf measures a table's columns by what they show. A text that is too
// long is cut, but a number that is too wide becomes ###: all of these count.
func (b *book) widthsOf(t *reports.Table, all []facts) []float64 {
	widths := make([]float64, len(t.Columns))
	for i, at := range t.Places() {
		c := t.Columns[i]
		for _, word := range strings.Fields(c.Label) {
			widths[i] = max(widths[i], characters(word)*1.1+2.5)
		}
		widths[i] = max(widths[i], characters(c.Label)/2+2, b.longest(t, c.Format, at, all[i])*1.05+2.5)
		if i < len(t.Total) {
			widths[i] = max(widths[i], characters(b.Show(c.Format, t.Total[i]))*1.15+2)
		}
		if c.Sum {
			widths[i] = max(widths[i], characters(b.Show(c.Format, all[i].sum))*1.15+2)
		}
		most := float64(greatWidth)
		if c.Wide {
			most = wideWidth
		}
		widths[i] = min(max(widths[i], leastWidth), most)
	}
	return widths
}

// longest is the length of a column's longest text: of the first rows, or for
// numbers that of the greatest or the least, for none between is longer.
func (b *book) longest(t *reports.Table, f reports.Format, at int, of facts) float64 {
	if !f.Numeric() {
		most := 0.0
		for _, row := range t.Data.Rows[:min(sampleRows, t.Data.Len())] {
			most = max(most, characters(b.Show(f, row[at])))
		}
		return most
	}
	return max(characters(b.Show(f, of.least)), characters(b.Show(f, of.greatest)))
}

func characters(text string) float64 { return float64(utf8.RuneCountInString(text)) }

// sectionWidths fits all short tables of a section, its figures and its text.
func (b *book) sectionWidths(s *reports.Section) []float64 {
	var widths []float64
	for i := range s.Tables {
		if s.Tables[i].OwnSheet() {
			continue
		}
		for j, width := range b.widthsOf(&s.Tables[i], factsOf(&s.Tables[i])) {
			if j == len(widths) {
				widths = append(widths, 0)
			}
			if runsOn(&s.Tables[i], j) {
				width = min(width, spreadWidth)
			}
			widths[j] = max(widths[j], width)
		}
	}
	for len(widths) < textColumns {
		widths = append(widths, 13)
	}
	if marked(s) {
		widths[0] = 3
	}
	if len(s.Points)+len(s.Figures) > 0 {
		b.fitFigures(widths[figuresAt(s)-1:], s.Figures)
	}
	return widths
}

// spreadWidth is what running text takes of a column that it runs on from.
const spreadWidth = 16

// runsOn says that a column of running text, the last one of a short table, goes
// on over the columns beside it: it would widen that column for all tables of
// the sheet.
func runsOn(t *reports.Table, column int) bool {
	return t.Columns[column].Wide && column == len(t.Columns)-1 && len(t.Columns) <= 4
}

// runsTo is the column up to which such a text goes on: as wide as is good for
// reading.
func (w *sheetWriter) runsTo(column int) (last int, width float64) {
	for last = column; last <= len(w.widths); last++ {
		if width += w.widths[last-1]; width >= wideWidth {
			return last, width
		}
	}
	return len(w.widths), width
}

// marked says that the marks of a section's points have a column of their own:
// it would cut the first column of a table on the sheet.
func marked(s *reports.Section) bool {
	return len(s.Points) > 0 && !slices.ContainsFunc(s.Tables, func(t reports.Table) bool { return !t.OwnSheet() })
}

// figuresAt is the column in which the labels of a section's figures stand:
// beside the marks of its points, where it has them.
func figuresAt(s *reports.Section) int {
	if marked(s) {
		return 2
	}
	return 1
}

// fitFigures widens the columns of labels, values and comparisons. Values are
// in large bold type.
func (b *book) fitFigures(widths []float64, figures []reports.Figure) {
	widths[0], widths[1] = max(widths[0], firstWidth), max(widths[1], 14)
	for _, f := range figures {
		widths[0] = min(max(widths[0], characters(f.Label)*1.05+2), greatWidth)
		widths[1] = min(max(widths[1], characters(b.Show(f.Format, f.Value))*1.6+2), wideWidth)
		if f.Comparison != nil {
			widths[2] = max(widths[2], characters(b.Show(f.Comparison.Format, f.Comparison.Value))*1.15+2)
		}
	}
}
