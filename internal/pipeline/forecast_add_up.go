package pipeline

import (
	"fmt"
	"math"
	"slices"

	"clientele/internal/series"
)

// addUp makes the parts of each dimension add up to the company's revenue, which moves
// with them: month by month, and in the cents that are told. It says where there was
// little to go by.
func addUp(told []continuedSeries) (said []string, err error) {
	places, hierarchy := hierarchyOf(told)
	if len(hierarchy.Sums) == 0 {
		return nil, nil
	}
	base := make([]series.Forecast, len(places))
	hierarchy.NonNegative = make([]bool, len(places))
	for i, place := range places {
		base[i] = told[place].made
		hierarchy.NonNegative[i] = !slices.ContainsFunc(told[place].values, func(value float64) bool { return value < 0 })
	}
	reconciled, err := hierarchy.Reconcile(base)
	if err != nil {
		return nil, fmt.Errorf("making the parts of the forecast add up: %w", err)
	}
	if reconciled.Weights != series.WeighMinT {
		said = append(said, fmt.Sprintf("the parts of the forecast are made to add up by the %s alone: the history is too short for more", reconciled.Weights))
	}
	for step := range base[0].Mean {
		roundTogether(reconciled.Forecasts, hierarchy.Sums, step)
	}
	for i, place := range places {
		told[place].made = reconciled.Forecasts[i]
	}
	return said, nil
}

// hierarchyOf says which series are the company's revenue and its parts, the company
// first, and which of them add up.
func hierarchyOf(told []continuedSeries) (places []int, hierarchy series.Hierarchy) {
	dimension := ""
	for place, one := range told {
		if one.figure != revenueFigure {
			continue
		}
		if one.dimension != dimension {
			dimension = one.dimension
			hierarchy.Sums = append(hierarchy.Sums, series.Sum{Whole: 0})
		}
		if dimension != "" {
			sum := &hierarchy.Sums[len(hierarchy.Sums)-1]
			sum.Parts = append(sum.Parts, len(places))
		}
		places = append(places, place)
	}
	return places, hierarchy
}

// roundTogether rounds the whole of each sum to cents and its parts so that they add up
// to that: each down, and those up by a cent that lost most.
func roundTogether(forecasts []series.Forecast, sums []series.Sum, step int) {
	for _, sum := range sums {
		whole := forecasts[sum.Whole].Mean
		whole[step] = cents(whole[step])
		left := math.Round(whole[step] * 100)
		parts := slices.Clone(sum.Parts)
		lost := map[int]float64{}
		for _, part := range parts {
			means := forecasts[part].Mean
			down := math.Floor(means[step] * 100)
			lost[part] = means[step]*100 - down
			means[step] = down / 100
			left -= down
		}
		slices.SortStableFunc(parts, func(a, b int) int {
			if lost[a] > lost[b] {
				return -1
			}
			return 1
		})
		for _, part := range parts[:max(0, min(int(left), len(parts)))] {
			forecasts[part].Mean[step] = cents(forecasts[part].Mean[step] + 0.01)
		}
	}
	for _, forecast := range forecasts {
		mean := forecast.Mean[step]
		forecast.Lo80[step], forecast.Hi80[step] = math.Min(forecast.Lo80[step], mean), math.Max(forecast.Hi80[step], mean)
		forecast.Lo95[step], forecast.Hi95[step] = math.Min(forecast.Lo95[step], mean), math.Max(forecast.Hi95[step], mean)
	}
}
