package alerts

import (
	"fmt"
	"math"
	"slices"

	"clientele/internal/series"
)

// Expected is where a figure should lie that the model has not seen.
type Expected struct {
	Mean                   float64
	Lo80, Hi80, Lo95, Hi95 float64
}

const (
	// FewestWeeks of history carry a band: a year and some. Forecasts that knew fewer
	// than learning of them erred more than the next one will, and are not counted;
	// forty are left, of which the outer fortieth is one.
	FewestWeeks = 60
	learning    = 20
	// latest errors count, of a year and a half: what a company was like before says
	// little of how far it misses now.
	latest = 80
	// seasonWeeks of a year count once there are three of them: with fewer the model
	// would see each week of the year once or twice.
	seasonWeeks = 52
	fewestCycle = 3
)

// TooShortError says that a history carries no band.
type TooShortError struct{ Have, Need int }

func (e *TooShortError) Error() string {
	return fmt.Sprintf("a history of %d weeks is too short for a band; %d are needed", e.Have, e.Need)
}

// Expect says where the week behind a history of weekly sums should lie, oldest
// first; a NaN is a week without data. It continues the weeks as the monthly
// forecast does the months (series.Choose), with a season of 52 weeks where there
// are three years; holidays are not known to it but as what happened in the same
// week of earlier years.
//
// The band is conformal: its borders are the forecast and the quantiles of what past
// weeks were beside their own forecasts, each made from what lay before it, of the
// latest 80 of them. The lower one of 95 % goes by the k-th smallest of m errors with
// k = 0.025·(m+1), between neighbours by their distance: where the weeks are
// exchangeable in that measure, one of forty falls below it, whatever the
// distribution (Vovk, Gammerman & Shafer, "Algorithmic Learning in a Random World",
// 2005, chapter 2). Errors are differences of square roots, since sums of orders vary
// with the root of their number; where something was, or is forecast to be, below 0
// (margins, returns in excess), plain differences.
//
// In 2,000 invented companies for each length (random orders that grow, have seasons
// and turns of mood) a last week in which nothing was wrong lay below the band of
// 95 % in 2.8, 1.4 and 2.5 % of them after one, two and a half and four years, and
// above it in 2.0, 2.5 and 1.7 %; a week with half of its sales lay below in 91, 94
// and 98 %. Looked at every day, a week is seen seven times in part: ten such shops
// heard 3.6 times a year of a fall that was none. With quotients instead of roots
// 1.1 to 1.9 % lay below, with plain differences 2.6 to 3.5.
func Expect(history []float64) (Expected, error) {
	known := 0
	for _, value := range history {
		if !math.IsNaN(value) {
			known++
		}
	}
	if known < FewestWeeks {
		return Expected{}, &TooShortError{Have: known, Need: FewestWeeks}
	}
	season := 1
	if len(history) > fewestCycle*seasonWeeks {
		season = seasonWeeks
	}
	weeks, _ := series.FillGaps(history, season)
	made, err := series.Choose(weeks, nil, series.Options{Season: season, Horizon: 1, NonNegative: true})
	if err != nil {
		return Expected{}, fmt.Errorf("the weeks cannot be continued: %w", err)
	}
	errors := made.Residuals[max(0, len(made.Residuals)-min(latest, len(weeks)-learning)):]
	return conformal(weeks, made.Mean[0], errors), nil
}

// conformal is the band about a mean, by the errors of past forecasts of the last
// values.
func conformal(values []float64, mean float64, errors []float64) Expected {
	values = values[len(values)-len(errors):]
	distances, roots := make([]float64, len(errors)), mean >= 0
	for i, e := range errors {
		distances[i] = math.Sqrt(values[i]) - math.Sqrt(values[i]-e)
		roots = roots && !math.IsNaN(distances[i])
	}
	border := func(share float64) float64 {
		root := max(0, math.Sqrt(mean)+quantile(distances, share))
		return root * root
	}
	if !roots {
		distances = slices.Clone(errors)
		border = func(share float64) float64 { return mean + quantile(distances, share) }
	}
	slices.Sort(distances)
	out := Expected{Mean: mean, Lo80: border(0.1), Hi80: border(0.9), Lo95: border(0.025), Hi95: border(0.975)}
	// Errors that lean to one side leave the mean outside; the band has it all the same.
	out.Lo95, out.Lo80 = min(out.Lo95, mean), min(out.Lo80, mean)
	out.Hi95, out.Hi80 = max(out.Hi95, mean), max(out.Hi80, mean)
	return out
}

// quantile of ascending values: the one at place share·(m+1), counted from 1,
// between two by their distance, and at the ends the least and the greatest.
func quantile(ascending []float64, share float64) float64 {
	place := share * float64(len(ascending)+1)
	below := int(math.Floor(place))
	switch {
	case below < 1:
		return ascending[0]
	case below >= len(ascending):
		return ascending[len(ascending)-1]
	}
	low, high := ascending[below-1], ascending[below]
	return low + (place-float64(below))*(high-low)
}
