package values_test

import (
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
