package values

import (
	"math/big"
	"math/bits"
	"strings"
)

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
