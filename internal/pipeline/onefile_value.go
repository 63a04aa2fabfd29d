package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/btyd"
	"clientele/internal/table"
)

// ValueQuestion is what the one-file form of customer value asks.
type ValueQuestion struct {
	Until        string  // the last day that the models learn from; the last one with a purchase where empty
	Horizon      float64 // how many units behind it are foretold
	Unit         string  // day, week or month
	DiscountRate float64 // a year
}

// ValueAnswer is what it finds: the models as they go into models.json, and
// the customers, a row each.
type ValueAnswer struct {
	Models    ModelsFile
	Customers *table.Table
	Counts    Counts
	Err       error // ConvergenceError where a fit is not firm; the answer is there all the same
}

// ModelsFile is the content of models.json.
type ModelsFile struct {
	Models []ModelEntry `json:"models"`
	// Chosen is the name of the model that foretold the holdout best; the
	// first model's where nothing was held out.
	Chosen string `json:"chosen"`
	Unit   string `json:"unit"`
	// Until is the last day that the models learnt from.
	Until string `json:"until"`
	Note  string `json:"note,omitempty"`
}

// ModelEntry is one model. Parameters and StandardErrors are by symbol, in the
// units of the question; a standard error that the data does not fix is null.
type ModelEntry struct {
	Name           string              `json:"name"`
	Parameters     map[string]float64  `json:"parameters"`
	StandardErrors map[string]*float64 `json:"standard_errors"`
	LogLikelihood  *float64            `json:"log_likelihood"`
	Customers      int                 `json:"customers"`
	Converged      bool                `json:"converged"`
	Holdout        *HoldoutEntry       `json:"holdout"`
}

// HoldoutEntry is how a model or rule foretold what came after: transactions
// of all customers, and the error for a customer.
type HoldoutEntry struct {
	Horizon   float64 `json:"horizon"` // units that could be compared
	Customers int     `json:"customers"`
	Predicted float64 `json:"predicted"`
	Actual    int     `json:"actual"`
	Bias      float64 `json:"bias"` // predicted/actual − 1
	MAE       float64 `json:"mae"`
	RMSE      float64 `json:"rmse"`
}

// CustomerValue fits the customer-base models to a file of purchases.
func CustomerValue(ctx context.Context, file OneFile, question ValueQuestion) (ValueAnswer, error) {
	unitDays, err := question.unitDays()
	if err != nil {
		return ValueAnswer{}, err
	}
	desk, err := file.purchases(ctx, []string{"customer", "purchased_at", "amount"})
	if err != nil {
		return ValueAnswer{}, err
	}
	defer desk.close()
	last, err := desk.lastDay(ctx)
	if err != nil {
		return ValueAnswer{}, err
	}
	until, err := desk.dayOr(ctx, "until", question.Until)
	if err != nil {
		return ValueAnswer{}, err
	}
	rows, err := desk.engine.Ask(ctx, "forecasts/btyd_statistics", map[string]any{"first": "0001-01-01", "until": until.Format(time.DateOnly)})
	if err != nil {
		return ValueAnswer{}, err
	}
	study := study{unitDays: unitDays, horizon: question.Horizon, discount: math.Pow(1+question.DiscountRate, unitDays/daysAYear) - 1}
	base := buyersOf(rows)
	found, err := study.run(base)
	if err != nil {
		return ValueAnswer{}, &UsageError{Text: fmt.Sprintf("%s: customer value cannot be estimated: %v", file.Path, err), Cause: err}
	}
	rules, compared, err := desk.compare(ctx, study, found.purchases, base, until, last)
	if err != nil {
		return ValueAnswer{}, err
	}
	answer := ValueAnswer{Customers: customersOf(study, found), Counts: desk.counts, Models: question.models(found, rules, compared, len(base), until)}
	answer.Err = found.unfinished()
	return answer, nil
}

