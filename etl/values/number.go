package values

import (
	"math/big"
	"math/bits"
	"strconv"
	"strings"
)

// mostDigits is how many digits a number of a field may have: those of a
// DECIMAL(18).
const mostDigits = 18

// Number reads a number as people write it: scale digits behind the decimal
// mark are kept, further ones are rounded half away from zero, and the result
// counts units of 10^-scale. It has at most precision digits.
//
// mark is the decimal mark, '.' or ','. The other one separates thousands, but
// only between groups of three, so that 1.5 in a file of decimal commas is
// refused instead of read as 15. Blanks of all widths and apostrophes mean
// nothing; a currency may stand at either end; a minus may stand behind, and
// accounting brackets are one.
func Number(text string, mark byte, precision, scale int) (int64, Fault) {
	if value, ok := plainNumber(text, mark, scale); ok && within(value, precision) {
		return value, Sound
	}
	written, ok := bare(text, mark)
	if !ok {
		return 0, NoNumber
	}
	return written.scaled(precision, scale)
}

// Float reads a number that is measured and not counted.
func Float(text string, mark byte) (float64, Fault) {
	written, ok := bare(text, mark)
	if !ok {
		return 0, NoNumber
	}
	value, err := strconv.ParseFloat(written.text(), 64)
	if err != nil {
		return 0, TooLarge
	}
	return value, Sound
}

// plainNumber reads what nearly all numbers are: a minus, digits, a mark,
// digits, no more of them than are kept.
func plainNumber(text string, mark byte, scale int) (int64, bool) {
	negative := false
	rest := text
	if rest != "" && rest[0] == '-' {
		negative, rest = true, rest[1:]
	}
	if len(rest) == 0 || len(rest) > mostDigits {
		return 0, false
	}
	var value int64
	at := 0
	for at < len(rest) && rest[at]-'0' <= 9 {
		value = value*10 + int64(rest[at]-'0')
		at++
	}
	missing := scale
	if at < len(rest) {
		behind := len(rest) - at - 1
		if rest[at] != mark || at == 0 || behind == 0 || behind > scale {
			return 0, false
		}
		for _, digit := range []byte(rest[at+1:]) {
			if digit-'0' > 9 {
				return 0, false
			}
			value = value*10 + int64(digit-'0')
		}
		missing, at = scale-behind, len(rest)-1
	}
	if at+missing > mostDigits {
		return 0, false
	}
	value *= power(missing)
	if negative {
		value = -value
	}
	return value, true
}

func within(value int64, precision int) bool {
	limit := power(precision)
	return -limit < value && value < limit
}

// power is 10^n for n to 18.
func power(n int) int64 {
	powers := [...]int64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18}
	return powers[n]
}

// decimalText is a number taken apart: its digits stand for
// 0.whole+fraction × 10^(len(whole)+exponent).
type decimalText struct {
	negative        bool
	whole, fraction string // digits
	exponent        int
}

func (d decimalText) text() string {
	sign := ""
	if d.negative {
		sign = "-"
	}
	return sign + "0" + d.whole + "." + d.fraction + "0e" + strconv.Itoa(d.exponent)
}

// scaled rounds to units of 10^-scale.
func (d decimalText) scaled(precision, scale int) (int64, Fault) {
	digits := d.whole + d.fraction
	// The number is digits × 10^shift units.
	shift := scale + d.exponent - len(d.fraction)
	digits = strings.TrimLeft(digits, "0")
	if digits == "" {
		return 0, Sound
	}
	roundUp := false
	if shift < 0 {
		keep := len(digits) + shift
		if keep < 0 {
			return 0, Sound
		}
		roundUp = digits[keep] >= '5'
		digits, shift = digits[:keep], 0
	}
	if len(digits)+shift > precision {
		return 0, TooLarge
	}
	var value int64
	for _, digit := range []byte(digits) {
		value = value*10 + int64(digit-'0')
	}
	value *= power(shift)
	if roundUp {
		value++
	}
	if d.negative {
		value = -value
	}
	if !within(value, precision) {
		return 0, TooLarge
	}
	return value, Sound
}

// bare takes off what is no part of a number and takes the rest apart. A mark
// of 0 is never met.
func bare(text string, mark byte) (decimalText, bool) {
	stripped := stripBlanks(text)
	negative := false
	if rest, found := strings.CutPrefix(stripped, "-"); found {
		negative, stripped = true, rest
	}
	brackets := false
	if !negative {
		stripped, brackets = strings.CutPrefix(stripped, "(")
	}
	stripped = withoutCurrency(stripped)
	if brackets {
		// Both "($5)" and "($5) USD" are written.
		inner, closed := strings.CutSuffix(stripped, ")")
		if !closed {
			return decimalText{}, false
		}
		negative, stripped = true, withoutCurrency(inner)
	}
	if !negative {
		switch rest, behind := strings.CutSuffix(stripped, "-"); {
		case behind:
			negative, stripped = true, rest
		case strings.HasPrefix(stripped, "-"):
			negative, stripped = true, stripped[1:]
		default:
			stripped = strings.TrimPrefix(stripped, "+")
		}
	}
	taken, ok := takeApart(stripped, mark)
	taken.negative = negative
	return taken, ok
}

