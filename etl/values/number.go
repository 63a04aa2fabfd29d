package values

import (
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
