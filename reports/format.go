package reports

import (
	"math"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"clientele/reports/catalogue"
)

// FormatKind is what a value means to its reader.
type FormatKind uint8

// The kinds of formats. Percent values are fractions of 1.
const (
	Text FormatKind = iota
	Integer
	Decimal
	Money
	Percent
	Date
	Month
	YesNo
)

// Format says how a value is shown.
type Format struct {
	Kind   FormatKind
	Digits int  // after the point; for Percent after the point of the per cent
	Bare   bool // without the currency or per cent sign: the label names it
	Signed bool // a plus before what is above zero
}

// Numeric tells numbers from texts, dates and truths.
func (f Format) Numeric() bool {
	return f.Kind == Integer || f.Kind == Decimal || f.Kind == Money || f.Kind == Percent
}

// Number returns a numeric value as the report bears it. Floats are rounded
// here, once, to the digits that are shown; decimals and integers stay exact.
// NULL, NaN and infinities have no number.
func (f Format) Number(value any) (decimal.Decimal, bool) {
	switch v := value.(type) {
	case int64:
		return decimal.NewFromInt(v), true
	case decimal.Decimal:
		return v, true
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return decimal.Decimal{}, false
		}
		digits := f.Digits
		if f.Kind == Percent {
			digits += 2
		}
		return decimal.NewFromFloat(v).Round(int32(digits)), true
	}
	return decimal.Decimal{}, false
}

// Presenter writes values in one language and currency.
type Presenter struct {
	Words    *catalogue.Catalogue
	Currency string
}

// NewPresenter returns the presenter of a document.
func NewPresenter(d *Document) (*Presenter, error) {
	words, err := catalogue.New(d.Language)
	if err != nil {
		return nil, err
	}
	return &Presenter{Words: words, Currency: d.Currency}, nil
}

// Show writes a value for people; a NULL is an empty text.
func (p *Presenter) Show(f Format, value any) string {
	if value == nil {
		return ""
	}
	if f.Numeric() {
		number, ok := f.Number(value)
		if !ok {
			return ""
		}
		return p.showNumber(f, number)
	}
	switch v := value.(type) {
	case string:
		return Clean(v)
	case bool:
		if v {
			return p.Words.Say("yes")
		}
		return p.Words.Say("no")
	case time.Time:
		if f.Kind == Month {
			return p.Words.Month(v)
		}
		return p.Words.Date(v)
	}
	if number, ok := f.Number(value); ok {
		return number.String()
	}
	return ""
}

// LabelLength is up to how many characters a name stands in a chart: longer
// ones have no room, and to measure them takes chart libraries for ever.
const LabelLength = 100

// Label writes a value for people in a chart.
func (p *Presenter) Label(f Format, value any) string {
	return Shorten(p.Show(f, value), LabelLength)
}

func (p *Presenter) showNumber(f Format, number decimal.Decimal) string {
	var text string
	switch {
	case f.Kind == Percent && f.Bare:
		text = p.Words.Number(number.Shift(2), f.Digits)
	case f.Kind == Percent:
		text = p.Words.Percent(number, f.Digits)
	case f.Kind == Money && !f.Bare:
		text = p.Words.Money(number, p.Currency, f.Digits)
	default:
		text = p.Words.Number(number, f.Digits)
	}
	if f.Signed && number.IsPositive() {
		return "+" + text
	}
	return text
}

// Clean makes a text of any bytes fit to be shown: valid UTF-8, white space as
// blanks, other control characters as the replacement character, and without
// the marks that turn the direction of the text around them.
func Clean(text string) string {
	if plain(text) {
		return text
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
			return -1
		case r == '\t' || r == '\n' || r == '\r':
			return ' '
		case unicode.IsControl(r), r == '\ufffe', r == '\uffff':
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(text, string(utf8.RuneError)))
}

// plain is the quick answer for almost all texts.
func plain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c == 0x7f || c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Shorten cuts a text to so many characters, the last of them an ellipsis.
func Shorten(text string, characters int) string {
	if utf8.RuneCountInString(text) <= characters {
		return text
	}
	return string([]rune(text)[:characters-1]) + "…"
}