// stripBlanks drops blanks of all widths and apostrophes; a real minus sign
// becomes a hyphen.
func stripBlanks(text string) string {
	plain := true
	for i := range len(text) {
		if b := text[i]; b <= ' ' || b == '\'' || b >= 0x80 {
			plain = false
			break
		}
	}
	if plain {
		return text
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '−' || r == '‒' || r == '–':
			return '-'
		case r == '\'' || r == '’' || r == '‘' || r == '\u200b' || r == '\ufeff' || isBlank(r):
			return -1
		}
		return r
	}, text)
}

func isBlank(r rune) bool {
	switch r {
	case '\t', '\n', '\v', '\f', '\r', ' ', '\u0085', '\u00a0', '\u1680', '\u2028', '\u2029', '\u202f', '\u205f', '\u3000':
		return true
	}
	return r >= '\u2000' && r <= '\u200a'
}

// takeApart splits digits, groups of three among them, the decimal mark, more
// digits, and an exponent.
func takeApart(text string, mark byte) (taken decimalText, ok bool) {
	if at := strings.IndexAny(text, "eE"); at >= 0 {
		if taken.exponent, ok = exponent(text[at+1:]); !ok {
			return taken, false
		}
		text = text[:at]
	}
	whole, fraction, marked := strings.Cut(text, string(mark))
	if whole, ok = ungrouped(whole, mark); !ok || !allDigits(fraction) {
		return taken, false
	}
	taken.whole, taken.fraction = whole, fraction
	return taken, whole != "" || marked && fraction != ""
}

func exponent(text string) (int, bool) {
	digits := strings.TrimPrefix(strings.TrimPrefix(text, "+"), "-")
	if len(digits) < 1 || len(digits) > 3 || len(text)-len(digits) > 1 || !allDigits(digits) {
		return 0, false
	}
	value, err := strconv.Atoi(text)
	return value, err == nil
}

// ungrouped drops the marks between thousands. They may only stand between
// groups of three, behind one to three digits.
func ungrouped(whole string, mark byte) (string, bool) {
	if allDigits(whole) {
		return whole, true
	}
	separator := ","
	if mark == ',' {
		separator = "."
	}
	groups := strings.Split(whole, separator)
	for i, group := range groups {
		if !allDigits(group) || i > 0 && len(group) != 3 || i == 0 && (len(group) < 1 || len(group) > 3) {
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}

func allDigits(text string) bool {
	for i := range len(text) {
		if text[i]-'0' > 9 {
			return false
		}
	}
	return true
}

// Product is a × b rounded half away from zero: a and b count units of
// 10^-scale each, the product those of 10^-kept, kept being at most 2×scale.
// It is not ok where the product has more than 18 digits.
func Product(a, b int64, scale, kept int) (int64, bool) {
	return Share(a, b, power(min(2*scale-kept, mostDigits)))
}

// Share is a × b ÷ c rounded half away from zero, not ok where the result has
// more than 18 digits. c is above 0.
func Share(a, b, c int64) (int64, bool) {
	negative := (a < 0) != (b < 0)
	high, low := bits.Mul64(magnitude(a), magnitude(b))
	divisor := uint64(c)
	if high >= divisor {
		return 0, false
	}
	quotient, rest := bits.Div64(high, low, divisor)
	if rest >= divisor-rest {
		quotient++
	}
	if quotient >= uint64(power(mostDigits)) {
		return 0, false
	}
	if negative {
		return -int64(quotient), true
	}
	return int64(quotient), true
}

func magnitude(value int64) uint64 {
	if value < 0 {
		return -uint64(value)
	}
	return uint64(value)
}

// Text writes a number of units of 10^-scale with all its decimals.
func Text(units int64, scale int) string { return BigText(big.NewInt(units), scale) }

// BigText is Text for a sum that may be beyond 64 bits.
func BigText(units *big.Int, scale int) string {
	digits := new(big.Int).Abs(units).String()
	if missing := scale + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	sign := ""
	if units.Sign() < 0 {
		sign = "-"
	}
	if scale == 0 {
		return sign + digits
	}
	return sign + digits[:len(digits)-scale] + "." + digits[len(digits)-scale:]
}
