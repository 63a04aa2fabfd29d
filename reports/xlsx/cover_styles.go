package xlsx

import (
	"github.com/xuri/excelize/v2"

	"clientele/reports"
)

// dressCover does the same for the cells of the cover.
func (b *book) dressCover(s *excelize.Style, r role) {
	accent, quiet, rule := b.colours.Light(reports.Accent), b.colours.Light(reports.Quiet), b.colours.Light(reports.Rule)
	better, worse, link := b.colours.Light(reports.Good), b.colours.Light(reports.Bad), b.colours.Light(reports.Link)
	under := []excelize.Border{{Type: "bottom", Color: rule, Style: 1}}
	beside := []excelize.Border{{Type: "left", Color: accent, Style: 5}}
	switch r {
	case bandTitleCell, bandCell, bandNoteCell:
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{link}} // white text stands out from it in all looks
		s.Font.Color, s.Font.Size = "FFFFFF", map[role]float64{bandTitleCell: 24, bandCell: 12, bandNoteCell: 9}[r]
		s.Font.Bold = r == bandTitleCell
		s.Alignment.Vertical, s.Alignment.Horizontal, s.Alignment.Indent = "center", "left", 1
	case cardLabelCell:
		s.Font.Size, s.Font.Color, s.Alignment.WrapText = 9, quiet, true
		s.Alignment.Horizontal, s.Alignment.Vertical, s.Alignment.Indent = "left", "bottom", 1
		s.Border = beside
	case cardValueCell, cardSmallCell:
		s.Font.Size, s.Font.Bold, s.Alignment.Vertical = 18, true, "center"
		if r == cardSmallCell {
			s.Font.Size = 12
		}
		s.Alignment.Indent = 1
		s.Border = beside
	case cardNoteCell, cardBetterCell, cardWorseCell:
		s.Font.Size, s.Font.Color = 9, map[role]string{cardNoteCell: quiet, cardBetterCell: better, cardWorseCell: worse}[r]
		s.Alignment.Horizontal, s.Alignment.Indent = "left", 1
		s.Border = beside
	case markCell, markBetterCell, markWorseCell:
		s.Font.Color, s.Alignment.Horizontal = map[role]string{markCell: quiet, markBetterCell: better, markWorseCell: worse}[r], "center"
	case partCell:
		s.Font.Size, s.Font.Bold, s.Alignment.Vertical = 13, true, "center"
		s.Border = []excelize.Border{{Type: "bottom", Color: accent, Style: 2}}
	case contentsCell:
		s.Alignment.Indent, s.Alignment.Horizontal = 1, "left"
		s.Font.Color, s.Font.Underline = link, "single"
		s.Border = under
	case contentsTextCell:
		s.Font.Size, s.Alignment.WrapText = 9, true
		s.Alignment.Horizontal, s.Alignment.Indent = "left", 1
		s.Border = under
	}
}
