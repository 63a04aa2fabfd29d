package reports

import (
	"slices"
	"strings"

	"clientele/internal/table"

	"github.com/shopspring/decimal"
)

// holdoutSentence tells who won the contest on days that nobody had seen.
// Older answers have no root mean squared error: there the figures shown are
// the model's, whoever came closest.
func (b *builder) holdoutSentence() string {
	h := b.answers.ValueHoldout
	if h.Index("rmse") < 0 {
		return b.earlierSentence()
	}
	f := fieldOf(h)
	if f.chosen < 0 {
		return b.say("value.none_chosen")
	}
	named := b.translated(h, "rule", "model.")
	pairs := []string{
		"rule", name(named.Text(f.chosen, "rule")), "predicted", b.Show(integerLike(), h.Float(f.chosen, "predicted")),
		"actual", b.Words.Integer(h.Integer(f.chosen, "actual")),
		"off", b.off(number(h, f.chosen, "predicted"), number(h, f.chosen, "actual")),
	}
	if f.model >= 0 {
		pairs = append(pairs, "model", name(named.Text(f.model, "rule")))
	}
	switch best := h.Float(f.chosen, "rmse"); {
	case isNaive(h, f.chosen) && f.model < 0:
		return b.Words.Count("value.won_alone", f.took, pairs...)
	case isNaive(h, f.chosen):
		return b.Words.Count("value.won_naive", f.took, pairs...)
	case f.naive < 0 || h.Float(f.naive, "rmse") <= best:
		return b.Words.Count("value.won_alone", f.took, pairs...)
	default:
		less := 1 - best/h.Float(f.naive, "rmse")
		return b.Words.Count("value.won", f.took, append(pairs, "naive", name(named.Text(f.naive, "rule")), "less", b.percent(less))...)
	}
}

// field is who took part in a contest: the row of the chosen one, and of the
// best rule of thumb and the best model beside it. -1 where there is none.
type field struct {
	chosen, naive, model int
	took                 int64
}

func fieldOf(h *table.Table) field {
	f := field{chosen: -1, naive: -1, model: -1}
	for r := range h.Len() {
		squared, ok := float(h, r, "rmse")
		if !ok {
			continue
		}
		f.took++
		if h.Boolean(r, "chosen") {
			f.chosen = r
		}
		best := &f.model
		if isNaive(h, r) {
			best = &f.naive
		}
		if *best < 0 || squared < h.Float(*best, "rmse") {
			*best = r
		}
	}
	return f
}

// earlierSentence tells the chosen rule's error and that of the best rule that
// needs no model, and says so where the model was not better.
func (b *builder) earlierSentence() string {
	h := b.answers.ValueHoldout
	chosen, naive := -1, -1
	for r := range h.Len() {
		switch {
		case h.Boolean(r, "chosen"):
			chosen = r
		case isNaive(h, r) && (naive < 0 || h.Float(r, "mae") < h.Float(naive, "mae")):
			naive = r
		}
	}
	if chosen < 0 {
		return b.say("value.none_chosen")
	}
	named := b.translated(h, "rule", "model.")
	pairs := []string{
		"rule", named.Text(chosen, "rule"), "predicted", b.Show(integerLike(), h.Float(chosen, "predicted")),
		"actual", b.Words.Integer(h.Integer(chosen, "actual")),
		"off", b.off(number(h, chosen, "predicted"), number(h, chosen, "actual")), "mae", b.Show(decimalFormat(3), h.Float(chosen, "mae")),
	}
	if isNaive(h, chosen) {
		return b.say("value.naive_chosen", pairs...)
	}
	if naive < 0 {
		return b.say("value.holdout", pairs...)
	}
	pairs = append(pairs, "naive", named.Text(naive, "rule"), "naive_mae", b.Show(decimalFormat(3), h.Float(naive, "mae")))
	if h.Float(chosen, "mae") >= h.Float(naive, "mae") {
		return b.say("value.no_better", pairs...)
	}
	return b.say("value.better", pairs...)
}