func (q ValueQuestion) unitDays() (float64, error) {
	if !(q.Horizon > 0) || math.IsInf(q.Horizon, 0) {
		return 0, &UsageError{Text: "--horizon must be above 0"}
	}
	if !(q.DiscountRate >= 0) || q.DiscountRate > 1 {
		return 0, &UsageError{Text: "--discount-rate is that of a year and lies between 0 and 1 (0.1 is 10 %)"}
	}
	switch q.Unit {
	case "day":
		return 1, nil
	case "week":
		return daysAWeek, nil
	case "month":
		return daysAYear / monthsAYear, nil
	}
	return 0, &UsageError{Text: fmt.Sprintf("--unit: %q is none of day, week, month", q.Unit)}
}

// compare looks at what came after until, as far as the file goes.
func (d *desk) compare(ctx context.Context, on study, fit btyd.Fit[btyd.BGNBD], base []buyer, until, last time.Time) (rules []rule, compared float64, err error) {
	compared = min(on.horizon, math.Floor(last.Sub(until).Hours()/24)/on.unitDays)
	if compared*on.unitDays < 1 {
		return nil, 0, nil
	}
	end := until.AddDate(0, 0, int(math.Round(compared*on.unitDays)))
	actual, err := d.engine.Ask(ctx, "forecasts/btyd_holdout", map[string]any{"until": until.Format(time.DateOnly), "last": end.Format(time.DateOnly)})
	if err != nil {
		return nil, 0, err
	}
	on.horizon = compared
	return on.judge(fit, base, boughtLater(actual)), compared, nil
}

func (q ValueQuestion) models(found valuation, rules []rule, compared float64, customers int, until time.Time) ModelsFile {
	out := ModelsFile{Chosen: found.purchases.Name, Unit: q.Unit, Until: until.Format(time.DateOnly), Note: found.spendNote}
	for _, estimate := range found.estimates() {
		entry := ModelEntry{
			Name: estimate.Name, Parameters: map[string]float64{}, StandardErrors: map[string]*float64{},
			LogLikelihood: &estimate.LogLikelihood, Customers: int(estimate.Customers), Converged: estimate.Converged,
		}
		for _, parameter := range estimate.Parameters {
			entry.Parameters[parameter.Name] = parameter.Value
			entry.StandardErrors[parameter.Name] = nil
			if !parameter.Unknown {
				entry.StandardErrors[parameter.Name] = &parameter.StandardError
			}
		}
		out.Models = append(out.Models, entry)
	}
	for _, r := range rules {
		held := &HoldoutEntry{Horizon: compared, Customers: customers, Predicted: r.predicted, Actual: r.actual, MAE: r.mae, RMSE: r.rmse}
		if r.actual > 0 {
			held.Bias = r.predicted/float64(r.actual) - 1
		}
		if r.chosen {
			out.Chosen = r.name
		}
		at := slices.IndexFunc(out.Models, func(entry ModelEntry) bool { return entry.Name == r.name })
		if at < 0 { // a rule without parameters
			out.Models = append(out.Models, ModelEntry{Name: r.name, Parameters: map[string]float64{}, StandardErrors: map[string]*float64{}, Customers: customers, Converged: true})
			at = len(out.Models) - 1
		}
		out.Models[at].Holdout = held
	}
	return out
}

// WriteModels writes models.json.
func WriteModels(w io.Writer, models ModelsFile) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(models)
}

// customersOf is the table of customers.csv, by customer.
func customersOf(on study, found valuation) *table.Table {
	float := func(name string) table.Column { return table.Column{Name: name, Kind: table.Float} }
	money := func(name string) table.Column { return table.Column{Name: name, Kind: table.Decimal, Scale: 2} }
	out := &table.Table{Columns: []table.Column{
		{Name: "customer_id"}, {Name: "frequency", Kind: table.Integer}, float("recency"), float("age"), money("monetary_value"),
		float("p_alive"), float("expected_purchases"), float("lo90"), float("hi90"), money("expected_value"), money("clv"),
	}}
	for _, c := range found.customers {
		out.Rows = append(out.Rows, []any{
			c.id, c.frequency, float64(c.recencyDays) / on.unitDays, float64(c.ageDays) / on.unitDays, decimal.NewFromFloat(c.buyer.spend).Round(2),
			c.alive, c.expected, c.low, c.high, decimal.NewFromFloat(c.spend).Round(2), decimal.NewFromFloat(c.lifetime).Round(2),
		})
	}
	return out
}
