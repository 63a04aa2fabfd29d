package profiles

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"clientele/etl/values"
)

// Normalise makes a header comparable: without byte order mark, quotes and
// blanks around it; in small letters, ё as е, each run of blanks (no-break ones
// too) as one; without stars and colons at its end. A currency at its end
// (Бюджет ₸, Lead venda R$, MAG Value ($), Сумма, руб., Total (EUR)) is taken
// off and returned as its ISO 4217 code. Sums in thousands keep their unit in
// the name: they are another thing than sums.
func Normalise(header string) (name, currency string) {
	text := tidy(header)
	for {
		shorter := unquoted(strings.TrimRight(text, " *:"))
		if rest, code := cutCurrency(shorter); code != "" && currency == "" {
			shorter, currency = rest, code
		}
		if shorter == text || shorter == "" {
			break
		}
		text = shorter
	}
	return strings.ReplaceAll(strings.ToLower(text), "ё", "е"), currency
}

// tidy takes away what nobody sees, or meant.
func tidy(header string) string {
	text := norm.NFC.String(strings.ToValidUTF8(header, "\uFFFD"))
	var b strings.Builder
	blank := false
	for _, r := range text {
		switch {
		case unicode.IsSpace(r):
			blank = true
			continue
		case unicode.Is(unicode.Cf, r) || unicode.IsControl(r): // marks of order and direction, soft hyphens, zero widths
			continue
		}
		if blank && b.Len() > 0 {
			b.WriteByte(' ')
		}
		blank = false
		b.WriteRune(r)
	}
	return unquoted(b.String())
}

func unquoted(text string) string {
	for _, pair := range []struct{ open, end string }{{`"`, `"`}, {"'", "'"}, {"«", "»"}, {"“", "”"}, {"„", "“"}} {
		if len(text) > len(pair.open)+len(pair.end) && strings.HasPrefix(text, pair.open) && strings.HasSuffix(text, pair.end) {
			return strings.TrimSpace(text[len(pair.open) : len(text)-len(pair.end)])
		}
	}
	return text
}

// cutCurrency takes a currency off the end; code is "" where there is none, or
// nothing before it.
func cutCurrency(text string) (rest, code string) {
	if rest, code = cutBracketed(text); code == "" {
		rest, code = cutBare(text)
	}
	if code == "" {
		return text, ""
	}
	rest = strings.TrimRight(rest, " ,.;-–—/")
	if rest == "" || inThousands(rest) {
		return text, ""
	}
	return rest, code
}

// cutBracketed is for (RUB), [$], (руб.).
func cutBracketed(text string) (rest, code string) {
	for _, pair := range []string{"()", "[]"} {
		if body, ok := strings.CutSuffix(text, pair[1:]); ok {
			if at := strings.LastIndex(body, pair[:1]); at > 0 {
				if code := currencyInHeader(body[at+1:]); code != "" {
					return body[:at], code
				}
			}
		}
	}
	return text, ""
}

// cutBare is for a sign after a blank or glued to the name, and for a word or a
// code after a blank or a comma.
func cutBare(text string) (rest, code string) {
	if at := strings.LastIndexAny(text, " ,"); at > 0 {
		word := text[at+1:]
		// A code in small letters may be a word: a column "for all".
		if code := currencyInHeader(word); code != "" && (strings.ToUpper(word) == word || !values.KnownCode(strings.ToUpper(word))) {
			return text[:at], code
		}
	}
	for _, glued := range []string{"R$", "US$"} {
		if before, ok := strings.CutSuffix(text, glued); ok && before != "" && unicode.IsLower(lastRune(before)) {
			return before, values.KnownCurrency(glued)
		}
	}
	if last := lastRune(text); unicode.Is(unicode.Sc, last) {
		if code := values.KnownCurrency(string(last)); code != "" {
			return strings.TrimSuffix(text, string(last)), code
		}
	}
	return text, ""
}

func lastRune(text string) rune {
	runes := []rune(text)
	if len(runes) == 0 {
		return 0
	}
	return runes[len(runes)-1]
}

// inThousands tells "Выручка, тыс." of which "руб." was cut.
func inThousands(text string) bool {
	lower := strings.ToLower(text)
	for _, unit := range []string{"тыс", "млн", "млрд", "тысяч", "миллионов", "mil", "miles", "thousand", "million", "mio", "k", "mln"} {
		if before, ok := strings.CutSuffix(lower, unit); ok && before != "" && !unicode.IsLetter(lastRune(before)) {
			return true
		}
	}
	return false
}

// currencyInHeader is the currency that a header names at its end. Pounds, feet
// (Ft) and what is real are other things in most headers, and so are codes that
// are words: only what is plain is taken for money.
func currencyInHeader(text string) string {
	text = strings.TrimSpace(text)
	code := values.KnownCurrency(text)
	plain := strings.ToLower(strings.TrimRight(text, "."))
	switch {
	case code == "" || strings.ContainsFunc(plain, func(r rune) bool { return !unicode.IsLetter(r) }):
		return code
	case strings.EqualFold(plain, code):
		if wordCode(code) {
			return ""
		}
		return code
	}
	switch code {
	case "USD", "RUB", "EUR", "KZT", "UAH", "PLN", "CZK":
		return code
	case "BRL":
		if plain == "reais" {
			return code
		}
	}
	return ""
}

// wordCode tells codes that are words, or an airport, more often than money.
func wordCode(code string) bool {
	switch code {
	case "ALL", "CUP", "MAD", "MOP", "BAM":
		return true
	}
	return false
}
