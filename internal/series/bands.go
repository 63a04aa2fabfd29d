package series

import (
	"math"
	"sort"

	"gonum.org/v1/gonum/stat/distuv"
)

// BandSource says what the width of the bands was measured on.
type BandSource string

const (
	// BandsRolling stands for the errors of rolling origins, step by step.
	BandsRolling BandSource = "rolling origins"
	// BandsModel is for a series too short for that: errors one step ahead inside the
	// series, grown by the model's own formula.
	BandsModel BandSource = "model"
	// BandsAssumed is for a single value, which says nothing about errors: its size is
	// taken for their standard deviation.
	BandsAssumed BandSource = "assumed"
)

// enoughOrigins is the least number of origins that says something: fewer give bands by
// the model and no judgement.
const enoughOrigins = 4

// spread is the width of the bands: to each side of the mean, h steps ahead, sd[h-1]
// times the multiple.
type spread struct {
	source     BandSource
	sd         []float64 // never falls with h
	multiple80 float64
	multiple95 float64
}

// rollingSpread measures the errors of a trial.
//
// Squared errors are averaged per step and made monotone (isotonic regression, each step
// with the weight of its origins), so that few errors at long steps lean on the many at
// short ones; steps that no origin reached grow as those of a random walk.
// Errors of a positive series are relative to the level known at their origin, the mean
// of its last cycle: a company that has doubled errs by twice as much.
//
// The multiple of the standard deviation stands halfway between Student's quantile and
// the quantile of the series' own errors. The degrees of freedom are a third of the
// origins, at most 6: overlapping errors are not independent, and the next months may
// be unlike all before. These two numbers were set on M1 with the last 18 months of the
// training part held back, never on the months that the competition held back.
func rollingSpread(trial Trial, y []float64, season, horizon int) spread {
	units := originUnits(trial, y, season)
	squares := make([]float64, len(trial.Counts))
	for i, errors := range trial.Errors {
		for h, e := range errors {
			if !math.IsNaN(e) {
				squares[h] += (e / units[i]) * (e / units[i])
			}
		}
	}
	var weights []float64
	for h, count := range trial.Counts {
		if count == 0 {
			break // gaps: as if the series had not reached so far
		}
		weights = append(weights, float64(count))
		squares[h] /= weights[h]
	}
	squares = isotonic(squares[:len(weights)], weights)
	var sizes []float64
	for i, errors := range trial.Errors {
		for h, e := range errors[:min(len(errors), len(squares))] {
			if squares[h] > 0 && !math.IsNaN(e) {
				sizes = append(sizes, math.Abs(e/units[i])/math.Sqrt(squares[h]))
			}
		}
	}
	sort.Float64s(sizes)
	now := units[len(units)-1]
	out := spread{source: BandsRolling, sd: make([]float64, horizon)}
	reached := len(squares)
	for i := range out.sd {
		if i < reached {
			out.sd[i] = math.Sqrt(squares[i]) * now
		} else {
			out.sd[i] = out.sd[reached-1] * math.Sqrt(float64(i+1)/float64(reached))
		}
	}
	freedom := math.Min(6, math.Max(2.5, float64(len(trial.Known))/3))
	out.multiple80 = multiple(0.80, freedom, sizes)
	out.multiple95 = multiple(0.95, freedom, sizes)
	return out
}

// originUnits is the unit of the errors of each origin, and last the unit of now: the
// mean of the last cycle known. It is 1 throughout where a value is not positive, and
// where the level changed a thousandfold, over which nobody believes in proportions.
func originUnits(trial Trial, y []float64, season int) []float64 {
	const fewest = 4 // of a single value the mean would be noise
	cycle := max(season, fewest)
	units := make([]float64, 0, len(trial.Known)+1)
	for _, known := range append(append([]int(nil), trial.Known...), len(y)) {
		units = append(units, mean(y[max(0, known-cycle):known]))
	}
	least, most := units[0], units[0]
	for _, unit := range units {
		least, most = math.Min(least, unit), math.Max(most, unit)
	}
	usable := least > most/1000
	for _, v := range y {
		usable = usable && v > 0
	}
	if !usable {
		for i := range units {
			units[i] = 1
		}
	}
	return units
}

// multiple of the standard deviation within which a share of the errors lies; sizes are
// the absolute errors in standard deviations, ascending.
func multiple(share, freedom float64, sizes []float64) float64 {
	student := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: freedom}.Quantile((1 + share) / 2)
	if len(sizes) == 0 {
		return student
	}
	normal := distuv.UnitNormal.Quantile((1 + share) / 2)
	// The order statistic that split conformal prediction takes.
	own := sizes[min(int(share*float64(len(sizes)+1)), len(sizes)-1)]
	return student * (1 + own/normal) / 2
}

// isotonic is the least-squares fit that never falls: pool adjacent violators.
func isotonic(values, weights []float64) []float64 {
	type block struct {
		value, weight float64
		length        int
	}
	var blocks []block
	for i, v := range values {
		last := block{v, weights[i], 1}
		for len(blocks) > 0 && blocks[len(blocks)-1].value > last.value {
			before := blocks[len(blocks)-1]
			blocks = blocks[:len(blocks)-1]
			total := before.weight + last.weight
			last = block{(before.value*before.weight + last.value*last.weight) / total, total, before.length + last.length}
		}
		blocks = append(blocks, last)
	}
	out := make([]float64, 0, len(values))
	for _, b := range blocks {
		for range b.length {
			out = append(out, b.value)
		}
	}
	return out
}

// modelSpread serves where the history is too short for rolling origins. A model with
// two or three parameters may run through three points without an error, so the steps
// from value to value bound the standard deviation from below.
func modelSpread(fitted Fitted, y []float64, horizon int) spread {
	out := spread{source: BandsModel}
	sd, freedom := 0.0, math.Min(6, float64(len(y)-1))
	if len(y) == 1 {
		out.source, sd, freedom = BandsAssumed, math.Abs(y[0]), 1e6
	} else {
		steps := make([]float64, len(y)-1)
		for t := range steps {
			steps[t] = y[t+1] - y[t]
		}
		sd = math.Max(rootMeanSquare(steps), rootMeanSquare(fitted.Residuals()))
	}
	out.sd = fitted.Growth(horizon)
	for i := range out.sd {
		out.sd[i] *= sd
	}
	out.multiple80 = multiple(0.80, freedom, nil)
	out.multiple95 = multiple(0.95, freedom, nil)
	return out
}

func rootMeanSquare(x []float64) float64 {
	if len(x) == 0 {
		return 0
	}
	sum := 0.0
	for _, v := range x {
		sum += v * v
	}
	return math.Sqrt(sum / float64(len(x)))
}
