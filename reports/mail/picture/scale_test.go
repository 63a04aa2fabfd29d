package picture

import (
	"math"
	"math/rand/v2"
	"testing"

	"golang.org/x/image/font/sfnt"

	"clientele/reports"
	"clientele/reports/catalogue"
)

func drawingIn(t *testing.T, language, currency string, format reports.Format) *drawing {
	t.Helper()
	words, err := catalogue.New(language)
	if err != nil {
		t.Fatal(err)
	}
	return &drawing{chart: &reports.Chart{Format: format}, settings: Settings{Presenter: &reports.Presenter{Words: words, Currency: currency}}}
}

// The labels are those that the page's axes have, with the currency that the
// title does not name.
func TestTickLabel_WritesAsThePageDoes(t *testing.T) {
	money, bare, percent, count := reports.Format{Kind: reports.Money}, reports.Format{Kind: reports.Money, Bare: true}, reports.Format{Kind: reports.Percent}, reports.Format{Kind: reports.Integer}
	for _, one := range []struct {
		language, currency string
		format             reports.Format
		value              float64
		want               string
	}{
		{"en", "GBP", money, 600_000, "£600K"}, {"en", "GBP", money, -2_500_000, "−£2.5M"}, {"en", "GBP", bare, 0, "0"}, {"en", "GBP", money, 0, "£0"},
		{"ru", "RUB", money, 600_000, "600\u00a0тыс.\u00a0₽"}, {"ru", "RUB", money, 1_250_000_000, "1,25\u00a0млрд\u00a0₽"}, {"ru", "RUB", count, 900, "900"},
		{"es", "EUR", money, 7_500, "7,5\u00a0mil\u00a0€"}, {"es", "EUR", money, 2e10, "20\u00a0mil\u00a0M\u00a0€"}, {"es", "EUR", percent, 0.25, "25\u00a0%"}, {"en", "", percent, 0.005, "0.5%"},
		{"en", "KWD", money, 1000, "KWD\u00a01K"},
	} {
		d := drawingIn(t, one.language, one.currency, one.format)
		if got := d.tickLabel(one.value); got != one.want {
			t.Errorf("%g in %s is %q, not %q", one.value, one.language, got, one.want)
		}
	}
	d := drawingIn(t, "ru", "RUB", money)
	d.chart.Title = "Выручка по месяцам, ₽"
	if got := d.tickLabel(1000); got != "1\u00a0тыс." {
		t.Errorf("beside a title with the currency: %q", got)
	}
}

// Whatever the values are: the scale holds them and nought, its lines are
// evenly apart, few, and at least one value reaches beyond the last line but
// one.
func TestScale_HoldsAllValuesBetweenFewRoundLines(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 1))
	d := drawingIn(t, "en", "GBP", reports.Format{Kind: reports.Money})
	for range 5000 {
		size := math.Pow(10, 12*random.Float64()-3)
		values := []float64{size * (random.Float64() - 0.4), size * random.Float64(), math.NaN(), size * random.NormFloat64()}
		s := d.scaleOf(values)
		step := s.ticks[1] - s.ticks[0]
		for i, tick := range s.ticks {
			if math.Abs(tick-s.least-float64(i)*step) > 1e-6*step {
				t.Fatalf("%v: lines at %v", values, s.ticks)
			}
		}
		if n := len(s.ticks); n < 2 || n > 7 {
			t.Fatalf("%v: %d lines", values, n)
		}
		if s.least > 0 || s.most < 0 || s.ticks[len(s.ticks)-1] < s.most-1e-6*step {
			t.Fatalf("%v: from %g to %g", values, s.least, s.most)
		}
		for _, v := range values {
			if v < s.least-1e-9*step || v > s.most+1e-9*step {
				t.Fatalf("%g is beyond %g to %g", v, s.least, s.most)
			}
		}
		digits := step / math.Pow(10, math.Floor(math.Log10(step*(1+1e-9))))
		if r := math.Round(digits*10) / 10; math.Abs(digits-r) > 1e-6 || r != 1 && r != 2 && r != 2.5 && r != 5 {
			t.Fatalf("%v: a step of %g", values, step)
		}
	}
}

func TestFonts_HaveTheSignsOfAllCurrenciesAndLanguages(t *testing.T) {
	found, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	text := "АБВГДЕЁЖЗИЙабвгдеёжзийклмнопрстуфхцчшщъыьэюя ÁÉÍÓÚÑáéíóúñ¿¡ºª«»“”—–…−% %"
	for _, currency := range []string{"USD", "EUR", "GBP", "RUB", "JPY", "UAH", "KZT", "INR", "TRY", "GEL", "ILS", "KRW", "BYN", "PLN", "CZK", "BRL", "PEN"} {
		text += catalogue.CurrencySymbol(currency)
	}
	for _, r := range spelled(text) {
		var buffer sfnt.Buffer
		for _, font := range []*sfnt.Font{found.regular, found.bold} {
			if glyph, err := font.GlyphIndex(&buffer, r); glyph == 0 || err != nil {
				t.Errorf("%q has no letter: %v", r, err)
			}
		}
	}
}
