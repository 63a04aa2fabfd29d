package sentence

import (
	"regexp"
	"strings"
)

var (
	numberForm = regexp.MustCompile(`^-?[0-9]{1,12}(\.[0-9]{1,4})?$`)
	dayForm    = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)
	monthForm  = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}$`)
	// A comma before one or two digits parts what is less than one; before three
	// it may part thousands, and nobody can tell.
	commaForm = regexp.MustCompile(`^-?[0-9]{1,12},[0-9]{1,2}$`)
	// Both marks: the last one is the decimal mark.
	pointsForm = regexp.MustCompile(`^-?[0-9]{1,3}(\.[0-9]{3})+,[0-9]{1,4}$`)
	commasForm = regexp.MustCompile(`^-?[0-9]{1,3}(,[0-9]{3})+\.[0-9]{1,4}$`)
)

// HowNumbers says how they are written.
const HowNumbers = "numbers are written like 1500 or 12.50: no mark between thousands, a point before what is less than one"

// IsNumber tells a number as rules have it. A comma would part a list as well,
// so that it parts no digits.
func IsNumber(text string) bool { return numberForm.MatchString(text) }

// HasDigits tells what may be a number written in another way.
func HasDigits(text string) bool { return strings.ContainsAny(text, "0123456789") }

// Rewritten is a number as rules have it that is written as elsewhere: with a
// currency's sign, with marks between thousands, with a decimal comma. false
// where it may mean two numbers, like 1,500.
func Rewritten(text string) (plain string, ok bool) {
	plain = strings.Trim(strings.ReplaceAll(text, "'", ""), "€$£₽")
	switch {
	case IsNumber(plain):
		return plain, true
	case commaForm.MatchString(plain), pointsForm.MatchString(plain):
		return strings.ReplaceAll(strings.ReplaceAll(plain, ".", ""), ",", "."), true
	case commasForm.MatchString(plain):
		return strings.ReplaceAll(plain, ",", ""), true
	}
	return "", false
}

// NumberHint says how a number is written that stands in another way; it is to
// follow what is wrong.
func NumberHint(text string) string {
	plain, ok := Rewritten(text)
	switch {
	case !ok:
		return "; " + HowNumbers
	case strings.Contains(text, ","):
		return "; write " + plain + ": " + HowNumbers
	}
	return "; write " + plain + ", amounts are in the currency of the reports"
}
