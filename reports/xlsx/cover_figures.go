package xlsx

import (
	"clientele/reports"
)

// coverFigures is how many key figures the cover shows: two rows of four.
const coverFigures = 8

// keyFigures are those of the first section that has some, a card each: label,
// value, and how it stands to another one.
func (w coverSheet) keyFigures() error {
	var figures []reports.Figure
	for i := range w.document.Sections {
		if figures = w.document.Sections[i].Figures; len(figures) > 0 {
			break
		}
	}
	figures = figures[:min(len(figures), coverFigures)]
	for from := 0; from < len(figures); from += len(w.cards) {
		if err := w.cardRow(figures[from:min(from+len(w.cards), len(figures))]); err != nil {
			return err
		}
	}
	return nil
}

func (w coverSheet) cardRow(figures []reports.Figure) error {
	for line, height := range []float64{0, 27, 16} {
		for i := range figures {
			f, at := &figures[i], w.cards[i]
			var value any
			l := look{role: cardLabelCell}
			switch line {
			case 0:
				value = w.cellText(f.Label)
			case 1:
				value, l = w.content(f.Format, f.Value), look{role: cardValueCell, format: f.Format, left: true}
				if characters(w.Show(f.Format, f.Value))*1.8+2 > w.cardWidth(i) {
					l.role = cardSmallCell
				}
			default:
				value, l.role = w.compared(f.Comparison)
			}
			if err := w.wide(at[0], at[1], value, l); err != nil {
				return err
			}
		}
		if line == 0 {
			height = w.labelHeight(figures)
		}
		if err := w.file.SetRowHeight(w.sheet, w.row, height); err != nil {
			return err
		}
		w.row++
	}
	w.row++
	return nil
}

// labelHeight is enough for the longest of the cards' labels.
func (w coverSheet) labelHeight(figures []reports.Figure) float64 {
	lines := 1
	for i, f := range figures {
		lines = max(lines, 1+int(characters(f.Label)/w.cardWidth(i)))
	}
	return float64(4 + 12*lines)
}

// cardWidth is a card's width in characters.
func (w coverSheet) cardWidth(card int) float64 {
	width, at := 0.0, w.cards[card]
	for _, one := range w.widths[at[0]-1 : at[1]] {
		width += one
	}
	return width
}

// compared says in one text how a figure stands to another one: a number of its
// own would need a column.
func (w coverSheet) compared(c *reports.Comparison) (any, role) {
	if c == nil {
		return nil, cardNoteCell
	}
	text := w.cellText(w.Show(c.Format, c.Value) + " " + c.Label)
	switch c.Tone {
	case reports.Better:
		return "▲ " + text, cardBetterCell
	case reports.Worse:
		return "◆ " + text, cardWorseCell
	}
	return text, cardNoteCell
}

// coverSentences is how many of the sentences of what matters the cover has.
const coverSentences = 7

// matters are the first sections' points, or else what they say of their
// numbers.
func (w coverSheet) matters() error {
	var points []reports.Point
	for i := range w.document.Sections {
		s := &w.document.Sections[i]
		points = append(points, s.Points...)
		if len(s.Points) == 0 && len(points) == 0 || i == 0 {
			for _, sentence := range s.Lead {
				points = append(points, reports.Point{Text: sentence})
			}
		}
		if len(points) > 1 {
			break
		}
	}
	points = points[:min(len(points), coverSentences)]
	for _, p := range points {
		mark, r := toneMark(p.Tone)
		if err := w.set(w.sheet, 1, w.row, mark, look{role: r}); err != nil {
			return err
		}
		if err := w.text(2, p.Text, leadCell); err != nil {
			return err
		}
	}
	if len(points) > 0 {
		w.row++
	}
	return nil
}

// toneMark is the mark before a sentence, told apart by its form as well as by
// its colour.
func toneMark(t reports.Tone) (string, role) {
	switch t {
	case reports.Better:
		return "▲", markBetterCell
	case reports.Worse:
		return "◆", markWorseCell
	}
	return "●", markCell
}
