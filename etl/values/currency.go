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
	text = strings.Trim(text, "+-−() \u00a0\u202f")
	if n := currencyBefore(text); n > 0 {
		return text[:n]
	}
	return text[len(text)-currencyBehind(text):]
}

// signs are those that stand beside an amount; longer ones come first.
func signs() []string {
	return []string{"R$", "US$", "C$", "A$", "MX$", "$", "€", "£", "₽", "₸", "₴", "¥", "₹", "₺", "₪", "₩", "₫", "₼", "₾", "৳", "₱", "₦", "zł", "Kč", "руб.", "руб", "грн.", "грн", "тг.", "тг", "р."}
}

func currencyBefore(text string) int {
	for _, sign := range signs() {
		if strings.HasPrefix(text, sign) {
			return len(sign)
		}
	}
	if len(text) > 3 && isCode(text[:3]) {
		return 3
	}
	return 0
}

func currencyBehind(text string) int {
	for _, sign := range signs() {
		if strings.HasSuffix(text, sign) {
			return len(sign)
		}
	}
	if n := len(text); n > 3 && isCode(text[n-3:]) {
		return 3
	}
	return 0
}

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

// Currency reads the name of a currency: an ISO 4217 code, a sign, or words in
// English, Russian, Spanish or Portuguese. A code is taken for what it is
// without looking it up, since a company may use one of its own.
func Currency(text string) (code string, ok bool) {
	text = strings.TrimFunc(text, isBlank)
	if isCode(text) {
		return text, true
	}
	if upper := strings.ToUpper(text); isCode(upper) && len(text) == 3 {
		return upper, true
	}
	if code = currencyOfSign(text); code != "" {
		return code, true
	}
	code = currencyOfWords(strings.Join(strings.Fields(strings.ReplaceAll(fold(text), "ё", "е")), " "))
	return code, code != ""
}

// currencyOfSign takes the dollar's sign for the United States' dollar: those
// of other countries are written with their letter where it matters.
func currencyOfSign(text string) string {
	switch text {
	case "$", "US$", "$US", "U$S":
		return "USD"
	case "€":
		return "EUR"
	case "£":
		return "GBP"
	case "₽", "руб", "руб.", "р.", "р":
		return "RUB"
	case "₸", "тг", "тг.":
		return "KZT"
	case "₴", "грн", "грн.":
		return "UAH"
	case "R$":
		return "BRL"
	case "MX$":
		return "MXN"
	case "C$", "CA$":
		return "CAD"
	case "A$", "AU$":
		return "AUD"
	case "₹":
		return "INR"
	case "₺":
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
	case "৳":
		return "BDT"
	case "₱":
		return "PHP"
	case "₦":
		return "NGN"
	case "¥", "JP¥":
		return "JPY"
	case "CN¥":
		return "CNY"
	case "zł":
		return "PLN"
	case "Kč":
		return "CZK"
	case "Br":
		return "BYN"
	case "֏":
		return "AMD"
	}
	return ""
}

