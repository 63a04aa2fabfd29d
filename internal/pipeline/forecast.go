package pipeline

import (
	"context"
	"errors"
	"fmt"
	"math"

	"clientele/internal/job"
	"clientele/internal/series"
)

// forecastStep continues the months: revenue, other figures, and their parts.
func (w *work) forecastStep() job.Step {
	return job.Step{
		Name: "forecast", Reads: []string{"monthly_series", "monthly_parts"},
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
	history := months.Len()
	if history < fewestMonths {
		return job.Skip(fmt.Sprintf("%d complete months of history are too few to forecast from; %d are needed", history, fewestMonths))
	}
	ahead := w.monthsAhead(history)
	if ahead < w.config.Forecast.Months {
		report.Warn(fmt.Sprintf("%d months are forecast instead of %d: half of the %d complete months of history", ahead, w.config.Forecast.Months, history))
	}
	parts, err := w.engine.ReadTable(ctx, "monthly_parts")
	if err != nil {
		return err
	}
	wanted, left := figuresOf(months)
	for _, reason := range append(left, gapWarnings(months)...) {
		report.Warn(reason)
	}
	made, err := w.continued(ctx, append(wanted, partsOf(months, parts)...), ahead)
	if err != nil {
		return err
	}
	var short *series.TooShortError
	if err := made[0].err; errors.As(err, &short) {
		return job.Skip(short.Error())
	} else if err != nil {
		return err
	}
	told, left := settled(made)
	for _, reason := range left {
		report.Warn(reason)
	}
	report.Add(int64(ahead))
	return w.keepForecast(ctx, told)
}

// keepForecast writes the tables; the first series is the company's revenue.
func (w *work) keepForecast(ctx context.Context, told []continuedSeries) error {
	total := told[0]
	for _, made := range []lazyTable{
		forecastTable(total, w.asOf), contestTable(total.made, seasonOf(len(total.values))),
		seriesTable(told, w.asOf), metricsTable(told, w.asOf), marksTable(total), w.effectsTable(total),
	} {
		if err := w.createLazily(ctx, made); err != nil {
			return err
		}
	}
	return nil
}

func (w *work) createLazily(ctx context.Context, made lazyTable) error {
	return w.engine.CreateRows(ctx, made.name, made.columns, made.n, made.row)
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

// cents rounds a model's amount once, at the edge.
func cents(value float64) float64 { return math.Round(value*100) / 100 }

// shownModel calls the seasonal naive rule what it is where there is no season.
func shownModel(model string, season int) string {
	if season == 1 && model == (series.SeasonalNaive{}).Name() {
		return "naive"
	}
	return model
}
