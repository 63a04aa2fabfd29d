package values

import "strings"

// withoutCurrency takes a currency's sign, code or short word off either end.
func withoutCurrency(text string) string {
	if n := len(text); n > 0 && (text[0]-'0' <= 9 || text[0] == '-') && text[n-1]-'0' <= 9 {
		return text
	}
	text = text[currencyBefore(text):]
	return text[:len(text)-currencyBehind(text)]
}

// CurrencyBeside is the currency's sign, code or short word at either end of an
// amount as it is written; "" where there is none.
func CurrencyBeside(text string) string {
	if n := len(text); n == 0 || (text[0]-'0' <= 9 || text[0] == '-') && text[n-1]-'0' <= 9 {
		return ""
	}
	text = strings.Trim(stripBlanks(text), "+-()")
	if n := currencyBefore(text); n > 0 {
		return text[:n]
	}
	return text[len(text)-currencyBehind(text):]
}

// currencyBefore is how many bytes of a text without blanks are a currency
// before the number.
func currencyBefore(text string) int {
	end := 0
	for end < len(text) && !ofNumber(text[end]) {
		end++
	}
	word := text[:end]
	if isMoney(word) {
		return end
	}
	// The number begins with its decimal mark: $.50.
	if short := strings.TrimRight(word, ".,"); short != word && isMoney(short) {
		return len(short)
	}
	return 0
}

// currencyBehind is how many bytes of it are one behind the number.
func currencyBehind(text string) int {
	start := len(text)
	for start > 0 && !ofNumber(text[start-1]) {
		start--
	}
	word := text[start:]
	if isMoney(word) {
		return len(word)
	}
	// The number ends with its decimal mark: 5.€.
	if short := strings.TrimLeft(word, ".,"); short != word && isMoney(short) {
		return len(short)
	}
	return 0
}

func ofNumber(b byte) bool {
	return b-'0' <= 9 || b == '-' || b == '+' || b == '(' || b == ')'
}

// isMoney tells what may stand beside an amount: a code, known or not, a sign, a
// word. Other letters make it no number.
func isMoney(word string) bool {
	return word != "" && (isCode(word) || KnownCurrency(word) != "")
}

// currencyOfSign takes the dollar's sign for the United States' dollar: those
// of other countries are written with their letter where it matters. Short words
// that only mean money beside an amount are here too.
func currencyOfSign(text string) string {
	switch text {
	case "$", "US$", "$US", "U$S", "U$D", "USD$", "us$", "u$s", "долл.", "долл", "долл.США", "дол.":
		return "USD"
	case "€", "EUR€":
		return "EUR"
	case "£":
		return "GBP"
	case "₽", "руб", "руб.", "р.", "р", "Руб", "Руб.", "РУБ", "РУБ.", "Р.", "Р", "rub.", "Rub.", "RUB.", "pуб.":
		return "RUB"
	case "₸", "тг", "тг.", "тнг", "тнг.", "Тг", "ТГ", "тңг":
		return "KZT"
	case "₴", "грн", "грн.", "Грн", "ГРН", "Грн.":
		return "UAH"
	case "R$", "r$":
		return "BRL"
	case "MX$", "Mex$", "mx$":
		return "MXN"
	case "AR$":
		return "ARS"
	case "CLP$":
		return "CLP"
	case "COL$", "COP$":
		return "COP"
	case "RD$":
		return "DOP"
	case "$U", "U$", "UY$":
		return "UYU"
	case "S/", "S/.", "s/", "s/.":
		return "PEN"
	case "Bs.", "Bs", "BOB.":
		return "BOB"
	case "Bs.S", "Bs.D":
		return "VES"
	case "₲":
		return "PYG"
	case "₡":
		return "CRC"
	case "B/.":
		return "PAB"
	case "C$", "CA$", "CAD$":
		return "CAD"
	case "A$", "AU$":
		return "AUD"
	case "NZ$":
		return "NZD"
	case "HK$":
		return "HKD"
	case "S$", "SG$":
		return "SGD"
	case "NT$":
		return "TWD"
	}
	return currencyOfOtherSign(text)
}

func currencyOfOtherSign(text string) string {
	switch text {
	case "₹", "Rs", "Rs.":
		return "INR"
	case "₺", "TL":
		return "TRY"
	case "₪":
		return "ILS"
	case "₩":
		return "KRW"
	case "₫":
		return "VND"
	case "₼":
		return "AZN"
	case "₾":
		return "GEL"
	case "֏":
		return "AMD"
	case "৳":
		return "BDT"
	case "₱":
		return "PHP"
	case "₦":
		return "NGN"
	case "฿":
		return "THB"
	case "₮":
		return "MNT"
	case "¥", "JP¥", "円":
		return "JPY"
	case "CN¥", "元":
		return "CNY"
	case "zł", "ZŁ", "zl", "zł.":
		return "PLN"
	case "Kč", "kč", "KČ":
		return "CZK"
	case "Ft", "ft":
		return "HUF"
	case "лв", "лв.":
		return "BGN"
	case "Br", "бел.руб.", "бел.руб":
		return "BYN"
	}
	return ""
}
