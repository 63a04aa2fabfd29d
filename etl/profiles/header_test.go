package profiles

import (
	"testing"

	"clientele/etl/values"
)

func TestNormalise_MakesHeadersComparable(t *testing.T) {
	for _, test := range []struct{ header, name, currency string }{
		{"ID", "id", ""},
		{"\uFEFFID", "id", ""},
		{"\uFEFF\"ID\"", "id", ""},
		{` "Last Name"`, "last name", ""},
		{" Full Name", "full name", ""},
		{"Название\u00a0сделки", "название сделки", ""},
		{"Дата  создания\u202fсделки ", "дата создания сделки", ""},
		{"Утверждён", "утвержден", ""},
		{"Начальник:", "начальник", ""},
		{"Deal - Title*", "deal - title", ""},
		{"E-mail *:", "e-mail", ""},
		{"Бюджет ", "бюджет", ""},
		{"Бюджет ₸", "бюджет", "KZT"},
		{"Бюджет₽", "бюджет", "RUB"},
		{"Бюджет, руб.", "бюджет", "RUB"},
		{"Сумма (руб.)", "сумма", "RUB"},
		{"Сумма (RUB)", "сумма", "RUB"},
		{"Цена, €", "цена", "EUR"},
		{"Lead venda R$", "lead venda", "BRL"},
		{"VendaR$", "venda", "BRL"},
		{"Valor (R$)", "valor", "BRL"},
		{"MAG Value ($)", "mag value", "USD"},
		{"Amount USD", "amount", "USD"},
		{"Total [EUR]*", "total", "EUR"},
		{"Importe (€):", "importe", "EUR"},
		// No currencies: other brackets, words that are codes elsewhere, units.
		{"Сумма, тг.", "сумма", "KZT"},
		{"Precio S/", "precio", "PEN"},
		{"Total долл.", "total", "USD"},
		{"Total (PYG)", "total", "PYG"},
		{"Weight (pounds)", "weight (pounds)", ""},
		{"Height, Ft", "height, ft", ""},
		{"Peso en libras", "peso en libras", ""},
		{"Precio real", "precio real", ""},
		{"Total ALL", "total all", ""},
		{"Created (UTC)", "created (utc)", ""},
		{"Телефон (контакт)", "телефон (контакт)", ""},
		{"Probability (%)", "probability (%)", ""},
		{"Currency", "currency", ""},
		{"EUR", "eur", ""},
		{"₽", "₽", ""},
		{"Выручка, тыс. руб.", "выручка, тыс. руб.", ""},
		{"Revenue, k €", "revenue, k €", ""},
		{"Order #", "order #", ""},
		{"*", "*", ""},
		{"", "", ""},
		{"Сделка №", "сделка №", ""},
		{"Телефоˉн\u200b", "телефоˉн", ""},
		{"Й", "й", ""},
		{"Й", "й", ""}, // И and a breve, as a Mac writes it
	} {
		name, currency := Normalise(test.header)
		if name != test.name || currency != test.currency {
			t.Errorf("Normalise(%q) = %q, %q; want %q, %q", test.header, name, currency, test.name, test.currency)
		}
	}
}

func TestNormalise_TwiceIsOnce(t *testing.T) {
	for _, header := range []string{"Бюджет ₸", "Сумма, руб.", "Total [EUR]*", `"Имя"`, "Выручка, тыс. руб.", "Amount * :"} {
		once, _ := Normalise(header)
		if twice, currency := Normalise(once); twice != once || currency != "" {
			t.Errorf("%q becomes %q and then %q with %q", header, once, twice, currency)
		}
	}
}

func FuzzNormalise(f *testing.F) {
	for _, seed := range []string{"\uFEFF\"ID\"", "Бюджет ₸", "Lead venda R$", "MAG Value ($)", "Выручка, тыс. руб.", "((((", "R$", "$$$$", "\x00\xff*:", "Название\u00a0заявки"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		name, currency := Normalise(header)
		if currency != "" && (name == "" || !values.KnownCode(currency)) {
			t.Errorf("Normalise(%q) = %q, %q", header, name, currency)
		}
		found := Find([]string{header, "Deal - ID", "Название заявки"}, header)
		if name != "" && len(found) == 0 {
			t.Errorf("%q is not found by itself", header)
		}
		for _, at := range found {
			if at < 0 || at > 2 {
				t.Errorf("column %d of 3", at)
			}
		}
		KnownHeader(header)
		Recognise([]string{header, header, ""}, header)
	})
}
