package values_test

import (
	"strings"
	"testing"

	"clientele/etl/values"
)

func TestCurrency_ReadsCodesSignsAndWords(t *testing.T) {
	for written, want := range map[string]string{
		"EUR": "EUR", "usd": "USD", " chf ": "CHF", "XBT": "XBT",
		"₽": "RUB", "€": "EUR", "$": "USD", "£": "GBP", "₸": "KZT", "₴": "UAH", "R$": "BRL", "руб.": "RUB",
		"Российский рубль": "RUB", "Swiss Franc": "CHF", "ДОЛЛАР США": "USD", "Тенге": "KZT", "Real brasileño": "BRL", "Real brasileiro": "BRL",
		"Dólar estadounidense": "USD", "Libra  esterlina": "GBP", "Euro": "EUR", "Евро": "EUR", "US\u00a0Dollar": "USD",
		"": "", "gold": "", "рублик": "", "12": "",
	} {
		if got, ok := values.Currency(written); got != want || ok != (want != "") {
			t.Errorf("Currency(%q) = %q %v, want %q", written, got, ok, want)
		}
	}
}

// The names under which systems of these countries write their own currencies
// and those of others.
func TestCurrency_ReadsNamesInFourLanguages(t *testing.T) {
	for want, names := range map[string]string{
		"BRL": "Бразильский реал|brazilian real|Real brasileño|Real brasileiro|Reais|R$", "PLN": "zloty|złoty|Польский злотый|Zloty polaco|zł", "GBP": "Фунт стерлингов|Pound Sterling|Libra esterlina|£",
		"ARS": "Аргентинское песо|Argentine peso|Peso argentino", "CLP": "Чилийское песо|Chilean peso|Peso chileno", "COP": "Колумбийское песо|Colombian peso|Peso colombiano", "MXN": "Мексиканское песо|Mexican peso|Peso mexicano",
		"PEN": "Перуанский соль|Peruvian sol|Sol peruano|Soles|S/|sol", "UYU": "Уругвайское песо|Uruguayan peso|Peso uruguayo|Peso uruguaio", "BOB": "Боливиано|Boliviano|Bs.", "PYG": "Гуарани|Paraguayan guarani|Guaraní|₲",
		"VES": "Боливар|Bolívar|Bolívares", "CRC": "Колон|Colón|₡", "GTQ": "Кетсаль|Quetzal", "HNL": "Лемпира|Lempira", "NIO": "Кордоба|Córdoba", "PAB": "Бальбоа|Balboa", "DOP": "Доминиканское песо|Dominican peso|Peso dominicano|RD$", "CUP": "Кубинское песо|Cuban peso|Peso cubano", "HTG": "Гурд|Gourde",
		"KZT": "Тенге|Kazakhstani tenge|тг.", "BYN": "Белорусский рубль|Belarusian ruble|Rublo bielorruso|Rublo bielorrusso", "UAH": "Гривна|гривень|Hryvnia", "UZS": "Узбекский сум|Uzbekistani som", "KGS": "Сом|Kyrgyzstani som", "TJS": "Сомони|Somoni", "TMT": "Туркменский манат", "AMD": "Драм|Armenian dram", "AZN": "Азербайджанский манат", "GEL": "Лари|Georgian lari", "MDL": "Молдавский лей|Leu moldavo",
		"CZK": "Чешская крона|Czech koruna|Corona checa|Coroa checa|Kč", "HUF": "Форинт|Hungarian forint|Ft", "RON": "Румынский лей|Romanian leu|Leu rumano|Leu romeno", "BGN": "Болгарский лев|Bulgarian lev|лв", "RSD": "Сербский динар|Serbian dinar", "BAM": "Конвертируемая марка|Convertible mark", "MKD": "Македонский денар|Macedonian denar", "ALL": "Албанский лек|Albanian lek", "ISK": "Исландская крона|Icelandic króna", "SEK": "Шведская крона|Swedish krona", "NOK": "Норвежская крона|Norwegian krone", "DKK": "Датская крона|Danish krone", "TRY": "Турецкая лира|Turkish lira|Lira turca|₺", "CHF": "Швейцарский франк|Swiss franc|Franco suizo|Franco suíço",
		"JPY": "yen|Иена|Iene", "RUB": "Рублей|РОССИЙСКИЙ РУБЛЬ|Rublo ruso", "USD": "долл.|Доллар США|Dólares|US$|u$s",
	} {
		for name := range strings.SplitSeq(names, "|") {
			if got, ok := values.Currency(name); got != want || !ok {
				t.Errorf("Currency(%q) = %q %v, want %q", name, got, ok, want)
			}
			if values.KnownCurrency(name) != want {
				t.Errorf("%q is not known", name)
			}
		}
	}
	// What several countries call their money says nothing, and neither do other words.
	for _, name := range []string{"песо", "Peso", "крона", "лей", "dinar", "манат", "конфеты", "Москва", "R", "$$", "реальный"} {
		if got, ok := values.Currency(name); ok {
			t.Errorf("Currency(%q) = %q", name, got)
		}
	}
	for _, name := range []string{"XBT", "abc", "ОАЭ", "AAA"} {
		if got := values.KnownCurrency(name); got != "" {
			t.Errorf("%q is known as %q", name, got)
		}
	}
}

