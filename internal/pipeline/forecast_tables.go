package pipeline

import (
	"math"
	"slices"
	"time"

	"clientele/internal/series"
)

// centsOf is an amount rounded once, NULL where nothing is known.
func centsOf(value float64) any {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return nil
	}
	return cents(value)
}

// isCurrent says of a month whether the day lies in it: the months that are forecast
// begin behind the last one that has ended.
func isCurrent(month, asOf time.Time) bool {
	return month.Year() == asOf.Year() && month.Month() == asOf.Month()
}

// bandsOf are the columns mean, lo80, hi80, lo95, hi95 of a step.
func bandsOf(made series.Forecast, step int) []any {
	return []any{centsOf(made.Mean[step]), centsOf(made.Lo80[step]), centsOf(made.Hi80[step]), centsOf(made.Lo95[step]), centsOf(made.Hi95[step])}
}

// forecastTable is the history of revenue and behind it the forecast: a month is a row.
func forecastTable(total continuedSeries, asOf time.Time) lazyTable {
	var rows [][]any
	for i, value := range total.values {
		rows = append(rows, []any{total.month(i), inCents(value), nil, nil, nil, nil, nil, nil, false})
	}
	for step := range total.made.Mean {
		month := total.month(len(total.values) + step)
		row := append([]any{month, nil}, bandsOf(total.made, step)...)
		rows = append(rows, append(row, total.made.Model, isCurrent(month, asOf)))
	}
	return lazily("forecast", "month d, actual m, mean f, lo80 f, hi80 f, lo95 f, hi95 f, model t, incomplete b", rows)
}

func contestTable(made series.Forecast, season int) lazyTable {
	var rows [][]any
	for _, entry := range made.Contest {
		var weight any = entry.Weight
		if entry.Chosen {
			weight = nil // the mean itself has no share in itself
		}
		rows = append(rows, []any{shownModel(entry.Model, season), entry.SMAPE, entry.MASE, weight, entry.Chosen, int64(judgedMonths(made))})
	}
	return lazily("forecast_models", "model t, smape f, mase f, weight f, chosen b, judged i", rows)
}

// place is the columns figure, dimension, member of a series: NULL where it is the
// whole, an empty text where the source has an empty cell.
func (s monthSeries) place() []any {
	switch {
	case s.dimension == "":
		return []any{s.figure, nil, nil}
	case s.rest:
		return []any{s.figure, s.dimension, nil}
	}
	return []any{s.figure, s.dimension, s.member}
}

// seriesTable has each series' past and its forecast.
func seriesTable(told []continuedSeries, asOf time.Time) lazyTable {
	var rows [][]any
	for _, one := range told {
		for i, value := range one.values {
			rows = append(rows, append(one.place(), one.month(i), centsOf(value), nil, nil, nil, nil, nil, false))
		}
		for step := range one.made.Mean {
			month := one.month(len(one.values) + step)
			row := append(append(one.place(), month, nil), bandsOf(one.made, step)...)
			rows = append(rows, append(row, isCurrent(month, asOf)))
		}
	}
	return lazily("forecast_series", "figure t, dimension t, member t, month d, actual f, mean f, lo80 f, hi80 f, lo95 f, hi95 f, incomplete b", rows)
}

// marksTable are the months that stand out, and those without data.
func marksTable(total continuedSeries) lazyTable {
	var rows [][]any
	for _, mark := range series.Marks(total.values, monthsAYear) {
		actual, size := centsOf(total.values[mark.Position]), centsOf(mark.Size)
		if mark.Kind == series.Gap {
			size = nil
		}
		rows = append(rows, []any{total.month(mark.Position), string(mark.Kind), actual, centsOf(mark.Expected), size})
	}
	return lazily("forecast_marks", "month d, kind t, actual f, expected f, size f", rows)
}

// effectsTable is what the calendar does to a month, and what the next one is beside the
// same month a year before: its working days, and the effect's own value (Easter's part
// of its eight days, holidays from Monday to Friday, a leap day).
func (w *work) effectsTable(total continuedSeries) lazyTable {
	month := total.month(len(total.values) + nextStep(total, w.asOf))
	next, before := w.months(month, 1), w.months(month.AddDate(-1, 0, 0), 1)
	of := func(days series.Regressors, name string) any {
		at := slices.Index(days.Names, name)
		if at < 0 || len(days.Rows) == 0 {
			return nil
		}
		return days.Rows[0][at]
	}
	workingDays := func(days series.Regressors) any {
		if number, ok := of(days, tradingDays).(float64); ok {
			return int64(math.Round(number))
		}
		return nil
	}
	var rows [][]any
	for _, effect := range total.effects {
		rows = append(rows, []any{effect.Name, known(effect.Percent), known(effect.Low), known(effect.High), known(effect.P), effect.Used,
			month, workingDays(next), workingDays(before), of(next, effect.Name), of(before, effect.Name)})
	}
	return lazily("forecast_effects", "name t, percent f, lo95 f, hi95 f, p_value f, used b, next_month d, next_days i, year_before_days i, next_value f, year_before_value f", rows)
}

// nextStep is the first month to come of which nothing has happened yet, counted from 0;
// the month that has not ended where no other is forecast.
func nextStep(one continuedSeries, asOf time.Time) int {
	if len(one.made.Mean) > 1 && isCurrent(one.month(len(one.values)), asOf) {
		return 1
	}
	return 0
}
