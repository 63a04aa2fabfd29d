package identity

import (
	"slices"
	"strings"
	"testing"
)

// Published examples: the numbers kept for drama by Ofcom and the CNMC are not
// given out and so not valid; these are numbers of companies that publish them,
// or of ranges that are given out.
func TestPhones_AreOneHoweverTheyAreTyped(t *testing.T) {
	for _, c := range []struct{ country, written, want string }{
		{"RU", "8 (916) 123-45-67", "+79161234567"},
		{"RU", "'+7 916 123-45-67", "+79161234567"},
		{"RU", "9161234567", "+79161234567"},
		{"RU", "79161234567", "+79161234567"},
		{"RU", "тел. 8 495 123-45-67", "+74951234567"},
		{"RU", "8-495-123-45-67 доб. 12", "+74951234567 ext. 12"},
		{"RU", "+7 (495) 123-45-67 (доб. 12)", "+74951234567 ext. 12"},
		{"RU", "8 495 123-45-67, доб.12", "+74951234567 ext. 12"},
		{"RU", "+7 495 123-45-67 ext 12", "+74951234567 ext. 12"},
		{"RU", "8 916 123-45-67 Anna", "+79161234567"},
		{"RU", "8 916 123-45-67 Анна 2", "+79161234567"},
		{"RU", "8 916 123-45-67, +7 495 123-45-67", "+79161234567|+74951234567"},
		{"RU", "8 916 123-45-67;8 495 123-45-67/68\n+34 699 001 234", "+79161234567|+74951234567|+34699001234"},
		{"RU", "8 777 123 45 67", "+77771234567"}, // Kazakhstan
		{"KZ", "'+77001234567", "+77001234567"},
		{"KZ", "8 (700) 123-45-67", "+77001234567"},
		{"RU", "0034 699 001 234", "+34699001234"},
		{"ES", "699 00 12 34", "+34699001234"},
		{"ES", "8 (916) 123-45-67", "+79161234567"},
		{"ES", "79161234567", "+79161234567"},
		{"BR", "(11) 96123-4567", "+5511961234567"},
		{"BR", "(89) 98123-4567", "+5589981234567"}, // at home before it is Russia's
		{"", "+44 20 7930 4832", "+442079304832"},
		{"", "020 7930 4832", ""}, // whose?
		{"RU", "123", ""},
		{"RU", "-", ""},
		{"RU", "нет", ""},
		{"RU", "+7 000 000-00-00", ""},
		{"RU", "", ""},
	} {
		if got := strings.Join(newTelephones(c.country).read(c.written), "|"); got != c.want {
			t.Errorf("%s %q: %q, not %q", c.country, c.written, got, c.want)
		}
	}
}

func TestEmails_AreOneHoweverTheyAreTyped(t *testing.T) {
	for written, want := range map[string]string{
		" Ana@Example.COM ":                         "ana@example.com",
		"Ana Gómez <ana@mail.example.com>":          "ana@mail.example.com",
		`"Gómez, Ana" <ana@example.com>`:            "ana@example.com",
		"mailto:ana@example.com":                    "ana@example.com",
		"a@example.com, b@example.com;c@ya.ru":      "a@example.com|b@example.com|c@ya.ru",
		"a@example.com/b@example.com":               "a@example.com|b@example.com",
		"o'brien@example.com":                       "o'brien@example.com",
		"'ana@example.com'":                         "ana@example.com",
		"a.n.a+x@gmail.com":                         "a.n.a+x@gmail.com", // not folded
		"ivan@пример.рф":                            "ivan@xn--e1afmkfd.xn--p1ai",
		"IVAN@ПРИМЕР.РФ":                            "ivan@xn--e1afmkfd.xn--p1ai",
		"x@exаmple.com":                             "x@xn--exmple-4nf.com", // a Cyrillic а is another letter
		"x@shop.myshopify.com":                      "x@shop.myshopify.com", // a private suffix
		"a@b":                                       "",
		"a@-b.ru":                                   "",
		"a@com":                                     "",
		"test@test":                                 "",
		"a@host.local":                              "",
		"n/a":                                       "",
		"@example.com":                              "",
		"a@@example.com":                            "",
		strings.Repeat("a", 65) + "@example.com":    "",
		"a@" + strings.Repeat("a.", 130) + "com":    "",
		"a@example.com.":                            "a@example.com",
		"a@" + strings.Repeat("a", 64) + ".com":     "",
		"Нет почты, позвонить":                      "",
		"почта: ivan@ya.ru (рабочая)":               "ivan@ya.ru",
		"ivan@ya.ru ivan@ya.ru":                     "ivan@ya.ru|ivan@ya.ru",
		"a\u200b@example.com\u00a0,b@example.com\n": "a\u200b@example.com|b@example.com",
	} {
		got := strings.Join(emails(written), "|")
		if strings.Contains(written, "\u200b") {
			got = strings.ReplaceAll(got, "\u200b", "") // either way is a way to take it
			want = strings.ReplaceAll(want, "\u200b", "")
		}
		if got != want {
			t.Errorf("%q: %q, not %q", written, got, want)
		}
	}
}

