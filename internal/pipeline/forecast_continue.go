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
	made series.Forecast
	err  error
}

// continued forecasts each series so many months ahead.
func (w *work) continued(ctx context.Context, wanted []monthSeries, ahead int) ([]continuedSeries, error) {
	made := make([]continuedSeries, len(wanted))
	for _, season := range []int{1, monthsAYear} {
		var inputs []series.Input
		var places []int
		for i, one := range wanted {
			if seasonOf(len(one.values)) != season {
				continue
			}
			values, _ := series.FillGaps(one.values, season)
			inputs = append(inputs, series.Input{Name: one.called(), Values: values})
			places = append(places, i)
		}
		outcomes, err := series.ForecastMany(ctx, inputs, nil, series.Options{Season: season, Horizon: ahead, NonNegative: true}, w.threads(), nil)
		if err != nil {
			return nil, err
		}
		for i, outcome := range outcomes {
			made[places[i]] = continuedSeries{monthSeries: wanted[places[i]], made: outcome.Forecast, err: outcome.Err}
		}
	}
	return made, nil
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
	averageOrder(told)
	return told, left
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
