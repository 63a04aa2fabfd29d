package reports

import (
	"math"

	"clientele/internal/table"
)

// judgedSentences tell in plain words how the chances to buy did on days that
// the method had not seen: one band, then pairs, then the squared error.
func (b *builder) judgedSentences() []string {
	check := b.answers.ValueCheck
	if empty(check) {
		return nil
	}
	var lines []string
	if band := b.toldBand(); band >= 0 {
		t := b.answers.ChurnReliability
		lines = append(lines, b.Words.Count("leaving.checked", t.Integer(band, "customers"),
			"cut", b.Words.Date(check.Time(0, "cut_on")), "last", b.Words.Date(check.Time(0, "last_on")),
			"band", b.bandName(t, band), "share", b.percent(t.Value(band, "actual"))))
	}
	if auc, ok := float(check, 0, "auc"); ok {
		lines = append(lines, b.say("leaving.pairs", "pairs", b.Show(integerLike(), auc*100)))
	}
	return append(lines, b.brierSentence(check)...)
}

// brierSentence compares the mean squared error of the chances with that of
// giving everybody the same one.
func (b *builder) brierSentence(check *table.Table) []string {
	brier, ok := float(check, 0, "brier")
	naive, known := float(check, 0, "brier_naive")
	if !ok || !known || naive <= 0 {
		return nil
	}
	pairs := []string{"brier", b.Show(decimalFormat(3), brier), "naive", b.Show(decimalFormat(3), naive),
		"base", b.percent(check.Value(0, "base_rate")), "less", b.percent(1 - brier/naive)}
	if brier >= naive {
		return []string{b.say("leaving.brier_no", pairs...)}
	}
	return []string{b.say("leaving.brier", pairs...)}
}

// toldBand is the band that a sentence tells of: the one of most customers
// among those that are neither sure to buy nor sure to stay away; -1 where there
// is none.
func (b *builder) toldBand() int {
	t := b.answers.ChurnReliability
	if empty(t) {
		return -1
	}
	best, most := -1, int64(0)
	for _, open := range []bool{false, true} {
		for r := range t.Len() {
			middle := t.Float(r, "lower") >= 0.1 && t.Float(r, "upper") <= 0.9
			_, known := float(t, r, "actual")
			if n := t.Integer(r, "customers"); known && (middle || open) && n > most {
				best, most = r, n
			}
		}
		if best >= 0 {
			return best
		}
	}
	return best
}

// bandName is a range of chances: 20–40 %.
func (b *builder) bandName(t *table.Table, row int) string {
	digits := 0
	for _, column := range []string{"lower", "upper"} {
		if percent := t.Float(row, column) * 100; math.Abs(percent-math.Round(percent)) > 1e-9 {
			digits = 1
		}
	}
	return b.Show(Format{Kind: Percent, Digits: digits, Bare: true}, t.Value(row, "lower")) + "–" + b.Show(Format{Kind: Percent, Digits: digits}, t.Value(row, "upper"))
}

// reliability are the bands that have customers, each under its name.
func (b *builder) reliability() *table.Table {
	t := sortedBy(b.answers.ChurnReliability, "lower", false)
	kept := &table.Table{Columns: t.Columns}
	for r, row := range t.Rows {
		if t.Integer(r, "customers") > 0 {
			kept.Rows = append(kept.Rows, row)
		}
	}
	named := extend(kept, table.Column{Name: "chances", Kind: table.Text}, func(r int) any { return b.bandName(kept, r) })
	return extend(named, table.Column{Name: "in_range", Kind: table.Boolean}, func(r int) any {
		predicted, ok := float(kept, r, "predicted")
		if !ok || kept.Value(r, "lo95") == nil || kept.Value(r, "hi95") == nil {
			return nil
		}
		return predicted >= kept.Float(r, "lo95") && predicted <= kept.Float(r, "hi95")
	})
}

func (b *builder) reliabilityChart() Chart {
	return Chart{
		ID: "churn-reliability", Title: b.say("leaving.reliability"), Description: b.say("leaving.reliability_says"),
		Kind: Line, X: "chances", XFormat: textFormat(), XTitle: b.say("leaving.reliability_axis"), YTitle: b.say("leaving.reliability_share"), Format: Format{Kind: Percent},
		Series: []Series{
			{Column: "actual", Label: b.say("leaving.bought"), Colour: Accent},
			{Column: "predicted", Label: b.say("column.p_predicted"), Colour: Strong, Dashed: true},
		},
		Bands: []Band{{Low: "lo95", High: "hi95", Label: b.say("leaving.band95")}},
		Data:  b.reliability(), Table: "churn-reliability",
	}
}

func (b *builder) reliabilityTable() Table {
	data := b.reliability()
	held := int64(0)
	for r := range data.Len() {
		if data.Boolean(r, "in_range") {
			held++
		}
	}
	return Table{
		ID: "churn-reliability", Title: b.say("leaving.reliability_table"), Data: data,
		Note: b.Words.Count("leaving.reliability_note", int64(data.Len()), "held", b.Words.Integer(held)),
		Columns: []Column{
			b.column("chances", textFormat()), b.column("customers", integerFormat()), b.column("p_predicted", percentFormat()).of("predicted"),
			b.column("p_bought", percentFormat()).of("actual"), b.column("lo95", percentFormat()), b.column("hi95", percentFormat()), b.column("in_range", yesNoFormat()),
		},
	}
}
