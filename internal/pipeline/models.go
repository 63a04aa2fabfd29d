package pipeline

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/job"
	"clientele/internal/series"
	"clientele/internal/table"
)

// modelSteps forecast the months and judge the customers.
func (w *work) modelSteps() job.Job {
	return job.Job{
		{Name: "forecast", Reads: []string{"monthly_series"}, Writes: []string{"forecast", "forecast_models"}, Run: w.forecast},
		{Name: "customer value", Reads: []string{"orders", "customers"}, Writes: []string{"value_models", "value_holdout", "value_customers"}, Run: w.value},
	}
}

// forecast continues the series of complete months.
func (w *work) forecast(ctx context.Context, report *job.Reporter) error {
	months, err := w.engine.ReadTable(ctx, "monthly_series")
	if err != nil {
		return err
	}
	y := make([]float64, months.Len())
	for i := range y {
		y[i] = months.Float(i, "revenue")
	}
	if len(y) < fewestMonths {
		return job.Skip(fmt.Sprintf("%d complete months of history are too few to forecast from; %d are needed", len(y), fewestMonths))
	}
	ahead := w.monthsAhead(len(y))
	if ahead < w.config.Forecast.Months {
		report.Warn(fmt.Sprintf("%d months are forecast instead of %d: half of the %d complete months of history", ahead, w.config.Forecast.Months, len(y)))
	}
	made, err := series.Choose(y, series.DefaultModels(), series.Options{Season: seasonOf(len(y)), Horizon: ahead, NonNegative: true})
	var short *series.TooShortError
	if errors.As(err, &short) {
		return job.Skip(short.Error())
	}
	if err != nil {
		return err
	}
	report.Add(int64(len(made.Mean)))
	if err := w.engine.CreateTable(ctx, "forecast", forecastTable(months, made)); err != nil {
		return err
	}
	return w.engine.CreateTable(ctx, "forecast_models", contestTable(made, seasonOf(len(y))))
}

// monthsAhead is how far the config wants to look, but no further than half
// of what there is to look back on: beyond that the bands say nothing.
func (w *work) monthsAhead(history int) int {
	return min(w.config.Forecast.Months, max(1, history/2))
}

const (
	monthsAYear = 12
	// fewestMonths: with less the bands would be assumed instead of measured.
	fewestMonths = 4
)

// seasonOf is the season that a history of months can show: with no more than
// a year there is no month of last year to go by.
func seasonOf(history int) int {
	if history <= monthsAYear {
		return 1
	}
	return monthsAYear
}

// forecastTable is the history and behind it the forecast: a month is a row.
func forecastTable(months *table.Table, made series.Forecast) *table.Table {
	out := &table.Table{Columns: []table.Column{
		{Name: "month", Kind: table.Date}, {Name: "actual", Kind: table.Decimal, Scale: 2},
		{Name: "mean", Kind: table.Float}, {Name: "lo80", Kind: table.Float}, {Name: "hi80", Kind: table.Float},
		{Name: "lo95", Kind: table.Float}, {Name: "hi95", Kind: table.Float}, {Name: "model"},
	}}
	var last time.Time
	for i := range months.Len() {
		last = months.Time(i, "month")
		out.Rows = append(out.Rows, []any{last, months.Decimal(i, "revenue"), nil, nil, nil, nil, nil, nil})
	}
	for i, mean := range made.Mean {
		row := []any{last.AddDate(0, i+1, 0), nil}
		for _, value := range []float64{mean, made.Lo80[i], made.Hi80[i], made.Lo95[i], made.Hi95[i]} {
			row = append(row, cents(value))
		}
		out.Rows = append(out.Rows, append(row, made.Model))
	}
	return out
}

// cents rounds a model's amount once, at the edge.
func cents(value float64) float64 { return math.Round(value*100) / 100 }

// shownModel calls the seasonal naive rule what it is where there is no season.
func shownModel(model string, season int) string {
	if season == 1 && model == (series.SeasonalNaive{}).Name() {
		return "naive"
	}
	return model
}

func contestTable(made series.Forecast, season int) *table.Table {
	out := &table.Table{Columns: []table.Column{
		{Name: "model"}, {Name: "smape", Kind: table.Float}, {Name: "mase", Kind: table.Float},
		{Name: "weight", Kind: table.Float}, {Name: "chosen", Kind: table.Boolean},
	}}
	for _, entry := range made.Contest {
		var weight any = entry.Weight
		if entry.Chosen {
			weight = nil // the mean itself has no share in itself
		}
		out.Rows = append(out.Rows, []any{shownModel(entry.Model, season), entry.SMAPE, entry.MASE, weight, entry.Chosen})
	}
	return out
}

