package pipeline

import (
	"context"
	"fmt"
	"slices"

	"clientele/internal/series"
)

// continuedSeries is a series with its forecast, or with the reason why it has none.
type continuedSeries struct {
	monthSeries
	made    series.Forecast
	effects []series.Effect
	err     error
}

// continued forecasts each series so many months ahead; the company's revenue comes
// first where there is money. What the calendar does to months is taken out before and
// put back behind.
func (w *work) continued(ctx context.Context, wanted []monthSeries, ahead int) ([]continuedSeries, error) {
	made, adjusted := make([]continuedSeries, len(wanted)), w.adjusted(wanted, ahead)
	for _, season := range []int{1, monthsAYear} {
		var inputs []series.Input
		var places []int
		for i, one := range wanted {
			if seasonOf(len(one.values)) != season {
				continue
			}
			if one.ended {
				made[i] = continuedSeries{monthSeries: one, made: nothingAhead(ahead), effects: adjusted[i].Effects}
				continue
			}
			inputs = append(inputs, series.Input{Name: one.called(), Values: adjusted[i].Values})
			places = append(places, i)
		}
		outcomes, err := series.ForecastMany(ctx, inputs, nil, series.Options{Season: season, Horizon: ahead, NonNegative: true}, w.threads(), nil)
		if err != nil {
			return nil, err
		}
		for i, outcome := range outcomes {
			at := places[i]
			withCalendar(outcome.Forecast, adjusted[at].Factors, len(wanted[at].values))
			if wanted[at].cannotBeNegative() {
				notBelowZero(outcome.Forecast)
			}
			made[at] = continuedSeries{monthSeries: wanted[at], made: outcome.Forecast, effects: adjusted[at].Effects, err: outcome.Err}
		}
	}
	return made, nil
}

// adjusted takes out of each series what the calendar does to its months. Money of all
// kinds has the effects of the revenue, where they can be told best; an average order
// has none.
func (w *work) adjusted(wanted []monthSeries, ahead int) []series.Adjustment {
	out := make([]series.Adjustment, len(wanted))
	for i, one := range wanted {
		n := len(one.values)
		switch {
		case one.figure == averageOrderFigure:
			out[i] = series.Adjust(one.values, series.Regressors{Rows: make([][]float64, n+ahead)}, monthsAYear)
		case one.dimension != "" || one.figure == marginFigure:
			whole := out[0].Factors
			out[i].Factors = whole[len(whole)-n-ahead:]
			for t, value := range one.continuing() {
				out[i].Values = append(out[i].Values, value/out[i].Factors[t])
			}
		default:
			out[i] = series.Adjust(one.values, w.months(one.first, n+ahead), monthsAYear)
		}
	}
	return out
}

// withCalendar puts back what the months to come are, and what those were of which the
// errors are.
func withCalendar(made series.Forecast, factors []float64, history int) {
	for step := range made.Mean {
		for _, values := range [][]float64{made.Mean, made.Lo80, made.Hi80, made.Lo95, made.Hi95} {
			values[step] *= factors[history+step]
		}
	}
	for i := range made.Residuals {
		made.Residuals[i] *= factors[history-len(made.Residuals)+i]
	}
}

// settled leaves out what could not be forecast, with a dimension as a whole, since
// the rest of it would not add up; makes the parts add up; and takes the average order
// for what it is, revenue by orders.
func settled(made []continuedSeries) (told []continuedSeries, left []string) {
	refused := map[string]bool{}
	for _, one := range made {
		if one.err != nil {
			left = append(left, fmt.Sprintf("%s is not forecast: %v", one.called(), one.err))
			refused[one.dimension] = one.dimension != ""
		}
	}
	told = slices.DeleteFunc(slices.Clone(made), func(one continuedSeries) bool { return one.err != nil || refused[one.dimension] })
	told, said := addUp(told)
	averageOrder(told)
	return told, append(left, said...)
}

// averageOrder puts revenue by orders in place of the mean of its own series, and
// moves the bands with it: their width was measured on the average itself.
func averageOrder(told []continuedSeries) {
	find := func(figure string) int {
		return slices.IndexFunc(told, func(s continuedSeries) bool { return s.figure == figure && s.dimension == "" })
	}
	revenue, orders, average := find(revenueFigure), find(ordersFigure), find(averageOrderFigure)
	if average < 0 || orders < 0 {
		return
	}
	made := &told[average].made
	for h, own := range made.Mean {
		if told[orders].made.Mean[h] <= 0 || own <= 0 {
			continue
		}
		ratio := told[revenue].made.Mean[h] / told[orders].made.Mean[h]
		if !(ratio > 0) {
			continue
		}
		for _, values := range [][]float64{made.Mean, made.Lo80, made.Hi80, made.Lo95, made.Hi95} {
			values[h] *= ratio / own
		}
	}
}
