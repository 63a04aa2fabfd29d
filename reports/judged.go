package reports

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
)

// judged shows the forecasts that were told beside what came, and whether they
// were better than last year's month.
func (b *builder) judged() Section {
	s := b.section("judged")
	if empty(b.answers.ForecastJudged) {
		return b.missing(s)
	}
	rows := b.judgedRows()
	s.Lead = slices.Concat(b.lastTold(rows), b.skillSentences())
	if chart := b.judgedChart(rows); chart != nil {
		s.Charts = []Chart{*chart}
	}
	s.Tables = []Table{b.judgedTable(rows)}
	s.Tables = append(s.Tables, b.skillTable()...)
	s.Note = b.say("judged.note")
	return s
}

// judgedRows are the forecasts, those of a month ahead first, of these the latest
// month; told ones stand before those that would have been told. A month that ran
// already when it was told is no month ahead, and stands last.
func (b *builder) judgedRows() *table.Table {
	data := sortedBy(b.answers.ForecastJudged, "published", true)
	data = sortedBy(sortedBy(data, "month", true), "ahead", false)
	data = extend(data, table.Column{Name: "running", Kind: table.Boolean}, func(r int) any { return data.Integer(r, "ahead") == 0 })
	data = sortedBy(data, "running", false)
	data = extend(data, table.Column{Name: "off_by", Kind: table.Decimal, Scale: 6}, func(r int) any {
		return growth(b.rounded(data, r, "mean"), b.rounded(data, r, "actual"))
	})
	data = extend(data, table.Column{Name: "inside", Kind: table.Boolean}, func(r int) any {
		if data.Value(r, "lo80") == nil || data.Value(r, "hi80") == nil {
			return nil
		}
		actual := data.Float(r, "actual")
		return data.Float(r, "lo80") <= actual && actual <= data.Float(r, "hi80")
	})
	return extend(data, table.Column{Name: "how_told", Kind: table.Text}, func(r int) any {
		if data.Boolean(r, "published") {
			return b.say("judged.told")
		}
		return b.say("judged.tried")
	})
}

// lastTold tells the latest month: what had been told a month ahead, and what
// came.
func (b *builder) lastTold(rows *table.Table) []string {
	for r := range rows.Len() {
		if rows.Integer(r, "ahead") != 1 {
			continue
		}
		key := "judged.last_tried"
		if rows.Boolean(r, "published") {
			key = "judged.last_told"
		}
		mean, actual := b.rounded(rows, r, "mean"), b.rounded(rows, r, "actual")
		lines := []string{b.say(key, "month", b.Words.LongMonth(rows.Time(r, "month")), "day", b.Words.Date(rows.Time(r, "told_on")), "mean", b.money(mean), "actual", b.money(actual))}
		if line := b.offSentence(rows, r, mean, actual); line != "" {
			lines = append(lines, line)
		}
		return lines
	}
	return nil
}

// offSentence says how far off a forecast was, and whether its range held.
func (b *builder) offSentence(rows *table.Table, row int, mean, actual decimal.Decimal) string {
	off, ok := growth(mean, actual).(decimal.Decimal)
	if !ok || rows.Value(row, "inside") == nil {
		return ""
	}
	key := "judged.high"
	switch {
	case off.Abs().LessThan(decimal.New(1, -3)):
		key = "judged.exact"
	case off.IsNegative():
		key = "judged.low"
	}
	inside := "judged.outside"
	if rows.Boolean(row, "inside") {
		inside = "judged.inside"
	}
	return b.say(key, "off", b.percent(off.Abs()), "range", b.say(inside))
}

// skillRow is the place of the skill of forecasts so many months ahead, -1
// where it is not there.
func (b *builder) skillRow(published bool, ahead int64) int {
	t := b.answers.ForecastSkill
	if empty(t) {
		return -1
	}
	for r := range t.Len() {
		if t.Boolean(r, "published") == published && t.Value(r, "ahead") != nil && t.Integer(r, "ahead") == ahead && t.Integer(r, "forecasts") > 0 {
			return r
		}
	}
	return -1
}