// value fits the customer-base models twice: on what was known before the
// holdout, to see how far off they were, and on all, to look ahead.
func (w *work) value(ctx context.Context, report *job.Reporter) error {
	names, err := w.engine.ReadTable(ctx, "customers")
	if err != nil {
		return err
	}
	if names.Len() == 0 {
		return job.Skip("no purchase has a customer")
	}
	first := w.asOf
	for i := range names.Len() {
		if day := names.Time(i, "first_on"); !day.IsZero() && day.Before(first) {
			first = day
		}
	}
	study := study{unitDays: daysAWeek, horizon: float64(w.config.Value.HorizonDays) / daysAWeek, discount: weeklyRate(w.config.Value.DiscountRate)}
	holdout, err := w.holdout(ctx, first, study)
	if err != nil {
		return err
	}
	base, err := w.customerBase(ctx, first, w.asOf)
	if err != nil {
		return err
	}
	valued, err := study.run(base)
	if refusal := refused(err); refusal != "" {
		return job.Skip(refusal)
	}
	if err != nil {
		return err
	}
	w.out.unfinished = valued.unfinished()
	report.Add(int64(len(base)))
	if err := w.engine.CreateTable(ctx, "value_models", modelsTable(valued)); err != nil {
		return err
	}
	if err := w.engine.CreateTable(ctx, "value_holdout", holdoutTable(holdout)); err != nil {
		return err
	}
	return w.engine.CreateTable(ctx, "value_customers", valuedTable(valued, names))
}

// customerBase asks for the purchase history of every customer between two
// days.
func (w *work) customerBase(ctx context.Context, first, until time.Time) ([]buyer, error) {
	rows, err := w.engine.Ask(ctx, "forecasts/btyd_statistics", map[string]any{"first": first.Format(time.DateOnly), "until": until.Format(time.DateOnly)})
	if err != nil {
		return nil, err
	}
	return buyersOf(rows), nil
}

// holdout holds back the last part of the history, fits the models on the rest
// and compares. A third of the history at most is held back.
func (w *work) holdout(ctx context.Context, first time.Time, on study) ([]rule, error) {
	span := int(w.asOf.Sub(first).Hours() / 24)
	days := min(w.config.Value.HorizonDays, span/3)
	if days < daysAWeek {
		return nil, nil
	}
	until := w.asOf.AddDate(0, 0, -days)
	base, err := w.customerBase(ctx, first, until)
	if err != nil {
		return nil, err
	}
	actual, err := w.engine.Ask(ctx, "forecasts/btyd_holdout", map[string]any{"until": until.Format(time.DateOnly), "last": w.asOf.Format(time.DateOnly)})
	if err != nil {
		return nil, err
	}
	fit, err := on.fit(base)
	if refused(err) != "" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	on.horizon = float64(days) / on.unitDays
	return on.judge(fit, base, boughtLater(actual)), nil
}

func modelsTable(valued valuation) *table.Table {
	out := &table.Table{Columns: []table.Column{
		{Name: "model"}, {Name: "parameter"}, {Name: "value", Kind: table.Float}, {Name: "standard_error", Kind: table.Float},
		{Name: "log_likelihood", Kind: table.Float}, {Name: "customers", Kind: table.Integer},
		{Name: "converged", Kind: table.Boolean},
	}}
	for _, estimate := range valued.estimates() {
		for _, parameter := range estimate.Parameters {
			var deviation any
			if !parameter.Unknown {
				deviation = parameter.StandardError
			}
			out.Rows = append(out.Rows, []any{estimate.Name, parameter.Name, parameter.Value, deviation, estimate.LogLikelihood, int64(estimate.Customers), estimate.Converged})
		}
	}
	return out
}

func holdoutTable(rules []rule) *table.Table {
	out := &table.Table{Columns: []table.Column{
		{Name: "rule"}, {Name: "predicted", Kind: table.Float}, {Name: "actual", Kind: table.Integer},
		{Name: "bias", Kind: table.Float}, {Name: "mae", Kind: table.Float}, {Name: "chosen", Kind: table.Boolean},
		{Name: "naive", Kind: table.Boolean},
	}}
	for _, r := range rules {
		var bias any
		if r.actual > 0 {
			bias = r.predicted/float64(r.actual) - 1
		}
		out.Rows = append(out.Rows, []any{r.name, r.predicted, int64(r.actual), bias, r.mae, r.chosen, r.name == ownRate})
	}
	return out
}

// valuedTable has a row for each customer, the most valuable first.
func valuedTable(valued valuation, names *table.Table) *table.Table {
	shown := make(map[string]string, names.Len())
	for i := range names.Len() {
		shown[names.Text(i, "customer_id")] = names.Text(i, "customer")
	}
	out := &table.Table{Columns: []table.Column{
		{Name: "customer_id"}, {Name: "customer"}, {Name: "frequency", Kind: table.Integer}, {Name: "recency_days", Kind: table.Integer},
		{Name: "p_alive", Kind: table.Float}, {Name: "expected_purchases", Kind: table.Float},
		{Name: "lo90", Kind: table.Float}, {Name: "hi90", Kind: table.Float},
		{Name: "expected_value", Kind: table.Decimal, Scale: 2}, {Name: "clv", Kind: table.Decimal, Scale: 2},
	}}
	for _, c := range valued.byValue() {
		out.Rows = append(out.Rows, []any{
			c.id, shown[c.id], c.frequency, c.ageDays - c.recencyDays,
			c.alive, c.expected, c.low, c.high,
			decimal.NewFromFloat(c.spend).Round(2), decimal.NewFromFloat(c.lifetime).Round(2),
		})
	}
	return out
}

// weeklyRate is the rate of a week that compounds to that of a year.
func weeklyRate(yearly float64) float64 { return math.Pow(1+yearly, daysAWeek/daysAYear) - 1 }

const (
	daysAWeek = 7
	daysAYear = 365.25
)

// refused is the sentence in which a model declines to answer, "" for any
// other error.
func refused(err error) string {
	if err == nil || !isRefusal(err) {
		return ""
	}
	return err.Error()
}
