package catalogue

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
)

// forms are the plural forms that a language needs for whole numbers (CLDR).
func forms(language string) []string {
	if language == "ru" {
		return []string{"few", "many", "one"}
	}
	return []string{"one", "other"}
}

func TestCatalogue_EachPhraseIsCompleteInEachLanguage(t *testing.T) {
	all, err := read()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 250 {
		t.Fatalf("only %d phrases were read", len(all))
	}
	for key, languages := range all {
		if len(languages) != len(Languages()) {
			t.Errorf("%s is in %d languages", key, len(languages))
		}
		plural := len(languages["en"]) > 1
		for _, language := range Languages() {
			have := keys(languages[language])
			want := []string{"other"}
			if plural {
				want = forms(language)
			}
			if !slices.Equal(have, want) {
				t.Errorf("%s in %s has the forms %v, not %v", key, language, have, want)
			}
			for form, text := range languages[language] {
				if strings.TrimSpace(text) == "" {
					t.Errorf("%s in %s is empty for %s", key, language, form)
				}
				if got, want := names(text), names(languages["en"]["other"]); form != "one" && !slices.Equal(got, want) {
					t.Errorf("%s in %s names %v, English names %v", key, language, got, want)
				}
			}
		}
	}
}

func keys(p phrase) []string {
	var out []string
	for form := range p {
		out = append(out, form)
	}
	slices.Sort(out)
	return out
}

// names are the {names} of a text, each once.
func names(text string) []string {
	out := regexp.MustCompile(`\{\w+\}`).FindAllString(text, -1)
	slices.Sort(out)
	return slices.Compact(out)
}

func TestCatalogue_TitlesFitTheNamesOfSheets(t *testing.T) {
	for _, language := range Languages() {
		c := catalogue(t, language)
		for key, forms := range c.phrases {
			title := (strings.HasSuffix(key, ".title") && key != "monthly.title") || strings.HasSuffix(key, "sheet") && strings.Contains(key, ".") && !strings.HasPrefix(key, "book.")
			if n := len([]rune(forms["other"])); title && n > 31 {
				t.Errorf("%s in %s has %d characters, a sheet's name 31: %s", key, language, n, forms["other"])
			}
		}
	}
}

func catalogue(t *testing.T, language string) *Catalogue {
	t.Helper()
	c, err := New(language)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// The examples are CLDR's own for one, few and many.
func TestCount_RussianHasThreeForms(t *testing.T) {
	c := catalogue(t, "ru")
	for n, want := range map[int64]string{
		1: "1 заказ", 2: "2 заказа", 4: "4 заказа", 5: "5 заказов", 11: "11 заказов", 12: "12 заказов", 14: "14 заказов", 21: "21 заказ",
		22: "22 заказа", 100: "100 заказов", 101: "101 заказ", 111: "111 заказов", 1002: "1\u00a0002 заказа", 0: "0 заказов",
	} {
		if got := c.Count("count.orders", n); got != want {
			t.Errorf("%d: %q, not %q", n, got, want)
		}
	}
	if got := catalogue(t, "en").Count("count.orders", 1); got != "1 order" {
		t.Errorf("English one: %q", got)
	}
	if got := catalogue(t, "es").Count("count.orders", 0); got != "0 pedidos" {
		t.Errorf("Spanish none: %q", got)
	}
}

func TestNumbers_FollowTheLanguage(t *testing.T) {
	amount := decimal.RequireFromString("-1234567.895")
	day := time.Date(2011, 12, 9, 0, 0, 0, 0, time.UTC)
	for language, want := range map[string][]string{
		"en": {"−1,234,567.90", "−£1,234,568", "−123,456,789.5%", "9 Dec 2011", "9 December 2011", "Dec 2011", "999", "−KWD\u00a01,234,568"},
		"ru": {"−1 234 567,90", "−1 234 568 £", "−123 456 789,5 %", "9 дек. 2011", "9 декабря 2011 г.", "дек. 2011", "999", "−1 234 568 KWD"},
		"es": {"−1.234.567,90", "−1.234.568 £", "−123.456.789,5 %", "9 dic 2011", "9 de diciembre de 2011", "dic 2011", "999", "−1.234.568 KWD"},
	} {
		c := catalogue(t, language)
		got := []string{c.Number(amount, 2), c.Money(amount, "GBP", 0), c.Percent(amount, 1), c.Date(day), c.LongDate(day), c.Month(day),
			c.Integer(999), c.Money(amount, "KWD", 0)}
		for i := range want {
			if plain := strings.ReplaceAll(got[i], "\u00a0", " "); plain != strings.ReplaceAll(want[i], "\u00a0", " ") {
				t.Errorf("%s: %q, not %q", language, plain, want[i])
			}
		}
	}
}

func TestNumber_RoundsHalfAwayFromZeroAndHasNoMinusZero(t *testing.T) {
	c := catalogue(t, "en")
	for text, want := range map[string]string{"0.5": "1", "-0.5": "−1", "2.5": "3", "-0.2": "0", "999.5": "1,000"} {
		if got := c.Number(decimal.RequireFromString(text), 0); got != want {
			t.Errorf("%s is written %q, not %q", text, got, want)
		}
	}
}

func TestSay_AMissingKeyStandsOutAndValuesAreNotPhrases(t *testing.T) {
	c := catalogue(t, "en")
	if got := c.Say("no.such.key"); got != "⟦no.such.key⟧" {
		t.Errorf("a missing key is said as %q", got)
	}
	if got := c.Say("customers.lead", "name", "{revenue}", "revenue", "£1", "orders", "1 order"); got != "{revenue} brought most: £1 in 1 order." {
		t.Errorf("a value was taken for a name: %q", got)
	}
	if _, err := New("de"); err == nil || !strings.Contains(err.Error(), `"de" is not one of en, ru, es`) {
		t.Errorf("an unknown language: %v", err)
	}
}
