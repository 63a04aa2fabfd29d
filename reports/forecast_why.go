package reports

import (
	"strings"

	"github.com/shopspring/decimal"
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

// whySentence compares the days of one effect; none where they are as many.
func (b *builder) whySentence(row int) []string {
	effects := b.answers.ForecastEffects
	days, before := effects.Integer(row, "next_days"), effects.Integer(row, "year_before_days")
	effect, ok := float(effects, row, "percent")
	if days == before || !ok {
		return nil
	}
	key := "forecast.why_" + slug(effects.Text(row, "name"))
	if _, known := b.Words.Find(key + "_more"); !known {
		return nil
	}
	more, number := "_more", days-before
	if days < before {
		more, number = "_less", before-days
	}
	worth := decimal.NewFromFloat(effect / 100 * float64(days-before)).Round(3)
	return []string{b.Words.Count(key+more, number, "month", b.Words.FirstMonth(effects.Time(row, "next_month")), "days", b.Words.Integer(days),
		"effect", b.Show(changeFormat(), worth))}
}

// effectsTable are the effects that were looked for and what each is worth.
func (b *builder) effectsTable() []Table {
	if empty(b.answers.ForecastEffects) {
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
	next := b.Words.LongMonth(data.Time(0, "next_month"))
	ahead, behind := b.column("days_next", integerFormat()).of("next_days"), b.column("days_before", integerFormat()).of("year_before_days")
	return []Table{{
		ID: "forecast-effects", Title: b.say("forecast.effects"), Note: b.say("forecast.effects_note", "month", next), Data: data,
		Columns: []Column{
			b.column("effect", textFormat()).of("name"), b.column("effect_size", changeFormat()).of("percent"),
			b.column("lo95", changeFormat()), b.column("hi95", changeFormat()), b.column("used", yesNoFormat()), ahead, behind,
		},
	}}
}

// joinWords puts names behind each other: a, b and c.
func (b *builder) joinWords(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return b.say("and", "first", strings.Join(names[:len(names)-1], ", "), "last", names[len(names)-1])
}
