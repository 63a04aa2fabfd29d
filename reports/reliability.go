package reports

import (
	"math"

	"clientele/internal/table"
)

// judgedSentences tell in plain words how the chances to buy did on days that
// the method had not seen: those of customers like the listed ones first, then
// where they were wrong, pairs, and the squared error.
func (b *builder) judgedSentences() []string {
	check := b.answers.ValueCheck
	if empty(check) {
		return nil
	}
	lines := append(b.triedSentence(check), b.riskSentence()...)
	lines = append(lines, b.wrongSentences()...)
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

// bandName is a range of chances: 20–40 %.
func (b *builder) bandName(lower, upper float64) string {
	digits := 0
	for _, end := range []float64{lower, upper} {
		if percent := end * 100; math.Abs(percent-math.Round(percent)) > 1e-9 {
			digits = 1
		}
	}
	return b.Show(Format{Kind: Percent, Digits: digits, Bare: true}, lower) + "–" + b.Show(Format{Kind: Percent, Digits: digits}, upper)
}

// reliability are the bands that have customers, each under its name.
func (b *builder) reliability() *table.Table {
	if empty(b.answers.ChurnReliability) {
		return &table.Table{}
	}
	t := sortedBy(b.answers.ChurnReliability, "lower", false)
	kept := &table.Table{Columns: t.Columns}
	for r, row := range t.Rows {
		if t.Integer(r, "customers") > 0 {
			kept.Rows = append(kept.Rows, row)
		}
	}
	named := extend(kept, table.Column{Name: "chances", Kind: table.Text}, func(r int) any { return b.bandName(kept.Float(r, "lower"), kept.Float(r, "upper")) })
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
