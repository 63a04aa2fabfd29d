package series

import (
	"cmp"
	"math"
	"slices"

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
// times the multiple; of square roots where roots is set.
type spread struct {
	source     BandSource
	roots      bool
	sd         []float64 // never falls with h
	multiple80 float64
	multiple95 float64
}

// band is from and to which a multiple of the spread reaches, i steps behind the first.
func (s spread) band(mean float64, i int, multiple float64) (low, high float64) {
	if !s.roots {
		return mean - multiple*s.sd[i], mean + multiple*s.sd[i]
	}
	middle, reach := signedRoot(mean), multiple*s.sd[i]
	// The square of a root is not quite what the root was taken of.
	return math.Min(mean, signedSquare(middle-reach)), math.Max(mean, signedSquare(middle+reach))
}

func signedRoot(v float64) float64   { return math.Copysign(math.Sqrt(math.Abs(v)), v) }
func signedSquare(v float64) float64 { return math.Copysign(v*v, v) }

// rollingSpread measures the errors of a trial.
//
// Of a series without negative values errors are differences of square roots: sales that
// vary miss by more above than below, and nothing falls below 0. Roots stand between
// differences, which miss thrice as often above, and logarithms, which explode where
// little was sold. And they are relative to the level known at their origin, the mean of
// its last cycle: a company that has doubled errs by twice as much.
//
// Squared errors are averaged per step and made monotone (isotonic regression, each step
// with the weight of its origins), so that few errors at long steps lean on the many at
// short ones; steps that no origin reached grow as those of a random walk. The weight of
// an origin is the square of the values known there: who knew little erred more.
//
// The multiple of the standard deviation is the quantile of the errors themselves, of all
// steps together, drawn towards Student's with six degrees of freedom, as if these were
// ten origins more; at 95 % it is made 1.15 times as wide, since overlapping errors hold
// fewer extremes than as many independent ones. These numbers were set with the last months of the
// training parts of M1, M3 and Tourism held back, all collections together:
//
//	M1 monthly 77.9/94.0 (cut to 18 months 80.7/93.9, to 30 months 81.9/95.3),
//	Tourism monthly 76.4/94.4, M3 monthly 83.6/97.0, quarterly 81.3/95.0 and 84.9/96.9,
//	yearly 87.9/97.7 and 80.3/94.6; the mean of these nine 81.7/95.4
//
// A collection's last months go well or ill together, so that no rule is right on each:
// with differences instead of roots the nine are 81.5/94.9, but twice as many values
// lie above as below, and the means spread further.
func rollingSpread(trial Trial, y []float64, season, horizon int) spread {
	out := spread{source: BandsRolling, roots: !anyNegative(y), sd: make([]float64, horizon)}
	rows, origins, now := standardErrors(trial, y, season, out.roots)
	squares, weights := make([]float64, len(trial.Counts)), make([]float64, len(trial.Counts))
	for i, row := range rows {
		for h, e := range row {
			if !math.IsNaN(e) {
				squares[h] += origins[i] * e * e
				weights[h] += origins[i]
			}
		}
	}
	reached := 0
	for reached < len(weights) && weights[reached] > 0 { // a gap: as if the series had not come so far
		squares[reached] /= weights[reached]
		reached++
	}
	squares = isotonic(squares[:reached], weights[:reached])
	for i := range out.sd {
		if i < reached {
			out.sd[i] = math.Sqrt(squares[i]) * now
		} else {
			out.sd[i] = out.sd[reached-1] * math.Sqrt(float64(i+1)/float64(reached))
		}
	}
	var sizes []sizedError
	for i, row := range rows {
		for h, e := range row[:min(len(row), reached)] {
			if squares[h] > 0 && !math.IsNaN(e) {
				sizes = append(sizes, sizedError{math.Abs(e) / math.Sqrt(squares[h]), origins[i]})
			}
		}
	}
	slices.SortFunc(sizes, func(a, b sizedError) int { return cmp.Compare(a.value, b.value) })
	own := float64(len(rows)) / float64(len(rows)+10)
	out.multiple80 = own*quantile(sizes, 0.80) + (1-own)*student(0.80, 6)
	out.multiple95 = 1.15 * (own*quantile(sizes, 0.95) + (1-own)*student(0.95, 6))
	return out
}

// standardErrors are the errors of a trial in units of the level known at their origin,
// the weight of each origin, and the unit of now.
func standardErrors(trial Trial, y []float64, season int, roots bool) (rows [][]float64, weights []float64, now float64) {
	units := originUnits(trial, y, season)
	if roots {
		for i, unit := range units {
			units[i] = math.Sqrt(unit)
		}
	}
	for i, errors := range trial.Errors {
		row := make([]float64, len(errors))
		for h, e := range errors {
			if mean := trial.Means[i][h]; roots {
				// The value is mean + e, and not negative but for rounding.
				e = math.Sqrt(math.Max(0, mean+e)) - signedRoot(mean)
			}
			row[h] = e / units[i]
		}
		share := float64(trial.Known[i]) / float64(len(y))
		rows, weights = append(rows, row), append(weights, share*share)
	}
	return rows, weights, units[len(units)-1]
}

// originUnits is the unit of the errors of each origin, and last the unit of now: the
// mean of the last cycle known. It is 1 throughout where a value is negative, and
// where the level changed a thousandfold, over which nobody believes in proportions.
func originUnits(trial Trial, y []float64, season int) []float64 {
	const fewest = 4 // of a single value the mean would be noise
	cycle := max(season, fewest)
	units := make([]float64, 0, len(trial.Known)+1)
	for _, known := range append(append([]int(nil), trial.Known...), len(y)) {
		units = append(units, mean(y[max(0, known-cycle):known]))
	}
	least, most := slices.Min(units), slices.Max(units)
	if anyNegative(y) || !(least > most/1000) {
		for i := range units {
			units[i] = 1
		}
	}
	return units
}

// sizedError is the size of an error that counts as much as its weight.
type sizedError struct{ value, weight float64 }

// quantile of ascending values: the first by which the share of the weight is reached.
// Without values, all errors were 0 and so is the spread; any multiple will do.
func quantile(ascending []sizedError, share float64) float64 {
	total, sum := 0.0, 0.0
	for _, v := range ascending {
		total += v.weight
	}
	for _, v := range ascending {
		if sum += v.weight; sum >= share*total {
			return v.value
		}
	}
	return 0
}

// student is the multiple of the standard deviation within which a share lies.
func student(share, freedom float64) float64 {
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: freedom}.Quantile((1 + share) / 2)
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
	out.multiple80 = student(0.80, freedom)
	out.multiple95 = student(0.95, freedom)
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
