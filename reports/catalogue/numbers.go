package catalogue

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// nbsp keeps a number in one piece at the end of a line.
const nbsp = "\u00a0"

// numberStyle says how a language writes numbers.
type numberStyle struct {
	group, point  string
	percent       string // between the number and its sign
	currencyFirst bool
}

func styleOf(language string) numberStyle {
	switch language {
	case "ru":
		return numberStyle{group: nbsp, point: ",", percent: nbsp}
	case "es":
		return numberStyle{group: ".", point: ",", percent: nbsp}
	}
	return numberStyle{group: ",", point: ".", currencyFirst: true}
}

// Integer writes a whole number with its thousands separated.
func (c *Catalogue) Integer(n int64) string {
	return c.Number(decimal.NewFromInt(n), 0)
}

// Number writes a number with so many digits after the point, half away from
// zero, thousands separated, with a real minus sign.
func (c *Catalogue) Number(d decimal.Decimal, digits int) string {
	d = d.Round(int32(digits))
	whole, fraction, _ := strings.Cut(d.Abs().StringFixed(int32(digits)), ".")
	var b strings.Builder
	if d.IsNegative() {
		b.WriteString("−")
	}
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(c.numbers.group)
		}
		b.WriteRune(r)
	}
	if fraction != "" {
		b.WriteString(c.numbers.point)
		b.WriteString(fraction)
	}
	return b.String()
}

// Percent writes a fraction of 1 in per cent.
func (c *Catalogue) Percent(fraction decimal.Decimal, digits int) string {
	return c.Number(fraction.Shift(2), digits) + c.numbers.percent + "%"
}

// Money writes an amount with its currency's symbol on the language's side.
func (c *Catalogue) Money(amount decimal.Decimal, currency string, digits int) string {
	number, symbol := c.Number(amount, digits), CurrencySymbol(currency)
	switch {
	case symbol == "":
		return number
	case !c.numbers.currencyFirst:
		return number + nbsp + symbol
	}
	number, negative := strings.CutPrefix(number, "−")
	if symbol == currency { // a code stands apart
		symbol += nbsp
	}
	if negative {
		symbol = "−" + symbol
	}
	return symbol + number
}

// CurrencySymbol is the sign of an ISO 4217 code, or the code itself.
func CurrencySymbol(code string) string {
	switch code {
	case "USD":
		return "$"
	case "EUR":
		return "€"
	case "GBP":
		return "£"
	case "RUB":
		return "₽"
	case "JPY", "CNY":
		return "¥"
	case "UAH":
		return "₴"
	case "KZT":
		return "₸"
	case "INR":
		return "₹"
	case "TRY":
		return "₺"
	case "GEL":
		return "₾"
	case "ILS":
		return "₪"
	case "KRW":
		return "₩"
	case "BYN":
		return "Br"
	case "PLN":
		return "zł"
	case "CZK":
		return "Kč"
	case "MXN", "ARS", "CLP", "COP":
		return "$"
	case "BRL":
		return "R$"
	case "PEN":
		return "S/"
	}
	return code
}

// CurrencyDigits is the number of digits after the point by ISO 4217.
func CurrencyDigits(code string) int {
	switch code {
	case "JPY", "KRW", "CLP", "VND", "ISK", "PYG", "XAF", "XOF":
		return 0
	case "KWD", "BHD", "OMR", "TND", "JOD", "IQD", "LYD":
		return 3
	}
	return 2
}

// Date writes a day: 9 Dec 2011, 9 дек. 2011, 9 dic 2011. Beside a day the
// months that Russian does not shorten have another case: 9 июля 2011.
func (c *Catalogue) Date(t time.Time) string {
	return strconv.Itoa(t.Day()) + nbsp + c.monthName(t, "month.short_of") + nbsp + strconv.Itoa(t.Year())
}

// LongDate writes a day in full, as a title has it.
func (c *Catalogue) LongDate(t time.Time) string {
	return c.Say("date.long", "day", strconv.Itoa(t.Day()), "month", c.monthName(t, "month.of"), "year", strconv.Itoa(t.Year()))
}

// Month writes a month in few letters: Dec 2011.
func (c *Catalogue) Month(t time.Time) string {
	return c.monthName(t, "month.short") + nbsp + strconv.Itoa(t.Year())
}

// LongMonth writes a month in full inside a phrase: December 2011, декабрь
// 2011, diciembre de 2011.
func (c *Catalogue) LongMonth(t time.Time) string {
	text := c.Say("date.month", "month", c.monthName(t, "month.long"), "year", strconv.Itoa(t.Year()))
	return strings.ReplaceAll(text, " ", nbsp)
}

// OfMonth writes a month in full after a word that asks for its genitive:
// December 2011, декабря 2011, diciembre de 2011.
func (c *Catalogue) OfMonth(t time.Time) string {
	text := c.Say("date.month", "month", c.monthName(t, "month.of"), "year", strconv.Itoa(t.Year()))
	return strings.ReplaceAll(text, " ", nbsp)
}

// InMonth writes a month in full after «в», which asks for the prepositional
// case: December 2011, декабре 2011, diciembre de 2011.
func (c *Catalogue) InMonth(t time.Time) string {
	text := c.Say("date.month", "month", c.monthName(t, "month.in"), "year", strconv.Itoa(t.Year()))
	return strings.ReplaceAll(text, " ", nbsp)
}

// FirstMonth writes a month in full at the beginning of a sentence.
func (c *Catalogue) FirstMonth(t time.Time) string {
	return c.Capital(c.LongMonth(t))
}

// Capital writes a phrase at the beginning of a sentence.
func (c *Catalogue) Capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 || first == utf8.RuneError {
		return text
	}
	return string(unicode.ToUpper(first)) + text[size:]
}

// monthName takes a name from a phrase that lists all twelve.
func (c *Catalogue) monthName(t time.Time, key string) string {
	names := strings.Fields(c.Say(key))
	if len(names) != 12 {
		return t.Month().String()
	}
	return names[t.Month()-1]
}
