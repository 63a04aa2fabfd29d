package values

import "strings"

// Currency reads the name of a currency: an ISO 4217 code, a sign, or words in
// English, Russian, Spanish or Portuguese. Three letters are taken for a code
// without looking it up, since a company may use one of its own; KnownCode
// tells those that are.
func Currency(text string) (code string, ok bool) {
	if text = strings.TrimFunc(text, isBlank); text == "" {
		return "", false
	}
	if code = KnownCurrency(text); code != "" {
		return code, true
	}
	if upper := strings.ToUpper(text); isCode(upper) && len(text) == 3 {
		return upper, true
	}
	return "", false
}

// KnownCurrency is the code of a currency that is known by this name, "" for
// any other text.
func KnownCurrency(text string) string {
	if KnownCode(text) {
		return text
	}
	if code := currencyOfSign(text); code != "" {
		return code
	}
	if upper := strings.ToUpper(text); len(text) == 3 && KnownCode(upper) {
		return upper
	}
	return currencyOfWords(plainWords(text))
}

// KnownCode reports whether three letters are the code of a currency that money
// is in today, or was lately. HRK and BGN became euros, RUR is how banks still
// write roubles.
func KnownCode(code string) bool {
	switch code {
	case "EUR", "USD", "GBP", "CHF", "JPY", "CNY", "INR", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "KRW", "THB", "VND", "IDR", "MYR", "PHP", "PKR", "BDT", "LKR", "NPR",
		"RUB", "RUR", "UAH", "BYN", "BYR", "KZT", "KGS", "UZS", "TJS", "TMT", "AMD", "AZN", "GEL", "MDL", "MNT",
		"PLN", "CZK", "HUF", "RON", "BGN", "HRK", "RSD", "BAM", "MKD", "ALL", "SEK", "NOK", "DKK", "ISK", "TRY", "GIP", "FKP",
		"BRL", "MXN", "ARS", "CLP", "CLF", "COP", "PEN", "UYU", "BOB", "PYG", "CRC", "GTQ", "HNL", "NIO", "PAB", "DOP", "CUP", "VES", "VEF", "HTG", "BZD", "JMD", "TTD", "BBD", "BSD", "GYD", "SRD",
		"AED", "SAR", "QAR", "KWD", "BHD", "OMR", "JOD", "ILS", "EGP", "LBP", "IQD", "IRR", "SYP", "YER", "MAD", "DZD", "TND", "LYD",
		"ZAR", "NGN", "KES", "GHS", "ETB", "TZS", "UGX", "XOF", "XAF", "XPF", "XCD", "MZN", "AOA", "CVE", "ZMW", "BWP", "NAD", "MUR", "RWF", "MOP", "BND", "KHR", "LAK", "MMK", "AFN":
		return true
	}
	return false
}

// isCode tells three capital letters.
func isCode(text string) bool {
	if len(text) != 3 {
		return false
	}
	for i := range len(text) {
		if text[i] < 'A' || text[i] > 'Z' {
			return false
		}
	}
	return true
}

// plainWords is a name in small letters, without accents, with single blanks
// and without a full stop at its end.
func plainWords(text string) string {
	text = strings.Map(func(r rune) rune {
		switch r {
		case 'ё':
			return 'е'
		case 'á', 'à', 'â', 'ã', 'ä', 'å':
			return 'a'
		case 'é', 'è', 'ê', 'ë', 'ě':
			return 'e'
		case 'í', 'ì', 'î', 'ï':
			return 'i'
		case 'ó', 'ò', 'ô', 'õ', 'ö', 'ø':
			return 'o'
		case 'ú', 'ù', 'û', 'ü':
			return 'u'
		case 'ç', 'č', 'ć':
			return 'c'
		case 'ñ', 'ń':
			return 'n'
		case 'ł':
			return 'l'
		case '\u0300', '\u0301', '\u0302', '\u0303', '\u0308', '\u0327': // accents that stand alone
			return -1
		}
		return r
	}, strings.ToLower(strings.ReplaceAll(text, "и\u0306", "й")))
	return strings.TrimSuffix(strings.Join(strings.FieldsFunc(text, isBlank), " "), ".")
}

// fold makes letters small; plain text of small letters costs nothing.
func fold(text string) string { return strings.ToLower(text) }
