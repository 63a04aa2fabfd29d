package reports

import (
	"math"

	"clientele/internal/table"

	"github.com/shopspring/decimal"
)

// The metrics that campaigns are measured by, the one that says most first.
func campaignMetrics() []string { return []string{"revenue", "orders", "response"} }

// resultColumns are those of campaign_results.
func resultColumns() []string {
	return []string{
		"campaign_id", "segment", "metric", "treated", "control", "control_mean", "treated_mean", "effect", "standard_error", "lo95", "hi95", "p", "p_adjusted",
		"adjusted", "variance_reduction", "capped_at", "capped", "anytime_lo", "anytime_hi", "complete", "incremental", "incremental_lo", "incremental_hi",
		"cost", "profit", "profit_lo", "profit_hi", "verdict",
	}
}

// pastColumns are those of past_campaigns.
func pastColumns() []string {
	return []string{
		"campaign_id", "campaign", "channel", "offer", "started_on", "ended_on", "members", "treated", "control", "opened", "clicked", "responded", "buyers", "revenue", "cost", "planned",
		"touched", "until_on", "counted_to", "complete", "margin", "margin_basis",
	}
}

// checkColumns are those of campaign_checks.
func checkColumns() []string {
	return []string{"campaign_id", "segment", "check", "subject", "value", "p", "customers", "ok", "expected"}
}

// ofCampaign keeps the rows of a campaign; those that name none are its own.
func ofCampaign(t *table.Table, id string) *table.Table {
	out := &table.Table{Columns: t.Columns}
	for r, row := range t.Rows {
		if named := t.Text(r, "campaign_id"); named == "" || named == id {
			out.Rows = append(out.Rows, row)
		}
	}
	return out
}

// headline is the row of all members that says most: of revenue, else of
// orders, else of buyers; -1 where there is none.
func headline(results *table.Table) int {
	for _, metric := range campaignMetrics() {
		if row := resultRow(results, metric); row >= 0 {
			return row
		}
	}
	return -1
}

// resultRow is the row of all members in a metric, or -1.
func resultRow(results *table.Table, metric string) int {
	for r := range results.Len() {
		if results.Value(r, "segment") == nil && results.Text(r, "metric") == metric {
			return r
		}
	}
	return -1
}

// interim says that a campaign's window has not ended.
func interim(results *table.Table, row int) bool { return results.Value(row, "complete") == false }

// effectOf is an effect with the interval that is honest on the day: while the
// campaign runs, the one that stays true however often one looks, and none
// while there is too little for it.
func effectOf(results *table.Table, row int) (estimate, bool) {
	if interim(results, row) {
		return estimated(results, row, "effect", "anytime_lo", "anytime_hi")
	}
	return estimated(results, row, "effect", "lo95", "hi95")
}

// honest adds the borders of the intervals that are honest on the day.
func honest(results *table.Table) *table.Table {
	low := extend(results, table.Column{Name: "effect_lo", Kind: table.Float}, func(r int) any {
		if e, ok := effectOf(results, r); ok && e.ranged {
			return e.low
		}
		return nil
	})
	return extend(low, table.Column{Name: "effect_hi", Kind: table.Float}, func(r int) any {
		if e, ok := effectOf(results, r); ok && e.ranged {
			return e.high
		}
		return nil
	})
}

// metricText writes one of an estimate's numbers in its metric: money of a
// customer, or so many of a hundred.
func (b *builder) metricText(metric string, e estimate, value float64) string {
	if metric == "revenue" {
		return b.moneyOf(e, value)
	}
	return b.hundredOf(e, value)
}

// signedText is the same with a plus before what is above nought.
func (b *builder) signedText(metric string, e estimate, value float64) string {
	text := b.metricText(metric, e, value)
	if value > 0 {
		return "+" + text
	}
	return text
}

// effectSentence tells both arms' means, how far they are apart and how surely.
func (b *builder) effectSentence(results *table.Table, row int) string {
	e, ok := effectOf(results, row)
	treated, one := measure(results, row, "treated_mean")
	control, two := measure(results, row, "control_mean")
	metric := results.Text(row, "metric")
	if !ok || !one || !two {
		return ""
	}
	pairs := []string{"treated", b.metricText(metric, e, treated), "control", b.metricText(metric, e, control), "effect", b.signedText(metric, e, e.value)}
	if !e.ranged {
		return b.say("campaign_measured."+metric+"_alone", pairs...)
	}
	return b.say("campaign_measured."+metric, append(pairs, "low", b.metricText(metric, e, e.low), "high", b.metricText(metric, e, e.high))...)
}

// neededSentence says how many customers it would take to be sure of an effect
// as large as the one seen: the standard error shrinks with the root of their
// number, and 2.8 of them tell an effect from chance in 80 of 100 cases.
func (b *builder) neededSentence(results *table.Table, row int) string {
	const errors, most = 2.8, 30
	effect, known := measure(results, row, "effect")
	deviation, ok := measure(results, row, "standard_error")
	have := results.Integer(row, "treated") + results.Integer(row, "control")
	if !known || !ok || deviation <= 0 || have == 0 {
		return ""
	}
	times := math.Pow(errors*deviation/math.Abs(effect), 2)
	switch {
	case effect == 0 || times > most:
		return b.say("campaign_measured.needed_many", "times", b.Words.Integer(most))
	case times <= 1:
		return ""
	}
	all := math.Ceil(times * float64(have))
	step := math.Pow(10, math.Max(0, math.Floor(math.Log10(all))-1))
	return b.Words.Count("campaign_measured.needed_size", int64(math.Ceil(all/step)*step), "have", b.Words.Integer(have))
}

// luckWord says in words how likely it is that chance alone made a difference.
func (b *builder) luckWord(p any) any {
	value, ok := Format{Kind: Decimal, Digits: 6}.Number(p)
	if !ok {
		return nil
	}
	for _, level := range []struct {
		below int64 // in thousandths
		key   string
	}{{10, "luck.hardly"}, {50, "luck.unlikely"}, {200, "luck.may_be"}} {
		if value.LessThan(decimal.New(level.below, -3)) {
			return b.say(level.key)
		}
	}
	return b.say("luck.well")
}
