package identity

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"
)

// telephones reads numbers that people typed.
type telephones struct {
	country   string
	extension *regexp.Regexp
}

// extensionMark stands for the word before an extension while a cell is cut up:
// there may be a comma before it, which elsewhere is between two numbers.
const extensionMark = "\x01"

func newTelephones(country string) telephones {
	return telephones{country, regexp.MustCompile(`(?i)[\s,;(]*(?:доб\p{L}*|вн\p{L}*|ext\p{L}*|ramal|anexo|interno)[\s.:№#]*(\d{1,6})\s*\)?`)}
}

// read finds the numbers in a cell, in E.164 with their extension; the numbers
// behind one switchboard are not the same telephone.
func (t telephones) read(cell string) []string {
	marked := cell
	if strings.ContainsFunc(cell, unicode.IsLetter) {
		marked = t.extension.ReplaceAllString(cell, extensionMark+"$1 ")
	}
	var found []string
	for _, part := range strings.FieldsFunc(marked, func(r rune) bool { return strings.ContainsRune(",;/|\n\r", r) }) {
		written, extension, _ := strings.Cut(part, extensionMark)
		if number := t.number(written, strings.TrimSpace(extension)); number != "" {
			found = append(found, number)
		}
	}
	return found
}

func (t telephones) number(written, extension string) string {
	dialled := dialledOf(written)
	if national := t.nationalOf7(dialled); national != "" {
		return withExtension("+7"+national, extension)
	}
	for _, attempt := range t.attempts(dialled) {
		number, err := phonenumbers.Parse(attempt, t.country)
		// "123" parses without an error as +7 123.
		if err != nil || !phonenumbers.IsValidNumber(number) {
			continue
		}
		e164 := phonenumbers.Format(number, phonenumbers.E164)
		if extension == "" {
			extension = number.GetExtension()
		}
		return withExtension(e164, extension)
	}
	return ""
}

func withExtension(e164, extension string) string {
	if extension == "" {
		return e164
	}
	return e164 + " ext. " + extension
}

// nationalOf7 is a short way for the numbers of Russia and Kazakhstan that are
// written in full, which phonenumbers.Parse searches for extensions that are
// not there: the ten digits, "" for all others.
func (t telephones) nationalOf7(dialled string) string {
	digits := digitsOf(dialled)
	home := t.country == "RU" || t.country == "KZ"
	switch {
	case len(digits) != 11:
		return ""
	case digits[0] == '7' && (home || strings.HasPrefix(dialled, "+")):
	case digits[0] == '8' && home && !strings.HasPrefix(dialled, "+"):
	default:
		return ""
	}
	code, national := int32(7), uint64(wholeOf(digits[1:]))
	if !phonenumbers.IsValidNumber(&phonenumbers.PhoneNumber{CountryCode: &code, NationalNumber: &national}) {
		return ""
	}
	return digits[1:]
}

// attempts are the ways in which a number may be meant, the first that is
// valid counts: as the company's country writes it; with 00 before the
// country's code; as Russia and Kazakhstan write theirs, with 8 before ten
// digits; with the country's code and without the +.
func (t telephones) attempts(dialled string) []string {
	digits := digitsOf(dialled)
	if len(digits) < 5 {
		return nil
	}
	attempts := []string{dialled}
	switch {
	case strings.HasPrefix(dialled, "+"):
		return attempts
	case strings.HasPrefix(digits, "00"):
		return append(attempts, "+"+digits[2:])
	case len(digits) == 11 && digits[0] == '8':
		attempts = append(attempts, "+7"+digits[1:])
	}
	if len(digits) >= 11 {
		attempts = append(attempts, "+"+digits)
	}
	return attempts
}

// dialledOf cuts a number out of what stands around it: an apostrophe that
// keeps Excel from making a sum of it, "тел.", a name behind it, whose letters
// would be taken for those of a keypad.
func dialledOf(written string) string {
	var b strings.Builder
	digits := 0
	for _, r := range written {
		switch {
		case unicode.IsDigit(r):
			digits++
			b.WriteRune(r)
		case r == '+' && digits == 0:
			b.Reset()
			b.WriteRune(r)
		case unicode.IsLetter(r) && digits >= 5:
			return b.String()
		case digits > 0 && (strings.ContainsRune("()-.", r) || unicode.IsSpace(r) || r == '‑' || r == '–'):
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// digitsOf are the digits of a text, in ASCII.
func digitsOf(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r >= '0' && r <= '9' {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// inventedNumber reports whether a number is what people type to get past a field
// that must be filled: one digit over and over, or the keys in their order.
func inventedNumber(digits string) bool {
	if len(digits) == 0 {
		return false
	}
	same := strings.Trim(digits, digits[:1]) == ""
	return same || len(digits) >= 5 && (strings.HasPrefix("12345678901", digits) || strings.HasPrefix("01234567890", digits) || strings.HasPrefix("98765432109", digits))
}

// inventedPhone is inventedNumber for a number in E.164: a country's code has
// one to three digits.
func inventedPhone(e164 string) bool {
	bare, _, _ := strings.Cut(e164, " ")
	digits := digitsOf(bare)
	for code := range 4 {
		if len(digits)-code >= 7 && inventedNumber(digits[code:]) {
			return true
		}
	}
	return false
}

// KnownCountry reports whether a code is that of a country with telephones.
func KnownCountry(code string) bool { return phonenumbers.GetCountryCodeForRegion(code) != 0 }