// currencyOfWords knows names in lower case.
func currencyOfWords(name string) string {
	switch name {
	case "российский рубль", "рубль", "рубли", "российские рубли", "рубль рф", "russian ruble", "russian rouble", "ruble", "rouble", "rublo ruso", "rublo russo", "rublo":
		return "RUB"
	case "доллар", "доллары", "доллар сша", "доллары сша", "us dollar", "u.s. dollar", "us dollars", "united states dollar", "american dollar", "dollar", "dólar", "dólar estadounidense", "dólar de estados unidos", "dólar americano", "dólar dos estados unidos", "dólar estadunidense":
		return "USD"
	case "евро", "euro", "euros":
		return "EUR"
	case "фунт стерлингов", "фунт", "английский фунт", "pound sterling", "british pound", "british pound sterling", "pound", "libra esterlina", "libra":
		return "GBP"
	case "тенге", "казахстанский тенге", "казахский тенге", "kazakhstani tenge", "kazakhstan tenge", "tenge", "tenge kazajo", "tenge cazaque":
		return "KZT"
	case "гривна", "украинская гривна", "ukrainian hryvnia", "hryvnia", "grivna ucraniana", "grivna", "hryvnia ucraniana":
		return "UAH"
	case "белорусский рубль", "belarusian ruble", "belarussian ruble", "rublo bielorruso", "rublo bielorrusso":
		return "BYN"
	case "реал", "бразильский реал", "brazilian real", "real", "real brasileño", "real brasileiro", "reais":
		return "BRL"
	case "мексиканское песо", "mexican peso", "peso mexicano":
		return "MXN"
	case "аргентинское песо", "argentine peso", "peso argentino":
		return "ARS"
	case "чилийское песо", "chilean peso", "peso chileno":
		return "CLP"
	case "колумбийское песо", "colombian peso", "peso colombiano":
		return "COP"
	case "перуанский соль", "peruvian sol", "sol peruano", "sol":
		return "PEN"
	case "швейцарский франк", "swiss franc", "franco suizo", "franco suíço":
		return "CHF"
	case "юань", "китайский юань", "chinese yuan", "yuan renminbi", "yuan", "renminbi", "yuan chino", "yuan chinês":
		return "CNY"
	}
	return currencyOfMoreWords(name)
}

func currencyOfMoreWords(name string) string {
	switch name {
	case "иена", "японская иена", "japanese yen", "yen", "yen japonés", "iene", "iene japonês":
		return "JPY"
	case "польский злотый", "злотый", "polish zloty", "polish złoty", "zloty", "zloty polaco", "esloti", "złoty":
		return "PLN"
	case "чешская крона", "czech koruna", "czech crown", "corona checa", "coroa checa":
		return "CZK"
	case "шведская крона", "swedish krona", "swedish crown", "corona sueca", "coroa sueca":
		return "SEK"
	case "норвежская крона", "norwegian krone", "norwegian crown", "corona noruega", "coroa norueguesa":
		return "NOK"
	case "датская крона", "danish krone", "danish crown", "corona danesa", "coroa dinamarquesa":
		return "DKK"
	case "турецкая лира", "turkish lira", "lira turca":
		return "TRY"
	case "индийская рупия", "indian rupee", "rupia india", "rupia indiana":
		return "INR"
	case "канадский доллар", "canadian dollar", "dólar canadiense", "dólar canadense":
		return "CAD"
	case "австралийский доллар", "australian dollar", "dólar australiano":
		return "AUD"
	case "новозеландский доллар", "new zealand dollar", "dólar neozelandés", "dólar neozelandês":
		return "NZD"
	case "узбекский сум", "сум", "uzbekistani som", "uzbekistan sum", "som uzbeko", "som usbeque":
		return "UZS"
	case "киргизский сом", "кыргызский сом", "сом", "kyrgyzstani som", "som kirguís", "som quirguiz":
		return "KGS"
	case "армянский драм", "драм", "armenian dram", "dram armenio", "dram armênio":
		return "AMD"
	case "грузинский лари", "лари", "georgian lari", "lari georgiano":
		return "GEL"
	case "азербайджанский манат", "azerbaijani manat", "manat azerbaiyano", "manat azerbaijano":
		return "AZN"
	case "дирхам", "дирхам оаэ", "united arab emirates dirham", "uae dirham", "dírham de los emiratos árabes unidos", "dirham dos emirados árabes unidos":
		return "AED"
	case "израильский шекель", "новый израильский шекель", "шекель", "israeli new shekel", "israeli shekel", "nuevo séquel", "novo shekel israelense":
		return "ILS"
	case "венгерский форинт", "hungarian forint", "forinto húngaro", "forint húngaro":
		return "HUF"
	case "румынский лей", "romanian leu", "leu rumano", "leu romeno":
		return "RON"
	case "болгарский лев", "bulgarian lev", "lev búlgaro":
		return "BGN"
	case "молдавский лей", "moldovan leu", "leu moldavo", "leu moldávio":
		return "MDL"
	case "сербский динар", "serbian dinar", "dinar serbio", "dinar sérvio":
		return "RSD"
	}
	return ""
}

// fold makes letters small; plain text of small letters costs nothing.
func fold(text string) string { return strings.ToLower(text) }
