package customerbase

import "math"

// hardly is the chance of a purchase within the horizon below which a date for
// it would be a date for nothing.
const hardly = 0.10

// farthest is how far ahead the next purchase is looked for: what comes later
// than in five years is no purchase to wait for.
const farthest = 5 * daysAYear

// next are the days until the next purchase, given that there is one within
// five years: the middle, and the window that leaves a tenth on either side.
func next(model forecaster, h Habit, buys float64) (middle, from, to float64) {
	if buys < hardly {
		return math.NaN(), math.NaN(), math.NaN()
	}
	ever := 1 - model.silence(h, farthest)
	from = quantileDay(model, h, 0.1*ever, 0, farthest)
	middle = quantileDay(model, h, 0.5*ever, from, farthest)
	to = quantileDay(model, h, 0.9*ever, middle, farthest)
	return middle, from, to
}

// quantileDay is the day by which a purchase has come with this chance, to the
// half day, between two days around it: by halves of the logarithm, since the
// chance rises fast at first.
func quantileDay(model forecaster, h Habit, chance, low, high float64) float64 {
	for high-low > 0.5 {
		middle := math.Sqrt((low+1)*(high+1)) - 1
		if 1-model.silence(h, middle) < chance {
			low = middle
		} else {
			high = middle
		}
	}
	return (low + high) / 2
}
