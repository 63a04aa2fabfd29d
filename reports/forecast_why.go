package reports

import (
	"math"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
)

// whySentences tell what makes the next month differ from the same one a year
// before: its working days, its holidays, Easter.
func (b *builder) whySentences() []string {
	effects := b.answers.ForecastEffects
	if empty(effects) {
		return nil
	}
	var lines []string
	for r := range effects.Len() {
		if effects.Boolean(r, "used") {
			lines = append(lines, b.whySentence(r)...)
		}
	}
	return lines
}

// whySentence compares the month with the same one of the year before; none
// where they are alike.
func (b *builder) whySentence(row int) []string {
	effects, cause := b.answers.ForecastEffects, slug(b.answers.ForecastEffects.Text(row, "name"))
	now, before, known := effectDays(effects, row)
	effect, ok := float(effects, row, "percent")
	key := "forecast.why_" + cause
	days, more := int64(math.Round(now)), int64(math.Round(now))-int64(math.Round(before))
	if _, said := b.Words.Find(key + "_more"); !said || !known || !ok || more == 0 {
		return nil
	}
	worth := decimal.NewFromFloat(effect / 100 * (now - before)).Round(3)
	pairs := []string{"month", b.Words.FirstMonth(effects.Time(row, "next_month")), "days", b.Words.Integer(days), "effect", b.Show(changeFormat(), worth)}
	if more < 0 {
		return []string{b.Words.Count(key+"_less", -more, pairs...)}
	}
	return []string{b.Words.Count(key+"_more", more, pairs...)}
}

// effectDays are how many days an effect has in the next month and in the same
// one of the year before, of Easter its share of them. Older answers know the
// working days alone.
func effectDays(effects *table.Table, row int) (now, before float64, known bool) {
	if effects.Index("next_value") >= 0 {
		x, one := float(effects, row, "next_value")
		y, two := float(effects, row, "year_before_value")
		return x, y, one && two
	}
	return effects.Float(row, "next_days"), effects.Float(row, "year_before_days"), effects.Text(row, "name") == "trading_days"
}

// effectsTell says that an effect is used, or nearly: a table of others is of no
// use to anybody.
func (b *builder) effectsTell() bool {
	effects := b.answers.ForecastEffects
	if empty(effects) {
		return false
	}
	for r := range effects.Len() {
		if p, ok := float(effects, r, "p_value"); effects.Boolean(r, "used") || ok && p < 0.05 {
			return true
		}
	}
	return false
}

// forecastNote says what the forecast does not know.
func (b *builder) forecastNote() string {
	note := b.say("forecast.note")
	if !empty(b.answers.ForecastEffects) && !b.effectsTell() {
		note += " " + b.say("forecast.effects_none")
	}
	return note
}

// effectsTable are the effects that were looked for and what each is worth.
func (b *builder) effectsTable() []Table {
	if !b.effectsTell() {
		return nil
	}
	data := b.translated(b.answers.ForecastEffects, "name", "effect.")
	for r, row := range data.Rows {
		for _, column := range []string{"percent", "lo95", "hi95"} {
			if v, ok := float(data, r, column); ok {
				row[data.Index(column)] = v / 100
			}
		}
	}
	next := b.Words.FirstMonth(data.Time(0, "next_month"))
	return []Table{{
		ID: "forecast-effects", Title: b.say("forecast.effects"), Data: data,
		Note: b.say("forecast.effects_note", "month", next, "days", b.Words.Integer(data.Integer(0, "next_days")), "before", b.Words.Integer(data.Integer(0, "year_before_days"))),
		Columns: []Column{
			b.column("effect", textFormat()).of("name"), b.column("effect_size", changeFormat()).of("percent"),
			b.column("lo95", changeFormat()), b.column("hi95", changeFormat()), b.column("used", yesNoFormat()),
		},
	}}
}