// skillSentences tell how good the forecasts were: those that reports have
// told, then those that the method would have told in earlier months.
func (b *builder) skillSentences() []string {
	var lines []string
	for _, published := range []bool{true, false} {
		if row := b.skillRow(published, 1); row >= 0 {
			lines = append(lines, b.skillSentence(row, published))
			if line := b.heldSentence(row); line != "" {
				lines = append(lines, line)
			}
			lines = append(lines, b.usualError(published)...)
		}
	}
	return lines
}

// skillSentence is the verdict on forecasts a month ahead, in words.
func (b *builder) skillSentence(row int, published bool) string {
	t := b.answers.ForecastSkill
	key := "judged.skill_tried_forecasts"
	if published {
		key = "judged.skill_told_forecasts"
	}
	skill, _ := float(t, row, "skill")
	p, ok := float(t, row, "p_value")
	verdict := t.Text(row, "verdict")
	if !ok && (verdict == "better" || verdict == "worse") {
		verdict = "unjudged"
	}
	pairs := []string{"size", b.percent(decimal.NewFromFloat(skill).Abs()), "p", b.chanceOfLuck(p), "rule", b.say("rule." + b.rule())}
	return b.Words.Count(key, t.Integer(row, "forecasts"), "verdict", b.say("judged.verdict_"+knownVerdict(verdict), pairs...))
}

// knownVerdict is a verdict that there are words for.
func knownVerdict(verdict string) string {
	if slices.Contains([]string{"better", "no_better", "worse", "unproven"}, verdict) {
		return verdict
	}
	return "unjudged"
}

// chanceOfLuck writes a p-value to two digits.
func (b *builder) chanceOfLuck(p float64) string {
	if p < 0.01 {
		return "< " + b.Show(decimalFormat(2), 0.01)
	}
	return "= " + b.Show(decimalFormat(2), p)
}

// heldSentence says how many lay in their range.
func (b *builder) heldSentence(row int) string {
	t := b.answers.ForecastSkill
	inside, ok := float(t, row, "inside80")
	if !ok {
		return ""
	}
	n := t.Integer(row, "forecasts")
	held := decimal.NewFromFloat(inside).Mul(decimal.NewFromInt(n)).Round(0).IntPart()
	return b.Words.Count("judged.held", n, "held", b.Words.Integer(held))
}

// judgedVerdict is the sentence that the first page has of the method: of what
// reports have told where that is known, else of what it would have told. ""
// where nothing is known.
func (b *builder) judgedVerdict() string {
	for _, published := range []bool{true, false} {
		row := b.skillRow(published, 1)
		if row < 0 || knownVerdict(b.answers.ForecastSkill.Text(row, "verdict")) == "unjudged" {
			continue
		}
		return strings.Join(append([]string{b.skillSentence(row, published)}, b.usualError(published)...), " ")
	}
	return ""
}

// usualForecasts is how many forecasts make an error usual.
const usualForecasts = 6

// usualError tells the mean error of forecasts a month ahead in per cent of what
// came on average, which no single month near nought can blow up.
func (b *builder) usualError(published bool) []string {
	t := b.answers.ForecastJudged
	if empty(t) {
		return nil
	}
	count, off, came := 0, decimal.Zero, decimal.Zero
	for r := range t.Len() {
		if t.Boolean(r, "published") != published || t.Integer(r, "ahead") != 1 || t.Value(r, "actual") == nil || t.Value(r, "mean") == nil {
			continue
		}
		count++
		actual := b.rounded(t, r, "actual")
		off, came = off.Add(b.rounded(t, r, "mean").Sub(actual).Abs()), came.Add(actual)
	}
	if count < usualForecasts || !came.IsPositive() {
		return nil
	}
	return []string{b.say("judged.usual", "error", b.percent(off.DivRound(came, 6)))}
}
