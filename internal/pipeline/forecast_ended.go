package pipeline

import (
	"math"
	"slices"

	"clientele/internal/series"
)

// longSilent is how many months without a sale, more than ever before, end a member.
const longSilent = 6

// hasEnded says of a member that it sells no more: nothing in the last twelve months, or
// nothing for longer than it ever paused, and for half a year at least. Returns are no
// sales. Who never sold has not ended while anything at all moves.
func (s monthSeries) hasEnded() bool {
	sells := func(value float64) bool { return value > 0 }
	if !slices.ContainsFunc(s.values, sells) {
		sells = func(value float64) bool { return value < 0 }
	}
	if !slices.ContainsFunc(s.values, sells) {
		return false
	}
	longest, silent, begun := 0, 0, false
	for _, value := range s.values {
		switch {
		case math.IsNaN(value):
		case sells(value):
			if begun {
				longest = max(longest, silent)
			}
			silent, begun = 0, true
		default:
			silent++
		}
	}
	return silent >= monthsAYear || silent >= longSilent && silent > longest
}

// continuing is what the forecast goes by: of the rest, without those who have ended.
func (s monthSeries) continuing() []float64 {
	if s.living != nil {
		return s.living
	}
	return s.values
}

// cannotBeNegative says of revenue that it is not forecast below 0: where nothing of it
// ever was, and where the last year together was not, whatever the returns of a month.
func (s monthSeries) cannotBeNegative() bool {
	values := s.continuing()
	return s.figure == revenueFigure && sumKnown(values[max(0, len(values)-monthsAYear):]) >= 0
}

// nothingAhead is the forecast of who has ended.
func nothingAhead(ahead int) series.Forecast {
	none := func() []float64 { return make([]float64, ahead) }
	return series.Forecast{Mean: none(), Lo80: none(), Hi80: none(), Lo95: none(), Hi95: none()}
}

// notBelowZero cuts the mean and the bands.
func notBelowZero(made series.Forecast) {
	for _, values := range [][]float64{made.Mean, made.Lo80, made.Hi80, made.Lo95, made.Hi95} {
		for step, value := range values {
			values[step] = math.Max(0, value)
		}
	}
}
