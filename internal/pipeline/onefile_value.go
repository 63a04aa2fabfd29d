package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"time"

	"clientele/internal/customerbase"
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
	// Chosen is the name of the model, the mean of them, or the naive rule that
	// foretold the holdout with the least error. Its figures are the customers'.
	Chosen string `json:"chosen"`
	Unit   string `json:"unit"`
	// Until is the last day that the models learnt from.
	Until string `json:"until"`
	// The holdout's first and last day. Where the file ends with Until, it is
	// the last part of what the models learnt from: they were fitted to the
	// rest to be judged, and to all of it for their figures.
	HeldOutFrom string `json:"held_out_from,omitempty"`
	HeldOutTo   string `json:"held_out_to,omitempty"`
	// Unjudged is why there is no holdout; the chosen model is then the one
	// under which the history is likeliest.
	Unjudged string `json:"unjudged,omitempty"`
	Note     string `json:"note,omitempty"`
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
	// Refused is why the model could not be fitted; its figures are then empty.
	Refused string `json:"refused,omitempty"`
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
	base := bases{engine: desk.engine, first: firstDay()}
	asked := customerbase.Question{UnitDays: unitDays, HorizonDays: question.Horizon * unitDays, DiscountRate: question.DiscountRate, Workers: file.Threads, Seed: fitSeed}
	history, err := base.history(ctx, until)
	if err != nil {
		return ValueAnswer{}, err
	}
	field, err := customerbase.Fit(history, asked)
	if err != nil {
		return ValueAnswer{}, &UsageError{Text: fmt.Sprintf("%s: customer value cannot be estimated: %v", file.Path, err), Cause: err}
	}
	base.first = until.AddDate(0, 0, -int(history.LongestDays()))
	found, err := base.compareFile(ctx, field, until, last)
	if err != nil {
		return ValueAnswer{}, err
	}
	choice := field.Pick(found.contestOrNil())
	answer := ValueAnswer{Customers: question.customers(unitDays, choice.Expect()), Counts: desk.counts, Models: question.models(choice, found, unitDays, until)}
	answer.Err = unfinished(choice.Estimates())
	return answer, nil
}

// longestHorizon is fifty years of days.
const longestHorizon = 50 * daysAYear

// firstDay is before every purchase.
func firstDay() time.Time { return time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC) }

func (q ValueQuestion) unitDays() (float64, error) {
	if !(q.Horizon > 0) || math.IsInf(q.Horizon, 0) {
		return 0, &UsageError{Text: "--horizon must be above 0"}
	}
	if !(q.DiscountRate >= 0) || q.DiscountRate > 1 {
		return 0, &UsageError{Text: "--discount-rate is that of a year and lies between 0 and 1 (0.1 is 10 %)"}
	}
	units := map[string]float64{"day": 1, "week": daysAWeek, "month": daysAYear / monthsAYear}
	unit, known := units[q.Unit]
	switch {
	case !known:
		return 0, &UsageError{Text: fmt.Sprintf("--unit: %q is none of day, week, month", q.Unit)}
	case q.Horizon*unit > longestHorizon:
		return 0, &UsageError{Text: fmt.Sprintf("--horizon: %g units of a %s are more than fifty years, for which nobody's purchases can be foretold", q.Horizon, q.Unit)}
	}
	return unit, nil
}

// compareFile looks at what came after until, as far as the horizon and the
// file go. Where nothing did, or less than a week of a longer horizon, the last
// part of what there is up to until is held back instead.
func (b bases) compareFile(ctx context.Context, field customerbase.Field, until, last time.Time) (held, error) {
	horizon := field.Question.HorizonDays
	seen := min(int(math.Round(horizon)), daysBetween(until, last))
	if seen >= 1 && (seen >= daysAWeek || float64(seen) >= horizon) {
		return b.judge(ctx, field, until, until.AddDate(0, 0, seen))
	}
	return b.holdOut(ctx, field.Question, until)
}

func (q ValueQuestion) models(choice customerbase.Choice, found held, unitDays float64, until time.Time) ModelsFile {
	out := ModelsFile{Chosen: choice.Name, Unit: q.Unit, Until: dayText(until), Note: choice.Spend.Note}
	if found.refused != "" {
		out.Unjudged = found.refused
	} else {
		out.HeldOutFrom, out.HeldOutTo = dayText(found.until.AddDate(0, 0, 1)), dayText(found.last)
	}
	for _, candidate := range choice.Candidates {
		out.Models = append(out.Models, entryOf(candidate, len(choice.History.Customers)))
	}
	if choice.Spend.Fit != nil {
		out.Models = append(out.Models, entryOf(customerbase.Candidate{Name: choice.Spend.Fit.Name, Estimate: &choice.Spend.Fit.Estimate}, 0))
	}
	if found.refused != "" {
		return out
	}
	for _, entry := range found.contest.Entries {
		at := slices.IndexFunc(out.Models, func(m ModelEntry) bool { return m.Name == entry.Name })
		if at < 0 || entry.Refused != "" {
			continue
		}
		held := &HoldoutEntry{Horizon: float64(found.contest.Days) / unitDays, Customers: entry.Customers, Predicted: entry.Predicted, Actual: int(entry.Actual), MAE: entry.MAE, RMSE: entry.RMSE}
		if entry.Actual > 0 {
			held.Bias = entry.Bias()
		}
		out.Models[at].Holdout = held
	}
	return out
}

// entryOf is a candidate as models.json tells it. A rule has no parameters, and
// nothing in it that could fail to converge.
func entryOf(candidate customerbase.Candidate, customers int) ModelEntry {
	entry := ModelEntry{Name: candidate.Name, Parameters: map[string]float64{}, StandardErrors: map[string]*float64{}, Customers: customers, Converged: candidate.Estimate == nil, Refused: candidate.Refused}
	estimate := candidate.Estimate
	if candidate.Refused != "" {
		entry.Converged = false
	}
	if estimate == nil {
		return entry
	}
	entry.LogLikelihood, entry.Customers, entry.Converged = &estimate.LogLikelihood, int(estimate.Customers), estimate.Converged
	for _, parameter := range estimate.Parameters {
		entry.Parameters[parameter.Name] = parameter.Value
		entry.StandardErrors[parameter.Name] = nil
		if !parameter.Unknown {
			entry.StandardErrors[parameter.Name] = &parameter.StandardError
		}
	}
	return entry
}

// WriteModels writes models.json.
func WriteModels(w io.Writer, models ModelsFile) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(models)
}

// customers is the table of customers.csv, by customer. A model that cannot
// tell who of those that never came back has left takes them all for active.
func (q ValueQuestion) customers(unitDays float64, v customerbase.Valuation) *table.Table {
	out := &table.Table{Columns: columnsOf("customer_id t, frequency i, recency f, age f, monetary_value m, p_alive f, expected_purchases f, lo90 f, hi90 f, expected_value m, clv m")}
	for i, o := range v.Outlooks {
		c := v.History.Customers[i]
		alive := o.Alive
		if math.IsNaN(alive) {
			alive = 1
		}
		out.Rows = append(out.Rows, []any{
			c.ID, c.Repeats, float64(c.RecencyDays) / unitDays, float64(c.AgeDays) / unitDays, inCents(c.Spend),
			alive, o.Purchases, o.Range.Low90, o.Range.High90, inCents(o.Each), inCents(o.Lifetime),
		})
	}
	return out
}
