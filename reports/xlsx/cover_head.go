package xlsx

import (
	"bytes"
	"strings"

	"github.com/xuri/excelize/v2"

	"clientele/reports"
)

// The logo's greatest size on the cover, in pixels, and the space around it.
const (
	logoHeight = 56
	logoWidth  = 260
	logoSpace  = 8
)

// band is the head of the cover: the company's logo on white, then a band with
// the report's title, whose it is and what day its numbers are true for.
func (w coverSheet) band() error {
	if err := w.logo(); err != nil {
		return err
	}
	d := w.document
	about := []string{w.Words.Say("page.as_of", "date", w.Words.LongDate(d.AsOf))}
	if company := reports.Clean(d.Company); company != "" {
		about = append([]string{company}, about...)
	}
	var small []string
	if d.Currency != "" {
		small = append(small, w.Words.Say("page.currency", "currency", reports.Clean(d.Currency)))
	}
	if d.Snapshot != "" {
		small = append(small, w.Words.Say("page.snapshot", "snapshot", reports.Clean(d.Snapshot)))
	}
	for _, line := range []struct {
		text   string
		role   role
		height float64
	}{{d.Title, bandTitleCell, 44}, {strings.Join(about, "  ·  "), bandCell, 22}, {strings.Join(small, "  ·  "), bandNoteCell, 20}} {
		if err := w.wide(1, len(w.widths), w.cellText(line.text), look{role: line.role}); err != nil {
			return err
		}
		if err := w.file.SetRowHeight(w.sheet, w.row, line.height); err != nil {
			return err
		}
		w.row++
	}
	w.row++
	return nil
}

// logo puts the company's picture into a row of its own, at most so high and so
// wide, in its own proportions.
func (w coverSheet) logo() error {
	l := w.document.Look
	if len(l.Logo) == 0 || l.Width <= 0 || l.Height <= 0 {
		return nil
	}
	scale := min(logoHeight/float64(l.Height), logoWidth/float64(l.Width), 1)
	extension := ".jpg"
	if bytes.HasPrefix(l.Logo, []byte("\x89PNG")) {
		extension = ".png"
	}
	height := float64(l.Height) * scale
	if err := w.file.SetRowHeight(w.sheet, w.row, (height+2*logoSpace)*0.75); err != nil { // points
		return err
	}
	if err := w.file.AddPictureFromBytes(w.sheet, name(1, w.row), &excelize.Picture{Extension: extension, File: l.Logo, Format: &excelize.GraphicOptions{
		ScaleX: scale, ScaleY: scale, OffsetX: 2, OffsetY: logoSpace, Positioning: "oneCell", Name: "logo", AltText: reports.Clean(w.document.Company),
	}}); err != nil {
		return err
	}
	w.row++
	return nil
}
