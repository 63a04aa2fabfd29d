package pipeline

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"clientele/internal/job"
	"clientele/internal/series"
	"clientele/internal/table"
)

// forecastStep continues the months: revenue, other figures, and their parts.
func (w *work) forecastStep() job.Step {
	return job.Step{
		Name: "forecast", Reads: []string{"monthly_series"},
		Writes: []string{"forecast", "forecast_models", "forecast_series", "forecast_metrics", "forecast_marks", "forecast_effects"},
		Run:    w.forecast,
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