func TestCurrencyBeside_IsWhatStandsBesideTheNumber(t *testing.T) {
	for written, want := range map[string]string{
		"15.50 USD": "USD", "USD 15.50": "USD", "$15": "$", "R$ 1.234,50": "R$", "-15,00 €": "€", "15,00- €": "€", "157.44 USD-": "USD", "294.20 €-": "€", "(5 EUR)": "EUR", "3 008,00 руб.": "руб.", "3\u00a0008\u202f₽": "₽", "3\u2009008\u2009₸": "₸",
		"$.50": "$", "5.€": "€", "Bs. 15": "Bs.", "15 рублей": "рублей", "S/ 1.50": "S/", "15 usd": "usd", "15": "", "15 kg": "", "": "", "SKU-15": "SKU", "x15": "",
	} {
		if got := values.CurrencyBeside(written); got != want {
			t.Errorf("%q: got %q, want %q", written, got, want)
		}
		if want != "" {
			if _, fault := values.Number(written, decimalMarkOf(written), 18, 4); fault != values.Sound {
				t.Errorf("%q %s", written, fault)
			}
		}
	}
}

func decimalMarkOf(written string) byte {
	if strings.Contains(written, ",") {
		return ','
	}
	return '.'
}

func TestBoolean_ReadsFourLanguages(t *testing.T) {
	for _, yes := range []string{"true", "TRUE", "Yes", "y", "1", "Да", "sí", "SIM", "subscribed", "X"} {
		if value, ok := values.Boolean(yes); !value || !ok {
			t.Errorf("%q is %v %v", yes, value, ok)
		}
	}
	for _, no := range []string{"false", "No", "n", "0", "НЕТ", "não", "Unsubscribed"} {
		if value, ok := values.Boolean(no); value || !ok {
			t.Errorf("%q is %v %v", no, value, ok)
		}
	}
	for _, neither := range []string{"", "maybe", "2", "-"} {
		if _, ok := values.Boolean(neither); ok {
			t.Errorf("%q is a boolean", neither)
		}
	}
}

func TestNumber_AMinusStandsOnceAtEitherEnd(t *testing.T) {
	for written, want := range map[string]int64{"157.44 USD-": -1574400, "157.44- USD": -1574400, "-157.44 USD": -1574400, "USD -157.44": -1574400, "$157.44-": -1574400} {
		if got, fault := values.Number(written, '.', 18, 4); got != want || fault != values.Sound {
			t.Errorf("%q = %d, %s", written, got, fault)
		}
	}
	for _, written := range []string{"-5-", "5--", "-5 USD-", "5-USD-", "(5-)", "(5)-", "-"} {
		if got, fault := values.Number(written, '.', 18, 4); fault != values.NoNumber {
			t.Errorf("%q = %d, %s", written, got, fault)
		}
	}
}

func TestHeldOut_ReadsTheArmInWords(t *testing.T) {
	for word, want := range map[string]bool{
		"control": true, "Control group": true, "Hold-out": true, "holdout": true, "Контрольная": true, "контроль": true, "Grupo de control": true,
		"test": false, "Treatment": false, "Тестовая группа": false, "целевая": false, "tratamiento": false, "Grupo de prueba": false, "mailed": false,
	} {
		if got, ok := values.HeldOut(word); got != want || !ok {
			t.Errorf("HeldOut(%q) = %v %v, want %v", word, got, ok, want)
		}
	}
	for _, word := range []string{"", "A", "B", "yes", "1", "group", "uncontrolled"} {
		if _, ok := values.HeldOut(word); ok {
			t.Errorf("%q is taken for an arm", word)
		}
	}
}
