package reports

import (
	"math"

	"clientele/internal/table"
)

// contest is the comparison of the models over the past.
type contest struct {
	table    Table
	sentence string
}

// contest says how the chosen model did against the naive one; nil where
// there was no comparison.
func (b *builder) contest() *contest {
	if empty(b.answers.ForecastModels) {
		return nil
	}
	models := sortedBy(b.answers.ForecastModels, "mase", false)
	columns := []Column{
		b.column("model", textFormat()), b.column("mase", decimalFormat(3)),
		b.column("smape", decimalFormat(1)),
	}
	if models.Index("weight") >= 0 {
		columns = append(columns, b.column("weight", percentFormat()))
	}
	columns = append(columns, b.column("chosen", yesNoFormat()))
	named := b.translated(models, "model", "model.")
	rule := b.say("model.seasonal_naive")
	if _, naive := contenders(models); naive >= 0 {
		rule = named.Text(naive, "model")
	}
	return &contest{
		table: Table{ID: "forecast-models", Title: b.say("forecast.contest"), Note: b.say("forecast.contest_note", "rule", rule),
			Data: named, Columns: columns},
		sentence: b.contestSentence(models),
	}
}

func (b *builder) contestSentence(models *table.Table) string {
	chosen, naive := contenders(models)
	if chosen < 0 {
		return b.say("forecast.none_chosen")
	}
	named := b.translated(models, "model", "model.")
	model := named.Text(chosen, "model")
	if naive < 0 {
		return b.say("forecast.no_naive", "model", model)
	}
	rule, share := named.Text(naive, "model"), errorShare(models, chosen, naive)
	months, known := judgedOn(models, chosen)
	if known && months < enoughMonths {
		return b.Words.Count("forecast.few", months, "model", model, "naive", rule)
	}
	said := b.say("forecast.better", "model", model, "naive", rule, "less", b.percent(1-share))
	if share >= clearly {
		said = b.say("forecast.naive", "model", model, "naive", rule)
	}
	if known {
		said += " " + b.Words.Count("forecast.tried", months)
	}
	return said
}

// enoughMonths is how many past months have to be judged before a forecast is called
// better than a rule, or no better; the verdicts on all figures go by the same number.
const enoughMonths = 8

// caveat is what the first page says of a forecast that is not known to be
// better than a rule of thumb; "" for one that is.
func (b *builder) caveat() string {
	if empty(b.answers.ForecastModels) {
		return b.say("forecast.unchecked")
	}
	models := b.answers.ForecastModels
	switch chosen, naive := contenders(models); {
	case chosen < 0 || naive < 0 || tooFew(models, chosen):
		return b.say("forecast.unchecked")
	case errorShare(models, chosen, naive) >= clearly:
		return b.say("forecast.rough", "naive", b.translated(models, "model", "model.").Text(naive, "model"))
	}
	return ""
}

// judgedOn is how many past months a model was tried on, where the answer tells.
func judgedOn(models *table.Table, row int) (months int64, known bool) {
	if models.Index("judged") < 0 {
		return 0, false
	}
	months, known = models.Value(row, "judged").(int64)
	return months, known
}

func tooFew(models *table.Table, row int) bool {
	months, known := judgedOn(models, row)
	return known && months < enoughMonths
}

// contenders are the rows of the chosen model and of the rule that it has to
// beat: the same month of last year or, in a short history, the last month. -1
// where there is none.
func contenders(models *table.Table) (chosen, naive int) {
	chosen, naive = -1, -1
	for r := range models.Len() {
		if models.Boolean(r, "chosen") {
			chosen = r
		}
		switch slug(models.Text(r, "model")) {
		case "seasonal_naive", "naive":
			naive = r
		}
	}
	return chosen, naive
}

// clearly is the share of the naive error below which the models' choice calls
// a forecast better; the words follow that verdict.
const clearly = 0.95

// errorShare is one model's error as a share of another's: the mean over both
// measures, as in the M4 competition.
func errorShare(models *table.Table, one, other int) float64 {
	share := 0.0
	for _, measure := range []string{"smape", "mase"} {
		a, b := models.Float(one, measure), models.Float(other, measure)
		switch {
		case a == b:
			share += 0.5
		case b == 0:
			return math.Inf(1)
		default:
			share += a / b / 2
		}
	}
	return share
}
