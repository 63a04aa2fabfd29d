package reports

import (
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"clientele/reports/catalogue"
)

func presenter(t *testing.T, language, currency string) *Presenter {
	t.Helper()
	words, err := catalogue.New(language)
	if err != nil {
		t.Fatal(err)
	}
	return &Presenter{Words: words, Currency: currency}
}

func TestShow_WritesEachKindOfValue(t *testing.T) {
	p := presenter(t, "en", "GBP")
	day := time.Date(2026, 3, 1, 15, 4, 5, 0, time.UTC)
	for _, c := range []struct {
		format Format
		value  any
		want   string
	}{
		{Format{Kind: Integer}, int64(1234567), "1,234,567"},
		{Format{Kind: Decimal, Digits: 2}, 0.125, "0.13"},
		{Format{Kind: Money, Digits: 2}, decimal.RequireFromString("1234.5"), "£1,234.50"},
		{Format{Kind: Money, Bare: true}, decimal.RequireFromString("1234.5"), "1,235"},
		{Format{Kind: Percent, Digits: 1}, 0.12345, "12.3%"},
		{Format{Kind: Percent, Digits: 1, Signed: true}, 0.12345, "+12.3%"},
		{Format{Kind: Percent, Digits: 1, Signed: true}, -0.12345, "−12.3%"},
		{Format{Kind: Percent, Bare: true}, 0.12, "12"},
		{Format{Kind: Date}, day, "1\u00a0Mar\u00a02026"},
		{Format{Kind: Month}, day, "Mar\u00a02026"},
		{Format{Kind: YesNo}, true, "yes"},
		{Format{Kind: YesNo}, false, "no"},
		{Format{Kind: Text}, "a\tb", "a b"},
		{Format{Kind: Text}, int64(7), "7"},
		{Format{Kind: Decimal}, math.NaN(), ""},
		{Format{Kind: Percent}, math.Inf(-1), ""},
		{Format{Kind: Integer}, nil, ""},
	} {
		if got := p.Show(c.format, c.value); got != c.want {
			t.Errorf("%+v of %v is %q, not %q", c.format, c.value, got, c.want)
		}
	}
}

// A float is rounded to what is shown; what came as a decimal stays exact.
func TestNumber_FloatsAreRoundedOnceAndDecimalsNever(t *testing.T) {
	percent := Format{Kind: Percent, Digits: 1}
	if got, _ := percent.Number(0.123456); got.String() != "0.123" {
		t.Errorf("a float share is kept as %s", got)
	}
	if got, _ := percent.Number(decimal.RequireFromString("0.123456")); got.String() != "0.123456" {
		t.Errorf("a decimal share is kept as %s", got)
	}
	if _, ok := percent.Number("12"); ok {
		t.Error("a text is no number")
	}
}

func FuzzClean_TextsAreFitToBeShown(f *testing.F) {
	for _, seed := range []string{"plain", "a\x00b", "\xff\xfe", "abc\u202edef", "\u2066x", "tab\tline\n", "Müller", "\ufffe", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		clean := Clean(text)
		if !utf8.ValidString(clean) {
			t.Fatalf("%q is not UTF-8", clean)
		}
		for _, r := range clean {
			if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
				t.Fatalf("%q keeps %U", clean, r)
			}
		}
		if Clean(clean) != clean {
			t.Fatalf("%q changes when cleaned again", clean)
		}
	})
}

func TestClean_KeepsWhatPeopleWrite(t *testing.T) {
	for _, text := range []string{"Šárka & Söhne", "Иванов Пётр", "שלום", "李雷", "a\u200fb", "👩‍👧", strings.Repeat("x", 300)} {
		if got := Clean(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func TestLabel_IsCutWhereAChartHasNoRoom(t *testing.T) {
	p := &Presenter{}
	short, long := strings.Repeat("ж", LabelLength), strings.Repeat("ж", 40_000)
	if got := p.Label(Format{}, short); got != short {
		t.Errorf("a name of %d characters is cut to %q", LabelLength, got)
	}
	if got := []rune(p.Label(Format{}, long)); len(got) != LabelLength || got[len(got)-1] != '…' {
		t.Errorf("a name of 40,000 characters is %d long", len(got))
	}
}
