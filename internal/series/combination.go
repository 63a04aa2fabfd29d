package series

import (
	"cmp"
	"math"
	"slices"
)

// Combination is the name of the mean of the models.
const Combination = "combination"

// combination blends the forecasts of several models: of each step, the mean of
// what they say, each with the weight
//
//	1/error², divided by the sum over the models
//
// where error is the mean absolute one of rolling origins: a model that erred twice as
// much has a quarter of the weight. Without errors to go by the weights are equal. Of
// each step the lowest and the highest tenth of the weight are left out: a line gone
// astray or a season misread.
//
// Bates & Granger, "The combination of forecasts", Operational Research Quarterly 20
// (1969) 451–468: independent errors are combined best by the inverse of their squares.
// Newbold & Granger, "Experience with forecasting univariate time series and the
// combination of forecasts", Journal of the Royal Statistical Society A 137 (1974)
// 131–165: leave the correlations out, since estimates of them do harm. Petropoulos &
// Svetunkov, "A simple combination of univariate models", International Journal of
// Forecasting 36 (2020) 110–115: the median of exponential smoothing, complex
// exponential smoothing, ARIMA and the dynamic Theta model.
type combination struct {
	members []Fitted
	weights []float64
	// floor is the least that a member may forecast: 0, or minus infinity.
	floor float64
}

// fitAll fits every model, with equal weights.
func fitAll(y []float64, models []Model, season int, floor float64) (combination, error) {
	c := combination{floor: floor}
	for _, model := range models {
		fit, err := model.Fit(y, season)
		if err != nil {
			return combination{}, err
		}
		c.members = append(c.members, fit)
		c.weights = append(c.weights, 1/float64(len(models)))
	}
	return c, nil
}

// nameOf the combination of models, which for a single one is that model.
func nameOf(models []Model) string {
	if len(models) == 1 {
		return models[0].Name()
	}
	return Combination
}

func (c combination) Forecast(horizon int) []float64 {
	means, _ := blend(c.rows(horizon), c.weights)
	return means
}

// shares are the parts that the members have in the forecast, on average over its steps.
func (c combination) shares(horizon int) []float64 {
	_, shares := blend(c.rows(horizon), c.weights)
	return shares
}

func (c combination) rows(horizon int) [][]float64 {
	rows := make([][]float64, len(c.members))
	for i, member := range c.members {
		rows[i] = atLeast(c.floor, member.Forecast(horizon))
	}
	return rows
}

// atLeast raises what is below the floor, in place.
func atLeast(floor float64, values []float64) []float64 {
	for i, v := range values {
		values[i] = math.Max(floor, v)
	}
	return values
}

// Residuals are those of the last values for which every member has one.
func (c combination) Residuals() []float64 {
	rows := make([][]float64, len(c.members))
	shortest := math.MaxInt
	for i, member := range c.members {
		rows[i] = member.Residuals()
		shortest = min(shortest, len(rows[i]))
	}
	for i, row := range rows {
		rows[i] = row[len(row)-shortest:]
	}
	// What is left out of the fitted values is left out of the errors, their mirror image.
	errors, _ := blend(rows, c.weights)
	return errors
}

// Growth is the mean of the members': the standard deviation of a sum is no more than
// the sum of the standard deviations.
func (c combination) Growth(horizon int) []float64 {
	rows := make([][]float64, len(c.members))
	for i, member := range c.members {
		rows[i] = member.Growth(horizon)
	}
	return weightedMean(rows, c.weights)
}

// weightedMean of rows of one length; the weights add up to 1. Where the rows agree it
// is what they say, to the last digit.
func weightedMean(rows [][]float64, weights []float64) []float64 {
	out := append([]float64(nil), rows[0]...)
	for i, row := range rows[1:] {
		for h, v := range row {
			out[h] += weights[i+1] * (v - rows[0][h])
		}
	}
	return out
}

// outer is the share of the weight that is left out at each end.
const outer = 0.1

// blend is the weighted mean of the rows without the outer parts, column by column; the
// weights add up to 1. Where the rows agree it is what they say, to the last digit.
// shares are the parts of the rows in it, on average over the columns.
func blend(rows [][]float64, weights []float64) (means, shares []float64) {
	means, shares = make([]float64, len(rows[0])), make([]float64, len(rows))
	order := make([]int, len(rows))
	for h := range means {
		for i := range order {
			order[i] = i
		}
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rows[a][h], rows[b][h]) })
		below, base, sum := 0.0, math.NaN(), 0.0
		for _, i := range order {
			part := math.Min(below+weights[i], 1-outer) - math.Max(below, outer)
			below += weights[i]
			if part <= 0 {
				continue
			}
			part /= 1 - 2*outer
			if math.IsNaN(base) {
				base = rows[i][h]
			}
			sum += part * (rows[i][h] - base)
			shares[i] += part / float64(len(means))
		}
		means[h] = base + sum
	}
	return means, shares
}

// combine is the trial of the combination. At each origin the weights come from the
// errors that were known there, those of earlier origins whose months had passed, so
// that the combination is judged by what it would have said.
func combine(name string, trials []Trial, past history, season int) Trial {
	out := Trial{Model: name}
	records := make([]record, len(trials))
	for origin, known := range trials[0].Known {
		rows := make([][]float64, len(trials))
		for i, trial := range trials {
			records[i].learn(trial, origin)
			rows[i] = trial.Means[origin]
		}
		means, _ := blend(rows, weigh(records))
		out.add(known, means, past)
	}
	out.measure(past.y, season)
	return out
}

// learnt are the weights after the whole trial.
func learnt(trials []Trial) []float64 {
	records := make([]record, len(trials))
	for i, trial := range trials {
		for origin := range len(trial.Known) + 1 {
			records[i].learn(trial, origin)
		}
	}
	return weigh(records)
}

// record holds the absolute errors of one model known so far, by step.
type record struct {
	sums   []float64
	counts []int
}

// learn adds the errors that became known with the value before an origin: those one
// step after the origin before, two steps after the one before that, and so on.
func (r *record) learn(trial Trial, origin int) {
	if r.sums == nil {
		r.sums, r.counts = make([]float64, len(trial.Counts)), make([]int, len(trial.Counts))
	}
	for step := 1; step <= min(origin, len(r.sums)); step++ {
		if e := trial.Errors[origin-step][step-1]; !math.IsNaN(e) {
			r.sums[step-1] += math.Abs(e)
			r.counts[step-1]++
		}
	}
}

// size is the mean over the steps, as in Trial; 0 where nothing is known.
func (r record) size() float64 {
	sum, steps := 0.0, 0
	for i, count := range r.counts {
		if count > 0 {
			sum += r.sums[i] / float64(count)
			steps++
		}
	}
	return sum / float64(max(1, steps))
}

// weigh returns weights that add up to 1. Models without an error share all of it, as
// the others' weights are nothing to theirs.
func weigh(records []record) []float64 {
	weights, least := make([]float64, len(records)), math.Inf(1)
	for i, r := range records {
		weights[i] = r.size()
		least = math.Min(least, weights[i])
	}
	total := 0.0
	for i, size := range weights {
		weights[i] = 1
		if size > 0 {
			weights[i] = (least / size) * (least / size)
		}
		total += weights[i]
	}
	for i := range weights {
		weights[i] /= total
	}
	return weights
}
