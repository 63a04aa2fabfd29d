package values

import (
	"strconv"
	"strings"
)

// bare takes off what is no part of a number and takes the rest apart. A mark
// of 0 is never met.
func bare(text string, mark byte) (decimalText, bool) {
	stripped := stripBlanks(text)
	negative := false
	if rest, found := strings.CutPrefix(stripped, "-"); found {
		negative, stripped = true, rest
	}
	brackets := false
	if rest, behind := strings.CutSuffix(stripped, "-"); behind && !negative {
		negative, stripped = true, rest // also behind a currency: 5 EUR-
	}
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
