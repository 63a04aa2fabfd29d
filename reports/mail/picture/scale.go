package picture

import (
	"math"
	"strings"

	"github.com/shopspring/decimal"

	"clientele/reports"
	"clientele/reports/catalogue"
)

// scale is the axis of the values.
type scale struct {
	least, most float64
	low, high   float64 // of the values and nought
	ticks       []float64
}

// without is the scale of values that no axis has lines for: it ends where they
// do.
func (s scale) without() scale {
	if s.low < s.high {
		s.least, s.most = s.low, s.high
	}
	return s
}

// at is the place of a value between those of the least and the most.
func (s scale) at(value, least, most float64) float64 {
	return least + (value-s.least)/(s.most-s.least)*(most-least)
}

// steps is about how many lines an axis has.
const steps = 4

// scaleOf holds all values and nought, from one round number to another.
func (d *drawing) scaleOf(values []float64) scale {
	least, most := 0.0, 0.0
	for _, v := range values {
		if !math.IsNaN(v) {
			least, most = math.Min(least, v), math.Max(most, v)
		}
	}
	low, high := least, most
	if least == most {
		most = 1
	}
	step := round((most - least) / steps)
	if d.whole() && step < 1 {
		step = 1
	}
	if d.chart.Format.Kind == reports.Percent && least == 0 && most > 0.9 && most <= 1 {
		step = 0.25
	}
	s := scale{low: low, high: high, least: math.Floor(least/step+1e-9) * step, most: math.Ceil(most/step-1e-9) * step}
	for i := range int(math.Round((s.most-s.least)/step)) + 1 {
		s.ticks = append(s.ticks, s.least+float64(i)*step)
	}
	return s
}

// whole tells counts, of which there are no parts.
func (d *drawing) whole() bool { return d.chart.Format.Kind == reports.Integer }

// round is the least of 1, 2, 2.5, 5 and their tenfolds that is not below a
// step.
func round(step float64) float64 {
	unit := math.Pow(10, math.Floor(math.Log10(step)))
	for _, times := range []float64{1, 2, 2.5, 5} {
		if times*unit >= step*(1-1e-9) {
			return times * unit
		}
	}
	return 10 * unit
}

// unit is a power of ten that has a name in a language; from is the least
// amount that is written with it.
type unit struct {
	from, of float64
	name     string
}

// units are those of the page's axes: Spanish writes thousands of millions and
// has no short word for few thousands.
func units(language string) []unit {
	switch language {
	case "ru":
		return []unit{{1e12, 1e12, "\u00a0трлн"}, {1e9, 1e9, "\u00a0млрд"}, {1e6, 1e6, "\u00a0млн"}, {1e3, 1e3, "\u00a0тыс."}}
	case "es":
		return []unit{{1e12, 1e12, "\u00a0B"}, {1e10, 1e9, "\u00a0mil\u00a0M"}, {1e6, 1e6, "\u00a0M"}, {1e3, 1e3, "\u00a0mil"}}
	}
	return []unit{{1e12, 1e12, "T"}, {1e9, 1e9, "B"}, {1e6, 1e6, "M"}, {1e3, 1e3, "K"}}
}

// tickLabel writes a round number in few letters.
func (d *drawing) tickLabel(value float64) string {
	words := d.settings.Presenter.Words
	if d.chart.Format.Kind == reports.Percent {
		return words.Percent(decimal.NewFromFloat(value).Round(6), digitsOf(100*value))
	}
	size, name := 1.0, ""
	for _, u := range units(words.Language()) {
		if math.Abs(value) >= u.from*0.999995 {
			size, name = u.of, u.name
			break
		}
	}
	text := words.Number(decimal.NewFromFloat(value/size).Round(6), digitsOf(value/size)) + name
	return d.withCurrency(text)
}

// withCurrency adds the sign of the currency, unless the chart's title has it.
func (d *drawing) withCurrency(text string) string {
	if f := d.chart.Format; f.Kind != reports.Money || f.Bare || d.titled() {
		return text
	}
	amount := d.settings.Presenter.Words.Money(decimal.NewFromInt(1), d.settings.Presenter.Currency, 0)
	if negative, ok := strings.CutPrefix(text, "−"); ok {
		return "−" + strings.Replace(amount, "1", negative, 1)
	}
	return strings.Replace(amount, "1", text, 1)
}

// titled says that the chart's title names the currency, or that nothing does.
func (d *drawing) titled() bool {
	symbol := catalogue.CurrencySymbol(d.settings.Presenter.Currency)
	return symbol == "" || strings.Contains(d.chart.Title, symbol)
}

// digitsOf is how many digits a round number has after the point, up to two.
func digitsOf(value float64) int {
	for digits := range 2 {
		shifted := value * math.Pow(10, float64(digits))
		if math.Abs(shifted-math.Round(shifted)) < 1e-6*math.Max(1, math.Abs(shifted)) {
			return digits
		}
	}
	return 2
}
