package xlsx

import (
	"strings"

	"github.com/xuri/excelize/v2"

	"clientele/reports"
	"clientele/reports/catalogue"
)

// role is what a cell is for.
type role uint8

const (
	plainCell role = iota
	titleCell
	headingCell
	leadCell
	noteCell
	linkCell
	headCell
	headNumberCell
	bodyCell
	totalCell
	listTotalCell
	labelCell
	figureCell
	betterCell
	worseCell
	bandTitleCell
	bandCell
	bandNoteCell
	cardLabelCell
	cardValueCell
	cardSmallCell // a value that is too long for large type
	cardNoteCell
	cardBetterCell
	cardWorseCell
	contentsCell
	contentsTextCell
	markCell
	markBetterCell
	markWorseCell
	partCell
)

// look is all that makes a style; equal looks share one.
type look struct {
	role   role
	format reports.Format
	wrap   bool
	left   bool // a number that is a name: a position, a period
	swatch mark // the ground, where the row has a colour in charts
}

// style returns the number of a look's style.
func (b *book) style(l look) (int, error) {
	if id, ok := b.styles[l]; ok {
		return id, nil
	}
	s := &excelize.Style{
		Font:      &excelize.Font{Size: 10, Color: b.colours.Light(reports.Ink), Family: "Calibri"},
		Alignment: &excelize.Alignment{Vertical: "top", WrapText: l.wrap},
	}
	b.dress(s, l.role)
	if l.swatch.has {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{tint(b.colours.Light(l.swatch.colour))}}
	}
	if l.format.Kind != reports.Text && l.format.Kind != reports.YesNo {
		format := b.numberFormat(l.format)
		s.CustomNumFmt = &format
		s.Alignment.Horizontal = "right"
	}
	if l.left || l.format.Kind == reports.Date || l.format.Kind == reports.Month {
		s.Alignment.Horizontal = "left"
	} else if s.Alignment.Horizontal == "right" {
		s.Alignment.Indent = 0
	}
	if s.Alignment.Horizontal != "right" && (l.role == headCell || l.role == bodyCell || l.role == totalCell || l.role == listTotalCell) {
		s.Alignment.Horizontal, s.Alignment.Indent = "left", 1 // clear of the number before
	}
	id, err := b.file.NewStyle(s)
	if err != nil {
		return 0, err
	}
	b.styles[l] = id
	return id, nil
}

// dress sets fonts, fills and borders by what a cell is for.
func (b *book) dress(s *excelize.Style, r role) {
	quiet, line, muted := b.colours.Light(reports.Quiet), b.colours.Light(reports.Rule), b.colours.Light(reports.Muted)
	bottom := []excelize.Border{{Type: "bottom", Color: line, Style: 1}}
	switch r {
	case titleCell:
		s.Font.Size, s.Font.Bold = 18, true
	case headingCell:
		s.Font.Size, s.Font.Bold = 12, true
	case leadCell:
		s.Font.Size, s.Alignment.WrapText, s.Alignment.Vertical = 11, true, "center"
	case noteCell:
		s.Font.Size, s.Font.Color = 9, quiet
	case linkCell:
		s.Font.Color, s.Font.Underline = b.colours.Light(reports.Link), "single"
	case headCell, headNumberCell:
		s.Font.Bold, s.Font.Color, s.Alignment.WrapText, s.Alignment.Vertical = true, quiet, true, "bottom"
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{b.colours.Light(reports.Soft)}}
		s.Border = []excelize.Border{{Type: "bottom", Color: muted, Style: 2}}
		if r == headNumberCell {
			s.Alignment.Horizontal = "right"
		}
	case bodyCell:
		s.Border = bottom
	case totalCell:
		s.Font.Bold = true
		s.Border = []excelize.Border{{Type: "top", Color: muted, Style: 2}}
	case listTotalCell:
		s.Font.Bold, s.Alignment.Vertical = true, "center"
	case labelCell:
		s.Font.Color, s.Border = quiet, bottom
	case figureCell:
		s.Font.Size, s.Font.Bold, s.Border = 12, true, bottom
	case betterCell:
		s.Font.Color, s.Border = b.colours.Light(reports.Good), bottom
	case worseCell:
		s.Font.Color, s.Border = b.colours.Light(reports.Bad), bottom
	default:
		b.dressCover(s, r)
	}
}

// numberFormat is the format's code. Separators follow the reader's own
// settings; months keep the document's language.
func (b *book) numberFormat(f reports.Format) string {
	code := "#,##0"
	if f.Digits > 0 {
		code += "." + strings.Repeat("0", f.Digits)
	}
	switch f.Kind {
	case reports.Percent:
		code = strings.Replace(code, "#,##0", "0", 1) + "%"
	case reports.Money:
		if symbol := catalogue.CurrencySymbol(b.Currency); symbol != "" && !f.Bare {
			code = moneyCode(code, strings.ReplaceAll(symbol, `"`, ""), b.document.Language)
		}
	case reports.Date:
		return map[string]string{"ru": "dd.mm.yyyy", "es": "dd/mm/yyyy"}[b.document.Language] + map[string]string{"en": "d mmm yyyy"}[b.document.Language]
	case reports.Month:
		return map[string]string{"en": "[$-409]", "ru": "[$-419]", "es": "[$-C0A]"}[b.document.Language] + "mmm yyyy"
	}
	if f.Signed {
		return "+" + code + ";-" + code + ";" + code
	}
	return code
}

func moneyCode(code, symbol, language string) string {
	if language == "en" {
		return `"` + symbol + `"` + code
	}
	return code + `\ "` + symbol + `"`
}