// isNaive tells the rules of thumb from the fitted models that have to beat
// them. Answers of older versions do not say which they are.
func isNaive(holdout *table.Table, row int) bool {
	if holdout.Index("naive") >= 0 {
		return holdout.Boolean(row, "naive")
	}
	return holdout.Text(row, "rule") == "own rate"
}

// off says in words by how much a predicted total was wrong, "" where it was
// right or nothing happened.
func (b *builder) off(predicted, actual decimal.Decimal) string {
	share, ok := growth(predicted, actual).(decimal.Decimal)
	switch {
	case !ok || share.Abs().LessThan(decimal.New(5, -4)): // 0.0 % as it is shown
		return ""
	case share.IsPositive():
		return b.say("value.off_more", "share", b.percent(share))
	}
	return b.say("value.off_less", "share", b.percent(share.Abs()))
}

// modelTables are the contest on days that nobody had seen, and what was
// fitted.
func (b *builder) modelTables() []Table {
	var tables []Table
	if h := b.answers.ValueHoldout; !empty(h) && h.Index("rmse") >= 0 {
		tables = append(tables, b.contestTable())
	} else if !empty(h) {
		tables = append(tables, Table{
			ID: "value-holdout", Title: b.say("value.holdout_table"), Data: b.translated(sortedBy(h, "mae", false), "rule", "model."),
			Note: b.say("value.holdout_note"),
			Columns: []Column{
				b.column("rule", textFormat()), b.column("predicted", decimalFormat(1)), b.column("actual_purchases", integerFormat()).of("actual"),
				b.bias(), b.column("mae", decimalFormat(4)), b.column("closest", yesNoFormat()).of("chosen"),
			},
		})
	}
	if m := b.answers.ValueModels; !empty(m) {
		tables = append(tables, Table{
			ID: "value-models", Title: b.say("value.models"), Data: m, PageRows: 30,
			Columns: []Column{
				b.column("model", textFormat()), b.column("parameter", textFormat()), b.column("value", decimalFormat(4)),
				b.column("standard_error", decimalFormat(4)), b.column("log_likelihood", decimalFormat(2)), b.column("customers", integerFormat()),
			},
		})
	}
	return tables
}

// contestTable has the chosen rule first, then by their squared errors, and those that could not take part last.
func (b *builder) contestTable() Table {
	data := sortedBy(sortedBy(b.answers.ValueHoldout, "mae", false), "rmse", false)
	chosen := data.Index("chosen")
	slices.SortStableFunc(data.Rows, func(x, y []any) int { return first(y[chosen] == true) - first(x[chosen] == true) })
	data = b.translated(b.translated(data, "rule", "model."), "refused", "refused.")
	var thumb []string
	for r := range data.Len() {
		if isNaive(data, r) {
			thumb = append(thumb, b.say("value.quoted", "text", name(data.Text(r, "rule"))))
		}
	}
	likelihood := b.column("log_likelihood", decimalFormat(1))
	likelihood.None = "–"
	note := b.say("value.contest_note")
	if len(thumb) > 0 {
		note += " " + b.say("value.contest_thumb", "rules", strings.Join(thumb, ", "))
	}
	return Table{
		ID: "value-holdout", Title: b.say("value.contest"), Data: data, Note: note,
		Columns: filled(data, "refused", filled(data, "log_likelihood", []Column{
			b.column("rule", textFormat()), b.column("used", yesNoFormat()).of("chosen"), b.column("rmse", decimalFormat(3)), b.column("mae", decimalFormat(3)), b.bias(),
			b.column("predicted", decimalFormat(0)), b.column("actual_purchases", integerFormat()).of("actual").inWorkbook(), likelihood, b.column("refused", textFormat()),
		})),
	}
}

func first(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func (b *builder) bias() Column {
	return b.column("bias", Format{Kind: Percent, Digits: 1, Signed: true})
}