// Numbers of companies that publish theirs (Sberbank, Gazprom, Telefónica,
// Petrobras, Banco do Brasil) and the examples of the rules' own texts.
func TestTaxIDs_PassTheChecksumOfTheirCountry(t *testing.T) {
	for _, c := range []struct{ country, written, want string }{
		{"RU", "7707083893", "7707083893"},
		{"RU", "ИНН 7736050003", "7736050003"},
		{"RU", "7707083893/773601001", "7707083893"}, // the second is a КПП
		{"RU", "773601001", ""},
		{"RU", "77 07 083 893", "7707083893"},
		{"RU", "7707083894", ""},
		{"RU", "500100732259", "500100732259"},
		{"RU", "500100732258", ""},
		{"RU", "500100732269", ""},
		{"RU", "DE123456789", "DE123456789"},
		{"KZ", "940140000385", "940140000385"}, // a company's own
		{"KZ", "940140000386", ""},
		{"ES", "A28015865", "A28015865"},
		{"ES", "ES-A28015865", "A28015865"},
		{"ES", "A28015866", ""},
		{"ES", "12345678Z", "12345678Z"},
		{"ES", "12345678-z", "12345678Z"},
		{"ES", "12345678A", ""},
		{"ES", "X1234567L", "X1234567L"},
		{"ES", "X1234567M", ""},
		{"ES", "7707083893", "7707083893"}, // another country's
		{"BR", "33.000.167/0001-01", "33000167000101"},
		{"BR", "00.000.000/0001-91", "00000000000191"},
		{"BR", "33.000.167/0001-02", ""},
		{"BR", "529.982.247-25", "52998224725"},
		{"BR", "529.982.247-26", ""},
		{"BR", "12.ABC.345/01DE-35", "12ABC34501DE35"}, // the example of the Receita Federal
		{"", "GB 123 4567 89", "GB123456789"},
		{"", "1234", ""},
		{"", "нет", ""},
		{"", "unknown!", ""},
	} {
		if got := strings.Join(taxIDs(c.written, c.country), "|"); got != c.want {
			t.Errorf("%s %q: %q, not %q", c.country, c.written, got, c.want)
		}
	}
}

func TestNames_AreComparedByTheirLetters(t *testing.T) {
	same := [][]string{
		{"Пётр Иванов", "петр  иванов", "ПЁТР\u00a0ИВАНОВ", "Пётр\u200b Иванов", " Пе\u0308тр Иванов "},
		{`ООО "Ромашка"`, "ООО «Ромашка»", "ооо ромашка"},
		{"Ana Gómez", "ana go\u0301mez", "ＡＮＡ Gómez"},
	}
	for _, names := range same {
		for _, name := range names {
			if Name(name) != Name(names[0]) {
				t.Errorf("%q is %q, %q is %q", name, Name(name), names[0], Name(names[0]))
			}
		}
	}
	if Name("Иванов Пётр") == Name("Пётр Иванов") {
		t.Error("the order of words is lost where a name has to be exactly one's")
	}
	if wordsOf("Иванов, Пётр") != wordsOf("Пётр Иванов") {
		t.Error("the order of words makes two names of one")
	}
}

func TestNever_InventedValuesLinkNobody(t *testing.T) {
	n := newNever(Rules{}, newTelephones("RU"))
	for _, address := range []string{"test@no.no", "no@no.no", "noemail@ya.ru", "info@example.com", "noreply@shop.com", "mail@mail.ru", "test@gmail.com", "a@a.ru"} {
		if n.email(address) != Invented {
			t.Errorf("%s is taken for somebody's", address)
		}
	}
	// Under a domain for examples a name is still a name, and a company may be
	// called like its mailbox.
	for _, address := range []string{"ana.gomez@example.com", "info@romashka.ru", "romashka@romashka.ru", "testov@ya.ru"} {
		if n.email(address) != Links {
			t.Errorf("%s is taken for invented", address)
		}
	}
	for _, number := range []string{"+79999999999", "+80000000000", "+75555555555", "+34666666666"} {
		if n.phone(number) != Invented {
			t.Errorf("%s is taken for somebody's", number)
		}
	}
	for _, number := range []string{"+79161234567", "+74957777777"} {
		if n.phone(number) != Links {
			t.Errorf("%s is taken for invented", number)
		}
	}
	for _, number := range []string{"0000000000", "111111111111", "1234567890"} {
		if n.taxID(number) != Invented {
			t.Errorf("%s is taken for somebody's", number)
		}
	}
}

func TestNever_TheCompanysOwnListCounts(t *testing.T) {
	rules := Rules{Country: "RU", NeverEmails: []string{"*@myshop.ru", "Boss@Ya.ru", "sales-*@ya.ru"}, NeverPhones: []string{"8 495 123-45-67"}, NeverTaxIDs: []string{"7707083893"}}
	n := newNever(rules, newTelephones("RU"))
	for address, want := range map[string]Why{"anna@myshop.ru": Listed, "anna@my-shop.ru": Links, "boss@ya.ru": Listed, "sales-2@ya.ru": Listed, "sales@ya.ru": Links} {
		if got := n.email(address); got != want {
			t.Errorf("%s: %s, not %s", address, got, want)
		}
	}
	for number, want := range map[string]Why{"+74951234567": Listed, "+74951234567 ext. 5": Listed, "+74951234568": Links} {
		if got := n.phone(number); got != want {
			t.Errorf("%s: %s, not %s", number, got, want)
		}
	}
	if n.taxID("7707083893") != Listed {
		t.Error("the listed tax number links")
	}
	var complaints []string
	bad := Rules{NeverEmails: []string{"*@a.ru", "nobody"}, NeverPhones: []string{"123"}, NeverTaxIDs: []string{"?"}}
	bad.Check(func(path string, _ int, _ string) { complaints = append(complaints, path) })
	if !slices.Equal(complaints, []string{"emails", "phones", "tax_ids"}) {
		t.Errorf("complaints about %v", complaints)
	}
	rules.Check(func(path string, item int, text string) { t.Errorf("%s %d %s", path, item, text) })
}
