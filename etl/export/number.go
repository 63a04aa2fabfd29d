package export

import (
	"strings"
	"unicode"

	"github.com/shopspring/decimal"
	"golang.org/x/text/currency"

	"clientele/etl/values"
)

// The digits that a number of a table has, and those behind its decimal mark.
const (
	numberDigits = 18
	numberScale  = 4
)

// isNumber says whether a text is a number as people write it, whichever
// decimal mark that takes: with groups of three, brackets or a sign, with a
// currency at either end or per cent behind it. A date is none, and neither is
// the number of a document: a currency's code must be one of ISO 4217.
func isNumber(text string) bool {
	text = strings.TrimSuffix(strings.TrimFunc(text, isBlankRune), "%")
	text = strings.TrimSuffix(text, "-") // also behind a currency: 5,00 USD-
	if !strings.ContainsAny(text, "0123456789") {
		return false
	}
	// Both "($5)" and "USD (5)" are written, and either may have a minus.
	opening, closing := strings.IndexByte(text, '('), strings.LastIndexByte(text, ')')
	if opening >= 0 && opening < closing {
		text = text[:opening] + text[opening+1:closing] + text[closing+1:]
	}
	if code := values.CurrencyBeside(text); len(code) == 3 && code[0] >= 'A' && code[0] <= 'Z' {
		if _, err := currency.ParseISO(code); err != nil {
			return false
		}
	}
	for _, mark := range []byte{'.', ','} {
		if _, fault := values.Number(text, mark, numberDigits, numberScale); fault != values.NoNumber {
			return true
		}
	}
	return false
}

// isAmount says whether a cell is a number, or a number with a short word: a
// unit, what a system calls a currency.
func isAmount(cell Cell) bool {
	if cell.Kind != Text {
		return cell.Kind == Number
	}
	digits, letters := 0, 0
	for _, r := range cell.Text {
		switch {
		case unicode.IsDigit(r):
			digits++
		case unicode.IsLetter(r):
			letters++
		}
	}
	return digits > 0 && letters <= 4 && !isDate(cell.Text) || isNumber(cell.Text)
}

// decimalMark is the mark that the texts in some columns have before their
// decimals. Where none decides, a lone mark is one: of 4,000 as programs in
// Russian write a quantity.
func decimalMark(rows []row, columns []int) byte {
	var seen values.Notation
	for _, r := range rows {
		for _, column := range columns {
			if cell := r.at(column); cell.Kind == Text && isNumber(cell.Text) {
				seen.Number(cell.Text)
			}
		}
	}
	mark, _ := seen.DecimalMark()
	if seen.Points+seen.Commas == 0 && strings.Contains(seen.ExampleNumber, ",") {
		mark = ','
	}
	return mark
}

// figure is the number in a cell, if one is.
func figure(cell Cell, mark byte) (figure decimal.NullDecimal) {
	if cell.Kind != Text {
		if number, err := decimal.NewFromString(cell.Text); err == nil && number.Exponent() > -100 && number.Exponent() < 100 {
			figure = decimal.NullDecimal{Decimal: number, Valid: true}
		}
		return figure
	}
	if number, fault := values.Number(cell.Text, mark, numberDigits, numberScale); fault == values.Sound {
		figure = decimal.NullDecimal{Decimal: decimal.New(number, -numberScale), Valid: true}
	}
	return figure
}
