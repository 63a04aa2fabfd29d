package xlsx

import "strconv"

// significantDigits is what Excel keeps of a number when it shows it. The file has
// up to 17, which is how 2.55 comes to be written 2.5499999999999998.
const significantDigits = 15

// wholePlaces is up to where a whole number that is written out is kept digit
// for digit, although Excel would round it: programs write long identifiers
// so, and two that differ in the last digit are two customers.
const wholePlaces = 21

// appendNumber appends the number as Excel shows it: 15 significant digits, no
// trailing zeros, no exponent unless the number has more than 21 places. A
// whole number that is written out keeps all of its digits. It reports whether
// raw is a number.
func appendNumber(to, raw []byte) ([]byte, bool) {
	if isPlain(raw) {
		return append(to, raw...), true
	}
	value, ok := parseNumber(raw)
	if !ok {
		return to, false
	}
	return appendFloat(to, value), true
}

// isPlain reports whether raw is already in the form that appendNumber makes.
func isPlain(raw []byte) bool {
	digits := raw
	if len(digits) > 0 && digits[0] == '-' {
		digits = digits[1:]
	}
	if len(digits) == 0 || len(digits) > wholePlaces {
		return false
	}
	point := -1
	for i, c := range digits {
		if c == '.' && point < 0 {
			point = i
		} else if c < '0' || c > '9' {
			return false
		}
	}
	if point < 0 {
		return digits[0] != '0' || len(raw) == 1
	}
	fraction := digits[point+1:]
	return len(digits) <= significantDigits && point > 0 && (digits[0] != '0' || point == 1) && len(fraction) > 0 && fraction[len(fraction)-1] != '0'
}

// parseNumber reads what an XML double can be; Go's own parser would also take
// hexadecimal numbers, underscores, "inf" and "nan".
func parseNumber(raw []byte) (float64, bool) {
	for _, c := range raw {
		if (c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E' {
			return 0, false
		}
	}
	value, err := strconv.ParseFloat(string(raw), 64)
	return value, err == nil
}

func appendFloat(to []byte, value float64) []byte {
	if value == 0 {
		return append(to, '0')
	}
	if value < 0 {
		to = append(to, '-')
		value = -value
	}
	var space [32]byte
	scientific := strconv.AppendFloat(space[:0], value, 'e', significantDigits-1, 64) // d.dddde±dd
	exponent, err := strconv.Atoi(string(scientific[significantDigits+2:]))
	if err != nil {
		return append(to, scientific...)
	}
	digits := append(scientific[:1], scientific[2:significantDigits+1]...)
	for len(digits) > 1 && digits[len(digits)-1] == '0' {
		digits = digits[:len(digits)-1]
	}
	switch {
	case exponent >= 21 || exponent < -21:
		to = append(to, digits[0])
		if len(digits) > 1 {
			to = append(append(to, '.'), digits[1:]...)
		}
		to = append(to, 'E')
		if exponent > 0 {
			to = append(to, '+')
		}
		return strconv.AppendInt(to, int64(exponent), 10)
	case exponent < 0:
		to = appendZeros(append(to, "0."...), -exponent-1)
		return append(to, digits...)
	case exponent+1 >= len(digits):
		return appendZeros(append(to, digits...), exponent+1-len(digits))
	}
	to = append(append(to, digits[:exponent+1]...), '.')
	return append(to, digits[exponent+1:]...)
}

func appendZeros(to []byte, n int) []byte {
	for range n {
		to = append(to, '0')
	}
	return to
}
