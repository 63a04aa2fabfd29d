package xlsx

import (
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"clientele/reports"
)

// coverText is how many characters a line of what a sheet shows has.
const coverText = 95

// cover is the first sheet: what the report is and where everything stands.
func (b *book) cover(sheet string) error {
	if err := b.page(sheet, 1); err != nil {
		return err
	}
	lines := false
	if err := b.file.SetSheetView(sheet, 0, &excelize.ViewOptions{ShowGridLines: &lines}); err != nil {
		return err
	}
	for i, width := range []float64{32, coverText, 10} {
		column := string(rune('A' + i))
		if err := b.file.SetColWidth(sheet, column, column, width); err != nil {
			return err
		}
	}
	row, err := b.coverHead(sheet)
	if err != nil {
		return err
	}
	for i, word := range []string{"book.sheet", "book.shows", "book.rows"} {
		l := look{role: headCell}
		if i == 2 {
			l.role = headNumberCell
		}
		if err := b.set(sheet, i+1, row, b.Words.Say(word), l); err != nil {
			return err
		}
	}
	for _, p := range b.places {
		row++
		if err := b.coverLine(sheet, row, p); err != nil {
			return err
		}
	}
	return nil
}

// coverHead writes title, company and what the numbers are of; it returns the
// row of the list's headers.
func (b *book) coverHead(sheet string) (int, error) {
	d, row := b.document, 1
	type line struct {
		text string
		role role
	}
	texts := []line{{d.Title, titleCell}, {reports.Clean(d.Company), headingCell},
		{b.Words.Say("page.as_of", "date", b.Words.LongDate(d.AsOf)), plainCell}}
	if d.Currency != "" {
		texts = append(texts, line{b.Words.Say("page.currency", "currency", reports.Clean(d.Currency)), noteCell})
	}
	if d.Snapshot != "" {
		texts = append(texts, line{b.Words.Say("page.snapshot", "snapshot", reports.Clean(d.Snapshot)), noteCell})
	}
	for _, text := range texts {
		if text.text == "" {
			continue
		}
		if err := b.set(sheet, 1, row, cellText(text.text), look{role: text.role}); err != nil {
			return 0, err
		}
		row++
	}
	return row + 1, b.file.SetRowHeight(sheet, 1, 30)
}

func (b *book) coverLine(sheet string, row int, p place) error {
	if err := b.set(sheet, 1, row, p.sheet, look{role: linkCell, format: reports.Format{}}); err != nil {
		return err
	}
	if err := b.link(sheet, name(1, row), p.sheet); err != nil {
		return err
	}
	if err := b.set(sheet, 2, row, cellText(p.shows), look{role: bodyCell, wrap: true}); err != nil {
		return err
	}
	if lines := 1 + utf8.RuneCountInString(p.shows)/coverText; lines > 1 { // not all offices make room by themselves
		if err := b.file.SetRowHeight(sheet, row, float64(15*lines)); err != nil {
			return err
		}
	}
	if !p.list {
		return b.set(sheet, 3, row, nil, look{role: bodyCell})
	}
	return b.set(sheet, 3, row, int64(p.rows), look{role: bodyCell, format: reports.Format{Kind: reports.Integer}})
}
