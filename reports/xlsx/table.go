package xlsx

import (
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"clientele/reports"
)

// queries says where a section's numbers come from.
func (b *book) queries(s *reports.Section) string {
	return b.Words.Say("page.queries", "queries", strings.Join(s.Queries, ", "))
}

// tables writes the section's short tables below each other.
func (w *sheetWriter) tables(s *reports.Section) error {
	for i := range s.Tables {
		if s.Tables[i].OwnSheet() {
			continue
		}
		if err := w.table(&s.Tables[i]); err != nil {
			return err
		}
	}
	return nil
}

// keptRows is how many rows of a table stand at least on the page that its
// title stands on.
const keptRows = 6

func (w *sheetWriter) table(t *reports.Table) error {
	if need := 4 + min(t.Data.Len(), keptRows); !w.fits(need*rowPixels) && w.row > w.broken+4 {
		if err := w.breakPage(); err != nil {
			return err
		}
	}
	if err := w.set(w.sheet, 1, w.row, t.Title, look{role: headingCell}); err != nil {
		return err
	}
	w.row++
	if t.Note != "" {
		if err := w.text(1, t.Note, noteCell); err != nil {
			return err
		}
	}
	for i, c := range t.Columns {
		if err := w.set(w.sheet, i+1, w.row, c.Label, headLook(i, c)); err != nil {
			return err
		}
		if err := w.runOn(t, i, headLook(i, c)); err != nil {
			return err
		}
	}
	if err := w.file.SetRowHeight(w.sheet, w.row, headHeight(t, w.widths)); err != nil {
		return err
	}
	w.row++
	first, places := w.row, t.Places()
	for r, row := range t.Data.Rows {
		if err := w.tableRow(t, places, row, swatch(t, r)); err != nil {
			return err
		}
	}
	if err := w.conditions(w.sheet, t, first, w.row-1, true); err != nil {
		return err
	}
	w.filters++
	if t.Data.Len() >= filterRows {
		w.filter = name(1, first-1) + ":" + name(len(t.Columns), w.row-1)
	}
	if err := w.totals(t, first, w.row-1); err != nil {
		return err
	}
	w.row += 2
	return nil
}

// tableRow writes one row, as high as its running text needs.
func (w *sheetWriter) tableRow(t *reports.Table, places []int, row []any, m mark) error {
	lines := 1
	for i, at := range places {
		c := t.Columns[i]
		value := w.content(c.Format, row[at])
		l := bodyLook(i, c)
		if i == 0 {
			l.swatch = m
		}
		if err := w.set(w.sheet, i+1, w.row, value, l); err != nil {
			return err
		}
		width := w.widths[i]
		if runsOn(t, i) {
			if err := w.runOn(t, i, bodyLook(i, c)); err != nil {
				return err
			}
			_, width = w.runsTo(i + 1)
		}
		if text, ok := value.(string); ok && c.Wide {
			lines = max(lines, 1+int(float64(utf8.RuneCountInString(text))*1.15/width))
		}
	}
	if lines > 1 {
		if err := w.file.SetRowHeight(w.sheet, w.row, float64(min(14*lines, 400))); err != nil {
			return err
		}
	}
	w.row++
	return nil
}

// runOn joins a cell of running text with those beside it.
func (w *sheetWriter) runOn(t *reports.Table, column int, l look) error {
	if !runsOn(t, column) {
		return nil
	}
	last, _ := w.runsTo(column + 1)
	for at := column + 2; at <= last; at++ { // the border goes on, too
		if err := w.set(w.sheet, at, w.row, nil, l); err != nil {
			return err
		}
	}
	return w.file.MergeCell(w.sheet, name(column+1, w.row), name(last, w.row))
}

// headHeight is enough for the longest header in its column.
func headHeight(t *reports.Table, widths []float64) float64 {
	lines := 1
	for i, c := range t.Columns {
		lines = max(lines, 1+int(float64(utf8.RuneCountInString(c.Label))*1.25/widths[i]))
	}
	return float64(14*min(lines, 4) + 3)
}

// bodyLook aligns the numbers of a first column as names: they are positions,
// periods and scores.
func bodyLook(place int, c reports.Column) look {
	return look{role: bodyCell, format: c.Format, wrap: c.Wide, left: place == 0 && c.Format.Kind == reports.Integer}
}

func headLook(place int, c reports.Column) look {
	if c.Format.Numeric() && (place > 0 || c.Format.Kind != reports.Integer) {
		return look{role: headNumberCell}
	}
	return look{role: headCell}
}

// conditions are the bars and colours of a table's cells. Bars of one colour
// need a second half at the sheet's end, which streams have not.
func (b *book) conditions(sheet string, t *reports.Table, first, last int, solid bool) error {
	if last < first {
		return nil
	}
	from := 0
	for i := 0; i <= len(t.Columns); i++ {
		if i < len(t.Columns) && t.Columns[i].Bar {
			cells := name(i+1, first) + ":" + name(i+1, last)
			if err := b.file.SetConditionalFormat(sheet, cells, []excelize.ConditionalFormatOptions{{
				Type: "data_bar", Criteria: "=", MinType: "num", MinValue: "0", MaxType: "max", BarColor: "#A9C1EE", BarSolid: solid,
			}}); err != nil {
				return err
			}
		}
		if i < len(t.Columns) && t.Columns[i].Heat {
			if from == 0 {
				from = i + 1
			}
			continue
		}
		if from > 0 {
			cells := name(from, first) + ":" + name(i, last)
			from = 0
			if err := b.file.SetConditionalFormat(sheet, cells, []excelize.ConditionalFormatOptions{{
				Type: "2_color_scale", Criteria: "=", MinType: "min", MaxType: "max", MinColor: "#F3F6FC", MaxColor: "#" + b.colours.Light(reports.HeatPale),
			}}); err != nil {
				return err
			}
		}
	}
	return nil
}
